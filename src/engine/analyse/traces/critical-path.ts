import { SPAN_FLAG } from '../../../model/trace.ts';
import { lengthOf, type Waterfall } from './waterfall.ts';

/** Parts of spans that follow one another in time: shortening any of them would have shortened the trace. */
export interface CriticalPath {
  readonly row: Uint32Array<ArrayBuffer>;
  readonly fromNs: Float64Array<ArrayBuffer>;
  readonly toNs: Float64Array<ArrayBuffer>;
}

interface Part {
  readonly row: number;
  readonly fromNs: number;
  readonly toNs: number;
  /** To be taken apart into what the span did itself and what its children did. */
  readonly open: boolean;
}

/** The row that stands above all roots. */
const ABOVE = -1;

/**
 * Goes back from the end: the child that ended last before that moment was what its parent waited for, then the one
 * that had ended when that child began, and so on; what no such child covers is the parent's own. Children count only
 * as far as they lie within their parent, so that parts never overlap. After CRISP (Zhang et al., USENIX ATC 2022),
 * https://www.usenix.org/conference/atc22/presentation/zhang-zhizhou. Sets `SPAN_FLAG.critical` in `flags`.
 */
export function criticalPath(waterfall: Waterfall): CriticalPath {
  const { startNs, flags } = waterfall;
  const end = (row: number): number => startNs[row]! + lengthOf(waterfall.durationNs[row]!);
  const roots = childrenOf(waterfall, ABOVE).filter((row) => !Number.isNaN(startNs[row]!));
  const parts: Part[] = [];
  if (roots.length > 0) {
    const fromNs = roots.reduce((least, row) => Math.min(least, startNs[row]!), Infinity);
    const toNs = roots.reduce((most, row) => Math.max(most, end(row)), -Infinity);
    const stack: Part[] = [{ row: ABOVE, fromNs, toNs, open: true }];
    while (stack.length > 0) {
      const part = stack.pop()!;
      if (!part.open) parts.push(part);
      else stack.push(...takeApart(part, waterfall, end));
    }
  }
  parts.reverse();
  for (const { row } of parts) flags[row] = flags[row]! | SPAN_FLAG.critical;
  return {
    row: Uint32Array.from(parts, (p) => p.row), fromNs: Float64Array.from(parts, (p) => p.fromNs), toNs: Float64Array.from(parts, (p) => p.toNs),
  };
}

/** In order of time; the last is taken first. */
function takeApart({ row, fromNs, toNs }: Part, waterfall: Waterfall, end: (row: number) => number): Part[] {
  const candidates = childrenOf(waterfall, row)
    .map((child) => ({ row: child, fromNs: Math.max(fromNs, waterfall.startNs[child]!), toNs: Math.min(toNs, end(child)), open: true }))
    .filter((child) => child.toNs > child.fromNs)
    .sort((a, b) => b.toNs - a.toNs || b.fromNs - a.fromNs);
  const found: Part[] = [];
  let until = toNs;
  const own = (from: number): void => {
    if (row !== ABOVE && from < until) found.push({ row, fromNs: from, toNs: until, open: false });
  };
  for (const child of candidates) {
    if (child.toNs > until) continue;
    own(child.toNs);
    found.push(child);
    until = child.fromNs;
  }
  own(fromNs);
  return found.toReversed();
}

function childrenOf({ subtree }: Waterfall, row: number): number[] {
  const found: number[] = [];
  const end = row === ABOVE ? subtree.length : row + subtree[row]!;
  for (let child = row + 1; child < end; child += subtree[child]!) found.push(child);
  return found;
}
