import { memo, type ReactNode, type RefObject } from 'react';
import type { FaultTreeDocument } from '../../../model/fault-tree.ts';
import { visibleText, truncate } from '../../../base/text.ts';
import { Button, FilterBox, IconButton, MenuButton, Segmented, type MenuEntry } from '../../ui/index.ts';
import type { Overlay } from './looks.ts';

export interface ToolbarProps {
  readonly documents: readonly FaultTreeDocument[];
  readonly document: FaultTreeDocument;
  readonly overlay: Overlay;
  readonly query: string;
  readonly hits: number;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly canAdd: boolean;
  readonly more: readonly MenuEntry[];
  readonly onTree: (id: string) => void;
  readonly onNew: () => void;
  readonly onOverlay: (overlay: Overlay) => void;
  readonly onQuery: (query: string) => void;
  readonly onHit: (by: number) => void;
  readonly onLeaveSearch: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onAdd: () => void;
}

const STEP = 1.25;

export const Toolbar = memo(({ documents, document, overlay, query, hits, searchRef, canAdd, more, onTree, onNew, onOverlay, onQuery, onHit, onLeaveSearch, onZoom, onFit, onAdd }: ToolbarProps): ReactNode => (
  <div className="toolbar ft-toolbar">
    <h1>Fault tree</h1>
    <MenuButton
      label={`Tree: ${visibleText(document.tree.title)}`} text={truncate(visibleText(document.tree.title), 40)}
      entries={[
        ...documents.map((one): MenuEntry => ({ id: one.tree.id, label: truncate(visibleText(one.tree.title), 60), ...(one === document ? { icon: 'check' as const } : {}), run: () => onTree(one.tree.id) })),
        { id: 'new', label: 'New tree', icon: 'plus', keys: 'n', apart: true, run: onNew },
      ]}
    />
    <span className="grow" />
    <span className="ft-search">
      <FilterBox
        label="Search the tree" value={query} onChange={onQuery} width={140} inputRef={searchRef}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onHit(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') { onQuery(''); onLeaveSearch(); }
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span className="sr-only" role="status">{query === '' ? '' : `${hits} found`}</span>
    </span>
    <Segmented<Overlay> label="Shown on the tree" value={overlay} onChange={onOverlay} options={[{ id: 'observed', label: 'Observed', icon: 'eye' }, { id: 'probability', label: 'Probability' }]} />
    <span className="ft-zoom">
      <IconButton icon="zoom-out" label="Zoom out" keys="-" onPress={() => onZoom(1 / STEP)} />
      <IconButton icon="zoom-in" label="Zoom in" keys="+" onPress={() => onZoom(STEP)} />
      <IconButton icon="fit" label="Show all" keys="f" onPress={onFit} />
    </span>
    <Button kind="primary" icon="plus" keys="Tab" isDisabled={!canAdd} onPress={onAdd}>Add below</Button>
    <MenuButton label="More of the tree" icon="more" entries={more} />
  </div>
));
