import { formatBytes } from '../base/bytes.ts';
import { formatCount, truncate, visibleText } from '../base/text.ts';
import { displayWidth } from './table.ts';
import type { Output } from './io.ts';

/** One line that is written over and over on a terminal, and nothing anywhere else. */
export class ProgressLine {
  readonly #output: Output;
  readonly #now: () => number;
  #shownAtMs = -Infinity;
  #shown = false;

  constructor(output: Output, now: () => number = Date.now) {
    this.#output = output;
    this.#now = now;
  }

  /** Shows a line, ten times a second at most. */
  show(text: string): void {
    if (!this.#output.isTTY) return;
    const now = this.#now();
    if (now - this.#shownAtMs < 100) return;
    this.#shownAtMs = now;
    this.#shown = true;
    void this.#output.write(`\r\u001b[K${fit(visibleText(text), this.#output.columns - 1)}`);
  }

  /** Takes the line away, before anything else is written. */
  clear(): void {
    if (!this.#shown) return;
    this.#shown = false;
    void this.#output.write('\r\u001b[K');
  }
}

function fit(text: string, columns: number): string {
  let cut = text;
  while (displayWidth(cut) > columns && cut.length > 1) cut = truncate(cut, cut.length - 1);
  return cut;
}

const PHASE = { walk: 'Looking', hash: 'Hashing', index: 'Reading', order: 'Ordering' } as const;

export interface IngestProgressLike {
  readonly phase: keyof typeof PHASE;
  readonly path: string;
  readonly files: number;
  readonly filesDone: number;
  readonly bytesTotal: number;
  readonly bytesDone: number;
  readonly records: number;
  readonly seconds: number;
}

/** `Reading  120 MB of 559 MB  310 MB/s  2 s left  1,204,331 records  3 of 12 files  access.log` */
export function ingestProgressText(p: IngestProgressLike): string {
  const parts: string[] = [PHASE[p.phase]];
  if (p.bytesTotal > 0) parts.push(`${formatBytes(p.bytesDone)} of ${formatBytes(p.bytesTotal)}`);
  if (p.seconds >= 0.5 && p.bytesDone > 0) {
    const rate = p.bytesDone / p.seconds;
    parts.push(`${formatBytes(Math.round(rate))}/s`);
    if (p.bytesDone < p.bytesTotal) parts.push(`${Math.ceil((p.bytesTotal - p.bytesDone) / rate)} s left`);
  }
  if (p.records > 0) parts.push(`${formatCount(p.records)} records`);
  if (p.files > 0) parts.push(`${formatCount(p.filesDone)} of ${formatCount(p.files)} files`);
  if (p.path !== '') parts.push(p.path);
  return parts.join('  ');
}

export function byteProgressText(p: { readonly bytesDone: number; readonly bytesTotal: number }): string {
  return `Reading  ${formatBytes(p.bytesDone)} of ${formatBytes(p.bytesTotal)}`;
}
