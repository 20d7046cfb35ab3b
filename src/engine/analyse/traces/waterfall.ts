import { SPAN_FLAG, SPAN_KINDS } from '../../../model/trace.ts';

/** Spans of one trace as they stand in evidence, in any order. */
export interface SpanColumns {
  readonly count: number;
  readonly spanId: readonly string[];
  /** Empty: it names none. */
  readonly parentId: readonly string[];
  /** From an instant common to all; NaN: no time. */
  readonly startNs: Float64Array;
  /** NaN: it never ended. May be negative, evidence being what it is. */
  readonly durationNs: Float64Array;
  /** 1 where it ended in an error. */
  readonly error: Uint8Array;
  /** Numbers of `SPAN_KINDS`. */
  readonly kind: Uint8Array;
}

/** Spans as rows: each followed by its children in order of their starts, so that a subtree is a run of rows. */
export interface Waterfall {
  /** Place in `SpanColumns` of each row. */
  readonly span: Uint32Array<ArrayBuffer>;
  /** -1 for a root. */
  readonly parent: Int32Array<ArrayBuffer>;
  readonly depth: Uint32Array<ArrayBuffer>;
  /** Rows of the subtree, itself included. */
  readonly subtree: Uint32Array<ArrayBuffer>;
  readonly subtreeErrors: Uint32Array<ArrayBuffer>;
  /** Bits of `SPAN_FLAG`; `critical` is set by `criticalPath`. */
  readonly flags: Uint16Array<ArrayBuffer>;
  readonly startNs: Float64Array<ArrayBuffer>;
  readonly durationNs: Float64Array<ArrayBuffer>;
  /** Time during which no child ran; children count only as far as they lie within it. */
  readonly selfNs: Float64Array<ArrayBuffer>;
  readonly roots: number;
}

/**
 * The waterfall of a trace, whatever evidence says: spans whose parent is missing are roots, so is the first span of
 * a loop of parents; ids that stand twice have their children below the one that begins first. Every span is exactly
 * one row. Nothing here recurses: a chain of a hundred thousand spans is as good as a wide trace.
 */
export function buildWaterfall(spans: SpanColumns): Waterfall {
  const { count } = spans;
  const byStart = inOrderOfStart(spans);
  const flags = ownFlags(spans, byStart);
  const parentOf = parents(spans, byStart, flags);
  const children = childLists(parentOf, byStart);

  const span = new Uint32Array(count);
  const rowOf = new Int32Array(count).fill(-1);
  const parent = new Int32Array(count).fill(-1);
  const depth = new Uint32Array(count);
  let rows = 0;
  let roots = 0;

  function place(root: number): void {
    roots++;
    const stack = [root];
    while (stack.length > 0) {
      const at = stack.pop()!;
      const row = rows++;
      span[row] = at;
      rowOf[at] = row;
      const above = at === root ? -1 : rowOf[parentOf[at]!]!;
      parent[row] = above;
      depth[row] = above < 0 ? 0 : depth[above]! + 1;
      for (let i = children.from[at + 1]! - 1; i >= children.from[at]!; i--) {
        const child = children.list[i]!;
        // Where a loop was cut its first span is below its last one too.
        if (child !== root) stack.push(child);
      }
    }
  }
  for (const at of byStart) if (parentOf[at] === -1) place(at);
  // What no root leads to is in a loop of parents, or below one.
  for (const at of byStart) {
    if (rowOf[at] !== -1) continue;
    const first = firstOfLoop(at, parentOf, spans.startNs);
    flags[first] = flags[first]! | SPAN_FLAG.cycle;
    place(first);
  }

  return { span, parent, depth, roots, ...alongRows(spans, span, parent, flags) };
}

function inOrderOfStart({ count, startNs }: SpanColumns): Uint32Array {
  const rank = (at: number): number => (Number.isNaN(startNs[at]!) ? Infinity : startNs[at]!);
  return Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x < y ? -1 : x > y ? 1 : a - b;
  });
}

/** Which end of a call a span is. Zipkin gives both ends the same id: https://github.com/openzipkin/b3-propagation#why-is-parentspanid-propagated */
type End = 'calling' | 'called' | undefined;

function endOf({ kind }: SpanColumns, at: number): End {
  const name = SPAN_KINDS[kind[at]!];
  return name === 'CLIENT' || name === 'PRODUCER' ? 'calling' : name === 'SERVER' || name === 'CONSUMER' ? 'called' : undefined;
}

function ownFlags(spans: SpanColumns, byStart: Uint32Array): Uint16Array<ArrayBuffer> {
  const flags = new Uint16Array(spans.count);
  const seen = new Map<string, { readonly at: number; readonly end: End; isPair: boolean }>();
  for (const at of byStart) {
    const duration = spans.durationNs[at]!;
    let own = 0;
    if (spans.error[at] === 1) own |= SPAN_FLAG.error;
    if (Number.isNaN(spans.startNs[at]!)) own |= SPAN_FLAG.noTime;
    else if (Number.isNaN(duration)) own |= SPAN_FLAG.neverEnded;
    if (duration < 0) own |= SPAN_FLAG.endsBeforeStart;
    const id = spans.spanId[at]!;
    const before = id === '' ? undefined : seen.get(id);
    const end = endOf(spans, at);
    if (before && !before.isPair && end !== undefined && before.end !== undefined && end !== before.end) {
      before.isPair = true;
    } else if (before) {
      own |= SPAN_FLAG.duplicateId;
      flags[before.at] = flags[before.at]! | SPAN_FLAG.duplicateId;
    } else if (id !== '') {
      seen.set(id, { at, end, isPair: false });
    }
    flags[at] = own;
  }
  return flags;
}

