import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { run, SAMPLE, SMALL, sourceEngine, type Ran, type RunOptions } from '../support/cli.ts';
import { COMMANDS } from '../../src/cli/specs.ts';
import { findCitations } from '../../src/model/evidence.ts';
import { connectInMemory } from '../../src/cli/connect.ts';
import { ensureSampleCase } from '../../src/cli/sample.ts';
import { api } from '../../src/protocol/api.ts';

let folder: string;
let options: RunOptions;
const at = (name: string): string => join(folder, name);
const tephra = (...argv: string[]): Promise<Ran> => run(argv, options);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tephra-cli-'));
  options = { cwd: folder, dataFolder: at('data') };
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const Time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Integer = z.union([z.number().int(), z.string().regex(/^-?\d{16,}$/)]);
/** The shapes that cli.md promises. More keys may come, none may go. */
const SHAPES = {
  error: z.object({ error: z.object({ code: z.string().min(1), message: z.string().min(1), detail: z.record(z.string(), z.unknown()) }) }),
  ingest: z.object({
    case: z.string(),
    artifacts: z.array(z.object({
      path: z.string(), kind: z.string(), confidence: z.number(), sizeBytes: Integer, sha256: Hash, records: z.number(), diagnostics: z.number(),
      from: Time.nullable(), to: Time.nullable(),
    })),
    events: z.number(), bytes: Integer, seconds: z.number(),
  }),
  inspect: z.object({
    file: z.string(), sizeBytes: Integer, sha256: Hash, kind: z.string(), title: z.string(), confidence: z.number(), reason: z.string(),
    timeRange: z.object({ from: Time, to: Time }).nullable(), counts: z.object({ records: z.number() }).loose(), summary: z.record(z.string(), z.unknown()),
    diagnostics: z.array(z.object({ code: z.string(), message: z.string(), offsetBytes: Integer, lengthBytes: Integer })), seconds: z.number(),
  }),
  sql: z.object({ columns: z.array(z.object({ name: z.string(), type: z.string() })), rows: z.array(z.array(z.unknown())), seconds: z.number() }),
  search: z.object({
    total: z.number(),
    hits: z.array(z.object({ time: Time.nullable(), artifact: Hash, offsetBytes: Integer, lengthBytes: Integer, line: z.number(), text: z.string(), citation: z.string() })),
    seconds: z.number(),
  }),
  faulttree: z.object({
    model: z.string(),
    topEvents: z.array(z.object({
      name: z.string(), probability: z.number().nullable(),
      cutSets: z.object({
        count: Integer.nullable(), byOrder: z.record(z.string().regex(/^\d+$/), Integer), truncated: z.boolean(),
        list: z.array(z.object({ events: z.array(z.string()), probability: z.number().nullable() })),
      }),
      importance: z.array(z.object({ event: z.string(), probability: z.number(), birnbaum: z.number(), cutSets: Integer })),
    })),
    seconds: z.number(),
  }),
  templates: z.object({
    templates: z.array(z.object({ id: z.string().regex(/^[0-9a-f]{16}$/), pattern: z.string().min(1), count: z.number().int().min(1), from: Time.nullable(), to: Time.nullable(), parameters: z.array(z.string()) })),
    lines: z.array(z.string().nullable()).optional(), seconds: z.number(),
  }),
  comparison: z.object({
    baseline: z.object({ from: Time, to: Time }), incident: z.object({ from: Time, to: Time }), baselineRecords: z.number(), incidentRecords: z.number(), comparisons: z.number(), total: z.number(),
    changes: z.array(z.object({
      rank: z.number(), kind: z.enum(['template', 'level', 'field']), field: z.string(), value: z.string(), label: z.string(), change: z.enum(['new', 'vanished', 'more', 'less', 'same']),
      baselineCount: z.number(), incidentCount: z.number(), baselineRate: z.number(), incidentRate: z.number(), ratio: z.number(), ratioLow: z.number(), ratioHigh: z.number().nullable(), p: z.number(), q: z.number(),
      isFirstSeen: z.boolean(), first: Time.nullable(), last: Time.nullable(), sparkline: z.array(z.number()),
      sample: z.object({ time: Time.nullable(), artifact: Hash, offsetBytes: Integer, lengthBytes: Integer, line: z.number(), text: z.string(), citation: z.string() }).nullable(),
    })),
    seconds: z.number(),
  }),
  lint: z.object({
    findings: z.array(z.object({
      rule: z.string(), line: z.number().int().min(1), column: z.number().int().min(1), offset: z.number().int(), length: z.number().int().min(1), message: z.string().min(1),
      rewrites: z.array(z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('replace'), offset: z.number().int(), length: z.number().int(), text: z.string() }), z.object({ kind: z.literal('question'), text: z.string().min(1) }),
      ])).min(1),
    })),
    seconds: z.number(),
  }),
  verify: z.object({ ok: z.boolean(), checked: z.number(), failed: z.number(), checks: z.array(z.object({ check: z.string(), ok: z.boolean(), subject: z.string() })) }),
  formats: z.object({ formats: z.array(z.object({
    id: z.string(), title: z.string(), extensions: z.array(z.string()), magic: z.array(z.string()), specification: z.array(z.object({ title: z.string(), url: z.url() })), carried: z.boolean(), byLine: z.boolean(),
  })) }),
};
const json = <T>(schema: z.ZodType<T>, ran: Ran): T => schema.parse(JSON.parse(ran.stdout));

