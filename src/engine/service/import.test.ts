import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { EMPTY_FILTER } from '../../model/filter.ts';
import type { TimelineEntry } from '../../model/timeline.ts';
import { api } from '../../protocol/api.ts';
import type { Client } from '../../protocol/handler.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

const CHAT = `${JSON.stringify([
  { type: 'message', user: 'U1', text: 'Checkout is slow', ts: '1791974051.204567', user_profile: { real_name: 'Ana Example' } },
  { type: 'message', user: 'U2', text: 'Looking', ts: '1791974080.000200' },
  { type: 'message', subtype: 'channel_join', user: 'U3', text: '<@U3> has joined', ts: '1791974081.000200' },
])}\n`;
const PAGES = JSON.stringify({ log_entries: [
  { id: 'R1', type: 'trigger_log_entry', summary: 'Triggered', created_at: '2026-10-14T10:34:40Z', agent: { type: 'service_reference', summary: 'checkout' }, incident: { id: 'P1', summary: '[#7] Errors' } },
  { id: 'R2', type: 'acknowledge_log_entry', summary: 'Acknowledged by Ana Example.', created_at: '2026-10-14T10:36:10Z', agent: { type: 'user_reference', summary: 'Ana Example' }, incident: { id: 'P1', summary: '[#7] Errors' } },
] });

async function caseWith(files: Record<string, string>): Promise<Client> {
  const root = temporaryFolder();
  const client = testEngine().client();
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  unwrap(await client.call(api.addEvidence, { paths: Object.keys(files).map((name) => join(root, name)) }));
  return client;
}

async function add(client: Client, entries: readonly TimelineEntry[]): Promise<void> {
  unwrap(await client.call(api.doCommand, { command: { name: 'batch', input: { label: `Added ${entries.length} entries`, commands: entries.map((entry) => ({ name: 'timeline.add' as const, input: { entry } })) } } }));
}

test('records become entries in one step; the same rows again add nothing; one undo takes all back', async () => {
  const client = await caseWith({ '2026-10-14.json': CHAT, 'pages.json': PAGES });
  const propose = async () => unwrap(await client.call(api.proposeEntries, { filter: EMPTY_FILTER, from: 0, count: 100 }));
  const { total, withoutTime, proposals } = await propose();
  expect([total, withoutTime]).toEqual([5, 0]);
  expect(proposals.map(({ entry, who, suggested, standing, path }) => [entry.kind, entry.title, who, suggested, standing, path])).toEqual([
    ['communication', 'Checkout is slow', 'Ana Example', true, false, '2026-10-14.json'],
    ['detection', 'Page: Errors', undefined, true, false, 'pages.json'],
    ['communication', 'Looking', 'U2', true, false, '2026-10-14.json'],
    ['communication', '@U3 has joined', 'U3', false, false, '2026-10-14.json'],
    ['action', 'Acknowledged: Errors', 'Ana Example', true, false, 'pages.json'],
  ]);
  const chosen = proposals.filter((p) => p.suggested).map((p) => ({ ...p.entry, role: p.who === 'Ana Example' ? 'on-call' : '' }));
  await add(client, chosen);
  const standing = unwrap(await client.call(api.listTimeline, {}));
  expect(standing.map((e) => [e.title, e.role])).toEqual([['Checkout is slow', 'on-call'], ['Page: Errors', ''], ['Looking', ''], ['Acknowledged: Errors', 'on-call']]);
  // The bytes behind an entry are those of its record.
  const [reference] = standing[1]!.evidence;
  const { locator } = reference!;
  if (locator.kind !== 'bytes') throw new Error('not bytes');
  const cited = unwrap(await client.call(api.readBytes, { sha256: reference!.sha256, offsetBytes: locator.offsetBytes, lengthBytes: locator.lengthBytes }));
  expect(JSON.parse(new TextDecoder().decode(cited.bytes))).toMatchObject({ id: 'R1' });

  expect((await propose()).proposals.map((p) => p.standing)).toEqual([true, true, true, false, true]);
  expect(await client.call(api.doCommand, { command: { name: 'timeline.add', input: { entry: chosen[0]! } } })).toMatchObject({ ok: false, failure: { code: 'timeline/entry-exists' } });
  unwrap(await client.call(api.undo, {}));
  expect(unwrap(await client.call(api.listTimeline, {}))).toEqual([]);
  expect((await propose()).proposals.every((p) => !p.standing)).toBe(true);
});

test('ids of a chat get the names of its users, where the case has them', async () => {
  const client = await caseWith({ 'chat.json': CHAT, 'users.json': JSON.stringify([{ id: 'U2', team_id: 'T', name: 'ben', profile: { real_name: 'Ben Example' } }]) });
  const { proposals } = unwrap(await client.call(api.proposeEntries, { filter: EMPTY_FILTER, from: 0, count: 100 }));
  expect(proposals.map((p) => p.who)).toEqual(['Ana Example', 'Ben Example', 'U3']);
});

test('a record that an entry cites already is said to be, with the title of that entry', async () => {
  const client = await caseWith({ 'chat.json': CHAT });
  const propose = async () => unwrap(await client.call(api.proposeEntries, { filter: EMPTY_FILTER, from: 0, count: 100 })).proposals;
  const [first] = await propose();
  await add(client, [{ ...first!.entry, id: 'pinned-by-hand', title: 'Somebody noticed' }]);
  expect((await propose()).map((p) => [p.standing, p.citedBy])).toEqual([[false, 'Somebody noticed'], [false, undefined], [false, undefined]]);
  // Its own entry stands there, whoever else cites it.
  await add(client, [first!.entry]);
  expect((await propose())[0]).toMatchObject({ standing: true });
  expect((await propose())[0]!.citedBy).toBeUndefined();
});

test('rows of a selection, and only those', async () => {
  const client = await caseWith({ '2026-10-14.json': CHAT });
  const part = unwrap(await client.call(api.proposeEntries, { filter: EMPTY_FILTER, from: 1, count: 1 }));
  expect([part.total, part.proposals.map((p) => p.entry.title)]).toEqual([3, ['Looking']]);
});

test.each(['timesketch-jsonl', 'timesketch-csv', 'l2tcsv', 'dynamic-csv'] as const)('a timeline leaves as %s and comes home into another case as itself', async (format) => {
  const client = await caseWith({ '2026-10-14.json': CHAT, 'pages.json': PAGES });
  const { proposals } = unwrap(await client.call(api.proposeEntries, { filter: EMPTY_FILTER, from: 0, count: 100 }));
  await add(client, proposals.map((p, i) => ({ ...p.entry, role: 'on-call', note: 'A *note*, with a comma', time: { ...p.entry.time, zone: 'Europe/Berlin' }, ...(i === 1 ? { milestone: 'detected' as const } : {}) })));
  const before = unwrap(await client.call(api.listTimeline, {}));
  const { bytes } = unwrap(await client.call(api.renderTimeline, { format }));

  const other = await caseWith({ timeline: new TextDecoder().decode(bytes) });
  const home = unwrap(await other.call(api.proposeEntries, { filter: EMPTY_FILTER, from: 0, count: 100 }));
  await add(other, home.proposals.map((p) => p.entry));
  const bare = (entries: readonly TimelineEntry[]): unknown => entries.map((entry) => ({ ...entry, evidence: [] }));
  expect(bare(unwrap(await other.call(api.listTimeline, {})))).toEqual(bare(before));

  expect(home.proposals.map((p) => p.entry.id)).toEqual(before.map((e) => e.id));
});
