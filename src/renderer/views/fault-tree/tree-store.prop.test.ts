import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fail, ok, unwrap } from '../../../base/result.ts';
import type { Command, SimpleCommand } from '../../../model/command.ts';
import { newGate, addChild, patchNode, remove, type FaultTreeEdit } from '../../../model/fault-tree/edit.ts';
import { graphOf, structureProblems } from '../../../model/fault-tree/graph.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import type { Item } from '../../../model/item.ts';
import { createTreesStore, documentsOf } from './tree-store.ts';

/** What a case does with items and undo; answers come when they are let through. */
class Disk {
  items = new Map<string, Item>();
  revision = 1;
  refuse = false;
  readonly #undo: Array<ReadonlyMap<string, Item>> = [];
  readonly #waiting: Array<() => void> = [];

  async #answer<T>(value: T): Promise<T> {
    await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
    return value;
  }

  read = async (): ReturnType<Parameters<typeof createTreesStore>[0]['read']> => this.#answer(ok([...this.items.values()]));

  run = async (command: Command): ReturnType<Parameters<typeof createTreesStore>[0]['run']> => {
    if (this.refuse) return this.#answer(fail('item/refused', 'Refused.'));
    this.#undo.push(new Map(this.items));
    const commands: readonly SimpleCommand[] = command.name === 'batch' ? command.input.commands : [command];
    for (const one of commands) {
      if (one.name === 'item.save') this.items.set(one.input.item.id, one.input.item);
      else if (one.name === 'item.remove') this.items.delete(one.input.id);
    }
    return this.#answer(ok({ workRevision: ++this.revision }));
  };

  undo(): void {
    const before = this.#undo.pop();
    if (!before) return;
    this.items = new Map(before);
    this.revision++;
  }

  async let(): Promise<void> {
    this.#waiting.shift()?.();
    for (let i = 0; i < 8; i++) await Promise.resolve();
  }

  async letAll(): Promise<void> {
    while (this.#waiting.length > 0) await this.let();
  }
}

const START: FaultTreeDocument = {
  tree: { kind: 'fault-tree', id: 't', title: 'T', note: '', tops: ['top'], per: '', parameters: [], commonCauses: [], createdAtNs: 0n },
  nodes: [newGate('t', 'top', 'G1')],
};

const sorted = (document: FaultTreeDocument | undefined): unknown => document && [document.tree, ...document.nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1))];

const step = fc.record({ kind: fc.constantFrom('child', 'patch', 'remove', 'undo', 'elsewhere', 'answer', 'tell', 'refuse'), at: fc.nat() });

test('whatever comes in whatever order, the screen ends as the disk is, and an edit shows at once', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 24 }), async (steps) => {
    const disk = new Disk();
    for (const item of [START.tree, ...START.nodes]) disk.items.set(item.id, item);
    const said: string[] = [];
    const store = createTreesStore({ read: disk.read, run: disk.run, failed: (message) => said.push(message) });
    store.follow(disk.revision);
    await disk.letAll();
    expect(store.state.getState().status).toBe('ready');
    let made = 0;
    for (const { kind, at } of steps) {
      const document = store.document('t');
      if (kind === 'answer') await disk.let();
      else if (kind === 'tell') store.follow(disk.revision);
      else if (kind === 'undo') disk.undo();
      else if (kind === 'refuse') disk.refuse = !disk.refuse;
      else if (kind === 'elsewhere') {
        const node = [...disk.items.values()].find((item) => item.kind === 'fault-node');
        if (node?.kind === 'fault-node') disk.items.set(node.id, { ...node, note: `from elsewhere ${++made}` });
        disk.revision++;
      } else if (document) {
        const node = document.nodes[at % document.nodes.length]!;
        const spot = graphOf(document).spots.get(node.id)?.find((s) => s.parentId !== undefined);
        const edit = kind === 'child' ? addChild(document, node.id, () => `n${++made}`) : kind === 'patch' ? patchNode(document, node.id, { title: `words ${++made}` }) : spot && remove(document, spot);
        if (!edit?.ok) continue;
        void store.edit('t', edit.value);
        const shown = store.document('t')!;
        for (const saved of edit.value.save) expect(graphOf(shown).byId.get(saved.id)).toEqual(saved);
        for (const id of edit.value.remove) expect(graphOf(shown).byId.has(id)).toBe(false);
      }
    }
    disk.refuse = false;
    store.follow(disk.revision);
    await disk.letAll();
    expect(sorted(store.document('t'))).toEqual(sorted(documentsOf([...disk.items.values()], [])[0]));
  }), { numRuns: 400 });
});

test('what an edit leaves alone stays the same object, also when all is read again', async () => {
  const disk = new Disk();
  for (const item of [START.tree, ...START.nodes]) disk.items.set(item.id, item);
  const store = createTreesStore({ read: disk.read, run: disk.run, failed: () => undefined });
  store.follow(1);
  await disk.letAll();
  const edit = (make: (document: FaultTreeDocument) => FaultTreeEdit): void => void store.edit('t', make(store.document('t')!));
  edit((now) => unwrap(addChild(now, 'top', () => 'a')));
  edit((now) => unwrap(addChild(now, 'top', () => 'b')));
  const before = store.document('t')!;
  edit((now) => unwrap(patchNode(now, 'a', { title: 'A' })));
  expect(graphOf(store.document('t')!).byId.get('b')).toBe(graphOf(before).byId.get('b'));
  await disk.letAll();
  store.follow(disk.revision);
  const own = store.document('t');
  disk.items.set('b', { ...graphOf(before).byId.get('b')!, note: 'from elsewhere' });
  store.follow(++disk.revision);
  await disk.letAll();
  const read = store.document('t')!;
  expect(graphOf(read).byId.get('a')).toBe(graphOf(own!).byId.get('a'));
  expect(graphOf(read).byId.get('b')!.note).toBe('from elsewhere');
  expect(structureProblems(read)).toEqual([]);
});
