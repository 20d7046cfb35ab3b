import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { LOG, tar, zip } from '../intake/archive/archives.testing.ts';
import { describeFormats } from './formats.ts';
import { inspectFile } from './inspect.ts';
import { openTestCase, temporaryFolder, type TestCase } from './ingest.testing.ts';

let folder: ReturnType<typeof temporaryFolder>;
let open: TestCase;
beforeEach(async () => {
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 'x.tephra'));
  open = await openTestCase(join(folder.path, 'x.tephra'), { create: true, limits: { ratioFromBytes: 20_000_000, depth: 3 } });
});
afterEach(async () => {
  await open.close();
  folder.remove();
});

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
function put(name: string, bytes: string | Uint8Array): string {
  const path = join(folder.path, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}
/** Every file below the test's folder. */
const onDisk = (): string[] => readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((e) => !e.isDirectory()).map((e) => join(e.parentPath, e.name)).sort();
const kinds = (of: TestCase): Record<string, string> => Object.fromEntries(of.work.custody().map((c) => [c.paths[0]!, of.index.facts().find((f) => f.sha256 === c.sha256)!.kind]));
const codesOf = async (path: string): Promise<string[]> => {
  const artifact = open.work.custody().find((c) => c.paths.includes(path))!;
  return (await open.index.diagnostics(artifact.sha256, 1000)).diagnostics.map((d) => d.code);
};

describe('archives as evidence', () => {
  it('are kept as they are; members are artifacts of their own with their records', async () => {
    const inner = gzipSync(LOG);
    const bundle = gzipSync(tar([{ name: 'logs/access.log.gz', bytes: inner }, { name: 'logs/app.log', bytes: '{"time":"2026-10-14T10:00:00Z","msg":"x"}\n{"time":"2026-10-14T10:00:01Z","msg":"y"}\n' }]));
    const path = put('bundle.tar.gz', bundle);
    const done = unwrap(await open.add([path]));
    expect(kinds(open)).toEqual({
      'bundle.tar.gz': 'tar', 'bundle.tar.gz/logs/access.log.gz': 'gzip', 'bundle.tar.gz/logs/app.log': 'json-lines', 'bundle.tar.gz/logs/access.log.gz/access.log': 'web-access',
    });
    expect(done.artifacts.map((a) => a.path)).toEqual(['bundle.tar.gz', 'bundle.tar.gz/logs/access.log.gz', 'bundle.tar.gz/logs/app.log', 'bundle.tar.gz/logs/access.log.gz/access.log']);
    expect(done.artifacts[0]).toMatchObject({ sha256: sha256(bundle), records: 0, members: 2, title: 'tar archive, gzip' });
    expect(done.artifacts[3]).toMatchObject({ sha256: sha256(LOG), records: 3, partOf: [{ container: sha256(inner), path: 'access.log' }] });
    expect(done.events).toBe(5);
    expect(readFileSync(path)).toEqual(bundle);
    for (const one of open.work.custody()) expect(sha256(readFileSync(join(open.dir, one.location)))).toBe(one.sha256);
    expect(open.work.check().journal).toMatchObject({ ok: true });
  });

  it('twice changes nothing; so does the same member in another archive', async () => {
    const path = put('a.zip', zip([{ name: 'x.log', bytes: LOG }]));
    unwrap(await open.add([path]));
    const facts = open.index.facts();
    const again = unwrap(await open.add([path]));
    expect(again).toMatchObject({ events: 0, artifacts: [{ alreadyInCase: true }] });
    expect(open.index.facts()).toEqual(facts);
    const other = unwrap(await open.add([put('b.zip', zip([{ name: 'y.log', bytes: LOG }]))]));
    expect(other.artifacts.map((a) => a.alreadyInCase)).toEqual([false, true]);
    expect(open.work.artifact(sha256(LOG))!.paths).toEqual(['a.zip/x.log', 'b.zip/y.log']);
    expect(open.index.totals().records).toBe(3);
  });

  it('are unpacked again when the index is gone, and come out the same', async () => {
    unwrap(await open.add([put('a.zip', zip([{ name: 'x.log', bytes: LOG }, { name: '../y.log', bytes: `${LOG}${LOG}` }]))]));
    const before = { facts: [...open.index.facts()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)), custody: open.work.custody() };
    await open.close();
    rmSync(join(open.dir, 'index.duckdb'));
    open = await openTestCase(open.dir);
    await open.ingest.resume();
    expect([...open.index.facts()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))).toEqual(before.facts);
    expect(open.work.custody()).toEqual(before.custody);
  });

  it('can lie where they are: members are kept all the same, and a lost archive is told', async () => {
    const path = put('a.zip', zip([{ name: 'x.log', bytes: LOG }]));
    unwrap(await open.add([path], { storage: 'referenced' }));
    expect(open.work.custody().map((c) => [c.paths[0], c.storage])).toEqual([['a.zip', 'referenced'], ['a.zip/x.log', 'copied']]);
    await open.close();
    rmSync(path);
    rmSync(join(open.dir, 'index.duckdb'));
    open = await openTestCase(open.dir);
    await open.ingest.resume();
    expect(kinds(open)).toEqual({ 'a.zip': 'unread', 'a.zip/x.log': 'web-access' });
    expect(await codesOf('a.zip')).toEqual(['ingest/not-readable']);
  });

  it('cancelled in the middle leave a case that goes on', async () => {
    const members = Array.from({ length: 300 }, (_, i) => ({ name: `m${i}.log`, bytes: `${LOG}${i}\n` }));
    const path = put('a.zip', zip(members));
    const stop = new AbortController();
    const adding = open.add([path], { signal: stop.signal });
    while (open.work.artifactCount() < 10) await new Promise((resolve) => { setTimeout(resolve, 2); });
    stop.abort();
    expect(await adding).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    await open.ingest.resume();
    expect(open.work.artifactCount()).toBe(301);
    expect(open.index.totals().records).toBe(300 * 4);
    expect(open.index.facts().find((f) => f.kind === 'zip')).toMatchObject({ status: 'understood', diagnostics: 0 });
  });

  it('are compared with the list of checksums in them', async () => {
    const list = `${sha256(LOG)}  ./good.log\n${sha256('other')} *bad.log\nSHA256 (gone.log) = ${sha256('')}\n`;
    unwrap(await open.add([put('a.zip', zip([{ name: 'd/SHA256SUMS', bytes: list }, { name: 'd/good.log', bytes: LOG }, { name: 'd/bad.log', bytes: `${LOG}!` }]))]));
    const artifact = open.work.custody().find((c) => c.paths[0]!.endsWith('SHA256SUMS'))!;
    expect(open.index.facts().find((f) => f.sha256 === artifact.sha256)!.reason).toMatch(/1 of 3 sums match, 1 differ, 1 are of files that are not here$/);
    const found = await open.index.diagnostics(artifact.sha256, 10);
    expect(found.diagnostics).toMatchObject([{ code: 'intake/checksum-mismatch', severity: 'error', offsetBytes: list.indexOf(sha256('other')) }]);
    expect(found.diagnostics[0]!.message).toContain('bad.log');
  });
});

