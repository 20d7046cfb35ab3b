import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../../protocol/client.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { childEngine, testEngine } from './engines.testing.ts';

const FILES = 120;

function logs(): string {
  const folder = join(temporaryFolder(), 'logs');
  mkdirSync(folder);
  for (let i = 0; i < FILES; i++) writeFileSync(join(folder, `${i}.log`), `10.0.0.${i} - - [14/Oct/2026:10:00:01 +0000] "GET /${i} HTTP/1.1" 200 1\n`);
  return folder;
}

/** Asks for the folder and, when the first artifact is known, does something with the connection. */
function begin(client: Connection, folder: string, then: (cancel: AbortController) => void): Promise<unknown> {
  const cancel = new AbortController();
  let done = false;
  return client.call(api.addEvidence, { paths: [folder] }, {
    signal: cancel.signal,
    onItem: () => {
      if (!done) then(cancel);
      done = true;
    },
  });
}

/** Waits until every file's record is there. */
async function allThere(client: Connection): Promise<number> {
  const enough = new AbortController();
  let records = 0;
  await client.call(api.watchCase, {}, {
    signal: enough.signal,
    onItem: (info) => {
      ({ records } = info);
      if (records === FILES) enough.abort();
    },
  });
  return records;
}

describe('an ingest whose asker is gone', () => {
  test('goes on, for who has the case open and for who opens it next', { timeout: 60_000 }, async () => {
    const { client, errors } = testEngine();
    const path = join(temporaryFolder(), 'x.tephra');
    const ada = client('ada');
    unwrap(await ada.call(api.createCase, { path }));
    expect(await begin(ada, logs(), () => ada.close())).toMatchObject({ ok: false, failure: { code: 'protocol/disconnected' } });
    const carol = client('carol');
    unwrap(await carol.call(api.openCase, { path }));
    expect(await allThere(carol)).toBe(FILES);
    expect(unwrap(await carol.call(api.listEvidence, {}))).toHaveLength(FILES);
    expect(errors).toEqual([]);
  });

  test('goes on in the process that holds the case', { timeout: 60_000 }, async () => {
    const path = join(temporaryFolder(), 'x.tephra');
    const holder = childEngine('carol').client;
    unwrap(await holder.call(api.createCase, { path }));
    const { client, errors } = testEngine();
    const ada = client('ada');
    expect(unwrap(await ada.call(api.openCase, { path }))).toMatchObject({ joined: true });
    await begin(ada, logs(), () => ada.close());
    expect(await allThere(holder)).toBe(FILES);
    expect(errors).toEqual([]);
  });

  test('ends when it is cancelled, here and in the process that holds the case', { timeout: 60_000 }, async () => {
    const path = join(temporaryFolder(), 'x.tephra');
    const holder = childEngine('carol').client;
    unwrap(await holder.call(api.createCase, { path }));
    const { client } = testEngine();
    const ada = client('ada');
    unwrap(await ada.call(api.openCase, { path }));
    for (const asker of [ada, holder]) {
      expect(await begin(asker, logs(), (cancel) => cancel.abort())).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    }
    expect(unwrap(await holder.call(api.listEvidence, {})).length).toBeLessThan(FILES);
  });
});
