import { scaleLog } from 'd3';
import type { ReactNode } from 'react';
import { formatCount, plural } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatTimeOfDay } from '../../../base/time.ts';
import type { TraceFilter } from '../../../model/trace.ts';
import { api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import { useRead } from '../../rpc/react.tsx';
import type { TimeRange } from '../../state/place.ts';
import { FailurePanel, TimeAxis, TimeBrush, useWidth } from '../../ui/index.ts';
import { durationText } from './words.ts';

const CELL_PX = 10;
const BANDS = 11;
const BODY_PX = BANDS * CELL_PX;
const AXIS_PX = 20;
const SMALLEST_PX = 1.8;
const LARGEST_PX = 4.5;

type Cells = OutputOf<typeof api.traceDurations>;

/** Traces by start and duration, more of them a larger mark; one with errors has their shape. A brush narrows time for every view. */
export function DurationsChart({ filter, range, zone, onRange, onOpen }: {
  filter: TraceFilter; range: TimeRange | undefined; zone: string; onRange: (range: TimeRange) => void; onOpen: (traceId: string) => void;
}): ReactNode {
  const [ref, widthPx] = useWidth();
  const columns = Math.max(1, Math.min(1000, Math.floor(widthPx / CELL_PX)));
  const read = useRead(api.traceDurations, { filter, columns, bands: BANDS }, { dependsOn: 'index', enabled: widthPx > 0 });
  const cells = read.data;
  if (read.failure) return <FailurePanel title="Traces over time cannot be counted" message={read.failure.message} onRetry={read.reload} />;
  const counted = cells ? cells.traces.reduce((a, b) => a + b, 0) : 0;
  const failed = cells ? cells.withErrors.reduce((a, b) => a + b, 0) : 0;
  const span = cells && cells.toNs > cells.fromNs ? { fromNs: cells.fromNs, toNs: cells.toNs } : range;
  const scale = span && { ...span, widthPx };
  return (
    <>
      <div className="durations-head">
        <span className="strong">Duration by start</span>
        <span className="legend">
          <span><svg width={10} height={10} aria-hidden><circle cx={5} cy={5} r={3.5} className="dot" /></svg>Traces</span>
          <span><svg width={10} height={10} aria-hidden><path d="M5 .5 9.5 5 5 9.5.5 5z" className="dot-error" /></svg>With errors</span>
        </span>
        <span className="grow" />
        {cells && cells.withoutTime > 0 && <span className="t3 ell">{`${plural(cells.withoutTime, 'trace')} without a time`}</span>}
      </div>
      <div className="durations chart" ref={ref}>
        <svg width={widthPx} height={BODY_PX + AXIS_PX} role="img" aria-label={`${plural(counted, 'trace')} by start and duration, ${formatCount(failed)} with errors. The list below has each.`}>
          {cells && counted > 0 && <Grid cells={cells} widthPx={widthPx} />}
          {scale && <TimeAxis scale={scale} zone={zone} y={BODY_PX + 1} />}
        </svg>
        {scale && (
          <TimeBrush
            scale={scale} value={undefined} label="Narrow the time" onChange={(next) => { if (next) onRange(next); }}
            formatTime={(ns) => `${formatDayMonth(ns, zone, true)} ${formatTimeOfDay(ns, zone)}`}
          />
        )}
        {cells && scale && <Marks cells={cells} widthPx={widthPx} columns={columns} onOpen={onOpen} />}
      </div>
    </>
  );
}

/** Lines at round durations, what they stand for in the margin. */
function Grid({ cells, widthPx }: { cells: Cells; widthPx: number }): ReactNode {
  const y = scaleLog().domain([cells.lowNs, cells.highNs]).range([BODY_PX, 0]);
  const decades = Math.log10(cells.highNs / cells.lowNs);
  const lines = Array.from({ length: 20 }, (_, i) => 10 ** i).flatMap((ns) => (decades > 2.5 ? [ns] : [ns, 2 * ns, 5 * ns])).filter((ns) => ns >= cells.lowNs && ns <= cells.highNs);
  const every = Math.max(1, Math.ceil(lines.length / 5));
  return (
    <>
      {lines.filter((_, i) => i % every === 0).map((ns) => (
        <g key={ns}>
          <line x1={0} x2={widthPx} y1={Math.round(y(ns)) + 0.5} y2={Math.round(y(ns)) + 0.5} className="axis-grid" />
          <text x={-6} y={y(ns) + 4} textAnchor="end" className="axis">{durationText(ns)}</text>
        </g>
      ))}
    </>
  );
}

/** A pointer's shortcut to the traces of the list: a press opens the slowest of the mark. */
function Marks({ cells, widthPx, columns, onOpen }: { cells: Cells; widthPx: number; columns: number; onOpen: (traceId: string) => void }): ReactNode {
  const most = cells.traces.reduce((a, b) => Math.max(a, b), 1);
  const cellPx = widthPx / columns;
  return (
    <svg className="durations-marks" width={widthPx} height={BODY_PX} aria-hidden>
      {Array.from(cells.column, (column, i) => {
        const traces = cells.traces[i]!;
        const errors = cells.withErrors[i]!;
        const [r, re] = [radius(traces, most), radius(errors, most) + 0.5];
        const x = (column + 0.5) * cellPx;
        const y = BODY_PX - (cells.band[i]! + 0.5) * CELL_PX;
        const said = `${plural(traces, 'trace')}${errors > 0 ? `, ${formatCount(errors)} with errors` : ''}`;
        return (
          <g key={`${column}/${cells.band[i]!}`} className="mark" onClick={() => onOpen(cells.slowest[i]!)}>
            <title>{traces === 1 ? 'Open this trace' : `${said}. Open the slowest`}</title>
            <rect x={x - cellPx / 2} y={y - CELL_PX / 2} width={cellPx} height={CELL_PX} className="hit" />
            {errors < traces && <circle cx={x} cy={y} r={r} className="dot" />}
            {errors > 0 && <path d={`M${x} ${y - re}l${re} ${re}l${-re} ${re}l${-re} ${-re}z`} className="dot-error" />}
          </g>
        );
      })}
    </svg>
  );
}

/** In px; by the logarithm, so that one trace is seen beside a thousand. */
function radius(traces: number, most: number): number {
  return SMALLEST_PX + (LARGEST_PX - SMALLEST_PX) * (most === 1 ? 0.4 : Math.log(Math.max(1, traces)) / Math.log(most));
}
