import { truncate } from '../base/text.ts';
import type { Why, WhyState } from './cause.ts';
import { UNOBSERVED, type FaultGate, type FaultNode, type FaultTreeDocument, type GateType, type Observation, type ObservedState } from './fault-tree/document.ts';
import { newWhy } from './why-edit.ts';
import { whySteps, type WhyNode } from './why.ts';

/**
 * Whys as a fault tree and back. A step that is answered becomes an intermediate event, its gate AND where all answers are
 * needed together and OR where each is enough; a step nobody has answered becomes a basic event. Evidence and states go along:
 * closed is happened, ruled out is did not happen, open is unknown. What one side cannot say is said in the note.
 */

const STATE_OF: Readonly<Record<WhyState, ObservedState>> = { open: 'unknown', closed: 'happened', 'ruled-out': 'did-not-happen' };
const WHY_STATE_OF: Readonly<Record<ObservedState, WhyState>> = { unknown: 'open', happened: 'closed', 'did-not-happen': 'ruled-out' };

/** Longest title of a node. */
const TITLE = 500;

export interface NewIds {
  readonly newId: () => string;
  readonly createdAtNs: bigint;
}

/** A set of whys as a tree with one top. `timeOf`: when an entry of the timeline began, for steps that stand for one. */
export function faultTreeOfWhys(root: WhyNode, { newId, createdAtNs, timeOf }: NewIds & { readonly timeOf?: (entryId: string) => bigint | undefined }): FaultTreeDocument {
  const steps = whySteps(root);
  const treeId = newId();
  const ids = new Map(steps.map(({ why }) => [why.id, newId()]));
  const names = new Set<string>();
  const nodes = steps.map(({ why, children }): FaultNode => {
    const long = why.statement.length > TITLE;
    const common = {
      kind: 'fault-node' as const, id: ids.get(why.id)!, treeId, name: nodeName(why.statement, names), title: long ? truncate(why.statement, TITLE) : why.statement,
      note: long ? `${why.statement}${why.note === '' ? '' : `\n\n${why.note}`}`.slice(0, 100_000) : why.note, observed: observed(why, timeOf),
    };
    if (children.length === 0) return { ...common, type: 'event', event: 'basic', probability: '', on: false };
    // AND and OR take two inputs or more: readers of the exchange format refuse less.
    const gate: GateType = children.length === 1 ? 'null' : why.join === 'all' ? 'and' : 'or';
    return { ...common, type: 'gate', gate, inputs: children.map((child) => ({ id: ids.get(child.why.id)!, complement: false })), ownPage: false };
  });
  return {
    tree: {
      kind: 'fault-tree', id: treeId, title: truncate(root.why.statement, 300), note: '', tops: [ids.get(root.why.id)!], per: '', parameters: [], commonCauses: [], createdAtNs,
    },
    nodes,
  };
}

function observed(why: Why, timeOf: ((entryId: string) => bigint | undefined) | undefined): Observation {
  const atNs = why.entries.map((id) => timeOf?.(id)).find((ns) => ns !== undefined);
  return { ...UNOBSERVED, state: STATE_OF[why.state], evidence: why.evidence, ...(atNs === undefined ? {} : { atNs }) };
}

/** A name of the exchange format that says what the words say: "The pool was empty" is `the-pool-was-empty`, once in a tree. */
function nodeName(statement: string, taken: Set<string>): string {
  const words = statement.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9_]+/g, '-').slice(0, 48).replaceAll(/^-+|-+$/g, '');
  const stem = words === '' ? 'event' : /^[0-9]/.test(words) ? `e-${words}` : words;
  let name = stem;
  for (let n = 2; taken.has(name); n++) name = `${stem}-${n}`;
  taken.add(name);
  return name;
}

/**
 * A tree as whys: a set for each top. What occurs in several places is told where it comes first and named again, without
 * its answers, elsewhere. `entryAt`: the entry of the timeline that an event seen at a moment stands for.
 */
export function whysOfFaultTree({ tree, nodes }: FaultTreeDocument, { newId, createdAtNs, entryAt }: NewIds & { readonly entryAt?: (node: FaultNode) => string | undefined }): Why[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const whys: Why[] = [];
  const told = new Set<string>();
  const tell = (node: FaultNode, parentId: string | undefined, order: number, complement: boolean): void => {
    const again = told.has(node.id) && node.type === 'gate';
    told.add(node.id);
    const id = newId();
    const statement = titleOf(node);
    const note = [node.note, gateNote(node), again ? 'Answered where it first stands.' : ''].filter((text) => text !== '').join('\n\n').slice(0, 100_000);
    const entry = entryAt?.(node);
    whys.push(newWhy(id, complement ? `Not: ${statement}` : statement, createdAtNs, {
      ...(parentId === undefined ? {} : { parentId }), order, note, join: node.type === 'gate' ? joinOf(node) : 'all', evidence: node.observed.evidence, ...(entry === undefined ? {} : { entries: [entry] }),
      state: complement ? COMPLEMENT[WHY_STATE_OF[node.observed.state]] : WHY_STATE_OF[node.observed.state],
    }));
    if (node.type === 'event' || again) return;
    node.inputs.forEach((input, i) => {
      const below = byId.get(input.id);
      if (below) tell(below, id, i, input.complement);
    });
  };
  tree.tops.forEach((top, i) => {
    const node = byId.get(top);
    if (node) tell(node, undefined, i, false);
  });
  return whys;
}

const COMPLEMENT: Readonly<Record<WhyState, WhyState>> = { open: 'open', closed: 'ruled-out', 'ruled-out': 'closed' };

function titleOf(node: FaultNode): string {
  return (node.title.trim() === '' ? node.name.replaceAll(/[-_.]+/g, ' ').trim() : node.title) || 'An event without a name';
}

const ALL: ReadonlySet<GateType> = new Set<GateType>(['and', 'inhibit', 'pand', 'null', 'not', 'iff', 'nor']);

function joinOf(gate: FaultGate): Why['join'] {
  return gate.gate === 'atleast' ? (gate.min === gate.inputs.length ? 'all' : 'any') : ALL.has(gate.gate) ? 'all' : 'any';
}

/** What a gate asks that "all" and "any" do not say. */
function gateNote(node: FaultNode): string {
  if (node.type === 'event') return '';
  switch (node.gate) {
    case 'and': case 'or': case 'null': return '';
    case 'atleast': return `In the fault tree: at least ${node.min ?? 1} of ${node.inputs.length}.`;
    case 'cardinality': return `In the fault tree: ${node.min ?? 0} to ${node.max ?? node.inputs.length} of ${node.inputs.length}.`;
    case 'inhibit': return 'In the fault tree: the first, under the condition of the second.';
    case 'pand': return 'In the fault tree: all, in this order.';
    case 'xor': return 'In the fault tree: one of them and not both.';
    case 'not': return 'In the fault tree: what is below did not happen.';
    case 'nand': return 'In the fault tree: not all of them.';
    case 'nor': return 'In the fault tree: none of them.';
    case 'iff': return 'In the fault tree: both or neither.';
    case 'imply': return 'In the fault tree: the second, wherever the first is.';
    default: return node.gate satisfies never;
  }
}
