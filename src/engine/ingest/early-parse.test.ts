import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { blankRecord } from '../../formats/contract-record.ts';
import { webAccess } from '../../formats/web-access/index.ts';
import { standInOf } from '../../model/stand-in.ts';
import { CHUNK_ROWS, type UnnamedWriter } from '../index/contract.ts';
import { openIndex } from '../index/open-index.ts';
import { BatchBuilder } from './batch.ts';
import { EARLY_BYTES } from './early-parse.ts';
import { openTestCase, temporaryFolder, type TestCase } from './ingest.testing.ts';

let folder: ReturnType<typeof temporaryFolder>;
const inFolder = (...parts: string[]): string => join(folder.path, ...parts);
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(inFolder('case.tephra'));
});
afterEach(() => folder.remove());

/** An access log of a little more than what is parsed early; some lines are no requests. */
function writeLargeLog(path: string, seed: number): number {
  const lines: string[] = [];
  for (let i = 0, bytes = 0; bytes < EARLY_BYTES + 100_000; i++) {
    const line = i % 997 === 3 ? `no request ${i} of ${seed}` : `10.0.${i % 7}.1 - - [14/Oct/2026:10:${String(i % 60).padStart(2, '0')}:58 +0000] "GET /${seed}/${i} HTTP/1.1" 200 5 "-" "an agent with a name of some length"`;
    lines.push(line);
    bytes += line.length + 1;
  }
  writeFileSync(path, `${lines.join('\n')}\n`);
  return lines.length;
}

const sha = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

async function fingerprint(open: TestCase): Promise<unknown> {
  return unwrap(await open.index.sql('SELECT count(*), bit_xor(hash(o.n, e.offset_bytes, e.length_bytes, e.line, e.time_ns, e.body, e.time_text, e."url.path")) FROM store.ord o JOIN store.f_web_access e USING (id)', 1)).rows;
}

describe('a large file is parsed while it is hashed', () => {
  it.each(['copied', 'referenced'] as const)('%s: ends as one that is parsed later', async (storage) => {
    const log = inFolder('access.log');
    const records = writeLargeLog(log, 1);
    let open = await openTestCase(inFolder('case.tephra'), { create: true, nowNs: () => 1_793_000_000_000_000_000n });
    const added = unwrap(await open.add([log], { storage }));
    expect(added.artifacts.map(({ sha256, kind, records: count }) => [sha256, kind, count])).toEqual([[sha(log), 'web-access', records]]);
    const early = { facts: open.index.facts(), rows: await fingerprint(open), artifact: open.work.artifact(sha(log)) };
    expect(unwrap(await open.index.sql('SELECT status FROM artifacts', 9)).rows).toEqual([['understood']]);
    expect(readdirSync(inFolder('case.tephra', 'evidence')).filter((name) => name.startsWith('.'))).toEqual([]);
    await open.close();

    rmSync(inFolder('case.tephra', 'index.duckdb'));
    open = await openTestCase(inFolder('case.tephra'));
    await open.ingest.resume();
    expect({ facts: open.index.facts(), rows: await fingerprint(open), artifact: open.work.artifact(sha(log)) }).toEqual(early);
    await open.close();
  });

  it('is dropped when the case has the bytes, or when they were not the ones that were there at first', async () => {
    mkdirSync(inFolder('in'));
    const first = inFolder('in', 'a.log');
    const records = writeLargeLog(first, 2);
    copyFileSync(first, inFolder('in', 'b.log'));
    const open = await openTestCase(inFolder('case.tephra'), { create: true });
    // A file that grows between the moment it is found and the moment it is read.
    let grown = false;
    const more = '10.0.0.9 - - [14/Oct/2026:11:00:00 +0000] "GET /late HTTP/1.1" 200 5 "-" "curl"\n';
    const added = unwrap(await open.ingest.add({ paths: [inFolder('in')], storage: 'copied', zone: 'UTC' }, {
      signal: new AbortController().signal, item: () => undefined,
      progress: ({ phase }) => {
        if (phase !== 'hash' || grown) return;
        grown = true;
        appendFileSync(first, more);
      },
    }));
    expect(added.artifacts.map(({ path, records: count, alreadyInCase }) => [path, count, alreadyInCase])).toEqual([['a.log', records + 1, false], ['b.log', records, false]]);
    expect(added.artifacts.map((a) => a.sha256)).toEqual([sha(first), sha(inFolder('in', 'b.log'))]);
    const again = unwrap(await open.add([inFolder('in')]));
    expect(again.artifacts.map((a) => a.alreadyInCase)).toEqual([true, true]);
    expect(unwrap(await open.index.count({ terms: [] }))).toBe(2 * records + 1);
    expect(unwrap(await open.index.sql('SELECT count(*) FROM store.f_web_access', 1)).rows).toEqual([[2 * records + 1]]);
    await open.close();
  });

  it('that is cancelled leaves nothing', async () => {
    const log = inFolder('access.log');
    writeLargeLog(log, 3);
    const open = await openTestCase(inFolder('case.tephra'), { create: true });
    const stop = new AbortController();
    const result = await open.ingest.add({ paths: [log], storage: 'copied', zone: 'UTC' }, {
      signal: stop.signal, item: () => undefined,
      progress: ({ bytesDone }) => {
        if (bytesDone > 0) stop.abort();
      },
    });
    expect(result).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(unwrap(await open.index.sql('SELECT (SELECT count(*) FROM store.f_web_access), (SELECT count(*) FROM store.artifact WHERE status <> \'pending\')', 1)).rows).toEqual([[0, 0]]);
    expect(readdirSync(inFolder('case.tephra', 'evidence')).filter((name) => name.startsWith('.'))).toEqual([]);
    await open.close();
  });
});

