import { memo, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { formatCount, plural } from '../../../base/text.ts';
import { formatDate, formatDuration, formatOffset, formatTimeOfDay, NS_PER_DAY } from '../../../base/time.ts';
import type { TraceSort, TraceSummary } from '../../../model/trace.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useCaseSession, useWholeSpan } from '../../rpc/react.tsx';
import { rangeParams } from '../../state/place.ts';
import { useParam, usePlaceStore, useTimeRange, useZone } from '../../state/react.tsx';
import { Button, Empty, FailurePanel, Icon, PlainButton, Segmented, SeverityGlyph, Skeleton, isOnArrival, useCommands, VirtualRows, type VirtualRowsHandle } from '../../ui/index.ts';
import { DurationsChart } from './durations-chart.tsx';
import { TraceFilterBar } from './filter-bar.tsx';
import { filterOf, isFiltered, nextSort, parseSort } from './filter-state.ts';
import { createPages, PAGE_ROWS, type PageState } from './pages.ts';
import { ServiceMapView } from './service-map.tsx';
import { useColours, type Colour } from './use-names.ts';
import { nameText, serviceText } from './words.ts';

const ROW_PX = 28;
const FILTER_ID = 'traces-text';

/** All traces that pass the filter: over time and duration on top, as rows below; or who called whom in them. */
export function TraceList(): ReactNode {
  const place = usePlaceStore();
  const session = useCaseSession();
  const info = useCaseInfo();
  const zone = useZone(info.zone);
  const range = useTimeRange();
  const [service, op, min, errors, q] = [useParam('service'), useParam('op'), useParam('min'), useParam('errors'), useParam('q')];
  const sortText = useParam('sort');
  const as = useParam('as') === 'map' ? 'map' : 'list';
  const colour = useColours();
  const sort = useMemo(() => parseSort(sortText), [sortText]);
  const filter = useMemo(() => filterOf({ service, op, min, errors, q }, range), [service, op, min, errors, q, range]);
  const [pages] = useState(() => createPages<TraceSummary>());
  useEffect(() => () => pages.close(), [pages]);
  const [attempt, setAttempt] = useState(0);
  const question = useMemo(() => ({ filter, sort, revision: info.indexRevision, attempt }), [filter, sort, info.indexRevision, attempt]);
  useEffect(() => {
    pages.ask((from, count, signal) => session.read(api.listTraces, { filter: question.filter, ...question.sort, from, count }, { signal }));
  }, [pages, session, question]);

  const total = useStore(pages.store, (s) => s.total);
  const unfiltered = useStore(pages.store, (s) => s.unfiltered);
  const outdated = useStore(pages.store, (s) => s.outdated);
  const open = useCallback((traceId: string) => place.set({ trace: traceId, span: undefined }), [place]);
  const clear = (): void => place.set({ service: undefined, op: undefined, min: undefined, errors: undefined, q: undefined, ...rangeParams(undefined) });
  useCommands([
    { id: 'traces.filter', label: 'Filter traces', keys: 'f', icon: 'filter', group: 'Traces', run: () => document.getElementById(FILTER_ID)?.focus() },
    { id: 'traces.map', label: as === 'map' ? 'Show traces as a list' : 'Show traces as a service map', keys: 'v', icon: 'map', group: 'Traces', run: () => place.set({ as: as === 'map' ? undefined : 'map' }) },
    { id: 'traces.errors', label: errors === '1' ? 'Show traces without errors too' : 'Show only traces with errors', keys: 'x', icon: 'error', group: 'Traces', run: () => place.set({ errors: errors === '1' ? undefined : '1' }) },
    { id: 'traces.clear', label: 'Remove the filter', icon: 'close', group: 'Traces', when: () => isFiltered(filter) || range !== undefined, run: clear },
  ]);

  return (
    <div className="view traces">
      <div className="main">
        <div className="toolbar">
          <h1>Traces</h1>
          <Segmented label="Show as" options={[{ id: 'list', label: 'List', icon: 'list' }, { id: 'map', label: 'Map', icon: 'map' }]} value={as} onChange={(next) => place.set({ as: next === 'map' ? 'map' : undefined })} />
          <TraceFilterBar textId={FILTER_ID} service={service} op={op} min={min} errors={errors === '1'} q={q} />
        </div>
        {as === 'map' ? <ServiceMapView filter={filter} colour={colour} onClear={clear} /> : (
          <>
            <DurationsChart filter={filter} range={range} zone={zone} onRange={(next) => place.set(rangeParams(next))} onOpen={open} />
            <div className="rows-bar">
              <span className="ell" role="status">
                {total === undefined ? 'Counting' : total === unfiltered ? plural(total, 'trace') : `${formatCount(total)} of ${plural(unfiltered, 'trace')}`}
                {outdated && <span className="t3"> searching</span>}
              </span>
              <span className="grow" />
              {(isFiltered(filter) || range !== undefined) && <Button kind="quiet" onPress={clear}>Remove the filter</Button>}
            </div>
            <Rows pages={pages} zone={zone} colour={colour} onOpen={open} isFiltered={isFiltered(filter) || range !== undefined} onClear={clear} onRetry={() => setAttempt((n) => n + 1)} />
          </>
        )}
      </div>
    </div>
  );
}

function Rows({ pages, zone, colour, onOpen, isFiltered: filtered, onClear, onRetry }: {
  pages: ReturnType<typeof createPages<TraceSummary>>; zone: string; colour: Colour; onOpen: (traceId: string) => void; isFiltered: boolean; onClear: () => void; onRetry: () => void;
}): ReactNode {
  const place = usePlaceStore();
  const state = useStore(pages.store);
  const sort = parseSort(useParam('sort'));
  const whole = useWholeSpan();
  const list = useRef<VirtualRowsHandle>(null);
  const [cursor, setCursor] = useState(0);
  const visible = useRef({ first: 0, end: 0 });
  const onVisible = useCallback((first: number, end: number) => {
    visible.current = { first, end };
    pages.want(first, end);
  }, [pages]);
  useEffect(() => {
    if (!state.outdated) pages.want(visible.current.first, visible.current.end);
  }, [pages, state.outdated]);

  const total = state.total ?? 0;
  const at = Math.min(cursor, Math.max(0, total - 1));
  const hasRows = total > 0;
  // Who comes here by a key goes on with the arrows.
  useEffect(() => {
    if (hasRows && isOnArrival()) list.current?.focus();
  }, [hasRows]);
  const moveTo = (row: number): void => {
    const next = Math.max(0, Math.min(total - 1, row));
    setCursor(next);
    list.current?.show(next);
  };
  const openAt = useCallback((row: number): void => {
    const trace = pages.row(row);
    if (trace) onOpen(trace.traceId);
  }, [pages, onOpen]);
  const press = useCallback((row: number): void => {
    setCursor(row);
    openAt(row);
  }, [openAt]);
  useCommands([
    { id: 'traces.down', label: 'Next trace', keys: 'j', group: 'Traces', hidden: true, run: () => moveTo(at + 1) },
    { id: 'traces.up', label: 'Previous trace', keys: 'k', group: 'Traces', hidden: true, run: () => moveTo(at - 1) },
    { id: 'traces.first', label: 'First trace', keys: 'g', group: 'Traces', hidden: true, run: () => moveTo(0) },
    { id: 'traces.last', label: 'Last trace', keys: 'G', group: 'Traces', hidden: true, run: () => moveTo(total - 1) },
  ]);
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const page = list.current?.pageRows() ?? 20;
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    if (by !== undefined) moveTo(at + by);
    else if (event.key === 'Home') moveTo(0);
    else if (event.key === 'End') moveTo(total - 1);
    else if (event.key === 'Enter') openAt(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  if (state.failure) return <FailurePanel title="These traces cannot be shown" message={state.failure.message} onRetry={onRetry} actions={filtered && <Button onPress={onClear}>Remove the filter</Button>} />;
  if (state.total === undefined) return <Skeleton rows={20} rowHeight={ROW_PX} label="Loading traces" />;
  if (total === 0 && !state.outdated) return <Empty action={<Button onPress={onClear}>Remove the filter</Button>}>No trace passes the filter.</Empty>;

  const dated = whole !== undefined && whole.toNs - whole.fromNs >= NS_PER_DAY;
  const longest = longestOf(state);
  const head = (key: TraceSort, label: string, className = ''): ReactNode => (
    <span role="columnheader" className={className} aria-sort={sort.sort === key ? (sort.descending ? 'descending' : 'ascending') : 'none'}>
      <PlainButton className="sort focus-inside" onPress={() => place.set({ sort: nextSort(sort, key) }, { replace: true })}>
        <span className="ell">{label}</span>{sort.sort === key && <Icon name={sort.descending ? 'chevron-down' : 'chevron-up'} size={10} />}
      </PlainButton>
    </span>
  );
  const cols = dated ? 'trace-cols dated' : 'trace-cols';
  return (
    <VirtualRows
      rows={total} rowHeightPx={ROW_PX} handle={list} onVisible={onVisible}
      container={{ className: 'trace-rows', role: 'grid', 'aria-label': 'Traces', 'aria-rowcount': total + 1, tabIndex: 0, onKeyDown, ...(hasRows ? { 'aria-activedescendant': `trace-${at}` } : {}) }}
      header={{
        heightPx: 28,
        content: (
          <div className={`grid-head ${cols}`} role="row">
            <span role="columnheader">Trace</span>
            <span role="columnheader">Services</span>
            {head('start', `Start, ${formatOffset(whole?.fromNs ?? 0n, zone)}`)}
            {head('duration', 'Duration')}
            {head('spans', 'Spans', 'num')}
            {head('errors', 'Errors', 'num')}
          </div>
        ),
      }}
      render={(row) => (
        <Row key={row} row={row} trace={state.pages.get(Math.floor(row / PAGE_ROWS))?.[row % PAGE_ROWS]} cols={cols} dated={dated} zone={zone} longestNs={longest} isCursor={row === at} colour={colour} onPress={press} />
      )}
    />
  );
}

function longestOf(state: PageState<TraceSummary>): number {
  let longest = 1;
  for (const rows of state.pages.values()) for (const t of rows) longest = Math.max(longest, Number(t.durationNs));
  return longest;
}

const Row = memo(function Row({ row, trace, cols, dated, zone, longestNs, isCursor, colour, onPress }: {
  row: number; trace: TraceSummary | undefined; cols: string; dated: boolean; zone: string; longestNs: number; isCursor: boolean; colour: Colour; onPress: (row: number) => void;
}): ReactNode {
  if (!trace) {
    return <div className={`grid-row ${cols}`} role="row" aria-rowindex={row + 2} aria-busy><span role="gridcell"><i className="waiting" style={{ width: 160 + ((row * 97) % 160) }} /></span></div>;
  }
  const { startNs } = trace;
  return (
    <div id={`trace-${row}`} className={`grid-row ${cols}${isCursor ? ' at' : ''}`} role="row" aria-rowindex={row + 2} aria-selected={isCursor} onClick={() => onPress(row)}>
      <span role="gridcell" className="trace-name" title={trace.traceId === '' ? 'Spans without a trace id' : trace.traceId}>
        <i className={`swatch ${colour(trace.service)}`} /><span className="t2 svc">{serviceText(trace.service)}</span><span className="ell">{nameText(trace.name)}</span>
        {trace.rootMissing && <span className="tag" title="No span of this trace is without a parent">no root</span>}
      </span>
      <span role="gridcell" className="trace-services" title={trace.services.map((s) => `${serviceText(s.name)}: ${plural(s.spans, 'span')}`).join('\n')}>
        {trace.services.map((s) => <i key={s.name} className={`swatch ${colour(s.name)}`} />)}<span className="t3">{formatCount(trace.serviceCount)}</span>
      </span>
      <span role="gridcell" className="mono">{startNs === undefined ? 'no time' : dated ? `${formatDate(startNs, zone)} ${formatTimeOfDay(startNs, zone)}` : formatTimeOfDay(startNs, zone)}</span>
      <span role="gridcell" className="trace-duration"><span className="mono">{formatDuration(trace.durationNs)}</span><i><b style={{ width: `${Math.max(1, (Number(trace.durationNs) / longestNs) * 100)}%` }} /></i></span>
      <span role="gridcell" className="num">{formatCount(trace.spans)}</span>
      <span role="gridcell" className="num">{trace.errors > 0 ? <span className="err"><SeverityGlyph severity="error" />{formatCount(trace.errors)}</span> : <span className="t3">0</span>}</span>
    </div>
  );
});
