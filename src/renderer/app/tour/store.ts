import { createStore, type StoreApi } from 'zustand/vanilla';
import { STEPS } from './steps.ts';

export interface TourState {
  /** Index of the step; none: the tour is not on. */
  readonly at: number | undefined;
  /** Somebody asked for it before the sample's case was open. */
  readonly asked: boolean;
  /** It was on in this window: it does not come by itself again. */
  readonly seen: boolean;
}

export interface TourStore {
  readonly state: StoreApi<TourState>;
  /** Begins as soon as the sample's case is open, from its first step. */
  ask(): void;
  begin(at?: number): void;
  /** Past the last step it is over. Answers with the step to show, if there is one. */
  go(by: 1 | -1): number | undefined;
  /** Somebody went to the view of another step by himself. */
  follow(at: number): void;
  end(): void;
}

/** One per window: the tour goes on while cases come and go. */
export function createTourStore(): TourStore {
  const state = createStore<TourState>(() => ({ at: undefined, asked: false, seen: false }));
  const begin = (at = 0): void => state.setState({ at, asked: false, seen: true });
  return {
    state, begin,
    ask: () => state.setState({ at: undefined, asked: true }),
    go(by) {
      const { at } = state.getState();
      if (at === undefined) return undefined;
      const next = at + by;
      state.setState({ at: next < STEPS.length ? Math.max(0, next) : undefined });
      return state.getState().at;
    },
    follow(at) {
      if (state.getState().at !== undefined) state.setState({ at });
    },
    end: () => state.setState({ at: undefined }),
  };
}
