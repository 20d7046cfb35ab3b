import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { UNOBSERVED } from '../../model/fault-tree/document.ts';
import type { Item } from '../../model/item.ts';
import { parseLiveBlock } from '../../model/live-block-text.ts';
import { freezeBlocks, thawBlocks, type LiveBlock } from '../../model/live-block.ts';
import { analyse } from '../analyse/fault-tree/analyse.ts';
import { treeBlock, type AnalyseTree } from './tree-block.ts';

const tree = (id: string, title: string, createdAtNs: bigint): Item => ({ kind: 'fault-tree', id, title, note: '', tops: [`${id}-top`], per: '', parameters: [], commonCauses: [], createdAtNs });
const gate = (treeId: string, name: string): Item => ({
  kind: 'fault-node', id: `${treeId}-${name}`, treeId, name, title: '', note: '', observed: UNOBSERVED, type: 'gate', gate: 'or', inputs: [], ownPage: false,
});
const items: Item[] = [tree('b', 'Payments fail', 2n), tree('a', 'Checkout cannot place orders', 1n), gate('a', 'top'), gate('a', 'G4'), gate('b', 'top')];

const nothing = async (): Promise<undefined> => {};
const { signal } = new AbortController();

const asked = (info: string, analyse: AnalyseTree = nothing): Promise<LiveBlock> => {
  const question = unwrap(parseLiveBlock({ info, body: '' }, { zone: 'UTC', nearNs: 0n }));
  if (question.kind !== 'tree') throw new Error(question.kind);
  return treeBlock(items, question, analyse, signal);
};

test('the first tree, the one that begins so, a page of it, its upper rows', async () => {
  expect(await asked('tree')).toMatchObject({ kind: 'tree', tree: { id: 'a' }, nodes: [{ name: 'top' }, { name: 'G4' }] });
  expect(await asked('tree of=pay')).toMatchObject({ tree: { id: 'b' }, nodes: [{ id: 'b-top' }] });
  const page = await asked('tree of="Checkout cannot" page=g4 depth=2');
  expect(page).toMatchObject({ pageId: 'a-G4', depth: 2 });
  expect(thawBlocks(freezeBlocks([page]))).toEqual([page]);
});

test('what is not there is said with what is', async () => {
  expect(await asked('tree of=network')).toEqual({ kind: 'problem', message: 'No fault tree begins with “network”. There is “Checkout cannot place orders”.' });
  expect(await asked('tree page=G9')).toEqual({ kind: 'problem', message: '“Checkout cannot place orders” has no gate G9. Name one as it stands in the tree, such as page=top.' });
  expect(await treeBlock([], { kind: 'tree', of: '', page: undefined, depth: undefined, show: ['tree'] }, nothing, signal)).toEqual({ kind: 'problem', message: 'The case has no fault tree yet. Begin one in Fault tree.' });
});

test('its name and parts as words, by its id, and its numbers where a table is asked for', async () => {
  expect(await asked('fault-tree Payments fail')).toMatchObject({ tree: { id: 'b' } });
  expect(await asked('tree b')).toMatchObject({ tree: { id: 'b' } });
  const numbered = await asked('fault-tree b show=tree,cut-sets', async (document) => analyse(document));
  expect(numbered).toMatchObject({ kind: 'tree', tree: { id: 'b' }, show: ['tree', 'cut-sets'] });
  expect(thawBlocks(freezeBlocks([numbered]))).toEqual([numbered]);
  expect(await asked('tree show=importance')).toEqual({ kind: 'problem', message: 'The cut sets of “Checkout cannot place orders” could not be worked out. The log has the reason.' });
  expect(parseLiveBlock({ info: 'tree show=everything', body: '' }, { zone: 'UTC', nearNs: 0n })).toMatchObject({ ok: false, failure: { message: '“everything” is no show. There are tree, cut-sets, importance.' } });
});
