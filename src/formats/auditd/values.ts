import { ipv6Text } from '../contract-fixed.ts';

/** Values as auditd writes them. The names of fields: https://github.com/linux-audit/audit-documentation/wiki/SPEC-Audit-Field-Dictionary */
export interface Pair {
  readonly name: string;
  readonly value: string;
  /** Stood in double quotes: nothing in it is encoded. */
  readonly quoted: boolean;
}

const MAX_PAIRS = 1024;

/**
 * Pairs of a record: `name=value`, the value in double quotes, in single quotes (`msg='…'`: the pairs of a program,
 * which are pairs of the record here), or up to the next blank. The kernel's part and what auditd adds to it
 * (log_format=ENRICHED) have a group separator, 0x1d, between them.
 */
export function readPairs(text: string, onText: (word: string) => void): Pair[] {
  const pairs: Pair[] = [];
  let at = 0;
  while (at < text.length && pairs.length < MAX_PAIRS) {
    const code = text.charCodeAt(at);
    // Blanks, commas behind values, and the single quotes that hold a program's pairs.
    if (code === 0x20 || code === 0x1d || code === 0x2c || code === 0x27 || code === 0x09) {
      at++;
      continue;
    }
    const from = at;
    while (at < text.length && isNamePart(text.charCodeAt(at))) at++;
    if (at === from || text.charCodeAt(at) !== 0x3d) {
      while (at < text.length && !isBlank(text.charCodeAt(at))) at++;
      onText(text.slice(from, at));
      continue;
    }
    const name = text.slice(from, at);
    at++;
    const open = text.charCodeAt(at);
    if (open === 0x22) {
      const close = text.indexOf('"', at + 1);
      const end = close < 0 ? text.length : close;
      pairs.push({ name, value: text.slice(at + 1, end), quoted: true });
      at = end + 1;
      continue;
    }
    if (open === 0x27) {
      // What a program says: its pairs follow, and the single quote behind them is passed over.
      at++;
      continue;
    }
    const begin = at;
    while (at < text.length && !isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== 0x27) at++;
    let end = at;
    // A comma behind it; a quote that some versions of the kernel's rules wrote behind a value in hexadecimal.
    if (end > begin && (text.charCodeAt(end - 1) === 0x2c || text.charCodeAt(end - 1) === 0x22)) end--;
    pairs.push({ name, value: text.slice(begin, end), quoted: false });
  }
  return pairs;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x1d || code === 0x09;
}

function isNamePart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f || code === 0x2d;
}

/** Fields whose values are written in hexadecimal when a blank, a quote or a control character is in them (audit's typetab.h, ESCAPED). */
const ESCAPED = new Set([
  'acct', 'cmd', 'comm', 'cwd', 'data', 'device', 'dir', 'exe', 'file', 'filesystem', 'grp', 'key', 'name', 'new-chardev', 'new-disk', 'new-fs', 'new-rng', 'ocomm', 'old-chardev', 'old-disk',
  'old-fs', 'old-rng', 'path', 'proctitle', 'root_dir', 'sw', 'vm', 'vol', 'watch', 'invalid_context',
]);

/** Text of a value in hexadecimal, NULs between arguments as blanks; `undefined` when it is none. */
export function decoded(name: string, value: string, isArgument: boolean): string | undefined {
  if (!isArgument && !ESCAPED.has(name)) return undefined;
  if (value.length < 2 || value.length % 2 === 1 || !/^[\dA-F]+$/.test(value)) return undefined;
  const text = Buffer.from(value, 'hex').toString('utf8');
  if (name === 'key') return text.split('\u0001').join(', ');
  return text.endsWith('\0') ? text.replace(/\0+$/, '').replaceAll('\0', ' ') : text.replaceAll('\0', ' ');
}

export interface SocketAddress {
  readonly family: string;
  readonly address?: string;
  readonly port?: number;
  readonly path?: string;
}

const FAMILIES: Readonly<Record<number, string>> = { 1: 'unix', 2: 'ipv4', 10: 'ipv6', 16: 'netlink', 17: 'packet', 38: 'alg', 40: 'vsock' };

/** `saddr`: a struct sockaddr in hexadecimal. The family is in the order of the machine, ports and addresses in that of the network. */
export function socketAddress(hex: string): SocketAddress | undefined {
  if (hex.length < 4 || hex.length % 2 === 1 || !/^[\dA-Fa-f]+$/.test(hex)) return undefined;
  const bytes = Buffer.from(hex.slice(0, 512), 'hex');
  const little = bytes.readUInt16LE(0);
  const number = little < 256 ? little : bytes.readUInt16BE(0);
  const family = FAMILIES[number] ?? String(number);
  if (number === 2 && bytes.length >= 8) return { family, port: bytes.readUInt16BE(2), address: [...bytes.subarray(4, 8)].join('.') };
  if (number === 10 && bytes.length >= 24) return { family, port: bytes.readUInt16BE(2), address: ipv6Text(Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(8 + i * 2))) };
  if (number === 1) {
    // A name in the abstract space begins with a NUL.
    const rest = bytes.subarray(2);
    const from = rest[0] === 0 ? 1 : 0;
    const end = rest.indexOf(0, from);
    const path = rest.toString('utf8', from, end < 0 ? rest.length : end);
    return path === '' ? { family } : { family, path: from === 1 ? `@${path}` : path };
  }
  return { family };
}
