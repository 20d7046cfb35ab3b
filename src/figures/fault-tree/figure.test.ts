import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFaultTree } from '../../engine/fault-tree-files/read.ts';
import { separateLabels } from '../../engine/report/pdf/figure-labels.ts';
import { UNOBSERVED, type FaultEvent, type FaultGate, type FaultNode, type FaultTreeDocument, type ObservedState } from '../../model/fault-tree/document.ts';
import type { FaultTreeAnalysis } from '../../model/fault-tree/result.ts';
import { REAL_EVIDENCE } from '../../../test/support/real-evidence.ts';
import { A3_LANDSCAPE, A4_LANDSCAPE, faultTreeFigure, faultTreeFigures, faultTreeSheets } from './figure.ts';
import { foldedBelow, outlineFaultTree, overviewFolds } from './pages.ts';
import { FAULT_TREE_MONOCHROME, FAULT_TREE_SCREEN } from './palette.ts';
import { SYMBOLS } from './symbols.ts';

const common = { kind: 'fault-node', treeId: 'tree', note: '' } as const;
const observed = (state: ObservedState): FaultNode['observed'] => ({ ...UNOBSERVED, state });
const gate = (id: string, title: string, inputs: string[], more: Partial<FaultGate> = {}): FaultGate => ({
  ...common, id, name: id, title, observed: UNOBSERVED, type: 'gate', gate: 'or', inputs: inputs.map((input) => ({ id: input, complement: false })), ownPage: false, ...more,
});
const event = (id: string, title: string, state: ObservedState, probability: string, more: Partial<FaultEvent> = {}): FaultEvent => ({
  ...common, id, name: id, title, observed: observed(state), type: 'event', event: 'basic', probability, on: false, ...more,
});
const documentOf = (nodes: readonly FaultNode[], tops: readonly string[]): FaultTreeDocument => ({
  tree: { kind: 'fault-tree', id: 'tree', title: 'Orders fail', note: '', tops: [...tops], per: 'per deploy', parameters: [], commonCauses: [], createdAtNs: 0n }, nodes,
});

const SMALL = documentOf([
  gate('TOP', 'Orders fail', ['G1', 'E3']), gate('G1', 'Pool <empty> & "held"', ['E1', 'E2', 'E1'], { gate: 'atleast', min: 2 }),
  event('E1', 'Client is never closed', 'happened', '0.02'), event('E2', 'No alert', 'unknown', '1e-6', { event: 'undeveloped' }), event('E3', 'Provider down', 'did-not-happen', 'lambda', { event: 'house', on: false }),
], ['TOP']);

const ANALYSIS: FaultTreeAnalysis = {
  tops: [{
    id: 'TOP', probability: 0.000_182, method: 'exact', withoutProbability: [], coherent: true, importance: [], checks: [], approximations: [],
    cutSets: { count: 2n, byOrder: [], truncated: [], more: false, evidenced: 1n, excluded: 1n, open: 0n, list: [{ events: [{ id: 'E1', complement: false }], probability: 0.02, state: 'evidenced', undecided: [] }] },
  }],
  probabilities: [{ id: 'E1', probability: 0.0234 }, { id: 'E2', probability: 1e-6 }], commonCauseEvents: [], problems: [], seconds: 0,
};

const textsOf = (svg: string): string[] => separateLabels(svg).labels.map((label) => label.runs.map((run) => run.text).join(''));

