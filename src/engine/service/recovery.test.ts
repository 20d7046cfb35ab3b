import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { CaseInfo } from '../../model/case.ts';
import { EMPTY_FILTER } from '../../model/filter.ts';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../../protocol/client.ts';
import { entry, temporaryFolder } from '../casefile/sample.testing.ts';
import { childEngine, testEngine } from './engines.testing.ts';

/** An access log in the combined format, a second apart. */
function accessLog(lines: number): string {
  let text = '';
  for (let i = 0; i < lines; i++) {
    const at = `${String(10 + Math.floor(i / 3600) % 12)}:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`;
    text += `10.0.0.${i % 250} - - [14/Oct/2026:${at} +0000] "GET /pay/${i} HTTP/1.1" ${i % 7 === 0 ? 503 : 200} ${i % 5000} "-" "curl/8.5"\n`;
  }
  return text;
}

async function infoWhen(client: Connection, fits: (info: CaseInfo) => boolean): Promise<CaseInfo> {
  const enough = new AbortController();
  let found: CaseInfo | undefined;
  await client.call(api.watchCase, {}, {
    signal: enough.signal,
    onItem: (info) => {
      if (!fits(info)) return;
      found = info;
      enough.abort();
    },
  });
  if (!found) throw new Error('the watch ended before');
  return found;
}

const LAST_ROW = { filter: EMPTY_FILTER, from: 1999, count: 1 };

test('an index that is gone is rebuilt while the work is open already', async () => {
  const logs = temporaryFolder();
  writeFileSync(join(logs, 'access.log'), accessLog(2000));
  const path = join(temporaryFolder(), 'outage.tephra');
  const { client, errors } = testEngine();
  const ada = client('ada');
  unwrap(await ada.call(api.createCase, { path }));
  expect(unwrap(await ada.call(api.addEvidence, { paths: [logs] }))).toMatchObject({ events: 2000 });
  unwrap(await ada.call(api.doCommand, { command: { name: 'timeline.add', input: { entry: entry('e1') } } }));
  unwrap(await ada.call(api.closeCase, {}));
  rmSync(join(path, 'index.duckdb'));

  unwrap(await ada.call(api.openCase, { path }));
  expect(unwrap(await ada.call(api.listTimeline, {})).map((e) => e.id)).toEqual(['e1']);
  await infoWhen(ada, (info) => info.records === 2000);
  // Rows come with their order, a moment after the records: the last change of the index tells.
  let { rows, indexRevision } = unwrap(await ada.call(api.pageEvents, LAST_ROW));
  while (rows.length === 0) {
    const seen = indexRevision;
    await infoWhen(ada, (info) => info.indexRevision > seen);
    ({ rows, indexRevision } = unwrap(await ada.call(api.pageEvents, LAST_ROW)));
  }
  expect(rows[0]!.body).toContain('/pay/1999');
  expect(errors).toEqual([]);
});

const LINES = 10_000;

/** A folder of three logs, long enough that their ingest can be interrupted. */
function threeLogs(): string {
  const logs = temporaryFolder();
  for (const name of ['a.log', 'b.log', 'c.log']) writeFileSync(join(logs, name), `${name} is the first line, which is not one of the log\n${accessLog(LINES)}`);
  return logs;
}

/** Opens the case anew and waits until every record is there, once; then verifies it. */
async function expectAllTakenIn(path: string): Promise<void> {
  const ada = testEngine().client();
  unwrap(await ada.call(api.openCase, { path }));
  const done = await infoWhen(ada, (info) => info.artifacts === 3 && info.records >= 3 * (LINES + 1));
  expect(done.records).toBe(3 * (LINES + 1));
  const { items, ok } = await verifiedItems(ada);
  expect(items.filter((message) => message !== undefined)).toEqual([]);
  expect(ok).toBe(true);
}

test('killed while taking evidence in: what was asked for goes on at the next opening, every record once', async () => {
  const path = join(temporaryFolder(), 'outage.tephra');
  const child = childEngine('carol');
  unwrap(await child.client.call(api.createCase, { path }));
  let killing: Promise<void> | undefined;
  const added = await child.client.call(api.addEvidence, { paths: [threeLogs()] }, {
    onProgress: ({ phase }) => {
      if (phase !== 'walk') killing ??= child.kill();
    },
  });
  expect(added).toMatchObject({ ok: false, failure: { code: 'protocol/disconnected' } });
  await killing;
  await expectAllTakenIn(path);
});

test('an engine that is closed while taking evidence in goes on at the next opening too', async () => {
  const path = join(temporaryFolder(), 'outage.tephra');
  const { engine, client, errors } = testEngine();
  const ada = client();
  unwrap(await ada.call(api.createCase, { path }));
  let closing: Promise<void> | undefined;
  const added = await ada.call(api.addEvidence, { paths: [threeLogs()] }, {
    onProgress: ({ phase }) => {
      if (phase !== 'walk') closing ??= engine.close();
    },
  });
  expect(added.ok).toBe(false);
  await closing;
  expect(errors).toEqual([]);
  await expectAllTakenIn(path);
});

async function verifiedItems(client: Connection): Promise<{ items: Array<string | undefined>; ok: boolean }> {
  const items: Array<string | undefined> = [];
  const result = unwrap(await client.call(api.verifyCase, {}, { onItem: (item) => void items.push(item.ok ? undefined : item.message) }));
  return { items, ok: result.ok };
}
