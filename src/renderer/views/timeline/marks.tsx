import { memo, type ReactNode } from 'react';
import { DIAMOND_PX, FLAG_HEIGHT_PX, type Dimension, type Flag, type Fold, type Mark } from '../../../figures/timeline-layout.ts';
import { labelAtEdge } from './edge-labels.ts';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import { isHindsight, LANE_OF_KIND, type Lane } from '../../../model/timeline.ts';

const BAR_PX = 20;

/** The shape of a lane's entries beside words: colour never says it alone, the words do. */
export function LaneGlyph({ lane, size = 10 }: { lane: Lane; size?: number }): ReactNode {
  return <svg className="glyph" width={size} height={size} viewBox="0 0 10 10" aria-hidden><path d="M5 0 10 5 5 10 0 5z" fill={SCREEN_PALETTE.lane[lane].edge} /></svg>;
}

const diamond = (x: number, y: number): string => `M${x} ${y - DIAMOND_PX}L${x + DIAMOND_PX} ${y}L${x} ${y + DIAMOND_PX}L${x - DIAMOND_PX} ${y}z`;

export interface MarkShapeProps {
  readonly mark: Mark;
  /** Screen x of the layout's origin. */
  readonly originX: number;
  readonly widthPx: number;
  readonly isSelected: boolean;
  readonly label: string;
  /** Px left of the mark that nothing in its row takes. */
  readonly roomLeftPx: number;
}

/** One entry in its lane. SVG coordinates are floats: what lies off screen is cut here, not by the renderer. */
export const MarkShape = memo(({ mark: laid, originX, widthPx, isSelected, label, roomLeftPx }: MarkShapeProps): ReactNode => {
  const mark = labelAtEdge(laid, originX, widthPx, roomLeftPx);
  const clamp = (x: number): number => Math.min(Math.max(x + originX, -40), widthPx + 40);
  const { y, entry } = mark;
  const color = SCREEN_PALETTE.lane[LANE_OF_KIND[entry.kind]];
  // What nobody knew as it happened is drawn in broken lines, and its label says when it was learned.
  const late = isHindsight(entry);
  const start = clamp(mark.startX);
  const end = clamp(mark.endX);
  const left = clamp(mark.extent.left);
  const right = clamp(mark.extent.right);
  // A selected title is bold and a little wider than the layout gave it room for.
  const bold = isSelected && mark.label.side !== 'inside' ? mark.label.widthPx * 0.07 : 0;
  const whisker = [clamp(mark.startX - mark.uncertaintyPx), clamp(mark.endX + mark.uncertaintyPx)] as const;
  return (
    <g className="tl-mark" role="option" id={markId(entry.id)} aria-selected={isSelected} aria-label={label} data-entry={entry.id}>
      <title>{label}</title>
      <rect className={isSelected ? 'tl-selected' : 'tl-hit'} x={left - 6 - (mark.label.side === 'left' ? bold : 0)} y={y - 11.5} width={Math.max(0, right - left) + 12 + bold} height={23} />
      {mark.uncertaintyPx > 0 && <path stroke={color.edge} fill="none" d={`M${whisker[0]} ${y}H${whisker[1]}M${whisker[0]} ${y - 4}v8M${whisker[1]} ${y - 4}v8`} />}
      {mark.ticks && (
        <>
          <path stroke={color.edge} strokeWidth={1.5} d={`M${start} ${y}H${end}`} />
          <path {...(late ? { className: 'tl-late', stroke: color.edge } : { fill: color.edge })} d={mark.ticks.map((x) => diamond(clamp(x), y)).join('')} />
        </>
      )}
      {entry.time.form === 'interval' && !mark.ticks && (
        <>
          <rect x={start} y={y - BAR_PX / 2} width={Math.max(1, end - start)} height={BAR_PX} fill={color.tint} stroke={color.edge} {...(late ? { strokeDasharray: '3 2' } : {})} />
          <rect x={start} y={y - BAR_PX / 2} width={Math.min(4, Math.max(1, end - start))} height={BAR_PX} fill={color.edge} />
        </>
      )}
      {entry.time.form === 'between' && (
        <>
          <path className="tl-dashed" stroke={color.edge} d={`M${start} ${y}H${end}`} />
          <path fill="none" strokeWidth={1.5} stroke={color.edge} d={`M${start + 4} ${y - 7}h-4v14h4M${end - 4} ${y - 7}h4v14h-4`} />
          <path className="tl-hollow" stroke={color.edge} d={diamond((start + end) / 2, y)} />
        </>
      )}
      {entry.time.form === 'point' && (late ? <path className="tl-late" d={diamond(start, y)} stroke={color.edge} /> : <path d={diamond(start, y)} fill={color.edge} />)}
      <MarkLabel mark={mark} originX={originX} widthPx={widthPx} isSelected={isSelected} />
    </g>
  );
});

