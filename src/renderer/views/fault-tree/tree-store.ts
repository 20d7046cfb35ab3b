import { replaceEqualDeep } from '@tanstack/react-query';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure, Result } from '../../../base/result.ts';
import type { Command, SimpleCommand } from '../../../model/command.ts';
import type { FaultNode, FaultTree, FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { applyEdit, type FaultTreeEdit } from '../../../model/fault-tree/edit.ts';
import { itemsOf, type Item } from '../../../model/item.ts';

export interface TreesState {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly failure: Failure | undefined;
  /** As they are on screen: what is on disk with the edits on their way to it. The oldest tree first. */
  readonly documents: readonly FaultTreeDocument[];
  /** Of the case, that the documents are known to have. */
  readonly revision: number;
}

/** What the store asks of the case. */
export interface TreesAccess {
  readonly read: () => Promise<Result<readonly Item[]>>;
  /** Sends at once: commands arrive in the order they were asked for. */
  readonly run: (command: Command) => Promise<Result<{ readonly workRevision: number } | undefined>>;
  readonly failed: (message: string) => void;
}

/**
 * The fault trees of a case, changed on screen before they are changed on disk. An edit is applied to what is shown and
 * sent; what comes back from elsewhere (an undo, another window) is read again, and edits on their way are laid over it.
 */
export interface TreesStore {
  readonly state: StoreApi<TreesState>;
  document(treeId: string): FaultTreeDocument | undefined;
  /** Shows an edit now and writes it as one step. True once it is on disk. */
  edit(treeId: string, edit: FaultTreeEdit): Promise<boolean>;
  add(document: FaultTreeDocument, label: string): Promise<boolean>;
  removeTree(treeId: string): Promise<boolean>;
  /** The case is at this revision of people's work. */
  follow(revision: number): void;
  reload(): void;
}

interface Step {
  /** `undefined`: the tree is taken away. */
  readonly apply: (document: FaultTreeDocument | undefined) => FaultTreeDocument | undefined;
  readonly treeId: string;
  done: boolean;
}

export function createTreesStore(access: TreesAccess): TreesStore {
  const state = createStore<TreesState>(() => ({ status: 'loading', failure: undefined, documents: [], revision: -1 }));
  /** Not yet certain to be in what is read. */
  let steps: Step[] = [];
  let onDisk: readonly FaultTreeDocument[] = [];
  let sending = 0;
  let wanted = -1;
  let reading = false;
  let again = false;
  const own = new Set<number>();

  const document = (treeId: string): FaultTreeDocument | undefined => state.getState().documents.find((one) => one.tree.id === treeId);

  function stepped(documents: readonly FaultTreeDocument[], { treeId, apply }: Step): readonly FaultTreeDocument[] {
    const before = documents.find((one) => one.tree.id === treeId);
    const after = apply(before);
    if (after === before) return documents;
    if (!after) return documents.filter((one) => one !== before);
    return before ? documents.map((one) => (one === before ? after : one)) : inOrder([...documents, after]);
  }

  async function send(step: Step, label: string, commands: SimpleCommand[]): Promise<boolean> {
    steps.push(step);
    state.setState((s) => ({ documents: stepped(s.documents, step) }));
    sending++;
    const done = await access.run({ name: 'batch', input: { label, commands } });
    sending--;
    step.done = true;
    if (done.ok) {
      if (done.value) own.add(done.value.workRevision);
      else wanted = Math.max(wanted, state.getState().revision + 1);
    } else {
      steps = steps.filter((one) => one !== step);
      access.failed(done.failure.message);
      again = true;
    }
    catchUp();
    return done.ok;
  }

  /** Reads when the case has changed by more than the edits made here. */
  function catchUp(): void {
    if (sending > 0 || reading) return;
    let { revision } = state.getState();
    while (own.delete(revision + 1)) revision++;
    if (revision !== state.getState().revision && !again) {
      state.setState({ revision });
      if (revision >= wanted) {
        steps = [];
        onDisk = state.getState().documents;
      }
    }
    if (again || revision < wanted || state.getState().status === 'loading') void read();
  }

  async function read(): Promise<void> {
    reading = true;
    again = false;
    const known = wanted;
    // What is on disk by now is in what is read; what is done while it is read may not be.
    const before = new Set(steps.filter((step) => step.done));
    const answer = await access.read();
    reading = false;
    if (answer.ok) {
      steps = steps.filter((step) => !before.has(step));
      onDisk = documentsOf(answer.value, onDisk);
      const shown = steps.reduce(stepped, onDisk);
      for (const revision of own) if (revision <= known) own.delete(revision);
      state.setState((s) => ({ status: 'ready', failure: undefined, documents: documentsOf(shown.flatMap(({ tree, nodes }) => [tree, ...nodes]), s.documents), revision: Math.max(known, s.revision) }));
    } else {
      state.setState((s) => ({ status: s.status === 'ready' ? 'ready' : 'failed', failure: answer.failure }));
      return;
    }
    catchUp();
  }

  return {
    state,
    document,
    edit(treeId, edit) {
      const commands: SimpleCommand[] = [
        ...(edit.tree ? [{ name: 'item.save' as const, input: { item: edit.tree } }] : []),
        ...edit.save.map((item): SimpleCommand => ({ name: 'item.save', input: { item } })),
        ...edit.remove.map((id): SimpleCommand => ({ name: 'item.remove', input: { kind: 'fault-node', id } })),
      ];
      if (commands.length === 0) return Promise.resolve(true);
      return send({ treeId, done: false, apply: (before) => before && applyEdit(before, edit) }, edit.label, commands);
    },
    add(added, label) {
      return send({ treeId: added.tree.id, done: false, apply: () => added }, label, [added.tree, ...added.nodes].map((item) => ({ name: 'item.save', input: { item } })));
    },
    removeTree(treeId) {
      const gone = document(treeId);
      if (!gone) return Promise.resolve(true);
      return send({ treeId, done: false, apply: () => undefined }, `Removed the fault tree “${gone.tree.title}”`, [
        { name: 'item.remove', input: { kind: 'fault-tree', id: treeId } },
        ...gone.nodes.map((node): SimpleCommand => ({ name: 'item.remove', input: { kind: 'fault-node', id: node.id } })),
      ]);
    },
    follow(revision) {
      if (revision <= wanted) return;
      wanted = revision;
      catchUp();
    },
    reload() {
      again = true;
      state.setState({ failure: undefined });
      catchUp();
    },
  };
}

function inOrder(documents: readonly FaultTreeDocument[]): readonly FaultTreeDocument[] {
  return documents.toSorted((a, b) => Number(a.tree.createdAtNs - b.tree.createdAtNs) || (a.tree.id < b.tree.id ? -1 : 1));
}

/** Items as documents. What is as it was before stays the same object, so that what is drawn of it stays drawn. */
export function documentsOf(items: readonly Item[], before: readonly FaultTreeDocument[]): readonly FaultTreeDocument[] {
  const known = new Map(before.map((document) => [document.tree.id, document]));
  const nodesOf = new Map<string, FaultNode[]>();
  for (const node of itemsOf(items, 'fault-node')) {
    const others = nodesOf.get(node.treeId);
    if (others) others.push(node);
    else nodesOf.set(node.treeId, [node]);
  }
  const documents = inOrder(itemsOf(items, 'fault-tree').map((tree: FaultTree): FaultTreeDocument => {
    const was = known.get(tree.id);
    // The order of the nodes says nothing; that of the screen stays.
    const place = new Map(was?.nodes.map((node, index) => [node.id, { node, index }]));
    const nodes = (nodesOf.get(tree.id) ?? [])
      .map((node) => ({ node: replaceEqualDeep(place.get(node.id)?.node, node), index: place.get(node.id)?.index ?? Infinity }))
      .sort((a, b) => (a.index === b.index ? 0 : a.index - b.index))
      .map(({ node }) => node);
    const same = was !== undefined && was.nodes.length === nodes.length && nodes.every((node, i) => node === was.nodes[i]);
    const sameTree = replaceEqualDeep(was?.tree, tree);
    return was && same && sameTree === was.tree ? was : { tree: sameTree, nodes };
  }));
  return documents.length === before.length && documents.every((document, i) => document === before[i]) ? before : documents;
}
