import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../../protocol/client.ts';
import type { ItemOf, OutputOf } from '../../protocol/define.ts';
import { custody, sampleCase, T0, temporaryFolder } from '../casefile/sample.testing.ts';
import { createCaseFile } from '../casefile/open.ts';
import { testEngine } from './engines.testing.ts';

/** A closed case that holds these files, the second one where it lies. */
function caseWithEvidence(copied: string, referenced: string): { dir: string; copiedPath: string; referencedPath: string } {
  const dir = join(temporaryFolder(), 'outage.tephra');
  const file = unwrap(createCaseFile(dir, { author: 'ada' }));
  const shaOf = (text: string): string => createHash('sha256').update(text).digest('hex');
  const first = custody(shaOf(copied), 'logs/access.log');
  file.addCustody({ ...first, sizeBytes: copied.length });
  const copiedPath = join(dir, first.location);
  mkdirSync(dirname(copiedPath), { recursive: true });
  writeFileSync(copiedPath, copied);
  const referencedPath = join(temporaryFolder(), 'app.jsonl');
  writeFileSync(referencedPath, referenced);
  file.addCustody({ ...custody(shaOf(referenced), 'app.jsonl'), sizeBytes: referenced.length, storage: 'referenced', location: referencedPath, addedAtNs: T0 + 1n });
  file.close();
  return { dir, copiedPath, referencedPath };
}

interface Verified {
  readonly items: Array<ItemOf<typeof api.verifyCase>>;
  readonly outcome: OutputOf<typeof api.verifyCase>;
  readonly lastProgress: { bytesDone: number; bytesTotal: number } | undefined;
}

async function verified(client: Connection): Promise<Verified> {
  const items: Array<ItemOf<typeof api.verifyCase>> = [];
  let lastProgress: Verified['lastProgress'];
  const outcome = unwrap(await client.call(api.verifyCase, {}, {
    onItem: (item) => void items.push(item),
    onProgress: (p) => { lastProgress = p; },
  }));
  return { items, outcome, lastProgress };
}

describe('verification', () => {
  test('of a sound case passes every check and is on the record', async () => {
    const { dir } = caseWithEvidence('one\n'.repeat(700_000), 'two');
    const ada = testEngine().client('ada');
    unwrap(await ada.call(api.openCase, { path: dir }));
    const { items, outcome, lastProgress } = await verified(ada);
    expect(items.map((i) => [i.check, i.subject, i.ok])).toEqual([
      ['case-database', 'case.sqlite', true], ['journal', 'case.sqlite', true], ['index-database', 'index.duckdb', true],
      ['evidence', 'logs/access.log', true], ['evidence', 'app.jsonl', true],
    ]);
    expect(items[3]!.message).toBe('SHA-256 matches, 2,800,000 bytes');
    expect(outcome).toMatchObject({ ok: true, checked: 5, failed: 0 });
    expect(lastProgress).toMatchObject({ bytesTotal: 2_800_003 });
    expect(unwrap(await ada.call(api.caseHistory, { limit: 1 }))).toMatchObject([{ kind: 'note', command: 'case.verify', author: 'ada', summary: 'Verified: 5 checks, all good' }]);
  });

  test('finds evidence that changed, grew or is gone, and goes on', async () => {
    const { dir, copiedPath, referencedPath } = caseWithEvidence('one', 'two');
    const ada = testEngine().client();
    unwrap(await ada.call(api.openCase, { path: dir }));
    writeFileSync(copiedPath, 'onE');
    writeFileSync(referencedPath, 'two and more');
    const changed = await verified(ada);
    expect(changed.items.filter((i) => !i.ok).map((i) => i.message)).toEqual([
      expect.stringMatching(/has other bytes than were taken in\. Its size is the same, its SHA-256 is [0-9a-f]{8} instead of [0-9a-f]{8}\. It was written 20\d\d-/),
      expect.stringMatching(/It had 3 bytes and has 12, its SHA-256 is/),
    ]);
    expect(changed.outcome).toMatchObject({ ok: false, checked: 5, failed: 2 });
    rmSync(dirname(copiedPath), { recursive: true });
    expect((await verified(ada)).items[3]!.message).toContain(`The file is missing: ${copiedPath}`);
  });

  test('can be cancelled, and ends when the case is closed', async () => {
    const { dir } = caseWithEvidence('x'.repeat(50_000_000), 'two');
    const { client, errors } = testEngine();
    const ada = client();
    unwrap(await ada.call(api.openCase, { path: dir }));
    const stop = new AbortController();
    expect(await ada.call(api.verifyCase, {}, { signal: stop.signal, onProgress: () => stop.abort() })).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    let closing: Promise<unknown> | undefined;
    const ended = await ada.call(api.verifyCase, {}, { onProgress: () => { closing ??= ada.call(api.closeCase, {}); } });
    expect(ended).toMatchObject({ ok: false, failure: { code: 'case/not-open' } });
    expect(await closing).toMatchObject({ ok: true });
    expect(errors).toEqual([]);
  });
});

test('evidence folder gone altogether: the case opens, and verification names every file', async () => {
  const { dir, file } = sampleCase();
  file.close();
  rmSync(join(dir, 'evidence'), { recursive: true });
  const ada = testEngine().client();
  unwrap(await ada.call(api.openCase, { path: dir }));
  const { items } = await verified(ada);
  expect(items.filter((i) => !i.ok).map((i) => i.subject)).toEqual(['logs/access.log', 'logs/app.jsonl']);
});
