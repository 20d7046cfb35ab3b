import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { parseRfc3339 } from '../../base/time.ts';
import type { Command } from '../../model/command.ts';
import type { EntryKind, Milestone, TimelineEntry } from '../../model/timeline.ts';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../../protocol/client.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

async function newCase(): Promise<{ client: Connection; run: (...commands: Command[]) => Promise<void>; write: (text: string) => Promise<void>; cite: string }> {
  const root = temporaryFolder();
  writeFileSync(join(root, 'app.jsonl'), '{"ts":"2026-10-14T10:40:00Z","level":"error","service":"checkout","msg":"pool empty"}\n');
  const { client: open } = testEngine();
  const client = open('ada');
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  const { artifacts } = unwrap(await client.call(api.addEvidence, { paths: [join(root, 'app.jsonl')] }));
  const run = async (...commands: Command[]): Promise<void> => {
    for (const command of commands) unwrap(await client.call(api.doCommand, { command }));
  };
  return {
    client, run, cite: `[@${artifacts[0]!.sha256.slice(0, 8)}:0x0+20]`,
    async write(text) {
      const now = unwrap(await client.call(api.getPostmortem, {}));
      await run({ name: 'postmortem.edit', input: { baseRevision: now.revision, edits: [{ offset: 0, deleted: now.text, inserted: text }] } });
    },
  };
}

function entry(id: string, minute: number, kind: EntryKind, milestone: Milestone): TimelineEntry {
  return { id, kind, title: id, note: '', role: '', milestone, evidence: [], time: { form: 'point', startNs: parseRfc3339(`2026-10-14T10:${minute}:00Z`)!, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' } };
}
const ENTRIES = [entry('a', 10, 'impact', 'impact-start'), entry('b', 12, 'detection', 'detected'), entry('c', 20, 'recovery', 'mitigated'), entry('d', 30, 'recovery', 'resolved')];
const add = (e: TimelineEntry): Command => ({ name: 'timeline.add', input: { entry: e } });

test('gates hold a postmortem until what they ask is there, then each step keeps a version with what its blocks said', async () => {
  const { client, run, write, cite } = await newCase();
  await write(`## Summary\n\nThe checkout failed at 10:10.\n\n\`\`\`tephra metrics\n\`\`\`\n\ntoken=ghp_${'a1B2'.repeat(9)}\n`);
  const refused = await client.call(api.advancePostmortem, { to: 'in-review' });
  expect(refused).toMatchObject({ ok: false, failure: { code: 'postmortem/gate-closed', message: expect.stringMatching(/^2 things stand before that: impact start, detected, mitigated and resolved are set; the text holds nothing/), data: { gates: [{ gate: 'milestones-set' }, { gate: 'no-secrets', jump: { to: 'line', line: 8 } }] } } });
  expect(unwrap(await client.call(api.listVersions, {}))).toEqual([]);

  await run(...ENTRIES.map(add));
  await write('## Summary\n\nThe checkout failed at 10:10.\n\n```tephra metrics\n```\n');
  const sent = unwrap(await client.call(api.advancePostmortem, { to: 'in-review' }));
  expect(sent).toMatchObject({ summary: 'Sent to review', version: { label: 'Sent to review', state: 'in-review', author: 'ada', words: 5 } });
  expect(unwrap(await client.call(api.countClaims, {}))).toEqual({ claims: 1, withoutEvidence: 1 });

  const { state, gates } = unwrap(await client.call(api.checkGates, {}));
  expect(state).toBe('in-review');
  expect(Object.fromEntries(gates.map((g) => [g.gate, g.ok]))).toEqual({
    'claims-cited': false, 'entries-cited': false, 'milestones-set': true, 'milestones-agree': true, 'severity-set': false, 'lint-clean': true, 'comments-settled': true, 'actions-complete': true,
    'review-held': false, 'attendance-taken': false, 'no-secrets': true,
  });
  expect(gates.find((g) => g.gate === 'claims-cited')).toMatchObject({ reason: '1 of 1 claim without evidence.', jump: { to: 'panel', panel: 'claims' } });

  // A team that asks for less goes on with less; every step between counts.
  await run({ name: 'item.save', input: { item: { kind: 'gates', id: 'gates', required: { 'in-review': [], reviewed: ['severity-set'], closed: ['claims-cited'] } } } });
  expect(await client.call(api.advancePostmortem, { to: 'closed' })).toMatchObject({ ok: false, failure: { data: { gates: [{ gate: 'claims-cited' }, { gate: 'severity-set' }] } } });
  await run({ name: 'item.save', input: { item: { kind: 'severity', id: 'severity', impact: 'major', urgency: 'high', sla: 'kept', interruption: 'outage', why: [] } } });
  const text = `## Summary\n\nThe checkout failed at 10:10 ${cite}.\n\n\`\`\`tephra metrics\n\`\`\`\n`;
  await write(text);
  unwrap(await client.call(api.advancePostmortem, { to: 'closed' }));

  const versions = unwrap(await client.call(api.listVersions, {}));
  expect(versions.map((v) => [v.label, v.state])).toEqual([['Signed off', 'closed'], ['Sent to review', 'in-review']]);
  const signed = unwrap(await client.call(api.getVersion, { id: versions[0]!.id }));
  expect(signed.text).toBe(text);
  expect(signed.frozen).toContain('20 min');

  // Signed off: the text stays, its blocks too, whatever happens to the timeline.
  const now = unwrap(await client.call(api.getPostmortem, {}));
  expect(await client.call(api.doCommand, { command: { name: 'postmortem.edit', input: { baseRevision: now.revision, edits: [{ offset: 0, deleted: '', inserted: 'x' }] } } })).toMatchObject({ ok: false, failure: { code: 'postmortem/signed-off' } });
  await run({ name: 'timeline.remove', input: { id: 'd' } });
  const metrics = { blocks: [{ info: 'metrics', body: '' }] };
  expect(JSON.stringify(unwrap(await client.call(api.resolveBlocks, metrics)))).toContain('"TTR"');

  // One step of undo takes state and version back together; reopening keeps the version.
  unwrap(await client.call(api.undo, {}));
  expect(unwrap(await client.call(api.advancePostmortem, { to: 'reviewed' })).summary).toBe('Opened the postmortem again');
  expect(unwrap(await client.call(api.listVersions, {}))).toHaveLength(2);
  expect(unwrap(await client.call(api.checkGates, {})).state).toBe('reviewed');
  unwrap(await client.call(api.undo, {}));
  unwrap(await client.call(api.undo, {}));
  expect(unwrap(await client.call(api.checkGates, {})).state).toBe('in-review');
  expect(unwrap(await client.call(api.listVersions, {}))).toHaveLength(1);
});

test('a version is kept by its label, and one that is gone says so', async () => {
  const { client, write } = await newCase();
  await write('First.');
  const kept = unwrap(await client.call(api.keepVersion, { label: ' Before the rewrite ' }));
  expect(kept.version).toMatchObject({ label: 'Before the rewrite', state: 'draft', words: 1 });
  await write('Second.');
  expect(unwrap(await client.call(api.getVersion, { id: kept.version.id })).text).toBe('First.');
  unwrap(await client.call(api.undo, {}));
  unwrap(await client.call(api.undo, {}));
  expect(await client.call(api.getVersion, { id: kept.version.id })).toMatchObject({ ok: false, failure: { code: 'item/not-found' } });
});
