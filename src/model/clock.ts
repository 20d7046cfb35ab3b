import { z } from 'zod';
import { ok, type Result } from '../base/result.ts';
import { NS_PER_S } from '../base/time.ts';
import { sourceName } from './source-name.ts';
import type { TimelineEntry } from './timeline.ts';
import { orderEstablished, startEstimate } from './timeline.ts';
import { formatDurationText, parseDurationText } from './time-text.ts';

/** Some 292 years are the whole of 64 bits: no clock is wrong by half of that. */
const MOST_NS = 2n ** 61n;

/**
 * What people say of the clock that wrote a source: `offsetNs` is added to recorded times; `uncertaintyNs` is ± on what
 * results, against the other clocks of the case. Offset 0 says that somebody looked and found it right.
 */
export const Clock = z.object({
  offsetNs: z.bigint().min(-MOST_NS).max(MOST_NS),
  uncertaintyNs: z.bigint().min(0n).max(MOST_NS),
});
export type Clock = z.infer<typeof Clock>;

/** Why a clock is what it is, in people's words. */
export const ClockNote = z.string().max(2000);

/**
 * How far the clocks of two sources may be from true, each, as long as nobody has said a word about them: hosts that keep
 * time by NTP are within milliseconds, those that do not drift by seconds a week. Two events of two such sources have no known order
 * unless they are further apart than both together.
 */
export const UNCHECKED_CLOCK_NS = 5n * NS_PER_S;

/** Records of a source that are looked at for what it shares with others; the rest of a larger one is not. */
export const COMPARED_RECORDS = 300_000;

const FIRST = -(2n ** 63n);
const LAST = 2n ** 63n - 1n;

/** A recorded time as a clock corrects it, held within 64 bits. The index does the same in SQL (engine/index/clocks.ts). */
export function correctedTime(recordedNs: bigint, clock: Pick<Clock, 'offsetNs'> | undefined): bigint {
  if (!clock) return recordedNs;
  const ns = recordedNs + clock.offsetNs;
  return ns < FIRST ? FIRST : ns > LAST ? LAST : ns;
}

/** Reads an offset as people type it: `+7s`, `-350ms`, `+1h 0m 3s`; a bare number is seconds, no sign is a plus. */
export function parseOffsetText(text: string): Result<bigint> {
  const typed = text.trim();
  const negative = /^[-−–]/.test(typed);
  const length = parseDurationText(typed.replace(/^[+\-−–]\s*/, ''));
  if (!length.ok) return length;
  return ok(negative ? -length.value : length.value);
}

/** Text that `parseOffsetText` reads back as exactly this offset: `+7 s`, `-350 ms`; `0 s` for none. */
export function formatOffsetText(offsetNs: bigint): string {
  if (offsetNs === 0n) return '0 s';
  return `${offsetNs < 0n ? '-' : '+'}${formatDurationText(offsetNs < 0n ? -offsetNs : offsetNs)}`;
}

/** A clock in words: `+7 s ±200 ms`, `right ±1 ms`. */
export function clockText({ offsetNs, uncertaintyNs }: Clock): string {
  const within = uncertaintyNs === 0n ? '' : ` ±${formatDurationText(uncertaintyNs)}`;
  return `${offsetNs === 0n ? 'right' : formatOffsetText(offsetNs)}${within}`;
}

/** The same moment in two sources: its time here as it stands in the evidence, there as the case has it. */
export interface SameMoment {
  readonly recordedNs: bigint;
  readonly thereNs: bigint;
  /** The coarser of both resolutions: that far a pair can be off. */
  readonly resolutionNs: bigint;
}

/**
 * The clock that makes pairs of the same moment meet: the median of their differences, so that one wrong pair among
 * several does no harm. Its ± is the coarsest resolution, or how far the pairs are from the median where that is more,
 * and the ± of the clock it was measured against. `undefined` without a pair.
 */
export function alignedClock(pairs: readonly SameMoment[], thereUncertaintyNs: bigint): Clock | undefined {
  if (pairs.length === 0) return undefined;
  const offsets = pairs.map((pair) => pair.thereNs - pair.recordedNs).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const middle = offsets.length >> 1;
  const offsetNs = offsets.length % 2 === 1 ? offsets[middle]! : (offsets[middle - 1]! + offsets[middle]!) / 2n;
  const spread = [offsetNs - offsets[0]!, offsets.at(-1)! - offsetNs];
  const widest = [...pairs.map((pair) => pair.resolutionNs), ...spread].reduce((a, b) => (a > b ? a : b));
  return { offsetNs, uncertaintyNs: widest + thereUncertaintyNs };
}

/** The source that evidence is of, and its clock where people said something of it. */
export interface SourceClock {
  /** A rotation, or a followed source, is one source. */
  readonly source: string;
  readonly clock: Clock | undefined;
}

export type ClockOf = (sha256: string) => SourceClock | undefined;

/** Of artifacts by their first paths. */
export function clockOfArtifacts(artifacts: Iterable<readonly [sha256: string, path: string, clock: Clock | undefined]>): ClockOf {
  const known = new Map<string, SourceClock>();
  for (const [sha256, path, clock] of artifacts) known.set(sha256, { source: sourceName(path).path, clock });
  return (sha256) => known.get(sha256);
}

/**
 * Whether the order of two entries is known. What stands on evidence of two sources is as uncertain as their clocks: each
 * that nobody has checked counts ±`UNCHECKED_CLOCK_NS`. Within one source there is one clock, and what it is wrong by is
 * the same for both; of two records in one file with the same time, that which stands first was first.
 */
