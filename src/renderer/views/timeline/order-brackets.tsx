import { memo, type ReactNode } from 'react';
import { DIAMOND_PX, type Mark } from '../../../figures/timeline-layout.ts';
import { textWidthPx } from '../../../figures/text-metrics.ts';

const REACH_PX = 9;
const PLATE_PX = 34;
const FONT_PX = 11;
const TITLE = 'order not established';

/** Neighbours whose order nobody knows, held together by a bracket; `text` has the numbers. Selected, it says so in words. */
export const OrderBracket = memo(({ marks, text, originX, widthPx, heightPx, isSelected }: {
  marks: readonly Mark[]; text: string; originX: number; widthPx: number; heightPx: number; isSelected: boolean;
}): ReactNode => {
  const points = marks.map((m) => ({ x: m.startX - DIAMOND_PX + originX, y: m.y }));
  const left = Math.min(...points.map((p) => p.x)) - REACH_PX;
  const right = Math.max(...marks.map((m) => m.startX + originX));
  const top = Math.min(...points.map((p) => p.y));
  const bottom = Math.max(...points.map((p) => p.y));
  if (right < -REACH_PX || left > widthPx) return null;
  const x = Math.max(left, -40);
  const path = top === bottom
    // In one row: below the marks, from the first to the last.
    ? `M${x + REACH_PX + DIAMOND_PX} ${top + 8}v4H${Math.min(right, widthPx + 40)}v-4`
    : `M${x} ${top}V${bottom}${points.map((p) => `M${x} ${p.y}H${Math.min(Math.max(p.x - 1, x + 3), widthPx + 40)}`).join('')}`;
  return (
    <g className={isSelected ? 'tl-order-run on' : 'tl-order-run'} aria-hidden>
      <path className="tl-order-hit" d={path} />
      <path d={path} />
      {isSelected && <Plate text={text} x={x} middle={(top + bottom) / 2} widthPx={widthPx} heightPx={heightPx} />}
      <title>{`Order not established: ${text}`}</title>
    </g>
  );
});

function Plate({ text, x, middle, widthPx, heightPx }: { text: string; x: number; middle: number; widthPx: number; heightPx: number }): ReactNode {
  const plate = Math.max(textWidthPx(TITLE, FONT_PX), textWidthPx(text, FONT_PX)) + 16;
  const left = x - plate - 6 >= 0 ? x - plate - 6 : Math.min(Math.max(0, x + REACH_PX), widthPx - plate);
  const top = Math.min(Math.max(0, middle - PLATE_PX / 2), heightPx - PLATE_PX);
  return (
    <g>
      <rect x={left} y={top} width={plate} height={PLATE_PX} />
      <text x={left + plate / 2} y={top + 14} textAnchor="middle">{TITLE}</text>
      <text x={left + plate / 2} y={top + 28} textAnchor="middle">{text}</text>
    </g>
  );
}