describe('usage', () => {
  it('answers --help for every command and --version, exit code 0', async () => {
    for (const spec of COMMANDS) {
      const ran = await tephra(...(spec.name === '' ? [] : [spec.name]), '--help');
      expect(ran, spec.name).toMatchObject({ code: 0, stderr: '' });
      expect(ran.stdout).toContain('tephra');
      expect(ran.stdout).toMatch(/Example/);
    }
    expect(await tephra('--version')).toMatchObject({ code: 0, stdout: '0.0.0-test\n' });
  });

  it.each([
    [['ingest']], [['ingest', 'x']], [['ingest', 'x', '--case', 'c', '--follow', '--reference']], [['ingest', 'x', '--case', 'c', '--name', 'n']], [['ingest', 'x', '--case', 'c', '--zone', 'Mars/Olympus']],
    [['ingest', '-', '--case', 'c', '--reference']], [['ingest', '-', '-', '--case', 'c']], [['inspect']], [['inspect', 'a', 'b']], [['sql', '--case', 'c']],
    [['sql', 'select 1']], [['sql', '--case', 'c', '--schema', 'select 1']], [['search', '--case', 'c']], [['search', '--case', 'c', 'x', '--limit', 'many']],
    [['timeline']], [['timeline', '--case', 'c', '--format', 'html']], [['report', '--case', 'c']], [['report', '--case', 'c', '-o', 'x.docx']],
    [['report', '--case', 'c', '--format', 'docx', '-o', 'x']], [['report', '--case', 'c', '--audience', 'all', '-o', 'x.pdf']], [['report', '--case', 'c', '--standard', 'x', '-o', 'x.pdf']], [['report', '--lint']], [['report', '--lint', 'a', 'b']], [['report', '--lint', 'a', '-o', 'b']], [['verify']], [['formats', 'x']], [['serve', 'a', 'b']], [['serve', '--port', '65536']],
    [['faulttree']], [['faulttree', 'a', 'b']], [['faulttree', 'a', '--max-order', '0']], [['faulttree', 'a', '--min-probability', '2']], [['faulttree', 'a', '--seed', '4']], [['ingst', 'x']], [['--nonsense']], [['templates']], [['templates', 'x', '--limit', '5']], [['templates', '--case', 'c', '--limit', 'many']], [['templates', 'x', '--case', 'c']], [['templates', '--case', 'c', '--lines']], [['--version', 'x']],
  ])('refuses %j with exit code 2, one sentence and the next step', async (argv) => {
    const ran = await tephra(...argv);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^tephra: [^\n]+ --help"\.\n$/);
  });

  it('says it as JSON on standard output where JSON is asked for', async () => {
    const ran = await tephra('sql', '--json', '--nonsense');
    expect(ran).toMatchObject({ code: 2, stderr: '' });
    expect(json(SHAPES.error, ran).error.code).toBe('cli/usage');
  });
});

