import { plural, truncate, visibleText } from '../../../base/text.ts';
import type { PlacedNode } from '../../../figures/fault-tree/place.ts';
import { SYMBOL_TITLE, type SymbolKind } from '../../../figures/fault-tree/symbols.ts';
import type { FaultNode, ObservedState } from '../../../model/fault-tree/document.ts';
import type { NodeType } from '../../../model/fault-tree/edit.ts';

export const STATE_TITLE: Record<ObservedState, string> = { happened: 'Happened', 'did-not-happen': 'Did not', unknown: 'Unknown' };
export const STATE_WORDS: Record<ObservedState, string> = { happened: 'happened', 'did-not-happen': 'did not happen', unknown: 'not known whether it happened' };

/** Types as they are offered, the usual ones first. */
export const TYPES: ReadonlyArray<{ readonly id: NodeType; readonly label: string; readonly apart?: boolean }> = [
  { id: 'or', label: 'OR: one is enough' }, { id: 'and', label: 'AND: all together' }, { id: 'atleast', label: 'k of n or more' }, { id: 'inhibit', label: 'INHIBIT: under a condition' },
  { id: 'pand', label: 'Priority AND: from left to right' }, { id: 'xor', label: 'XOR: an odd number' }, { id: 'not', label: 'NOT' }, { id: 'nand', label: 'NAND' }, { id: 'nor', label: 'NOR' },
  { id: 'iff', label: 'IFF: both or none' }, { id: 'imply', label: 'IMPLY' }, { id: 'cardinality', label: 'Between k and l of n' }, { id: 'null', label: 'Pass through' },
  { id: 'basic', label: 'Basic event', apart: true }, { id: 'undeveloped', label: 'Undeveloped event' }, { id: 'house', label: 'House event: on or off' }, { id: 'conditioning', label: 'Condition' },
];

export function typeOf(node: FaultNode): NodeType {
  return node.type === 'gate' ? node.gate : node.event;
}

/** Its words, else its name. */
export function wordsOf(node: Pick<FaultNode, 'name' | 'title'>, max = 60): string {
  return truncate(visibleText(node.title === '' ? node.name : node.title), max);
}

/** What a screen reader says of a node: name and words, type, state, probability. */
export function spoken(placed: PlacedNode, state: ObservedState | undefined, derived: boolean, value: string): string {
  const { node } = placed;
  if (!node) return 'Missing event';
  const kind: SymbolKind = node.type === 'gate' ? node.gate : node.event;
  const parts = [node.title === '' ? node.name : `${node.name} ${visibleText(node.title)}`, placed.role === 'transfer' ? `transfer to ${SYMBOL_TITLE[kind]} gate` : node.type === 'gate' ? `${SYMBOL_TITLE[kind]} gate` : SYMBOL_TITLE[kind].toLowerCase()];
  if (node.type === 'gate' && node.gate === 'atleast') parts.push(`${node.min ?? '?'} of ${node.inputs.length}`);
  if (placed.complement) parts.push('must not happen');
  if (state) parts.push(`${STATE_WORDS[state]}${derived && node.type === 'gate' ? ', as follows from below' : ''}`);
  if (value !== '') parts.push(`probability ${value}`);
  if (node.type === 'gate' && placed.role === 'gate') parts.push(node.inputs.length === 0 ? 'no inputs' : plural(node.inputs.length, 'input'));
  if (placed.shared !== undefined && placed.shared > 1) parts.push(`drawn ${placed.shared} times`);
  if (placed.problem === 'loop') parts.push('under itself');
  return parts.join(', ');
}
