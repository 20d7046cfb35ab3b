import { SPAN_FLAG } from '../../../model/trace.ts';
import type { api } from '../../../protocol/api.ts';
import type { ItemOf, OutputOf } from '../../../protocol/define.ts';

type Block = ItemOf<typeof api.getTrace>;
type Answer = OutputOf<typeof api.getTrace>;

/** A whole trace as columns, a row for each span in the order of the waterfall. What they mean: `SpanBlock` of the protocol. */
export interface Trace {
  readonly traceId: string;
  readonly baseNs: bigint;
  readonly durationNs: number;
  readonly rows: number;
  readonly leftOut: number;
  readonly roots: number;
  readonly texts: readonly string[];
  readonly spanId: readonly string[];
  readonly startNs: Float64Array;
  readonly durationsNs: Float64Array;
  readonly selfNs: Float64Array;
  readonly depth: Uint32Array;
  readonly parent: Int32Array;
  readonly subtree: Uint32Array;
  readonly subtreeErrors: Uint32Array;
  readonly service: Uint32Array;
  readonly name: Uint32Array;
  readonly kind: Uint8Array;
  readonly flags: Uint16Array;
  readonly artifact: Uint32Array;
  readonly offsetBytes: Float64Array;
  readonly lengthBytes: Float64Array;
  readonly critical: Answer['critical'];
  /** Parts of the critical path of row `r` are those at `criticalOf[r] … criticalOf[r + 1] - 1` of `criticalParts`. */
  readonly criticalOf: Uint32Array;
  readonly criticalParts: Uint32Array;
}

/** Puts together what `traces.get` sent. */
export function assemble(traceId: string, blocks: readonly Block[], answer: Answer): Trace {
  const rows = blocks.reduce((sum, b) => sum + b.spans, 0);
  const { criticalOf, criticalParts } = byRow(answer.critical.row, rows);
  return {
    traceId, baseNs: answer.baseNs, durationNs: answer.durationNs, rows, leftOut: answer.leftOut, roots: answer.roots,
    texts: blocks.flatMap((b) => b.texts),
    spanId: blocks.flatMap((b) => b.spanId),
    startNs: joined(new Float64Array(rows), blocks, (b) => b.startNs),
    durationsNs: joined(new Float64Array(rows), blocks, (b) => b.durationNs),
    selfNs: joined(new Float64Array(rows), blocks, (b) => b.selfNs),
    depth: joined(new Uint32Array(rows), blocks, (b) => b.depth),
    parent: joined(new Int32Array(rows), blocks, (b) => b.parent),
    subtree: joined(new Uint32Array(rows), blocks, (b) => b.subtree),
    subtreeErrors: joined(new Uint32Array(rows), blocks, (b) => b.subtreeErrors),
    service: joined(new Uint32Array(rows), blocks, (b) => b.service),
    name: joined(new Uint32Array(rows), blocks, (b) => b.name),
    kind: joined(new Uint8Array(rows), blocks, (b) => b.kind),
    flags: joined(new Uint16Array(rows), blocks, (b) => b.flags),
    artifact: joined(new Uint32Array(rows), blocks, (b) => b.artifact),
    offsetBytes: joined(new Float64Array(rows), blocks, (b) => b.offsetBytes),
    lengthBytes: joined(new Float64Array(rows), blocks, (b) => b.lengthBytes),
    critical: answer.critical, criticalOf, criticalParts,
  };
}

type Column = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

function joined<C extends Column>(into: C, blocks: readonly Block[], of: (block: Block) => C): C {
  let at = 0;
  for (const block of blocks) {
    into.set(of(block), at);
    at += block.spans;
  }
  return into;
}

function byRow(row: Uint32Array, rows: number): Pick<Trace, 'criticalOf' | 'criticalParts'> {
  const criticalOf = new Uint32Array(rows + 1);
  for (const r of row) criticalOf[r + 1] = criticalOf[r + 1]! + 1;
  for (let r = 0; r < rows; r++) criticalOf[r + 1] = criticalOf[r + 1]! + criticalOf[r]!;
  const next = criticalOf.slice();
  const criticalParts = new Uint32Array(row.length);
  for (const [part, r] of row.entries()) {
    criticalParts[next[r]!] = part;
    next[r] = next[r]! + 1;
  }
  return { criticalOf, criticalParts };
}