function MarkLabel({ mark, originX, widthPx, isSelected }: Omit<MarkShapeProps, 'label' | 'roomLeftPx'>): ReactNode {
  const { label, y } = mark;
  if (label.text === '') return null;
  const atMark = label.side === 'left';
  let x = label.x + originX;
  // The name of a long interval stays in sight while any of it is.
  if (label.side === 'inside') x = Math.max(x, Math.min(8, mark.endX + originX - label.widthPx - 6));
  if (x > widthPx + 20 || x + label.widthPx < -20) return null;
  const className = `tl-label${label.side === 'inside' ? '' : ' tl-halo'}${isSelected ? ' strong' : ''}`;
  return (
    <text x={atMark ? x + label.widthPx : x} y={y + 4.5} textAnchor={atMark ? 'end' : 'start'} className={className}>
      {/* SVG draws an underline in the fill of the element that has it: amber outside, the text's own colour inside. */}
      <tspan className={mark.entry.evidence.length === 0 ? 'tl-unproven' : undefined}><tspan className="tl-title">{label.text}</tspan></tspan>
      {label.detail !== '' && <tspan dx={7} className="tl-detail">{label.detail}</tspan>}
    </text>
  );
}

export const FoldShape = memo(({ fold, originX, isSelected }: { fold: Fold; originX: number; isSelected: boolean }): ReactNode => {
  const x = fold.extent.left + originX;
  return (
    <g className={isSelected ? 'tl-fold on' : 'tl-fold'} data-fold={fold.entries[0]!.id} aria-hidden>
      <rect x={x} y={fold.y - 9} width={fold.extent.right - fold.extent.left} height={18} />
      <text x={x + 6} y={fold.y + 4}>{`+ ${fold.text}`}</text>
    </g>
  );
});

export const FlagPole = memo(({ flag, originX, bottom }: { flag: Flag; originX: number; bottom: number }): ReactNode => {
  return <path className="tl-pole" d={`M${Math.round(flag.x + originX) + 0.5} ${flag.y}V${bottom}`} />;
});

export const FlagShape = memo(({ flag, originX }: { flag: Flag; originX: number }): ReactNode => {
  const left = flag.extent.left + originX;
  return (
    <g className="tl-flag" data-flag={flag.entry.id} aria-hidden>
      <rect x={left} y={flag.y} width={flag.extent.right - flag.extent.left} height={FLAG_HEIGHT_PX} />
      <text x={left + 6} y={flag.y + 12}>{flag.text}</text>
    </g>
  );
});

export const DimensionShape = memo(({ dimension: d, originX, widthPx }: { dimension: Dimension; originX: number; widthPx: number }): ReactNode => {
  const clamp = (x: number): number => Math.min(Math.max(x + originX, -40), widthPx + 40);
  const start = clamp(d.startX);
  const end = clamp(d.endX);
  const middle = (Math.max(start, 0) + Math.min(end, widthPx)) / 2;
  const x = d.side === 'middle' ? middle : d.side === 'right' ? end + 6 : start - 6;
  return (
    <g className="tl-dimension" aria-hidden>
      <path d={`M${start} ${d.y}H${end}M${start} ${d.y - 4}v8M${end} ${d.y - 4}v8`} />
      <text className="tl-halo" x={x} y={d.y + 4} textAnchor={d.side === 'middle' ? 'middle' : d.side === 'right' ? 'start' : 'end'}>{d.text}</text>
      <title>{`${d.duration.title}: ${d.duration.definition}`}</title>
    </g>
  );
});

export function markId(entryId: string): string {
  return `mark-${entryId}`;
}
