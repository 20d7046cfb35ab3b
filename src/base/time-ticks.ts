import { NS_PER_DAY, NS_PER_H, NS_PER_MIN, NS_PER_MS, NS_PER_S, NS_PER_US, formatTimeOfDay, nsToCivil, zoneOffsetNs } from './time.ts';

/** A mark on a time axis. `major` ticks carry a label. */
export interface TimeTick {
  readonly ns: bigint;
  readonly label: string;
  readonly major: boolean;
}

const STEPS: readonly bigint[] = [
  ...[1n, NS_PER_US, NS_PER_MS].flatMap((unit) => [1n, 2n, 5n, 10n, 20n, 50n, 100n, 200n, 500n].map((n) => n * unit)),
  ...[1n, 2n, 5n, 10n, 15n, 30n].map((n) => n * NS_PER_S),
  ...[1n, 2n, 5n, 10n, 15n, 30n].map((n) => n * NS_PER_MIN),
  ...[1n, 2n, 3n, 6n, 12n].map((n) => n * NS_PER_H),
  ...[1n, 2n, 5n, 10n, 20n, 50n, 100n, 200n, 500n, 1000n, 2000n, 5000n, 10_000n, 50_000n].map((n) => n * NS_PER_DAY),
];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `14 Oct`, with the year where `withYear`: a date as the screen shows it. */
export function formatDayMonth(ns: bigint, zone: string, withYear = false): string {
  const c = nsToCivil(ns + zoneOffsetNs(ns, zone));
  return withYear ? `${c.day} ${MONTHS[c.month - 1]!} ${c.year}` : `${c.day} ${MONTHS[c.month - 1]!}`;
}

/** The step between labels: the smallest round one of which at most `maxLabels` fit in the span. */
export function tickStepNs(spanNs: bigint, maxLabels: number): bigint {
  const most = BigInt(Math.max(1, Math.floor(maxLabels)));
  return STEPS.find((step) => spanNs / step <= most) ?? STEPS[STEPS.length - 1]!;
}

/**
 * Ticks of `fromNs … toNs` on round times of `zone`, at most about `maxLabels` of them labelled, with unlabelled
 * ones between. A label at midnight is the date.
 */
export function timeTicks(fromNs: bigint, toNs: bigint, maxLabels: number, zone: string): TimeTick[] {
  if (toNs < fromNs) return [];
  const step = tickStepNs(toNs - fromNs, maxLabels);
  const parts = minorParts(step);
  const minor = step / parts;
  const base = zoneOffsetNs(fromNs, zone);
  const ticks: TimeTick[] = [];
  let local = floorTo(fromNs + base, step);
  for (;;) {
    const guess = local - base;
    const ns = local - zoneOffsetNs(guess, zone);
    if (ns > toNs) break;
    if (ns >= fromNs) {
      const major = local % step === 0n;
      ticks.push({ ns, major, label: major ? tickLabel(ns, zone, step, local) : '' });
    }
    local += minor;
  }
  return ticks;
}

function tickLabel(ns: bigint, zone: string, step: bigint, local: bigint): string {
  if (step >= NS_PER_DAY) return formatDayMonth(ns, zone, step >= 100n * NS_PER_DAY);
  if (local % NS_PER_DAY === 0n) return formatDayMonth(ns, zone);
  if (step >= NS_PER_MIN) return formatTimeOfDay(ns, zone, 'minute');
  if (step >= NS_PER_S) return formatTimeOfDay(ns, zone, 'second');
  if (step >= NS_PER_MS) return formatTimeOfDay(ns, zone, 'millisecond');
  return formatTimeOfDay(ns, zone, step >= NS_PER_US ? 'microsecond' : 'nanosecond');
}

/** How many parts a labelled step is divided into; always leaves whole nanoseconds. */
function minorParts(step: bigint): bigint {
  if (step === 1n) return 1n;
  for (const parts of [5n, 6n, 4n, 3n, 2n]) {
    if (step % parts === 0n && STEPS.includes(step / parts)) return parts;
  }
  return 1n;
}

function floorTo(value: bigint, step: bigint): bigint {
  const rest = value % step;
  return rest < 0n ? value - rest - step : value - rest;
}
