import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { rangeParams } from '../../state/place.ts';
import { usePlaceStore, useTimeRange } from '../../state/react.tsx';
import type { Span } from './viewport.ts';

const STILL_MS = 160;

/** The span in view, always the same object. Only what is drawn along the span follows it, with `useSpan` or `useRest`. */
export interface Viewport {
  readonly state: StoreApi<{
    readonly span: Span;
    /** The span when it last held still: what the engine is asked about. */
    readonly rest: Span;
    readonly moving: boolean;
  }>;
  readonly now: () => Span;
  readonly show: (span: Span) => void;
  /** Everything there is. */
  readonly fit: () => void;
}

/**
 * The span in view is the brush of the time ruler, so that every view looks at the same time. While it moves it is
 * kept here and goes into the address once it holds still.
 */
export function useViewport(wholeSpan: Span): Viewport {
  const place = usePlaceStore();
  const rest = useTimeRange() ?? wholeSpan;
  const whole = useRef(wholeSpan);
  const [viewport] = useState((): Viewport & { readonly stop: () => void } => {
    const state: Viewport['state'] = createStore(() => ({ span: rest, rest, moving: false }));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = (range: Span | undefined): void => {
      clearTimeout(timer);
      state.setState((s) => ({ moving: false, span: same(s.span, range ?? whole.current) }));
      place.set(rangeParams(range), { replace: true });
    };
    return {
      state,
      now: () => state.getState().span,
      show(span) {
        clearTimeout(timer);
        timer = setTimeout(() => settle(span), STILL_MS);
        state.setState({ span, moving: true });
      },
      fit: () => settle(undefined),
      stop: () => clearTimeout(timer),
    };
  });
  useLayoutEffect(() => {
    whole.current = wholeSpan;
    viewport.state.setState((s) => ({ rest: same(s.rest, rest), span: s.moving ? s.span : same(s.span, rest) }));
  }, [viewport, rest, wholeSpan]);
  useEffect(() => viewport.stop, [viewport]);
  return viewport;
}

export function useSpan({ state }: Viewport): Span {
  return useStore(state, (s) => s.span);
}

/** The span in view while it holds still; before it moved while it moves. */
export function useRest({ state }: Viewport): Span {
  return useStore(state, (s) => s.rest);
}

/** The one before when it says the same: nothing is drawn again for it. */
function same(before: Span, span: Span): Span {
  return before.fromNs === span.fromNs && before.toNs === span.toNs ? before : span;
}
