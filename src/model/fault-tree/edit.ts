import { fail, ok, type Result } from '../../base/result.ts';
import { NodeName, UNOBSERVED, type EventType, type FaultEvent, type FaultGate, type FaultNode, type FaultTree, type FaultTreeDocument, type GateInput, type GateType, type Observation } from './document.ts';
import { gateOf, graphOf, isAt, mostInputs, reachable, type Spot } from './graph.ts';

/**
 * Edits of a fault tree as what they save and remove: pure, so that a screen can show one at once and write it as one
 * step of undo. Each leaves a document without `structureProblems`, given one.
 */
export interface FaultTreeEdit {
  /** For the history: "Added “E7” under “G2”". */
  readonly label: string;
  /** Whole, as they are afterwards; those that were not there before are new. */
  readonly tree?: FaultTree;
  readonly save: readonly FaultNode[];
  /** Ids. */
  readonly remove: readonly string[];
  /** What to select afterwards; absent: what was. */
  readonly select?: Spot;
}

/** Makes ids; `uuidv7` everywhere but in tests. */
export type NewId = () => string;

export function applyEdit({ tree, nodes }: FaultTreeDocument, edit: Pick<FaultTreeEdit, 'tree' | 'save' | 'remove'>): FaultTreeDocument {
  const saved = new Map(edit.save.map((node) => [node.id, node]));
  const removed = new Set(edit.remove);
  const kept = nodes.filter((node) => !removed.has(node.id)).map((node) => {
    const after = saved.get(node.id);
    saved.delete(node.id);
    return after ?? node;
  });
  return { tree: edit.tree ?? tree, nodes: [...kept, ...saved.values()] };
}

/** What takes an edit back, given the document before it. */
export function inverseOf(document: FaultTreeDocument, edit: FaultTreeEdit): FaultTreeEdit {
  const { byId } = graphOf(document);
  return {
    label: edit.label,
    ...(edit.tree && { tree: document.tree }),
    save: [...edit.save.map((node) => node.id), ...edit.remove].flatMap((id) => byId.get(id) ?? []),
    remove: edit.save.filter((node) => !byId.has(node.id)).map((node) => node.id),
  };
}

type Edited = Result<FaultTreeEdit>;

function no(message: string): Result<never> {
  return fail('fault-tree/refused', message);
}

const GONE = 'This node is no longer there.';
const PREFIX: Record<EventType, string> = { basic: 'E', undeveloped: 'E', house: 'H', conditioning: 'C' };

/** The first of "E1", "E2" … that no node has, whatever the case. */
export function freeName(taken: ReadonlySet<string>, prefix: string): string {
  for (let n = 1; ; n++) if (!taken.has(`${prefix}${n}`.toLowerCase())) return `${prefix}${n}`;
}

export function takenNames(document: FaultTreeDocument): Set<string> {
  return new Set(document.nodes.map((node) => node.name.toLowerCase()));
}

export function newEvent(treeId: string, id: string, name: string, event: EventType = 'basic'): FaultEvent {
  return { kind: 'fault-node', type: 'event', id, treeId, name, title: '', note: '', observed: UNOBSERVED, event, probability: '', on: event === 'house' };
}

export function newGate(treeId: string, id: string, name: string, gate: GateType = 'or', inputs: GateInput[] = []): FaultGate {
  return { kind: 'fault-node', type: 'gate', id, treeId, name, title: '', note: '', observed: UNOBSERVED, gate, inputs, ownPage: false, ...(needsMin(gate) && { min: 2 }) };
}

/** Its words where it has some: how messages name a node. */
export function nodeWords(node: Pick<FaultNode, 'name' | 'title'>): string {
  return `“${node.title === '' ? node.name : node.title}”`;
}

/** A new event below: the last input of a gate. An event gets a gate of its own first, and so is developed. */
export function addChild(document: FaultTreeDocument, id: string, newId: NewId, event: EventType = 'basic'): Edited {
  const node = graphOf(document).byId.get(id);
  if (!node) return no(GONE);
  const gate = node.type === 'gate' ? node : asGate(document, node, 'or');
  const full = isFull(gate);
  if (full !== undefined) return no(full);
  const taken = takenNames(document).add(gate.name.toLowerCase());
  const child = newEvent(document.tree.id, newId(), freeName(taken, PREFIX[event]), event);
  const tree = node.type === 'event' ? withoutMembers(document.tree, new Set([id])) : document.tree;
  return ok({
    label: `Added ${child.name} under ${nodeWords(gate)}`, ...(tree !== document.tree && { tree }),
    save: [withInputs(gate, [...gate.inputs, { id: child.id, complement: false }]), child], remove: [],
    select: { id: child.id, parentId: gate.id, index: gate.inputs.length },
  });
}

