/** Records of one source in one stretch of time. */
export interface Stretch {
  readonly count: number;
  readonly firstNs: bigint;
  readonly lastNs: bigint;
}

/** A time in which a source said nothing although it usually speaks: from its last record to the next. */
export interface Gap {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  /** Usual time between two of its records. */
  readonly usualNs: bigint;
}

/** Fewer records than these have no rate to fall silent against. */
const FEWEST = 30;
/** How many records, at its usual rate, a source must owe. Were they random in time, so long a pause would come once in e²⁰. */
const OWED = 20n;
/** How often the pause that it makes in nineteen of twenty cases. Sources that speak in bursts pause for long as a habit. */
const HABITS = 5n;
/** A source that is silent for more than a third of its time speaks when there is something to say, as an error log does. */
const MOST_SILENT = 3n;

/**
 * Where a source fell silent against its own rate. `stretches` in any order; they may be of several files and overlap.
 * Before its first record and after its last nothing is said: a file may begin late and end early for other reasons.
 */
export function gapsOf(stretches: readonly Stretch[]): Gap[] {
  const sorted = stretches.toSorted((a, b) => (a.firstNs < b.firstNs ? -1 : a.firstNs > b.firstNs ? 1 : 0));
  const count = sorted.reduce((sum, s) => sum + s.count, 0);
  if (count < FEWEST) return [];
  const pauses: Array<{ fromNs: bigint; toNs: bigint }> = [];
  let lastNs = sorted[0]!.lastNs;
  let busyNs = 0n;
  for (const [i, stretch] of sorted.entries()) {
    busyNs += stretch.lastNs - stretch.firstNs;
    if (i > 0 && stretch.firstNs > lastNs) pauses.push({ fromNs: lastNs, toNs: stretch.firstNs });
    if (stretch.lastNs > lastNs) lastNs = stretch.lastNs;
  }
  if (pauses.length === 0) return [];
  const lengths = pauses.map((p) => p.toNs - p.fromNs).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const habitNs = lengths[Math.ceil(lengths.length * 0.95) - 1]!;
  // With few pauses the longest would be its own measure: the middle one is what is usual then.
  const usualPauseNs = lengths.length >= 20 ? habitNs : lengths[Math.floor((lengths.length - 1) / 2)]!;
  // Records share what is left once the longest twentieth of the pauses is taken out.
  const kept = lengths.slice(0, Math.max(1, Math.floor(lengths.length * 0.95))).reduce((sum, ns) => sum + ns, 0n);
  const usualNs = (busyNs + (lengths.length === 1 ? 0n : kept)) / BigInt(count);
  if (usualNs === 0n && busyNs === 0n) return [];
  const gaps = pauses.filter(({ fromNs, toNs }) => toNs - fromNs >= OWED * usualNs && (lengths.length === 1 || toNs - fromNs >= HABITS * usualPauseNs));
  const silentNs = gaps.reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0n);
  return silentNs * MOST_SILENT > lastNs - sorted[0]!.firstNs ? [] : gaps.map((pause) => ({ ...pause, usualNs }));
}
