import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatTimeOfDay } from '../../../base/time.ts';
import { plural, visibleText } from '../../../base/text.ts';
import { searchRows, type Search } from '../../../model/search-history.ts';
import { localZone } from '../../state/case-ui.ts';
import { Button, Keys, Skeleton } from '../../ui/index.ts';
import { spanLabel } from './histogram.tsx';
import type { Searches } from './use-searches.ts';

const MOST_INDENT = 8;

/** What was searched for, each search under the one it was made from. Going back to one and on from there begins a branch. */
export function SearchesPanel({ searches, zone }: { searches: Searches; zone: string }): ReactNode {
  const { all, currentId, goTo, forget } = searches;
  const rows = useMemo(() => searchRows(all ?? []), [all]);
  const [atId, setAt] = useState<string>();
  const at = Math.max(0, rows.findIndex((r) => r.search.id === (atId ?? currentId)));

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const level = rows[at]!.level;
    const parent = rows.slice(0, at).findLastIndex((r) => r.level < level);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1, ArrowLeft: parent < 0 ? at : parent, ArrowRight: rows[at]!.hasBelow ? at + 1 : at }[event.key];
    if (to !== undefined) {
      const next = rows[Math.max(0, Math.min(rows.length - 1, to))]!;
      setAt(next.search.id);
      event.currentTarget.querySelector<HTMLElement>(`[data-id="${next.search.id}"]`)?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') goTo(rows[at]!.search);
    else if (event.key === 'Delete') void forget(rows[at]!.search.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  if (!all) return <Skeleton rows={6} rowHeight={40} />;
  if (rows.length === 0) return <p className="saved-none">Nothing was searched for yet. Each filter and each brush that is looked at is kept here, under the one it was made from.</p>;
  return (
    <div className="scroll grow searches">
      <div role="tree" aria-label="Past searches" onKeyDown={onKeyDown}>
        {rows.map(({ search, level, hasBelow }, i) => (
          <div
            key={search.id} data-id={search.id} role="treeitem" aria-level={level} aria-selected={search.id === currentId} tabIndex={i === at ? 0 : -1}
            {...(hasBelow ? { 'aria-expanded': true } : {})}
            className={`search focus-inside${search.id === currentId ? ' current' : ''}`} style={{ paddingLeft: 16 + 12 * (Math.min(level, MOST_INDENT) - 1) }}
            onClick={() => { setAt(search.id); goTo(search); }} onFocus={() => setAt(search.id)}
          >
            <span className="ell mono" title={visibleText(search.filter)}>{search.filter === '' ? 'All records' : visibleText(search.filter)}</span>
            <span className="ell t3">{aboutSearch(search, zone)}</span>
          </div>
        ))}
      </div>
      <div className="saved-files">
        <p className="t3"><Keys keys="Enter" /> goes to one, <Keys keys="Delete" /> forgets it and what was made from it.</p>
        <Button kind="quiet" icon="trash" onPress={() => void forget(undefined)}>Forget all</Button>
      </div>
    </div>
  );
}

function aboutSearch({ records, fromNs, toNs, atNs, by }: Search, zone: string): string {
  const when = `${formatDayMonth(atNs, localZone())} ${formatTimeOfDay(atNs, localZone(), 'minute')}`;
  return [
    ...(records === undefined ? [] : [plural(records, 'record')]),
    ...(fromNs === undefined || toNs === undefined ? [] : [spanLabel(fromNs, toNs, zone)]),
    by === '' ? when : `${when} by ${visibleText(by)}`,
  ].join(', ');
}
