import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { A4_LANDSCAPE, faultTreeFigures } from '../../../figures/fault-tree/figure.ts';
import { UNOBSERVED, type FaultNode, type FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { renderSheets } from './sheets.ts';

const FONTS = new URL('../../../../resources/fonts', import.meta.url).pathname;
const dir = mkdtempSync(join(tmpdir(), 'tephra-sheets-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const common = { kind: 'fault-node', treeId: 't', note: '' } as const;
const nodes: FaultNode[] = [
  { ...common, id: 'g', name: 'TOP', title: 'Orders “fail” \\ #[x] 注文', observed: UNOBSERVED, type: 'gate', gate: 'or', inputs: [{ id: 'h', complement: false }, { id: 'e', complement: true }], ownPage: false },
  { ...common, id: 'h', name: 'G1', title: 'Pool is empty', observed: UNOBSERVED, type: 'gate', gate: 'and', inputs: [{ id: 'e', complement: false }], ownPage: true },
  { ...common, id: 'e', name: 'E1', title: 'A client is never closed \u{1f1e9} \u202e', observed: { ...UNOBSERVED, state: 'happened' }, type: 'event', event: 'basic', probability: '0.00002', on: false },
];
const document: FaultTreeDocument = { tree: { kind: 'fault-tree', id: 't', title: 'Orders fail', note: '', tops: ['g'], per: '', parameters: [], commonCauses: [], createdAtNs: 0n }, nodes };

test('each drawing is a page of its size, its words can be searched, and it is the same twice', () => {
  const sheets = faultTreeFigures(document, { paper: A4_LANDSCAPE }).map((figure) => ({ figure, widthMm: A4_LANDSCAPE.widthMm }));
  const pdf = renderSheets('Fault tree: Orders fail', sheets, 1_760_000_000_000_000_000n, FONTS);
  expect(renderSheets('Fault tree: Orders fail', sheets, 1_760_000_000_000_000_000n, FONTS)).toEqual(pdf);
  const path = join(dir, 'tree.pdf');
  writeFileSync(path, pdf);
  const info = execFileSync('pdfinfo', [path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  expect(info).toMatch(/Pages:\s+2/);
  expect(info).toMatch(/Page size:\s+841\.89 x 595\.2[0-9]* pts \(A4\)/);
  expect(info).toMatch(/Tagged:\s+yes/);
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  for (const words of ['Pool is empty', '注文', '2×10⁻⁵', 'happened 1', 'page 2', '\\u{202e}']) expect(text).toContain(words);
});
