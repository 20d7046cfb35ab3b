/** Share of records out of order from which a source is not to be trusted with the order of its events. */
const DISORDER = 0.01;

/** What the records of an artifact say of its times, as far as doubts go. */
export interface TimesOf {
  readonly timed: number;
  readonly outOfOrder: number;
  readonly withoutYear: number;
  readonly withoutZone: number;
}

export type TimeDoubt = 'order' | 'year' | 'zone';

/** What of an artifact's times is assumed and not said. */
export function doubts({ timed, outOfOrder, withoutYear, withoutZone }: TimesOf): TimeDoubt[] {
  return [
    ...(outOfOrder > timed * DISORDER ? ['order' as const] : []), ...(withoutYear > 0 ? ['year' as const] : []), ...(withoutZone > 0 ? ['zone' as const] : []),
  ];
}
