import { memo, useMemo, type ReactNode } from 'react';
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
export const Density = memo(({ asked, span, nsPerPx, widthPx, top, heightPx }: {
  /** The span in view once it has held still: panning asks nothing of the engine. */
  asked: Span; span: Span; nsPerPx: number; widthPx: number; top: number; heightPx: number;
}): ReactNode => {
  const buckets = Math.max(10, Math.min(2000, Math.floor(widthPx / BAR_PX)));
  const histogram = useRead(api.histogram, { filter: EMPTY_FILTER, buckets, fromNs: asked.fromNs, toNs: asked.toNs }, { dependsOn: 'index', enabled: lengthOf(asked) > 0n && widthPx > 1 });
  const data = histogram.data;
  const barsPx = data ? (Number(data.stepNs) * data.buckets) / nsPerPx : 0;
  // Zoomed far in, for the moment until the new span is counted: no picture holds bars as wide as that.
  const paths = useMemo(() => (data && barsPx > 0 && barsPx <= MOST_PX ? stackedBars(errorsAndOthers(data.counts, data.buckets), data.buckets, [0, 1], barsPx, heightPx - 8).paths : undefined), [data, barsPx, heightPx]);
  if (!data || !paths) return null;
  return (
    <g aria-hidden transform={`translate(${xOf(data.fromNs, span.fromNs, nsPerPx)} ${top + 4})`}>
      <path className="tl-density" d={paths[1]} />
      <path className="tl-density-errors" d={paths[0]} />
    </g>
  );
});

/** Counts per bucket of two classes instead of all: errors and worse, then the rest. */
function errorsAndOthers(counts: Float64Array, buckets: number): Float64Array {
  const two = new Float64Array(2 * buckets);
  counts.forEach((count, i) => {
    const isError = Math.floor(i / buckets) >= ERROR_FROM;
    two[(i % buckets) + (isError ? 0 : buckets)]! += count;
  });
  return two;
}
