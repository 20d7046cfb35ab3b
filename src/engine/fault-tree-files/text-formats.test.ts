import { describe, expect, it } from 'vitest';
import { outlineOf } from './outline.testing.ts';
import { readFaultTree } from './read.ts';

const read = (text: string, beside?: Record<string, string>): { kind: string; trees: string[][]; problems: string[] } => {
  const { documents, problems, kind } = readFaultTree(new TextEncoder().encode(text), 'model.txt', (name) => (beside?.[name] === undefined ? undefined : new TextEncoder().encode(beside[name])));
  return { kind, trees: documents.map(outlineOf), problems: problems.map(({ line, column, message, fatal }) => `${line ?? '?'}:${column ?? '?'} ${fatal ? 'FATAL ' : ''}${message}`) };
};

describe('Galileo', () => {
  it('static gates and laws of events', () => {
    expect(read(`toplevel "System";
/* two trains */ "System" or "A" B "V"; // rest
"A" and "x" "y"; B pand "x" "z"; "V" 2of3 "x" "y" "z"; "U" vot 1 "x" "y";
param rate=0.5;
"x" lambda=1e-3; "y" prob=0.25; "z" lambda=rate repair=0.1; "w" rate=0.5 shape=2;
"p" lambda=0.1 phases=2; "q";`)).toEqual({
      kind: 'galileo',
      trees: [[
        'System: System', 'System or A B V', 'A and x y', 'B pand x z', 'V atleast 2 x y z', 'x basic exponential(0.001, mission-time)', 'y basic 0.25', 'z basic GLM(0, rate, 0.1, mission-time)', 'U atleast 1 x y',
        'w basic Weibull(1 / 0.5, 2, 0, mission-time)', 'p basic 1 - exp(-(0.1 * mission-time)) * (1 + 0.1 * mission-time)', 'q basic', 'rate = 0.5',
      ]],
      problems: ['?:? The format has no mission time. Set it on the tree: rates need it.'],
    });
  });

  it('dynamic gates without order and time, said each', () => {
    expect(read(`toplevel "S"; "S" and "A" "B" "C";
"A" wsp "P" "Q"; "B" seq "x" "y"; "C" or "x" "y";
"F" fdep "T" "x"; "D" pdep=0.3 "T" "y"; "M" mutex "x" "y";
"P" prob=0.1; "Q" prob=0.1 dorm=0.5; "x" prob=0.1; "y" prob=0.1; "T" prob=0.1;`)).toEqual({
      kind: 'galileo',
      trees: [[
        'S: S', 'S and A B C', 'A and P Q', 'B and x-1 y-1', 'C or x-1 y-1', 'P basic 0.1', 'Q basic 0.1', 'x basic 0.1', 'y basic 0.1', 'T basic 0.1', 'D-spreads conditioning 0.3', 'D inhibit T D-spreads', 'x-1 or x T', 'y-1 or y D',
      ]],
      problems: [
        '2:5 “A” is a dynamic gate (wsp) and read as AND: that spares fail more rarely while they wait is not considered.',
        '2:22 “B” is a dynamic gate (seq) and read as AND: that its inputs can fail in their order alone is not considered.',
        '3:5 “F” is a dynamic gate (fdep) and read statically: what depends on “T” fails by itself or with it.',
        '3:23 “D” is a dynamic gate (pdep) and read statically: what depends on “T” fails by itself or with it.',
        '3:45 “M” (mutex) is left out: that its events exclude one another is not considered.',
        '4:15 “Q”: dorm is not considered: how much more rarely the event happens while it is a waiting spare has no meaning in a static tree.',
      ],
    });
  });

  it('what cannot be read costs its statement', () => {
    const { trees, problems } = read('toplevel A;\nA or B C;\nB frob C D;\nC prob=maybe*;\n= ;\nD or A');
    expect(trees[0]![0]).toBe('A: A');
    expect(problems.map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual(['3:3 FATAL', '4:13 FATAL', '5:1 FATAL', '2:1 “B”']);
  });
});

describe('Aralia', () => {
  it('formulas with and without semicolons, probabilities, states', () => {
    expect(read(`Example
g1 := g2 & -g3 /* c */
g2 := @(2, [a, b, (c | d)])
g3 := -(a & e-1) ;
g4 := (a ^ b) => #(1, 2, [c, d, e.1]);
g5 = ~a
p a = 0.1
p(b) = 2e-3;
s h = true;`)).toEqual({
      kind: 'aralia',
      trees: [[
        'Example: g1 g4 g5', 'g1 and g2 !g3', 'g2 atleast 2 a b g2-1', 'g3 nand a e-1', 'a basic 0.1', 'b basic 0.002', 'c basic', 'd basic', 'g2-1 or c d', 'e-1 basic', 'g4 imply g4-1 g4-2', 'e.1 basic', 'g4-1 xor a b', 'g4-2 cardinality 1-2 c d e.1', 'g5 not a', 'h house true',
      ]],
      problems: [],
    });
  });

  it('what cannot be read costs its statement', () => {
    const { problems, trees } = read('g := (a | b;\nh := a & ;\nk := a | b;\np a = lots;\nk := c;\np k = 0.1;');
    expect(trees[0]).toContain('k or a b');
    expect(problems).toEqual([
      '1:12 FATAL “)” is expected before “;”.', '2:10 FATAL A name is expected before “;”.', '4:7 FATAL The probability of “a” is no number.', '5:1 FATAL “k” is defined more than once. The first definition stands.',
      '?:? FATAL “k” is a gate and has a probability or a state, which is left out.',
    ]);
  });
});

describe('OpenFTA', () => {
  const TREE = 'lift.ped\nS NULL 0\n9 Two\nlines\nM Top 1 \n10 Door fails\nO OR1 3 \nM NULL 1 \n11 Motor fails\nB DM_1 0 \nM NULL 1 \n0\nA NULL 2 \nB DM_1 0 \nC C1 0 \nI other.fta 0 \n';
  it('a tree with its boxes, and the database of its events', () => {
    const { kind, trees, problems } = read(TREE, { 'lift.ped': 'DM_1;;B\0;Door motor fails;1.000000e-06;\0;\nC1;;C\0;Lift moves;5.000000e-01;L;\n' });
    expect(kind).toBe('openfta');
    expect(trees).toEqual([['model: Top', 'Top or DM_1 G1 other.fta "Door fails"', 'DM_1 basic 0.000001 "Door motor fails"', 'G1 and DM_1 C1', 'other.fta undeveloped', 'C1 conditioning exponential(0.5, mission-time) "Lift moves"']]);
    expect(problems).toEqual(['16:1 “other.fta” is a tree in a file of its own, which is not read: it stands here as an undeveloped event.']);
    expect(read(TREE).problems[0]).toBe('1:1 Probabilities and descriptions of events stand in “lift.ped”, which is not read.');
  });

  it('a database alone, and a tree cut short', () => {
    expect(read('T1;;U\0;Timer;2.000000e-002;\0;\nK;;E\0;Key;1.0e+00;\0;\n').trees).toEqual([['model: ', 'T1 undeveloped 0.02 "Timer"', 'K house true "Key"']]);
    expect(read(TREE.slice(0, 60)).problems.at(-1)).toMatch(/FATAL/);
  });
});

describe('long hostile texts', () => {
  // Each took minutes while something in its reader looked through the rest of the text at every step.
  it.each([
    ['one line of operators', `g := ${'a -'.repeat(300_000)}`], ['one line of definitions', 'a='.repeat(300_000)], ['brackets', `g := ${'('.repeat(500_000)}`], ['a comment that does not end', 'g := a /*'.repeat(100_000)],
    ['quotes', `toplevel "a;${'"'.repeat(500_000)}`], ['a long name', `toplevel "${'-'.repeat(1_000_000)}x";`], ['dots', `g := ${'a.'.repeat(300_000)}`], ['half a database', 'a;;B;x\n'.repeat(100_000)],
    ['tags that do not end', `<opsa-mef>${'<a '.repeat(300_000)}`], ['text', 'a '.repeat(500_000)],
  ])('%s', (_name, text) => {
    expect(read(text).problems.length).toBeGreaterThan(0);
  });
});
