import { memo, type ReactNode, type RefObject } from 'react';
import { formatCount, plural } from '../../../base/text.ts';
import { isHindsight, type TimelineEntry } from '../../../model/timeline.ts';
import { Button, FilterBox, IconButton, MenuButton, Segmented } from '../../ui/index.ts';
import type { EntryFilter } from './entry-filter.ts';
import { FilterChips, FilterPanel } from './filter-panel.tsx';
import { useSpan, type Viewport } from './use-viewport.ts';

export type As = 'lanes' | 'list';

export interface ToolbarProps {
  readonly as: As;
  /** All entries; `undefined` until they are read. */
  readonly all: readonly TimelineEntry[] | undefined;
  /** Those that the filter leaves. */
  readonly entries: readonly TimelineEntry[];
  readonly filter: EntryFilter;
  readonly viewport: Viewport;
  readonly filterRef: RefObject<HTMLInputElement | null>;
  readonly onAs: (as: As) => void;
  readonly onFilter: (change: Partial<EntryFilter>) => void;
  /** Makes the span so many times as long. */
  readonly onZoom: (factor: number) => void;
  readonly onNew: () => void;
  readonly onPaste: () => void;
  readonly onSelectAll: () => void;
  /** Where repeats stand folded, or unfolded. */
  readonly onUnfoldAll: (() => void) | undefined;
  readonly onFoldAll: (() => void) | undefined;
}

export const ZOOM_STEP = 0.7;

export const Toolbar = memo(({ as, all, entries, filter, viewport, filterRef, onAs, onFilter, onZoom, onNew, onPaste, onSelectAll, onUnfoldAll, onFoldAll }: ToolbarProps): ReactNode => {
  const count = all && countText(all, entries.length);
  return (
    <div className="toolbar">
      <h1>Timeline</h1>
      <Segmented<As> label="Shown as" value={as} onChange={onAs} options={[{ id: 'lanes', label: 'Lanes', icon: 'timeline' }, { id: 'list', label: 'List', icon: 'list' }]} />
      <span className="t2 ell tl-count" title={count}>{count}</span>
      <FilterChips filter={filter} hindsight={all?.filter(isHindsight).length ?? 0} onChange={onFilter} />
      {as === 'lanes' && <OutsideButton entries={entries} viewport={viewport} />}
      <span className="grow" />
      {all && all.length > 0 && (
        <>
          {as === 'lanes' && (
            <span className="tl-zoom">
              <IconButton icon="zoom-out" label="Zoom out" keys="s" onPress={() => onZoom(1 / ZOOM_STEP)} />
              <IconButton icon="zoom-in" label="Zoom in" keys="w" onPress={() => onZoom(ZOOM_STEP)} />
              <IconButton icon="fit" label="Fit all entries" keys="f" onPress={viewport.fit} />
              <span className="vr" />
            </span>
          )}
          <FilterPanel entries={all} filter={filter} onChange={onFilter} />
          <span className="tl-filter"><FilterBox label="Filter entries" value={filter.query} onChange={(query) => onFilter({ query })} width={152} inputRef={filterRef} /></span>
          <Button kind="primary" icon="plus" keys="n" onPress={onNew}>New entry</Button>
          <MenuButton
            label="More of the timeline" icon="more" entries={[
              { id: 'from-text', label: 'Entries from text', icon: 'list', run: onPaste },
              { id: 'select-all', label: 'Select all entries', icon: 'check', keys: 'Ctrl+A', run: onSelectAll },
              ...(onUnfoldAll ? [{ id: 'unfold', label: 'Unfold all repeats', icon: 'chevron-down', run: onUnfoldAll } as const] : []),
              ...(onFoldAll ? [{ id: 'fold', label: 'Fold all repeats', icon: 'chevron-right', run: onFoldAll } as const] : []),
            ]}
          />
        </>
      )}
    </div>
  );
});

/** A brush made in another view stays: says what it hides here. */
function OutsideButton({ entries, viewport }: { entries: readonly TimelineEntry[]; viewport: Viewport }): ReactNode {
  const span = useSpan(viewport);
  const outside = entries.filter((e) => (e.time.endNs ?? e.time.startNs) < span.fromNs || e.time.startNs > span.toNs).length;
  return outside > 0 && <span className="tl-outside-button"><Button kind="link" onPress={viewport.fit}>{`${formatCount(outside)} outside the time shown, show all`}</Button></span>;
}

function countText(all: readonly TimelineEntry[], shown: number): string {
  const unproven = all.filter((e) => e.evidence.length === 0).length;
  const count = shown === all.length ? plural(all.length, 'entry', 'entries') : `${formatCount(shown)} of ${plural(all.length, 'entry', 'entries')}`;
  return unproven === 0 ? count : `${count}, ${formatCount(unproven)} without evidence`;
}
