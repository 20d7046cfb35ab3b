import type { ReactNode } from 'react';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { newGate } from '../../../model/fault-tree/edit.ts';
import { treeOfOutline } from '../../../model/fault-tree/outline.ts';
import { FAULT_TREE_TEMPLATES } from '../../../model/fault-tree/templates.ts';
import { treeOfService } from '../../../model/fault-tree/topology.ts';
import { faultTreeOfWhys } from '../../../model/why-tree.ts';
import { whyForest } from '../../../model/why.ts';
import { itemsOf } from '../../../model/item.ts';
import { truncate, visibleText } from '../../../base/text.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import { Button, Empty, MenuButton, type MenuEntry } from '../../ui/index.ts';
import { newId } from './use-editor.ts';

export function nowNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

/** A tree with a top event and nothing below. */
export function blankTree(title: string): FaultTreeDocument {
  const treeId = newId();
  const top = { ...newGate(treeId, newId(), 'G1'), title };
  return { tree: { kind: 'fault-tree', id: treeId, title, note: '', tops: [top.id], per: '', parameters: [], commonCauses: [], createdAtNs: nowNs() }, nodes: [top] };
}

/** Where a tree can begin, each as an entry of a menu. */
export function useBeginnings(onStart: (document: FaultTreeDocument, label: string) => void): { readonly templates: readonly MenuEntry[]; readonly services: readonly MenuEntry[]; readonly whys: readonly MenuEntry[] } {
  const names = useRead(api.traceNames, { limit: 50 }, { dependsOn: 'index' }).data;
  const map = useRead(api.serviceMap, { filter: { errorsOnly: false } }, { dependsOn: 'index', enabled: (names?.spans ?? 0) > 0 }).data;
  const whys = useRead(api.listItems, { kinds: ['why'] }, { dependsOn: 'work' }).data;
  return {
    templates: FAULT_TREE_TEMPLATES.map((template) => ({
      id: template.id, label: template.title, run: () => onStart(treeOfOutline(template.outline, { title: template.top, createdAtNs: nowNs(), newId }), `Began a fault tree: ${template.title}`),
    })),
    services: (map?.nodes ?? []).filter((node) => node.kind === 'service').toSorted((a, b) => b.requests - a.requests).slice(0, 50).map((node) => ({
      id: node.id, label: visibleText(node.name === '' ? 'without a name' : node.name), run: () => {
        const tree = map && treeOfService(map, node.id, { createdAtNs: nowNs(), newId });
        if (tree) onStart(tree, `Began a fault tree of ${node.name}`);
      },
    })),
    whys: whyForest(whys ? itemsOf(whys, 'why') : []).map((root) => ({
      id: root.why.id, label: truncate(visibleText(root.why.statement), 60), run: () => onStart(faultTreeOfWhys(root, { newId, createdAtNs: nowNs() }), 'Began a fault tree from whys'),
    })),
  };
}

/** No tree yet, or a new one: one sentence, few buttons. */
export function Start({ isFirst, onStart, onImport, onCancel }: {
  isFirst: boolean; onStart: (document: FaultTreeDocument, label: string) => void; onImport: (() => void) | undefined; onCancel: () => void;
}): ReactNode {
  const { templates, services, whys } = useBeginnings(onStart);
  return (
    <Empty
      action={(
        <div className="ft-start">
          <Button kind="primary" icon="plus" autoFocus onPress={() => onStart(blankTree('What must not happen'), 'Began a fault tree')}>Blank tree</Button>
          <MenuButton label="From a template" text="From a template" entries={templates} />
          {services.length > 0 && <MenuButton label="From a service of the traces" text="From a service" entries={services} />}
          {whys.length > 0 && <MenuButton label="From a set of whys" text="From whys" entries={whys} />}
          {onImport && <Button icon="upload" onPress={onImport}>Read a model file</Button>}
          {!isFirst && <Button kind="quiet" onPress={onCancel}>Back to the tree</Button>}
        </div>
      )}
    >
      A fault tree says which events together led to the outage, which ones did not happen, and how likely it is again. Begin with one, and cite what shows each event.
    </Empty>
  );
}
