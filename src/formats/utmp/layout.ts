import { cString, isCString } from '../contract-fixed.ts';

/**
 * `struct utmp` of glibc, utmp(5). On machines that also ran 32-bit programs (x86_64, and 32-bit ones themselves) its
 * times have 32 bits: 384 bytes. On the others (aarch64, s390x, riscv64 …) session and time have 64 bits: 400 bytes.
 */
export interface Layout {
  readonly name: string;
  readonly recordBytes: 384 | 400;
  readonly littleEndian: boolean;
}

export const LAYOUTS: readonly Layout[] = [
  { name: '384 bytes, little endian', recordBytes: 384, littleEndian: true },
  { name: '400 bytes, little endian', recordBytes: 400, littleEndian: true },
  { name: '384 bytes, big endian', recordBytes: 384, littleEndian: false },
  { name: '400 bytes, big endian', recordBytes: 400, littleEndian: false },
];

export const TYPES = ['EMPTY', 'RUN_LVL', 'BOOT_TIME', 'NEW_TIME', 'OLD_TIME', 'INIT_PROCESS', 'LOGIN_PROCESS', 'USER_PROCESS', 'DEAD_PROCESS', 'ACCOUNTING'] as const;

const LINE = { at: 8, length: 32 };
const ID = { at: 40, length: 4 };
const USER = { at: 44, length: 32 };
const HOST = { at: 76, length: 256 };
const EXIT = 332;
const SESSION = 336;

export interface Login {
  /** Number of `TYPES`, or one that has no name. */
  readonly type: number;
  readonly pid: number;
  readonly line: string;
  readonly id: string;
  readonly user: string;
  readonly host: string;
  readonly termination: number;
  readonly exit: number;
  readonly session: number;
  /** Seconds and microseconds since 1970. */
  readonly seconds: number;
  readonly microseconds: number;
  readonly addressAt: number;
}

export function readLogin(view: DataView, { recordBytes, littleEndian }: Layout): Login {
  const wide = recordBytes === 400;
  return {
    type: view.getInt16(0, littleEndian), pid: view.getInt32(4, littleEndian),
    line: cString(view, LINE.at, LINE.length), id: cString(view, ID.at, ID.length), user: cString(view, USER.at, USER.length), host: cString(view, HOST.at, HOST.length),
    termination: view.getInt16(EXIT, littleEndian), exit: view.getInt16(EXIT + 2, littleEndian),
    session: wide ? Number(view.getBigInt64(SESSION, littleEndian)) : view.getInt32(SESSION, littleEndian),
    // Of 32 bits they are read without a sign: they last to 2106.
    seconds: wide ? Number(view.getBigInt64(344, littleEndian)) : view.getUint32(340, littleEndian),
    microseconds: wide ? Number(view.getBigInt64(352, littleEndian)) : view.getInt32(344, littleEndian),
    addressAt: wide ? 360 : 348,
  };
}

export function isZero(view: DataView): boolean {
  for (let i = 0; i < view.byteLength; i++) if (view.getUint8(i) !== 0) return false;
  return true;
}

/** 1990; a time before is none of a machine with glibc. */
const OLDEST_S = 631_152_000;
const NEWEST_S = 2 ** 32;

/** Whether bytes are a record in this layout, by everything that has a bound in it. */
export function isLogin(view: DataView, layout: Layout): boolean {
  const type = view.getInt16(0, layout.littleEndian);
  if (type < 0 || type >= TYPES.length || view.getUint16(2) !== 0) return false;
  for (const { at, length } of [LINE, USER, HOST]) if (!isCString(view, at, length)) return false;
  const unused = layout.recordBytes === 400 ? 376 : 364;
  for (let at = unused; at < layout.recordBytes; at++) if (view.getUint8(at) !== 0) return false;
  const { seconds, microseconds } = readLogin(view, layout);
  if (microseconds < 0 || microseconds >= 1_000_000) return false;
  return (seconds >= OLDEST_S && seconds < NEWEST_S) || (seconds === 0 && type === 0);
}
