import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../../base/result.ts';
import type { Filter } from '../../../model/filter.ts';
import { parseFilter } from '../../../model/filter-text.ts';
import { api } from '../../../protocol/api.ts';
import type { Connection } from '../../../protocol/client.ts';
import { temporaryFolder } from '../../casefile/sample.testing.ts';
import { testEngine } from '../engines.testing.ts';

const START = Date.parse('2026-10-08T10:00:00Z');
const NS = 1_000_000n;
const at = (second: number): bigint => BigInt(START + second * 1000) * NS;
const line = (second: number, level: string, text: string): string => `${new Date(START + second * 1000).toISOString()} ${level} ${text}\n`;

/** Ten minutes of a shop: from the fifth on it loses its database, logs in no one, and is asked as ever. */
function shopLog(): string {
  const lines: Array<[number, string, string]> = [];
  for (let second = 0; second < 600; second += 2) lines.push([second, 'INFO', `GET /orders/${second} took ${10 + (second % 7)} ms`]);
  for (let second = 1; second < 300; second += 5) lines.push([second, 'INFO', `user ${['anna', 'bert', 'carla', 'dora'][second % 4]!} logged in`]);
  for (let second = 303; second < 600; second += 9) lines.push([second, 'ERROR', `lost connection to 10.0.0.7:5432 after ${second} ms`]);
  for (let second = 3; second < 300; second += 30) lines.push([second, 'WARN', `retrying payment ${second}`]);
  for (let second = 301; second < 600; second += 3) lines.push([second, 'WARN', `retrying payment ${second}`]);
  return lines.toSorted((a, b) => a[0] - b[0]).map(([second, level, text]) => line(second, level, text)).join('');
}

async function shop(): Promise<{ client: Connection; log: string; errors: string[] }> {
  const folder = temporaryFolder();
  const log = join(folder, 'shop.log');
  writeFileSync(log, shopLog());
  const { client, errors } = testEngine();
  const ada = client('ada');
  unwrap(await ada.call(api.createCase, { path: join(folder, 'case.tephra'), title: 'Shop' }));
  unwrap(await ada.call(api.addEvidence, { paths: [log] }));
  return { client: ada, log, errors };
}

const filter = (text: string): Filter => unwrap(parseFilter(text));

test('templates of a case: mined once, then a column of SQL, a field of filters, a list', async () => {
  const { client, log, errors } = await shop();
  expect(unwrap(await client.call(api.templateState, {}))).toMatchObject({ state: 'none', templates: 0 });
  const nothing = unwrap(await client.call(api.runSql, { sql: 'SELECT count(template), count(*) FROM events' }));
  const progress: number[] = [];
  const mined = unwrap(await client.call(api.mineTemplates, {}, { onProgress: (p) => { progress.push(p.recordsDone / p.recordsTotal); } }));
  expect(mined.templates).toBe(4);
  expect(progress.at(-1)).toBe(1);
  expect(nothing.rows[0]).toEqual([0, mined.records]);
  expect(unwrap(await client.call(api.templateState, {}))).toMatchObject({ state: 'fresh', templates: 4 });

  const list = unwrap(await client.call(api.listMessageTemplates, {}));
  expect(list.rows.map((t) => [t.pattern, t.count])).toEqual([
    ['GET <*> took <*>', 300], ['retrying payment <*>', 110], ['user <*> logged in', 60], ['lost connection to <*>:<*> after <*>', 33],
  ]);
  const lost = list.rows[3]!;
  expect(lost).toMatchObject({ parameters: ['ip', 'port', 'duration'], severityNumber: 17, firstNs: at(303) });
  expect(unwrap(await client.call(api.listMessageTemplates, { contains: 'LOST' })).rows).toEqual([lost]);
  expect(unwrap(await client.call(api.listMessageTemplates, { filter: filter('level:error') })).rows.map((t) => t.id)).toEqual([lost.id]);
  expect(unwrap(await client.call(api.getMessageTemplate, { id: lost.id })).sample).toMatchObject({ timeNs: at(303), body: 'lost connection to 10.0.0.7:5432 after 303 ms' });
  expect(await client.call(api.getMessageTemplate, { id: 'f'.repeat(16) })).toMatchObject({ ok: false, failure: { code: 'templates/not-found' } });

  const { sha256, offsetBytes } = unwrap(await client.call(api.getMessageTemplate, { id: lost.id })).sample!;
  expect(unwrap(await client.call(api.getEvent, { sha256, offsetBytes })).template).toEqual({ id: lost.id, pattern: lost.pattern });

  const sql = unwrap(await client.call(api.runSql, { sql: 'SELECT template, template_id, count(*) FROM events GROUP BY ALL ORDER BY 3' }));
  expect(sql.rows[0]).toEqual(['lost connection to <*>:<*> after <*>', lost.id, 33]);
  for (const text of [`template:${lost.id}`, 'template:"lost connection*"']) {
    const page = unwrap(await client.call(api.pageEvents, { filter: filter(text), from: 0, count: 5 }));
    expect(page).toMatchObject({ total: 33, rows: [{ timeNs: at(303) }, {}, {}, {}, {}] });
    const { sql: query } = unwrap(await client.call(api.filterToSql, { filter: filter(text) }));
    expect(unwrap(await client.call(api.runSql, { sql: `SELECT count(*) FROM (${query.replace(/;\s*$/, '')})` })).rows[0]).toEqual([33]);
  }
  expect(unwrap(await client.call(api.fieldValues, { filter: { terms: [] }, field: 'template', contains: 'logged', limit: 5 })).values).toMatchObject([{ label: 'user <*> logged in', count: 60 }]);

  // Other evidence makes them stale; screens that ask again and again are told so, and the same patterns keep their ids.
  appendFileSync(`${log}.2`, line(700, 'ERROR', 'shop is closed'));
  unwrap(await client.call(api.addEvidence, { paths: [`${log}.2`] }));
  expect(unwrap(await client.call(api.templateState, {}))).toMatchObject({ state: 'stale' });
  expect(unwrap(await client.call(api.listMessageTemplates, {}))).toMatchObject({ isStale: true, total: 4 });
  unwrap(await client.call(api.mineTemplates, {}));
  const again = unwrap(await client.call(api.listMessageTemplates, {}));
  expect(again).toMatchObject({ isStale: false, total: 5 });
  expect(again.rows.map((t) => t.pattern)).toContain('shop is closed');
  expect(again.rows.find((t) => t.id === lost.id)).toEqual(lost);
  expect(errors).toEqual([]);
});

