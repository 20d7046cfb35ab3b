import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { formatRfc3339, parseRfc3339 } from '../../base/time.ts';
import { evidenceLocation } from '../intake/take-in.ts';
import { readEvidence } from './evidence-bytes.ts';
import { inspectFile } from './inspect.ts';
import { openTestCase, temporaryFolder, type TestCase } from './ingest.testing.ts';
import { receiveUpload } from './uploads.ts';
import { uploadsFolder } from './ingest-service.ts';

const LINE = '198.51.100.7 - - [14/Oct/2026:10:33:58 +0000] "GET /a HTTP/1.1" 200 5 "-" "curl"\n';
const sha = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

let folder: ReturnType<typeof temporaryFolder>;
let open: TestCase;
const inFolder = (...parts: string[]): string => join(folder.path, ...parts);

beforeEach(async () => {
  folder = temporaryFolder();
  mkdirSync(inFolder('in'));
  mkdirSync(inFolder('case.tephra'));
  open = await openTestCase(inFolder('case.tephra'), { create: true });
});
afterEach(async () => {
  await open.close();
  folder.remove();
});

describe('taking evidence in', () => {
  it('copies, hashes, parses and orders a folder', async () => {
    mkdirSync(inFolder('in', 'nginx'));
    writeFileSync(inFolder('in', 'nginx', 'access.log'), LINE.repeat(3));
    writeFileSync(inFolder('in', 'app.jsonl'), '{"time":"2026-10-14T10:33:57Z","level":"error","msg":"first","service":"cart"}\n{"time":"2026-10-14T10:33:59Z","level":"info","msg":"last"}\n');
    writeFileSync(inFolder('in', 'core'), Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8));
    writeFileSync(inFolder('in', 'notes.txt'), 'some words\nmore words\n');
    const before = statSync(inFolder('in', 'app.jsonl'));
    const added = unwrap(await open.add([inFolder('in')]));

    expect(added.artifacts.map((a) => [a.path, a.kind, a.status, a.records])).toEqual([
      ['app.jsonl', 'json-lines', 'understood', 2], ['core', 'unknown', 'carried', 0], ['nginx/access.log', 'web-access', 'understood', 3],
      ['notes.txt', 'plain-text', 'carried', 2],
    ]);
    expect(added.artifacts[1]!.reason).toBe('no known kind; first bytes 7f 45 4c 46 00 00 00 00');
    expect(added.artifacts[3]).toMatchObject({ notUnderstood: 2, understoodBytes: 0 });
    expect(added.events).toBe(7);
    const page = unwrap(await open.index.page({ terms: [] }, 0, 10));
    expect(page.rows.map((row) => [row.timeNs === undefined ? undefined : formatRfc3339(row.timeNs), row.body.slice(0, 12), row.source])).toEqual([
      ['2026-10-14T10:33:57.000000000Z', 'first', 'cart'],
      ['2026-10-14T10:33:58.000000000Z', '198.51.100.7', 'nginx/access.log'],
      ['2026-10-14T10:33:58.000000000Z', '198.51.100.7', 'nginx/access.log'],
      ['2026-10-14T10:33:58.000000000Z', '198.51.100.7', 'nginx/access.log'],
      ['2026-10-14T10:33:59.000000000Z', 'last', 'app.jsonl'],
      [undefined, 'some words', 'notes.txt'], [undefined, 'more words', 'notes.txt'],
    ]);
    // The copy is under its hash and read-only; the original is as it was.
    const copied = open.work.artifact(sha(LINE.repeat(3)))!;
    expect(copied.location).toBe(join('evidence', copied.sha256.slice(0, 2), copied.sha256));
    expect(statSync(join(open.dir, copied.location)).mode & 0o777).toBe(0o444);
    expect(readFileSync(join(open.dir, copied.location), 'utf8')).toBe(LINE.repeat(3));
    const after = statSync(inFolder('in', 'app.jsonl'));
    expect([after.mtimeMs, after.ino, after.mode]).toEqual([before.mtimeMs, before.ino, before.mode]);
    expect(open.work.pendingIntake()).toEqual([]);
    expect(open.items.filter((a) => a.kind === 'web-access').map((a) => a.status)).toEqual(['understood']);
    expect(open.items.filter((a) => a.sha256 === copied.sha256).map((a) => a.status)).toEqual(['pending', 'understood']);
  });

  it('the same bytes under two paths are one artifact; adding again changes nothing', async () => {
    writeFileSync(inFolder('in', 'a.log'), LINE);
    writeFileSync(inFolder('in', 'b.log'), LINE);
    const first = unwrap(await open.add([inFolder('in')]));
    expect(first.artifacts.map((a) => [a.path, a.alreadyInCase])).toEqual([['a.log', false], ['b.log', true]]);
    expect(first.events).toBe(1);
    expect(open.work.custody().map((c) => c.paths)).toEqual([['a.log', 'b.log']]);
    const revision = [open.work.workRevision(), open.index.revision(), open.work.history(undefined, 100).length];
    const again = unwrap(await open.add([inFolder('in')]));
    expect(again.artifacts.every((a) => a.alreadyInCase)).toBe(true);
    expect(again.events).toBe(0);
    expect([open.work.workRevision(), open.index.revision(), open.work.history(undefined, 100).length]).toEqual(revision);
  });

  it('refuses pipes, links that leave the folder, unreadable files and cases, by name, and takes the rest', async () => {
    writeFileSync(inFolder('outside.log'), LINE);
    writeFileSync(inFolder('in', 'inside.log'), LINE);
    execFileSync('mkfifo', [inFolder('in', 'pipe')]);
    symlinkSync(inFolder('outside.log'), inFolder('in', 'leaves'));
    symlinkSync('..', inFolder('in', 'up'));
    symlinkSync('inside.log', inFolder('in', 'link'));
    mkdirSync(inFolder('in', 'old.tephra'));
    writeFileSync(inFolder('in', 'old.tephra', 'case.sqlite'), 'x');
    writeFileSync(inFolder('in', 'old.tephra', 'evidence'), LINE);
    const added = unwrap(await open.add([inFolder('in')]));
    expect(added.artifacts.map((a) => a.path)).toEqual(['inside.log', 'link']);
    expect(added.refused.map((r) => [r.path.slice(folder.path.length), r.code])).toEqual([
      ['/in/leaves', 'intake/link'], ['/in/old.tephra', 'intake/case-folder'], ['/in/pipe', 'intake/special-file'], ['/in/up', 'intake/link'],
    ]);
    expect(existsSync(inFolder('in', 'pipe'))).toBe(true);
  });

  it('says what is not there', async () => {
    const missing = await open.add([inFolder('nowhere')]);
    expect(missing.ok ? undefined : missing.failure.code).toBe('file/not-found');
    const empty = await open.add([inFolder('in')]);
    expect(empty.ok ? undefined : empty.failure.code).toBe('evidence/nothing-readable');
    expect(open.work.pendingIntake()).toEqual([]);
  });

  it('leaves referenced evidence where it is, and says when it was changed or is gone', async () => {
    const path = inFolder('in', 'big.log');
    writeFileSync(path, LINE.repeat(2));
    unwrap(await open.add([path], { storage: 'referenced' }));
    const custody = open.work.custody()[0]!;
    expect(custody).toMatchObject({ storage: 'referenced', location: path });
    expect(existsSync(join(open.dir, evidenceLocation(custody.sha256)))).toBe(false);
    expect(Buffer.from(unwrap(await readEvidence(open.dir, custody, 0, 12))).toString()).toBe('198.51.100.7');
    // Touched, with the same bytes: still the evidence.
    const later = new Date(Date.now() + 60_000);
    utimesSync(path, later, later);
    expect((await readEvidence(open.dir, custody, 0, 12)).ok).toBe(true);
    // Same size, other bytes.
    writeFileSync(path, LINE.repeat(2).replaceAll('198', '199'));
    utimesSync(path, new Date(Date.now() + 120_000), new Date(Date.now() + 120_000));
    const changed = await readEvidence(open.dir, custody, 0, 12);
    expect(changed.ok ? undefined : changed.failure.code).toBe('evidence/changed');
    writeFileSync(path, 'short');
    const short = await readEvidence(open.dir, custody, 0, 12);
    expect(short.ok ? undefined : short.failure.code).toBe('evidence/changed');
    const missing = await readEvidence(open.dir, { ...custody, location: `${path}.gone` }, 0, 12);
    expect(missing.ok ? undefined : missing.failure.code).toBe('evidence/missing');
  });

  it('an upload becomes evidence under its own name and goes away', async () => {
    const bytes = new TextEncoder().encode(LINE.repeat(4));
    const first = unwrap(await receiveUpload(open.dir, { name: '../../etc/evil.log', bytes: bytes.subarray(0, 100) }));
    const last = unwrap(await receiveUpload(open.dir, { uploadId: first.uploadId, name: 'ignored', bytes: bytes.subarray(100) }));
    expect(last).toMatchObject({ receivedBytes: bytes.length });
    expect(last.path.startsWith(join(uploadsFolder(open.dir), first.uploadId))).toBe(true);
    const added = unwrap(await open.add([last.path]));
    expect(added.artifacts[0]).toMatchObject({ path: '.._.._etc_evil.log', records: 4, sha256: sha(bytes) });
    expect(existsSync(last.path)).toBe(false);
    const gone = await receiveUpload(open.dir, { uploadId: '../../..', name: 'x', bytes });
    expect(gone.ok ? undefined : gone.failure.code).toBe('evidence/upload-not-found');
  });

  it('hostile text survives to the event and to its bytes', async () => {
    const message = '日本語 😀 \u202egnp.exe\u202c \u001b[31mred\u001b[0m \u0000 \u001e\u0001\u001f ￼ é';
    const line = `${JSON.stringify({ time: '2026-10-14T10:33:57Z', msg: message, [message]: { nested: message }, marker: '\u0001' })}\n`;
    const plain = `plain ${message} text\n\u0001\n`;
    writeFileSync(inFolder('in', 'a.jsonl'), line);
    writeFileSync(inFolder('in', 'b.txt'), plain);
    unwrap(await open.add([inFolder('in')]));
    const event = (await open.index.event({ sha256: sha(line), offsetBytes: 0 }))!;
    expect(event.fullBody).toBe(message);
    expect(event.attributes[message]).toEqual({ nested: message });
    expect(event.attributes['marker']).toBe('\u0001');
    expect((await open.index.event({ sha256: sha(plain), offsetBytes: 0 }))!.fullBody).toBe(`plain ${message} text`);
    const last = Buffer.byteLength(plain) - 2;
    expect((await open.index.event({ sha256: sha(plain), offsetBytes: last }))!.fullBody).toBe('\u0001');
    const custody = open.work.artifact(sha(line))!;
    expect(Buffer.from(unwrap(await readEvidence(open.dir, custody, 0, 1 << 20))).toString()).toBe(line);
  });

  it('cancels: what was taken in stays, and is indexed when asked again', async () => {
    writeFileSync(inFolder('in', 'a.log'), LINE.repeat(200_000));
    const stop = new AbortController();
    const running = open.ingest.add({ paths: [inFolder('in')], storage: 'copied', zone: 'UTC' }, {
      signal: stop.signal, item: () => stop.abort(), progress: () => undefined,
    });
    const result = await running;
    expect(result.ok ? undefined : result.failure.code).toBe('cancelled');
    expect(open.work.pendingIntake()).toEqual([]);
    expect(open.work.custody()).toHaveLength(1);
    expect(open.index.totals().records).toBe(0);
    unwrap(await open.add([inFolder('in')]));
    expect(open.index.totals().records).toBe(200_000);
    expect(unwrap(await open.index.count({ terms: [] }))).toBe(200_000);
  });

  it('cancels after rows could be seen: they go', { timeout: 60_000 }, async () => {
    // What follows the plain format is read slowly: the end is far away when the first rows can be seen.
    writeFileSync(inFolder('in', 'a.log'), LINE.replace('\n', ' "-" "a \\"b\\"" key=value\n').repeat(800_000));
    const stop = new AbortController();
    let looking = false;
    const result = await open.ingest.add({ paths: [inFolder('in')], storage: 'copied', zone: 'UTC' }, {
      signal: stop.signal, item: () => undefined,
      progress: () => {
        if (looking) return;
        looking = true;
        void open.index.count({ terms: [] }).then((count) => {
          looking = false;
          if (count.ok && count.value > 0) stop.abort();
          return undefined;
        });
      },
    });
    expect(result.ok ? undefined : result.failure.code).toBe('cancelled');
    expect(unwrap(await open.index.count({ terms: [] }))).toBe(0);
    expect(unwrap(await open.index.page({ terms: [] }, 0, 5))).toMatchObject({ total: 0, unfiltered: 0, rows: [] });
  });

  it('tells of its progress, to who asked and to who watches', async () => {
    writeFileSync(inFolder('in', 'a.log'), LINE.repeat(50_000));
    const states: boolean[] = [];
    const stopWatching = open.ingest.watch((state) => states.push(state.running));
    const phases = new Set<string>();
    let last = { bytesDone: 0, bytesTotal: 0, records: 0 };
    unwrap(await open.ingest.add({ paths: [inFolder('in')], storage: 'copied', zone: 'UTC' }, {
      signal: new AbortController().signal, item: () => undefined,
      progress: (p) => {
        phases.add(p.phase);
        last = p;
      },
    }));
    stopWatching();
    expect([...phases]).toEqual(expect.arrayContaining(['walk', 'hash', 'index', 'order']));
    expect(last).toMatchObject({ bytesDone: 50_000 * LINE.length, bytesTotal: 50_000 * LINE.length, records: 50_000 });
    expect(states.at(0)).toBe(false);
    expect(states).toContain(true);
    expect(states.at(-1)).toBe(false);
  });

  it('keeps what was read when the parser crashes or hangs, and goes on with the rest', { timeout: 60_000 }, async () => {
    await open.close();
    open = await openTestCase(inFolder('case.tephra'), { worker: new URL('./bad-worker.testing.ts', import.meta.url), patienceMs: 4000 });
    writeFileSync(inFolder('in', 'crash.log'), `crash ${LINE}`);
    writeFileSync(inFolder('in', 'hang.log'), `hang ${LINE}`);
    writeFileSync(inFolder('in', 'good.log'), LINE);
    const added = unwrap(await open.add([inFolder('in')]));
    expect(added.artifacts.map((a) => [a.path, a.status])).toEqual([['crash.log', 'failed'], ['good.log', 'understood'], ['hang.log', 'failed']]);
    const { diagnostics } = await open.index.diagnostics(added.artifacts[0]!.sha256, 10);
    expect(diagnostics.map((d) => d.code)).toEqual(['ingest/parser-failed']);
    const hung = await open.index.diagnostics(added.artifacts[2]!.sha256, 10);
    expect(hung.diagnostics[0]!.message).toContain('no sign of life');
  });

  it('evidence that is gone is failed until it is back', async () => {
    const path = inFolder('in', 'big.log');
    writeFileSync(path, LINE.repeat(3));
    unwrap(await open.add([path], { storage: 'referenced' }));
    await open.close();
    rmSync(join(open.dir, 'index.duckdb'));
    renameSync(path, `${path}.away`);
    open = await openTestCase(open.dir);
    await open.ingest.resume();
    expect(open.index.facts().map((f) => [f.status, f.records])).toEqual([['failed', 0]]);
    expect((await open.index.diagnostics(open.work.custody()[0]!.sha256, 5)).diagnostics.map((d) => d.code)).toEqual(['ingest/not-readable']);
    renameSync(`${path}.away`, path);
    await open.ingest.resume();
    expect(open.index.facts().map((f) => [f.status, f.records])).toEqual([['understood', 3]]);
  });

  it('times, numbers and depths beyond all bounds break nothing', async () => {
    const deep = (n: number): string => `${'['.repeat(n)}${']'.repeat(n)}`;
    writeFileSync(inFolder('in', 'a.jsonl'), [
      '{"time":"9999-12-31T23:59:59Z","msg":"sentinel"}', '{"instant":{"epochSecond":9007199254740991,"nanoOfSecond":1},"msg":"far"}',
      '{"time":"2026-10-14T10:00:00Z","msg":"big","pid":1e300,"n":1e999,"id":123456789012345678901234567890}',
      `{"time":"2026-10-14T10:00:01Z","msg":"deep","x":${deep(20_000)}}`, `{"@t":"2026-10-14T10:00:02Z","@mt":"deep {x}","x":${deep(20_000)},"id":12345678901234567890}`,
      `{"time":"2026-10-14T10:00:03Z","msg":"long","x":"${'y'.repeat(3_000_000)}"}`, `{"time":"2026-10-14T10:00:04Z","msg":"${'z'.repeat(400_000)}"}`,
    ].join('\n'));
    writeFileSync(inFolder('in', 'b.log'), `10.0.0.1 - - [14/Oct/9999:10:33:58 +0000] "GET / HTTP/1.1" 200 99999999999999999999999999\n${LINE}`);
    const added = unwrap(await open.add([inFolder('in')]));
    expect(added.artifacts.map((a) => [a.status, a.records])).toEqual([['understood', 7], ['understood', 2]]);
    const codes = (await open.index.diagnostics(added.artifacts[0]!.sha256, 50)).diagnostics.map((d) => d.code);
    expect(codes.filter((c) => c === 'ingest/time-out-of-range')).toHaveLength(2);
    expect(codes.filter((c) => c === 'ingest/attributes-left-out').length).toBeGreaterThanOrEqual(2);
    const page = unwrap(await open.index.page({ terms: [], fromNs: 0n }, 0, 10));
    // An integer of twenty digits below twenty thousand brackets is more than JSON's reader takes: that line is kept as text.
    expect(page.rows.map((r) => r.body.slice(0, 4))).toEqual(['big', 'deep', 'long', 'zzzz', '198.']);
  });

  it('infers years from the day the evidence came in, also when the index is made again years later', async () => {
    const file = inFolder('in', 'messages');
    writeFileSync(file, 'Mar  3 10:00:00 web-1 sshd[7]: one\nMar  3 10:00:01 web-1 sshd[7]: two\n');
    const dir = inFolder('years.tephra');
    mkdirSync(dir);
    const first = await openTestCase(dir, { create: true, nowNs: () => parseRfc3339('2021-06-01T00:00:00Z')! });
    unwrap(await first.add([file]));
    const years = async (index: typeof first.index): Promise<unknown> => unwrap(await index.sql('select distinct year(time) as y from events', 10)).rows;
    expect(await years(first.index)).toEqual([[2021]]);
    await first.close();
    rmSync(join(dir, 'index.duckdb'));
    const again = await openTestCase(dir);
    await again.ingest.resume();
    expect(await years(again.index)).toEqual([[2021]]);
    await again.close();
  });

  it('makes a damaged index anew and fills it again', async () => {
    writeFileSync(inFolder('in', 'a.log'), LINE.repeat(10));
    unwrap(await open.add([inFolder('in')]));
    await open.close();
    writeFileSync(join(open.dir, 'index.duckdb'), 'this is no database');
    open = await openTestCase(open.dir);
    expect(open.index.totals().records).toBe(0);
    await open.ingest.resume();
    expect(open.index.totals().records).toBe(10);
    expect(unwrap(await open.index.count({ terms: [] }))).toBe(10);
  });

  it('reads a file that may not be read as refused', async () => {
    writeFileSync(inFolder('in', 'a.log'), LINE);
    writeFileSync(inFolder('in', 'secret.log'), LINE);
    chmodSync(inFolder('in', 'secret.log'), 0);
    const added = unwrap(await open.add([inFolder('in')]));
    // Root reads everything.
    if (process.getuid?.() !== 0) expect(added.refused.map((r) => r.code)).toEqual(['file/not-readable']);
    else expect(added.artifacts).toHaveLength(2);
  });
});

describe('inspectFile', () => {
  const look = (path: string): ReturnType<typeof inspectFile> => inspectFile(path, 'UTC', { signal: new AbortController().signal, progress: () => undefined });

  it('says what a file is and what is in it', async () => {
    writeFileSync(inFolder('in', 'a.log'), `${LINE}${LINE.replace('10:33:58', '10:35:00')}not of it\n`);
    const found = unwrap(await look(inFolder('in', 'a.log')));
    expect(found).toMatchObject({ kind: 'web-access', counts: { records: 3, notUnderstood: 1, diagnostics: 1 }, sha256: sha(readFileSync(inFolder('in', 'a.log'))) });
    expect([formatRfc3339(found.fromNs!), formatRfc3339(found.toNs!)]).toEqual(['2026-10-14T10:33:58.000000000Z', '2026-10-14T10:35:00.000000000Z']);
  });

  it('refuses folders and what is not there', async () => {
    const isFolder = await look(inFolder('in'));
    expect(isFolder.ok ? undefined : isFolder.failure.code).toBe('file/is-folder');
    const missing = await look(inFolder('in', 'x'));
    expect(missing.ok ? undefined : missing.failure.code).toBe('file/not-found');
  });
});
