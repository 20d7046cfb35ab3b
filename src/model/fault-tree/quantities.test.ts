import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, commonCauseLevels, subsets } from './common-causes.ts';
import { quantitiesOf } from './quantities.ts';
import { UNOBSERVED, type CommonCauseGroup, type FaultEvent, type FaultTree, type FaultTreeDocument } from './document.ts';

const event = (name: string, probability: string, kind: FaultEvent['event'] = 'basic'): FaultEvent =>
  ({ kind: 'fault-node', id: name, treeId: 't', name, title: '', note: '', observed: UNOBSERVED, type: 'event', event: kind, probability, on: false });

function tree(events: Readonly<Record<string, string>>, more: Partial<FaultTree> & { readonly texts?: Readonly<Record<string, string>> } = {}): FaultTreeDocument {
  const { texts = {}, ...rest } = more;
  return {
    tree: { kind: 'fault-tree', id: 't', title: 'T', note: '', tops: [], per: '', commonCauses: [], createdAtNs: 0n, ...rest, parameters: Object.entries(texts).map(([name, expression]) => ({ name, expression, unit: '', title: '' })) },
    nodes: Object.entries(events).map(([name, probability]) => event(name, probability)),
  };
}

const group = (members: string[], model: CommonCauseGroup['model'], distribution: string, factors: string[]): CommonCauseGroup => ({ name: 'G', title: '', model, members, distribution, factors });
const said = (document: FaultTreeDocument): string[] => quantitiesOf(document).problems.map((problem) => problem.message);

describe('probabilities of events', () => {
  it('come from expressions, parameters and the mission time', () => {
    const { probabilities, problems, varies } = quantitiesOf(tree({ A: '0.5', B: 'exponential(lambda, mission-time)', C: '', D: 'half' }, { missionTimeHours: 100, texts: { half: 'lambda * 50', lambda: '0.01' } }));
    expect(problems).toEqual([]);
    expect(Object.fromEntries(probabilities)).toEqual({ A: 0.5, B: 1 - Math.exp(-1), D: 0.5 });
    expect(varies).toBe(false);
  });

  it('say what is wrong, once and at its place', () => {
    expect(said(tree({ A: '1 +', B: '1.5', C: 'nobody', D: 'exponential(1, mission-time)', E: 'a', F: 'b + 1', G: 'log(0)', H: 'empty' }, { texts: { a: 'b', b: 'c', c: 'a', empty: ' ', bad: '2 2' } }))).toEqual([
      'The parameter “empty” has no expression.',
      'The parameter “bad” cannot be read: An operator is missing before “2” (character 3).',
      'The parameter “a” is defined by itself: a → b → c → a.',
      'The probability of “A” cannot be read: A number, a name or “(” is missing at the end (character 4).',
      'The probability of “B” is 1.5, which is not between 0 and 1.',
      'The probability of “C” has no value: there is no parameter “nobody”.',
      'The probability of “G” has no value: the value is infinite.',
      'The tree has no mission time, which 1 of its expressions names.',
    ]);
  });

  it('follow chains of parameters of any length', () => {
    const texts = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`p${at}`, at === 19_999 ? '0.25' : `p${at + 1}`]));
    expect(quantitiesOf(tree({ A: 'p0' }, { texts })).probabilities.get('A')).toBe(0.25);
  });

  it('may be worked out for another mission time', () => {
    expect(quantitiesOf(tree({ A: 'mission-time / 10' }, { missionTimeHours: 5 }), { missionTimeHours: 2 }).probabilities.get('A')).toBe(0.2);
  });
});

describe('trials', () => {
  const uncertain = tree({ A: 'x', B: 'x', C: 'uniform-deviate(0, 1)', D: '0.5', E: '' }, { texts: { x: 'uniform-deviate(0, 1)' } });
  const ids = ['B', 'A', 'C', 'D', 'E', 'A'];

  it('draw a parameter once for all that name it, and are those of the seed', () => {
    const next = quantitiesOf(uncertain).sampleProbabilities(3, ids);
    const again = quantitiesOf(uncertain).sampleProbabilities(3, ids);
    const [first, second] = [next(), next()];
    expect([again(), again()]).toEqual([first, second]);
    expect(first[0]).toBe(first[1]);
    expect(first[5]).toBe(first[1]);
    expect(first[2]).not.toBe(first[1]);
    expect([first[3], first[4]]).toEqual([0.5, Number.NaN]);
    expect(second[0]).not.toBe(first[0]);
    expect(quantitiesOf(uncertain).sampleProbabilities(4, ids)()).not.toEqual(first);
  });

  it('stay probabilities', () => {
    const wide = tree({ A: 'normal-deviate(0.5, 5)', B: '1 / x', C: 'exponential(y, 1)' }, { texts: { x: 'uniform-deviate(1, 3)', y: 'normal-deviate(1, 9)' } });
    const next = quantitiesOf(wide).sampleProbabilities(1, ['A', 'B', 'C']);
    for (let i = 0; i < 500; i++) expect([...next()].every((p) => p >= 0 && p <= 1)).toBe(true);
  });

  it('take common causes apart anew', () => {
    const document = tree({ A: '', B: '' }, { commonCauses: [group(['A', 'B'], 'beta-factor', 'uniform-deviate(0, 0.5)', ['uniform-deviate(0, 0.2)'])] });
    const { commonCauseEvents, sampleProbabilities, probabilities, varies } = quantitiesOf(document);
    expect(varies).toBe(true);
    expect([...probabilities.values()]).toEqual([0.225, 0.225, 0.025, 0.25, 0.25]);
    const next = sampleProbabilities(1, commonCauseEvents.map((one) => one.id));
    for (let i = 0; i < 100; i++) {
      const [a, b, both] = next();
      expect(a).toBe(b);
      expect(both! / (both! + a!)).toSatisfy((beta: number) => beta >= 0 && beta <= 0.2);
    }
  });
});

