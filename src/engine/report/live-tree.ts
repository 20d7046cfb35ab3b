import { plural } from '../../base/text.ts';
import { faultTreeTextPages } from '../../figures/fault-tree/in-text.ts';
import { faultTreeTables, type FaultTreeTable } from '../../figures/fault-tree/tables.ts';
import { nameAndTitle, STATE_WORDS } from '../../figures/fault-tree/words.ts';
import type { EvidenceReference } from '../../model/evidence.ts';
import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';
import { knownStates } from '../../model/fault-tree/state.ts';
import type { LiveBlock } from '../../model/live-block.ts';
import type { Block, Inline } from './document.ts';
import type { LiveContext } from './live.ts';

type TreeBlock = Extract<LiveBlock, { kind: 'tree' }>;

const words = (text: string): Inline => ({ kind: 'text', text });

/** What the observations of a tree cite, in the order of its nodes. */
export function treeEvidence(block: TreeBlock): readonly EvidenceReference[] {
  return block.nodes.flatMap((node) => node.observed.evidence);
}

/** A drawing for each page that can be read; in words the events as a table. */
export function treeBlocks(block: TreeBlock, { register }: LiveContext): Block[] {
  const document: FaultTreeDocument = { tree: block.tree, nodes: block.nodes };
  const { show = ['tree'], numbers } = block;
  const tables = numbers === undefined ? [] : faultTreeTables(block.nodes, numbers, show).map(tableBlock);
  if (!show.includes('tree')) return tables.length > 0 ? tables : [{ kind: 'problem', text: `The fault tree “${block.tree.title}” has no top event yet.` }];
  const pages = faultTreeTextPages(document, block);
  if (pages.length === 0) return [{ kind: 'problem', text: `The fault tree “${block.tree.title}” has no top event yet.` }];
  const cited = treeEvidence(block).flatMap(({ sha256, locator }): Inline[] => [words(' '), { kind: 'citation', ...register.number({ hashPrefix: sha256, locator }) }]);
  return [...pages.map((page, i): Block => ({
    kind: 'figure', figure: { kind: 'fault-tree', document, page, numbers },
    caption: [words(pages.length > 1 ? `Fault tree, page ${i + 1} of ${pages.length}` : `Fault tree, ${plural(block.nodes.filter((node) => node.type === 'event').length, 'event')}`), ...(i === pages.length - 1 ? cited : [])],
    inWords: i === 0 ? eventTable(document) : { kind: 'paragraph', children: [words(`Page ${i + 1} of the fault tree: its events stand in the table before.`)] },
  })), ...tables];
}

function tableBlock({ caption, header, rows, right }: FaultTreeTable): Block {
  const cell = (text: string): Inline[] => (text === '' ? [] : [words(text)]);
  return { kind: 'table', caption, align: header.map((_, at) => (right.includes(at) ? 'right' : 'left')), header: header.map(cell), rows: rows.map((row) => row.map(cell)) };
}

function eventTable(document: FaultTreeDocument): Block {
  const known = knownStates(document);
  const cell = (text: string): Inline[] => (text === '' ? [] : [words(text)]);
  const rows = document.nodes.flatMap((node) => (node.type === 'event' ? [[
    cell(nameAndTitle(node, (text) => text)), cell(STATE_WORDS[known.get(node.id)?.state ?? 'unknown']), cell(node.event === 'house' ? (node.on ? 'on' : 'off') : node.probability),
  ]] : []));
  return { kind: 'table', caption: plural(rows.length, 'event'), align: ['left', 'left', 'right'], header: ['Event', 'Observed', 'Probability'].map((text) => [words(text)]), rows };
}
