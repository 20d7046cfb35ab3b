import { useEffect, useState, type ReactNode } from 'react';
import { xOf } from '../../../figures/timeline-layout.ts';
import { EMPTY_FILTER } from '../../../model/filter.ts';
import { SEVERITY_CLASSES } from '../../../model/severity.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import { lengthOf, type Span } from './viewport.ts';

const BAR_PX = 5;
const ERROR_FROM = SEVERITY_CLASSES.indexOf('error');

/** How many records each moment has, errors apart: what the evidence was doing behind the entries. */
export function Density({ span, nsPerPx, widthPx, top, heightPx }: { span: Span; nsPerPx: number; widthPx: number; top: number; heightPx: number }): ReactNode {
  const asked = useSettled(span);
  const buckets = Math.max(10, Math.min(2000, Math.floor(widthPx / BAR_PX)));
  const histogram = useRead(api.histogram, { filter: EMPTY_FILTER, buckets, fromNs: asked.fromNs, toNs: asked.toNs }, { dependsOn: 'index', enabled: lengthOf(asked) > 0n && widthPx > 1 });
  const data = histogram.data;
  if (!data || data.stepNs === 0n) return null;
  const totals: number[] = [];
  const errors: number[] = [];
  for (let bucket = 0; bucket < data.buckets; bucket++) {
    let total = 0;
    let bad = 0;
    for (let level = 0; level < SEVERITY_CLASSES.length; level++) {
      const count = data.counts[level * data.buckets + bucket] ?? 0;
      total += count;
      if (level >= ERROR_FROM) bad += count;
    }
    totals.push(total);
    errors.push(bad);
  }
  const most = Math.max(1, ...totals);
  const bottom = top + heightPx - 4;
  // One px at least for what there is: nothing must look like nothing.
  const height = (count: number): number => (count === 0 ? 0 : Math.max(1, (count / most) * (heightPx - 8)));
  const barWidth = Number(data.stepNs) / nsPerPx;
  const path = (counts: readonly number[], below: readonly number[]): string => counts.map((count, i) => {
    if (count === 0) return '';
    const x = xOf(data.fromNs + data.stepNs * BigInt(i), span.fromNs, nsPerPx);
    if (x + barWidth < 0 || x > widthPx) return '';
    return `M${x.toFixed(1)} ${(bottom - height(below[i] ?? 0)).toFixed(1)}h${Math.max(0.5, barWidth - 1).toFixed(1)}v${(-height(count)).toFixed(1)}h${(-Math.max(0.5, barWidth - 1)).toFixed(1)}z`;
  }).join('');
  return (
    <g aria-hidden>
      <path className="tl-density" d={path(totals.map((total, i) => total - errors[i]!), errors)} />
      <path className="tl-density-errors" d={path(errors, [])} />
    </g>
  );
}

/** The span once it has held still for a moment: panning asks nothing of the engine. */
function useSettled(span: Span): Span {
  const [settled, setSettled] = useState(span);
  useEffect(() => {
    const timer = setTimeout(() => setSettled((before) => (before.fromNs === span.fromNs && before.toNs === span.toNs ? before : span)), 200);
    return () => clearTimeout(timer);
  }, [span]);
  return settled;
}
