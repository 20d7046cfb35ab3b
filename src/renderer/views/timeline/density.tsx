import { useEffect, useState, type ReactNode } from 'react';
import { xOf } from '../../../figures/timeline-layout.ts';
import { EMPTY_FILTER } from '../../../model/filter.ts';
import { SEVERITY_CLASSES } from '../../../model/severity.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import { stackedBars } from '../../ui/index.ts';
import { lengthOf, type Span } from './viewport.ts';

const BAR_PX = 5;
const MOST_PX = 1_000_000;
const ERROR_FROM = SEVERITY_CLASSES.indexOf('error');

/** How many records each moment has, errors apart: what the evidence was doing behind the entries. */
export function Density({ span, nsPerPx, widthPx, top, heightPx }: { span: Span; nsPerPx: number; widthPx: number; top: number; heightPx: number }): ReactNode {
  const asked = useSettled(span);
  const buckets = Math.max(10, Math.min(2000, Math.floor(widthPx / BAR_PX)));
  const histogram = useRead(api.histogram, { filter: EMPTY_FILTER, buckets, fromNs: asked.fromNs, toNs: asked.toNs }, { dependsOn: 'index', enabled: lengthOf(asked) > 0n && widthPx > 1 });
  const data = histogram.data;
  if (!data || data.stepNs === 0n) return null;
  const x = xOf(data.fromNs, span.fromNs, nsPerPx);
  const barsPx = (Number(data.stepNs) * data.buckets) / nsPerPx;
  // Zoomed far in, for the moment until the new span is counted: no picture holds bars as wide as that.
  if (barsPx > MOST_PX) return null;
  const [errors, others] = stackedBars(errorsAndOthers(data.counts, data.buckets), data.buckets, [0, 1], barsPx, heightPx - 8).paths;
  return (
    <g aria-hidden transform={`translate(${x} ${top + 4})`}>
      <path className="tl-density" d={others} />
      <path className="tl-density-errors" d={errors} />
    </g>
  );
}

/** Counts per bucket of two classes instead of all: errors and worse, then the rest. */
function errorsAndOthers(counts: Float64Array, buckets: number): Float64Array {
  const two = new Float64Array(2 * buckets);
  counts.forEach((count, i) => {
    const isError = Math.floor(i / buckets) >= ERROR_FROM;
    two[(i % buckets) + (isError ? 0 : buckets)]! += count;
  });
  return two;
}

/** The span once it has held still for a moment: panning asks nothing of the engine. */
export function useSettled(span: Span): Span {
  const [settled, setSettled] = useState(span);
  useEffect(() => {
    const timer = setTimeout(() => setSettled((before) => (before.fromNs === span.fromNs && before.toNs === span.toNs ? before : span)), 200);
    return () => clearTimeout(timer);
  }, [span]);
  return settled;
}
