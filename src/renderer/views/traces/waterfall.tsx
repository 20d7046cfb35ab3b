import { memo, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import { formatCount } from '../../../base/text.ts';
import { Icon, SeverityGlyph, useWidth, VirtualRows } from '../../ui/index.ts';
import { criticalNs, has, lengthNs, placeOf } from './trace-model.ts';
import type { Colour } from './use-names.ts';
import type { WaterfallState } from './use-waterfall.ts';
import { durationText, nameText, oddities, offsetTicks, serviceText, type OffsetTick } from './words.ts';

const ROW_PX = 24;
const INDENT_PX = 12;
/** Deeper spans are indented no further; their depth is said in a number. */
const MOST_INDENT = 20;
/** A label nearer to the right edge would be cut. */
const LABEL_PX = 48;

/** The spans as a treegrid: arrows move and fold, Enter shows one in full. Only rows on screen exist. */
export function Waterfall({ w, colour }: { w: WaterfallState; colour: Colour }): ReactNode {
  const { visible, row, window } = w;
  const [ref, widthPx] = useWidth();
  const ticks = offsetTicks(window.fromNs, window.toNs, Math.max(1, widthPx / 110));
  const at = row === undefined ? undefined : placeOf(visible, row);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = w.list.current?.pageRows() ?? 20;
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    if (by !== undefined) w.moveBy(by);
    else if (event.key === 'Home') w.moveToEnd('first');
    else if (event.key === 'End') w.moveToEnd('last');
    else if (event.key === 'ArrowLeft' && row !== undefined) w.fold(row);
    else if (event.key === 'ArrowRight' && row !== undefined) w.unfold(row);
    else if (event.key === 'Enter' && row === undefined) w.moveBy(0);
    else if (event.key === 'Enter') document.querySelector<HTMLElement>('.drawer .drawer-body')?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <VirtualRows
      rows={visible.length} rowHeightPx={ROW_PX} handle={w.list}
      container={{
        className: 'span-rows', role: 'treegrid', 'aria-label': 'Spans', 'aria-rowcount': visible.length + 1, tabIndex: 0, onKeyDown, style: gridLines(ticks, window, widthPx),
        ...(row === undefined ? {} : { 'aria-activedescendant': `span-${row}` }),
      }}
      header={{
        heightPx: 28,
        content: (
          <div className="grid-head span-cols" role="row">
            <span role="columnheader">Service and operation</span>
            <span role="columnheader" className="num">Duration</span>
            <span role="columnheader" className="num self">Self</span>
            <span role="columnheader" className="span-ruler" ref={ref}>
              <span className="sr-only">Time from the start of the trace</span>
              {ticks.filter((t) => (window.toNs - t.ns) * (widthPx / (window.toNs - window.fromNs)) > LABEL_PX).map((t) => <span key={t.ns} aria-hidden style={{ left: `${((t.ns - window.fromNs) / (window.toNs - window.fromNs)) * 100}%` }}>{t.label}</span>)}
            </span>
          </div>
        ),
      }}
      render={(i) => <SpanRow key={visible[i]} w={w} row={visible[i]!} place={i} isCursor={i === at} colour={colour} />}
    />
  );
}

/** Lines at the ticks behind all bars, as a background that repeats: no element for any of them. */
function gridLines(ticks: readonly OffsetTick[], window: WaterfallState['window'], widthPx: number): CSSProperties {
  if (ticks.length < 2 || widthPx === 0) return {};
  const pxPerNs = widthPx / (window.toNs - window.fromNs);
  const style: Record<`--${string}`, string> = { '--tick-px': `${(ticks[1]!.ns - ticks[0]!.ns) * pxPerNs}px`, '--tick-from-px': `${(ticks[0]!.ns - window.fromNs) * pxPerNs}px` };
  return style;
}