/** A new event to the right. */
export function addSibling(document: FaultTreeDocument, spot: Spot, newId: NewId): Edited {
  if (!isAt(document, spot)) return no(GONE);
  const gate = spot.parentId === undefined ? undefined : gateOf(document, spot.parentId);
  if (!gate) return no('A top event has nothing beside it. Add below it, or add another top event.');
  const full = isFull(gate);
  if (full !== undefined) return no(full);
  const child = newEvent(document.tree.id, newId(), freeName(takenNames(document), 'E'));
  const at = spot.index + 1;
  return ok({
    label: `Added ${child.name} under ${nodeWords(gate)}`, save: [withInputs(gate, gate.inputs.toSpliced(at, 0, { id: child.id, complement: false })), child], remove: [],
    select: { id: child.id, parentId: gate.id, index: at },
  });
}

/** Another top event: a page of its own. */
export function addTop(document: FaultTreeDocument, newId: NewId, title = ''): Edited {
  const gate = { ...newGate(document.tree.id, newId(), freeName(takenNames(document), 'G')), title };
  const tree = { ...document.tree, tops: [...document.tree.tops, gate.id] };
  return ok({ label: `Added the top event ${gate.name}`, tree, save: [gate], remove: [], select: { id: gate.id, parentId: undefined, index: tree.tops.length - 1 } });
}

export type NodeType = GateType | EventType;

export function isGateType(type: NodeType): type is GateType {
  return !(type in PREFIX);
}

/** Another symbol for the same node. A gate that becomes an event loses what is only under it. */
export function changeType(document: FaultTreeDocument, id: string, type: NodeType): Edited {
  const node = graphOf(document).byId.get(id);
  if (!node) return no(GONE);
  const label = `Changed the type of ${nodeWords(node)}`;
  if (isGateType(type)) {
    if (node.type === 'event') {
      const tree = withoutMembers(document.tree, new Set([id]));
      return ok({ label, ...(tree !== document.tree && { tree }), save: [asGate(document, node, type)], remove: [] });
    }
    if (node.inputs.length > mostInputs(type)) return no(`This type takes ${mostInputs(type) === 1 ? 'one input' : 'two inputs'}, and ${nodeWords(node)} has ${node.inputs.length}. Wrap some of them in a gate first.`);
    const { min, max, ...rest } = node;
    return ok({ label, save: [{ ...rest, gate: type, ...(needsMin(type) && { min: min ?? Math.min(2, Math.max(1, node.inputs.length)) }), ...(type === 'cardinality' && max !== undefined && { max }) }], remove: [] });
  }
  if (node.type === 'event') {
    const tree = type === 'basic' ? document.tree : withoutMembers(document.tree, new Set([id]));
    return ok({ label, ...(tree !== document.tree && { tree }), save: [{ ...node, event: type, on: type === 'house' || node.on, name: ownName(document, node, PREFIX[type]) }], remove: [] });
  }
  const event: FaultEvent = { ...newEvent(node.treeId, id, ownName(document, node, PREFIX[type]), type), title: node.title, note: node.note, observed: node.observed };
  const after = applyEdit(document, { save: [event], remove: [] });
  const remove = onlyUnder(document, after, node.inputs.map((input) => input.id));
  const tree = withoutMembers(document.tree, new Set(remove));
  return ok({ label, ...(tree !== document.tree && { tree }), save: [event], remove });
}

/** A gate between a node and what it stands under. */
export function wrap(document: FaultTreeDocument, spot: Spot, newId: NewId, type: GateType = 'or'): Edited {
  if (!isAt(document, spot)) return no(GONE);
  const node = graphOf(document).byId.get(spot.id);
  if (!node) return no(GONE);
  const parent = spot.parentId === undefined ? undefined : gateOf(document, spot.parentId);
  const gate = newGate(document.tree.id, newId(), freeName(takenNames(document), 'G'), type, [{ id: spot.id, complement: parent?.inputs[spot.index]?.complement ?? false }]);
  const label = `Wrapped ${nodeWords(node)} in a gate`;
  const select: Spot = { ...spot, id: gate.id };
  if (!parent) return ok({ label, tree: { ...document.tree, tops: document.tree.tops.with(spot.index, gate.id) }, save: [gate], remove: [], select });
  return ok({ label, save: [withInputs(parent, parent.inputs.with(spot.index, { id: gate.id, complement: false })), gate], remove: [], select });
}

