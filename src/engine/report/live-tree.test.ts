import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { onPath } from '../../../test/support/machine.ts';
import { UNOBSERVED, type FaultNode } from '../../model/fault-tree/document.ts';
import type { LiveBlock } from '../../model/live-block.ts';
import { analyse } from '../analyse/fault-tree/analyse.ts';
import { references } from './fixtures/sample.ts';
import { workInput } from './fixtures/work.ts';
import type { ReportFormat } from './job.ts';
import { buildReport, type ReportInput, type ReportOptions } from './model.ts';
import { renderReport } from './render.ts';

const FONTS = fileURLToPath(new URL('../../../resources/fonts', import.meta.url));
const read = (name: string): Uint8Array => readFileSync(join(FONTS, name));
const fonts = { text: read('TephraText-Regular.ttf'), bold: read('TephraText-Bold.ttf'), mono: read('TephraMono-Regular.ttf') };
const dir = mkdtempSync(join(tmpdir(), 'tephra-tree-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const common = { kind: 'fault-node', treeId: 't', note: '', observed: UNOBSERVED } as const;
const event = (name: string, title: string, more: { readonly observed?: FaultNode['observed'] } = {}): FaultNode => ({ ...common, id: name, name, title, type: 'event', event: 'basic', probability: '0.02', on: false, ...more });
const gate = (name: string, title: string, inputs: string[]): FaultNode => ({ ...common, id: name, name, title, type: 'gate', gate: 'or', inputs: inputs.map((id) => ({ id, complement: false })), ownPage: false });
const nodes: FaultNode[] = [
  gate('TOP', 'Orders fail', ['G1', 'E3']), gate('G1', 'The pool is empty', ['E1', 'E2']),
  event('E1', 'Ada Byron’s query never ends', { observed: { ...UNOBSERVED, state: 'happened', evidence: [references[1]!] } }), event('E2', 'No alert'), event('E3', 'The network was down', { observed: { ...UNOBSERVED, state: 'did-not-happen' } }),
];
const tree = { kind: 'fault-tree', id: 't', title: 'Checkout cannot place orders', note: '', tops: ['TOP'], per: 'per deploy', parameters: [], commonCauses: [], createdAtNs: 0n } as const;
const block: LiveBlock = { kind: 'tree', tree: { ...tree, tops: ['TOP'], parameters: [], commonCauses: [] }, nodes };

const inputOf = (blocks: readonly LiveBlock[], options: Partial<ReportOptions> = {}): ReportInput => workInput({ postmortem: { text: '## Tree\n\nWhat it takes.\n\n```tephra tree\n```\n', revision: 3 }, blocks: [...blocks], options: { audience: 'internal', roles: false, mask: false, ...options } });
const bytesOf = (format: ReportFormat, input: ReportInput): Uint8Array => renderReport({ format, standard: 'a-2a', input, fontsDir: FONTS, fonts }).bytes;
const textOf = (format: ReportFormat, input: ReportInput): string => new TextDecoder().decode(bytesOf(format, input));

describe('a fault tree in a report', () => {
  test('is a drawing whose evidence is in the appendix; in words its events are a table', () => {
    const report = buildReport(inputOf([block]));
    expect(report.body.filter((one) => one.kind === 'figure').map((one) => one.figure.kind)).toEqual(['fault-tree']);
    expect(report.evidence.some(({ occurrences, sha256 }) => occurrences > 0 && references[1]!.sha256.startsWith(sha256.slice(0, 8)))).toBe(true);
    const markdown = textOf('md', inputOf([block]));
    expect(markdown).toMatch(/E1, Ada Byron’s query never ends\s*\| happened\s*\| +0\.02/);
    expect(markdown).toMatch(/E3, The network was down\s*\| did not happen/);
  });

  test('HTML draws it in the theme’s colours, every one of them a colour of the theme', () => {
    const html = textOf('html', inputOf([block]));
    expect(html.includes('>The pool is empty<')).toBe(true);
    const named = new Set([...html.matchAll(/var\((--[a-z0-9-]+)\)/g)].map((m) => m[1]!));
    expect([...named].filter((name) => !html.includes(`${name}:`))).toEqual([]);
  });

  test('a large tree goes over several drawings that can be read', () => {
    const wide: FaultNode[] = [gate('TOP', 'Top', ['A', 'B', 'C']), ...['A', 'B', 'C'].flatMap((name) => [gate(name, `Gate ${name}`, Array.from({ length: 7 }, (_, i) => `${name}${i}`)), ...Array.from({ length: 7 }, (_, i) => event(`${name}${i}`, 'Some event of many'))])];
    const report = buildReport(inputOf([{ ...block, nodes: wide }]));
    const figures = report.body.filter((one) => one.kind === 'figure');
    expect(figures.length).toBeGreaterThan(1);
    expect(figures.map((one) => one.caption[0])).toEqual(figures.map((_, i) => ({ kind: 'text', text: `Fault tree, page ${i + 1} of ${figures.length}` })));
    const overview = buildReport(inputOf([{ ...block, nodes: wide, depth: 1 }])).body.filter((one) => one.kind === 'figure');
    expect(overview).toHaveLength(1);
  });

  test('a PDF has its words', () => {
    const path = join(dir, 'tree.pdf');
    writeFileSync(path, bytesOf('pdf', inputOf([block])));
    if (!onPath('pdftotext')) return expect.soft(true, 'pdftotext is not here').toBe(true);
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');
    for (const words of ['Checkout cannot place orders', '≥1', 'did not happen 1', 'No alert']) expect(text).toContain(words);
    return undefined;
  });

  test('cut sets and importance are tables, in every output', () => {
    const { tops, commonCauseEvents } = analyse({ tree: block.tree, nodes });
    const numbers = { tops: tops.map((top) => ({ id: top.id, probability: top.probability, method: top.method, coherent: top.coherent, count: top.cutSets.count, more: false, notes: [], sets: top.cutSets.list, importance: top.importance })), commonCauses: commonCauseEvents };
    const numbered = inputOf([{ ...block, show: ['tree', 'cut-sets', 'importance'], numbers }]);
    const kinds = buildReport(numbered).body.filter((one) => one.kind === 'figure' || one.kind === 'table').map((one) => one.kind);
    expect(kinds.slice(0, 3)).toEqual(['figure', 'table', 'table']);
    for (const format of ['md', 'html'] as const) {
      const text = textOf(format, numbered);
      for (const words of ['3 minimal cut sets; probability 0.0588', 'E1, Ada Byron’s query never ends', 'excluded', 'Which events matter', 'Fussell–Vesely']) expect(text, `${format}: ${words}`).toContain(words);
    }
    expect(textOf('html', numbered).includes('>0.0588 per deploy<'), 'the drawing has the number of its top event').toBe(true);
    expect(textOf('html', numbered).includes('>Evidenced: E1  0.02<'), 'and the set that happened').toBe(true);
    const alone = buildReport(inputOf([{ ...block, show: ['cut-sets'], numbers }])).body.filter((one) => one.kind === 'figure' || one.kind === 'table');
    expect(alone.map((one) => one.kind)).toEqual(['table']);
  });

  test('outside it is not shown, names are roles where asked, and no top is said', () => {
    expect(textOf('md', inputOf([block], { audience: 'external' }))).toContain('A fault tree stands here in the internal version.');
    expect(textOf('html', inputOf([block], { roles: true }))).not.toContain('Ada Byron');
    const [said] = buildReport(inputOf([{ ...block, tree: { ...block.tree, tops: [] }, nodes: [] }])).body.filter((one) => one.kind === 'problem');
    expect(said).toEqual({ kind: 'problem', text: 'The fault tree “Checkout cannot place orders” has no top event yet.' });
  });
});
