import { useEffect, useMemo, type KeyboardEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { SEVERITY_NUMBER } from '../../../model/severity.ts';
import { formatTerm } from '../../../model/filter-text.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useCaseState, useRead } from '../../rpc/react.tsx';
import { useActions, useCaseUi, useParam, usePlaceStore } from '../../state/react.tsx';
import { Button, Empty, FailurePanel, Skeleton, useCommands, type Command } from '../../ui/index.ts';
import { Facets } from './facets.tsx';
import { FilterBar } from './filter-bar.tsx';
import { toggleTerm } from './filter-state.ts';
import { Histogram, spanLabel } from './histogram.tsx';
import type { Find } from './lines.ts';
import { RecordDrawer } from './record-drawer.tsx';
import { RowsTable } from './rows-table.tsx';
import { useExplore, type Explore } from './use-explore.ts';
import './explore.css';

const FILTER_ID = 'explore-filter';
const FIND_ID = 'explore-find';

export function ExploreView(): ReactNode {
  const info = useCaseInfo();
  const { ingest } = useCaseState();
  const actions = useActions();
  // Records of a file that is still being read are in order and can be seen before the case's facts count them.
  const areSome = info.records > 0 || (ingest?.running === true && ingest.records > 0);
  if (!areSome) {
    return (
      <div className="view"><div className="main">
        <div className="toolbar"><h1>Explore</h1></div>
        {ingest?.running
          ? <Skeleton rows={24} label="Records are on their way" />
          : <Empty center action={<Button kind="primary" icon="plus" keys="Ctrl+I" onPress={() => actions.addEvidence('files')}>Add evidence</Button>}>{info.artifacts === 0 ? 'No records yet. Add logs, and they are here by time.' : 'None of the evidence has records that can be read yet. Add logs, and they are here by time.'}</Empty>}
      </div></div>
    );
  }
  return <Records />;
}

function Records(): ReactNode {
  const x = useExplore();
  const place = usePlaceStore();
  const bytes = useParam('bytes');
  const marks = useCaseUi((s) => s.marks);
  const artifacts = useRead(api.listEvidence, {}, { dependsOn: 'both' }).data;
  const entries = useRead(api.listTimeline, {}, { dependsOn: 'work' }).data;
  const pinned = useMemo(() => new Set((entries ?? []).flatMap((e) => e.evidence.map((r) => (r.locator.kind === 'bytes' ? `${r.sha256}:${r.locator.offsetBytes}` : '')))), [entries]);
  const finds = useMemo(() => [...(x.find ? [x.find] : []), ...x.filter.terms.flatMap((t): Find[] => (t.negated || t.kind === 'field' ? [] : [t.kind === 'text' ? { kind: 'text', text: t.text } : { kind: 'regex', text: t.pattern }]))], [x.find, x.filter]);
  useCommands(commandsOf(x, x.selected !== undefined && bytes === undefined));

  return (
    <div className="view explore">
      <h1 className="sr-only">Explore</h1>
      <aside className="side" aria-label="Facets">
        <div className="facets-head"><h2 className="grow">Facets</h2></div>
        <Facets filter={x.filter} onToggle={(term) => place.set({ filter: toggleTerm(x.filter, term) })} />
      </aside>
      <div className="main">
        <FilterBar
          filter={x.filter} context={{ zone: x.zone, dayNs: x.whole?.fromNs }} whole={x.whole}
          timeLabel={x.range && spanLabel(x.range.fromNs, x.range.toNs, x.zone)} linkFailure={x.filterFailure} linkText={x.filterText}
          artifactName={(sha256) => artifacts?.find((a) => a.sha256 === sha256)?.paths[0]?.split('/').pop() ?? sha256.slice(0, 8)}
          inputId={FILTER_ID} onChange={x.setFilter}
        />
        {x.whole && <Histogram filter={x.filter} range={x.range} whole={x.whole} zone={x.zone} onRange={x.setRange} />}
        <RowsBar x={x} />
        <Table x={x} finds={finds} marks={marks} pinned={pinned} />
      </div>
      {x.selected && bytes === undefined && (
        <RecordDrawer key={`${x.selected.sha256}:${x.selected.offsetBytes}`} event={x.selected} x={x} isPinned={pinned.has(`${x.selected.sha256}:${x.selected.offsetBytes}`)} />
      )}
    </div>
  );
}

function RowsBar({ x }: { x: Explore }): ReactNode {
  const total = useStore(x.model.store, (s) => s.total);
  const unfiltered = useStore(x.model.store, (s) => s.unfiltered);
  const outdated = useStore(x.model.store, (s) => s.outdated);
  const failed = useStore(x.model.store, (s) => s.failure !== undefined);
  const cursor = useStore(x.model.store, (s) => s.cursor);
  return (
    <div className="rows-bar">
      <span className="ell" role="status">
        {total === undefined ? (failed ? '' : 'Counting') : total === unfiltered ? plural(total, 'record') : `${formatCount(total)} of ${formatCount(unfiltered)}`}
        {outdated && total !== undefined && <span className="t3"> searching</span>}
        {cursor !== undefined && <span className="t3">{`, row ${formatCount(cursor + 1)}`}</span>}
      </span>
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
      <Button kind="quiet" keys="e" onPress={() => x.seek('next', { minSeverity: SEVERITY_NUMBER.error }, 'No error further down.')}>Next error</Button>
      <span className="secondary">
        <Button kind="quiet" keys="m" isDisabled={cursor === undefined} onPress={() => x.mark()}>Mark</Button>
        <Button kind="quiet" keys="p" isDisabled={cursor === undefined} onPress={() => x.pin()}>Pin</Button>
      </span>
    </div>
  );
}

function Table({ x, finds, marks, pinned }: { x: Explore; finds: readonly Find[]; marks: ReadonlyMap<string, unknown>; pinned: ReadonlySet<string> }): ReactNode {
  const { list } = x;
  const total = useStore(x.model.store, (s) => s.total);
  const failure = useStore(x.model.store, (s) => s.failure);
  const outdated = useStore(x.model.store, (s) => s.outdated);

  // Who comes here by a key goes on with the arrows; a focus that is somewhere stays there.
  const hasRows = total !== undefined && total > 0;
  useEffect(() => {
    if (hasRows && document.activeElement === document.body) list.current?.focus();
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
    <RowsTable
      model={x.model} list={x.list} zone={x.zone} whole={x.whole} marks={marks} pinned={pinned} finds={finds}
      onVisible={x.onVisible} onSelect={x.moveTo} onKeyDown={onKeyDown}
    />
  );
}

function findNext(x: Explore, direction: 'next' | 'previous'): void {
  if (x.find) void x.seek(direction, { term: x.find }, direction === 'next' ? 'Not found further down.' : 'Not found further up.');
}

function commandsOf(x: Explore, canClose: boolean): Command[] {
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
    command('pin', 'Pin to the timeline', 'p', () => x.pin(), { icon: 'pin' }),
    command('copy', 'Copy lines with their reference', 'c', () => x.copyLines(), { icon: 'copy' }),
    command('cite', 'Copy a citation for the postmortem', 'y', () => x.cite(), { icon: 'cite' }),
    command('close', 'Close the record', 'Escape', () => x.close(), { ...hidden, when: () => canClose }),
  ];
}
