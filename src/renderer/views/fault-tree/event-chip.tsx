import { createContext, useContext, type ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import type { FaultTreeDocument, ObservedState } from '../../../model/fault-tree/document.ts';
import { graphOf } from '../../../model/fault-tree/graph.ts';
import type { FaultTreeAnalysis } from '../../../model/fault-tree/result.ts';
import { knownStates } from '../../../model/fault-tree/state.ts';
import { PlainButton, Tip } from '../../ui/index.ts';
import { STATE_WORDS } from './words.ts';

export interface Named {
  readonly name: string;
  readonly title: string;
  readonly state: ObservedState;
  /** Ids of nodes to select: its own, or the members of a common cause. */
  readonly nodes: readonly string[];
}

/** What the analysis calls by an id: a node, or an event that a common-cause group stands for. */
export function namedOf(document: FaultTreeDocument, analysis: FaultTreeAnalysis | undefined, id: string): Named {
  const node = graphOf(document).byId.get(id);
  if (node) return { name: node.name, title: visibleText(node.title), state: knownStates(document).get(id)?.state ?? 'unknown', nodes: [id] };
  const cause = analysis?.commonCauseEvents.find((event) => event.id === id);
  if (!cause) return { name: '?', title: 'no longer in the tree', state: 'unknown', nodes: [] };
  const names = cause.members.map((member) => graphOf(document).byId.get(member)?.name ?? '?');
  return { name: `${cause.group}: ${names.join(' ')}`, title: names.length === 1 ? `${names[0]} by itself` : `${names.join(', ')} of a common cause`, state: 'unknown', nodes: cause.members };
}

const CLASS: Record<ObservedState, string> = { happened: 'v-h', 'did-not-happen': 'v-n', unknown: 'v-u' };

export const SelectNode = createContext<(id: string) => void>(() => undefined);

/** The name of an event as the tree marks it; pressed, it selects the node. */
export function EventChip({ named, complement = false, isPressable = true }: { named: Named; complement?: boolean; isPressable?: boolean }): ReactNode {
  const select = useContext(SelectNode);
  const className = `evid ${CLASS[named.state]}`;
  const words = `${complement ? 'not ' : ''}${named.name}`;
  const label = `${words}${named.title === '' ? '' : ` ${named.title}`}, ${STATE_WORDS[named.state]}`;
  if (!isPressable) return <span className={className} title={label}>{words}</span>;
  return <Tip text={label}><PlainButton className={className} label={label} onPress={() => { const [first] = named.nodes; if (first !== undefined) select(first); }}>{words}</PlainButton></Tip>;
}
