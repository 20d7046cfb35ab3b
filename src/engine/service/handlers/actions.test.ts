import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../../base/result.ts';
import type { SimpleCommand } from '../../../model/command.ts';
import { api } from '../../../protocol/api.ts';
import { ACTIONS_FORMATS } from '../../../protocol/methods/actions.ts';
import { sampleAction } from '../../actions/actions.testing.ts';
import { entry, temporaryFolder } from '../../casefile/sample.testing.ts';
import { testEngine } from '../engines.testing.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test('a case’s actions as files: the same bytes again, on record when written, what is internal left out', async () => {
  const engine = testEngine();
  const client = engine.client('ada');
  const dir = temporaryFolder();
  unwrap(await client.call(api.createCase, { path: join(dir, 'outage.tephra'), title: 'Checkout outage' }));
  const none = await client.call(api.renderActions, { format: 'jira-csv' });
  expect(none.ok ? '' : none.failure.code).toBe('actions/none');
  const run = async (...commands: SimpleCommand[]): Promise<void> => { for (const command of commands) unwrap(await client.call(api.doCommand, { command })); };
  await run(
    { name: 'timeline.add', input: { entry: { ...entry('e1'), title: 'Pool is empty' } } }, { name: 'timeline.add', input: { entry: { ...entry('e2'), title: 'Board is told', internal: true } } },
    { name: 'item.save', input: { item: sampleAction('a1', { title: 'Cap retries', entries: ['e1', 'e2'], state: 'accepted' }) } },
    { name: 'item.save', input: { item: sampleAction('a2', { title: 'Drill it', state: 'declined', reason: 'Moot.', dependsOn: ['a1'] }) } },
  );
  for (const format of ACTIONS_FORMATS) {
    const first = unwrap(await client.call(api.renderActions, { format }));
    expect(first.actions).toBe(2);
    expect(text(first.bytes)).not.toContain('Board is told');
    const path = join(dir, `actions.${format}`);
    expect(unwrap(await client.call(api.writeActions, { format, path }))).toEqual({ path, bytes: first.bytes.length, actions: 2 });
    // What was written is on record, and changes nothing that the next file says.
    expect(readFileSync(path)).toEqual(Buffer.from(first.bytes));
  }
  expect(text(unwrap(await client.call(api.renderActions, { format: 'jira-csv' })).bytes)).toContain('Pool is empty');
  const accepted = unwrap(await client.call(api.renderActions, { format: 'csv', states: ['accepted'] }));
  expect(accepted).toMatchObject({ actions: 1, fileName: 'checkout-outage-actions.csv', mediaType: 'text/csv; charset=utf-8' });
  await run({ name: 'item.save', input: { item: { kind: 'person', id: 'p', name: 'Dana Reyes', aliases: [], role: 'database on-call' } } }, { name: 'item.save', input: { item: sampleAction('a3', { title: 'Pair with Dana Reyes', ownerRole: 'Dana Reyes' }) } });
  const named = async (asRoles: boolean): Promise<string> => text(unwrap(await client.call(api.renderActions, { format: 'markdown-table', asRoles })).bytes);
  expect(await named(false)).toContain('Pair with Dana Reyes');
  expect(await named(true)).toContain('| Pair with database on-call | Proposed | prevent | database on-call |');
  const [, , newest] = unwrap(await client.call(api.caseHistory, { limit: 3 }));
  expect(newest).toMatchObject({ kind: 'note', command: 'actions.write', summary: 'Wrote 2 actions to actions.csv' });
  const refused = await client.call(api.writeActions, { format: 'csv', path: 'relative.csv' });
  expect(refused.ok ? '' : refused.failure.code).toBe('file/not-writable');

  const before = unwrap(await client.call(api.listItems, { kinds: ['action'] }));
  const read = unwrap(await client.call(api.readTracker, { fileName: 'jira.csv', text: 'Summary,Issue key,Status\nCap retries,OPS-1,Done\nOther,OPS-2,Done\n' }));
  expect(read).toMatchObject({ source: 'Jira CSV', rows: 2, proposals: [{ actionId: 'a1', matchedBy: 'title', state: 'done', tracker: { key: 'OPS-1' } }], problems: [{ place: 'row 3' }] });
  expect(unwrap(await client.call(api.listItems, { kinds: ['action'] }))).toEqual(before);
  expect(engine.errors).toEqual([]);
});
