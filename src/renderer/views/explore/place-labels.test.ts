import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from './place-labels.ts';

describe('placeLabels', () => {
  it('turns a label to the left where the next mark is close', () => {
    const placed = placeLabels([{ id: 'b', text: 'Detected', x: 140 }, { id: 'a', text: 'Impact start', x: 100 }], 1000);
    expect(placed.map((p) => [p.id, p.side])).toEqual([['a', 'left'], ['b', 'right']]);
  });
  it('never lets two overlap or leave the chart', () => {
    fc.assert(fc.property(fc.array(fc.record({ id: fc.uuid(), text: fc.constantFrom('Impact start', 'Detected', 'Resolved'), x: fc.integer({ min: 0, max: 500 }) }), { maxLength: 8 }), (labels) => {
      const spans = placeLabels(labels, 500).filter((p) => p.side !== 'none').map((p) => {
        const width = p.text.length * 6.2 + 8;
        return p.side === 'right' ? [p.x, p.x + width] as const : [p.x - width, p.x] as const;
      });
      for (const [from, to] of spans) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(500);
      }
      spans.forEach(([, to], i) => { if (i + 1 < spans.length) expect(to).toBeLessThanOrEqual(spans[i + 1]![0]); });
    }));
  });
});