/** Drawn anew when the trace's state changes, not when rows come by that are there already. */
const SpanRow = memo(function SpanRow({ w, row, place, isCursor, colour }: { w: WaterfallState; row: number; place: number; isCursor: boolean; colour: Colour }): ReactNode {
  const { trace } = w;
  const service = trace.texts[trace.service[row]!]!;
  const name = nameText(trace.texts[trace.name[row]!]!);
  const depth = trace.depth[row]!;
  const children = trace.subtree[row]! - 1;
  const isFolded = w.folded.has(row);
  const isError = has(trace, row, 'error');
  const within = isFolded ? trace.subtreeErrors[row]! - (isError ? 1 : 0) : 0;
  const odd = oddities(trace, row);
  const isHit = w.isHit?.(row) ?? false;
  return (
    <div
      id={`span-${row}`} className={`span-row span-cols${isCursor ? ' at' : ''}${isHit ? ' hit' : ''}`} role="row" aria-rowindex={place + 2} aria-level={depth + 1} aria-selected={isCursor}
      {...(children > 0 ? { 'aria-expanded': !isFolded } : {})} onPointerDown={(e) => { if (e.button === 0) w.select(row); }}
    >
      <span role="gridcell" className="span-name" style={{ paddingLeft: 8 + Math.min(depth, MOST_INDENT) * INDENT_PX }} title={`${serviceText(service)}: ${name}`}>
        {depth > MOST_INDENT && <span className="t3 depth" title={`Level ${formatCount(depth + 1)}`}>{depth + 1}</span>}
        <span className="fold" aria-hidden onPointerDown={(e) => { if (children > 0 && e.button === 0) { e.stopPropagation(); if (isFolded) w.unfold(row); else w.fold(row); } }}>
          {children > 0 && <Icon name={isFolded ? 'chevron-right' : 'chevron-down'} size={12} />}
        </span>
        <i className={`swatch ${colour(service)}`} />
        {isError && <><SeverityGlyph severity="error" /><span className="sr-only">error</span></>}
        <span className="t2 svc">{serviceText(service)}</span><span className="ell op">{name}</span>
        {odd.length > 0 && <span className="odd-mark" title={odd.join('\n')}><Icon name="warning" size={12} label={odd.join(' ')} /></span>}
        {isFolded && <span className="t3 more">{`+${formatCount(children)}`}{within > 0 && <><SeverityGlyph severity="error" />{formatCount(within)}<span className="sr-only"> errors</span></>}</span>}
      </span>
      <span role="gridcell" className="num mono">{has(trace, row, 'noTime') ? 'no time' : has(trace, row, 'neverEnded') ? 'no end' : durationText(trace.durationsNs[row]!)}</span>
      <span role="gridcell" className="num mono self t2">{Number.isNaN(trace.durationsNs[row]!) ? '' : durationText(trace.selfNs[row]!)}</span>
      <span role="gridcell" className="span-bars"><Bar w={w} row={row} colour={colour} /></span>
    </div>
  );
});

function Bar({ w, row, colour }: { w: WaterfallState; row: number; colour: Colour }): ReactNode {
  const { trace, window } = w;
  const start = trace.startNs[row]!;
  if (Number.isNaN(start)) return null;
  const width = window.toNs - window.fromNs;
  const share = (ns: number): number => Math.max(-0.01, Math.min(1.01, (ns - window.fromNs) / width));
  const left = share(start);
  const right = share(start + lengthNs(trace, row));
  const isOut = right < 0 || left > 1;
  if (isOut) return <span className={right < 0 ? 'bar-out before' : 'bar-out after'} aria-hidden><Icon name={right < 0 ? 'chevron-left' : 'chevron-right'} size={10} /></span>;
  const isOpen = has(trace, row, 'neverEnded');
  return (
    <>
      <i className={`bar ${colour(trace.texts[trace.service[row]!]!)}${has(trace, row, 'error') ? ' failed' : ''}${isOpen ? ' open' : ''}`} style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }} />
      {Array.from({ length: trace.criticalOf[row + 1]! - trace.criticalOf[row]! }, (_, i) => {
        const part = trace.criticalParts[trace.criticalOf[row]! + i]!;
        const from = share(trace.critical.fromNs[part]!);
        const to = share(trace.critical.toNs[part]!);
        return to > 0 && from < 1 && <i key={part} className="critical" style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }} />;
      })}
      {has(trace, row, 'critical') && <span className="sr-only">{`${durationText(criticalNs(trace, row))} on the critical path`}</span>}
    </>
  );
}
