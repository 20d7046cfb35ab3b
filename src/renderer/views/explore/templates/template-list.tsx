import { useDeferredValue, useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { formatCount, plural } from '../../../../base/text.ts';
import { formatDate, formatTimeOfDay } from '../../../../base/time.ts';
import { severityClass } from '../../../../model/severity.ts';
import { api } from '../../../../protocol/api.ts';
import type { MessageTemplate } from '../../../../protocol/methods/message-templates.ts';
import { useCaseInfo, useRead } from '../../../rpc/react.tsx';
import { useParam, usePlaceStore, useZone } from '../../../state/react.tsx';
import { Empty, FailurePanel, Icon, PlainButton, SeverityMark, Skeleton, isOnArrival } from '../../../ui/index.ts';
import { Pattern } from './pattern.tsx';
import { filterOf } from './words.ts';

const LISTED = 500;
const SORTS = ['count', 'rarest', 'first', 'severity'] as const;
type Sort = (typeof SORTS)[number];

/** Every template of the case, the most frequent first unless a column says otherwise. */
export function TemplateList({ contains }: { contains: string }): ReactNode {
  const place = usePlaceStore();
  const zone = useZone(useCaseInfo().zone);
  const param = useParam('by');
  const sort: Sort = SORTS.find((one) => one === param) ?? 'count';
  const selected = useParam('row');
  const sought = useDeferredValue(contains);
  const list = useRef<HTMLDivElement>(null);
  const { data, failure, reload } = useRead(api.listMessageTemplates, { contains: sought, sort, count: LISTED }, { dependsOn: 'index' });
  const rows = data?.rows ?? [];
  const at = rows.findIndex((row) => row.id === selected);
  const hasRows = rows.length > 0;
  useEffect(() => {
    if (hasRows && isOnArrival()) list.current?.focus();
  }, [hasRows]);
  useEffect(() => {
    if (at >= 0) document.getElementById(`template-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  if (failure) return <FailurePanel title="Templates cannot be listed" message={failure.message} onRetry={reload} />;
  if (!data) return <Skeleton rows={14} label="Loading templates" />;
  if (rows.length === 0) return <Empty>{sought === '' ? 'No record says anything yet.' : `No template contains “${sought}”.`}</Empty>;
  const select = (row: MessageTemplate): void => place.set({ row: row.id }, { replace: true });
  const open = (row: MessageTemplate): void => place.go('explore', { tab: undefined, row: undefined, show: undefined, filter: filterOf({ field: 'template', value: row.id }), sel: undefined });
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, PageDown: at + 15, PageUp: at - 15, Home: 0, g: 0, End: rows.length - 1, G: rows.length - 1 }[event.key];
    if (to !== undefined) select(rows[Math.max(0, Math.min(rows.length - 1, to))]!);
    else if (event.key === 'Enter' && at >= 0) open(rows[at]!);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const by = (one: Sort, title: string): ReactNode => (
    <PlainButton className="sort" onPress={() => place.set({ by: one === 'count' ? undefined : one }, { replace: true })}>{title}{sort === one && <Icon name="chevron-down" size={10} />}</PlainButton>
  );
  const sorted = (one: Sort): { 'aria-sort': 'ascending' | 'descending' | 'none' } => ({ 'aria-sort': sort === one ? (one === 'count' || one === 'severity' ? 'descending' : 'ascending') : 'none' });
  return (
    <div
      className="templates-table scroll focus-inside" role="grid" aria-label="Templates" aria-rowcount={data.total + 1} tabIndex={0} ref={list} onKeyDown={onKeyDown}
      {...(at >= 0 ? { 'aria-activedescendant': `template-${at}` } : {})}
    >
      <div className="grid-head templates-cols" role="row" aria-rowindex={1}>
        <span role="columnheader" className="right" {...sorted(sort === 'rarest' ? 'rarest' : 'count')}>{by(sort === 'count' ? 'rarest' : 'count', 'Records')}</span>
        <span role="columnheader" {...sorted('severity')}>{by('severity', 'Sev')}</span>
        <span role="columnheader">{`Template, of ${plural(data.total, 'template')} in ${plural(data.records, 'record')}`}</span>
        <span role="columnheader" {...sorted('first')}>{by('first', 'First')}</span>
      </div>
      <div role="rowgroup">
        {rows.map((row, i) => (
          // The keys are the grid's.
          <div
            key={row.id} id={`template-${i}`} className={`grid-row templates-cols${i === at ? ' at' : ''}`} role="row" aria-rowindex={i + 2} aria-selected={i === at}
            onPointerDown={(e) => { if (e.button === 0) select(row); }} onDoubleClick={() => open(row)}
          >
            <span role="gridcell" className="right mono">{formatCount(row.count)}</span>
            <span role="gridcell"><SeverityMark severity={severityClass(row.severityNumber)} /></span>
            <span role="gridcell" className="mono what"><Pattern text={row.pattern} parameters={row.parameters} /></span>
            <span role="gridcell" className="mono t2">{row.firstNs === undefined ? 'no time' : `${formatDate(row.firstNs, zone)} ${formatTimeOfDay(row.firstNs, zone)}`}</span>
          </div>
        ))}
      </div>
      {data.total > rows.length && <p className="templates-note t3">{`${formatCount(data.total - rows.length)} more. Name a part of the pattern to find them.`}</p>}
    </div>
  );
}
