import { useMemo, type ReactNode } from 'react';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatOffset, formatTimeOfDay } from '../../../base/time.ts';
import { Button, Icon, IconButton, PlainButton, SeverityGlyph, TimeBrush, useWidth } from '../../ui/index.ts';
import { countRows, minimapPaths, servicesOf } from './trace-model.ts';
import type { Colour } from './use-names.ts';
import type { WaterfallState } from './use-waterfall.ts';
import { findNext, FIND_ID } from './waterfall-commands.ts';
import { durationText, nameText, offsetTicks, serviceText, traceOddities } from './words.ts';

const MAP_PX = 44;
/** Services named under the title; the rest is counted. */
const MOST_SERVICES = 8;

/** What a trace was, what is odd about it, and all of it in a strip whose brush chooses the time in view. */
export function TraceHead({ w, colour }: { w: WaterfallState; colour: Colour }): ReactNode {
  const { trace, zone } = w;
  const services = useMemo(() => servicesOf(trace), [trace]);
  const odd = useMemo(() => traceOddities(trace), [trace]);
  const hits = useMemo(() => (w.isHit ? countRows(trace, w.isHit) : undefined), [trace, w.isHit]);
  const errors = useMemo(() => services.reduce((sum, s) => sum + s.errors, 0), [services]);
  const hidden = trace.rows - w.visible.length;
  const root = 0;
  return (
    <>
      <div className="toolbar trace-bar">
        <IconButton icon="chevron-left" label="All traces" keys="Escape" onPress={w.back} />
        <h1 className="ell"><span className="sr-only">Traces: </span>{trace.rows > 0 && <><span className="t2">{serviceText(trace.texts[trace.service[root]!]!)}</span> {nameText(trace.texts[trace.name[root]!]!)}</>}</h1>
        <span className="grow" />
        <span className="field find">
          <Icon name="search" />
          <input
            id={FIND_ID} aria-label="Find in this trace" placeholder="Find in this trace" spellCheck={false} value={w.find} onChange={(e) => w.setFind(e.target.value)}
            onKeyDown={(e) => {
              if (e.key === 'Enter') findNext(w, e.shiftKey ? 'previous' : 'next');
              else if (e.key === 'Escape') w.list.current?.focus();
              else return;
              e.preventDefault();
              e.stopPropagation();
            }}
          />
          {hits !== undefined && <span className="t3 data" role="status">{formatCount(hits)}</span>}
        </span>
        <Button kind="quiet" keys="e" isDisabled={errors === 0} onPress={() => w.seek('next', (row) => (trace.flags[row]! & 1) !== 0, 'No error further down.')}>Next error</Button>
        <IconButton icon="plus" label="Unfold all spans" keys="+" isDisabled={w.folded.size === 0} onPress={w.unfoldAll} />
        <IconButton icon="minus" label="Fold all spans" keys="-" onPress={w.foldAll} />
        <Button icon="explore" keys="l" onPress={() => w.openLogs('trace')}>Logs</Button>
      </div>
      <div className="trace-facts">
        <span>{`${formatDayMonth(trace.baseNs, zone, true)} ${formatTimeOfDay(trace.baseNs, zone)} ${formatOffset(trace.baseNs, zone)}`}</span>
        <span className="strong">{durationText(trace.durationNs)}</span>
        <span>{plural(trace.rows, 'span')}{trace.leftOut > 0 && `, ${formatCount(trace.leftOut)} more left out`}</span>
        {errors > 0 && <span className="err"><SeverityGlyph severity="error" />{plural(errors, 'error')}</span>}
        {trace.roots > 1 && <span>{plural(trace.roots, 'root')}</span>}
        {odd.map((o) => <PlainButton key={o.text} className="odd" label={`${o.text}: go to the first`} onPress={() => w.select(o.row)}><Icon name="warning" size={12} />{o.text}</PlainButton>)}
        <span className="mono" title="Trace id">{trace.traceId === '' ? 'no trace id' : visibleText(trace.traceId)}</span>
      </div>
      <div className="trace-services-line">
        {services.slice(0, MOST_SERVICES).map((s) => (
          <span key={s.service} title={`${plural(s.spans, 'span')}, ${durationText(s.selfNs)} of its own time`}><i className={`swatch ${colour(s.service)}`} />{serviceText(s.service)}<span className="t3">{durationText(s.selfNs)}</span></span>
        ))}
        {services.length > MOST_SERVICES && <span className="t3">{`${formatCount(services.length - MOST_SERVICES)} more`}</span>}
        <span className="grow" />
        <span className="critical-key"><i />critical path</span>
        {hidden > 0 && <span className="t3">{`${plural(hidden, 'span')} folded`}</span>}
      </div>
      <Minimap w={w} />
    </>
  );
}

/** All of the trace; the brush is the window of time that the rows show. */
function Minimap({ w }: { w: WaterfallState }): ReactNode {
  const { trace, window } = w;
  const [ref, widthPx] = useWidth();
  const paths = useMemo(() => minimapPaths(trace, widthPx, MAP_PX - 4), [trace, widthPx]);
  const wholeNs = Math.max(1, Math.round(trace.durationNs));
  const scale = { fromNs: 0n, toNs: BigInt(wholeNs), widthPx };
  const isWhole = window.fromNs <= 0 && window.toNs >= trace.durationNs;
  return (
    <div className="trace-map chart" ref={ref}>
      <svg width={widthPx} height={MAP_PX + 16} role="img" aria-label={`All ${plural(trace.rows, 'span')} over ${durationText(trace.durationNs)}`}>
        <g transform="translate(0 2)"><path d={paths.spans} className="map-spans" /><path d={paths.errors} className="map-errors" /></g>
        <line x1={0} x2={widthPx} y1={MAP_PX + 0.5} y2={MAP_PX + 0.5} className="axis-tick" />
        {widthPx > 0 && offsetTicks(0, wholeNs, widthPx / 110).map((t) => {
          const x = (t.ns / wholeNs) * widthPx;
          return (
            <g key={t.ns}>
              <line x1={x} x2={x} y1={MAP_PX} y2={MAP_PX + 4} className="axis-tick" />
              <text x={Math.min(x + 3, widthPx - 44)} y={MAP_PX + 13} className="axis">{t.label}</text>
            </g>
          );
        })}
      </svg>
      {widthPx > 0 && (
        <div className="trace-map-brush" style={{ height: MAP_PX }}>
          <TimeBrush
            scale={scale} label="Time of the trace in view" formatTime={(ns) => durationText(Number(ns))}
            value={isWhole ? undefined : { fromNs: BigInt(Math.round(window.fromNs)), toNs: BigInt(Math.max(Math.round(window.fromNs) + 1, Math.round(window.toNs))) }}
            onChange={(span) => w.setWindow(span ? { fromNs: Number(span.fromNs), toNs: Number(span.toNs) } : { fromNs: 0, toNs: Infinity })}
          />
        </div>
      )}
    </div>
  );
}
