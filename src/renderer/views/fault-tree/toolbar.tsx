import { memo, type ReactNode, type RefObject } from 'react';
import { visibleText, truncate } from '../../../base/text.ts';
import { Button, FilterBox, IconButton, MenuButton, Segmented, type MenuEntry } from '../../ui/index.ts';
import type { Overlay } from './looks.ts';

export interface ToolbarProps {
  readonly trees: ReadonlyArray<{ readonly id: string; readonly title: string }>;
  readonly treeId: string;
  readonly title: string;
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

export const Toolbar = memo(({ trees, treeId, title, overlay, query, hits, searchRef, canAdd, more, onTree, onNew, onOverlay, onQuery, onHit, onLeaveSearch, onZoom, onFit, onAdd }: ToolbarProps): ReactNode => (
  <div className="toolbar ft-toolbar">
    <h1>Fault tree</h1>
    <MenuButton
      label={`Tree: ${visibleText(title)}`} text={truncate(visibleText(title), 40)}
      entries={[
        ...trees.map((one): MenuEntry => ({ id: one.id, label: truncate(visibleText(one.title), 60), ...(one.id === treeId ? { icon: 'check' as const } : {}), run: () => onTree(one.id) })),
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
