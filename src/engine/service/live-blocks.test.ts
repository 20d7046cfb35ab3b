import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { otlpLines, shopTraces } from '../../../test/support/otlp-spans.ts';
import { unwrap } from '../../base/result.ts';
import { parseRfc3339 } from '../../base/time.ts';
import { freezeBlocks, type LiveBlock } from '../../model/live-block.ts';
import type { TimelineEntry } from '../../model/timeline.ts';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../../protocol/client.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

const fixture = (path: string): string => new URL(`../../formats/${path}`, import.meta.url).pathname;
const line = (second: number, level: string, msg: string): string => `${JSON.stringify({ ts: `2026-10-14T10:40:${String(second).padStart(2, '0')}Z`, level, service: 'checkout', msg })}\n`;
const LOG = Array.from({ length: 30 }, (_, i) => line(i, i % 5 === 0 ? 'error' : 'info', `message ${i}`));

async function caseWithEvidence(): Promise<{ client: Connection; sha: (name: string) => string; errors: string[] }> {
  const root = temporaryFolder();
  writeFileSync(join(root, 'app.jsonl'), LOG.join(''));
  writeFileSync(join(root, 'traces.jsonl'), [...otlpLines(shopTraces({ traces: 20 }))].join(''));
  copyFileSync(fixture('asciicast/fixtures/v3-all/input.cast'), join(root, 'session.cast'));
  copyFileSync(fixture('image/fixtures/png-text/input.png'), join(root, 'chart.png'));
  const { client: open, errors } = testEngine();
  const client = open();
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  const { artifacts } = unwrap(await client.call(api.addEvidence, { paths: ['app.jsonl', 'traces.jsonl', 'session.cast', 'chart.png'].map((name) => join(root, name)) }));
  return { client, errors, sha: (name) => artifacts.find((a) => a.path.endsWith(name))!.sha256 };
}

const ask = async (client: Connection, ...blocks: ReadonlyArray<readonly [info: string, body?: string]>): Promise<LiveBlock[]> =>
  unwrap(await client.call(api.resolveBlocks, { blocks: blocks.map(([info, body = '']) => ({ info, body })) }));
