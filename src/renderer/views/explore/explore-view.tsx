import { memo, useCallback, useDeferredValue, useEffect, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import type { EventId } from '../../../model/event.ts';
import type { Filter, FilterTerm } from '../../../model/filter.ts';
import { MOST_IMPORTED } from '../../../model/import.ts';
import { SEVERITY_NUMBER } from '../../../model/severity.ts';
import { formatFilter, formatTerm } from '../../../model/filter-text.ts';
import type { SavedFilter } from '../../../model/saved.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useCaseState, useRead } from '../../rpc/react.tsx';
import { formatEventId } from '../../state/place.ts';
import { useActions, useAskImport, useParam, usePlaceStore } from '../../state/react.tsx';
import { Button, Chip, Empty, FailurePanel, IconButton, Later, Segmented, Skeleton, Tabs, isOnArrival, useCommands, useSteady, type Command } from '../../ui/index.ts';
import { ExportProgress, ExportSheet } from './export-panel.tsx';
import { Facets } from './facets.tsx';
import { FilterBar } from './filter-bar.tsx';
import { addTyped, toggleTerm } from './filter-state.ts';
import { Histogram, spanLabel } from './histogram.tsx';
import { findsOf, type Find } from './lines.ts';
import { MarksPanel } from './marks-panel.tsx';
import { MomentBar } from './moment-bar.tsx';
import { Overview } from './overview.tsx';
import { useOpenAsSql } from './open-as-sql.ts';
import { RecordDrawer } from './record-drawer.tsx';
import { RowsTable } from './rows-table.tsx';
import { SavedPanel } from './saved-panel.tsx';
import { SearchesPanel } from './searches-panel.tsx';
import { useSearches, type Searches } from './use-searches.ts';
import { TemplatesTab } from './templates/templates-tab.tsx';
import { useExplore, type Explore } from './use-explore.ts';
import type { SavedWork } from './use-saved.ts';
import { useExport, type ExportRequest } from './use-export.ts';
import './explore.css';

const FILTER_ID = 'explore-filter';
const FIND_ID = 'explore-find';
const HIGHLIGHT_ID = 'explore-highlight';

export function ExploreView(): ReactNode {
  const info = useCaseInfo();
  const isLoading = useCaseState((s) => s.ingest?.running ?? false);
  const actions = useActions();
  const place = usePlaceStore();
  const isTemplates = useParam('tab') === 'templates';
  useCommands(useMemo((): Command[] => [{
    id: 'explore.templates', label: isTemplates ? 'Records one by one' : 'Templates: what changed', keys: 't', group: 'Explore',
    run: () => place.set({ tab: isTemplates ? undefined : 'templates', row: undefined, show: undefined }),
  }], [isTemplates, place]));
  // Records can be seen before the case's facts count them. What they are shown in is made while the first are on their way.
  if (info.records === 0 && !isLoading) {
    return (
      <div className="view"><div className="main">
        <div className="toolbar"><h1>Explore</h1></div>
        <Empty center action={<Button kind="primary" icon="plus" keys="Ctrl+I" onPress={() => actions.addEvidence('files')}>Add evidence</Button>}>{info.artifacts === 0 ? 'No records yet. Add logs, and they are here by time.' : 'None of the evidence has records that can be read yet. Add logs, and they are here by time.'}</Empty>
      </div></div>
    );
  }
  return isTemplates ? <TemplatesTab head={<TabSwitch value="templates" />} /> : <Records />;
}

/** Two ways to read the same records: one by one, or what they say without what varies. */
function TabSwitch({ value }: { value: 'records' | 'templates' }): ReactNode {
  const place = usePlaceStore();
  return (
    <Segmented
      label="Records or templates" value={value} options={[{ id: 'records', label: 'Records' }, { id: 'templates', label: 'Templates' }]}
      onChange={(next) => place.set({ tab: next === 'templates' ? 'templates' : undefined, row: undefined, show: undefined })}
    />
  );
}

function Records(): ReactNode {
  const x = useExplore();
  const place = usePlaceStore();
  const bytes = useParam('bytes');
  const { saved } = x;
  const artifacts = useRead(api.listEvidence, {}, { dependsOn: 'both' }).data;
  const entries = useRead(api.listTimeline, {}, { dependsOn: 'work' }).data;
  const pinned = useMemo(() => new Set((entries ?? []).flatMap((e) => e.evidence.map((r) => (r.locator.kind === 'bytes' ? `${r.sha256}:${r.locator.offsetBytes}` : '')))), [entries]);
  const marked = useMemo(() => new Set(saved.marks.map(formatEventId)), [saved.marks]);
  const finds = useMemo(() => [
    ...(x.find ? [x.find] : []),
    ...x.filter.terms.flatMap((t): Find[] => (t.negated || t.kind === 'field' ? [] : [t.kind === 'text' ? { kind: 'text', text: t.text } : { kind: 'regex', text: t.pattern }])),
    ...findsOf(saved.highlighters),
  ], [x.find, x.filter, saved.highlighters]);
  const side = sideOf(useParam('side'));
  const searches = useSearches(x);
  const [isNaming, setNaming] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const exporting = useExport();
  const openAsSql = useOpenAsSql();
  const askImport = useAskImport();
  const { filter, setFilter, range, zone, whole } = x;
  const filterText = useMemo(() => formatFilter(filter), [filter]);
  const context = useMemo(() => ({ zone, dayNs: whole?.fromNs }), [zone, whole]);
  const save = useCallback((): void => {
    if (filterText === '') return;
    place.set({ side: 'saved' }, { replace: true });
    setNaming(true);
  }, [filterText, place]);
  const toggle = useCallback((term: FilterTerm) => place.set({ filter: toggleTerm(filter, term) }), [filter, place]);
  const artifactName = useCallback((sha256: string) => artifacts?.find((a) => a.sha256 === sha256)?.paths[0]?.split('/').pop() ?? sha256.slice(0, 8), [artifacts]);
  // The record in full may come a moment later than the cursor: keys held down never wait for it.
  const inHand = useDeferredValue(x.selected);
  const highlight = (): void => {
    place.set({ side: 'saved' }, { replace: true });
    requestAnimationFrame(() => document.querySelector<HTMLInputElement>(`#${HIGHLIGHT_ID} input`)?.focus());
  };
  const past = (): void => {
    place.set({ side: 'searches' }, { replace: true });
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.searches [tabindex="0"]')?.focus());
  };
  const apply = useCallback((chosen: SavedFilter): void => {
    const next = addTyped({ terms: [], ...range }, chosen.text, context, whole);
    if (next.ok) setFilter(next.value);
  }, [range, context, whole, setFilter]);
  // The rows of a selection are rows of the filter that is shown; without one all that is shown is meant.
  const importRows = (): void => {
    const chosen = x.selection();
    const count = Math.min(MOST_IMPORTED, chosen?.count ?? MOST_IMPORTED);
    askImport({ filter: x.model.store.getState().filter, from: chosen?.from ?? 0, count, about: chosen ? plural(count, 'selected record') : 'the records shown' });
  };
  useCommands(commandsOf(x, x.selected !== undefined && bytes === undefined, { save, highlight, past, export: () => setExporting(true), import: importRows, asSql: () => openAsSql(x.filter), canSave: filterText !== '' }));

  return (
    <div className="view explore">
      <h1 className="sr-only">Explore</h1>
      <Later until={<aside className="side" />}>
        <Side
          side={side} filter={filter} filterText={filterText} saved={saved} zone={zone} at={side === 'marks' ? x.selected : undefined} searches={searches} isNaming={isNaming}
          onNaming={setNaming} onToggle={toggle} onApply={apply} onGo={x.goToEvent}
        />
      </Later>
      <div className="main">
        <div className="explore-head">
          <TabSwitch value="records" />
          <div className="filter-stack">
            <FilterBar
              filter={filter} context={context} whole={whole} around={x.atNs}
              timeLabel={range && spanLabel(range.fromNs, range.toNs, zone)} linkFailure={x.filterFailure} linkText={x.filterText}
              artifactName={artifactName}
              inputId={FILTER_ID} onChange={setFilter} onSave={save}
            />
          </div>
        </div>
        {x.whole && <Later><Histogram filter={x.filter} range={x.range} whole={x.whole} zone={x.zone} marks={saved.marks} onRange={x.setRange} /></Later>}
        <RowsBar x={x} onExport={() => setExporting(true)} onSql={() => void openAsSql(x.filter)} />
        <MomentBar zone={zone} />
        {exporting.running && <ExportProgress running={exporting.running} onCancel={() => exporting.cancel()} />}
        <Table x={x} finds={finds} marked={marked} pinned={pinned} />
      </div>
      {x.selected && inHand && bytes === undefined && <RecordDrawer event={inHand} x={x} isMarked={marked.has(formatEventId(inHand))} isPinned={pinned.has(formatEventId(inHand))} />}
      <ExportDialog x={x} isOpen={isExporting} onClose={() => { setExporting(false); x.list.current?.focus(); }} onExport={(request) => void exporting.start(request)} />
    </div>
  );
}

/** What is beside the records; drawn again only when it is about something else. */
const Side = memo(function Side({ side, filter, filterText, saved, zone, at, searches, isNaming, onNaming, onToggle, onApply, onGo }: {
  side: SideTab; filter: Filter; filterText: string; saved: SavedWork; zone: string; at: EventId | undefined; searches: Searches; isNaming: boolean;
  onNaming: (naming: boolean) => void; onToggle: (term: FilterTerm) => void; onApply: (filter: SavedFilter) => void; onGo: (event: EventId) => Promise<void>;
}): ReactNode {
  const place = usePlaceStore();
  return (
    <aside className="side" aria-label="Facets, saved filters, marks and past searches">
      <Tabs
        label="Beside the records" value={side} onChange={(next) => place.set({ side: next === 'facets' ? undefined : next }, { replace: true })}
        tabs={[
          { id: 'facets', label: 'Facets', content: <Facets filter={filter} onToggle={onToggle} /> },
          { id: 'saved', label: 'Saved', content: <SavedPanel saved={saved} filterText={filterText} isNaming={isNaming} onNaming={onNaming} onApply={onApply} highlightId={HIGHLIGHT_ID} /> },
          { id: 'marks', label: 'Marks', ...(saved.marks.length > 0 ? { count: formatCount(saved.marks.length) } : {}), content: <MarksPanel marks={saved.marks} at={at} zone={zone} onGo={(m) => void onGo({ sha256: m.sha256, offsetBytes: m.offsetBytes })} onRemove={(m) => void saved.removeMark(m)} /> },
          { id: 'searches', label: 'Past', content: <SearchesPanel searches={searches} zone={zone} /> },
        ]}
      />
    </aside>
  );
});

type SideTab = 'facets' | 'saved' | 'marks' | 'searches';
function sideOf(text: string | undefined): SideTab {
  return text === 'saved' || text === 'marks' || text === 'searches' ? text : 'facets';
}

function ExportDialog({ x, isOpen, onClose, onExport }: { x: Explore; isOpen: boolean; onClose: () => void; onExport: (request: ExportRequest) => void }): ReactNode {
  const total = useStore(x.model.store, (s) => s.total) ?? 0;
  // The rows of a selection are rows of this filter.
  const filter = useStore(x.model.store, (s) => s.filter);
  return <ExportSheet isOpen={isOpen} onClose={onClose} filter={filter} total={total} selection={isOpen ? x.selection() : undefined} onExport={onExport} />;
}

function RowsBar({ x, onExport, onSql }: { x: Explore; onExport: () => void; onSql: () => void }): ReactNode {
  const total = useStore(x.model.store, (s) => s.total);
  const unfiltered = useStore(x.model.store, (s) => s.unfiltered);
  const outdated = useStore(x.model.store, (s) => s.outdated);
  const failed = useStore(x.model.store, (s) => s.failure !== undefined);
  const cursor = useStore(x.model.store, (s) => s.cursor);
  const does = useSteady({
    nextError: () => void x.seek('next', { minSeverity: SEVERITY_NUMBER.error }, 'No error further down.'),
    mark: () => void x.mark(), pin: () => void x.pin(), follow: () => x.setFollowing(!x.isFollowing), onSql, onExport,
  });
  return (
    <div className="rows-bar">
      <span className="ell" role="status">
        {total === undefined ? (failed ? '' : 'Counting') : total === unfiltered ? plural(total, 'record') : `${formatCount(total)} of ${formatCount(unfiltered)}`}
        {outdated && total !== undefined && <span className="t3"> searching</span>}
        {cursor !== undefined && <span className="t3">{`, row ${formatCount(cursor + 1)}`}</span>}
      </span>
      {x.isFollowing && <Chip onRemove={() => x.setFollowing(false)} removeLabel="Stop following">Following the end</Chip>}
      <span className="grow" />
      <span className="field find">
        <input
          id={FIND_ID} aria-label="Find in these records" placeholder="Find, or /regex/" spellCheck={false} className="mono"
          onChange={(e) => x.setFind(e.target.value)}
          onKeyDown={(e) => {
            if (e.key === 'Enter') findNext(x, e.shiftKey ? 'previous' : 'next');
            else if (e.key === 'Escape') x.list.current?.focus();
            else return;
            e.preventDefault();
            e.stopPropagation();
          }}
        />
      </span>
      <Later><RowsTools does={does} hasCursor={cursor !== undefined} isFollowing={x.isFollowing} /></Later>
    </div>
  );
}

/** Buttons cost more than rows: drawn again when one of them is another, and not with each row that one goes through. */
const RowsTools = memo(function RowsTools({ does, hasCursor, isFollowing }: {
  does: Readonly<Record<'nextError' | 'mark' | 'pin' | 'follow' | 'onSql' | 'onExport', () => void>>; hasCursor: boolean; isFollowing: boolean;
}): ReactNode {
  return (
    <>
      <Button kind="quiet" keys="e" onPress={does.nextError}>Next error</Button>
      <span className="secondary">
        <Button kind="quiet" keys="m" isDisabled={!hasCursor} onPress={does.mark}>Mark</Button>
        <Button kind="quiet" keys="p" isDisabled={!hasCursor} onPress={does.pin}>Pin</Button>
      </span>
      <IconButton icon="follow" label={isFollowing ? 'Stop following the end' : 'Follow the end'} keys="F" isSelected={isFollowing} onPress={does.follow} />
      <IconButton icon="sql" label="Open as SQL" keys="q" onPress={does.onSql} />
      <IconButton icon="download" label="Export these records" keys="Ctrl+Shift+E" onPress={does.onExport} />
    </>
  );
});

function Table({ x, finds, marked, pinned }: { x: Explore; finds: readonly Find[]; marked: ReadonlySet<string>; pinned: ReadonlySet<string> }): ReactNode {
  const { list } = x;
  const total = useStore(x.model.store, (s) => s.total);
  const failure = useStore(x.model.store, (s) => s.failure);
  const outdated = useStore(x.model.store, (s) => s.outdated);

  // Who comes here by a key goes on with the arrows; a focus that is somewhere stays there.
  const hasRows = total !== undefined && total > 0;
  useEffect(() => {
    if (hasRows && isOnArrival()) list.current?.focus();
  }, [hasRows, list]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = x.list.current?.pageRows() ?? 20;
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    if (by !== undefined) x.moveBy(by, event.shiftKey);
    else if (event.key === 'Home') x.moveTo(0, event.shiftKey);
    else if (event.key === 'End') x.moveTo(Number.MAX_SAFE_INTEGER, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const isFiltered = x.filter.terms.length > 0 || x.range !== undefined || (x.filter.artifacts ?? []).length > 0;
  if (failure) {
    return <FailurePanel title="These records cannot be shown" message={failure.message} onRetry={() => void x.model.ask(x.filter, undefined)} actions={isFiltered && <Button onPress={() => x.setFilter({ text: '', range: undefined })}>Remove the filter</Button>} />;
  }
  if (total === undefined) return <Skeleton rows={24} label="Loading records" />;
  if (total === 0 && !isFiltered) return <Skeleton rows={24} label="Records are on their way" />;
  if (total === 0 && !outdated) {
    return (
      <Empty action={<Button onPress={() => x.setFilter({ text: '', range: undefined })}>Remove the filter</Button>}>
        {x.filter.terms.length > 0 ? `No record passes “${visibleText(x.filter.terms.map(formatTerm).join(' '))}”${x.range ? ' in this time' : ''}.` : 'No record lies in this time.'}
      </Empty>
    );
  }
  return (
    <div className="rows-and-overview">
      <RowsTable
        model={x.model} list={x.list} zone={x.zone} whole={x.whole} marked={marked} pinned={pinned} finds={finds}
        onVisible={x.onVisible} onSelect={x.moveTo} onKeyDown={onKeyDown}
      />
      <Overview filter={x.filter} marks={x.saved.marks} onGo={x.moveTo} />
    </div>
  );
}

function findNext(x: Explore, direction: 'next' | 'previous'): void {
  if (x.find) void x.seek(direction, { term: x.find }, direction === 'next' ? 'Not found further down.' : 'Not found further up.');
}

function commandsOf(x: Explore, canClose: boolean, view: { readonly save: () => void; readonly highlight: () => void; readonly past: () => void; readonly export: () => void; readonly import: () => void; readonly asSql: () => Promise<void>; readonly canSave: boolean }): Command[] {
  const command = (id: string, label: string, keys: string, run: Command['run'], more: Partial<Command> = {}): Command => ({ id: `explore.${id}`, label, keys, run, group: 'Explore', ...more });
  const error = { minSeverity: SEVERITY_NUMBER.error };
  const warn = { minSeverity: SEVERITY_NUMBER.warn };
  const hidden = { hidden: true };
  return [
    command('down', 'Next record', 'j', () => x.moveBy(1), hidden),
    command('up', 'Previous record', 'k', () => x.moveBy(-1), hidden),
    command('extend-down', 'Select one record more', 'J', () => x.moveBy(1, true), hidden),
    command('extend-up', 'Select one record less', 'K', () => x.moveBy(-1, true), hidden),
    command('first', 'First record', 'g', () => x.moveTo(0), hidden),
    command('last', 'Last record', 'G', () => x.moveTo(Number.MAX_SAFE_INTEGER), hidden),
    command('next-error', 'Next error', 'e', () => x.seek('next', error, 'No error further down.')),
    command('previous-error', 'Previous error', 'E', () => x.seek('previous', error, 'No error further up.')),
    command('next-warning', 'Next warning or worse', 'w', () => x.seek('next', warn, 'No warning further down.')),
    command('previous-warning', 'Previous warning or worse', 'W', () => x.seek('previous', warn, 'No warning further up.')),
    command('filter', 'Filter records', 'f', () => document.getElementById(FILTER_ID)?.focus(), { icon: 'filter' }),
    command('find', 'Find in these records', '/', () => document.getElementById(FIND_ID)?.focus(), { icon: 'search' }),
    command('find-next', 'Next hit', 'n', () => findNext(x, 'next'), { when: () => x.find !== undefined }),
    command('find-previous', 'Previous hit', 'N', () => findNext(x, 'previous'), { when: () => x.find !== undefined }),
    command('mark', 'Mark or unmark the record', 'm', () => x.mark(), { icon: 'mark' }),
    command('next-mark', 'Next mark', ']', () => x.nextMark('next')),
    command('previous-mark', 'Previous mark', '[', () => x.nextMark('previous')),
    command('follow', 'Follow the end', 'F', () => x.setFollowing(!x.isFollowing), { icon: 'follow' }),
    command('save-filter', 'Keep this filter by name', 'Ctrl+S', view.save, { icon: 'save', when: () => view.canSave }),
    command('highlight', 'Highlight text', 'h', view.highlight, { icon: 'edit' }),
    command('searches', 'Past searches', 'H', view.past, { icon: 'clock' }),
    command('hide-source', 'Leave out the source of the record', 'x', () => x.hideSource(), { icon: 'minus' }),
    command('sql', 'Open these records as SQL', 'q', view.asSql, { icon: 'sql' }),
    command('import', 'Add these records to the timeline, an entry each', 'P', view.import, { icon: 'timeline' }),
    command('export', 'Export these records', 'Ctrl+Shift+E', view.export, { icon: 'download' }),
    command('pin', 'Pin to the timeline', 'p', () => x.pin(), { icon: 'pin' }),
    command('same-moment', 'Same moment as… (align clocks)', '=', () => x.sameMoment(), { icon: 'clock' }),
    command('copy', 'Copy lines with their reference', 'c', () => x.copyLines(), { icon: 'copy' }),
    command('quote', 'Copy as a Markdown quote with citation', 'C', () => x.copyQuote(), { icon: 'copy' }),
    command('cite', 'Copy a citation for the postmortem', 'y', () => x.cite(), { icon: 'cite' }),
    command('close', 'Close the record', 'Escape', () => x.close(), { ...hidden, when: () => canClose }),
  ];
}
