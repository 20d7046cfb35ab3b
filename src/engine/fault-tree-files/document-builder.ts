import { truncate } from '../../base/text.ts';
import { structureProblems } from '../../model/fault-tree/graph.ts';
import { UNOBSERVED, type CommonCauseGroup, type EventType, type FaultEvent, type FaultGate, type FaultNode, type FaultTree, type FaultTreeDocument, type GateType, type Observation, type Parameter } from '../../model/fault-tree/document.ts';
import type { FileProblems, Place } from './file-problem.ts';
import { NameBook } from './names.ts';

/** What a reader says of a gate; inputs by the keys under which the file knows them. */
export interface GateSaid {
  readonly gate: GateType;
  readonly inputs: ReadonlyArray<{ readonly key: string; readonly complement: boolean }>;
  readonly min?: number;
  readonly max?: number;
  readonly title?: string;
  readonly note?: string;
  readonly ownPage?: boolean;
  readonly observed?: Observation;
}

export interface EventSaid {
  readonly event: EventType;
  readonly probability?: string;
  readonly on?: boolean;
  readonly title?: string;
  readonly note?: string;
  readonly observed?: Observation;
}

interface Entry {
  readonly id: string;
  readonly said: string;
  /** Where it was first named. */
  readonly at: Place | undefined;
  /** Named after another because the file gives it no name. */
  readonly derived: boolean;
  name?: string;
  gate?: GateSaid;
  event?: EventSaid;
}

/**
 * Puts a document together from what a reader finds, in any order: nodes are known by keys of the file, get their ids in the
 * order in which they are first named, and names as the contract has them.
 */
export class DocumentBuilder {
  readonly #entries = new Map<string, Entry>();
  readonly #names = new NameBook(true);
  readonly #problems: FileProblems;
  readonly parameters: Parameter[] = [];
  readonly groups: Array<Omit<CommonCauseGroup, 'members'> & { readonly members: readonly string[] }> = [];
  readonly treeId: string;

  constructor(problems: FileProblems, treeId = 't1') {
    this.#problems = problems;
    this.treeId = treeId;
  }

  /** Knows a node under `key`; `name`: what it is to be called, the key itself unless said. */
  mention(key: string, at?: Place, name = key, derived = false): void {
    if (!this.#entries.has(key)) this.#entries.set(key, { id: `${this.treeId}-n${this.#entries.size + 1}`, said: name, at, derived });
  }

  has(key: string): boolean {
    const entry = this.#entries.get(key);
    return entry?.gate !== undefined || entry?.event !== undefined;
  }

  /** False, and a problem, when the key is defined already: the first stands. */
  gate(key: string, said: GateSaid, at?: Place, name?: string): boolean {
    const entry = this.#define(key, at, name);
    if (entry === undefined) return false;
    entry.gate = said;
    for (const input of said.inputs) this.mention(input.key, at);
    return true;
  }

  event(key: string, said: EventSaid, at?: Place, name?: string): boolean {
    const entry = this.#define(key, at, name);
    if (entry === undefined) return false;
    entry.event = said;
    return true;
  }

  #define(key: string, at: Place | undefined, name: string | undefined): Entry | undefined {
    this.mention(key, at, name);
    if (this.has(key)) {
      this.#problems.fatal(`“${this.#entries.get(key)!.said}” is defined more than once. The first definition stands.`, at);
      return undefined;
    }
    return this.#entries.get(key)!;
  }

