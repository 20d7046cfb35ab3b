import { describe, expect, it } from 'vitest';
import type { Flag, Mark } from '../../../figures/timeline-layout.ts';
import { textWidthPx } from '../../../figures/text-metrics.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { flagAtEdge, labelAtEdge, roomLeft } from './edge-labels.ts';

const entry = (id: string): TimelineEntry => ({
  id, kind: 'action', title: id, note: '', role: '', evidence: [], time: { form: 'point', startNs: 0n, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' },
});
const TITLE = 'Support asks about the coupon';
const TITLE_PX = textWidthPx(TITLE, 12.5);

/** A point at `x` with its label at the right. */
function mark(id: string, x: number, row = 0, detail = ''): Mark {
  const label = { text: TITLE, detail, x: x + 10.5, widthPx: TITLE_PX, side: 'right' as const };
  return { entry: entry(id), row, y: row * 26, startX: x, endX: x, uncertaintyPx: 0, label, extent: { left: x - 5.5, right: x + 10.5 + TITLE_PX } };
}

describe('labels at the right edge', () => {
  it('stay where they fit', () => {
    const whole = mark('a', 500);
    expect(labelAtEdge(whole, 100, 1000, Infinity)).toBe(whole);
  });
  it('turn left of their mark, where nothing stands, and keep clear of it', () => {
    const turned = labelAtEdge(mark('a', 850), 100, 1000, Infinity);
    expect(turned.label).toMatchObject({ side: 'left', text: TITLE });
    expect(turned.label.x + TITLE_PX).toBeLessThan(850 - 5.5);
    expect(turned.extent.left).toBe(turned.label.x);
  });
  it('get shorter where something stands at the left, or the left edge is near', () => {
    for (const shortened of [labelAtEdge(mark('a', 780, 0, '10:24'), 100, 1000, TITLE_PX - 1), labelAtEdge(mark('a', -20, 0, '10:24'), 40, 160, Infinity)]) {
      expect(shortened.label).toMatchObject({ side: 'right', detail: '' });
      expect(shortened.label.text).toMatch(/^Sup.*…$/);
    }
    const shortened = labelAtEdge(mark('a', 780), 100, 1000, 0);
    expect(shortened.label.x + shortened.label.widthPx + 100).toBeLessThanOrEqual(1000);
  });
  it('are left alone when their mark is out of sight', () => {
    const beyond = mark('a', 990);
    expect(labelAtEdge(beyond, 100, 1000, Infinity)).toBe(beyond);
  });
});

describe('roomLeft', () => {
  it('ends at the one before in the same row', () => {
    const room = roomLeft([mark('b', 600), mark('a', 100), mark('c', 700, 1)]);
    expect(room.get('a')).toBe(Infinity);
    expect(room.get('c')).toBe(Infinity);
    expect(room.get('b')).toBeCloseTo(600 - 5.5 - (100 + 10.5 + TITLE_PX) - 8);
  });
});

describe('flags at the right edge', () => {
  const flag: Flag = { entry: entry('f'), milestone: 'resolved', x: 900, y: 6, text: 'Resolved', extent: { left: 900, right: 960 } };
  it('hang left of their pole when there is room', () => {
    expect(flagAtEdge(flag, 50, 1000, Infinity).extent).toEqual({ left: 840, right: 900 });
    expect(flagAtEdge(flag, 50, 1000, 59)).toBe(flag);
    expect(flagAtEdge(flag, 40, 1000, Infinity)).toBe(flag);
    expect(flagAtEdge(flag, 101, 1000, Infinity)).toBe(flag);
  });
});
