import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { separateLabels } from '../engine/report/pdf/figure-labels.ts';
import { FACTOR_PARTS, WHY_STATES, type Why } from '../model/cause.ts';
import { newFactor } from '../model/factor.ts';
import { whyForest } from '../model/why.ts';
import { causeMapFigure } from './cause-map-figure.ts';
import { allCauses, causeOfFactors, causeOfWhys, type Cause } from './cause.ts';
import { fishboneFigure } from './fishbone-figure.ts';
import type { Box } from './fault-tree/place.ts';

const why = (id: string, parentId: string | undefined, statement: string, more: Partial<Why> = {}): Why => ({
  kind: 'why', id, ...(parentId === undefined ? {} : { parentId }), order: 0, statement, note: '', join: 'all', state: 'open', evidence: [], entries: [], strict: false, createdAtNs: 0n, ...more,
});

const SMALL = causeOfWhys(whyForest([
  why('a', undefined, 'Orders failed', { state: 'closed', join: 'any' }), why('b', 'a', 'The pool was <empty>'), why('c', 'a', 'The provider was down', { state: 'ruled-out', order: 1 }), why('d', 'b', 'A client was never closed'),
])[0]!);

const step = fc.record({
  text: fc.oneof(fc.lorem({ maxCount: 25 }), fc.constantFrom('x', '<b>', 'a-very-long-word-without-any-space-that-has-to-be-broken-somewhere-or-other')), state: fc.constantFrom(...WHY_STATES), citations: fc.nat(3),
  join: fc.constantFrom<'all' | 'any'>('all', 'any'), parent: fc.nat(),
});
const anyCause = fc.array(step, { minLength: 1, maxLength: 24 }).map((steps): Cause => {
  const children: Cause[][] = steps.map(() => []);
  const causes = steps.map(({ text, state, citations, join }, i): Cause => ({ text, state, citations, join, id: `c${i}`, children: children[i]! }));
  for (const [i, { parent }] of steps.entries()) if (i > 0) children[parent % i]!.push(causes[i]!);
  return causes[0]!;
});

const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const textOf = (svg: string): string => separateLabels(svg).labels.map((label) => label.runs.map((run) => run.text).join('')).join(' ');

describe.each([['cause map', causeMapFigure], ['fishbone', fishboneFigure]] as const)('%s', (name, figureOf) => {
  test('shows each step, its evidence and what is ruled out', () => {
    const { svg, alt, places } = figureOf(SMALL);
    expect(textOf(svg)).toContain('Orders failed');
    expect(svg).not.toContain('<empty>');
    expect(svg).toContain('stroke-dasharray="3 3"');
    expect(alt).toBe(`${name === 'fishbone' ? 'Fishbone' : 'Cause map'} of Orders failed: 3 steps below it, 3 without evidence.`);
    expect(places.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(svg).toContain('    A client was never closed (open, no evidence)');
  });

  test('nothing covers anything, all is inside, the same twice', () => {
    fc.assert(fc.property(anyCause, (root) => {
      const figure = figureOf(root);
      expect(figure.places).toHaveLength(allCauses(root).length);
      for (const [i, { box: a }] of figure.places.entries()) {
        expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= figure.widthPx && a.y + a.height <= figure.heightPx).toBe(true);
        for (const { box: b } of figure.places.slice(i + 1)) expect(overlap(a, b)).toBe(false);
      }
      expect(figureOf(structuredClone(root))).toEqual(figure);
    }), { numRuns: 150 });
  });
});

test('a map says whether it took all causes or each was enough, and gets as narrow as it is asked to', () => {
  expect(textOf(causeMapFigure(SMALL).svg)).toMatch(/\bor\b/);
  expect(textOf(causeMapFigure({ ...SMALL, join: 'all' }).svg)).toMatch(/\band\b/);
  expect(causeMapFigure(SMALL, { widthPx: 540 }).widthPx).toBeLessThanOrEqual(540);
});

test('factors stand under the parts they played', () => {
  const root = causeOfFactors({ id: 'case', title: 'Checkout outage' }, [newFactor('f1', 'No alert', 'detection', 0n), newFactor('f2', 'A retry without a limit', 'latent', 0n), newFactor('f3', 'Somebody was awake', 'detection', 0n)]);
  expect(root.children.map((part) => [part.text, part.children.map((factor) => factor.id)])).toEqual([['Latent', ['f2']], ['Detection', ['f1', 'f3']]]);
  expect(textOf(fishboneFigure(root).svg)).toContain('Somebody was awake');
  expect(causeOfFactors({ id: 'case', title: 'x' }, FACTOR_PARTS.map((part) => newFactor(part, part, part, 0n))).children).toHaveLength(FACTOR_PARTS.length);
});
