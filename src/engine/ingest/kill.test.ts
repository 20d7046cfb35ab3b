import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { SqlResult } from '../index/contract.ts';
import { openTestCase, temporaryFolder, type TestCase } from './ingest.testing.ts';

const RECORDS = 400_000;
let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
  const file = openSync(join(folder.path, 'access.log'), 'w');
  for (let i = 0; i < RECORDS; i += 1000) {
    let text = '';
    for (let k = i; k < i + 1000; k++) {
      const time = new Date(Date.UTC(2026, 9, 14, 10, 0, 0) + k * 10).toISOString();
      text += `10.0.0.${k % 250} - - [14/Oct/2026:${time.slice(11, 19)} +0000] "GET /item/${k} HTTP/1.1" ${k % 50 === 0 ? 500 : 200} ${k} "-" "agent ${k % 7}"\n`;
    }
    writeSync(file, text);
  }
  closeSync(file);
  writeFileSync(join(folder.path, 'access.log.gz'), gzipSync(readFileSync(join(folder.path, 'access.log')), { level: 1 }));
});
afterAll(() => folder.remove());

/** Everything there is about events, in order, as one hash. */
async function fingerprint(open: TestCase): Promise<SqlResult['rows']> {
  const result = unwrap(await open.index.sql(
    'SELECT count(*), bit_xor(hash(o.n, e.offset_bytes, e.length_bytes, e.line, e.time_ns, e.body, e."http.response.status_code")) FROM store.ord o JOIN store.f_web_access e USING (id)', 1,
  ));
  return result.rows;
}

describe('kill -9 while ingesting', () => {
  it.each(['access.log', 'access.log.gz'])('%s goes on when the case is next opened, and ends as if nothing had happened', { timeout: 120_000 }, async (name) => {
    const source = join(folder.path, name);
    const killed = join(folder.path, `killed-${name}.tephra`);
    mkdirSync(killed);
    const child = spawn(process.execPath, [new URL('./kill.testing.ts', import.meta.url).pathname, killed, source], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    const first: unknown = await Promise.race([once(child.stdout, 'data').then(String), exited]);
    expect(first).toBe('rows\n');
    child.kill('SIGKILL');
    await exited;

    const after = await openTestCase(killed);
    // It was in the middle: the request stands, and no half-read artifact counts.
    expect(after.work.pendingIntake()).toHaveLength(1);
    expect(after.index.totals().records).toBe(0);
    expect(unwrap(await after.index.count({ terms: [] }))).toBe(0);
    await after.ingest.resume();
    expect(after.work.pendingIntake()).toEqual([]);
    expect(after.index.totals().records).toBe(RECORDS);

    const straight = join(folder.path, `straight-${name}.tephra`);
    mkdirSync(straight);
    const undisturbed = await openTestCase(straight, { create: true });
    unwrap(await undisturbed.add([source]));
    expect(await fingerprint(after)).toEqual(await fingerprint(undisturbed));
    const inOrder = (of: TestCase): unknown => [...of.index.facts()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
    expect(inOrder(after)).toEqual(inOrder(undisturbed));
    await after.close();
    await undisturbed.close();
  });
});
