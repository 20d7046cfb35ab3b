import { useMemo, type ReactNode } from 'react';
import { formatDayMonth } from '../../base/time-ticks.ts';
import { formatDate, formatTimeOfDay } from '../../base/time.ts';
import { MILESTONE_TITLE, type TimelineEntry } from '../../model/timeline.ts';
import { api } from '../../protocol/api.ts';
import { useCaseInfo, useRead, useWholeSpan } from '../rpc/react.tsx';
import { rangeParams } from '../state/place.ts';
import { useCaseUi, usePlaceStore, useTimeRange, useZone } from '../state/react.tsx';
import { DensityBars, Later, PlainButton, TimeAxis, TimeBrush, useCommands, useRunCommand, useWidth, xOf, type Span, type TimeScale } from '../ui/index.ts';
import { besideOf, FOCUS_SHARE, focusLabel, focusSpan } from './time-focus.ts';

const BARS_PX = 16;
/** Room above the bars for flags. */
const TOP_PX = 6;
const BUCKET_PX = 5;

/** All time of the case under the title: density of records, milestones, and the brush that every view follows. */
export function TimeRuler(): ReactNode {
  const info = useCaseInfo();
  const place = usePlaceStore();
  const range = useTimeRange();
  const zone = useZone(info.zone);
  const run = useRunCommand();
  const seek = useCaseUi((s) => s.moment?.seek);
  const [ref, widthPx] = useWidth();
  const entries = useRead(api.listTimeline, {}, { dependsOn: 'work' });
  const whole = useWholeSpan();
  const domain = useMemo(() => domainOf(whole?.fromNs, whole?.toNs, entries.data ?? []), [whole, entries.data]);
  const buckets = Math.max(1, Math.floor(widthPx / BUCKET_PX));
  const density = useRead(
    api.histogram,
    { filter: { terms: [] }, buckets, fromNs: domain?.fromNs, toNs: domain?.toNs },
    { dependsOn: 'index', enabled: domain !== undefined && whole !== undefined && widthPx > 0 },
  );
  const dense = useRead(api.focusEvents, { share: FOCUS_SHARE }, { dependsOn: 'index', enabled: whole !== undefined }).data?.span;
  const focus = domain && dense && focusSpan(dense, domain);
  const showFocus = (): void => place.set(rangeParams(focus));
  useCommands([{ id: 'time.focus', label: 'Show the time of most records', icon: 'fit', keys: 'z', group: 'Everywhere', when: () => focus !== undefined, run: showFocus }]);
  const scale = useMemo((): TimeScale | undefined => domain && { ...domain, widthPx }, [domain, widthPx]);
  const format = (ns: bigint): string => `${formatDayMonth(ns, zone, true)} ${formatTimeOfDay(ns, zone, 'second')}`;

  return (
    <section className="time-bar" aria-label="Time ruler">
      <div className="time-zone">
        <PlainButton className="" label={`Times are shown in ${zone}. Show the next zone`} onPress={() => run('zone.next')}>{zone}</PlainButton>
        <span>{domain ? dates(domain, zone) : 'no times yet'}</span>
      </div>
      <div className="time-ruler chart quiet" ref={ref}>
        {scale && widthPx > 0 && (
          <Later>
            <svg width={widthPx} height={39} role="img" aria-label={`Records over time, ${format(scale.fromNs)} to ${format(scale.toNs)}`}>
              {density.data && <g transform={`translate(0 ${TOP_PX})`}><DensityBars density={density.data} scale={scale} heightPx={BARS_PX} /></g>}
              <TimeAxis scale={scale} zone={zone} y={23} labelEveryPx={120} />
              {milestones(entries.data ?? []).map((e) => {
                const x = Math.round(xOf(scale, e.time.startNs)) + 0.5;
                return <g key={e.id}><title>{`${MILESTONE_TITLE[e.milestone!]}, ${format(e.time.startNs)}`}</title><path d={`M${x} 1V23`} className="flag-line" /><path d={`M${x} 1h6l-2 2 2 2h-6z`} className="flag-cloth" /></g>;
              })}
            </svg>
            <Moment scale={scale} format={format} />
            <TimeBrush scale={scale} value={range} label="Time shown" formatTime={format} onPoint={seek} onChange={(span) => place.set(rangeParams(span))} />
            {/* One button, so that the focus stays on it: a press leads there, the next one back. */}
            {(range ?? focus) && (
              <PlainButton className="ruler-button" style={besideOf(scale, range ?? focus!)} onPress={() => run(range ? 'time.all' : 'time.focus')}>
                {range ? 'Show all time' : focusLabel(focus!)}
              </PlainButton>
            )}
          </Later>
        )}
      </div>
    </section>
  );
}

/** The moment that the view plays. */
function Moment({ scale, format }: { scale: TimeScale; format: (ns: bigint) => string }): ReactNode {
  const ns = useCaseUi((s) => s.moment?.ns);
  if (ns === undefined || ns < scale.fromNs || ns > scale.toNs) return null;
  return <i className="ruler-moment" style={{ left: xOf(scale, ns) }} title={`Playing ${format(ns)}`} aria-hidden />;
}

function milestones(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return entries.filter((e) => e.milestone !== undefined);
}

/** From the first to the last record or milestone, with room for the last one's own duration. */
function domainOf(fromNs: bigint | undefined, toNs: bigint | undefined, entries: readonly TimelineEntry[]): Span | undefined {
  const times = [fromNs, toNs, ...milestones(entries).map((e) => e.time.startNs)].filter((t) => t !== undefined);
  if (times.length === 0) return undefined;
  const first = times.reduce((a, b) => (a < b ? a : b));
  const last = times.reduce((a, b) => (a > b ? a : b));
  return { fromNs: first, toNs: last + 1n };
}

function dates(domain: Span, zone: string): string {
  const from = formatDayMonth(domain.fromNs, zone, true);
  const to = formatDayMonth(domain.toNs - 1n, zone, true);
  const years = [domain.fromNs, domain.toNs - 1n].map((ns) => formatDate(ns, zone).slice(0, -6));
  if (years[0] !== years[1]) return `${years[0]} to ${years[1]}`;
  return from === to ? from : `${formatDayMonth(domain.fromNs, zone)} to ${formatDayMonth(domain.toNs - 1n, zone)}`;
}
