import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantitiesOf } from '../../../model/fault-tree/quantities.ts';
import type { TopEventResult } from '../../../model/fault-tree/result.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { analyse } from './analyse.ts';
import { fewestChecks } from './checks.ts';
import { CancelledError } from './control.ts';
import { sweep, sweepValues } from './sweep.ts';
import { arbitraryTree, bruteForce, event, gate, happens, observed, treeOf } from './trees.testing.ts';

function topOf(document: FaultTreeDocument, options = {}): TopEventResult {
  const { tops, problems } = analyse(document, options);
  expect(problems.filter((problem) => problem.fatal)).toEqual([]);
  return tops[0]!;
}

const LETTERS: readonly string[] = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

const sets = (top: TopEventResult): string[] => top.cutSets.list.map((set) => set.events.map(({ id, complement }) => `${complement ? '-' : ''}${id}`).sort().join(' ')).sort();

describe('what is wrong with a tree', () => {
  test('loops are named node by node, and the other top events are analysed', () => {
    const { tops, problems } = analyse(treeOf([gate('a', 'or', ['b', 'e']), gate('b', 'and', ['c', 'e']), gate('c', 'or', ['b', 'e']), gate('d', 'or', ['e', 'f']), event('e', 0.5), event('f', 0.5)], ['a', 'd']));
    expect(problems.filter((problem) => problem.fatal).map(({ message }) => message).toSorted()).toEqual(['“b” is under itself.', '“c” is under itself.']);
    expect(tops.map(({ id, probability }) => [id, probability])).toEqual([['d', 0.75]]);
  });

  test.each([
    ['not', ['e', 'f'], 'is NOT, which takes one input, and has 2.', true],
    ['imply', ['e'], 'is IMPLY, which takes two inputs, and has 1.', true],
    ['iff', ['e', 'f', 'e'], 'is IFF, which takes two inputs, and has 3.', true],
    ['inhibit', ['e'], 'is INHIBIT, which takes an event and its condition, and has 1 input: it counts as AND.', false],
    ['atleast', ['e', 'f'], 'does not say how many of its inputs it takes.', true],
    ['or', ['e', 'nothing'], 'has an input that is not there.', true],
    ['and', [], 'has no inputs: it counts as an event without a probability.', false],
  ] as const)('%s with inputs %j', (type, inputs, message, fatal) => {
    const { problems, tops } = analyse(treeOf([gate('top', 'or', ['g', 'e']), gate('g', type, inputs), event('e', 0.1), event('f', 0.1)]));
    expect(problems).toContainEqual({ id: 'g', name: 'g', message: `“g” ${message}`, fatal });
    expect(tops.length).toBe(fatal ? 0 : 1);
  });

  test('2 of 3 with only two inputs left never happens, and is said', () => {
    const document = treeOf([gate('top', 'atleast', ['e', 'f'], { min: 3 }), event('e', 0.1), event('f', 0.1)]);
    expect(analyse(document).problems).toMatchObject([{ id: 'top', fatal: false }]);
    expect(topOf(document)).toMatchObject({ probability: 0, cutSets: { count: 0n, list: [] } });
  });

  test('a gate without inputs, and events without a probability, leave the cut sets', () => {
    const top = topOf(treeOf([gate('top', 'and', ['g', 'e']), gate('g', 'or', []), event('e')]));
    expect(top).toMatchObject({ probability: undefined, withoutProbability: ['g', 'e'], importance: [] });
    expect(sets(top)).toEqual(['e g']);
  });

  test('nothing throws, whatever is drawn', () => {
    fc.assert(fc.property(arbitraryTree(), fc.array(fc.record({ from: fc.nat(50), to: fc.nat(50) }), { maxLength: 4 }), (document, links) => {
      const nodes = document.nodes.map((node, n) => (node.type === 'gate' ? { ...node, inputs: [...node.inputs, ...links.filter(({ from }) => from % document.nodes.length === n).map(({ to }) => ({ id: document.nodes[to % document.nodes.length]!.id, complement: false }))] } : node));
      const { tops, problems } = analyse({ ...document, nodes });
      expect(tops.length === 1 || problems.some((problem) => problem.fatal)).toBe(true);
    }), { numRuns: 300 });
  });

  test('a chain of thousands of gates is no problem', () => {
    const nodes = Array.from({ length: 5000 }, (_, n) => gate(`g${n}`, n % 2 === 0 ? 'or' : 'and', [n === 4999 ? 'e' : `g${n + 1}`, `e${n}`]));
    const top = topOf(treeOf([...nodes, event('e', 0.5), ...nodes.map((_, n) => event(`e${n}`, 0.5))], ['g0']));
    expect(top.cutSets.truncated.length > 0 || top.method === 'exact').toBe(true);
    expect(top.probability!).toBeGreaterThan(0.6);
    expect(top.probability!).toBeLessThan(0.7);
  });
});

