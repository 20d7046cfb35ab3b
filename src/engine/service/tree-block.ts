import type { FaultTreeAnalysis } from '../../model/fault-tree/result.ts';
import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';
import { itemsOf, type Item } from '../../model/item.ts';
import type { LiveBlockQuestion } from '../../model/live-block-text.ts';
import type { LiveBlock, TreeNumbers } from '../../model/live-block.ts';

/** Works out the numbers of a tree; `undefined` where that was not possible. */
export type AnalyseTree = (document: FaultTreeDocument, signal: AbortSignal) => Promise<FaultTreeAnalysis | undefined>;

/** A document is read: the most probable sets, and the events that matter most. */
const MOST_SETS = 50;
const MOST_EVENTS = 50;

/** A fault tree of the case as a live block: the one of this id, or the first whose title begins as asked, capitals aside. */
export async function treeBlock(items: readonly Item[], { of, page, depth, show }: Extract<LiveBlockQuestion, { kind: 'tree' }>, analyse: AnalyseTree, signal: AbortSignal): Promise<LiveBlock> {
  const trees = itemsOf(items, 'fault-tree').toSorted((a, b) => (a.createdAtNs < b.createdAtNs ? -1 : a.createdAtNs > b.createdAtNs ? 1 : 0));
  const [first] = trees;
  if (!first) return problem('The case has no fault tree yet. Begin one in Fault tree.');
  const tree = trees.find((one) => one.id === of) ?? trees.find((one) => one.title.toLowerCase().startsWith(of.toLowerCase()));
  if (!tree) return problem(`No fault tree begins with “${of}”. There is “${first.title}”.`);
  const nodes = itemsOf(items, 'fault-node').filter((node) => node.treeId === tree.id);
  const begin = page === undefined ? undefined : nodes.find((node) => node.type === 'gate' && node.name.toLowerCase() === page.toLowerCase());
  if (page !== undefined && !begin) return problem(`“${tree.title}” has no gate ${page}. Name one as it stands in the tree, such as page=${nodes.find((node) => node.type === 'gate')?.name ?? 'TOP'}.`);
  const drawn: LiveBlock = { kind: 'tree', tree, nodes, ...(begin ? { pageId: begin.id } : {}), ...(depth === undefined ? {} : { depth }) };
  if (show.every((part) => part === 'tree')) return drawn;
  const analysis = await analyse({ tree, nodes }, signal);
  signal.throwIfAborted();
  if (!analysis) return problem(`The cut sets of “${tree.title}” could not be worked out. The log has the reason.`);
  return { ...drawn, show: [...show], numbers: numbersOf(analysis) };
}

function numbersOf({ tops, commonCauseEvents }: FaultTreeAnalysis): TreeNumbers {
  return {
    tops: tops.map(({ id, probability, method, coherent, cutSets, importance, approximations }) => ({
      id, ...(probability === undefined ? {} : { probability }), method, coherent, ...(cutSets.count === undefined ? {} : { count: cutSets.count }), more: cutSets.more || cutSets.list.length > MOST_SETS,
      notes: [...cutSets.truncated, ...approximations], sets: cutSets.list.slice(0, MOST_SETS).map(({ events, probability: of, state }) => ({ events, ...(of === undefined ? {} : { probability: of }), state })),
      importance: importance.slice(0, MOST_EVENTS),
    })),
    commonCauses: commonCauseEvents.map(({ id, members }) => ({ id, members })),
  };
}

function problem(message: string): LiveBlock {
  return { kind: 'problem', message };
}