test('baseline against incident: what is new, vanished, more, and the same, with a record of each', async () => {
  const { client, errors } = await shop();
  const compare = async (more: object = {}) => client.call(api.compareWindows, { incident: { fromNs: at(300), toNs: at(600) }, changes: ['new', 'vanished', 'more', 'less', 'same'], buckets: 10, ...more });
  expect(await client.call(api.compareWindows, {})).toMatchObject({ ok: false, failure: { code: 'templates/no-window' } });
  const found = unwrap(await compare());
  expect(found).toMatchObject({ windows: 'asked', baseline: { fromNs: at(0), toNs: at(300) }, incidentSeconds: 300, baselineSeconds: 300, baselineRecords: 220, incidentRecords: 283, stepNs: 60_000_000_000n });
  const by = new Map(found.rows.map((row) => [row.label, row]));
  expect(found.rows[0]).toMatchObject({ change: 'new', isFirstSeen: true });
  expect(by.get('lost connection to <*>:<*> after <*>')).toMatchObject({ change: 'new', isFirstSeen: true, baselineCount: 0, incidentCount: 33, firstNs: at(303), sample: { timeNs: at(303) } });
  expect(by.get('user <*> logged in')).toMatchObject({ change: 'vanished', incidentCount: 0, sample: { timeNs: at(296) } });
  expect(by.get('retrying payment <*>')).toMatchObject({ change: 'more', baselineCount: 10, incidentCount: 100 });
  expect(by.get('retrying payment <*>')!.ratioLow).toBeGreaterThan(4);
  expect(by.get('GET <*> took <*>')).toMatchObject({ change: 'same', baselineCount: 150, incidentCount: 150 });
  expect(by.get('error')).toMatchObject({ kind: 'level', field: 'level', value: 'error', change: 'new', firstNs: at(303) });
  expect([...by.get('retrying payment <*>')!.sparkline]).toEqual([2, 2, 2, 2, 2, 20, 20, 20, 20, 20]);
  expect(found.comparisons).toBe(found.byChange.new + found.byChange.vanished + found.byChange.more + found.byChange.less + found.byChange.same);

  // The rows lead to their records by a filter.
  for (const row of found.rows) {
    const { total } = unwrap(await client.call(api.pageEvents, { filter: { terms: [{ kind: 'field', field: row.field, op: ':', value: row.value, negated: false }], fromNs: at(300), toNs: at(600) }, from: 0, count: 1 }));
    expect([row.label, total]).toEqual([row.label, row.incidentCount]);
  }
  const templates = unwrap(await compare({ kinds: ['template'], changes: ['new', 'more'], count: 1, from: 1, filter: filter('level>=warn') }));
  expect(templates).toMatchObject({ total: 2, byChange: { new: 1, more: 1, same: 0 } });
  expect(templates.rows).toMatchObject([{ label: 'retrying payment <*>' }]);
  expect(await compare({ baseline: { fromNs: at(200), toNs: at(400) } })).toMatchObject({ ok: false, failure: { code: 'templates/empty-window' } });
  expect(errors).toEqual([]);
});

test('without windows the milestones say what is compared', async () => {
  const { client } = await shop();
  const milestone = async (id: string, second: number, name: 'impact-start' | 'mitigated'): Promise<void> => {
    unwrap(await client.call(api.doCommand, {
      command: {
        name: 'timeline.add',
        input: { entry: { id, kind: 'impact', title: name, note: '', time: { form: 'point', startNs: at(second), uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' }, role: '', milestone: name, evidence: [] } },
      },
    }));
  };
  await milestone('e1', 300, 'impact-start');
  expect(unwrap(await client.call(api.compareWindows, { count: 1 }))).toMatchObject({ windows: 'milestones', incident: { fromNs: at(300) }, baseline: { toNs: at(300) } });
  await milestone('e2', 420, 'mitigated');
  expect(unwrap(await client.call(api.compareWindows, { count: 1 }))).toMatchObject({ incident: { fromNs: at(300), toNs: at(420) }, baseline: { fromNs: at(180), toNs: at(300) } });
});

test('one who stops waiting ends the work only when nobody else waits', async () => {
  const { client, errors } = await shop();
  const stop = new AbortController();
  const first = client.call(api.mineTemplates, {}, { signal: stop.signal });
  const second = client.call(api.listMessageTemplates, {});
  stop.abort();
  expect(await first).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
  expect(unwrap(await second).total).toBe(4);
  expect(errors).toEqual([]);
});
