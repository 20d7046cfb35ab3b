import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CutSet, TopEventResult } from '../../../model/fault-tree/result.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { analyse } from './analyse.ts';
import { arbitraryTree, bruteForce, type BruteForce } from './trees.testing.ts';

/** Against brute force over all states of the events: nothing here trusts a diagram. */

const ALL = { listMost: 100_000 };

function close(actual: number | undefined, expected: number): void {
  expect(actual).toBeDefined();
  expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(1e-12 + Math.abs(expected) * 1e-9);
}

function named(list: readonly CutSet[]): string[] {
  return list.map(({ events }) => events.map(({ id, complement }) => `${complement ? '-' : ''}${id}`).sort().join(' ')).sort();
}

function probabilitiesOf(document: FaultTreeDocument): Map<string, number> {
  return new Map(document.nodes.flatMap((node) => (node.type === 'event' && node.event !== 'house' ? [[node.id, Number(node.probability)] as const] : [])));
}

function analysed(document: FaultTreeDocument, options = {}): { top: TopEventResult; brute: BruteForce; probabilities: Map<string, number> } {
  const probabilities = probabilitiesOf(document);
  const { tops, problems } = analyse(document, { ...ALL, ...options });
  expect(problems.filter((problem) => problem.fatal)).toEqual([]);
  return { top: tops[0]!, brute: bruteForce(document, document.tree.tops[0]!, probabilities), probabilities };
}

function countsOf(list: readonly string[]): Map<number, bigint> {
  const counts = new Map<number, bigint>();
  for (const set of list) {
    const order = set === '' ? 0 : set.split(' ').length;
    counts.set(order, (counts.get(order) ?? 0n) + 1n);
  }
  return counts;
}

describe('any tree', () => {
  test('probability, coherence and prime implicants are those of brute force', () => {
    fc.assert(fc.property(arbitraryTree(), (document) => {
      const { top, brute } = analysed(document);
      close(top.probability, brute.probability());
      expect(top.method).toBe('exact');
      expect(top.coherent).toBe(brute.monotone);
      expect(named(top.cutSets.list)).toEqual(brute.primeImplicants);
      expect(top.cutSets.count).toBe(BigInt(brute.primeImplicants.length));
      expect(new Map(top.cutSets.byOrder.map(({ order, count }) => [order, count]))).toEqual(countsOf(brute.primeImplicants));
      expect(top.cutSets.more).toBe(false);
    }), { numRuns: 1500 });
  });

  test('minimal cut sets are those of brute force', () => {
    fc.assert(fc.property(arbitraryTree(), (document) => {
      const { top, brute } = analysed(document, { products: 'minimal-cut-sets' });
      expect(named(top.cutSets.list)).toEqual(brute.minimalCutSets);
      expect(top.cutSets.count).toBe(BigInt(brute.minimalCutSets.length));
    }), { numRuns: 1500 });
  });

  test('importance is what its definition says', () => {
    fc.assert(fc.property(arbitraryTree({ gates: 9 }), (document) => {
      const { top, brute, probabilities } = analysed(document);
      const total = brute.probability();
      for (const of of top.importance) {
        const p = probabilities.get(of.id)!;
        const p1 = brute.probability(new Map(probabilities).set(of.id, 1));
        const p0 = brute.probability(new Map(probabilities).set(of.id, 0));
        close(of.birnbaum, p1 - p0);
        expect(of.cutSets).toBe(BigInt(top.cutSets.list.filter((set) => set.events.some(({ id }) => id === of.id)).length));
        if (total > 0) {
          close(of.criticality, (p1 - p0) * p / total);
          close(of.raw, p1 / total);
          close(of.diagnostic, p * p1 / total);
          close(of.fussellVesely, Math.min(1, unionOf(top.cutSets.list.filter((set) => set.events.some(({ id }) => id === of.id)), probabilities) / total));
        } else expect([of.criticality, of.raw, of.diagnostic, of.fussellVesely]).toEqual([undefined, undefined, undefined, undefined]);
        if (p0 > 0) close(of.rrw, total / p0);
        else expect(of.rrw).toBeUndefined();
      }
      // An event that is not listed makes no difference.
      for (const id of probabilities.keys()) if (!top.importance.some((of) => of.id === id)) close(brute.probability(new Map(probabilities).set(id, 1)), brute.probability(new Map(probabilities).set(id, 0)));
    }), { numRuns: 600 });
  });

  test('sums over the sets are those over the list, within any limit', () => {
    fc.assert(fc.property(arbitraryTree({ gates: 9 }), fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }), fc.option(fc.integer({ min: 1, max: 60 }).map((n) => n / 200), { nil: undefined }), (document, maxOrder, minProbability) => {
      const all = analysed(document).top.cutSets.list;
      const { top } = analysed(document, { maxOrder, minProbability });
      const kept = all.filter((set) => set.events.length <= (maxOrder ?? Infinity) && set.probability! >= (minProbability ?? 0) * (1 - 1e-12));
      expect(named(top.cutSets.list)).toEqual(named(kept));
      expect(top.cutSets.count).toBe(BigInt(kept.length));
      expect(top.cutSets.truncated.length > 0).toBe(kept.length < all.length);
      close(top.rareEvent, kept.reduce((sum, set) => sum + set.probability!, 0));
      close(top.minCutUpperBound, 1 - kept.reduce((product, set) => product * (1 - set.probability!), 1));
      const listed = top.cutSets.list.map((set) => set.probability!);
      listed.forEach((probability, n) => expect(probability).toBeGreaterThanOrEqual((listed[n + 1] ?? 0) * (1 - 1e-10)));
    }), { numRuns: 800 });
  });
});