/** Takes a gate away and puts its inputs where it was. */
export function unwrap(document: FaultTreeDocument, spot: Spot): Edited {
  if (!isAt(document, spot)) return no(GONE);
  const gate = gateOf(document, spot.id);
  const parent = spot.parentId === undefined ? undefined : gateOf(document, spot.parentId);
  if (!gate) return no('Only a gate can be taken out from between.');
  if (gate.inputs.length === 0) return no(`${nodeWords(gate)} has no inputs. Remove it instead.`);
  if (!parent && gate.inputs.length !== 1) return no('A top event with several inputs cannot be taken out from between.');
  if (parent?.inputs[spot.index]?.complement) return no('What a gate negates cannot take its place.');
  if (parent && parent.inputs.length - 1 + gate.inputs.length > mostInputs(parent.gate)) return no(`${nodeWords(parent)} does not take so many inputs.`);
  const base = parent
    ? { save: [withInputs(parent, parent.inputs.toSpliced(spot.index, 1, ...gate.inputs))] }
    : { save: [], tree: { ...document.tree, tops: document.tree.tops.with(spot.index, gate.inputs[0]!.id) } };
  const after = applyEdit(document, { ...base, remove: [] });
  const remove = (graphOf(after).spots.get(gate.id) ?? []).length === 0 ? [gate.id] : [];
  return ok({ label: `Took ${nodeWords(gate)} out from between`, ...base, remove, select: { ...spot, id: gate.inputs[0]!.id } });
}

/** Moves what stands at a spot under a gate, to stand at `index` among the inputs there are then. */
export function move(document: FaultTreeDocument, spot: Spot, to: { readonly parentId: string; readonly index: number }): Edited {
  if (!isAt(document, spot)) return no(GONE);
  const target = gateOf(document, to.parentId);
  const node = graphOf(document).byId.get(spot.id);
  if (!node || !target) return no(GONE);
  if (spot.parentId === to.parentId) {
    const moved = target.inputs[spot.index]!;
    const index = Math.max(0, Math.min(target.inputs.length - 1, to.index));
    if (index === spot.index) return no('It stands there already.');
    return ok({ label: `Moved ${nodeWords(node)}`, save: [withInputs(target, target.inputs.toSpliced(spot.index, 1).toSpliced(index, 0, moved))], remove: [], select: { ...spot, index } });
  }
  if (reachable(document, [spot.id]).has(to.parentId)) return no(`${nodeWords(target)} is ${spot.id === to.parentId ? 'the node itself' : `under ${nodeWords(node)}`}: that would be a loop.`);
  if (target.inputs.some((input) => input.id === spot.id)) return no(`${nodeWords(target)} has ${nodeWords(node)} as an input already.`);
  const full = isFull(target);
  if (full !== undefined) return no(full);
  const parent = spot.parentId === undefined ? undefined : gateOf(document, spot.parentId);
  const index = Math.max(0, Math.min(target.inputs.length, to.index));
  const input = parent?.inputs[spot.index] ?? { id: spot.id, complement: false };
  const save: FaultNode[] = [withInputs(target, target.inputs.toSpliced(index, 0, input))];
  if (parent) save.push(withInputs(parent, parent.inputs.toSpliced(spot.index, 1)));
  const tree = parent ? undefined : { ...document.tree, tops: document.tree.tops.toSpliced(spot.index, 1) };
  return ok({ label: `Moved ${nodeWords(node)} under ${nodeWords(target)}`, ...(tree && { tree }), save, remove: [], select: { id: spot.id, parentId: to.parentId, index } });
}

/** Takes away what stands at a spot and what is under it; nodes that others use stay where they use them. */
export function remove(document: FaultTreeDocument, spot: Spot): Edited {
  if (!isAt(document, spot)) return no(GONE);
  const node = graphOf(document).byId.get(spot.id);
  const parent = spot.parentId === undefined ? undefined : gateOf(document, spot.parentId);
  const inputs = parent?.inputs.toSpliced(spot.index, 1);
  const tops = document.tree.tops.toSpliced(spot.index, 1);
  const cut = applyEdit(document, parent && inputs ? { save: [withInputs(parent, inputs)], remove: [] } : { tree: { ...document.tree, tops }, save: [], remove: [] });
  const gone = onlyUnder(document, cut, [spot.id]);
  const tree = withoutMembers(parent ? document.tree : { ...document.tree, tops }, new Set(gone));
  const beside = (ids: readonly string[]): Spot | undefined => {
    const index = Math.min(spot.index, ids.length - 1);
    const id = ids[index];
    return id === undefined ? undefined : { id, parentId: spot.parentId, index };
  };
  const [above] = parent ? graphOf(document).spots.get(parent.id) ?? [] : [];
  const select = beside(parent && inputs ? inputs.map((input) => input.id) : tops) ?? above;
  const others = gone.length - 1;
  return ok({
    label: gone.length === 0 ? `Took ${node ? nodeWords(node) : 'a node'} away here; it stays elsewhere` : `Removed ${node ? nodeWords(node) : 'a node'}${others > 0 ? ` and ${others} under it` : ''}`,
    ...(tree !== document.tree && { tree }), save: parent && inputs ? [withInputs(parent, inputs)] : [], remove: gone, ...(select && { select }),
  });
}

