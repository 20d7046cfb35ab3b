import { memo, useRef, type PointerEvent, type ReactNode } from 'react';
import { timeTicks } from '../../../base/time-ticks.ts';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import { textWidthPx } from '../../../figures/text-metrics.ts';
import { xOf } from '../../../figures/timeline-layout.ts';
import { LANE_OF_KIND, LANES, type TimelineEntry } from '../../../model/timeline.ts';
import { useSize } from '../../ui/index.ts';
import { lengthOf, shift, type Span } from './viewport.ts';

const HEIGHT_PX = 56;
const BODY_PX = 38;
const AXIS_FONT_PX = 11;

/** The whole timeline in a strip, with the part in view. A pointer's convenience: the keys A, D, W, S, F do the same. */
export function Minimap({ entries, span, wholeSpan, zone, onSpan }: {
  entries: readonly TimelineEntry[]; span: Span; wholeSpan: Span; zone: string; onSpan: (span: Span) => void;
}): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  const { widthPx } = useSize(ref);
  const width = Math.max(1, widthPx);
  const grip = useRef<{ x: number; span: Span }>(undefined);
  const nsPerPx = Number(lengthOf(wholeSpan)) / width;
  const x = (ns: bigint): number => xOf(ns, wholeSpan.fromNs, nsPerPx);
  const left = Math.max(-2, Math.min(width - 3, x(span.fromNs)));
  const right = Math.max(left + 3, Math.min(width + 2, x(span.toNs)));
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const px = event.clientX - event.currentTarget.getBoundingClientRect().left;
    let held = span;
    if (px < left - 4 || px > right + 4) {
      held = shift(span, wholeSpan.fromNs + BigInt(Math.round(px * nsPerPx)) - (span.fromNs + lengthOf(span) / 2n));
      onSpan(held);
    }
    grip.current = { x: event.clientX, span: held };
  };
  return (
    <div
      className="tl-minimap" ref={ref} aria-hidden onPointerDown={onPointerDown}
      onPointerMove={(event) => { if (grip.current) onSpan(shift(grip.current.span, BigInt(Math.round((event.clientX - grip.current.x) * nsPerPx)))); }}
      onPointerUp={() => { grip.current = undefined; }}
    >
      <svg width={width} height={HEIGHT_PX}>
        <rect className="tl-brush" x={left} y={0} width={right - left} height={BODY_PX} />
        <Everything entries={entries} wholeSpan={wholeSpan} zone={zone} widthPx={width} />
        <path className="tl-brush-edge" d={`M${left + 0.5} 0V${BODY_PX}M${right - 0.5} 0V${BODY_PX}`} />
      </svg>
    </div>
  );
}

/** What stays while the part in view moves over it. */
const Everything = memo(({ entries, wholeSpan, zone, widthPx }: { entries: readonly TimelineEntry[]; wholeSpan: Span; zone: string; widthPx: number }): ReactNode => {
  const nsPerPx = Number(lengthOf(wholeSpan)) / widthPx;
  const x = (ns: bigint): number => xOf(ns, wholeSpan.fromNs, nsPerPx);
  return (
    <>
      {LANES.map((lane, row) => {
        const bars = entries.filter((e) => LANE_OF_KIND[e.kind] === lane).map(({ time }) => {
          const start = x(time.startNs);
          return `M${start - 1} ${5 + row * 4.2}h${Math.max(2.5, time.endNs === undefined ? 0 : x(time.endNs) - start)}v2.5H${start - 1}z`;
        });
        return <path key={lane} d={bars.join('')} fill={SCREEN_PALETTE.lane[lane].edge} />;
      })}
      <path className="tl-rule" d={`M0 ${BODY_PX + 0.5}H${widthPx}`} />
      {timeTicks(wholeSpan.fromNs, wholeSpan.toNs, Math.max(2, Math.floor(widthPx / 100)), zone).filter((t) => t.major).map((tick) => {
        // A label at an end is moved in, not cut.
        const half = textWidthPx(tick.label, AXIS_FONT_PX) / 2 + 4;
        return <text key={String(tick.ns)} className="axis" x={Math.max(half, Math.min(x(tick.ns), widthPx - half))} y={HEIGHT_PX - 5} textAnchor="middle">{tick.label}</text>;
      })}
    </>
  );
});