describe('gates whose inputs have an order', () => {
  const pand = (a: bigint | undefined, b: bigint | undefined): FaultTreeDocument => treeOf([
    gate('top', 'or', ['p', 'c']), gate('p', 'pand', ['a', 'b']),
    event('a', 0.5, a === undefined ? {} : observed('happened', a)), event('b', 0.5, b === undefined ? {} : observed('happened', b)), event('c', 0.5),
  ]);

  test('without times PAND is AND, and that is said', () => {
    const top = topOf(pand(undefined, undefined));
    expect(top.approximations).toEqual(['“p” (PAND) is taken as AND: the order of its inputs is not known.']);
    expect(top.probability).toBe(0.625);
  });

  test('as drawn it is exact', () => {
    expect(topOf(pand(1n, 2n))).toMatchObject({ probability: 0.625, approximations: [], givenObserved: 1 });
  });

  test('in another order it does not happen', () => {
    const top = topOf(pand(2n, 1n));
    expect(top.approximations).toEqual(['“p” (PAND) is taken as not happening: its inputs were observed in another order.']);
    expect(sets(top)).toEqual(['c']);
  });

  test('at the same instant there is no order', () => {
    expect(topOf(pand(1n, 1n)).approximations.length).toBe(1);
  });
});

describe('what was observed', () => {
  const tree = treeOf([
    gate('top', 'or', ['ab', 'ac', 'd']), gate('ab', 'and', ['a', 'b']), gate('ac', 'and', ['a', 'c']),
    event('a', 0.1, observed('happened')), event('b', 0.2, observed('did-not-happen')), event('c', 0.3), event('d', 0.01),
  ]);

  test('cut sets are evidenced, excluded or open, counted without listing', () => {
    const top = topOf(tree);
    expect(top.cutSets).toMatchObject({ evidenced: 0n, excluded: 1n, open: 2n });
    expect(top.cutSets.list.map(({ events, state, undecided }) => [events.map(({ id }) => id).sort().join(' '), state, undecided])).toEqual([['a c', 'open', ['c']], ['a b', 'excluded', []], ['d', 'open', ['d']]]);
    expect(top.givenObserved).toBeCloseTo(1 - 0.7 * 0.99, 12);
    expect(top.checks).toEqual([{ id: 'c', settles: [0] }, { id: 'd', settles: [2] }]);
  });

  test('of a gate too', () => {
    const known = { ...tree, nodes: tree.nodes.map((node) => (node.id === 'ac' ? { ...node, ...observed('did-not-happen') } : node)) };
    expect(topOf(known).givenObserved).toBeCloseTo(0.01, 12);
    expect(topOf({ ...known, nodes: known.nodes.map((node) => (node.id === 'c' ? { ...node, ...observed('happened') } : node)) })).toMatchObject({ givenObserved: undefined, approximations: ['What was observed cannot all be so as top is drawn.'] });
  });

  test('P(top | observed) and the states of sets are those of brute force', () => {
    fc.assert(fc.property(arbitraryTree({ gates: 8 }), fc.array(fc.constantFrom('happened', 'did-not-happen', 'unknown', 'unknown'), { minLength: 20, maxLength: 20 }), (document, states) => {
      const top = document.tree.tops[0]!;
      const nodes = document.nodes.map((node, n) => ({ ...node, ...observed(states[n % states.length]!) }));
      const known = { ...document, nodes };
      const result = topOf(known, { listMost: 1000 });
      const ids = nodes.flatMap((node) => (node.type === 'event' && node.event !== 'house' ? [node] : []));
      const conditions = nodes.filter((node) => node.id !== top && node.observed.state !== 'unknown' && !(node.type === 'event' && node.event === 'house'));
      const under = new Set<string>();
      const walk = (id: string): void => {
        under.add(id);
        const node = nodes.find((one) => one.id === id)!;
        if (node.type === 'gate') for (const input of node.inputs) walk(input.id);
      };
      walk(top);
      let both = 0;
      let condition = 0;
      for (let mask = 0; mask < 1 << ids.length; mask++) {
        const on = new Set(ids.filter((_, n) => (mask >> n & 1) === 1).map(({ id }) => id));
        if (conditions.some((node) => under.has(node.id) && happens(known, node.id, on) !== (node.observed.state === 'happened'))) continue;
        // What is observed of an event is certain, however improbable it was.
        const weight = ids.reduce((product, { id, probability, observed: { state } }) => product * (state !== 'unknown' && under.has(id) ? 1 : on.has(id) ? Number(probability) : 1 - Number(probability)), 1);
        condition += weight;
        if (happens(known, top, on)) both += weight;
      }
      if (conditions.some((node) => under.has(node.id)) && condition > 0) expect(result.givenObserved).toBeCloseTo(both / condition, 9);
      else expect(result.givenObserved).toBeUndefined();
      for (const state of ['evidenced', 'excluded', 'open'] as const) expect(BigInt(result.cutSets.list.filter((set) => set.state === state).length)).toBe(result.cutSets[state]);
      const open = result.cutSets.list.flatMap((set, n) => (set.state === 'open' ? [n] : []));
      expect(open.every((n) => result.checks.some((check) => check.settles.includes(n)))).toBe(true);
    }), { numRuns: 400 });
  });

  test('checks are the fewest', () => {
    fc.assert(fc.property(fc.array(fc.uniqueArray(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 4 }), { maxLength: 8 }), (open) => {
      const checks = fewestChecks(open.map((undecided, index) => ({ index, undecided })));
      let least = Infinity;
      for (let mask = 0; mask < 128; mask++) {
        if (!open.every((set) => set.some((id) => (mask >> LETTERS.indexOf(id) & 1) === 1))) continue;
        least = Math.min(least, LETTERS.filter((_, n) => (mask >> n & 1) === 1).length);
      }
      expect(checks.length).toBe(least);
      for (const { id, settles } of checks) expect(settles).toEqual(open.flatMap((set, n) => (set.includes(id) ? [n] : [])));
    }), { numRuns: 500 });
  });
});