describe('from evidence to answers', () => {
  let first: Ran;
  beforeAll(async () => {
    first = await tephra('ingest', SMALL, '--case', 'outage.tephra', '--json');
  }, 60_000);

  it('ingest: takes a folder into a new case, every record with its time', () => {
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const answer = json(SHAPES.ingest, first);
    const byName = Object.fromEntries(answer.artifacts.map((a) => [a.path.split('/').at(-1), a]));
    expect(byName['access.log']).toMatchObject({ kind: 'web-access', records: 2445, diagnostics: 0, from: '2026-10-08T09:30:00.000000000Z' });
    expect(byName['app.jsonl']).toMatchObject({ kind: 'json-lines', records: 712, diagnostics: 0, from: '2026-10-08T09:30:00.003000000Z' });
    expect(byName['otel-logs.jsonl']).toMatchObject({ kind: 'json-lines', records: 211, diagnostics: 0 });
    expect(answer.events).toBe(answer.artifacts.reduce((sum, a) => sum + a.records, 0));
    expect(answer.case).toBe(at('outage.tephra'));
  });

  it('ingest: the same evidence twice changes nothing', async () => {
    const before = json(SHAPES.sql, await tephra('sql', '--case', 'outage.tephra', 'select count(*) from events', '--json'));
    const again = await tephra('ingest', SMALL, '--case', 'outage.tephra', '--json');
    expect(again.code).toBe(0);
    expect(json(SHAPES.ingest, again).artifacts.map((a) => a.sha256)).toEqual(json(SHAPES.ingest, first).artifacts.map((a) => a.sha256));
    expect(json(SHAPES.sql, await tephra('sql', '--case', 'outage.tephra', 'select count(*) from events', '--json')).rows).toEqual(before.rows);
  });

  it('ingest: standard input, in a case of its own', async () => {
    async function* lines(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 3; i++) {
        yield Buffer.from(`{"level":30,"time":${1_791_451_800_000 + i},"msg":"from a pipe ${i}"}\n{"level":50,"ti`);
        yield Buffer.from(`me":${1_791_451_800_500 + i},"msg":"split over chunks 秋"}\n`);
      }
    }
    const ran = await run(['ingest', '-', '--case', 'pipe.tephra', '--json'], { ...options, stdin: lines() });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(json(SHAPES.ingest, ran)).toMatchObject({ events: 6, artifacts: [{ path: 'stdin', kind: 'json-lines', records: 6 }] });
    expect((await tephra('verify', 'pipe.tephra')).code).toBe(0);
  });

  it('ingest: exit code 3 when nothing could be read, 1 when one of several named paths could not', async () => {
    const none = await tephra('ingest', 'missing.log', '--case', 'none.tephra');
    expect(none).toMatchObject({ code: 3, stdout: '' });
    expect(none.stderr).toContain('missing.log');
    expect(await readdir(folder)).not.toContain('none.tephra');
    const one = await tephra('ingest', `${SMALL}/notes`, 'missing.log', '--case', 'some.tephra', '--json');
    expect(one.code).toBe(1);
    expect(one.stderr).toContain('missing.log');
    expect(json(SHAPES.ingest, one).artifacts).toHaveLength(1);
  });

  it('ingest: evidence of no known kind is carried, damage is reported, and both are exit code 0', async () => {
    await writeFile(at('blob.bin'), Buffer.from([0, 1, 2, 255, 254, 0, 0, 7]));
    await writeFile(at('torn.jsonl'), `${'{"level":30,"time":1791451800000,"msg":"ok"}\n'.repeat(20)}{"level":30,"time":17914\n`);
    const ran = await tephra('ingest', 'blob.bin', 'torn.jsonl', '--case', 'odd.tephra', '--json');
    expect(ran.code).toBe(0);
    const byName = Object.fromEntries(json(SHAPES.ingest, ran).artifacts.map((a) => [a.path, a]));
    expect(byName['blob.bin']).toMatchObject({ kind: 'unknown', records: 0 });
    expect(byName['torn.jsonl']!.diagnostics).toBeGreaterThan(0);
  });

  it('ingest: --zone reads times that name none, --reference leaves evidence where it lies', async () => {
    await writeFile(at('local.jsonl'), '{"timestamp":"2026-10-08 12:00:00","level":"info","message":"noon"}\n'.repeat(3));
    const ran = await tephra('ingest', 'local.jsonl', '--case', 'zone.tephra', '--zone', 'Asia/Tokyo', '--reference', '--json');
    expect(json(SHAPES.ingest, ran).artifacts[0]).toMatchObject({ from: '2026-10-08T03:00:00.000000000Z' });
    expect(await readdir(at('zone.tephra/evidence')).catch(() => [])).toEqual([]);
  });

  it('inspect: one file, no case', async () => {
    const ran = await tephra('inspect', `${SMALL}/edge/access.log`, '--json');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(json(SHAPES.inspect, ran)).toMatchObject({ kind: 'web-access', counts: { records: 2445 }, timeRange: { from: '2026-10-08T09:30:00.000000000Z' } });
    expect((await tephra('inspect', `${SMALL}/edge/access.log`)).stdout).toMatch(/kind +web-access \(.+\), confidence 0\.9\d|confidence 1\.00/);
  });

  it('inspect: exit code 3 for a file that cannot be read, 2 for a folder', async () => {
    const missing = await tephra('inspect', 'missing.log', '--json');
    expect(missing).toMatchObject({ code: 3, stderr: '' });
    expect(json(SHAPES.error, missing).error.code).toBe('file/not-found');
    expect((await tephra('inspect', SMALL)).code).toBe(2);
  });

  it('templates: of a file, the most frequent first, and one id for each physical line', async () => {
    await writeFile(at('app.log'), [
      '2026-10-08 10:02:01 INFO user anna logged in after 12 ms', '2026-10-08 10:02:02 ERROR upstream 10.0.0.7:8080 is away', '  at pool.take (pool.js:12)',
      '2026-10-08 10:02:03 INFO user bert logged in after 3 s', '2026-10-08 10:02:04 INFO user carla logged in after 40 ms', '',
    ].join('\n'));
    const ran = await tephra('templates', '--lines', '--json', 'app.log');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { templates, lines } = json(SHAPES.templates, ran);
    expect(templates).toMatchObject([
      { pattern: 'user <*> logged in after <*>', count: 3, parameters: ['text', 'duration'], from: '2026-10-08T10:02:01.000000000Z', to: '2026-10-08T10:02:04.000000000Z' },
      { pattern: 'upstream <*>:<*> is away', count: 1, parameters: ['ip', 'port'] },
    ]);
    const [login, away] = templates.map((t) => t.id);
    expect(lines).toEqual([login, away, away, login, login]);
    expect((await tephra('templates', '--lines', 'app.log')).stdout).toBe(`${[login, away, away, login, login].join('\n')}\n`);
    expect((await tephra('templates', 'app.log', 'app.log')).stdout).toMatch(new RegExp(`^COUNT +ID .*\\n +6 +${login!} .*user <\\*> logged in after <\\*>\\n +2 +${away!}`));
  });

  it('templates: of a case, and what changed between two times, with records that lead to the bytes', async () => {
    const ran = await tephra('templates', '--case', 'outage.tephra', '--json');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { templates } = json(SHAPES.templates, ran);
    const events = json(SHAPES.sql, await tephra('sql', '--case', 'outage.tephra', 'select count(*) from events where template is not null', '--json'));
    expect(events.rows).toEqual([[templates.reduce((sum, t) => sum + t.count, 0)]]);
    const windows = ['--baseline', '09:40/10:00', '--incident', '2026-10-08 10:02/2026-10-08 10:20'];
    const compared = await tephra('templates', '--case', 'outage.tephra', ...windows, '--limit', '5', '--json');
    expect(compared).toMatchObject({ code: 0, stderr: '' });
    const { changes, baseline, total } = json(SHAPES.comparison, compared);
    expect(baseline).toEqual({ from: '2026-10-08T09:40:00.000000000Z', to: '2026-10-08T10:00:00.000000000Z' });
    expect(total).toBeGreaterThan(5);
    expect(changes.map((c) => c.rank)).toEqual([1, 2, 3, 4, 5]);
    expect(changes[0]).toMatchObject({ change: 'new', baselineCount: 0 });
    const { sample } = changes[0]!;
    expect(findCitations(sample!.citation)).toHaveLength(1);
    expect((await tephra('templates', '--case', 'outage.tephra', ...windows)).stdout).toMatch(/^baseline {2}2026-10-08 09:40.*\nincident .*\n\d.* things compared: .*\n\nCHANGE .*\n(?:new|first seen) /);
    expect((await tephra('templates', '--case', 'outage.tephra', '--incident', '10:20/10:02')).code).toBe(2);
    expect((await tephra('templates', '--case', 'outage.tephra', '--incident', '10:20')).code).toBe(2);
  });

  it('faulttree: probability, cut sets and importance of a model; what a limit leaves out; exit code 3 for what is none', async () => {
    await writeFile(at('pumps.xml'), `<opsa-mef><define-fault-tree name="pumps"><define-gate name="top"><or><event name="valve"/><gate name="both"/></or></define-gate>
<define-gate name="both"><and><event name="p1"/><event name="p2"/></and></define-gate>
<define-basic-event name="valve"><float value="0.1"/></define-basic-event><define-basic-event name="p1"><float value="0.2"/></define-basic-event><define-basic-event name="p2"><float value="0.5"/></define-basic-event></define-fault-tree></opsa-mef>`);
    const { topEvents } = json(SHAPES.faulttree, await tephra('faulttree', 'pumps.xml', '--json'));
    expect(topEvents).toMatchObject([{ name: 'top', cutSets: { count: 2, byOrder: { 1: 1, 2: 1 }, truncated: false, list: [{ events: ['valve'] }, { events: ['p1', 'p2'] }] } }]);
    expect(topEvents[0]!.probability).toBeCloseTo(0.19, 12);
    expect(topEvents[0]!.importance.find(({ event }) => event === 'valve')!.birnbaum).toBeCloseTo(0.9, 12);
    const short = json(SHAPES.faulttree, await tephra('faulttree', 'pumps.xml', '--max-order', '1', '--json')).topEvents[0]!;
    expect(short.cutSets).toMatchObject({ count: 1, truncated: true });
    const text = await tephra('faulttree', 'pumps.xml', '--max-order', '1');
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/^pumps\n\ntop\n +probability +0\.19 .*\n/);
    expect(text.stdout).toContain('1 of 2 cut sets have more than one event and are left out.');
    await writeFile(at('loop.xml'), '<opsa-mef><define-fault-tree name="l"><define-gate name="a"><or><gate name="b"/><event name="e"/></or></define-gate><define-gate name="b"><and><gate name="a"/><event name="e"/></and></define-gate></define-fault-tree></opsa-mef>');
    expect((await tephra('faulttree', 'loop.xml')).code).toBe(1);
    await writeFile(at('words.xml'), 'nothing of a tree');
    expect((await tephra('faulttree', 'words.xml')).code).toBe(3);
    expect(json(SHAPES.error, await tephra('faulttree', 'missing.xml', '--json')).error.code).toBe('fault-tree/not-readable');
  });

  it('templates: exit code 3 for what cannot be read, 2 for a folder', async () => {
    expect(json(SHAPES.error, await tephra('templates', 'missing.log', '--json')).error.code).toBe('file/not-found');
    expect((await tephra('templates', 'missing.log')).code).toBe(3);
    await writeFile(at('noise.bin'), Buffer.from([0, 1, 2, 3, 255, 254, 0, 7, 0, 0, 9]));
    expect(await tephra('templates', 'noise.bin')).toMatchObject({ code: 3, stdout: 'no messages\n' });
    expect((await tephra('templates', SMALL)).code).toBe(2);
  });

  it('sql: columns, rows, times and large integers', async () => {
    const ran = await tephra('sql', '--case', 'outage.tephra', "select time, offset_bytes, 9007199254740993::bigint as big, body from events where body like 'rollback of checkout%started'", '--json');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const answer = json(SHAPES.sql, ran);
    expect(answer.columns.map((c) => c.name)).toEqual(['time', 'offset_bytes', 'big', 'body']);
    expect(answer.rows).toEqual([['2026-10-08T10:21:40.000000000Z', expect.any(Number), '9007199254740993', 'rollback of checkout to 2.30.4 started']]);
  });

  it('sql: answers larger than a frame of the protocol, as JSON and as a table', async () => {
    const query = "select repeat('x', 2000) as filler, i from range(12000) t(i)";
    const ran = await tephra('sql', '--case', 'outage.tephra', query, '--json');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.bytes.length).toBeGreaterThan(24_000_000);
    const rows = json(SHAPES.sql, ran).rows;
    expect(rows).toHaveLength(12_000);
    expect(rows.map((row) => row[1])).toEqual(Array.from({ length: 12_000 }, (_, i) => i));
    expect((await tephra('sql', '--case', 'outage.tephra', query)).stdout.split('\n')).toHaveLength(12_002);
  }, 60_000);

  it('sql: a table for people, and --schema for both', async () => {
    const ran = await tephra('sql', '--case', 'outage.tephra', "select service_name as service, count(*) as n from events where service_name in ('orders-db', 'alerting') group by all order by n desc");
    expect(ran).toMatchObject({ code: 0, stdout: 'service     n\norders-db  15\nalerting    3\n' });
    expect((await tephra('sql', '--case', 'outage.tephra', '--schema')).stdout).toMatch(/^events: .+$/m);
    const schema = z.object({ tables: z.array(z.object({ table: z.string(), columns: z.array(z.object({ name: z.string() })) })) });
    const tables = json(schema, await tephra('sql', '--case', 'outage.tephra', '--schema', '--json')).tables;
    const promised = ['time', 'severity_number', 'severity_text', 'service_name', 'host_name', 'body', 'trace_id', 'span_id', 'artifact', 'offset_bytes', 'length_bytes', 'attributes'];
    expect(tables.find((t) => t.table === 'events')!.columns.map((c) => c.name)).toEqual(expect.arrayContaining(promised));
    expect(tables.map((t) => t.table)).toEqual(expect.arrayContaining(['events', 'artifacts', 'diagnostics']));
  });

  it.each(['delete from events', 'select 1; select 2', "select * from read_text('/etc/hostname')", 'selec 1'])('sql: refuses %j with exit code 1', async (query) => {
    const ran = await tephra('sql', '--case', 'outage.tephra', query, '--json');
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(json(SHAPES.error, ran).error.code).toMatch(/^sql\//);
  });

  it('search: text in time order, with references that lead to the bytes', async () => {
    const ran = await tephra('search', '--case', 'outage.tephra', '秋の感謝祭', '--json');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { total, hits } = json(SHAPES.search, ran);
    expect(hits).toHaveLength(total);
    expect(total).toBeGreaterThan(20);
    const times = hits.flatMap((h) => h.time ?? []);
    expect(times).toEqual([...times].sort());
    const app = await readFile(`${SMALL}/checkout/app.jsonl`);
    const hash = json(SHAPES.ingest, first).artifacts.find((a) => a.path.endsWith('app.jsonl'))!.sha256;
    const cited = hits.filter((h) => h.artifact === hash);
    expect(cited.length).toBeGreaterThan(20);
    for (const hit of cited) {
      const bytes = app.toString('utf8', Number(hit.offsetBytes), Number(hit.offsetBytes) + Number(hit.lengthBytes));
      expect(JSON.parse(bytes)).toMatchObject({ msg: expect.stringContaining('秋の感謝祭🍁') });
    }
  });

  it('search: patterns, bounds and limit', async () => {
    const all = json(SHAPES.search, await tephra('search', '--case', 'outage.tephra', '/checkout 2\\.3[01]\\.\\d listening/', '--json'));
    expect(all.total).toBe(7);
    const bounded = json(SHAPES.search, await tephra('search', '--case', 'outage.tephra', '/checkout 2\\.3[01]\\.\\d listening/', '--from', '10:13', '--to', '2026-10-08T10:22:50Z', '--json'));
    expect(bounded.hits.map((h) => h.time)).toEqual(['2026-10-08T10:13:20.000000000Z', '2026-10-08T10:22:05.000000000Z']);
    const cut = await tephra('search', '--case', 'outage.tephra', '/checkout 2\\.3[01]\\.\\d listening/', '--limit', '2');
    const shown = cut.stdout.trimEnd().split('\n');
    expect(shown).toHaveLength(2);
    // Each line carries what a postmortem cites it by.
    expect(shown.map((line) => findCitations(line).map((c) => c.hashPrefix)[0])).toEqual(all.hits.slice(0, 2).map((h) => h.artifact.slice(0, 8)));
    expect(shown[0]).toContain(all.hits[0]!.citation);
    expect(cut.stderr).toBe('tephra: 2 of 7 hits shown; --limit N shows more.\n');
    expect((await tephra('search', '--case', 'outage.tephra', 'x', '--from', 'soon')).code).toBe(2);
    expect((await tephra('search', '--case', 'outage.tephra', '/(/', '--json')).code).toBe(1);
  });

  it('says what to do where there is no case', async () => {
    for (const argv of [['sql', '--case', 'no.tephra', 'select 1'], ['search', '--case', 'no.tephra', 'x'], ['timeline', '--case', 'no.tephra'], ['report', '--case', 'no.tephra', '-o', 'x.md'], ['serve', 'no.tephra']]) {
      const ran = await tephra(...argv);
      expect(ran, argv[0]).toMatchObject({ code: 1, stdout: '' });
      expect(ran.stderr).toMatch(/^tephra: .*no\.tephra.*tephra ingest PATH --case DIR.*\n$/);
    }
  });

  it('formats: every one with its specification', async () => {
    const { formats } = json(SHAPES.formats, await tephra('formats', '--json'));
    expect(formats.map((f) => f.id)).toEqual(expect.arrayContaining(['web-access', 'json-lines', 'plain-text']));
    expect((await tephra('formats')).stdout).toMatch(/^web-access +/m);
  });

  it('formats: keeps one that a file describes, refuses one whose sample is not read as it says, and forgets', async () => {
    const shop = { id: 'shop-till', title: 'Shop till', lines: ['(?<time>[^|]+)\\|(?<level>[A-Z]+)\\|(?<body>.*)'], samples: [{ line: '2026-10-14T10:34:11Z|WARN|slow', time: '2026-10-14T10:34:11Z', level: 'warn' }] };
    await writeFile(at('till.json'), JSON.stringify(shop));
    await writeFile(at('wrong.json'), JSON.stringify({ ...shop, samples: [{ ...shop.samples[0], level: 'error' }] }));
    expect((await tephra('formats', '--add', 'till.json')).stdout).toContain('Shop till (shop-till) is kept in');
    expect((await tephra('formats')).stdout).toMatch(/^shop-till +Shop till \(yours\)/m);
    expect(await tephra('formats', '--add', 'wrong.json')).toMatchObject({ code: 1, stderr: expect.stringContaining('its level is WARN') as unknown });
    expect((await tephra('formats', '--add', 'missing.json')).code).toBe(3);
    await writeFile(at('till.log'), '2026-10-14T10:34:11Z|WARN|slow\n');
    expect(json(SHAPES.inspect, await tephra('inspect', '--json', 'till.log')).kind).toBe('shop-till');
    expect((await tephra('formats', '--remove', 'shop-till')).stdout).toBe('Forgot shop-till.\n');
    expect((await tephra('formats', '--remove', 'shop-till')).code).toBe(1);
  });

  it('shows progress on a terminal only', async () => {
    const seen = await run(['ingest', SMALL, '--case', 'tty.tephra'], { ...options, terminal: true });
    expect(seen.stderr).toContain('\r\u001b[KReading');
    expect(seen.stderr.endsWith('\r\u001b[K')).toBe(true);
    expect((await tephra('ingest', SMALL, '--case', 'notty.tephra')).stderr).toBe('');
  });
});

