import { instantNs } from '../contract-clock.ts';
import { cString, isCString, readFixed } from '../contract-fixed.ts';
import { blankRecord, clearRecord } from '../contract-record.ts';
import type { Detection, Format, Head, ParseSummary } from '../contract.ts';

/**
 * `struct lastlog` of glibc: a time, 32 bytes of the terminal, 256 of the host; the place in the file is the number of
 * the user. The time has 32 bits where `struct utmp` has (292 bytes), else 64 (296).
 */
const LAYOUTS = [
  { bytes: 292, timeBytes: 4, little: true, name: '292 bytes, little endian' },
  { bytes: 296, timeBytes: 8, little: true, name: '296 bytes, little endian' },
  { bytes: 292, timeBytes: 4, little: false, name: '292 bytes, big endian' },
  { bytes: 296, timeBytes: 8, little: false, name: '296 bytes, big endian' },
] as const;
type Layout = (typeof LAYOUTS)[number];

/** 1990, and the end of 32 bits. */
const OLDEST_S = 631_152_000;
const NEWEST_S = 2 ** 32;

/** The last login of every user, by their numbers. */
export const lastlog: Format = {
  id: 'lastlog',
  title: 'Last logins (lastlog)',
  extensions: [],
  magic: ['records of 292 or 296 bytes: zeros, or a time and a terminal'],
  specification: [{ title: 'lastlog(8)', url: 'https://man7.org/linux/man-pages/man8/lastlog.8.html' }],
  fields: [
    { name: 'user.id', type: 'integer', description: 'Number of the user: the place of the record in the file.', facet: true },
    { name: 'utmp.terminal', type: 'string', description: 'Terminal of the login, without /dev/.', facet: true },
    { name: 'utmp.host', type: 'string', description: 'Host the login came from.' },
  ],
  detect,
  async parse(source, sink, _options, signal): Promise<ParseSummary> {
    const layout = layoutOf(await source.read(0, 65_536))?.layout ?? LAYOUTS[0];
    const record = blankRecord();
    const counts = { logins: 0, invalid: 0 };
    const { leftBytes } = await readFixed(source, 0, layout.bytes, sink, signal, (view, offset) => {
      if (isZero(view)) return;
      const sound = isLogin(view, layout);
      const uid = offset / layout.bytes;
      const seconds = timeOf(view, layout);
      const line = cString(view, layout.timeBytes, 32);
      const host = cString(view, layout.timeBytes + 32, 256);
      clearRecord(record);
      record.offsetBytes = offset;
      record.lengthBytes = layout.bytes;
      if (sound) {
        record.timeNs = instantNs(seconds, 0);
        record.timeText = String(seconds);
      } else sink.diagnostic({ code: 'lastlog/invalid', severity: 'warning', message: `Not a record of ${layout.name}: its time or texts cannot be.`, offsetBytes: offset, lengthBytes: layout.bytes });
      counts[sound ? 'logins' : 'invalid']++;
      record.understood = sound;
      record.body = `last login of user ${uid}${line === '' ? '' : ` on ${line}`}${host === '' ? '' : ` from ${host}`}`;
      record.fields = [uid, line || undefined, host || undefined];
      sink.record(record);
    });
    if (leftBytes > 0) sink.diagnostic({ code: 'lastlog/truncated', severity: 'warning', message: `${leftBytes} bytes at the end are no whole record.`, offsetBytes: source.sizeBytes - leftBytes, lengthBytes: leftBytes });
    return { counts, summary: { layout: layout.name } };
  },
};

function timeOf(view: DataView, { timeBytes, little }: Layout): number {
  return timeBytes === 4 ? view.getUint32(0, little) : Number(view.getBigInt64(0, little));
}

function isLogin(view: DataView, layout: Layout): boolean {
  const seconds = timeOf(view, layout);
  if (!(seconds >= OLDEST_S && seconds < NEWEST_S)) return false;
  // Text, then zeros to the end of its place.
  return isPadded(view, layout.timeBytes, 32) && isPadded(view, layout.timeBytes + 32, 256) && view.getUint8(layout.timeBytes) !== 0;
}

function isPadded(view: DataView, at: number, length: number): boolean {
  if (!isCString(view, at, length)) return false;
  let ended = false;
  for (let i = at; i < at + length; i++) {
    if (view.getUint8(i) === 0) ended = true;
    else if (ended) return false;
  }
  return true;
}

function isZero(view: DataView): boolean {
  for (let i = 0; i < view.byteLength; i++) if (view.getUint8(i) !== 0) return false;
  return true;
}

function layoutOf(bytes: Uint8Array): { layout: Layout; logins: number; records: number } | undefined {
  for (const layout of LAYOUTS) {
    const records = Math.floor(bytes.length / layout.bytes);
    let logins = 0;
    let sound = true;
    for (let i = 0; i < records && sound; i++) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + i * layout.bytes, layout.bytes);
      if (isZero(view)) continue;
      sound = isLogin(view, layout);
      if (sound) logins++;
    }
    if (sound && logins > 0) return { layout, logins, records };
  }
  return undefined;
}

function detect({ bytes }: Head): Detection | undefined {
  // Cheap: the texts of the first record end long before their places do.
  if (bytes.length < 292 || bytes[291] !== 0 || bytes[35] !== 0 || bytes[287] !== 0) return undefined;
  const found = layoutOf(bytes);
  if (!found) return undefined;
  return { confidence: 0.9, reason: `${found.logins} of ${found.records} records of ${found.layout.name} are times with a terminal, the others zeros` };
}
