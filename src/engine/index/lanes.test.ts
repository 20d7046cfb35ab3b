import { describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { blankRecord } from '../../formats/contract-record.ts';
import { BatchBuilder } from '../ingest/batch.ts';
import type { ArtifactFacts, ArtifactWriter, EventIndex } from './contract.ts';
import { SHA_A, SHA_B, testFormat, withIndex } from './index.testing.ts';
import { openIndex } from './open-index.ts';

async function write(index: EventIndex, sha256: string, path: string, rows: number): Promise<ArtifactWriter> {
  const writer = await index.begin(sha256, path, testFormat);
  const builder = new BatchBuilder(testFormat);
  for (let i = 0; i < rows; i++) {
    builder.add({ ...blankRecord(), offsetBytes: i * 10, lengthBytes: 9, line: i + 1, body: `${path} ${i}`, fields: [] }, undefined);
    if (builder.full) await writer.append(builder.take());
  }
  await writer.append(builder.take());
  return writer;
}

const facts = (sha256: string, records: number): ArtifactFacts => ({
  sha256, status: 'understood', kind: testFormat.id, title: '', confidence: 1, reason: '', records, understoodBytes: 0, notUnderstood: 0, diagnostics: 0, fromNs: undefined, toNs: undefined,
});

const rowsOf = async (index: EventIndex): Promise<unknown> =>
  unwrap(await index.sql('SELECT path, status, (SELECT count(*) FROM store.f_test_log f JOIN store.artifact x ON x.id = f.artifact WHERE x.sha256 = a.sha256) FROM artifacts a ORDER BY path', 10)).rows;
const stored = async (index: EventIndex): Promise<unknown> => unwrap(await index.sql('SELECT (SELECT count(*) FROM store.f_test_log), (SELECT count(*) FROM store.artifact)', 1)).rows[0];

describe('artifacts of a format', () => {
  it('are committed together when more is said to come, and all of them when nothing more will', async () => {
    await withIndex(async (index) => {
      const noMore = index.expectMore();
      const done: string[] = [];
      const a = (await write(index, SHA_A, 'a.log', 30)).finish(facts(SHA_A, 30)).then(() => done.push('a'));
      const b = (await write(index, SHA_B, 'b.log', 40)).finish(facts(SHA_B, 40)).then(() => done.push('b'));
      await Promise.race([a, b]);
      await noMore();
      await Promise.all([a, b]);
      expect(done.toSorted()).toEqual(['a', 'b']);
      expect(await rowsOf(index)).toEqual([['a.log', 'understood', 30], ['b.log', 'understood', 40]]);
      expect(new Set(index.facts().map((f) => f.records))).toEqual(new Set([30, 40]));
    });
  });

  it('do not take one another along: one that is given up goes, the other stays', async () => {
    await withIndex(async (index) => {
      const noMore = index.expectMore();
      const given = await write(index, SHA_B, 'b.log', 40);
      const kept = (await write(index, SHA_A, 'a.log', 30)).finish(facts(SHA_A, 30));
      await given.abandon();
      await noMore();
      await kept;
      expect(await rowsOf(index)).toEqual([['a.log', 'understood', 30]]);
      expect(await stored(index)).toEqual([30, 1]);
    });
  });

  it('that were read again or are long have one entry each', async () => {
    await withIndex(async (index) => {
      for (const rows of [200_000, 130_000, 10]) {
        const noMore = index.expectMore();
        const a = (await write(index, SHA_A, 'a.log', rows)).finish(facts(SHA_A, rows));
        const b = (await write(index, SHA_B, 'b.log', 5)).finish(facts(SHA_B, 5));
        await noMore();
        await Promise.all([a, b]);
        expect(await rowsOf(index)).toEqual([['a.log', 'understood', rows], ['b.log', 'understood', 5]]);
      }
    });
  });

  it('can be seen in part while they are long, and are gone when the process ends before they are complete', async () => {
    await withIndex(async (index, path) => {
      await (await write(index, SHA_B, 'b.log', 5)).finish(facts(SHA_B, 5));
      await write(index, SHA_A, 'a.log', 300_000);
      expect(unwrap(await index.sql("SELECT status, (SELECT count(*) FROM test_log WHERE path = 'a.log') >= 122880 FROM artifacts WHERE path = 'a.log'", 1)).rows).toEqual([['pending', true]]);
      await index.close();
      const again = await openIndex(path);
      expect(await rowsOf(again)).toEqual([['a.log', 'pending', 0], ['b.log', 'understood', 5]]);
      expect(await stored(again)).toEqual([5, 2]);
      await again.close();
    });
  });
});
