import { createStore, type StoreApi } from 'zustand/vanilla';
import { formatLocator, parseLocator, type EvidenceReference } from '../../model/evidence.ts';
import type { EventId } from '../../model/event.ts';

/**
 * Where one is, as the URL's hash says it: `#/case/<encoded path>/explore?filter=…&from=…&to=…&sel=…`.
 * Every state of the screen is such a link. `from`, `to` (nanoseconds) and `bytes` mean the same in every view.
 */
export interface Place {
  readonly casePath: string | undefined;
  readonly view: string;
  readonly params: Readonly<Record<string, string>>;
}

export type ParamPatch = Readonly<Record<string, string | undefined>>;

/** Kept when going from view to view: the brush of the time ruler. */
const SHARED = ['from', 'to'] as const;

export function parsePlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  const segments = path.split('/').filter((s) => s !== '').map(decode);
  const inCase = segments[0] === 'case' && segments.length >= 2;
  return {
    casePath: inCase ? segments[1] : undefined,
    view: (inCase ? segments[2] : segments[0]) ?? '',
    params: Object.fromEntries(new URLSearchParams(query)),
  };
}

export function formatPlace(place: Place): string {
  const path = [...(place.casePath === undefined ? [] : ['case', encodeURIComponent(place.casePath)]), encodeURIComponent(place.view)];
  const query = new URLSearchParams(place.params).toString();
  return `#/${path.filter((s) => s !== '').join('/')}${query === '' ? '' : `?${query}`}`;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export interface PlaceStore {
  readonly state: StoreApi<Place>;
  /** Goes to a view: to where it was left when `params` is not given, else to exactly those (the brush is kept). */
  go(view: string, params?: ParamPatch, options?: { replace?: boolean }): void;
  /** Changes parameters of the view one is in. `replace`: without a step for the back button (moving a selection, dragging). */
  set(patch: ParamPatch, options?: { replace?: boolean }): void;
  openCase(path: string, view?: string): void;
  leaveCase(): void;
  close(): void;
}

/** The part of `window` that a place store needs; tests bring their own. */
export interface PlaceHost {
  readonly location: { readonly hash: string };
  readonly history: Pick<History, 'pushState' | 'replaceState'>;
  addEventListener(type: 'popstate' | 'hashchange', listener: () => void): void;
  removeEventListener(type: 'popstate' | 'hashchange', listener: () => void): void;
}

export function createPlaceStore(host: PlaceHost): PlaceStore {
  const state = createStore<Place>(() => parsePlace(host.location.hash));
  const left = new Map<string, Place['params']>();

  const follow = (): void => {
    const place = parsePlace(host.location.hash);
    if (formatPlace(place) !== formatPlace(state.getState())) state.setState(place, true);
  };
  host.addEventListener('popstate', follow);
  host.addEventListener('hashchange', follow);

  function move(place: Place, replace: boolean): void {
    const before = state.getState();
    const url = formatPlace(place);
    if (url === formatPlace(before)) return;
    if (before.view !== place.view) left.set(before.view, before.params);
    if (replace) host.history.replaceState(undefined, '', url);
    else host.history.pushState(undefined, '', url);
    state.setState(place, true);
  }

  return {
    state,
    go(view, params, options) {
      const now = state.getState();
      const kept = Object.fromEntries(SHARED.flatMap((key) => (now.params[key] === undefined ? [] : [[key, now.params[key]]])));
      const before = view === now.view ? now.params : left.get(view);
      const base = params === undefined ? without(before ?? {}, SHARED) : {};
      move({ ...now, view, params: merge({ ...base, ...kept }, params ?? {}) }, options?.replace ?? false);
    },
    set(patch, options) {
      const now = state.getState();
      move({ ...now, params: merge(now.params, patch) }, options?.replace ?? false);
    },
    openCase(path, view = '') {
      left.clear();
      move({ casePath: path, view, params: {} }, false);
    },
    leaveCase() {
      left.clear();
      move({ casePath: undefined, view: '', params: {} }, false);
    },
    close() {
      host.removeEventListener('popstate', follow);
      host.removeEventListener('hashchange', follow);
    },
  };
}

function merge(params: Place['params'], patch: ParamPatch): Record<string, string> {
  const merged: Record<string, string> = { ...params };
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined || value === '') delete merged[key];
    else merged[key] = value;
  }
  return merged;
}

function without(params: Place['params'], keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([key]) => !keys.includes(key)));
}

/** A span of time, half-open, as `from` and `to` carry it. */
export interface TimeRange {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

export function rangeOf(params: Place['params']): TimeRange | undefined {
  const fromNs = bigintOf(params['from']);
  const toNs = bigintOf(params['to']);
  return fromNs !== undefined && toNs !== undefined && fromNs < toNs ? { fromNs, toNs } : undefined;
}

export function rangeParams(range: TimeRange | undefined): ParamPatch {
  return { from: range?.fromNs.toString(), to: range?.toNs.toString() };
}

function bigintOf(text: string | undefined): bigint | undefined {
  return text !== undefined && /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
}

/** An event in a link: `<sha256>:<offset>`. */
export function formatEventId(id: EventId): string {
  return `${id.sha256}:${id.offsetBytes}`;
}

export function parseEventId(text: string | undefined): EventId | undefined {
  const m = /^([0-9a-f]{64}):(\d{1,16})$/.exec(text ?? '');
  return m ? { sha256: m[1]!, offsetBytes: Number(m[2]) } : undefined;
}

/** Bytes in a link, `<sha256>:<locator>`: what the `bytes` parameter opens beside any view. */
export function formatBytesParam(reference: Pick<EvidenceReference, 'sha256' | 'locator'>): string {
  return `${reference.sha256}:${formatLocator(reference.locator)}`;
}

export function parseBytesParam(text: string | undefined): Pick<EvidenceReference, 'sha256' | 'locator'> | undefined {
  const m = /^([0-9a-f]{64}):(.*)$/.exec(text ?? '');
  const locator = m && parseLocator(m[2]!);
  return m && locator ? { sha256: m[1]!, locator } : undefined;
}
