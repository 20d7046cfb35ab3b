import {
  civilToNs, daysFromCivil, formatOffset, formatTimeOfDay, localToInstant, nsToCivil, NS_PER_DAY, NS_PER_H, NS_PER_MEAN_YEAR, NS_PER_MIN,
  NS_PER_MS, NS_PER_S, NS_PER_US, zoneOffsetNs, type TimePrecision,
} from './time.ts';

/** A mark on a time axis. `major` ticks carry a label. */
export interface TimeTick {
  readonly ns: bigint;
  /** Wall-clock text in the zone; a date at midnight; with the offset where the clocks have just been set. */
  readonly label: string;
  readonly major: boolean;
}

interface Tick { readonly ns: bigint; readonly label: string }

/** Steps that divide a day, each with the finer one to draw between. */
const DAY_STEPS: ReadonlyArray<readonly [step: bigint, minor: bigint]> = [
  ...[1n, NS_PER_US, NS_PER_MS].flatMap((unit) =>
    [1n, 2n, 5n, 10n, 20n, 50n, 100n, 200n, 500n].map((n): [bigint, bigint] => {
      const minor = String(n).startsWith('2') ? (n * unit) / 2n : (n * unit) / 5n;
      return [n * unit, minor];
    })),
  [NS_PER_S, 200n * NS_PER_MS], [2n * NS_PER_S, NS_PER_S], [5n * NS_PER_S, NS_PER_S], [10n * NS_PER_S, 2n * NS_PER_S],
  [15n * NS_PER_S, 5n * NS_PER_S], [30n * NS_PER_S, 10n * NS_PER_S],
  [NS_PER_MIN, 15n * NS_PER_S], [2n * NS_PER_MIN, NS_PER_MIN], [5n * NS_PER_MIN, NS_PER_MIN], [10n * NS_PER_MIN, 2n * NS_PER_MIN],
  [15n * NS_PER_MIN, 5n * NS_PER_MIN], [30n * NS_PER_MIN, 10n * NS_PER_MIN],
  [NS_PER_H, 15n * NS_PER_MIN], [2n * NS_PER_H, 30n * NS_PER_MIN], [3n * NS_PER_H, NS_PER_H], [6n * NS_PER_H, NS_PER_H],
  [12n * NS_PER_H, 3n * NS_PER_H],
];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `14 Oct`, with the year where `withYear`: a date as the screen shows it. */
export function formatDayMonth(ns: bigint, zone: string, withYear = false): string {
  const c = nsToCivil(ns + zoneOffsetNs(ns, zone));
  return withYear ? `${c.day} ${MONTHS[c.month - 1]!} ${c.year}` : `${c.day} ${MONTHS[c.month - 1]!}`;
}

/**
 * Ticks of `fromNs … toNs` (both included) on round wall-clock times of `zone`, at most about `maxLabels` of them
 * labelled, with unlabelled ones between. Where clocks are set back the hour is drawn twice, where they are set
 * forward it is left out: the axis is one of instants.
 */
export function timeTicks(fromNs: bigint, toNs: bigint, maxLabels: number, zone: string): TimeTick[] {
  if (toNs < fromNs) return [];
  const most = BigInt(Math.max(1, Math.floor(maxLabels)));
  const wanted = (toNs - fromNs + most - 1n) / most;
  const inDay = DAY_STEPS.find(([step]) => step >= wanted);
  const { major, minor } = inDay ? dayTicks(fromNs, toNs, zone, inDay) : calendarTicks(fromNs, toNs, zone, wanted);
  const labelled = new Map(major.map((tick) => [tick.ns, tick.label]));
  const unlabelled = minor.filter((ns) => !labelled.has(ns)).map((ns): TimeTick => ({ ns, label: '', major: false }));
  return [...major.map((tick): TimeTick => ({ ...tick, major: true })), ...unlabelled].sort((a, b) => (a.ns < b.ns ? -1 : 1));
}

interface Ticks { readonly major: readonly Tick[]; readonly minor: readonly bigint[] }

function dayTicks(fromNs: bigint, toNs: bigint, zone: string, [step, minorStep]: readonly [bigint, bigint]): Ticks {
  const segments = offsetSegments(fromNs, toNs, zone);
  const major = segments.flatMap((segment, i) => aligned(segment, step).map((ns, j) => ({
    ns, label: i > 0 && j === 0 ? `${timeLabel(ns, zone, step)} ${formatOffset(ns, zone)}` : timeLabel(ns, zone, step),
  })));
  return { major, minor: minorStep > 0n ? segments.flatMap((segment) => aligned(segment, minorStep)) : [] };
}

interface Segment { readonly fromNs: bigint; /** Exclusive, but for the last. */ readonly toNs: bigint; readonly offsetNs: bigint; readonly last: boolean }