describe('an archive without a case', () => {
  it('is inspected: its members with size and hash, nothing written', async () => {
    const path = put('a.tar', tar([{ name: 'x.log', bytes: LOG }, { name: 'l', type: '2', linkName: 'x' }]));
    const before = onDisk();
    const found = unwrap(await inspectFile(path, 'UTC', { signal: new AbortController().signal, progress: () => undefined }));
    expect(found).toMatchObject({
      kind: 'tar', title: 'tar archive', counts: { records: 0, members: 1, unpackedBytes: LOG.length, diagnostics: 1 },
      summary: { members: [{ path: 'x.log', sizeBytes: LOG.length, sha256: sha256(LOG) }] }, diagnostics: [{ code: 'archive/link' }],
    });
    expect(onDisk()).toEqual(before);
  });

  it('is among the formats', async () => {
    expect((await describeFormats()).map((f) => f.id)).toEqual(expect.arrayContaining(['zip', 'tar', 'gzip', 'bzip2', 'xz', 'zstd']));
  });
});

describe('hostile and broken input', () => {
  it('in one bundle: each is told, none gets out, the rest is kept', { timeout: 120_000 }, async () => {
    const before = onDisk();
    const zeros = Buffer.alloc(64_000_000);
    const deep = [1, 2, 3, 4, 5].reduce<Buffer>((inside, n) => zip([{ name: `level${n}.zip`, bytes: inside, method: 0 }]), zip([{ name: 'bottom.log', bytes: LOG }]));
    const truncated = gzipSync(Buffer.from(Array.from({ length: 20_000 }, (_, i) => `10.0.0.1 - - [14/Oct/2026:10:00:01 +0000] "GET /${i * 7919} HTTP/1.1" 200 ${i}\n`).join('')));
    const bundle = zip([
      { name: '../../escape.log', bytes: LOG }, { name: '/abs.log', bytes: `${LOG}1` },
      { name: 'link', bytes: '/etc/passwd', unixMode: 0o120777 },
      { name: 'links.tar', bytes: tar([{ name: 'out', type: '2', linkName: folder.path }, { name: 'out/evil.log', bytes: 'through the link' }]) },
      { name: 'bomb.gz', bytes: zstdCompressSync(zeros), method: 0 },
      { name: 'deep.zip', bytes: deep, method: 0 },
      { name: 'cut.log.gz', bytes: truncated.subarray(0, truncated.length / 2), method: 0 },
      { name: 'cut.zip', bytes: zip([{ name: 'a.log', bytes: `${LOG}2` }, { name: 'b.log', bytes: LOG }]).subarray(0, -60), method: 0 },
      { name: 'secret.log', bytes: 'S', flags: 1 },
      { name: 'text.zip', bytes: `${LOG}3` }, { name: 'zip.log', bytes: zip([{ name: 'in.log', bytes: `${LOG}4` }]), method: 0 },
      { name: 'empty.log', bytes: '', method: 0 }, { name: 'empty.gz', bytes: '', method: 0 },
      { name: 'long.log', bytes: Buffer.alloc(50_000_000, 'x'), method: 0 },
      { name: 'nul.log', bytes: Buffer.from(`${LOG}\0\0\0\0\0${LOG}`) },
      { name: 'utf16.log', bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${LOG}5`, 'utf16le')]) },
      { name: 'cut.jsonl', bytes: '{"time":"2026-10-14T10:00:00Z","msg":"x"}\n{"time":"2026-10-14T10:00:01Z","ms' },
      { name: 'fine.log', bytes: `${LOG}${LOG}` },
    ]);
    const path = put('in/bundle.zip', bundle);
    const done = unwrap(await open.add([path]));

    const outside = onDisk().filter((file) => !file.startsWith(open.dir) && file !== path && !before.includes(file));
    expect(outside).toEqual([]);
    expect(existsSync('/etc/escape.log')).toBe(false);
    for (const file of onDisk().filter((one) => one.startsWith(join(open.dir, 'evidence')))) expect(file).toMatch(/\/evidence\/[0-9a-f]{2}\/[0-9a-f]{64}$/);

    expect((await codesOf('bundle.zip')).sort()).toEqual(['archive/encrypted', 'archive/link', 'archive/unsafe-name', 'archive/unsafe-name']);
    expect(await codesOf('bundle.zip/links.tar')).toEqual(['archive/link']);
    expect(await codesOf('bundle.zip/bomb.gz')).toEqual(['archive/bomb', 'intake/wrong-extension']);
    expect(await codesOf('bundle.zip/deep.zip/level5.zip/level4.zip')).toEqual(['archive/too-deep']);
    expect(await codesOf('bundle.zip/cut.log.gz')).toEqual(['archive/truncated']);
    expect((await codesOf('bundle.zip/cut.zip'))[0]).toBe('archive/truncated');
    expect(await codesOf('bundle.zip/text.zip')).toContain('intake/wrong-extension');
    expect(await codesOf('bundle.zip/empty.gz')).toEqual(['intake/empty']);
    for (const name of ['long.log', 'nul.log', 'cut.jsonl']) expect(await codesOf(`bundle.zip/${name}`), name).not.toEqual([]);
    const records = Object.fromEntries(done.artifacts.map((a) => [a.path, a.records]));
    expect(records).toMatchObject({
      'bundle.zip/fine.log': 6, 'bundle.zip/escape.log': 3, 'bundle.zip/abs.log': 4, 'bundle.zip/cut.zip/a.log': 4, 'bundle.zip/zip.log/in.log': 4,
      'bundle.zip/links.tar/out/evil.log': 1, 'bundle.zip/utf16.log': 4, 'bundle.zip/empty.log': 0,
    });
    expect(records['bundle.zip/cut.log.gz/cut.log']).toBeGreaterThan(5000);
    expect(done.artifacts.some((a) => a.path.includes('secret'))).toBe(false);
  });

  it('what is packed again and again is read once', async () => {
    const inner = gzipSync(LOG);
    unwrap(await open.add([put('a.tar', tar([{ name: 'x.gz', bytes: inner }, { name: 'y.gz', bytes: inner }, { name: 'a.tar', bytes: tar([{ name: 'x.gz', bytes: inner }]) }]))]));
    expect(open.work.artifactCount()).toBe(4);
    expect(open.index.totals().records).toBe(3);
  });
});
