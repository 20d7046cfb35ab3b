import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { parseLiveBlock } from '../../model/live-block-text.ts';
import { liveBlocksOf, parsePostmortem } from '../../model/postmortem.ts';
import { api } from '../../protocol/api.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { POSTMORTEM_TEMPLATE } from '../casefile/template.ts';
import { hasProse } from '../report/markdown-body.ts';
import { testEngine } from './engines.testing.ts';

const SHIPPED = fileURLToPath(new URL('../../../resources/templates', import.meta.url));

test('a new case starts from the template of the same name', () => {
  expect(readFileSync(join(SHIPPED, 'tephra.md'), 'utf8')).toBe(POSTMORTEM_TEMPLATE);
});

test('templates that ship say where their sections come from, ask instead of stating, and their blocks are understood', async () => {
  const client = testEngine().client();
  const list = unwrap(await client.call(api.listTemplates, {}));
  expect(list.map((t) => t.id)).toEqual(['tephra', 'google-sre', 'pagerduty', 'atlassian', 'etsy', 'incident-io', 'howie']);
  expect(readdirSync(SHIPPED).filter((file) => file !== 'README.md')).toHaveLength(list.length);
  for (const { id, title, sections, own } of list) {
    const { text } = unwrap(await client.call(api.getTemplate, { id }));
    expect([own, sections.length > 4, title === 'Untitled', /<!-- template:/.test(text)], id).toEqual([false, true, false, false]);
    if (id !== 'tephra') expect(text, id).toMatch(/^<!-- .*https:\/\//);
    const root = parsePostmortem(text);
    expect(hasProse(root), id).toBe(false);
    const blocks = liveBlocksOf(root);
    expect(blocks.map((b) => b.info), id).toEqual(expect.arrayContaining(['timeline', 'actions']));
    for (const block of blocks) unwrap(parseLiveBlock(block, { zone: 'UTC', nearNs: 0n }));
  }
});

test("one's own are kept as Markdown, replaced by title, removed, and nobody reaches another file through them", async () => {
  const appDataDir = temporaryFolder();
  const client = testEngine({ appDataDir }).client();
  const own = async (): Promise<string[]> => unwrap(await client.call(api.listTemplates, {})).filter((t) => t.own).map((t) => `${t.title}: ${t.sections.join(', ')}`);
  const { id } = unwrap(await client.call(api.saveTemplate, { title: ' Payments --> team\n', text: '# P\n\n## What hurt\n' }));
  expect(await own()).toEqual(['Payments   team: What hurt']);
  expect(unwrap(await client.call(api.saveTemplate, { title: 'Payments   team', text: '# P\n\n## Other\n' })).id).toBe(id);
  expect(await own()).toEqual(['Payments   team: Other']);
  expect(unwrap(await client.call(api.getTemplate, { id })).text).toBe('# P\n\n## Other\n');
  expect(readFileSync(join(appDataDir, 'templates', `${id}.md`), 'utf8')).toContain('## Other');
  writeFileSync(join(appDataDir, 'secret.md'), 'secret');
  for (const bad of ['../secret', 'own-../../secret', 'own-', 'tephra.md']) expect(await client.call(api.getTemplate, { id: bad })).toMatchObject({ ok: false, failure: { code: 'template/not-found' } });
  expect(await client.call(api.removeTemplate, { id: 'tephra' })).toMatchObject({ ok: false });
  expect(await client.call(api.saveTemplate, { title: 'Large', text: 'x'.repeat(1 << 21) })).toMatchObject({ ok: false, failure: { code: 'template/too-large' } });
  unwrap(await client.call(api.removeTemplate, { id }));
  expect(await own()).toEqual([]);
});