  /** Keys that are named and not defined. */
  undefined(): string[] {
    return [...this.#entries].filter(([, entry]) => entry.gate === undefined && entry.event === undefined).map(([key]) => key);
  }

  /** Changes what was said of an event (a probability that stands elsewhere in the file). */
  amend(key: string, change: Partial<EventSaid>): void {
    const entry = this.#entries.get(key);
    if (entry?.event !== undefined) entry.event = { ...entry.event, ...change };
  }

  /** Knows a gate that the file gives no name, as `TopEvent-1` after the one it is in; its key. */
  derive(from: string, at?: Place): string {
    const next = (this.#derived.get(from) ?? 0) + 1;
    this.#derived.set(from, next);
    const key = `${from}\0${next}`;
    this.mention(key, at, `${this.#entries.get(from)!.said}-${next}`, true);
    return key;
  }
  readonly #derived = new Map<string, number>();

  /** What takes in a key so far takes in another. */
  replace(instead: ReadonlyMap<string, string>): void {
    for (const entry of this.#entries.values()) {
      if (entry.gate !== undefined) entry.gate = { ...entry.gate, inputs: entry.gate.inputs.map(({ key, complement }) => ({ key: instead.get(key) ?? key, complement })) };
    }
  }

  /** `tops`: keys; unless given, the gates that are no input of another, in their order. */
  finish(tree: { title: string; note?: string; per?: string; missionTimeHours?: number; tops?: readonly string[] }): FaultTreeDocument {
    const entries = [...this.#entries.values()];
    for (const entry of entries) this.#complete(entry);
    // Names that the file gives come before those derived from them.
    for (const entry of [...entries.filter((one) => !one.derived), ...entries.filter((one) => one.derived)]) this.#name(entry);
    const nodes = entries.map((entry) => this.#node(entry));
    const idOf = (key: string): string => this.#entries.get(key)!.id;
    const wanted = (tree.tops ?? []).filter((key) => this.#entries.has(key)).map(idOf);
    const document: FaultTreeDocument = {
      tree: {
        kind: 'fault-tree', id: this.treeId, title: truncate(tree.title.trim() === '' ? 'Fault tree' : tree.title, 300), note: (tree.note ?? '').slice(0, 100_000),
        tops: tree.tops === undefined ? roots(nodes) : wanted, per: truncate(tree.per ?? '', 100),
        ...(tree.missionTimeHours !== undefined && tree.missionTimeHours > 0 ? { missionTimeHours: tree.missionTimeHours } : {}),
        parameters: this.parameters, commonCauses: this.groups.map((group) => ({ ...group, members: group.members.map(idOf) })), createdAtNs: 0n,
      },
      nodes,
    };
    const loop = loopIn(nodes);
    if (loop !== undefined) this.#problems.fatal(`“${loop[0]!}” is under itself: ${[...loop.slice(0, 10), ...(loop.length > 10 ? ['…'] : []), loop[0]!].join(' → ')}.`);
    else for (const problem of structureProblems(document)) this.#problems.fatal(`${problem[0]!.toUpperCase()}${problem.slice(1)}.`);
    return document;
  }

  #complete(entry: Entry): void {
    if (entry.gate !== undefined || entry.event !== undefined) return;
    entry.event = { event: 'basic' };
    this.#problems.add(`“${entry.said}” is not defined in this file. It is taken as a basic event without a probability.`, entry.at);
  }

  #name(entry: Entry): void {
    entry.name = this.#names.take(entry.said);
    if (!this.#names.clashed || entry.derived) return;
    this.#problems.add(`“${entry.said}” is called “${entry.name}”, because names are told apart whatever their case and another event has this one.`, entry.at);
  }

  #node(entry: Entry): FaultNode {
    const said = (entry.gate ?? entry.event)!;
    const name = entry.name!;
    // A name that could not be kept is still what people know it by.
    const title = said.title ?? (name === entry.said || entry.derived ? '' : entry.said);
    const common = { kind: 'fault-node' as const, id: entry.id, treeId: this.treeId, name, title: truncate(title, 500), note: (said.note ?? '').slice(0, 100_000), observed: said.observed ?? UNOBSERVED };
    if (entry.gate === undefined) return { ...common, type: 'event', event: entry.event!.event, probability: entry.event!.probability ?? '', on: entry.event!.on ?? false } satisfies FaultEvent;
    const { gate, inputs, min, max, ownPage = false } = entry.gate;
    return {
      ...common, type: 'gate', gate, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }),
      inputs: inputs.map(({ key, complement }) => ({ id: this.#entries.get(key)!.id, complement })), ownPage,
    } satisfies FaultGate;
  }
}

/** Names of gates that are each under the one before, the first under the last. Without recursion: trees are deep. */
function loopIn(nodes: readonly FaultNode[]): string[] | undefined {
  const gates = new Map(nodes.flatMap((node) => (node.type === 'gate' ? [[node.id, node] as const] : [])));
  const state = new Map<string, 'open' | 'done'>();
  for (const start of gates.values()) {
    const path = state.has(start.id) ? [] : [{ gate: start, next: 0 }];
    if (path.length > 0) state.set(start.id, 'open');
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const input = at.gate.inputs[at.next++];
      if (input === undefined) {
        state.set(at.gate.id, 'done');
        path.pop();
        continue;
      }
      const under = gates.get(input.id);
      if (state.get(input.id) === 'open') return path.slice(path.findIndex((step) => step.gate.id === input.id)).map((step) => step.gate.name);
      if (under === undefined || state.has(input.id)) continue;
      state.set(input.id, 'open');
      path.push({ gate: under, next: 0 });
    }
  }
  return undefined;
}

/** Gates that are no input; where all are (a loop), the first gate. */
export function roots(nodes: readonly FaultNode[]): FaultTree['tops'] {
  const used = new Set<string>();
  const gates = nodes.filter((node) => node.type === 'gate');
  for (const gate of gates) for (const input of gate.inputs) used.add(input.id);
  const free = gates.filter((gate) => !used.has(gate.id)).map((gate) => gate.id);
  return free.length > 0 ? free.slice(0, 1000) : gates.slice(0, 1).map((gate) => gate.id);
}
