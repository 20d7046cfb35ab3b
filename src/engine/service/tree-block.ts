import { itemsOf, type Item } from '../../model/item.ts';
import type { LiveBlockQuestion } from '../../model/live-block-text.ts';
import type { LiveBlock } from '../../model/live-block.ts';

/** A fault tree of the case as a live block: the first whose title begins as asked, capitals aside. */
export function treeBlock(items: readonly Item[], { of, page, depth }: Extract<LiveBlockQuestion, { kind: 'tree' }>): LiveBlock {
  const trees = itemsOf(items, 'fault-tree').toSorted((a, b) => (a.createdAtNs < b.createdAtNs ? -1 : a.createdAtNs > b.createdAtNs ? 1 : 0));
  const [first] = trees;
  if (!first) return problem('The case has no fault tree yet. Begin one in Fault tree.');
  const tree = trees.find((one) => one.title.toLowerCase().startsWith(of.toLowerCase()));
  if (!tree) return problem(`No fault tree begins with “${of}”. There is “${first.title}”.`);
  const nodes = itemsOf(items, 'fault-node').filter((node) => node.treeId === tree.id);
  const begin = page === undefined ? undefined : nodes.find((node) => node.type === 'gate' && node.name.toLowerCase() === page.toLowerCase());
  if (page !== undefined && !begin) return problem(`“${tree.title}” has no gate ${page}. Name one as it stands in the tree, such as page=${nodes.find((node) => node.type === 'gate')?.name ?? 'TOP'}.`);
  return { kind: 'tree', tree, nodes, ...(begin ? { pageId: begin.id } : {}), ...(depth === undefined ? {} : { depth }) };
}

function problem(message: string): LiveBlock {
  return { kind: 'problem', message };
}
