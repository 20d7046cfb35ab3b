/**
 * One value that stands in a record here and in records there: what must be added to the clock here so that both are of
 * one moment lies between `leastNs` and `mostNs`, as far as the two resolutions and the length of what happened there go.
 */
export interface Anchor {
  readonly leastNs: bigint;
  readonly mostNs: bigint;
  /** The time here, as its own clock has it. */
  readonly atNs: bigint;
}

export interface Estimate {
  readonly kind: 'found';
  /** To be added to times here. */
  readonly offsetNs: bigint;
  readonly uncertaintyNs: bigint;
  /** Anchors that agree with it, of all there are. */
  readonly agreeing: number;
  readonly anchors: number;
  /** Indices of anchors that agree best, over the whole span. */
  readonly examples: readonly number[];
  /** Seconds that the clock here gains on the one there per second, where that is more than the uncertainty explains. */
  readonly drift: number | undefined;
}

/** Why nothing can be known. */
export interface NoEstimate {
  readonly kind: 'none';
  readonly reason: 'no-anchors' | 'too-few' | 'no-agreement';
  readonly anchors: number;
}

/** Fewer agree by chance. */
const FEWEST = 3;
/** Share of the anchors that must agree: values that only look like one moment are always among them. */
const ENOUGH = 0.6;
/** How much delay between the two records of a moment is tried, in turn: as little as lets them agree. */
const SLACKS_NS = [0, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8, 2e8, 5e8, 1e9, 2e9, 5e9];
/** A delay that is the same in every pair, one way, cannot be told from an offset: what a message and the writing of a line usually take at most. */
const UNSEEN_DELAY_NS = 5e7;
/** So many times more anchors must agree than would by chance. */
const OVER_CHANCE = 5;
const EXAMPLES = 3;

/**
 * The offset that most anchors allow: Marzullo's algorithm, the intersection that most intervals share (K. Marzullo 1984;
 * RFC 5905 §11.2.1 uses it to choose among time servers). Its ± is half of that intersection and the delay that
 * had to be allowed, that nine in ten of the others show, or that no pair can show. `spanNs`: how long the two sources overlap at most, which says
 * how many would agree by chance. Where clocks cannot be compared it says so and guesses nothing.
 */
export function estimateOffset(anchors: readonly Anchor[], spanNs: bigint): Estimate | NoEstimate {
  const none = (reason: NoEstimate['reason']): NoEstimate => ({ kind: 'none', reason, anchors: anchors.length });
  if (anchors.length === 0) return none('no-anchors');
  if (anchors.length < FEWEST) return none('too-few');
  // Differences are exact as doubles within 104 days of one of them, which is as far as their resolution matters.
  const baseNs = anchors[0]!.leastNs;
  const intervals = anchors.map(({ leastNs, mostNs }) => ({ least: Number(leastNs - baseNs), most: Number(mostNs - baseNs) }));
  const agreed = agreement(intervals);
  if (!agreed) return none('no-agreement');
  const { offset, uncertainty, slack, count } = agreed;
  const byChance = anchors.length * Math.min(1, (median(intervals.map(({ least, most }) => most - least)) + 2 * slack) / Math.max(1, Number(spanNs)));
  if (count < byChance * OVER_CHANCE) return none('no-agreement');
  const agrees = intervals.flatMap((one, i) => (one.least - slack <= offset && offset <= one.most + slack ? [i] : []));
  return {
    kind: 'found', ...rounded(baseNs + BigInt(Math.round(offset)), BigInt(Math.ceil(uncertainty))),
    agreeing: agrees.length, anchors: anchors.length, examples: spread(agrees), drift: driftOf(anchors, intervals, agrees),
  };
}

/** To two digits of the ±: more are not known. What rounding takes away the ± allows for. */
function rounded(offsetNs: bigint, uncertaintyNs: bigint): { offsetNs: bigint; uncertaintyNs: bigint } {
  const unit = 10n ** BigInt(Math.max(0, String(uncertaintyNs).length - 2));
  const half = offsetNs < 0n ? -(unit / 2n) : unit / 2n;
  const to = ((offsetNs + half) / unit) * unit;
  const away = to > offsetNs ? to - offsetNs : offsetNs - to;
  return { offsetNs: to, uncertaintyNs: ((uncertaintyNs + away + unit - 1n) / unit) * unit };
}

interface Interval { readonly least: number; readonly most: number }

/** The stretch that most intervals share, each widened by `slack`; the narrowest of several. */
function marzullo(intervals: readonly Interval[], slack: number): Interval & { readonly count: number } {
  const edges = intervals.flatMap(({ least, most }) => [{ at: least - slack, step: 1 }, { at: most + slack, step: -1 }]);
  edges.sort((a, b) => a.at - b.at || b.step - a.step);
  let open = 0;
  let best = { count: 0, least: 0, most: 0 };
  for (const [i, { at, step }] of edges.entries()) {
    open += step;
    if (step < 0) continue;
    const end = edges[i + 1]!.at;
    if (open > best.count || (open === best.count && end - at < best.most - best.least)) best = { count: open, least: at, most: end };
  }
  return best;
}

interface Agreement { readonly offset: number; readonly uncertainty: number; readonly slack: number; readonly count: number }

/** What enough of the intervals agree on, with as little delay as that takes. */
function agreement(intervals: readonly Interval[]): Agreement | undefined {
  for (const slack of SLACKS_NS) {
    const { count, least, most } = marzullo(intervals, slack);
    if (count < FEWEST || count < intervals.length * ENOUGH) continue;
    const offset = (least + most) / 2;
    const away = intervals.map((one) => Math.max(0, one.least - offset, offset - one.most)).toSorted((a, b) => a - b);
    return { offset, uncertainty: (most - least) / 2 + Math.max(UNSEEN_DELAY_NS, slack, away[Math.floor(away.length * 0.9)]!), slack, count };
  }
  return undefined;
}

/** Where the last third agrees on another offset than the first, by more than both are uncertain. */
function driftOf(anchors: readonly Anchor[], intervals: readonly Interval[], agrees: readonly number[]): number | undefined {
  if (agrees.length < 4 * FEWEST) return undefined;
  const byTime = agrees.toSorted((a, b) => (anchors[a]!.atNs < anchors[b]!.atNs ? -1 : 1));
  const third = Math.floor(byTime.length / 3);
  const [first, last] = [byTime.slice(0, third), byTime.slice(-third)];
  const [before, after] = [first, last].map((some) => agreement(some.map((i) => intervals[i]!)));
  if (!before || !after) return undefined;
  const at = (some: readonly number[]): bigint => anchors[some[some.length >> 1]!]!.atNs;
  const between = Number(at(last) - at(first));
  const change = after.offset - before.offset;
  return between > 0 && Math.abs(change) > before.uncertainty + after.uncertainty ? -change / between : undefined;
}

/** First, middle and last. */
function spread(indices: readonly number[]): number[] {
  if (indices.length <= EXAMPLES) return [...indices];
  return [indices[0]!, indices[indices.length >> 1]!, indices.at(-1)!];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