export function has(trace: Trace, row: number, flag: keyof typeof SPAN_FLAG): boolean {
  return (trace.flags[row]! & SPAN_FLAG[flag]) !== 0;
}

/** A duration to draw: what never ended, or ended before it began, is a moment. */
export function lengthNs(trace: Trace, row: number): number {
  const duration = trace.durationsNs[row]!;
  return duration > 0 ? duration : 0;
}

export function startOf(trace: Trace, row: number): bigint | undefined {
  const start = trace.startNs[row]!;
  return Number.isNaN(start) ? undefined : trace.baseNs + BigInt(Math.round(start));
}

/** How a link names a row: by the id of the span, by where it stands when it has none. */
export function spanKey(trace: Trace, row: number): string {
  const id = trace.spanId[row]!;
  return id === '' ? `${trace.texts[trace.artifact[row]!]!}:${trace.offsetBytes[row]!}` : id;
}

export function rowOfKey(trace: Trace, key: string): number | undefined {
  const byId = trace.spanId.indexOf(key.toLowerCase());
  if (byId >= 0) return byId;
  const m = /^([0-9a-f]{64}):(\d+)$/.exec(key);
  if (!m) return undefined;
  const offset = Number(m[2]);
  for (let row = 0; row < trace.rows; row++) if (trace.offsetBytes[row] === offset && trace.texts[trace.artifact[row]!] === m[1]) return row;
  return undefined;
}

/** Rows from which a trace begins folded: more do not help anybody at first sight. */
const MOST_OPEN = 2000;

/** Rows that are folded at first: none of a trace of a few; of a large one all below the deepest level that leaves few. */
export function foldedAtFirst(trace: Trace): Set<number> {
  if (trace.rows <= MOST_OPEN) return new Set();
  const atDepth = new Map<number, number>();
  for (const depth of trace.depth) atDepth.set(depth, (atDepth.get(depth) ?? 0) + 1);
  let level = 0;
  let open = atDepth.get(0) ?? 0;
  while (open + (atDepth.get(level + 1) ?? 0) <= MOST_OPEN && atDepth.has(level + 1)) open += atDepth.get(++level)!;
  return foldedFrom(trace, level);
}

/** Every row with children at `level` or below. */
export function foldedFrom(trace: Trace, level: number): Set<number> {
  const folded = new Set<number>();
  for (let row = 0; row < trace.rows; row++) if (trace.depth[row]! >= level && trace.subtree[row]! > 1) folded.add(row);
  return folded;
}

/** Rows that are seen while others are folded. */
export function visibleOf(trace: Trace, folded: ReadonlySet<number>): Uint32Array {
  const visible = new Uint32Array(trace.rows);
  let count = 0;
  for (let row = 0; row < trace.rows; row += folded.has(row) ? trace.subtree[row]! : 1) visible[count++] = row;
  return visible.subarray(0, count);
}

