import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Search } from '../../model/search-history.ts';
import type { Lane } from '../../model/timeline.ts';
import type { PickedMoment } from './moments.ts';

/** Which zone times are shown in. Always named on screen. */
export type ZoneMode = 'utc' | 'case' | 'local';

/** How somebody arranged the timeline's lanes. Lanes that `order` does not name follow in their usual order. */
export interface LaneState {
  readonly order: readonly Lane[];
  readonly pinned: ReadonlySet<Lane>;
  readonly folded: ReadonlySet<Lane>;
}

/** Intent of the person at the screen about one case; not on record, gone with the window. */
export interface CaseUi {
  readonly zoneMode: ZoneMode;
  /** What stands in Explore's filter bar and is not applied yet: half-typed input outlives a look at another view. */
  readonly filterDraft: string | undefined;
  /** What was searched for in the case, as this window knows it; `undefined` until somebody asks. */
  readonly searches: readonly Search[] | undefined;
  /** The search of the case's history that the filter shown is; `undefined`: all records. */
  readonly search: string | undefined;
  readonly drawerWidthPx: number;
  /** The moment that a view plays: the time ruler shows it, and a click there goes to another. */
  readonly moment: { readonly ns: bigint; readonly seek: (ns: bigint) => void } | undefined;
  /** The same moments in two sources, as they are picked to align a clock. */
  readonly moments: readonly PickedMoment[];
  readonly lanes: LaneState;
  /** Runs of repeats that are unfolded in the timeline, by their first entry. */
  readonly unfolded: ReadonlySet<string>;
  /** Folders folded in the evidence tree. */
  readonly folded: ReadonlySet<string>;
}

export type CaseUiStore = StoreApi<CaseUi>;

/** A store for one open case; never shared between cases. */
export function createCaseUiStore(): CaseUiStore {
  return createStore<CaseUi>(() => ({ zoneMode: 'utc', filterDraft: undefined, searches: undefined, search: undefined, drawerWidthPx: 356, moment: undefined, moments: [], lanes: { order: [], pinned: new Set(), folded: new Set() }, unfolded: new Set(), folded: new Set() }));
}

/** UTC → zone of the case → zone of this machine → UTC; zones that are the same are passed over. */
export function nextZoneMode(mode: ZoneMode, caseZone: string, localZone: string): ZoneMode {
  const zones: Record<ZoneMode, string> = { utc: 'UTC', case: caseZone, local: localZone };
  const order: ZoneMode[] = ['utc', 'case', 'local'];
  const shown = zones[mode];
  for (let step = 1; step < 3; step++) {
    const next = order[(order.indexOf(mode) + step) % 3]!;
    if (zones[next] !== shown) return next;
  }
  return 'utc';
}

export function zoneOfMode(mode: ZoneMode, caseZone: string, localZone: string): string {
  return { utc: 'UTC', case: caseZone, local: localZone }[mode];
}

/** The zone of this machine, asked once: to ask takes longer than to draw a bar. */
export function localZone(): string {
  return (knownLocalZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');
}

let knownLocalZone: string | undefined;