describe('common causes', () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });

  it('of MGL: each letter is the probability that one more fails, given that so many have', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 8 }).chain((n) => fc.tuple(fc.constant(n), fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: n - 1, maxLength: n - 1 }))), ([n, letters]) => {
      const levels = commonCauseLevels('MGL', n, letters);
      // Of one member: P(it fails with k or more, itself included).
      const least = (k: number): number => levels.filter(({ size }) => size >= k).reduce((sum, { size, share }) => sum + [...subsets(n, size)].filter((set) => set.includes(0)).length * share, 0);
      expect(least(1)).toBeCloseTo(1, 9);
      letters.forEach((letter, at) => expect(least(at + 2) / least(at + 1)).toBeCloseTo(letter, 9));
    }));
  });

  it('of alpha factors: each is the share of failures of so many members among all', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 8 }).chain((n) => fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: n, maxLength: n })), (alphas) => {
      const n = alphas.length;
      const levels = commonCauseLevels('alpha-factor', n, alphas);
      const failures = levels.map(({ size, share }) => [...subsets(n, size)].length * share);
      const all = failures.reduce((a, b) => a + b, 0);
      const sum = alphas.reduce((a, b) => a + b, 0);
      alphas.forEach((alpha, at) => expect(failures[at]! / all).toBeCloseTo(alpha / sum, 9));
      expect(levels.reduce((total, { size, share }) => total + choose(n - 1, size - 1) * share, 0)).toBeCloseTo(1, 9);
    }));
  });

  it('of beta and phi: as their factors say', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 9 }), fraction, (n, beta) => {
      expect(commonCauseLevels('beta-factor', n, [beta])).toEqual([{ size: 1, share: 1 - beta }, { size: n, share: beta }]);
      expect(commonCauseLevels('phi-factor', n, [1 - beta, beta])).toEqual([{ size: 1, share: 1 - beta }, { size: 2, share: beta }]);
    }));
  });

  it('expand each member into the sets that it is in', () => {
    const { commonCauseEvents, expanded, probabilities } = quantitiesOf(tree({ A: '1 - 1', B: '', C: '' }, { commonCauses: [group(['A', 'B', 'C'], 'MGL', '0.1', ['0.2'])] }));
    expect(commonCauseEvents.map((one) => one.name)).toEqual(['[A]', '[B]', '[C]', '[A B]', '[A C]', '[B C]']);
    expect(expanded.get('A')!.map((id) => commonCauseEvents.find((one) => one.id === id)!.name)).toEqual(['[A]', '[A B]', '[A C]']);
    expect(probabilities.get(expanded.get('A')![0]!)).toBeCloseTo(0.08, 12);
    expect(probabilities.get(expanded.get('A')![1]!)).toBeCloseTo(0.01, 12);
    expect(probabilities.get('A')).toBe(0.1);
  });

  it.each([
    [group(['A'], 'MGL', '0.1', ['0.1']), 'The common-cause group “G” has fewer than two members.'],
    [group(['A', 'B'], 'MGL', '', ['0.1']), 'The common-cause group “G” has no distribution: its members count as independent.'],
    [group(['A', 'B'], 'MGL', '0.1', []), 'The common-cause group “G” has no factors: its members count as independent.'],
    [group(['A', 'B'], 'MGL', '0.1', ['0.1', '0.1']), 'The common-cause group “G” has 2 factors, where its model and 2 members take 1: its members count as independent.'],
    [group(['A', 'B'], 'phi-factor', '0.1', ['0.5', '0.4']), 'The factors of the common-cause group “G” add up to 0.9, where phi factors add up to 1: its members count as independent.'],
    [group(['A', 'nobody', 'B'], 'beta-factor', '0.1', ['0.5']), 'The common-cause group “G” has a member that is no event, which is left out.'],
    [group(['A', 'B'], 'beta-factor', '2', ['0.5']), 'The distribution of the common-cause group “G” is 2, which is not between 0 and 1.'],
    [group(['A', 'B'], 'beta-factor', '0.1', ['x']), 'Factor 1 of the common-cause group “G” has no value: there is no parameter “x”.'],
  ])('that are not finished are said (%#)', (one, message) => {
    expect(said(tree({ A: '', B: '' }, { commonCauses: [one] }))).toEqual([message]);
  });

  it('of too many sets are not taken apart', () => {
    const names = Array.from({ length: 60 }, (_, at) => `E${at}`);
    const { problems, expanded, probabilities } = quantitiesOf(tree(Object.fromEntries(names.map((name) => [name, ''])), { commonCauses: [group(names, 'alpha-factor', '0.1', names.map(() => '0.1'))] }));
    expect(problems[0]!.message).toMatch(/too many to take apart/);
    expect(expanded.size).toBe(0);
    expect(probabilities.get('E7')).toBe(0.1);
  });
});
