import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Locator } from '../../model/evidence.ts';
import { api } from '../../protocol/api.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

const PNG = fileURLToPath(new URL('../../formats/image/fixtures/png-text/input.png', import.meta.url));

test('a region of an image is cited, resolved as words, printed in the report; one outside of it is refused', async () => {
  const root = temporaryFolder();
  copyFileSync(PNG, join(root, 'chart.png'));
  writeFileSync(join(root, 'notes.txt'), 'one\ntwo\n');
  const { client: open, errors } = testEngine();
  const client = open();
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'chart.png'), join(root, 'notes.txt')] }));
  const [chart, notes] = unwrap(await client.call(api.listEvidence, {}));
  expect(chart).toMatchObject({ kind: 'image', records: 1, status: 'understood' });

  const region = (x: number, y: number, width: number, height: number): Locator => ({ kind: 'region', x, y, width, height });
  const cite = (sha256: string, locator: Locator): ReturnType<typeof client.call<typeof api.doCommand>> => client.call(api.doCommand, {
    command: { name: 'batch', input: { label: 'Cite', commands: [{ name: 'evidence.cite', input: { reference: { sha256, locator, excerpt: '', addedBy: 'ada', addedAtNs: 1n } } }] } },
  });
  unwrap(await cite(chart!.sha256, region(10, 5, 30, 20)));
  expect(await cite(chart!.sha256, region(11, 5, 30, 20))).toMatchObject({ ok: false, failure: { code: 'evidence/not-found', message: expect.stringContaining('40×25') } });
  expect(await cite(notes!.sha256, region(0, 0, 1, 1))).toMatchObject({ ok: false, failure: { message: expect.stringContaining('no image') } });

  const prefix = chart!.sha256.slice(0, 8);
  const [inside, outside, whole] = unwrap(await client.call(api.resolveCitations, {
    citations: [{ hashPrefix: prefix, locator: region(10, 5, 30, 20) }, { hashPrefix: prefix, locator: region(0, 0, 41, 1) }, { hashPrefix: prefix, locator: { kind: 'artifact' } }],
  }));
  expect(inside).toMatchObject({ state: 'found', text: 'Region 30×20 at 10,5 of chart.png' });
  expect(outside).toMatchObject({ state: 'outside-artifact' });
  expect(whole).toMatchObject({ state: 'found', text: 'Image of 40×25 pixels, chart.png' });

  const { text, revision } = unwrap(await client.call(api.getPostmortem, {}));
  unwrap(await client.call(api.doCommand, { command: { name: 'postmortem.edit', input: { baseRevision: revision, edits: [{ offset: text.length, deleted: '', inserted: `\nSeen here [@${prefix}:xywh=10,5,30,20].\n` }] } } }));
  const markdown = new TextDecoder().decode(unwrap(await client.call(api.renderReport, { format: 'md' })).bytes);
  expect(markdown).toContain('Region 30×20 at 10,5 of chart.png');
  expect(errors).toEqual([]);
});