describe('a page of a fault tree', () => {
  test('stands in the golden file', async () => {
    await expect(faultTreeFigure(SMALL, { analysis: ANALYSIS }).svg.replaceAll('><', '>\n<')).toMatchFileSnapshot('fixtures/small-fault-tree.svg');
  });

  test('says in words what it shows', () => {
    const { alt, svg } = faultTreeFigure(SMALL, { analysis: ANALYSIS });
    expect(alt).toBe('Fault tree Orders fail: TOP, Orders fail, from 2 gates and 3 events. Probability 1.82×10⁻⁴. 1 event happened, 1 event did not happen, 1 event unknown.');
    expect(svg).toContain('role="img"');
    expect(svg).toContain('\n    E2, No alert: undeveloped event, unknown');
    expect(svg).not.toContain('<empty>');
  });

  test('words, names, probabilities and the legend are text', () => {
    const texts = textsOf(faultTreeFigure(SMALL, { analysis: ANALYSIS }).svg);
    for (const text of ['Orders fail', '1.82×10⁻⁴ per deploy', '≥2', 'E1', '0.0234', '1×10⁻⁶', 'off', 'happened 1', 'did not happen 1', 'unknown 1', 'Evidenced: E1  0.02', '2×']) expect(texts).toContain(text);
  });

  test('what happened is told by marks and dashes, not by colour alone', () => {
    const { svg } = faultTreeFigure(SMALL, { palette: FAULT_TREE_MONOCHROME });
    const mark = (id: string): string => new RegExp(`<title>${id},.*?</g></g>|<title>${id},.*?</g>(?=<g>)`).exec(svg)?.[0] ?? '';
    expect(svg.match(/l2\.4 2\.6l4\.2 -5/g)?.length).toBeGreaterThanOrEqual(3);
    expect(mark('E2')).toContain('>?<');
    expect(mark('E2')).toContain('stroke-dasharray="4 3"');
    expect(svg).toContain('stroke-dasharray="3 3"');
  });

  test('without anything observed there are neither marks nor a legend of them; the screen gets tokens', () => {
    const plain = documentOf(SMALL.nodes.map((node) => ({ ...node, observed: UNOBSERVED })), ['TOP']);
    const { svg } = faultTreeFigure(plain, { palette: FAULT_TREE_SCREEN });
    expect(textsOf(svg).some((text) => /happen|unknown|\?/.test(text))).toBe(false);
    expect(svg).not.toMatch(/#[0-9a-f]{6}/);
  });

  test('a folded gate says how much is behind it', () => {
    const { svg } = faultTreeFigure(SMALL, { folded: foldedBelow(outlineFaultTree(SMALL), 'TOP', 2) });
    expect(textsOf(svg)).toContain('+3');
    expect(textsOf(svg)).not.toContain('E2');
  });

  test('an overview of a large tree has about as many symbols as it is asked for, and opens row by row', () => {
    const deep = documentOf([...Array.from({ length: 63 }, (_, i) => gate(`G${i}`, '', i < 31 ? [`G${2 * i + 1}`, `G${2 * i + 2}`] : ['E'])), event('E', '', 'unknown', '')], ['G0']);
    const outline = outlineFaultTree(deep);
    expect(overviewFolds(outline, 'G0', 200).size).toBe(0);
    const folded = overviewFolds(outline, 'G0', 20);
    expect([...folded].toSorted()).toEqual(Array.from({ length: 56 }, (_, i) => `G${i + 7}`).toSorted());
    expect(textsOf(faultTreeFigure(deep, { folded }).svg).filter((text) => text === '+8')).toHaveLength(0);
    expect(textsOf(faultTreeFigure(deep, { folded }).svg).filter((text) => text === '+10')).toHaveLength(8);
    expect(overviewFolds(outline, 'G0', 1)).toEqual(foldedBelow(outline, 'G0', 3));
  });

  test('a tree without a top, with a loop, with an input that is not there', () => {
    expect(faultTreeFigure(documentOf([], [])).alt).toBe('Fault tree Orders fail: no top event.');
    const { svg } = faultTreeFigure(documentOf([gate('A', '', ['B', 'gone']), gate('B', '', ['A'])], ['A']));
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['loop', 'gone', '?']));
  });

  test('the same twice, whatever the words', () => {
    const hostile = fc.string({ unit: fc.constantFrom('a', ' ', '<', '&', '"', '\u0000', '\u202e', '\ud800', 'e\u0301', '日', '\n', '😀', ']]>'), maxLength: 80 });
    fc.assert(fc.property(hostile, hostile, (title, note) => {
      const document = documentOf([gate('A', title, ['E']), event('E', note, 'happened', note)], ['A']);
      const figure = faultTreeFigure(document);
      expect(faultTreeFigure(structuredClone(document))).toEqual(figure);
      expect(separateLabels(figure.svg).shapes).not.toContain('<text');
    }));
  });
});

