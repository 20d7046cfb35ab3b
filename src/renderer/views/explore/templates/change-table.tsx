import { memo, useEffect, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { formatCount, visibleText } from '../../../../base/text.ts';
import { severityClass } from '../../../../model/severity.ts';
import type { OutputOf } from '../../../../protocol/define.ts';
import type { compareWindows, WindowChange } from '../../../../protocol/methods/message-templates.ts';
import { SeverityMark } from '../../../ui/index.ts';
import { Pattern } from './pattern.tsx';
import { CHANGE_WORDS, rateText, ratioText, rowKey, sparkPath } from './words.ts';

export type Compared = OutputOf<typeof compareWindows>;

const SPARK_PX = 16;

/** What changed, the most telling first: rows that arrows walk. */
export function ChangeTable({ data, selectedKey, listRef, onSelect, onOpen }: {
  data: Compared; selectedKey: string | undefined; listRef: RefObject<HTMLDivElement | null>; onSelect: (row: WindowChange) => void; onOpen: (row: WindowChange) => void;
}): ReactNode {
  const { rows } = data;
  const at = rows.findIndex((row) => rowKey(row) === selectedKey);
  useEffect(() => {
    if (at >= 0) document.getElementById(`change-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, PageDown: at + 15, PageUp: at - 15, Home: 0, g: 0, End: rows.length - 1, G: rows.length - 1 }[event.key];
    if (to !== undefined) onSelect(rows[Math.max(0, Math.min(rows.length - 1, to))]!);
    else if (event.key === 'Enter' && at >= 0) onOpen(rows[at]!);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div
      className="templates-table scroll focus-inside" role="grid" aria-label="What changed" aria-rowcount={data.total + 1} tabIndex={0} ref={listRef} onKeyDown={onKeyDown}
      {...(at >= 0 ? { 'aria-activedescendant': `change-${at}` } : {})}
    >
      <div className="grid-head changes-cols" role="row" aria-rowindex={1}>
        <span role="columnheader">Change</span>
        <span role="columnheader">Sev</span>
        <span role="columnheader">What</span>
        <span role="columnheader" className="right">Before</span>
        <span role="columnheader" className="right">Incident</span>
        <span role="columnheader" className="right">Rate</span>
        <span role="columnheader">Over time</span>
      </div>
      <div role="rowgroup">
        {rows.map((row, i) => <Row key={rowKey(row)} index={i} row={row} data={data} isSelected={i === at} onSelect={onSelect} onOpen={onOpen} />)}
      </div>
      {data.total > rows.length && <p className="templates-note t3">{`${formatCount(data.total - rows.length)} more that changed less.`}</p>}
    </div>
  );
}

const Row = memo(function Row({ index, row, data, isSelected, onSelect, onOpen }: { index: number; row: WindowChange; data: Compared; isSelected: boolean; onSelect: (row: WindowChange) => void; onOpen: (row: WindowChange) => void }): ReactNode {
  return (
    // The keys are the grid's.
    <div
      id={`change-${index}`} className={`grid-row changes-cols${isSelected ? ' at' : ''}`} role="row" aria-rowindex={index + 2} aria-selected={isSelected}
      onPointerDown={(e) => { if (e.button === 0) onSelect(row); }} onDoubleClick={() => onOpen(row)}
    >
      <span role="gridcell"><span className={`change change-${row.change}`}>{CHANGE_WORDS[row.change]}</span></span>
      <span role="gridcell"><SeverityMark severity={severityClass(row.severityNumber)} /></span>
      <span role="gridcell" className="mono what" title={visibleText(row.label)}>
        {row.kind === 'template' ? <Pattern text={row.label} /> : <><span className="t3">{`${visibleText(row.field)}: `}</span>{visibleText(row.label)}</>}
        {row.isFirstSeen && row.kind === 'template' && <span className="first-seen">first seen</span>}
      </span>
      <span role="gridcell" className="right mono" title={rateText(row.baselineRate)}>{row.baselineCount === 0 ? <span className="t3">none</span> : formatCount(row.baselineCount)}</span>
      <span role="gridcell" className="right mono" title={rateText(row.incidentRate)}>{row.incidentCount === 0 ? <span className="t3">none</span> : formatCount(row.incidentCount)}</span>
      <span role="gridcell" className="right mono">{ratioText(row)}</span>
      <span role="gridcell"><Spark row={row} data={data} /></span>
    </div>
  );
});

/** When it was said, from the beginning of the baseline to the end of the incident, which is shaded. */
function Spark({ row, data }: { row: WindowChange; data: Compared }): ReactNode {
  const x = (ns: bigint): number => Math.max(0, Math.min(data.buckets, Number(ns - data.fromNs) / Math.max(1, Number(data.stepNs))));
  const [from, to] = [x(data.incident.fromNs), x(data.incident.toNs)];
  return (
    <svg className="spark" viewBox={`0 0 ${data.buckets} ${SPARK_PX}`} preserveAspectRatio="none" aria-hidden>
      <rect className="spark-incident" x={from} y={0} width={Math.max(0, to - from)} height={SPARK_PX} />
      <path d={sparkPath(row.sparkline, SPARK_PX)} />
    </svg>
  );
}
