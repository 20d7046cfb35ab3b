import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { duplicateTree } from '../../../model/fault-tree/edit.ts';
import { useCaseState, useSame } from '../../rpc/react.tsx';
import { useParam, usePlaceStore } from '../../state/react.tsx';
import { FailurePanel, Skeleton, useCommands, useSteady, type Command, type MenuEntry } from '../../ui/index.ts';
import { nowNs, Start } from './start.tsx';
import { useFiles } from './use-files.tsx';
import { TreeEditor } from './tree-editor.tsx';
import { newId } from './use-editor.ts';
import { useTrees, useTreeSession } from './use-trees.ts';
import './fault-tree.css';

/** What led to the outage as trees of events, and what follows from them. */
export function FaultTreeView(): ReactNode {
  const session = useTreeSession();
  const { store } = session;
  const trees = useTrees(session);
  const place = usePlaceStore();
  const treeId = useParam('tree');
  const isNewAsked = useParam('new') !== undefined;
  const [begun, setBegun] = useState<string>();
  const { documents } = trees;
  const wanted = documents.find((one) => one.tree.id === treeId);
  const document = wanted ?? documents[0];
  // A link may lead to a tree that has just been made elsewhere.
  const known = useCaseState((s) => s.info?.workRevision ?? 0);
  const isComing = treeId !== undefined && !wanted && trees.failure === undefined && trees.revision < known;

  const begin = useCallback((tree: FaultTreeDocument, label: string): void => {
    setBegun(tree.tree.id);
    void store.add(tree, label);
    place.go('fault-tree', { tree: tree.tree.id });
  }, [store, place]);
  const startNew = (): void => place.set({ new: '1' });
  const duplicate = (): void => { if (document) begin(duplicateTree(document, `${document.tree.title} (copy)`, nowNs(), newId), `Copied the fault tree “${document.tree.title}”`); };
  const removeTree = (): void => {
    if (!document) return;
    void store.removeTree(document.tree.id);
    place.go('fault-tree', {});
  };
  const rename = (): void => {
    place.set({ panel: 'tree' }, { replace: true });
    requestAnimationFrame(() => globalThis.document.querySelector<HTMLInputElement>('.ft-form input')?.select());
  };
  const pageId = useParam('page');
  const files = useFiles(document, pageId);
  const commands: Command[] = [
    { id: 'fault-tree.new', label: 'New fault tree', icon: 'plus', keys: 'n', group: 'Fault tree', run: startNew },
    { id: 'fault-tree.rename-tree', label: 'Rename the tree', icon: 'edit', group: 'Fault tree', when: () => document !== undefined, run: rename },
    { id: 'fault-tree.duplicate-tree', label: 'Duplicate the tree', icon: 'copy', group: 'Fault tree', when: () => document !== undefined, run: duplicate },
    { id: 'fault-tree.remove-tree', label: 'Remove the tree', icon: 'trash', group: 'Fault tree', when: () => document !== undefined, run: removeTree },
    ...files.commands,
  ];
  useCommands(commands);
  const steady = useSteady({ run: (id: string) => void commands.find((command) => command.id === id)?.run(), startNew });
  // What is offered is the same for every tree: the bar is not drawn again for an edit.
  const offered = useSame(commands.map(({ id, label, icon, keys }) => ({ id, label, icon, keys, apart: id === 'fault-tree.import' })));
  const more = useMemo(() => offered.map((one): MenuEntry => ({ ...one, run: () => steady.run(one.id) })), [offered, steady]);

  if (trees.status === 'failed') return <div className="view"><section className="main" aria-label="Fault tree"><div className="toolbar"><h1>Fault tree</h1></div><FailurePanel title="The fault trees cannot be read" message={trees.failure?.message ?? ''} onRetry={() => store.reload()} /></section></div>;
  if (trees.status === 'loading' || isComing) return <div className="view"><section className="main" aria-label="Fault tree"><div className="toolbar"><h1>Fault tree</h1></div><Skeleton rows={12} rowHeight={28} label="Loading the fault trees" /></section></div>;
  if (!document || isNewAsked) {
    return (
      <div className="view">
        <section className="main" aria-label="Fault tree">
          <div className="toolbar"><h1>{document ? 'New fault tree' : 'Fault tree'}</h1></div>
          <Start isFirst={!document} onStart={begin} onImport={files.read} onCancel={() => place.set({ new: undefined })} />
          {files.parts}
        </section>
      </div>
    );
  }
  return <div className="view" aria-label={visibleText(document.tree.title)}><TreeEditor key={document.tree.id} session={session} documents={documents} document={document} revision={trees.revision} isNew={begun === document.tree.id} more={more} onNew={steady.startNew} />{files.parts}</div>;
}