/** Where a row is among the visible ones, or the nearest one above that hides it. Rows are in ascending order. */
export function placeOf(visible: Uint32Array, row: number): number {
  let low = 0;
  let high = visible.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (visible[middle]! <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `folded` without what hides a row; the same set when nothing does. */
export function unfoldedTo(trace: Trace, folded: ReadonlySet<number>, row: number): ReadonlySet<number> {
  let opened: Set<number> | undefined;
  for (let above = trace.parent[row]!; above >= 0; above = trace.parent[above]!) {
    if (folded.has(above)) (opened ??= new Set(folded)).delete(above);
  }
  return opened ?? folded;
}

/** The next row after (or before) `from` for which `test` holds; it does not wrap. */
export function nextRow(trace: Trace, from: number, direction: 'next' | 'previous', test: (row: number) => boolean): number | undefined {
  const step = direction === 'next' ? 1 : -1;
  for (let row = from + step; row >= 0 && row < trace.rows; row += step) if (test(row)) return row;
  return undefined;
}

/** Whether a row's service, operation or id has a text in it, whatever the case. Names repeat: each is looked at once. */
export function matcher(trace: Trace, text: string): ((row: number) => boolean) | undefined {
  const sought = text.trim().toLowerCase();
  if (sought === '') return undefined;
  const hit = Uint8Array.from(trace.texts, (t) => (t.toLowerCase().includes(sought) ? 1 : 0));
  return (row) => hit[trace.service[row]!] === 1 || hit[trace.name[row]!] === 1 || trace.spanId[row]!.startsWith(sought);
}

export function countRows(trace: Trace, test: (row: number) => boolean): number {
  let count = 0;
  for (let row = 0; row < trace.rows; row++) if (test(row)) count++;
  return count;
}

export interface ServiceShare { readonly service: string; readonly spans: number; readonly errors: number; readonly selfNs: number }

/** Services of a trace with what they took themselves, the most first. */
export function servicesOf(trace: Trace): ServiceShare[] {
  const shares = new Map<number, { spans: number; errors: number; selfNs: number }>();
  for (let row = 0; row < trace.rows; row++) {
    const share = shares.get(trace.service[row]!) ?? { spans: 0, errors: 0, selfNs: 0 };
    share.spans++;
    share.errors += trace.flags[row]! & SPAN_FLAG.error;
    share.selfNs += trace.selfNs[row]!;
    shares.set(trace.service[row]!, share);
  }
  return [...shares].map(([service, share]) => ({ service: trace.texts[service]!, ...share })).sort((a, b) => b.selfNs - a.selfNs || b.spans - a.spans);
}

/** How much of the critical path a row is, in ns. */
export function criticalNs(trace: Trace, row: number): number {
  let sum = 0;
  for (let i = trace.criticalOf[row]!; i < trace.criticalOf[row + 1]!; i++) {
    const part = trace.criticalParts[i]!;
    sum += trace.critical.toNs[part]! - trace.critical.fromNs[part]!;
  }
  return sum;
}

/** A few spans are lines too, not blocks. */
const MOST_LINE_PX = 6;

/**
 * The whole trace in `heightPx` lines, as SVG paths: where any span of a line ran, and where one with an error did.
 * The rows of a line are counted by their ends, so that a hundred thousand cost no more than a few passes.
 */
export function minimapPaths(trace: Trace, widthPx: number, heightPx: number): { spans: string; errors: string } {
  if (widthPx <= 0 || trace.durationNs <= 0 || trace.rows === 0) return { spans: '', errors: '' };
  const lines = Math.min(heightPx, trace.rows);
  const linePx = Math.min(MOST_LINE_PX, heightPx / lines);
  const width = widthPx + 1;
  const ran = new Int32Array(lines * width);
  const failed = new Int32Array(lines * width);
  for (let row = 0; row < trace.rows; row++) {
    const start = trace.startNs[row]!;
    if (Number.isNaN(start)) continue;
    const x0 = Math.max(0, Math.min(widthPx - 1, Math.floor((start / trace.durationNs) * widthPx)));
    const x1 = Math.max(x0 + 1, Math.min(widthPx, Math.ceil(((start + lengthNs(trace, row)) / trace.durationNs) * widthPx)));
    const line = Math.min(lines - 1, Math.floor((row * lines) / trace.rows)) * width;
    ran[line + x0] = ran[line + x0]! + 1;
    ran[line + x1] = ran[line + x1]! - 1;
    if (has(trace, row, 'error')) {
      failed[line + x0] = failed[line + x0]! + 1;
      failed[line + x1] = failed[line + x1]! - 1;
    }
  }
  return { spans: runs(ran, lines, width, linePx), errors: runs(failed, lines, width, linePx) };
}

function runs(ends: Int32Array, lines: number, width: number, linePx: number): string {
  const path: string[] = [];
  const height = Math.max(1, linePx * 0.8);
  for (let line = 0; line < lines; line++) {
    let open = 0;
    let from = -1;
    for (let x = 0; x < width; x++) {
      open += ends[line * width + x]!;
      if (open > 0 && from < 0) from = x;
      if (from >= 0 && (open <= 0 || x === width - 1)) {
        path.push(`M${from} ${(line * linePx).toFixed(1)}h${Math.max(1, x - from)}v${height.toFixed(1)}h${-Math.max(1, x - from)}z`);
        from = -1;
      }
    }
  }
  return path.join('');
}
