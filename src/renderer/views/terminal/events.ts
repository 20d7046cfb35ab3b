import type { RecordingBatch } from '../../../protocol/methods/recordings.ts';

export interface Marker {
  readonly atNs: number;
  readonly label: string;
}

/** Beyond this a size is no terminal's: drawing it would take the memory of the machine. */
const MOST_COLUMNS = 1000;
const MOST_ROWS = 500;

export function drawableSize(columns: number, rows: number): { columns: number; rows: number; isClamped: boolean } {
  const size = { columns: Math.min(MOST_COLUMNS, Math.max(2, columns)), rows: Math.min(MOST_ROWS, Math.max(1, rows)) };
  return { ...size, isClamped: size.columns < columns || size.rows < rows };
}

export function eventText(batch: Pick<RecordingBatch, 'text' | 'ends'>, event: number): string {
  return batch.text.slice(event === 0 ? 0 : batch.ends[event - 1]!, batch.ends[event]);
}

/** How many events were recorded at `ns` or before. */
export function indexAtTime(atNs: Float64Array, ns: number): number {
  return lastBefore(atNs.length, (i) => atNs[i]! <= ns) + 1;
}

/** The last of `count` for which `holds`, where it holds for the first ones and no longer from one on; -1 for none. */
export function lastBefore(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [-1, count - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `1:02:03.4` of a moment in a recording. */
export function formatMoment(ns: number, precise = true): string {
  const tenths = Math.floor(ns / 1e8);
  const seconds = Math.floor(tenths / 10);
  const two = (n: number): string => String(n).padStart(2, '0');
  const h = Math.floor(seconds / 3600);
  const m = Math.floor(seconds / 60) % 60;
  return `${h > 0 ? `${h}:${two(m)}` : m}:${two(seconds % 60)}${precise ? `.${tenths % 10}` : ''}`;
}