/** A copy of a subtree, with names of its own, as the last input of a gate. Events that stand elsewhere too are copied with it. */
export function duplicateSubtree(document: FaultTreeDocument, id: string, parentId: string, newId: NewId): Edited {
  const source = graphOf(document).byId.get(id);
  const target = gateOf(document, parentId);
  if (!source || !target) return no(GONE);
  const full = isFull(target);
  if (full !== undefined) return no(full);
  const { byId } = graphOf(document);
  const taken = takenNames(document);
  const copies = new Map([...reachable(document, [id])].map((from) => [from, newId()]));
  const made = [...copies].map(([from, copyId]): FaultNode => {
    const node = byId.get(from)!;
    const name = freeName(taken, node.type === 'gate' ? 'G' : PREFIX[node.event]);
    taken.add(name.toLowerCase());
    return { ...(node.type === 'gate' ? { ...node, inputs: node.inputs.flatMap((input) => copies.has(input.id) ? [{ ...input, id: copies.get(input.id)! }] : []) } : node), id: copyId, name };
  });
  const copyId = copies.get(id)!;
  return ok({
    label: `Copied ${nodeWords(source)}`, save: [withInputs(target, [...target.inputs, { id: copyId, complement: false }]), ...made], remove: [],
    select: { id: copyId, parentId, index: target.inputs.length },
  });
}

/** Lets a gate take in a node that stands elsewhere too: the same event, not a copy. */
export function share(document: FaultTreeDocument, id: string, parentId: string): Edited {
  const node = graphOf(document).byId.get(id);
  const target = gateOf(document, parentId);
  if (!node || !target) return no(GONE);
  if (target.inputs.some((input) => input.id === id)) return no(`${nodeWords(target)} has ${nodeWords(node)} as an input already.`);
  if (reachable(document, [id]).has(parentId)) return no(`${nodeWords(target)} is ${id === parentId ? 'the node itself' : `under ${nodeWords(node)}`}: that would be a loop.`);
  const full = isFull(target);
  if (full !== undefined) return no(full);
  return ok({
    label: `${nodeWords(target)} takes in ${nodeWords(node)} too`, save: [withInputs(target, [...target.inputs, { id, complement: false }])], remove: [],
    select: { id, parentId, index: target.inputs.length },
  });
}

/** Whether an input counts when it does not happen. */
export function setComplement(document: FaultTreeDocument, { id, parentId, index }: Spot, complement: boolean): Edited {
  const parent = parentId === undefined ? undefined : gateOf(document, parentId);
  if (parent?.inputs[index]?.id !== id) return no(GONE);
  return ok({ label: `${nodeWords(parent)} takes in that ${nodeWords(graphOf(document).byId.get(id) ?? { name: id, title: '' })} ${complement ? 'does not happen' : 'happens'}`, save: [withInputs(parent, parent.inputs.with(index, { id, complement }))], remove: [] });
}

/** A name as the MEF has it, that no other node has. */
export function rename(document: FaultTreeDocument, id: string, name: string): Edited {
  const node = graphOf(document).byId.get(id);
  if (!node) return no(GONE);
  const problem = nameProblem(document, id, name);
  return problem === undefined ? ok({ label: `Renamed ${node.name} to ${name}`, save: [{ ...node, name }], remove: [] }) : no(problem);
}

/** What is wrong with a name, `undefined`: nothing. */
export function nameProblem(document: FaultTreeDocument, id: string, name: string): string | undefined {
  if (!NodeName.safeParse(name).success) return 'A name begins with a letter and has letters, digits, - and _ only, such as E1 or pool-empty.';
  const other = document.nodes.find((node) => node.id !== id && node.name.toLowerCase() === name.toLowerCase());
  return other && `Another node is called ${other.name}.`;
}