/** Place of each span's parent; -1 for roots. Of two ends of a call that share an id the called one is part of the calling one, and what it called of itself. */
function parents(spans: SpanColumns, byStart: Uint32Array, flags: Uint16Array): Int32Array {
  const first = new Map<string, number>();
  const ends: Record<Exclude<End, undefined>, Map<string, number>> = { calling: new Map(), called: new Map() };
  for (const at of byStart) {
    const id = spans.spanId[at]!;
    const end = endOf(spans, at);
    for (const places of end ? [first, ends[end]] : [first]) if (id !== '' && !places.has(id)) places.set(id, at);
  }
  const parentOf = new Int32Array(spans.count).fill(-1);
  for (let at = 0; at < spans.count; at++) {
    const calling = endOf(spans, at) === 'called' ? ends.calling.get(spans.spanId[at]!) : undefined;
    const id = spans.parentId[at]!;
    if (calling === undefined && id === '') continue;
    const found = calling ?? (ends.calling.has(id) ? ends.called.get(id) : undefined) ?? first.get(id);
    if (found === undefined) flags[at] = flags[at]! | SPAN_FLAG.missingParent;
    else parentOf[at] = found;
  }
  return parentOf;
}

/** Children of `at`, in order of their starts, are `list[from[at]] … list[from[at + 1] - 1]`. */
function childLists(parentOf: Int32Array, byStart: Uint32Array): { from: Uint32Array; list: Uint32Array } {
  const from = new Uint32Array(parentOf.length + 1);
  for (const parent of parentOf) if (parent >= 0) from[parent + 1] = from[parent + 1]! + 1;
  for (let at = 0; at < parentOf.length; at++) from[at + 1] = from[at + 1]! + from[at]!;
  const next = from.slice();
  const list = new Uint32Array(from[parentOf.length]!);
  for (const at of byStart) {
    const parent = parentOf[at]!;
    if (parent < 0) continue;
    list[next[parent]!] = at;
    next[parent] = next[parent]! + 1;
  }
  return { from, list };
}

/** The span that begins first of the loop that the parents of `at` lead into. */
function firstOfLoop(at: number, parentOf: Int32Array, startNs: Float64Array): number {
  const seen = new Set<number>();
  let walker = at;
  while (!seen.has(walker)) {
    seen.add(walker);
    walker = parentOf[walker]!;
  }
  let first = walker;
  for (let other = parentOf[walker]!; other !== walker; other = parentOf[other]!) {
    if (startNs[other]! < startNs[first]!) first = other;
  }
  return first;
}

type AlongRows = Pick<Waterfall, 'subtree' | 'subtreeErrors' | 'flags' | 'startNs' | 'durationNs' | 'selfNs'>;

/** What follows from a span's place among the others. */
function alongRows(spans: SpanColumns, span: Uint32Array, parent: Int32Array, spanFlags: Uint16Array): AlongRows {
  const { count } = spans;
  const subtree = new Uint32Array(count).fill(1);
  const subtreeErrors = new Uint32Array(count);
  const flags = new Uint16Array(count);
  const startNs = new Float64Array(count);
  const durationNs = new Float64Array(count);
  const selfNs = new Float64Array(count);
  /** Up to where the children met so far cover their parent. */
  const covered = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const at = span[row]!;
    flags[row] = spanFlags[at]!;
    startNs[row] = spans.startNs[at]!;
    durationNs[row] = spans.durationNs[at]!;
    selfNs[row] = lengthOf(durationNs[row]!);
    covered[row] = startNs[row]!;
    const above = parent[row]!;
    if (above < 0) continue;
    const start = startNs[row]!;
    const end = start + lengthOf(durationNs[row]!);
    const parentEnd = startNs[above]! + lengthOf(durationNs[above]!);
    if (start < startNs[above]!) flags[row] = flags[row]! | SPAN_FLAG.beginsBeforeParent;
    if (end > parentEnd && !Number.isNaN(durationNs[above]!)) flags[row] = flags[row]! | SPAN_FLAG.endsAfterParent;
    // Siblings come in order of their starts: what they cover grows from left to right.
    const from = Math.max(start, covered[above]!);
    const to = Math.min(end, parentEnd);
    if (to > from) {
      selfNs[above] = selfNs[above]! - (to - from);
      covered[above] = to;
    }
  }
  for (let row = count - 1; row >= 0; row--) {
    subtreeErrors[row] = subtreeErrors[row]! + (flags[row]! & SPAN_FLAG.error);
    const above = parent[row]!;
    if (above < 0) continue;
    subtree[above] = subtree[above]! + subtree[row]!;
    subtreeErrors[above] = subtreeErrors[above]! + subtreeErrors[row]!;
  }
  return { subtree, subtreeErrors, flags, startNs, durationNs, selfNs };
}

/** A duration to reckon with: a span that never ended, or ended before it began, takes no time that is known. */
export function lengthOf(durationNs: number): number {
  return durationNs > 0 ? durationNs : 0;
}
