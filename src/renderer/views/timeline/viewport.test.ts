import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NS_PER_H, NS_PER_MIN, NS_PER_S } from '../../../base/time.ts';
import { handStep, lengthOf, panBy, reveal, snap, zoomAt, type Span } from './viewport.ts';

const span = fc.tuple(fc.bigInt(0n, 2n ** 62n), fc.bigInt(10_000n, 1000n * NS_PER_H)).map(([fromNs, length]): Span => ({ fromNs, toNs: fromNs + length }));

describe('the span in view', () => {
  it('pans without changing its length, there and back', () => {
    fc.assert(fc.property(span, fc.double({ min: -5, max: 5, noNaN: true }), (s, by) => {
      const moved = panBy(s, by);
      expect(lengthOf(moved)).toBe(lengthOf(s));
      expect(panBy(moved, -by)).toEqual(s);
    }));
  });
  it('zooms around an instant that keeps its place', () => {
    fc.assert(fc.property(span, fc.double({ min: 0.1, max: 10, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (s, factor, place) => {
      const anchor = s.fromNs + (lengthOf(s) * BigInt(Math.round(place * 1000))) / 1000n;
      const zoomed = zoomAt(s, factor, anchor);
      expect(zoomed.toNs).toBeGreaterThan(zoomed.fromNs);
      const before = Number(anchor - s.fromNs) / Number(lengthOf(s));
      const after = Number(anchor - zoomed.fromNs) / Number(lengthOf(zoomed));
      expect(Math.abs(before - after)).toBeLessThan(0.002);
    }));
  });
  it('never gets shorter than a microsecond or longer than a century', () => {
    let s: Span = { fromNs: 0n, toNs: NS_PER_H };
    for (let i = 0; i < 200; i++) s = zoomAt(s, 0.5, 17n);
    expect(lengthOf(s)).toBe(1000n);
    for (let i = 0; i < 200; i++) s = zoomAt(s, 2, 17n);
    expect(lengthOf(s)).toBe(36_525n * 24n * NS_PER_H);
  });
  it('reveals an instant and stays where it is when it can', () => {
    fc.assert(fc.property(span, fc.bigInt(0n, 2n ** 62n), (s, ns) => {
      const shown = reveal(s, ns);
      expect(lengthOf(shown)).toBe(lengthOf(s));
      expect(shown.fromNs <= ns && ns <= shown.toNs).toBe(true);
      expect(reveal(shown, ns)).toEqual(shown);
    }));
  });
});

describe('moving by hand', () => {
  it('goes in round steps that fit the scale', () => {
    expect(handStep(4.3e9)).toBe(10n * NS_PER_S);
    expect(handStep(0.1)).toBe(1n);
    expect(handStep(1e6)).toBe(1_000_000n);
  });
  it('snaps to the nearest step, also before 1970', () => {
    expect(snap(NS_PER_MIN + 29n * NS_PER_S, NS_PER_MIN)).toBe(NS_PER_MIN);
    expect(snap(NS_PER_MIN + 30n * NS_PER_S, NS_PER_MIN)).toBe(2n * NS_PER_MIN);
    expect(snap(-NS_PER_S, NS_PER_MIN)).toBe(0n);
  });
});
