import { createStore, type StoreApi } from 'zustand/vanilla';
import { FAR_SCALE, tileOf, type Size, type View } from './viewport.ts';

export interface CanvasState {
  readonly view: View;
  readonly size: Size;
  /** What is drawn of it: changes less often than the view. */
  readonly tile: string;
  readonly far: boolean;
}

/** Where one looks. Moves ten times in a second: who draws takes `tile` and `far`, and moves what is drawn by hand. */
export interface CanvasView {
  readonly state: StoreApi<CanvasState>;
  show(view: View): void;
  /** Which page it is of. */
  readonly page: () => string | undefined;
  readonly setPage: (page: string) => void;
  resize(size: Size): void;
}

export function createCanvasView(): CanvasView {
  const state = createStore<CanvasState>(() => ({ view: { x: 0, y: 0, scale: 1 }, size: { widthPx: 0, heightPx: 0 }, tile: tileOf({ x: 0, y: 0, scale: 1 }, { widthPx: 0, heightPx: 0 }), far: false }));
  let page: string | undefined;
  return {
    state,
    page: () => page,
    setPage: (next) => { page = next; },
    show: (view) => state.setState(({ size }) => ({ view, tile: tileOf(view, size), far: view.scale < FAR_SCALE })),
    resize: (size) => state.setState(({ view }) => ({ size, tile: tileOf(view, size) })),
  };
}