describe('records of bytes that have no name yet', () => {
  /** More than one transaction of them. */
  async function append(writer: UnnamedWriter): Promise<number> {
    const builder = new BatchBuilder(webAccess);
    let visible = 0;
    let rows = 0;
    while (visible === 0) {
      for (let i = 0; i < CHUNK_ROWS; i++, rows++) {
        builder.add({
          offsetBytes: rows * 10, lengthBytes: 9, line: rows + 1, timeNs: 1_793_000_000_000_000_000n, observedTimeNs: undefined, timeText: undefined, severityNumber: 9,
          severityText: undefined, serviceName: undefined, hostName: undefined, traceId: undefined, spanId: undefined, body: 'x', fields: [], attributes: undefined, understood: true,
        }, undefined);
      }
      visible += await writer.append(builder.take());
    }
    return rows;
  }

  it('are seen on screens under a stand-in, and in SQL not until they have one; what is left without is gone when the index is opened', async () => {
    const path = inFolder('index.duckdb');
    let index = await openIndex(path);
    await index.useFormats([webAccess]);
    const [standIn, other] = [standInOf('a'.repeat(32)), standInOf('b'.repeat(32))];
    const writer = await index.beginUnnamed(standIn, 'a.log', webAccess);
    const rows = await append(writer);
    const filter = { terms: [] };
    const seen = async (): Promise<unknown> => [
      unwrap(await index.count(filter)), unwrap(await index.sql('SELECT count(*) FROM events', 1)).rows[0]![0],
      unwrap(await index.facets(filter, 10)).find((f) => f.field === 'source')?.values ?? [], index.facts().length,
    ];
    const source = [{ value: 'a.log', label: 'a.log', count: rows }];
    await index.order(new AbortController().signal);
    expect(await seen()).toEqual([rows, 0, source, 0]);
    const third = { sha256: standIn, offsetBytes: 20 };
    expect(unwrap(await index.page(filter, 2, 1)).rows).toMatchObject([third]);
    expect(unwrap(await index.seek(filter, -1, 'next', { event: third }))).toBe(2);
    expect(unwrap(await index.seek(filter, 2, 'next', { events: [third, { sha256: standIn, offsetBytes: 70 }] }))).toBe(7);
    expect(await index.event(third)).toMatchObject({ ...third, path: 'a.log', kind: webAccess.id });

    const sha256 = 'c'.repeat(64);
    const before = index.revision();
    await writer.identify(sha256);
    expect(index.revision()).toBeGreaterThan(before);
    expect(unwrap(await index.page(filter, 2, 1)).rows).toMatchObject([{ sha256, offsetBytes: 20 }]);
    expect(await index.event(third)).toBeUndefined();
    await writer.finish({ sha256, status: 'understood', kind: webAccess.id, title: '', confidence: 1, reason: '', records: rows, understoodBytes: 0, notUnderstood: 0, diagnostics: 0, fromNs: undefined, toNs: undefined });
    await index.order(new AbortController().signal);
    expect(await seen()).toEqual([rows, rows, source, 1]);

    const given = await index.beginUnnamed(other, 'b.log', webAccess);
    await append(given);
    await index.order(new AbortController().signal);
    expect(unwrap(await index.count(filter))).toBeGreaterThan(rows);
    await given.abandon();
    await index.order(new AbortController().signal);
    expect(await seen()).toEqual([rows, rows, source, 1]);

    await append(await index.beginUnnamed(other, 'b.log', webAccess));
    await index.close();
    index = await openIndex(path);
    expect(await seen()).toEqual([rows, rows, source, 1]);
    expect(unwrap(await index.sql("SELECT (SELECT count(*) FROM store.f_web_access), (SELECT count(*) FROM store.meta WHERE key = 'unclean')", 1)).rows).toEqual([[rows, 0]]);
    await index.close();
  });

  it('can be seen as soon as somebody wants to, in whatever transaction they are', async () => {
    const index = await openIndex(inFolder('index.duckdb'));
    await index.useFormats([webAccess]);
    const writer = await index.beginUnnamed(standInOf('a'.repeat(32)), 'a.log', webAccess);
    const builder = new BatchBuilder(webAccess);
    builder.add({ ...blankRecord(), body: 'x', fields: [] }, undefined);
    expect([await writer.append(builder.take()), await writer.show(), await writer.show()]).toEqual([0, 1, 0]);
    await index.order(new AbortController().signal);
    expect(unwrap(await index.count({ terms: [] }))).toBe(1);
    await writer.abandon();
    await index.close();
  });
});