describe('common causes', () => {
  const document = treeOf([gate('top', 'and', ['a', 'b', 'c']), event('a'), event('b'), event('c')], ['top'], [
    { name: 'pumps', title: '', model: 'beta-factor', members: ['a', 'b', 'c'], distribution: '0.1', factors: ['0.2'] },
  ]);

  test('members are ORs of independent events', () => {
    const { tops, commonCauseEvents } = analyse(document);
    expect(commonCauseEvents.map(({ members }) => members.join(' ')).toSorted()).toEqual(['a', 'a b c', 'b', 'c']);
    const top = tops[0]!;
    expect(top.cutSets.byOrder).toEqual([{ order: 1, count: 1n }, { order: 3, count: 1n }]);
    expect(top.probability).toBeCloseTo(0.02 + 0.98 * 0.08 ** 3, 12);
  });

  test('a member that did not fail excludes the common failure', () => {
    const top = topOf({ ...document, nodes: document.nodes.map((node) => (node.id === 'b' ? { ...node, ...observed('did-not-happen') } : node)) });
    expect(top.cutSets).toMatchObject({ evidenced: 0n, excluded: 2n, open: 0n });
    expect(top.givenObserved).toBe(0);
  });

  test('are those of brute force over the independent events', () => {
    fc.assert(fc.property(arbitraryTree({ events: 4, gates: 6, houses: false }), (plain) => {
      const members = plain.nodes.filter((node) => node.type === 'event').slice(0, 2).map(({ id }) => id);
      const tree = { ...plain, tree: { ...plain.tree, commonCauses: [{ name: 'group', title: '', model: 'beta-factor' as const, members, distribution: '0.3', factors: ['0.4'] }] } };
      const { expanded, probabilities } = quantitiesOf(tree);
      const independent = new Map([...probabilities].filter(([id]) => !expanded.has(id)));
      const brute = bruteForce(tree, plain.tree.tops[0]!, independent, expanded);
      const top = topOf(tree, { listMost: 1000 });
      expect(top.probability).toBeCloseTo(brute.probability(), 9);
      expect(sets(top)).toEqual(brute.primeImplicants);
    }), { numRuns: 300 });
  });
});

