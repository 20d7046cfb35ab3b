import { memo, type ReactNode } from 'react';
import { formatCount, visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatDuration, formatTimeOfDay, type TimePrecision, NS_PER_MIN, NS_PER_S } from '../../../base/time.ts';
import type { Filter } from '../../../model/filter.ts';
import type { Mark } from '../../../model/saved.ts';
import { SEVERITY_CLASSES, type SeverityClass } from '../../../model/severity.ts';
import { MILESTONE_TITLE } from '../../../model/timeline.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import type { TimeRange } from '../../state/place.ts';
import { placeLabels } from './place-labels.ts';
import { bucketGrid, CountAxis, DensityBars, FailurePanel, highestCount, TimeAxis, TimeBrush, useWidth, xOf } from '../../ui/index.ts';

const BUCKET_PX = 6;
const BARS_PX = 76;
/** Room above the bars for the names of milestones. */
const TOP_PX = 14;
const MOST_MARKS = 200;
const LEGEND: ReadonlyArray<readonly [SeverityClass, string]> = [['fatal', 'Fatal'], ['error', 'Error'], ['warn', 'Warn'], ['info', 'Info'], ['debug', 'Debug'], ['trace', 'Trace'], ['unset', 'No level']];

/** Records over time by severity; a brush on it narrows time for every view. */
export const Histogram = memo(function Histogram({ filter, range, whole, zone, marks, onRange }: {
  filter: Filter; range: TimeRange | undefined; whole: TimeRange; zone: string; marks: readonly Mark[]; onRange: (range: TimeRange | undefined) => void;
}): ReactNode {
  const [ref, widthPx] = useWidth();
  const chosen = range ?? { fromNs: whole.fromNs, toNs: whole.toNs + 1n };
  const grid = bucketGrid(chosen.fromNs, chosen.toNs, Math.max(1, Math.floor(widthPx / BUCKET_PX)));
  // All time is drawn up to the end of its last bucket: a last record that begins one would have no bar else.
  const span = range ?? { fromNs: grid.fromNs, toNs: grid.toNs };
  const density = useRead(api.histogram, { filter, ...grid }, { dependsOn: 'index', enabled: widthPx > 0 });
  const entries = useRead(api.listTimeline, {}, { dependsOn: 'work' }).data ?? [];
  const scale = { ...span, widthPx };
  const data = density.data;
  const highest = data ? highestCount(data) : 0;
  const present = data ? LEGEND.filter(([c]) => sum(data.counts, SEVERITY_CLASSES.indexOf(c), data.buckets) > 0) : [];
  const placed = placeLabels(
    entries.filter((e) => e.milestone && e.time.startNs >= span.fromNs && e.time.startNs < span.toNs)
      .map((e) => ({ id: e.id, text: MILESTONE_TITLE[e.milestone!], x: Math.round(xOf(scale, e.time.startNs)) + 0.5 })),
    widthPx,
  );
  const label = spanLabel(chosen.fromNs, chosen.toNs, zone);

  if (density.failure && density.failure.code !== 'query/invalid') return <FailurePanel title="Records over time cannot be counted" message={density.failure.message} onRetry={density.reload} />;
  return (
    <>
      <div className="histogram-head">
        <span className="strong">{data && data.stepNs > 0n ? `Records per ${formatDuration(data.stepNs).replace(/ 0+ \w+$/, '')}` : 'Records over time'}</span>
        <span className="legend">{present.map(([c, name]) => <span key={c}><i className={`legend-${c}`} style={{ background: `var(--sev-${c === 'unset' ? 'debug' : c})` }} />{name}</span>)}</span>
        <span className="grow" />
        <span className="t3 ell">{label}</span>
      </div>
      <div className="histogram chart" ref={ref}>
        {widthPx > 0 && (
          <>
            <svg width={widthPx} height={116} role="img" aria-label={`Records over time by severity, ${label}, at most ${formatCount(highest)} at once`}>
              <g transform={`translate(0 ${TOP_PX})`}><CountAxis highest={highest} widthPx={widthPx} heightPx={BARS_PX} /></g>
              {/* Buckets lie on round times: the first and the last of a chosen range may stick out. */}
              {data && <svg y={TOP_PX} width={widthPx} height={BARS_PX} style={{ overflow: 'hidden' }}><DensityBars density={data} scale={scale} heightPx={BARS_PX} /></svg>}
              <TimeAxis scale={scale} zone={zone} y={TOP_PX + BARS_PX + 1} />
              {marks.filter((m) => m.timeNs !== undefined && m.timeNs >= span.fromNs && m.timeNs < span.toNs).slice(0, MOST_MARKS).map((m) => (
                <rect key={`${m.sha256}:${m.offsetBytes}`} x={Math.round(xOf(scale, m.timeNs!)) - 2.5} y={TOP_PX + BARS_PX - 2} width={5} height={5} className="overview-mark"><title>{`Marked: ${visibleText(m.excerpt)}`}</title></rect>
              ))}
              {placed.map((m) => (
                <g key={m.id}>
                  <title>{m.text}</title>
                  <path d={`M${m.x} 0V${TOP_PX + BARS_PX}`} className="milestone-line" />
                  {m.side !== 'none' && <text x={m.side === 'right' ? m.x + 4 : m.x - 4} y={10} textAnchor={m.side === 'right' ? 'start' : 'end'} className="milestone-name">{m.text}</text>}
                </g>
              ))}
            </svg>
            <TimeBrush
              scale={scale} value={undefined} label="Narrow the time" onChange={(next) => { if (next) onRange(next); }}
              formatTime={(ns) => `${formatDayMonth(ns, zone, true)} ${formatTimeOfDay(ns, zone)}`}
            />
          </>
        )}
      </div>
    </>
  );
});

function sum(counts: Float64Array, cls: number, buckets: number): number {
  let total = 0;
  for (let b = 0; b < buckets; b++) total += counts[cls * buckets + b]!;
  return total;
}

/** `14 Oct 10:33:30 to 10:36:30, 3 min`: as exact as the span needs. */
export function spanLabel(fromNs: bigint, toNs: bigint, zone: string): string {
  const precision: TimePrecision = toNs - fromNs < 10n * NS_PER_S ? 'millisecond' : toNs - fromNs < 60n * NS_PER_MIN ? 'second' : 'minute';
  const fromDay = formatDayMonth(fromNs, zone, true);
  const toDay = formatDayMonth(toNs, zone, true);
  const to = formatTimeOfDay(toNs, zone, precision);
  return `${fromDay} ${formatTimeOfDay(fromNs, zone, precision)} to ${fromDay === toDay ? to : `${toDay} ${to}`}, ${formatDuration(toNs - fromNs)}`;
}
