import { useMemo, type ReactNode } from 'react';
import { formatDuration } from '../../../base/time.ts';
import { plural, visibleText } from '../../../base/text.ts';
import { placeInRows, type Row } from '../../../figures/row-packing.ts';
import { textWidthPx } from '../../../figures/text-metrics.ts';
import { xOf } from '../../../figures/timeline-layout.ts';
import { PlainButton } from '../../ui/index.ts';
import { gapDetails, keyOf, type Gap } from './gaps.ts';
import type { Span } from './viewport.ts';

const ROW_PX = 22;
const MOST_ROWS = 3;
const FONT_PX = 11;
const LEAST_PX = 6;

interface Placed { readonly gap: Gap; readonly row: number; readonly left: number; readonly right: number; readonly label: string }

/**
 * Sources that fell silent, below the lanes: one hatched button each, the longest first in the room there is. Under the
 * pointer or the focus it reaches up behind all lanes; pressed, the lanes show that time.
 */
export function GapStrip({ gaps, span, nsPerPx, widthPx, zone, onSpan }: {
  gaps: readonly Gap[]; span: Span; nsPerPx: number; widthPx: number; zone: string; onSpan: (span: Span) => void;
}): ReactNode {
  const placed = useMemo(() => place(gaps, span, nsPerPx, widthPx), [gaps, span, nsPerPx, widthPx]);
  if (placed.shown.length === 0) return null;
  const rows = Math.max(...placed.shown.map((p) => p.row)) + 1;
  return (
    <div className="tl-gaps" style={{ height: rows * ROW_PX + 6 }}>
      <div className="tl-head"><div className="tl-lane-name"><b>Gaps</b>{rows > 1 && <span className="t3 micro">{placed.left > 0 ? `${placed.left} more in the list` : 'silent sources'}</span>}</div></div>
      <ul aria-label={`${plural(placed.shown.length, 'source')} fell silent`}>
        {placed.shown.map(({ gap, row, left, right, label }) => (
          <li key={keyOf(gap)} style={{ top: row * ROW_PX + 3, left }}>
            <PlainButton className="tl-gap" style={{ width: right - left }} label={gapDetails(gap, zone)} onPress={() => onSpan(around(gap))}>
              <i className="tl-gap-band" />
              <span title={gapDetails(gap, zone)}>{label}</span>
            </PlainButton>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The same behind the lanes, faint: nothing is where nothing was recorded. */
export function GapBands({ gaps, span, nsPerPx, widthPx, heightPx }: { gaps: readonly Gap[]; span: Span; nsPerPx: number; widthPx: number; heightPx: number }): ReactNode {
  return (
    <g aria-hidden>
      <pattern id="tl-hatch" width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path className="tl-hatch" d="M0 0V6" /></pattern>
      {gaps.map((gap) => {
        const left = Math.max(-2, xOf(gap.fromNs, span.fromNs, nsPerPx));
        const right = Math.min(widthPx + 2, xOf(gap.toNs, span.fromNs, nsPerPx));
        return right - left < 1 ? null : <rect key={keyOf(gap)} className="tl-band-gap" fill="url(#tl-hatch)" x={left} y={0} width={right - left} height={heightPx} />;
      })}
    </g>
  );
}

function place(gaps: readonly Gap[], span: Span, nsPerPx: number, widthPx: number): { readonly shown: readonly Placed[]; readonly left: number } {
  const rows: Row[] = [];
  const inView = gaps.filter((gap) => gap.toNs > span.fromNs && gap.fromNs < span.toNs).sort((a, b) => (a.toNs - a.fromNs > b.toNs - b.fromNs ? -1 : 1));
  const shown = inView.flatMap((gap): Placed[] => {
    const left = Math.max(0, xOf(gap.fromNs, span.fromNs, nsPerPx));
    const right = Math.min(widthPx, Math.max(left + LEAST_PX, xOf(gap.toNs, span.fromNs, nsPerPx)));
    const label = `${visibleText(gap.source)}, ${formatDuration(gap.toNs - gap.fromNs)}`;
    const labelPx = textWidthPx(label, FONT_PX) + 8;
    const found = placeInRows(rows, [{ left, right: Math.max(right, Math.min(widthPx, left + labelPx)) }], 8, MOST_ROWS);
    return found ? [{ gap, row: found.row, left, right, label }] : [];
  });
  // In time order, as the keyboard goes through them.
  return { shown: shown.sort((a, b) => a.left - b.left), left: inView.length - shown.length };
}

/** The gap with as much on either side. */
function around({ fromNs, toNs }: Gap): Span {
  return { fromNs: fromNs - (toNs - fromNs), toNs: toNs + (toNs - fromNs) };
}
