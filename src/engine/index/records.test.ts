import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Filter } from '../../model/filter.ts';
import { formatCitation } from '../../model/evidence.ts';
import { RECORD_COLUMNS } from '../report/records/columns.ts';
import type { EventIndex, FullRecord } from './contract.ts';
import { loadDuckdb } from './duck.ts';
import { put, SHA_A, SHA_B, withIndex } from './index.testing.ts';

const ALL: Filter = { terms: [] };
const never = new AbortController().signal;

async function taken(index: EventIndex, filter: Filter, from = 0, count = Number.MAX_SAFE_INTEGER): Promise<FullRecord[]> {
  const found: FullRecord[] = [];
  unwrap(await index.records(filter, { from, count }, 'all', never, async (records) => void found.push(...records)));
  return found;
}

describe('records that leave the case', () => {
  it('are all of a list, in its order, with everything they say', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', Array.from({ length: 20_000 }, (_, i) => ({ body: `a${i}`, timeNs: BigInt(i * 2) })));
      await put(index, SHA_B, 'b.log', [
        { body: 'b', timeNs: 3n, status: 503, severityNumber: 17, severityText: 'ERR', serviceName: 'web', hostName: 'h', traceId: 't', spanId: 's', attributes: { big: 12345678901234567890n } },
        { body: 'none' },
      ]);
      const all = await taken(index, ALL);
      expect(all.length).toBe(20_002);
      expect(all.slice(0, 4).map((r) => r.body)).toEqual(['a0', 'a1', 'b', 'a2']);
      expect(all.at(-1)!.body).toBe('none');
      expect(all[2]).toEqual({
        timeNs: 3n, clockOffsetNs: 0n, severityNumber: 17, severityText: 'ERR', serviceName: 'web', hostName: 'h', body: 'b', traceId: 't', spanId: 's', kind: 'test-log',
        sha256: SHA_B, path: 'b.log', line: 1, offsetBytes: 0, lengthBytes: 9, attributes: '{"http.response.status_code":503,"big":12345678901234567890}',
      });
      expect((await taken(index, ALL, 16_380, 10)).map((r) => r.body)).toEqual(all.slice(16_380, 16_390).map((r) => r.body));
      const errors: Filter = { terms: [{ kind: 'field', field: 'level', op: ':', value: 'error', negated: false }] };
      expect((await taken(index, errors)).map((r) => r.body)).toEqual(['b']);
    });
  });

  it('stand as they stood when the export began, whatever comes in', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', Array.from({ length: 40_000 }, (_, i) => ({ body: `a${i}`, timeNs: BigInt(i) + 10n })));
      const bodies: string[] = [];
      let added = false;
      unwrap(await index.records(ALL, { from: 0, count: 40_000 }, 'all', never, async (records) => {
        if (!added) {
          added = true;
          await put(index, SHA_B, 'b.log', [{ body: 'late', timeNs: 1n }]);
        }
        bodies.push(...records.map((r) => r.body));
      }));
      expect(bodies.length).toBe(40_000);
      expect(new Set(bodies).size).toBe(40_000);
      expect(bodies).not.toContain('late');
    });
  });

  it('as Parquet have the order, types and note they should', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', [{ body: "it's", timeNs: 1_760_437_998_123_456_789n, status: 500 }, { body: 'no time' }]);
      mkdirSync(index.exportsDir(), { recursive: true });
      const path = join(index.exportsDir(), 'x.parquet');
      unwrap(await index.writeParquet(ALL, { from: 0, count: 10 }, path, `{"by":"o'neil"}`, never, () => {}));
      // Another DuckDB reads it: what any tool would.
      const connection = await (await (await loadDuckdb()).DuckDBInstance.create(':memory:')).connect();
      const read = await connection.runAndReadAll(`SELECT epoch_ns(time), body, attributes->>'$."http.response.status_code"', artifact FROM '${path}'`);
      expect(read.getRows()).toEqual([[1_760_437_998_123_456_789n, "it's", '500', SHA_A], [null, 'no time', null, SHA_A]]);
      const all = await connection.runAndReadAll(`SELECT * FROM '${path}'`);
      expect(all.columnNames()).toEqual(RECORD_COLUMNS.map((c) => c.name));
      const [first] = await taken(index, ALL);
      expect(all.getRows()[0]![9]).toBe(formatCitation({ sha256: SHA_A, locator: { kind: 'bytes', offsetBytes: first!.offsetBytes, lengthBytes: first!.lengthBytes } }));
      const note = await connection.runAndReadAll(`SELECT value::VARCHAR FROM parquet_kv_metadata('${path}') WHERE key::VARCHAR = 'tephra'`);
      expect(String(note.getRows()[0]![0])).toContain('neil');
      connection.disconnectSync();
    });
  });

  it('stop when they are told to', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', Array.from({ length: 40_000 }, (_, i) => ({ body: `a${i}`, timeNs: BigInt(i) })));
      const stop = new AbortController();
      let seen = 0;
      const ended = await index.records(ALL, { from: 0, count: 40_000 }, 'all', stop.signal, async (records) => {
        seen += records.length;
        stop.abort();
      });
      expect(ended).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
      expect(seen).toBeLessThan(40_000);
      mkdirSync(index.exportsDir(), { recursive: true });
      const parquet = await index.writeParquet(ALL, { from: 0, count: 40_000 }, join(index.exportsDir(), 'x.parquet'), '{}', stop.signal, () => {});
      expect(parquet).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
      expect(readdirSync(index.exportsDir())).toEqual([]);
      // The index works on.
      expect(unwrap(await index.count(ALL))).toBe(40_000);
    });
  });
});
