import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { newBarrier, newFactor } from '../../model/factor.ts';
import { saveItem } from '../../model/item-change.ts';
import type { Item } from '../../model/item.ts';
import { freezeBlocks, thawBlocks, type LiveBlock } from '../../model/live-block.ts';
import { newWhy } from '../../model/why-edit.ts';
import { api } from '../../protocol/api.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

test('whys, factors and barriers of a case in a document, until it is signed off', async () => {
  const { client } = testEngine();
  const ada = client('ada');
  unwrap(await ada.call(api.createCase, { path: join(temporaryFolder(), 'c.tephra'), title: 'Checkout' }));
  const ask = async (...infos: string[]): Promise<LiveBlock[]> => unwrap(await ada.call(api.resolveBlocks, { blocks: infos.map((info) => ({ info, body: '' })) }));
  const save = async (...items: Item[]): Promise<void> => {
    unwrap(await ada.call(api.doCommand, { command: { name: 'batch', input: { label: 'Reasoned', commands: items.map(saveItem) } } }));
  };
  expect(await ask('whys', 'whys set=1', 'factors', 'barriers')).toEqual([
    { kind: 'whys', as: 'text', whys: [] }, { kind: 'problem', message: 'There are no whys yet. Ask the first in Reasoning.' }, { kind: 'factors', as: 'table', effect: 'Checkout', factors: [], tags: [] }, { kind: 'barriers', barriers: [] },
  ]);
  await save(
    newWhy('a', 'Checkout failed', 1n), newWhy('b', 'The pool was empty', 2n, { parentId: 'a' }), newWhy('c', 'It took an hour to notice', 3n, { order: 1 }),
    newFactor('f1', 'No alert', 'detection', 4n), newFactor('f2', 'A release', 'trigger', 5n, { tags: ['google-sre/binary-push', 'mine/gone'] }),
    newBarrier('b1', 'Canary', 6n, { order: 2 }), newBarrier('b2', 'Review', 7n, { order: 1 }),
  );
  const said = (block: LiveBlock | undefined): string[] => (block?.kind === 'whys' ? block.whys.map((why) => why.statement) : block?.kind === 'problem' ? [block.message] : []);
  const [all, second, named, within, none] = await ask('whys', 'whys set=2 as=map', 'whys set="checkout  FAILED"', 'whys set=notice', 'whys set=network');
  expect([all, second, named, within].map(said)).toEqual([['Checkout failed', 'The pool was empty', 'It took an hour to notice'], ['It took an hour to notice'], ['Checkout failed', 'The pool was empty'], ['It took an hour to notice']]);
  expect(said(none)).toEqual(['No set of whys is “network”. There are 2 sets: 1 “Checkout failed”, 2 “It took an hour to notice”.']);
  const [factors, latent, barriers] = await ask('factors', 'factors part=latent', 'barriers');
  expect(factors).toMatchObject({ factors: [{ id: 'f2' }, { id: 'f1' }], tags: [{ tag: 'google-sre/binary-push', title: 'Binary push' }, { tag: 'mine/gone', title: 'gone' }] });
  expect(latent).toMatchObject({ factors: [] });
  expect(barriers).toMatchObject({ barriers: [{ id: 'b2' }, { id: 'b1' }] });
  expect(thawBlocks(freezeBlocks([all!, factors!, barriers!]))).toEqual([all, factors, barriers]);

  const text = '```tephra whys\n```\n';
  await save({ kind: 'version', id: 'v1', label: 'Signed off', state: 'closed', author: 'ada', atNs: 1n, text, sha256: 'ab'.repeat(32), frozen: freezeBlocks([all!]) }, { kind: 'status', id: 'status', state: 'closed' }, newWhy('d', 'Later', 9n, { parentId: 'c' }));
  expect(said((await ask('whys'))[0])).toEqual(said(all));
  await save({ kind: 'status', id: 'status', state: 'draft' });
  expect(said((await ask('whys'))[0])).toContain('Later');
});
