import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SCROLL_PX, clampOffset, maxOffsetPx, offsetToShow, pagesOf, scrollHeightPx, toOffset, toScrollTop, visibleRows } from './virtual.ts';

const geometry = fc.record({
  rows: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 500_000_000 })),
  rowHeightPx: fc.integer({ min: 10, max: 60 }),
  viewportPx: fc.integer({ min: 20, max: 3000 }),
});

describe('virtual scroll', () => {
  it('never makes an element taller than browsers allow', () => {
    fc.assert(fc.property(geometry, (g) => { expect(scrollHeightPx(g)).toBeLessThanOrEqual(MAX_SCROLL_PX); }));
  });
  it('reaches the first and the last row by the scrollbar alone', () => {
    fc.assert(fc.property(geometry, (g) => {
      expect(toOffset(g, 0)).toBe(0);
      const bottom = toOffset(g, Math.max(0, scrollHeightPx(g) - g.viewportPx));
      expect(bottom).toBeCloseTo(maxOffsetPx(g), 3);
      if (g.rows > 0) expect(visibleRows(g, bottom).end).toBe(g.rows);
    }));
  });
  it('finds the way back from the scrollbar to a pixel of the list, or exactly where it is not scaled', () => {
    fc.assert(fc.property(geometry, fc.double({ min: 0, max: 1, noNaN: true }), (g, share) => {
      const offset = Math.floor(maxOffsetPx(g) * share);
      expect(Math.abs(toOffset(g, toScrollTop(g, offset)) - offset)).toBeLessThan(0.01);
    }));
  });
  it('draws as many rows as fit, and no others', () => {
    fc.assert(fc.property(geometry, fc.double({ min: 0, max: 1, noNaN: true }), (g, share) => {
      const { first, end } = visibleRows(g, maxOffsetPx(g) * share);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(g.rows);
      expect(end - first).toBeLessThanOrEqual(Math.ceil(g.viewportPx / g.rowHeightPx) + 1);
    }));
  });
  it('brings any row on screen, and does not move for one that already is', () => {
    fc.assert(fc.property(geometry, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (g, share, pick) => {
      fc.pre(g.rows > 0 && g.viewportPx >= g.rowHeightPx);
      const row = pick % g.rows;
      const offset = offsetToShow(g, clampOffset(g, maxOffsetPx(g) * share), row);
      const top = row * g.rowHeightPx;
      expect(top).toBeGreaterThanOrEqual(offset - 0.001);
      expect(top + g.rowHeightPx).toBeLessThanOrEqual(offset + g.viewportPx + 0.001);
      expect(offsetToShow(g, offset, row)).toBe(offset);
    }));
  });
  it('moves one row of ten million by one row height', () => {
    const g = { rows: 10_000_000, rowHeightPx: 20, viewportPx: 600 };
    expect(visibleRows(g, 100_000_020).first - visibleRows(g, 100_000_000).first).toBe(1);
  });
});

describe('pagesOf', () => {
  it('names the pages that hold the rows', () => {
    expect(pagesOf(0, 0, 100)).toEqual([]);
    expect(pagesOf(99, 101, 100)).toEqual([0, 1]);
    expect(pagesOf(100, 200, 100)).toEqual([1]);
  });
});
