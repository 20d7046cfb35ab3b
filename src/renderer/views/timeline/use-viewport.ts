import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { rangeParams } from '../../state/place.ts';
import { usePlaceStore, useTimeRange } from '../../state/react.tsx';
import type { Span } from './viewport.ts';

const STILL_MS = 160;

/** The span in view. It changes with each frame of a pan: only what is drawn along it follows it, with `useSpan`. */
export interface Viewport {
  /** The span while it holds still. */
  readonly rest: Span;
  readonly moving: StoreApi<{ readonly span: Span | undefined }>;
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
  const restNow = useRef(rest);
  useLayoutEffect(() => { restNow.current = rest; });
  const [moving] = useState(() => createStore<{ span: Span | undefined }>(() => ({ span: undefined })));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useMemo((): Viewport => {
    const settle = (range: Span | undefined): void => {
      clearTimeout(timer.current);
      place.set(rangeParams(range), { replace: true });
      moving.setState({ span: undefined });
    };
    return {
      rest, moving,
      now: () => moving.getState().span ?? restNow.current,
      show(span) {
        clearTimeout(timer.current);
        timer.current = setTimeout(() => settle(span), STILL_MS);
        moving.setState({ span });
      },
      fit: () => settle(undefined),
    };
  }, [rest, moving, place]);
}

export function useSpan({ rest, moving }: Viewport): Span {
  return useStore(moving, (s) => s.span) ?? rest;
}
