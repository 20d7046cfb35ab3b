import { plural } from '../../base/text.ts';
import { OBSERVED_STATES, type FaultNode, type FaultTreeDocument, type ObservedState } from '../../model/fault-tree/document.ts';
import type { TopEventResult } from '../../model/fault-tree/result.ts';
import type { KnownState } from '../../model/fault-tree/state.ts';
import type { FaultTreeLayout } from './layout.ts';
import type { PlacedNode } from './place.ts';
import { SYMBOL_TITLE, symbolOf } from './symbols.ts';
import { formatProbability } from '../probability-text.ts';

/** What a drawing of a fault tree says, for those who cannot see it. */

export const STATE_WORDS: Readonly<Record<ObservedState, string>> = { happened: 'happened', 'did-not-happen': 'did not happen', unknown: 'unknown' };

type Known = ReadonlyMap<string, KnownState> | undefined;

/** `G4, Leak passes the safeguards: at least 2 of 3, happened`. */
export function describeNode({ node, id, complement, problem, fold, transfer, shared }: PlacedNode, known: Known, showText: (text: string) => string): string {
  if (!node) return `Missing: an input names ${showText(id)}, which the tree does not have`;
  const what = [kindWords(node)];
  const state = known?.get(node.id);
  if (state) what.push(`${STATE_WORDS[state.state]}${state.derived ? ' (follows)' : ''}`);
  if (complement) what.push('taken in negated');
  if (transfer) what.push(problem === 'loop' ? 'in a loop' : `drawn on ${transfer.key === undefined ? `page ${transfer.page ?? '?'}` : 'this page'}`);
  if (problem === 'no-inputs') what.push('no inputs');
  if (fold?.folded) what.push(`${plural(fold.hidden, 'symbol')} folded`);
  if (shared !== undefined) what.push(`drawn in ${shared} places`);
  return `${nameAndTitle(node, showText)}: ${what.join(', ')}`;
}

export function nameAndTitle({ name, title }: FaultNode, showText: (text: string) => string): string {
  return title === '' ? showText(name) : `${showText(name)}, ${showText(title)}`;
}

function kindWords(node: FaultNode): string {
  if (node.type === 'event') return SYMBOL_TITLE[symbolOf(node)].toLowerCase();
  const { gate, min, max, inputs } = node;
  if (gate === 'atleast') return `at least ${min ?? '?'} of ${inputs.length}`;
  if (gate === 'cardinality') return `${min ?? '?'} to ${max ?? '?'} of ${inputs.length}`;
  return SYMBOL_TITLE[gate];
}

const MOST_LINES = 400;

/** A sentence, and the page as an indented list. */
export function wordsOfPage(document: FaultTreeDocument, layout: FaultTreeLayout, { known, showText, top }: { known: Known; showText: (text: string) => string; top: Pick<TopEventResult, 'probability'> | undefined }): { readonly alt: string; readonly text: string } {
  const title = showText(document.tree.title);
  const root = layout.nodes[0];
  if (!layout.page || !root) return { alt: `Fault tree ${title}: no top event.`, text: '' };
  const drawn = new Map<string, FaultNode>();
  for (const { node, role } of layout.nodes) if (node && role !== 'transfer') drawn.set(node.id, node);
  const events = [...drawn.values()].filter((node) => node.type === 'event');
  const counts = OBSERVED_STATES.map((state) => [state, events.filter(({ id }) => (known?.get(id)?.state ?? 'unknown') === state).length] as const);
  const alt = [
    `Fault tree ${title}`,
    layout.pages.length > 1 ? `, page ${layout.page.number} of ${layout.pages.length}` : '',
    `: ${root.node ? nameAndTitle(root.node, showText) : ''}, from ${plural(drawn.size - events.length, 'gate')} and ${plural(events.length, 'event')}.`,
    top?.probability === undefined ? '' : ` Probability ${formatProbability(top.probability)}.`,
    known ? ` ${counts.filter(([, count]) => count > 0).map(([state, count]) => `${plural(count, 'event')} ${STATE_WORDS[state]}`).join(', ')}.` : '',
  ].join('');
  const lines = layout.nodes.slice(0, MOST_LINES).map((node) => `${'  '.repeat(Math.min(node.row, 30))}${describeNode(node, known, showText)}`);
  if (layout.nodes.length > MOST_LINES) lines.push(`and ${layout.nodes.length - MOST_LINES} more`);
  return { alt, text: lines.join('\n') };
}
