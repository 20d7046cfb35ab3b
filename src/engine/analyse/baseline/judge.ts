import { incompleteBeta, inverseBeta } from './beta.ts';

/** Something that was counted in two windows, in as many bins of each. */
export interface Counted {
  /** Bins of the baseline, then of the incident. */
  readonly bins: Float64Array;
  readonly severityNumber: number;
  /** Its first record in the whole case, as far as known. */
  readonly firstNs: bigint | undefined;
  /** Lines of a stack, or of what was said before. */
  readonly isContinuation?: boolean;
}

export interface Windows {
  readonly baselineSeconds: number;
  readonly incidentSeconds: number;
  /** Where the incident begins. */
  readonly incidentFromNs: bigint;
}

export type Change = 'new' | 'vanished' | 'more' | 'less' | 'same';

export interface Judged {
  readonly change: Change;
  readonly baselineCount: number;
  readonly incidentCount: number;
  readonly baselineRate: number;
  readonly incidentRate: number;
  readonly ratio: number;
  readonly ratioLow: number;
  /** `undefined`: no upper end. */
  readonly ratioHigh: number | undefined;
  /** How many times as much as evenly random records its counts scatter within the windows: 1 or more. */
  readonly dispersion: number;
  readonly p: number;
  readonly q: number;
  readonly isFirstSeen: boolean;
  /** What to look at first: see README. */
  readonly score: number;
}

/**
 * Judges rates of two windows. Under one constant rate the incident's share of all records is binomial, with the share of
 * its time as probability (Przyborowski and Wilenski 1940); the test is two-sided and exact. Records come in bursts,
 * which no such test knows: counts are divided by how much more they scatter within the windows than evenly random ones
 * would. q-values are those of Benjamini and Hochberg (1995) over everything that is compared.
 */
export function judge(counted: readonly Counted[], windows: Windows, alpha: number): Judged[] {
  const tested = counted.map((c) => test(c, windows));
  const q = adjusted(tested.map((t) => t.p));
  return tested.map((t, i) => {
    const change = changeOf(t, q[i]!, alpha);
    const isFirstSeen = t.incidentCount > 0 && t.baselineCount === 0 && (counted[i]!.firstNs === undefined || counted[i]!.firstNs >= windows.incidentFromNs);
    return { ...t, q: q[i]!, change, isFirstSeen, score: scoreOf(counted[i]!, t, q[i]!, change, isFirstSeen) };
  });
}

type Tested = Omit<Judged, 'q' | 'change' | 'isFirstSeen' | 'score'>;

function test({ bins }: Counted, { baselineSeconds, incidentSeconds }: Windows): Tested {
  const half = bins.length / 2;
  const baselineCount = sum(bins.subarray(0, half));
  const incidentCount = sum(bins.subarray(half));
  const dispersion = dispersionOf(bins);
  const share = incidentSeconds / (incidentSeconds + baselineSeconds);
  const [incident, baseline] = [incidentCount / dispersion, baselineCount / dispersion];
  const exposure = baselineSeconds / incidentSeconds;
  return {
    baselineCount, incidentCount, dispersion, baselineRate: baselineCount / baselineSeconds, incidentRate: incidentCount / incidentSeconds,
    ratio: ((incidentCount + 0.5) / (baselineCount + 0.5)) * exposure,
    ...interval(incident, baseline, exposure), p: twoSided(incident, baseline, share),
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Variance over mean of the bins of each window, pooled over both; at least 1. */
function dispersionOf(bins: Float64Array): number {
  const half = bins.length / 2;
  let squares = 0;
  let degrees = 0;
  for (const part of [bins.subarray(0, half), bins.subarray(half)]) {
    const mean = sum(part) / half;
    if (mean === 0) continue;
    for (const value of part) squares += (value - mean) ** 2 / mean;
    degrees += half - 1;
  }
  return degrees === 0 ? 1 : Math.max(1, squares / degrees);
}

/** Probability of a split at least as uneven; counts need not be whole. */
function twoSided(incident: number, baseline: number, share: number): number {
  if (incident + baseline === 0) return 1;
  const upper = incident === 0 ? 1 : incompleteBeta(share, incident, baseline + 1);
  const lower = baseline === 0 ? 1 : 1 - incompleteBeta(share, incident + 1, baseline);
  return Math.min(1, 2 * Math.min(upper, lower));
}

/** 95 % interval of the ratio of rates, from that of the share (Clopper and Pearson 1934). */
function interval(incident: number, baseline: number, exposure: number): { ratioLow: number; ratioHigh: number | undefined } {
  const odds = (share: number): number => (share >= 1 ? Infinity : (share / (1 - share)) * exposure);
  return {
    ratioLow: incident === 0 ? 0 : odds(inverseBeta(0.025, incident, baseline + 1)),
    ratioHigh: baseline === 0 ? undefined : odds(inverseBeta(0.975, incident + 1, baseline)),
  };
}

/** Benjamini and Hochberg: the least false discovery rate at which each would be called. */
export function adjusted(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).toSorted((a, b) => p[b]! - p[a]!);
  const q = Array.from<number>({ length: p.length });
  let least = 1;
  order.forEach((i, n) => {
    least = Math.min(least, (p[i]! * p.length) / (p.length - n));
    q[i] = least;
  });
  return q;
}

function changeOf({ baselineCount, incidentCount, ratio }: Tested, q: number, alpha: number): Change {
  if (baselineCount === 0 && incidentCount > 0) return 'new';
  if (incidentCount === 0 && baselineCount > 0) return 'vanished';
  if (q > alpha) return 'same';
  return ratio > 1 ? 'more' : 'less';
}

/** The strength of evidence, and what people look for first: what never was before, and what is an error. */
function scoreOf({ severityNumber, isContinuation }: Counted, { ratio, incidentCount }: Tested, q: number, change: Change, isFirstSeen: boolean): number {
  const evidence = Math.min(6, -Math.log10(Math.max(q, 1e-12)));
  const size = Math.min(3, Math.abs(Math.log2(Math.max(ratio, 1e-9))) / 2);
  if (change === 'same') return (evidence + size) / 10;
  const isGrowing = change === 'new' || change === 'more';
  const level = isGrowing ? (severityNumber >= 21 ? 6 : severityNumber >= 17 ? 5 : severityNumber >= 13 ? 3 : 0) : 0;
  // What is there all the time is told from what happens once by the test; a single record is no more than that.
  const news = change === 'new' ? (isFirstSeen ? 3 : 1.5) : 0;
  // The message above a stack says more than each of its lines.
  const rest = isContinuation === true ? 4 : 0;
  return evidence + size - rest + level + news + (isGrowing ? Math.min(1, Math.log10(1 + incidentCount) / 3) : -1);
}