describe('what people wrote, as files', () => {
  const dir = 'sample.tephra';
  beforeAll(async () => {
    const connection = connectInMemory(sourceEngine(at('data')), 'tester');
    const made = await ensureSampleCase(connection.client, at(dir), SAMPLE);
    await connection.close();
    expect(made.ok).toBe(true);
  }, 60_000);

  it('timeline: each format, to standard output and to a file', async () => {
    expect((await tephra('timeline', '--case', dir)).stdout).toContain('edge ruled out');
    const jsonl = (await tephra('timeline', '--case', dir, '--format', 'timesketch-jsonl')).stdout.trimEnd().split('\n');
    for (const line of jsonl) expect(JSON.parse(line)).toMatchObject({ message: expect.any(String), datetime: expect.any(String), timestamp_desc: expect.any(String) });
    expect(jsonl.length).toBeGreaterThanOrEqual(15);
    expect((await tephra('timeline', '--case', dir, '--format', 'l2tcsv')).stdout).toMatch(/^date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra\r?\n/);
    expect(await tephra('timeline', '--case', dir, '--format', 'csv', '-o', 't.csv')).toMatchObject({ code: 0, stdout: '' });
    expect(await readFile(at('t.csv'), 'utf8')).toBe((await tephra('timeline', '--case', dir, '--format', 'csv')).stdout);
  });

  it('report: Markdown and PDF, by format or by ending, to a file or standard output', async () => {
    expect(await tephra('report', '--case', dir, '--format', 'md', '-o', 'r.txt')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await readFile(at('r.txt'), 'utf8')).toContain('# Sample: checkout fails after release 2.31.0');
    expect((await tephra('report', '--case', dir, '-o', 'r.pdf')).code).toBe(0);
    expect((await readFile(at('r.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await tephra('report', '--case', dir, '--format', 'pdf', '-o', '-')).bytes.equals(await readFile(at('r.pdf')))).toBe(true);
    expect((await run(['report', '--case', dir, '--format', 'pdf', '-o', '-'], { ...options, terminal: true })).code).toBe(2);
    expect((await tephra('report', '--case', dir, '-o', 'no/such/folder/r.md')).code).toBe(1);
  }, 60_000);

  it('report: HTML, slides and status mails; for people outside; what looks like a secret is said on standard error, or masked', async () => {
    expect(await tephra('report', '--case', dir, '-o', 'r.html')).toMatchObject({ code: 0, stdout: '' });
    expect(await readFile(at('r.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect((await tephra('report', '--case', dir, '--format', 'deck', '-o', '-')).stdout).toContain('<section id="slide-1"');
    expect((await tephra('report', '--case', dir, '--format', 'status', '-o', '-')).stdout).toMatch(/^# For executives\n[\s\S]*\n# For customers\n[\s\S]*\n# For engineers\n/);
    expect((await tephra('report', '--case', dir, '--standard', 'ua-1', '--format', 'pdf', '-o', '-')).bytes.toString('latin1')).toContain('<pdfuaid:part>1<');
    const outside = await tephra('report', '--case', dir, '--audience', 'external', '--mask', '--format', 'md', '-o', '-');
    expect(outside).toMatchObject({ code: 0, stderr: '' });
    expect(outside.stdout).toContain('External version.');

    await mkdir(at('secrets/ada.lovelace@shop.com'), { recursive: true });
    await writeFile(at('secrets/ada.lovelace@shop.com/app.log'), 'nothing\n');
    await tephra('ingest', at('secrets'), '--case', 'secrets.tephra');
    const warned = await tephra('report', '--case', 'secrets.tephra', '--format', 'md', '-o', '-');
    expect(warned.stderr).toMatch(/^The report holds 1 place that looks like secrets or personal data\. --mask replaces them\.\n {2}Mail address ada\.… \(21 characters\) in Evidence in this case, ‹redacted: mail address›\/app\.log\n$/);
    expect(warned.stdout).toContain('ada.lovelace@shop.com');
    const masked = await tephra('report', '--case', 'secrets.tephra', '--format', 'md', '--mask', '-o', '-');
    expect(masked).toMatchObject({ code: 0, stderr: '' });
    expect(masked.stdout).not.toContain('ada.lovelace@');
  }, 60_000);

  it('report --lint: a line per finding and the count, exit code 0; a file without a case; a file against the timeline of a case', async () => {
    await writeFile(at('blame.md'), '# Outage\r\n\r\nThe root cause was\r\nhuman error. Tom forgot the index.\r\n\r\nThe outage lasted 900 minutes.\r\n');
    const plain = await tephra('report', '--lint', 'blame.md');
    expect(plain).toMatchObject({ code: 0, stderr: '' });
    expect(plain.stdout.split('\n')).toEqual([
      expect.stringMatching(/^blame\.md:3:1 single-root-cause “The root cause” .+/), expect.stringMatching(/^blame\.md:4:1 human-error “human error” .+/),
      expect.stringMatching(/^blame\.md:4:14 blame-name “Tom forgot” .+/), expect.stringMatching(/^blame\.md:4:18 human-error “forgot” .+/), '4 findings.', '',
    ]);
    const against = json(SHAPES.lint, await tephra('report', '--lint', 'blame.md', '--case', dir, '--json'));
    expect(against.findings.map((f) => [f.rule, f.line, f.column])).toEqual([
      ['single-root-cause', 3, 1], ['human-error', 4, 1], ['blame-name', 4, 14], ['human-error', 4, 18], ['timeline-fact', 6, 19],
    ]);
    const own = await tephra('report', '--lint', '--case', dir, '--json');
    expect(own).toMatchObject({ code: 0, stderr: '' });
    expect(json(SHAPES.lint, own).findings).toEqual([]);
    expect((await tephra('report', '--lint', 'no.md')).code).toBe(1);
    expect(json(SHAPES.error, await tephra('report', '--lint', 'no.md', '--json')).error.code).toBe('file/not-readable');
  }, 60_000);

  it('verify: exit code 0 as it was made, 4 when evidence changed', async () => {
    const good = await tephra('verify', dir, '--json');
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(json(SHAPES.verify, good)).toMatchObject({ ok: true, failed: 0 });
    await tephra('ingest', SMALL, '--case', 'tampered.tephra');
    const kept = (await readdir(at('tampered.tephra/evidence'), { recursive: true, withFileTypes: true })).filter((f) => f.isFile());
    const victim = join(kept[0]!.parentPath, kept[0]!.name);
    await chmod(kept[0]!.parentPath, 0o755);
    await chmod(victim, 0o644);
    const bytes = await readFile(victim);
    bytes[10] = bytes[10]! ^ 1;
    await writeFile(victim, bytes);
    const bad = await tephra('verify', 'tampered.tephra', '--json');
    expect(bad).toMatchObject({ code: 4, stderr: '' });
    expect(json(SHAPES.verify, bad)).toMatchObject({ ok: false, failed: 1 });
    expect((await tephra('verify', 'tampered.tephra')).stdout).toContain('FAILED');
  });
});

describe('the workbench', () => {
  /** Runs until its address is printed, asks it with `visit`, and stops. */
  async function browse(argv: readonly string[], visit: (url: string) => Promise<void>): Promise<Ran> {
    const stop = new AbortController();
    let visiting = Promise.resolve();
    const ran = await run(argv, {
      ...options, signal: stop.signal,
      onStdout: (text) => {
        visiting = visit(text.trim()).finally(() => stop.abort());
      },
    });
    await visiting;
    return ran;
  }
  const answer = async (url: string): Promise<number> => (await fetch(url, { redirect: 'manual' })).status;

  it('serve: one line with an address that works once, until it is stopped', async () => {
    await tephra('ingest', `${SMALL}/notes`, '--case', 'served.tephra');
    let address = '';
    const ran = await browse(['serve', 'served.tephra'], async (url) => {
      address = url;
      expect(await answer(url)).toBe(303);
      expect(await answer(url)).toBe(401);
    });
    expect(ran).toMatchObject({ code: 0, stderr: '', stdout: `${address}\n` });
    expect(new URL(address)).toMatchObject({ hostname: '127.0.0.1', hash: `#/case/${encodeURIComponent(at('served.tephra'))}` });
    await expect(answer(address)).rejects.toThrow();
  });

  it('serve: port 0 is any free one', async () => {
    const ran = await browse(['serve', '--port', '0'], async (url) => {
      expect(Number(new URL(url).port)).toBeGreaterThan(0);
      expect(await answer(url)).toBe(303);
    });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });

  it('serve: a port that is taken is said, with what to do', async () => {
    await browse(['serve'], async (url) => {
      const ran = await tephra('serve', '--port', new URL(url).port);
      expect(ran).toMatchObject({ code: 1, stdout: '' });
      expect(ran.stderr).toMatch(/^tephra: Port \d+ is in use\. .*--port/);
    });
  });

  it('on evidence: makes a case in the data folder, says where, and opens the same one next time', async () => {
    const open = (): Promise<Ran> => browse([`${SMALL}/notes`, `${SMALL}/edge`], async () => {});
    const first = await open();
    expect(first.code).toBe(0);
    const dir = /^Case: (.+)$/m.exec(first.stderr)![1]!;
    expect(dir.startsWith(join(at('data'), 'cases', 'notes-'))).toBe(true);
    expect(first.stdout).toContain(encodeURIComponent(dir));
    expect(first.stderr).toContain('These tests open no window. The workbench is at this address instead:');
    expect((await open()).stderr).toBe(first.stderr);
    expect(json(SHAPES.sql, await tephra('sql', '--case', dir, 'select count(*) from artifacts', '--json')).rows).toEqual([[2]]);
  });

  it('on a case: opens it as it is, and alone', async () => {
    const ran = await browse(['served.tephra'], async () => {});
    expect(ran.stdout).toContain(encodeURIComponent(at('served.tephra')));
    expect((await tephra('served.tephra', 'more.log')).code).toBe(2);
  });

  it('--sample: opens the sample case', async () => {
    const ran = await browse(['--sample'], async () => {});
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain(join(at('data'), 'cases', 'sample-incident.tephra'));
  });
});

const program = fileURLToPath(new URL('../support/cli.ts', import.meta.url));

/** A command line in a process of its own. */
function start(argv: readonly string[]): { child: ReturnType<typeof spawn>; ended: Promise<{ code: number | null; stdout: string; stderr: string }> } {
  const child = spawn(process.execPath, [program, ...argv], { cwd: folder, env: { ...process.env, TEPHRA_DATA: at('data') }, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
  return { child, ended: new Promise((resolve) => { child.on('close', (code) => resolve({ code, stdout, stderr })); }) };
}

describe('processes', () => {
  it('a case that is open in another process works for every command', async () => {
    await tephra('ingest', SMALL, '--case', 'shared.tephra');
    const holder = connectInMemory(sourceEngine(at('data')), 'holder');
    expect(await holder.client.call(api.openCase, { path: at('shared.tephra') })).toMatchObject({ ok: true, value: { joined: false } });
    try {
      await mkdir(at('more'), { recursive: true });
      await writeFile(at('more/late.jsonl'), '{"level":30,"time":1791451800000,"msg":"came while the case was open"}\n'.repeat(3));
      const commands = [
        ['ingest', 'more', '--case', 'shared.tephra', '--json'], ['search', '--case', 'shared.tephra', 'came while the case was open', '--json'],
        ['sql', '--case', 'shared.tephra', 'select count(*) from events', '--json'], ['timeline', '--case', 'shared.tephra'],
        ['report', '--case', 'shared.tephra', '-o', 'shared.md'], ['verify', 'shared.tephra', '--json'],
      ];
      for (const argv of commands) expect(await start(argv).ended, argv[0]).toMatchObject({ code: 0, stderr: '' });
      const seen = await holder.client.call(api.caseInfo, {});
      expect(seen.ok && seen.value.artifacts).toBe(5);
      const { child, ended } = start(['ingest', '-', '--case', 'shared.tephra', '--json']);
      child.stdin!.end('{"level":30,"time":1791451800000,"msg":"through a pipe and a socket"}\n');
      expect(await ended).toMatchObject({ code: 0, stderr: '' });
    } finally {
      await holder.close();
    }
  }, 120_000);

  it('a reader that goes away ends the work without a word', async () => {
    await tephra('ingest', SMALL, '--case', 'epipe.tephra');
    const { child, ended } = start(['sql', '--case', 'epipe.tephra', 'select a.body from events a, range(200)']);
    child.stdout!.once('data', () => child.stdout!.destroy());
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  }, 60_000);

  it('stopping ends a query that would take hours', async () => {
    await tephra('ingest', `${SMALL}/notes`, '--case', 'slow.tephra');
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1000);
    const ran = await run(['sql', '--case', 'slow.tephra', 'select count(*) from range(10000000000000) a(i) where i % 7 = 3'], { ...options, signal: stop.signal });
    expect(ran).toMatchObject({ code: 130, stdout: '', stderr: '' });
    // The engine is closed, and with it the query: the case is free again.
    expect((await tephra('verify', 'slow.tephra')).code).toBe(0);
  }, 60_000);

  it('SIGINT stops cleanly with exit code 130, and the case opens afterwards', async () => {
    const { child, ended } = start(['ingest', '-', '--case', 'stopped.tephra']);
    child.stdin!.write('{"level":30,"time":1791451800000,"msg":"never the last"}\n'.repeat(50_000));
    await expect.poll(() => readdir(at('stopped.tephra')).catch(() => []), { timeout: 30_000 }).toContain('case.sqlite');
    child.kill('SIGINT');
    child.stdin!.on('error', () => {});
    expect(await ended).toMatchObject({ code: 130, stdout: '', stderr: '' });
    expect((await tephra('verify', 'stopped.tephra')).code).toBe(0);
  }, 60_000);
});
