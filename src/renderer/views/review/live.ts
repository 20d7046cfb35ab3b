import { createStore, type StoreApi } from 'zustand/vanilla';
import { PROMPTS, type Prompt } from '../../../model/review.ts';

/**
 * Where a running review stands: the same in every window of this browser or app that shows it, and after a reload. It
 * is nobody's work and not on record; what is said goes into the case as minutes and actions.
 */
export interface Live {
  readonly agendaId: string | undefined;
  /** When that part began, in milliseconds since 1970. */
  readonly sinceMs: number;
  readonly entryId: string | undefined;
  readonly prompt: Prompt | undefined;
  /** Who wants to speak, first come first. */
  readonly hands: readonly string[];
  /** What was known at the entry is shown. */
  readonly knownThen: boolean;
}

const BEGINNING: Live = { agendaId: undefined, sinceMs: 0, entryId: undefined, prompt: undefined, hands: [], knownThen: false };

/** The part of `window` that a store needs; tests bring their own. */
export interface LiveHost {
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  addEventListener(type: 'storage', listener: (event: { readonly key: string | null; readonly newValue: string | null }) => void): void;
  removeEventListener(type: 'storage', listener: (event: { readonly key: string | null; readonly newValue: string | null }) => void): void;
}

export interface LiveStore {
  readonly state: StoreApi<Live>;
  /** Takes over what other windows change, until the function returned is called. */
  follow(): () => void;
}

/** A store for one review. Storage carries it from window to window: other windows are told of each change. */
export function createLive(reviewId: string, host: LiveHost): LiveStore {
  const key = `tephra.review.${reviewId}`;
  let written = read(host, key) ?? '';
  const state = createStore<Live>(() => parse(written));
  state.subscribe((live) => {
    const text = JSON.stringify(live);
    if (text === written) return;
    written = text;
    try {
      host.storage?.setItem(key, text);
    } catch {
      // A full or forbidden storage costs the second window, nothing else.
    }
  });
  const take = (event: { readonly key: string | null; readonly newValue: string | null }): void => {
    if (event.key !== key || event.newValue === null || event.newValue === written) return;
    written = event.newValue;
    state.setState(parse(written), true);
  };
  return {
    state,
    follow() {
      const text = read(host, key);
      if (text !== undefined) take({ key, newValue: text });
      host.addEventListener('storage', take);
      return () => host.removeEventListener('storage', take);
    },
  };
}

function read(host: LiveHost, key: string): string | undefined {
  try {
    return host.storage?.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function parse(text: string): Live {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    // Nothing kept, or not ours: a review begins at its beginning.
  }
  if (typeof kept !== 'object' || kept === null) return BEGINNING;
  const of = (key: string): unknown => Reflect.get(kept, key);
  const text1 = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const hands = of('hands');
  const sinceMs = of('sinceMs');
  return {
    agendaId: text1(of('agendaId')), sinceMs: typeof sinceMs === 'number' && Number.isFinite(sinceMs) ? sinceMs : 0, entryId: text1(of('entryId')),
    prompt: PROMPTS.find((p) => p === of('prompt')),
    hands: Array.isArray(hands) ? hands.filter((h) => typeof h === 'string') : [], knownThen: of('knownThen') === true,
  };
}
