import { writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { EventRow } from '../../model/event.ts';
import { isStandIn } from '../../model/stand-in.ts';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../../protocol/client.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { EARLY_BYTES } from '../ingest/early-parse.ts';
import { testEngine } from './engines.testing.ts';

const FILTER = { terms: [] };

/** An access log of several times what is parsed early. */
function writeLog(path: string): { readonly sha256: string; readonly lines: number } {
  const lines: string[] = [];
  for (let bytes = 0; bytes < 3 * EARLY_BYTES; bytes += lines.at(-1)!.length + 1) {
    const i = lines.length;
    lines.push(`10.0.${i % 7}.1 - - [14/Oct/2026:10:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')} +0000] "GET /shop/${i} HTTP/1.1" 200 5 "-" "an agent with a name of some length"`);
  }
  const text = `${lines.join('\n')}\n`;
  writeFileSync(path, text);
  return { sha256: createHash('sha256').update(text).digest('hex'), lines: lines.length };
}

async function firstRow(client: Connection): Promise<EventRow> {
  for (;;) {
    const [row] = unwrap(await client.call(api.pageEvents, { filter: FILTER, from: 0, count: 1 })).rows;
    if (row) return row;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('first records can be seen before their evidence has its hash; what is done with them is done under it', async () => {
  const { engine, client, errors } = testEngine({ ingestTuning: { firstRows: { mostMs: 600_000, lookMs: 600_000 } } });
  engine.warm();
  const folder = temporaryFolder();
  const log = join(folder, 'access.log');
  const { sha256, lines } = writeLog(log);
  const one = client('ada');
  unwrap(await one.call(api.createCase, { path: join(folder, 'c.tephra') }));
  const adding = one.call(api.addEvidence, { paths: [log], showFirst: true }, { onItem: () => undefined });
  const row = await firstRow(one);
  // The copy waits for who has asked: its hash cannot be known yet.
  expect(isStandIn(row.sha256)).toBe(true);
  const { offsetBytes, lengthBytes } = row;
  const at = { sha256: row.sha256, offsetBytes };
  expect(unwrap(await one.call(api.getEvent, at))).toMatchObject({ ...at, path: 'access.log', kind: 'web-access' });
  expect(unwrap(await one.call(api.seekEvent, { filter: FILTER, fromRow: -1, direction: 'next', event: at }))).toEqual({ row: 0 });

  // All of these wait for the copy and are about the evidence that it became.
  const [marked, bytes, named, found] = await Promise.all([
    one.call(api.doCommand, { command: { name: 'mark.set', input: { mark: { ...at, lengthBytes, excerpt: 'x' } } } }),
    one.call(api.readBytes, { ...at, lengthBytes: 8 }),
    one.call(api.pageEvents, { filter: FILTER, from: 0, count: 1, named: true }),
    (async () => {
      const hits: string[] = [];
      unwrap(await one.call(api.searchEvents, { filter: FILTER, limit: 1 }, { onItem: (hit) => void hits.push(hit.sha256) }));
      return hits;
    })(),
  ]);
  unwrap(marked);
  expect(new TextDecoder().decode(unwrap(bytes).bytes)).toBe('10.0.0.1');
  expect(unwrap(named).rows.map((r) => r.sha256)).toEqual([sha256]);
  expect(found).toEqual([sha256]);
  expect(unwrap(await one.call(api.listSaved, {})).marks.map((m) => m.sha256)).toEqual([sha256]);

  const added = unwrap(await adding);
  expect(added.artifacts).toMatchObject([{ sha256, records: lines, alreadyInCase: false }]);
  // A link that holds the stand-in leads to the record as long as the case is open.
  expect(unwrap(await one.call(api.getEvent, at))).toMatchObject({ sha256, offsetBytes });
  expect(errors).toEqual([]);
});

test('records that were seen are gone when their evidence is not taken in, and so is what waits for it', async () => {
  const { client } = testEngine({ ingestTuning: { firstRows: { mostMs: 600_000, lookMs: 600_000, drawMs: 600_000 } } });
  const folder = temporaryFolder();
  const log = join(folder, 'access.log');
  writeLog(log);
  const one = client('ada');
  unwrap(await one.call(api.createCase, { path: join(folder, 'c.tephra') }));
  const adding = one.call(api.addEvidence, { paths: [log], showFirst: true }, { onItem: () => undefined });
  const { sha256, offsetBytes } = await firstRow(one);
  const reading = one.call(api.readBytes, { sha256, offsetBytes, lengthBytes: 8 });
  unwrap(await one.call(api.cancelIngest, {}));
  expect(await adding).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
  expect(await reading).toMatchObject({ ok: false, failure: { code: 'evidence/not-found' } });
  expect(unwrap(await one.call(api.pageEvents, { filter: FILTER, from: 0, count: 1 })).total).toBe(0);
  unwrap(await one.call(api.addEvidence, { paths: [log] }, { onItem: () => undefined }));
  expect(isStandIn((await firstRow(one)).sha256)).toBe(false);
});