describe('sheets', () => {
  const wide = documentOf([
    gate('TOP', '', Array.from({ length: 8 }, (_, i) => `G${i}`)),
    ...Array.from({ length: 8 }, (_, i) => gate(`G${i}`, '', Array.from({ length: 12 }, (_, j) => `E${i}_${j}`))),
    ...Array.from({ length: 96 }, (_, n) => event(`E${Math.floor(n / 12)}_${n % 12}`, '', 'unknown', '')),
  ], ['TOP']);

  test('a tree that is too wide goes over pages that can be read; a transfer leads to each', () => {
    const pages = faultTreeFigures(wide, { paper: A4_LANDSCAPE });
    expect(pages.length).toBeGreaterThan(2);
    for (const { scale, svg, widthPx, heightPx } of pages) {
      expect(scale).toBeGreaterThan(0.6);
      expect(widthPx / heightPx).toBeCloseTo(297 / 210, 5);
      expect(svg).toContain('width="297mm" height="210mm"');
    }
    expect(textsOf(pages[0]!.svg)).toEqual(expect.arrayContaining(pages.slice(1).map((page) => `page ${page.page!.number}`)));
    expect(faultTreeFigures(wide, { paper: A3_LANDSCAPE }).length).toBeLessThan(pages.length);
    expect(faultTreeFigures(wide)).toHaveLength(1);
  });

  test('more events than a row holds stand in columns, so that the sheet stays as large as can be read', () => {
    const many = documentOf([gate('TOP', '', Array.from({ length: 150 }, (_, i) => `E${i}`)), ...Array.from({ length: 150 }, (_, i) => event(`E${i}`, '', 'unknown', ''))], ['TOP']);
    const [sheet, ...more] = faultTreeFigures(many, { paper: A4_LANDSCAPE });
    expect(more).toEqual([]);
    expect(sheet!.scale).toBeGreaterThan(0.6);
    expect(textsOf(sheet!.svg).filter((text) => /^E\d+$/.test(text))).toHaveLength(150);
  });

  test('A4, or A3 when that would be many sheets', () => {
    expect(faultTreeSheets(SMALL).paper).toEqual(A4_LANDSCAPE);
    expect(faultTreeSheets(wide).paper).toEqual(A3_LANDSCAPE);
  });

  const baobab = `${REAL_EVIDENCE}/10-fault-trees/Aralia/baobab1.xml`;
  test.skipIf(!existsSync(baobab))('baobab1 of the Aralia benchmarks takes a handful of A3 sheets (needs the shared data)', () => {
    const [document] = readFaultTree(readFileSync(baobab), 'baobab1.xml').documents;
    const pages = faultTreeFigures(document!, { paper: A3_LANDSCAPE });
    expect(pages.length).toBeLessThan(6);
    for (const { scale } of pages) expect(scale).toBeGreaterThan(0.65);
  });
});

test('symbols: each outline begins at the top, is as wide as it says, and has its words inside', () => {
  for (const [kind, shape] of Object.entries(SYMBOLS)) {
    expect(shape.textPx, kind).toBeLessThanOrEqual(shape.widthPx);
    expect(shape.textY, kind).toBeLessThanOrEqual(shape.heightPx);
    expect(shape.outletY, kind).toBeGreaterThan(shape.heightPx / 2);
    expect(shape.inletY === 0 || shape.bubble !== undefined || kind === 'conditioning', kind).toBe(true);
  }
});