describe('beyond one number', () => {
  const uncertain = treeOf([gate('top', 'or', ['a', 'b']), event('a', 'lognormal-deviate(0.01, 3, 0.95)'), event('b', 0.001)]);

  test('uncertainty is the same for the same seed, and its quantiles are ordered', () => {
    const options = { uncertainty: { samples: 2000, seed: 7 } };
    const first = topOf(uncertain, options).uncertainty!;
    expect(topOf(uncertain, options).uncertainty).toEqual(first);
    expect(topOf(uncertain, { uncertainty: { samples: 2000, seed: 8 } }).uncertainty).not.toEqual(first);
    expect(first.counts.reduce((sum, count) => sum + count, 0)).toBe(2000);
    expect(first.p05).toBeLessThan(first.median);
    expect(first.median).toBeLessThan(first.p95);
    expect(first.mean).toBeGreaterThan(0.009);
    expect(first.mean).toBeLessThan(0.013);
    expect(first.edges).toEqual(first.edges.toSorted((a, b) => a - b));
  });

  test('a sweep is what analysing each value says', () => {
    const document = treeOf([gate('top', 'atleast', ['a', 'b', 'c'], { min: 2 }), event('a', 0.1), event('b', 0.2), event('c', 0.3)]);
    const values = sweepValues(0.001, 1, 7, true);
    const points = sweep(document, 'top', { eventId: 'b' }, values)!;
    expect(points.map(({ value }) => value)).toEqual(values);
    for (const { value, probability } of points) expect(probability).toBeCloseTo(topOf({ ...document, nodes: document.nodes.map((node) => (node.id === 'b' ? event('b', value) : node)) }).probability!, 12);
    expect(sweepValues(0, 1, 3, false)).toEqual([0, 0.5, 1]);
  });

  test('stops when it is told to', () => {
    expect(() => analyse(uncertain, {}, { signal: { aborted: true } })).toThrow(CancelledError);
    let asked = 0;
    expect(() => analyse(uncertain, { uncertainty: { samples: 100_000, seed: 1 } }, { signal: { get aborted() { return ++asked > 20; } } })).toThrow(CancelledError);
  });

  test('constants', () => {
    expect(topOf(treeOf([gate('top', 'or', ['a', 'h']), event('a', 0.5), event('h', '', { event: 'house', on: true })]))).toMatchObject({ probability: 1, cutSets: { count: 1n, list: [{ events: [] }] } });
    expect(topOf(treeOf([gate('top', 'and', ['a', 'h']), event('a', 0.5), event('h', '', { event: 'house', on: false })]))).toMatchObject({ probability: 0, cutSets: { count: 0n } });
    expect(topOf(treeOf([event('a', 0.25)]))).toMatchObject({ probability: 0.25, cutSets: { count: 1n } });
  });

  test('counts beyond 2^53 are exact', () => {
    // Forty pairs, one of each: 3^40 sets.
    const nodes = [gate('top', 'and', Array.from({ length: 40 }, (_, n) => `g${n}`)), ...Array.from({ length: 40 }, (_, n) => [gate(`g${n}`, 'or', [`a${n}`, `b${n}`, `c${n}`]), event(`a${n}`, 0.01), event(`b${n}`, 0.01), event(`c${n}`, 0.01)]).flat()];
    const top = topOf(treeOf(nodes));
    expect(top.cutSets.count).toBe(3n ** 40n);
    expect(top.importance[0]!.cutSets).toBe(3n ** 39n);
    expect(top.cutSets).toMatchObject({ byOrder: [{ order: 40, count: 3n ** 40n }], open: 3n ** 40n, more: true });
  });
});