const as = <K extends LiveBlock['kind']>(block: LiveBlock | undefined, kind: K): Extract<LiveBlock, { kind: K }> => {
  if (block?.kind !== kind) throw new Error(`wanted ${kind}: ${JSON.stringify(block, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- compared in the line before
  return block as Extract<LiveBlock, { kind: K }>;
};
const problemOf = (block: LiveBlock | undefined): string => as(block, 'problem').message;

function entry(id: string, time: string, patch: Partial<TimelineEntry>): TimelineEntry {
  return { id, kind: 'observation', title: id, note: '', role: '', evidence: [], time: { form: 'point', startNs: parseRfc3339(time)!, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' }, ...patch };
}

test('evidence in a document: records, tables, charts, traces, recordings and pictures, each with its bytes', async () => {
  const { client, sha, errors } = await caseWithEvidence();
  const log = sha('app.jsonl');
  const at = (n: number): number => LOG.slice(0, n).join('').length;
  const cite = (n: number, shift = 0): string => `[@${log.slice(0, 8)}:0x${(at(n) + shift).toString(16)}+${LOG[n]!.length - 1 - shift}]`;

  const [around, within, first, errorsOnly] = await ask(client, [`log ${cite(10)} before=1 after=2`], [`log ${cite(10, 9)} before=0 after=0`], [`log ${cite(0)}`], ['log limit=4', 'level:error']);
  const lines = as(around, 'log').lines;
  expect(lines.map((l) => [l.text, l.cited])).toEqual([['message 9', false], ['message 10', true], ['message 11', false], ['message 12', false]]);
  expect(lines[1]).toMatchObject({ sha256: log, service: 'checkout', severityNumber: 17, timeNs: parseRfc3339('2026-10-14T10:40:10Z'), locator: { kind: 'bytes', offsetBytes: at(10), line: 11 } });
  expect(as(within, 'log').lines.map((l) => l.text)).toEqual(['message 10']);
  expect(as(first, 'log').lines.map((l) => l.text)).toEqual(['message 0', 'message 1', 'message 2']);
  expect(as(errorsOnly, 'log')).toMatchObject({ more: true, lines: [{ text: 'message 0' }, { text: 'message 5' }, { text: 'message 10' }, { text: 'message 15' }] });

  const sql = "SELECT service_name, count(*) AS n, [1, 2] AS list, 9007199254740993 AS wide FROM events WHERE service_name = 'checkout' GROUP BY ALL";
  const [table, cut, chart, refused, wrong] = await ask(client, ['table', sql], ['table limit=2', 'SELECT unnest(range(5))'], ['chart bar', 'SELECT time, 1 AS n FROM events WHERE artifact IS NOT NULL'], ['table', "SELECT * FROM read_csv('/etc/passwd')"], ['table', 'SELEC 1']);
  expect(as(table, 'table')).toMatchObject({ columns: [{ name: 'service_name' }, { name: 'n' }, { name: 'list' }, { name: 'wide' }], rows: [['checkout', 30, '[1,2]', '9007199254740993']], more: false });
  expect(as(cut, 'table')).toMatchObject({ rows: [[0], [1]], more: true });
  expect(as(chart, 'chart')).toMatchObject({ mark: 'bar', columns: [{ type: 'TIMESTAMP_NS' }, { name: 'n' }] });
  expect(problemOf(refused)).not.toBe('');
  expect(problemOf(wrong)).toContain('SELEC');

  const { rows: [slowest] } = unwrap(await client.call(api.listTraces, { filter: {}, sort: 'spans', descending: true, from: 0, count: 1 }));
  const [trace, few, none] = await ask(client, [`trace ${slowest!.traceId}`], [`trace ${slowest!.traceId} limit=3`], ['trace 4bf92f3577b34da6a3ce929d0e0e4736']);
  const { spans, durationNs } = as(trace, 'trace');
  expect(spans).toHaveLength(slowest!.spans);
  expect(spans[0]).toMatchObject({ depth: 0, sha256: sha('traces.jsonl'), locator: { kind: 'bytes' } });
  expect(durationNs).toBeGreaterThan(0n);
  expect(as(few, 'trace')).toMatchObject({ more: true, spans: { length: 3 } });
  expect(problemOf(none)).toContain('There is no trace 4bf92f35');

  const disk = unwrap(await client.call(api.pageEvents, { filter: { terms: [{ kind: 'text', text: 'disk full', negated: false }] }, from: 0, count: 1 })).rows[0]!;
  const screen = `[@${sha('session.cast').slice(0, 8)}:0x${disk.offsetBytes.toString(16)}+${disk.lengthBytes}]`;
  const [terminal, one, notOne] = await ask(client, [`terminal ${screen}`], [`terminal ${screen} lines=1`], [`terminal ${cite(3)}`]);
  expect(as(terminal, 'terminal').lines.join('\n')).toMatch(/10:34:11 up 3 days\n[\s\S]*磁盘已满 🔥 disk full$/);
  expect(as(one, 'terminal').lines).toEqual(['磁盘已满 🔥 disk full']);
  expect(problemOf(notOne)).toContain('app.jsonl is no terminal recording');

  const picture = sha('chart.png').slice(0, 8);
  const [image, region, outside, unknown] = await ask(client, [`image [@${picture}]`], [`image [@${picture}:xywh=1,2,3,4]`], [`image [@${picture}:xywh=39,0,2,1]`], ['image [@deadbeef]']);
  expect(as(image, 'image')).toMatchObject({ mediaType: 'image/png', width: 40, height: 25, locator: { kind: 'artifact' } });
  expect(as(region, 'image')).toMatchObject({ locator: { kind: 'region', x: 1 } });
  expect(problemOf(outside)).toContain('40×25 pixels');
  expect(problemOf(unknown)).toContain('No evidence of this case begins with deadbeef');
  expect(errors).toEqual([]);
});

test("people's work in a document, until it is signed off", async () => {
  const { client } = testEngine();
  const ada = client('ada');
  unwrap(await ada.call(api.createCase, { path: join(temporaryFolder(), 'c.tephra') }));
  const run = async (...commands: unknown[]): Promise<void> => {
    for (const command of commands) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by the protocol
      unwrap(await ada.call(api.doCommand, { command: command as Parameters<typeof ada.call<typeof api.doCommand>>[1]['command'] }));
    }
  };
  expect(await ask(ada, ['metrics'])).toEqual([{ kind: 'metrics', metrics: [] }]);
  await run(
    ...[
      entry('a', '2026-10-14T10:40:00Z', { kind: 'impact', milestone: 'impact-start' }),
      entry('b', '2026-10-14T10:45:30Z', { kind: 'detection', milestone: 'detected', time: { form: 'point', startNs: parseRfc3339('2026-10-14T10:45:30Z')!, uncertaintyNs: 2_000_000_000n, basis: 'evidence', zone: 'UTC' } }),
      entry('c', '2026-10-14T12:00:00Z', { kind: 'decision' }),
    ].map((e) => ({ name: 'timeline.add', input: { entry: e } })),
  );
  const [all, slice, lanes, metrics] = await ask(ada, ['timeline'], ['timeline from=10:42 to=11:00'], ['timeline lane=decisions'], ['metrics']);
  const ids = (block: LiveBlock | undefined): string[] => as(block, 'timeline').entries.map((e) => e.id);
  expect([ids(all), ids(slice), ids(lanes)]).toEqual([['a', 'b', 'c'], ['b'], ['c']]);
  expect(as(slice, 'timeline').fromNs).toBe(parseRfc3339('2026-10-14T10:42:00Z'));
  expect(as(metrics, 'metrics').metrics).toMatchObject([{ id: 'TTD', value: '5 min 30 s ±2 s', definition: 'impact start to detected' }]);

  const text = '```tephra timeline lane=decisions\n```\n';
  await run(
    { name: 'item.save', input: { item: { kind: 'version', id: 'v1', label: 'Signed off', state: 'closed', author: 'ada', atNs: 1n, text, sha256: 'ab'.repeat(32), frozen: freezeBlocks([lanes!]) } } },
    { name: 'item.save', input: { item: { kind: 'status', id: 'status', state: 'closed' } } },
    { name: 'timeline.add', input: { entry: entry('d', '2026-10-14T12:10:00Z', { kind: 'decision' }) } },
  );
  expect(ids((await ask(ada, ['timeline lane=decisions']))[0])).toEqual(['c']);
  await run({ name: 'item.save', input: { item: { kind: 'status', id: 'status', state: 'draft' } } });
  expect(ids((await ask(ada, ['timeline lane=decisions']))[0])).toEqual(['c', 'd']);
});
