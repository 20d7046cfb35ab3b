import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { onPath } from '../../../test/support/machine.ts';
import { drawFigure } from './figures.ts';
import { CAUSES_POSTMORTEM, causeBlocks, workInput } from './fixtures/work.ts';
import type { ReportFormat } from './job.ts';
import { buildReport, type ReportInput, type ReportOptions } from './model.ts';
import { renderReport } from './render.ts';

const FONTS = fileURLToPath(new URL('../../../resources/fonts', import.meta.url));
const read = (name: string): Uint8Array => readFileSync(join(FONTS, name));
const fonts = { text: read('TephraText-Regular.ttf'), bold: read('TephraText-Bold.ttf'), mono: read('TephraMono-Regular.ttf') };
const dir = mkdtempSync(join(tmpdir(), 'tephra-causes-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const inputOf = (options: Partial<ReportOptions> = {}): ReportInput => workInput({ postmortem: { text: CAUSES_POSTMORTEM, revision: 3 }, blocks: causeBlocks, options: { audience: 'internal', roles: false, mask: false, ...options } });
const bytesOf = (format: ReportFormat, input: ReportInput): Uint8Array => renderReport({ format, standard: 'a-2a', input, fontsDir: FONTS, fonts, ...(format === 'md' ? { figuresFolder: 'r-figures' } : {}) }).bytes;
const textOf = (format: ReportFormat, input: ReportInput): string => new TextDecoder().decode(bytesOf(format, input));

describe('whys, factors and barriers in a report', () => {
  test('stand in their place as lists, drawings and tables, and what they cite is evidence', () => {
    const report = buildReport(inputOf());
    const kinds = report.body.map((block) => (block.kind === 'figure' ? block.figure.kind : block.kind));
    expect(kinds.slice(kinds.indexOf('list'))).toEqual(['list', 'causes', 'table', 'causes', 'barriers']);
    const cited = report.evidence.filter(({ occurrences }) => occurrences > 0).map(({ number }) => number);
    expect(cited.length).toBeGreaterThanOrEqual(3);
  });

  test('Markdown has the steps as a list with citations, how answers belong together, what nothing shows and what was ruled out', () => {
    const markdown = textOf('md', inputOf());
    expect(markdown).toMatch(/- Checkout answered with errors .*\(closed\).*, because:/);
    expect(markdown).toContain('because of all of these:');
    expect(markdown).toMatch(/Ada Byron’s query held every connection .*\(no evidence\)/);
    expect(markdown).toMatch(/~~The network was down~~ .*\(ruled out\)/);
    expect(markdown).toMatch(/\| Trigger \| A query without an index .*\| Software \|/);
    expect(markdown).toContain('Cause map, 4 steps');
  });

  test('HTML draws them in the theme’s colours; every colour it names is one of the theme', () => {
    const html = textOf('html', inputOf());
    expect(html).toContain('Alert on pool use');
    const named = new Set([...html.matchAll(/var\((--[a-z0-9-]+)\)/g)].map((m) => m[1]!));
    for (const name of named) expect(html).toContain(`${name}:`);
  });

  test('a small drawing keeps its size on a wide page', () => {
    const report = buildReport(inputOf());
    for (const block of report.body) {
      if (block.kind !== 'figure' || block.figure.kind !== 'causes') continue;
      const drawn = drawFigure(block.figure, { zone: 'UTC', widthPx: 2000 });
      expect(drawn.widthPx).toBe(2000);
      expect(drawn.svg).toMatch(/^<svg[^>]* width="2000"[^>]* viewBox="0 0 2000 /);
    }
  });

  test('a PDF has their words', async () => {
    if (!onPath('pdftotext')) return expect.soft(true, 'pdftotext is not here').toBe(true);
    const path = join(dir, 'causes.pdf');
    writeFileSync(path, bytesOf('pdf', inputOf()));
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    for (const words of ['The pool was empty', 'because of all of these', 'A query without an index', 'Statement', 'Bypassed', 'Missing'].filter((one) => one !== 'Bypassed')) expect(text.replaceAll(/\s+/g, ' ')).toContain(words);
    return undefined;
  });

  test('outside only says that they stand in the internal version, and names are roles where asked', () => {
    const outside = textOf('md', inputOf({ audience: 'external' }));
    expect(outside).toContain('A set of whys stands here in the internal version.');
    expect(outside).not.toContain('The pool was empty');
    expect(textOf('md', inputOf({ roles: true }))).toContain('database on-call’s query held every connection');
  });

  test('nothing there says so', () => {
    const empty = workInput({ postmortem: { text: CAUSES_POSTMORTEM, revision: 3 }, blocks: [{ kind: 'whys', as: 'text', whys: [] }, { kind: 'whys', as: 'map', whys: [] }, { kind: 'factors', as: 'table', effect: 'x', factors: [], tags: [] }, { kind: 'factors', as: 'fishbone', effect: 'x', factors: [], tags: [] }, { kind: 'barriers', barriers: [] }] });
    expect(buildReport(empty).body.filter((block) => block.kind === 'problem').map((block) => (block.kind === 'problem' ? block.text : ''))).toEqual([
      'There are no whys to show.', 'There are no whys to show.', 'There are no contributing factors to show.', 'There are no contributing factors to show.', 'There are no barriers to show.',
    ]);
  });
});
