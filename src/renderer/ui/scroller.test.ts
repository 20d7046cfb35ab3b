// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createScroller, type Scroller } from './scroller.ts';
import { MAX_SCROLL_PX } from './virtual.ts';

const ROW_PX = 20;
const HEIGHT_PX = 600;

/** An element as a browser lays it out: scrollTop is whole and ends where the content does. */
function element(scrollHeight: () => number): HTMLElement {
  const el = document.createElement('div');
  let top = 0;
  Object.defineProperty(el, 'clientHeight', { get: () => HEIGHT_PX });
  Object.defineProperty(el, 'scrollTop', { get: () => top, set: (v: number) => { top = Math.round(Math.max(0, Math.min(v, scrollHeight() - HEIGHT_PX))); } });
  return el;
}

describe('scroller', () => {
  beforeEach(() => {
    vi.stubGlobal('ResizeObserver', class { observe(): void {} disconnect(): void {} });
  });
  function list(rows: number): { scroller: Scroller; el: HTMLElement; wheel: (deltaY: number) => boolean; drag: (top: number) => void } {
    const scroller = createScroller();
    const el = element(() => Math.min(rows * ROW_PX, MAX_SCROLL_PX));
    scroller.attach(el);
    scroller.setList(rows, ROW_PX);
    return {
      scroller, el,
      wheel: (deltaY) => !el.dispatchEvent(new WheelEvent('wheel', { deltaY, cancelable: true })),
      drag: (top) => { el.scrollTop = top; el.dispatchEvent(new Event('scroll')); },
    };
  }

  it('leaves the wheel to the browser while the list fits', () => {
    const { wheel, drag, scroller } = list(1000);
    expect(wheel(100)).toBe(false);
    drag(120);
    expect(scroller.top()).toEqual({ row: 6, intoPx: 0 });
  });
  it('moves row by row through ten million rows, and by the scrollbar anywhere', () => {
    const { wheel, drag, scroller } = list(10_000_000);
    drag(4_000_000);
    const { row } = scroller.top();
    expect(row).toBeGreaterThan(4_900_000);
    expect(wheel(60)).toBe(true);
    expect(scroller.top().row).toBe(row + 3);
    wheel(-60);
    expect(scroller.top().row).toBe(row);
  });
  it('is not fooled by the scroll event of its own movement', () => {
    const { scroller, el } = list(10_000_000);
    scroller.scrollTo(1_234_567);
    el.dispatchEvent(new Event('scroll'));
    expect(scroller.top()).toEqual({ row: 1_234_567, intoPx: 0 });
  });
  it('shows a row that was asked for before there were any', () => {
    const scroller = createScroller();
    scroller.attach(element(() => 20_000));
    scroller.show(500);
    scroller.setList(1000, ROW_PX);
    expect(scroller.top().row).toBeGreaterThan(470);
    expect(scroller.top().row).toBeLessThanOrEqual(500);
  });
  it('stays within a list that became shorter', () => {
    const { scroller } = list(1000);
    scroller.scrollTo(900);
    scroller.setList(40, ROW_PX);
    expect(scroller.top()).toEqual({ row: 10, intoPx: 0 });
  });
});
