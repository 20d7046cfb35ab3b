import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EvidenceReference } from '../../../model/evidence.ts';
import { overlaps, placePanel } from './place-panel.ts';
import { accessLogOf, findInSample, STEPS, stepOfView } from './steps.ts';
import { createTourStore } from './store.ts';

const LOG = 'a'.repeat(64);
const reference = (sha256: string, offsetBytes: number): EvidenceReference => ({ sha256, locator: { kind: 'bytes', offsetBytes, lengthBytes: 9 }, excerpt: '', addedBy: 'a', addedAtNs: 0n });

describe('where one is', () => {
  test('back stops at the first step, and past the last one it is over', () => {
    const tour = createTourStore();
    tour.begin();
    expect(tour.go(-1)).toBe(0);
    expect(STEPS.slice(1).map(() => tour.go(1))).toEqual([1, 2, 3, 4]);
    expect(tour.go(1)).toBeUndefined();
    expect(tour.state.getState()).toEqual({ at: undefined, asked: false, seen: true });
    expect(tour.go(1)).toBeUndefined();
  });

  test('asked for again it waits for the case, also when it was on', () => {
    const tour = createTourStore();
    tour.begin(3);
    tour.ask();
    expect(tour.state.getState()).toMatchObject({ at: undefined, asked: true });
    // The case that was open goes.
    tour.end();
    expect(tour.state.getState().asked).toBe(true);
    tour.begin();
    expect(tour.state.getState()).toMatchObject({ at: 0, asked: false });
  });

  test('following somebody does not begin it', () => {
    const tour = createTourStore();
    tour.follow(2);
    expect(tour.state.getState().at).toBeUndefined();
  });

  test('a view belongs to the step one is at, else to the first of it; others to none', () => {
    expect([stepOfView('postmortem', 4), stepOfView('postmortem', 0), stepOfView('timeline', 4), stepOfView('sql', 1)]).toEqual([4, 3, 2, undefined]);
  });
});

describe('what it shows', () => {
  test('the log of the edge, the entry of the impact, and the first failure since that no entry cites', () => {
    expect(accessLogOf([{ sha256: 'b'.repeat(64), paths: ['x/access.log'] }, { sha256: LOG, paths: ['sample-incident/edge/access.log'] }])).toBe(LOG);
    const finds = findInSample(LOG, [5, 40, 60, 77, 90], [{ id: 'x', evidence: [reference('c'.repeat(64), 77), reference(LOG, 60)] }, { id: 'impact', milestone: 'impact-start', evidence: [reference(LOG, 40)] }]);
    expect(finds).toEqual({ accessLog: LOG, impactEntry: 'impact', failure: { sha256: LOG, offsetBytes: 77 } });
    expect(STEPS.map((step) => step.params(finds))).toEqual([{ sel: LOG }, { filter: 'status>=500', sel: `${LOG}:77` }, { sel: 'impact' }, undefined, undefined]);
  });

  test('what a person has taken away is done without', () => {
    const finds = findInSample(accessLogOf([]), [], []);
    expect(finds).toEqual({ accessLog: undefined, impactEntry: undefined, failure: undefined });
    expect(STEPS.map((step) => step.params(finds))).toEqual([undefined, { filter: 'status>=500' }, undefined, undefined, undefined]);
  });
});

test('the panel is in the room and never over what it speaks of, as long as both have the place', () => {
  const room = { x: 76, y: 80, width: 1204, height: 696 };
  const panel = { width: 344, height: 190 };
  fc.assert(fc.property(
    fc.record({ x: fc.integer({ min: 76, max: 1270 }), y: fc.integer({ min: 80, max: 770 }), width: fc.integer({ min: 1, max: 900 }), height: fc.integer({ min: 1, max: 420 }) }),
    fc.boolean(),
    (wide, beside) => {
      const anchor = { ...wide, width: Math.min(wide.width, 1280 - wide.x), height: Math.min(wide.height, 776 - wide.y) };
      const placed = placePanel(anchor, panel, room, beside);
      const box = { ...panel, x: placed.x, y: placed.y };
      expect(box.x >= room.x && box.x + box.width <= room.x + room.width && box.y >= room.y && box.y + box.height <= room.y + room.height).toBe(true);
      if (placed.side !== undefined || anchor.height < 300) expect(overlaps(box, anchor)).toBe(false);
      if (placed.side === 'top' || placed.side === 'bottom') expect(placed.notch >= 12 && placed.notch <= panel.width - 12).toBe(true);
    },
  ));
});
