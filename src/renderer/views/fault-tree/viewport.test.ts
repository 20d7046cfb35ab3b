import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxOfTile, firstView, fit, MAX_SCALE, MIN_SCALE, reveal, tileOf, toDrawing, toScreen, touch, zoomAt } from './viewport.ts';

const view = fc.record({ x: fc.integer({ min: -5000, max: 5000 }), y: fc.integer({ min: -5000, max: 5000 }), scale: fc.double({ min: MIN_SCALE, max: MAX_SCALE, noNaN: true }) });
const size = fc.record({ widthPx: fc.integer({ min: 200, max: 2000 }), heightPx: fc.integer({ min: 150, max: 1200 }) });
const point = fc.record({ x: fc.integer({ min: -3000, max: 3000 }), y: fc.integer({ min: -3000, max: 3000 }) });

test('what is under the pointer stays there while zooming, and the drawing is read back from the screen', () => {
  fc.assert(fc.property(view, point, fc.double({ min: 0.2, max: 5, noNaN: true }), (v, at, factor) => {
    const under = toDrawing(v, at);
    const after = toScreen(zoomAt(v, at, factor), under);
    expect(after.x).toBeCloseTo(at.x, 4);
    expect(after.y).toBeCloseTo(at.y, 4);
    expect(zoomAt(v, at, factor).scale).toBeGreaterThanOrEqual(MIN_SCALE);
    expect(zoomAt(v, at, factor).scale).toBeLessThanOrEqual(MAX_SCALE);
  }));
});

test('a box that is revealed is in sight, and one in sight moves nothing', () => {
  fc.assert(fc.property(view, size, point, fc.integer({ min: 10, max: 120 }), (v, s, at, side) => {
    const box = { ...at, width: side, height: side };
    const shown = reveal(v, box, s);
    const from = toScreen(shown, box);
    expect(from.x).toBeGreaterThanOrEqual(0);
    expect(from.y).toBeGreaterThanOrEqual(0);
    if (side * v.scale < Math.min(s.widthPx, s.heightPx) - 60) {
      expect(from.x + side * shown.scale).toBeLessThanOrEqual(s.widthPx);
      expect(reveal(shown, box, s)).toEqual(shown);
    }
  }));
});

test('all of a page fits, never larger than drawn; what is drawn holds all in sight', () => {
  fc.assert(fc.property(view, size, point, fc.integer({ min: 50, max: 9000 }), fc.integer({ min: 50, max: 3000 }), (v, s, at, width, height) => {
    const extent = { ...at, width, height };
    const whole = fit(extent, s);
    expect(whole.scale).toBeLessThanOrEqual(1);
    if (whole.scale > MIN_SCALE) {
      const from = toScreen(whole, extent);
      expect(from.x).toBeGreaterThanOrEqual(-0.001);
      expect(from.x + width * whole.scale).toBeLessThanOrEqual(s.widthPx + 0.001);
      expect(from.y + height * whole.scale).toBeLessThanOrEqual(s.heightPx + 0.001);
    }
    const start = { x: at.x + width / 2 - 20, y: at.y, width: 40, height: 40 };
    const first = toScreen(firstView(extent, s, start), start);
    expect(first.x).toBeGreaterThanOrEqual(0);
    expect(first.x).toBeLessThanOrEqual(s.widthPx);
    const sight = boxOfTile(tileOf(v, s));
    const corner = toDrawing(v, { x: 0, y: 0 });
    expect(touch(sight, { ...corner, width: s.widthPx / v.scale, height: s.heightPx / v.scale })).toBe(true);
    expect(sight.x).toBeLessThanOrEqual(corner.x);
    expect(sight.x + sight.width).toBeGreaterThanOrEqual(toDrawing(v, { x: s.widthPx, y: 0 }).x);
  }));
});
