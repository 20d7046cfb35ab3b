import { createStore, type StoreApi } from 'zustand/vanilla';
import { clampOffset, isScaled, offsetToShow, toOffset, toScrollTop, type VirtualGeometry } from './virtual.ts';

/** Where a list stands: its true offset and the height of its window, both in px. */
export interface ScrollState {
  readonly offsetPx: number;
  readonly viewportPx: number;
}

/** What the owner of a list may do with it. */
export interface VirtualRowsHandle {
  /** Brings a row on screen with the least movement. */
  show(row: number): void;
  /** Puts a row at the top, `intoPx` of it above the edge. */
  scrollTo(row: number, intoPx?: number): void;
  /** The first row on screen and how much of it is above the edge. */
  top(): { row: number; intoPx: number };
  /** Rows of one screen, less one for orientation. */
  pageRows(): number;
  focus(): void;
}

/**
 * Keeps the true offset of a list and the browser's scroll position in step. Where the list is taller than a browser
 * can scroll, the wheel moves the true offset and the scrollbar follows; dragging the scrollbar goes anywhere.
 */
export interface Scroller extends VirtualRowsHandle {
  /** Takes hold of the scrolling element until the returned function is called. `insetPx` of its height belong to a head that stays. */
  attach(element: HTMLElement, insetPx?: number): () => void;
  setList(rows: number, rowHeightPx: number): void;
  readonly store: StoreApi<ScrollState>;
}

/** No window is taller: a list that its page failed to bound must not draw a million rows. */
const MOST_PX = 8_000;

export function createScroller(): Scroller {
  let element: HTMLElement | undefined;
  let geometry: VirtualGeometry = { rows: 0, rowHeightPx: 1, viewportPx: 0 };
  const store = createStore<ScrollState>(() => ({ offsetPx: 0, viewportPx: 0 }));
  let expectedTop = 0;
  /** What was asked for before the list had its height. */
  let wanted: (() => void) | undefined;

  function change(offsetPx: number): void {
    const before = store.getState();
    if (offsetPx !== before.offsetPx || geometry.viewportPx !== before.viewportPx) store.setState({ offsetPx, viewportPx: geometry.viewportPx });
  }
  function moveTo(offsetPx: number): void {
    const offset = clampOffset(geometry, offsetPx);
    if (element) {
      element.scrollTop = toScrollTop(geometry, offset);
      expectedTop = element.scrollTop;
    }
    change(offset);
  }
  function whenSized(act: () => void): void {
    if (geometry.viewportPx > 0 && geometry.rows > 0) act();
    else wanted = act;
  }
  function resized(): void {
    moveTo(store.getState().offsetPx);
    if (wanted && geometry.viewportPx > 0 && geometry.rows > 0) {
      const act = wanted;
      wanted = undefined;
      act();
    }
  }

  return {
    attach(el, insetPx = 0) {
      element = el;
      const measure = (): void => {
        geometry = { ...geometry, viewportPx: Math.min(Math.max(0, el.clientHeight - insetPx), MOST_PX) };
        resized();
      };
      const onScroll = (): void => {
        // Our own movement comes back as a scroll event too; only a person's is news.
        if (Math.abs(el.scrollTop - expectedTop) < 1) return;
        expectedTop = el.scrollTop;
        change(toOffset(geometry, el.scrollTop));
      };
      const onWheel = (event: WheelEvent): void => {
        if (event.ctrlKey || !isScaled(geometry)) return;
        event.preventDefault();
        const unit = [1, geometry.rowHeightPx * 3, geometry.viewportPx][event.deltaMode] ?? 1;
        moveTo(store.getState().offsetPx + event.deltaY * unit);
      };
      const observer = new ResizeObserver(measure);
      observer.observe(el);
      el.addEventListener('scroll', onScroll, { passive: true });
      el.addEventListener('wheel', onWheel, { passive: false });
      measure();
      return () => {
        observer.disconnect();
        el.removeEventListener('scroll', onScroll);
        el.removeEventListener('wheel', onWheel);
        element = undefined;
      };
    },
    setList(rows, rowHeightPx) {
      if (rows === geometry.rows && rowHeightPx === geometry.rowHeightPx) return;
      geometry = { ...geometry, rows, rowHeightPx };
      resized();
    },
    store,
    show: (row) => whenSized(() => moveTo(offsetToShow(geometry, store.getState().offsetPx, row))),
    scrollTo: (row, intoPx = 0) => whenSized(() => moveTo(row * geometry.rowHeightPx + intoPx)),
    top() {
      const { offsetPx } = store.getState();
      const row = Math.floor(offsetPx / geometry.rowHeightPx);
      return { row, intoPx: offsetPx - row * geometry.rowHeightPx };
    },
    pageRows: () => Math.max(1, Math.floor(geometry.viewportPx / geometry.rowHeightPx) - 1),
    focus: () => element?.focus({ preventScroll: true }),
  };
}
