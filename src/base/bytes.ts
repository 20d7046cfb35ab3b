/** Byte counts in the units of the screen: decimal (1 MB = 10^6 bytes), as storage and network people count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = -1;
  do {
    value /= 1000;
    unit++;
  } while (value >= 999.5 && unit < units.length - 1);
  return `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ${units[unit]}`;
}

/**
 * Texts that stand in bytes which are no text: runs of at least four characters, of ASCII and, with a NUL behind each, of
 * Latin 1 in UTF-16 LE; one on a line. Line ends and tabs do not part them.
 */
export function textsIn(bytes: Uint8Array): string {
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const run = bytes[at + 1] === 0 ? wideRun(bytes, at) : narrowRun(bytes, at);
    at += run.length < LEAST_TEXT ? 1 : bytes[at + 1] === 0 ? run.length * 2 : run.length;
    if (run.length >= LEAST_TEXT && run.trim().length >= LEAST_TEXT) found.push(run.trim());
  }
  return found.join('\n');
}

const LEAST_TEXT = 4;

function narrowRun(bytes: Uint8Array, from: number): string {
  let end = from;
  while (end < bytes.length && end < from + LONGEST_RUN && isAscii(bytes[end]!)) end++;
  return String.fromCharCode(...bytes.subarray(from, end));
}

function wideRun(bytes: Uint8Array, from: number): string {
  let run = '';
  for (let at = from; at + 1 < bytes.length && bytes[at + 1] === 0 && (isAscii(bytes[at]!) || bytes[at]! >= 0xa0); at += 2) run += String.fromCharCode(bytes[at]!);
  return run;
}

/** Arguments of a call are limited. */
const LONGEST_RUN = 10_000;

function isAscii(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Lower-case hex of bytes. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