/** Fields that stand for themselves: words, note, probability, k; those that its type does not have are passed over. */
export interface NodePatch {
  readonly title?: string;
  readonly note?: string;
  readonly observed?: Observation;
  readonly ownPage?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly probability?: string;
  readonly on?: boolean;
}

export function patchNode(document: FaultTreeDocument, id: string, patch: NodePatch, label?: string): Edited {
  const node = graphOf(document).byId.get(id);
  return node ? ok({ label: label ?? `Changed ${nodeWords(node)}`, save: [patched(node, patch)], remove: [] }) : no(GONE);
}

/** The words of a node. A tree that was called as its top event still is. */
export function writeWords(document: FaultTreeDocument, id: string, title: string): Edited {
  const node = graphOf(document).byId.get(id);
  if (!node) return no(GONE);
  const { tree } = document;
  const names = tree.tops[0] === id && tree.title === node.title && title !== '';
  return ok({ label: title === '' ? `Took the words of ${node.name} away` : `Wrote “${title}”`, ...(names && { tree: { ...tree, title: title.slice(0, 300) } }), save: [{ ...node, title }], remove: [] });
}

function patched(node: FaultNode, patch: NodePatch): FaultNode {
  const both = { title: patch.title ?? node.title, note: patch.note ?? node.note, observed: patch.observed ?? node.observed };
  if (node.type === 'event') return { ...node, ...both, probability: patch.probability ?? node.probability, on: patch.on ?? node.on };
  return { ...node, ...both, ownPage: patch.ownPage ?? node.ownPage, ...(patch.min !== undefined && { min: patch.min }), ...(patch.max !== undefined && { max: patch.max }) };
}

export function saveTree(tree: FaultTree, label?: string): FaultTreeEdit {
  return { label: label ?? `Changed the fault tree “${tree.title}”`, tree, save: [], remove: [] };
}

/** The tree again, under another title, with ids of its own. */
export function duplicateTree({ tree, nodes }: FaultTreeDocument, title: string, createdAtNs: bigint, newId: NewId): FaultTreeDocument {
  const treeId = newId();
  const ids = new Map(nodes.map((node) => [node.id, newId()]));
  const own = (id: string): string => ids.get(id) ?? id;
  return {
    tree: { ...tree, id: treeId, title, createdAtNs, tops: tree.tops.map(own), commonCauses: tree.commonCauses.map((group) => ({ ...group, members: group.members.map(own) })) },
    nodes: nodes.map((node): FaultNode => ({ ...(node.type === 'gate' ? { ...node, inputs: node.inputs.map((input) => ({ ...input, id: own(input.id) })) } : node), id: own(node.id), treeId })),
  };
}

function withInputs(gate: FaultGate, inputs: GateInput[]): FaultGate {
  return { ...gate, inputs };
}

function isFull(gate: FaultGate): string | undefined {
  const most = mostInputs(gate.gate);
  if (gate.inputs.length < most) return undefined;
  return `${nodeWords(gate)} takes ${most === 1 ? 'one input' : 'two inputs'} and has ${most === 1 ? 'it' : 'both'}. Change its type, or wrap an input in a gate first.`;
}

function needsMin(gate: GateType): boolean {
  return gate === 'atleast' || gate === 'cardinality';
}

/** An event developed: the same node, now a gate. */
function asGate(document: FaultTreeDocument, event: FaultEvent, gate: GateType): FaultGate {
  return { ...newGate(event.treeId, event.id, ownName(document, event, 'G'), gate), title: event.title, note: event.note, observed: event.observed };
}

/** A name that was given by number follows the type of the node; one that somebody chose stays. */
function ownName(document: FaultTreeDocument, node: FaultNode, prefix: string): string {
  if (!/^[EGHC]\d+$/.test(node.name) || node.name.startsWith(prefix)) return node.name;
  return freeName(takenNames(document), prefix);
}

/** Those under `from` (and themselves) that nothing else in the tree after the cut takes in. */
function onlyUnder(before: FaultTreeDocument, after: FaultTreeDocument, from: readonly string[]): string[] {
  const under = reachable(before, from);
  const roots = after.nodes.filter((node) => !under.has(node.id)).map((node) => node.id);
  const used = reachable(after, [...after.tree.tops, ...roots]);
  return [...under].filter((id) => !used.has(id));
}

function withoutMembers(tree: FaultTree, ids: ReadonlySet<string>): FaultTree {
  if (!tree.commonCauses.some((group) => group.members.some((id) => ids.has(id)))) return tree;
  return { ...tree, commonCauses: tree.commonCauses.map((group) => ({ ...group, members: group.members.filter((id) => !ids.has(id)) })) };
}