/** The span cut where the zone's offset changes. Samples every six hours: no zone has changed twice within that. */
function offsetSegments(fromNs: bigint, toNs: bigint, zone: string): Segment[] {
  const segments: Segment[] = [];
  let start = fromNs;
  let offset = zoneOffsetNs(fromNs, zone);
  for (let at = fromNs; at < toNs;) {
    const next = at + 6n * NS_PER_H < toNs ? at + 6n * NS_PER_H : toNs;
    const nextOffset = zoneOffsetNs(next, zone);
    if (nextOffset !== offset) {
      let low = at;
      let high = next;
      while (high - low > 1n) {
        const middle = (low + high) / 2n;
        if (zoneOffsetNs(middle, zone) === offset) low = middle;
        else high = middle;
      }
      segments.push({ fromNs: start, toNs: high, offsetNs: offset, last: false });
      start = high;
      offset = nextOffset;
    }
    at = next;
  }
  segments.push({ fromNs: start, toNs, offsetNs: offset, last: true });
  return segments;
}

function aligned(segment: Segment, step: bigint): bigint[] {
  const local = segment.fromNs + segment.offsetNs;
  const over = ((local % step) + step) % step;
  const ticks: bigint[] = [];
  let ns = over === 0n ? segment.fromNs : segment.fromNs + step - over;
  for (; ns < segment.toNs || (segment.last && ns === segment.toNs); ns += step) ticks.push(ns);
  return ticks;
}

function timeLabel(ns: bigint, zone: string, step: bigint): string {
  const local = nsToCivil(ns + zoneOffsetNs(ns, zone));
  if (step >= NS_PER_MIN) {
    return local.hour === 0 && local.minute === 0 ? `${local.day} ${MONTHS[local.month - 1]}` : formatTimeOfDay(ns, zone, 'minute');
  }
  const precision: TimePrecision = step >= NS_PER_S ? 'second' : step >= NS_PER_MS ? 'millisecond' : step >= NS_PER_US ? 'microsecond' : 'nanosecond';
  return formatTimeOfDay(ns, zone, precision);
}

/** Days, weeks (Mondays), months and years: whole local dates, placed at the first instant they have. */
function calendarTicks(fromNs: bigint, toNs: bigint, zone: string, wanted: bigint): Ticks {
  const firstDay = localDay(fromNs, zone);
  const lastDay = localDay(toNs, zone);
  const place = (days: Iterable<number>, label: (day: number) => string): Tick[] => {
    const ticks: Tick[] = [];
    for (const day of days) {
      const ns = dayStart(day, zone);
      if (ns >= fromNs && ns <= toNs && (ticks.length === 0 || ns > ticks.at(-1)!.ns)) ticks.push({ ns, label: label(day) });
    }
    return ticks;
  };
  for (const [count, phase] of [[1, 0], [2, 0], [7, 4]] as const) {
    if (wanted > BigInt(count) * NS_PER_DAY) continue;
    // 1970-01-01 was a Thursday: day 4 is the first Monday.
    const start = firstDay - ((((firstDay - phase) % count) + count) % count);
    const major = place(range(start, lastDay + 1, count), dayLabel);
    return { major, minor: count === 1 ? [] : place(range(firstDay, lastDay + 1, 1), dayLabel).map((t) => t.ns) };
  }
  for (const months of [1, 3, 6]) {
    if (wanted > (NS_PER_MEAN_YEAR * BigInt(months)) / 12n) continue;
    return { major: place(monthStarts(firstDay, lastDay, months), monthLabel), minor: [] };
  }
  let years = 1;
  for (let i = 0; wanted > NS_PER_MEAN_YEAR * BigInt(years); i++) years = [2, 5, 10][i % 3]! * 10 ** Math.floor(i / 3);
  return { major: place(monthStarts(firstDay, lastDay, 12 * years), monthLabel), minor: [] };
}

function* range(from: number, to: number, step: number): Generator<number> {
  for (let n = from; n <= to; n += step) yield n;
}

function* monthStarts(firstDay: number, lastDay: number, months: number): Generator<number> {
  const first = nsToCivil(BigInt(firstDay) * NS_PER_DAY);
  const month = first.year * 12 + first.month - 1;
  for (let m = month - (((month % months) + months) % months); ; m += months) {
    const day = daysFromCivil(Math.floor(m / 12), (((m % 12) + 12) % 12) + 1, 1);
    if (day > lastDay) return;
    yield day;
  }
}

function localDay(ns: bigint, zone: string): number {
  const c = nsToCivil(ns + zoneOffsetNs(ns, zone));
  return daysFromCivil(c.year, c.month, c.day);
}

/** The instant a local date begins; where midnight is skipped, that is when the clocks were set forward. */
function dayStart(day: number, zone: string): bigint {
  const c = nsToCivil(BigInt(day) * NS_PER_DAY);
  const found = localToInstant(c, zone);
  return found.kind === 'skipped' ? firstInstantOf(civilToNs(c), zone, found.ns) : found.ns;
}

/** The moment of the change before `after`, by halving: local time jumps over `local` there. */
function firstInstantOf(local: bigint, zone: string, after: bigint): bigint {
  let low = after - NS_PER_DAY;
  let high = after;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle + zoneOffsetNs(middle, zone) < local) low = middle;
    else high = middle;
  }
  return high;
}

function dayLabel(day: number): string {
  const c = nsToCivil(BigInt(day) * NS_PER_DAY);
  return c.month === 1 && c.day === 1 ? String(c.year) : `${c.day} ${MONTHS[c.month - 1]}`;
}

function monthLabel(day: number): string {
  const c = nsToCivil(BigInt(day) * NS_PER_DAY);
  return c.month === 1 ? String(c.year) : `${MONTHS[c.month - 1]} ${c.year}`;
}