export function entryOrderEstablished(a: TimelineEntry, b: TimelineEntry, clockOf: ClockOf): boolean {
  const [one, two] = [sourceOf(a, clockOf), sourceOf(b, clockOf)];
  if (!one || !two) return orderEstablished(a.time, b.time);
  if (one.source !== two.source) return orderEstablished(widened(a, unchecked(one)), widened(b, unchecked(two)));
  const shared = one.clock?.uncertaintyNs ?? 0n;
  if (orderEstablished(widened(a, -shared), widened(b, -shared))) return true;
  const [x, y] = [placeOf(a), placeOf(b)];
  return x !== undefined && y !== undefined && x.sha256 === y.sha256 && x.offsetBytes !== y.offsetBytes
    && a.time.form === 'point' && b.time.form === 'point' && a.time.uncertaintyNs <= shared && b.time.uncertaintyNs <= shared
    && (a.time.startNs === b.time.startNs || a.time.startNs < b.time.startNs === x.offsetBytes < y.offsetBytes);
}

/** The time from one entry to another, negative when that was before it. */
export interface EntryDelta {
  /** Between their best estimates: of a "between" the middle. */
  readonly deltaNs: bigint;
  /** ± on it, with that of the clocks they stand on. */
  readonly uncertaintyNs: bigint;
  /** Whether it is known which of them came first. */
  readonly isOrdered: boolean;
}

export function entryDelta(from: TimelineEntry, to: TimelineEntry, clockOf: ClockOf): EntryDelta {
  const [one, two] = [sourceOf(from, clockOf), sourceOf(to, clockOf)];
  const sameSource = one !== undefined && two !== undefined && one.source === two.source;
  const more = (source: SourceClock | undefined): bigint => (!one || !two ? 0n : sameSource ? -(one.clock?.uncertaintyNs ?? 0n) : unchecked(source!));
  const [a, b] = [startEstimate(widened(from, more(one))), startEstimate(widened(to, more(two)))];
  return { deltaNs: b.estimateNs - a.estimateNs, uncertaintyNs: a.uncertaintyNs + b.uncertaintyNs, isOrdered: entryOrderEstablished(from, to, clockOf) };
}

/** What `entryOrderEstablished` weighs: how far two entries are apart, and how far off both may be together. */
export function orderMargin(a: TimelineEntry, b: TimelineEntry, clockOf: ClockOf): { readonly apartNs: bigint; readonly jointNs: bigint } {
  const [one, two] = [sourceOf(a, clockOf), sourceOf(b, clockOf)];
  const sameSource = one !== undefined && two !== undefined && one.source === two.source;
  const more = (source: SourceClock | undefined): bigint => (!one || !two ? 0n : sameSource ? -(one.clock?.uncertaintyNs ?? 0n) : unchecked(source!));
  const [first, second] = a.time.startNs <= b.time.startNs ? [widened(a, more(one)), widened(b, more(two))] : [widened(b, more(two)), widened(a, more(one))];
  const firstLatest = first.form === 'between' ? first.endNs! : first.startNs;
  const apartNs = second.startNs - firstLatest;
  return { apartNs: apartNs > 0n ? apartNs : 0n, jointNs: first.uncertaintyNs + second.uncertaintyNs };
}

function sourceOf(entry: TimelineEntry, clockOf: ClockOf): SourceClock | undefined {
  const [first] = entry.evidence;
  return entry.time.basis === 'evidence' && first ? clockOf(first.sha256) : undefined;
}

function placeOf(entry: TimelineEntry): { sha256: string; offsetBytes: number } | undefined {
  const [first] = entry.evidence;
  return entry.time.basis === 'evidence' && first?.locator.kind === 'bytes' ? { sha256: first.sha256, offsetBytes: first.locator.offsetBytes } : undefined;
}

function unchecked(source: SourceClock): bigint {
  return source.clock ? 0n : UNCHECKED_CLOCK_NS;
}

function widened({ time }: TimelineEntry, byNs: bigint): TimelineEntry['time'] {
  const uncertaintyNs = time.uncertaintyNs + byNs;
  return { ...time, uncertaintyNs: uncertaintyNs > 0n ? uncertaintyNs : 0n };
}

/**
 * Entries whose times come from evidence of a source, as they are when its clock goes from `before` to `after`: moved by
 * the difference, with the new ± in place of the old. Those that it changes nothing of are left out.
 */
export function movedEntries(entries: readonly TimelineEntry[], artifacts: ReadonlySet<string>, before: Clock | undefined, after: Clock | undefined): TimelineEntry[] {
  const byNs = (after?.offsetNs ?? 0n) - (before?.offsetNs ?? 0n);
  const moreNs = (after?.uncertaintyNs ?? 0n) - (before?.uncertaintyNs ?? 0n);
  if (byNs === 0n && moreNs === 0n) return [];
  return entries.flatMap((entry) => {
    const [first] = entry.evidence;
    if (entry.time.basis !== 'evidence' || !first || !artifacts.has(first.sha256)) return [];
    const { startNs, endNs } = entry.time;
    const offset = { offsetNs: byNs };
    return [{
      ...entry,
      time: { ...widened(entry, moreNs), startNs: correctedTime(startNs, offset), ...(endNs === undefined ? {} : { endNs: correctedTime(endNs, offset) }) },
    }];
  });
}