/** P(at least one of the sets). */
function unionOf(sets: readonly CutSet[], probabilities: ReadonlyMap<string, number>): number {
  const ids = [...probabilities.keys()];
  let sum = 0;
  for (let mask = 0; mask < 1 << ids.length; mask++) {
    const isOn = (id: string): boolean => (mask >> ids.indexOf(id) & 1) === 1;
    if (!sets.some((set) => set.events.every(({ id, complement }) => isOn(id) !== complement))) continue;
    sum += ids.reduce((product, id) => product * (isOn(id) ? probabilities.get(id)! : 1 - probabilities.get(id)!), 1);
  }
  return sum;
}

describe('coherent trees', () => {
  const coherent = arbitraryTree({ coherent: true, events: 7, gates: 9 });

  test('both kinds of products are the same, and bounds hold', () => {
    fc.assert(fc.property(coherent, (document) => {
      const { top, brute } = analysed(document);
      expect(top.coherent).toBe(true);
      expect(named(top.cutSets.list)).toEqual(brute.minimalCutSets);
      expect(top.probability!).toBeLessThanOrEqual(top.minCutUpperBound! + 1e-12);
      expect(top.minCutUpperBound!).toBeLessThanOrEqual(top.rareEvent! + 1e-12);
    }), { numRuns: 800 });
  });

  test('a more probable event makes the top event no less probable', () => {
    fc.assert(fc.property(coherent, fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true }), (document, at, share) => {
      const events = document.nodes.filter((node) => node.type === 'event' && node.event !== 'house');
      const chosen = events[at % events.length]!;
      const raised = { ...document, nodes: document.nodes.map((node) => (node.id === chosen.id && node.type === 'event' ? { ...node, probability: String(Number(node.probability) + (1 - Number(node.probability)) * share) } : node)) };
      expect(analyse(raised).tops[0]!.probability!).toBeGreaterThanOrEqual(analyse(document).tops[0]!.probability! - 1e-12);
    }), { numRuns: 500 });
  });

  test('what is said of a tree that is too large is true', () => {
    fc.assert(fc.property(arbitraryTree({ coherent: true, events: 8, gates: 10 }), (document) => {
      const { tops } = analyse(document, ALL, {}, { diagramNodes: 3, familyNodes: 1000, primeNodes: 1000 });
      const { brute } = analysed(document);
      const top = tops[0]!;
      if (top.method === 'exact') return;
      const truth = brute.probability();
      expect(top.bounds!.lower).toBeLessThanOrEqual(truth + 1e-12);
      expect(top.bounds!.upper).toBeGreaterThanOrEqual(truth - 1e-12);
      expect(top.cutSets.truncated.length).toBeGreaterThan(0);
      for (const { order, count } of top.cutSets.byOrder) expect(count).toBe(countsOf(brute.minimalCutSets).get(order) ?? 0n);
      expect(named(top.cutSets.list)).toEqual(brute.minimalCutSets.filter((set) => set.split(' ').length <= 6 && set !== ''));
    }), { numRuns: 500 });
  });
});

describe('trees that are too large and not coherent', () => {
  test('bounds hold', () => {
    fc.assert(fc.property(arbitraryTree({ events: 7 }), (document) => {
      const top = analyse(document, ALL, {}, { diagramNodes: 3, familyNodes: 1000, primeNodes: 1000 }).tops[0]!;
      if (top.method === 'exact') return;
      const truth = bruteForce(document, document.tree.tops[0]!, probabilitiesOf(document)).probability();
      expect(top.bounds!.lower).toBeLessThanOrEqual(truth + 1e-12);
      expect(top.bounds!.upper).toBeGreaterThanOrEqual(truth - 1e-12);
    }), { numRuns: 500 });
  });
});
