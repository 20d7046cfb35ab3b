/**
 * A line of a timing file: classic "delay bytes", or advanced with a letter before it (script(1), --logging-format):
 * O output, I input, S a signal, H a header. Delays count from the entry before.
 */
export interface TimingEntry {
  readonly type: 'O' | 'I' | 'S' | 'H';
  readonly delayNs: number;
  /** Of O and I. */
  readonly bytes: number;
  /** Of S and H. */
  readonly name: string;
  readonly value: string;
}

const LINE = /^(?:([OI]) )?(\d{1,9})\.(\d{1,9}) (\d{1,15})$/;
const WORDS = /^([SH]) (\d{1,9})\.(\d{1,9}) (\S{1,128})(?: (.*))?$/s;

export function readTiming(text: string): TimingEntry | undefined {
  const m = LINE.exec(text);
  if (m) return { type: m[1] === 'I' ? 'I' : 'O', delayNs: delay(m[2]!, m[3]!), bytes: Number(m[4]), name: '', value: '' };
  const w = WORDS.exec(text);
  if (!w) return undefined;
  return { type: w[1] === 'S' ? 'S' : 'H', delayNs: delay(w[2]!, w[3]!), bytes: 0, name: w[4]!, value: (w[5] ?? '').trimEnd() };
}

function delay(seconds: string, fraction: string): number {
  return Number(seconds) * 1e9 + Number(fraction.padEnd(9, '0'));
}

/** `ROWS=24 COLS=80` of SIGWINCH. */
export function windowSize(value: string): { columns: number; rows: number } | undefined {
  const rows = Number(/\bROWS=(\d{1,9})\b/.exec(value)?.[1]);
  const columns = Number(/\bCOLS=(\d{1,9})\b/.exec(value)?.[1]);
  return columns > 0 && rows > 0 ? { columns, rows } : undefined;
}
