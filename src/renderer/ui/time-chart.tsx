import { memo, type ReactNode } from 'react';
import { timeTicks } from '../../base/time-ticks.ts';
import type { Severity } from './icons.tsx';
import { countTicks, stackedBars } from './stacked-bars.ts';
import { xOf, type TimeScale } from './time-scale.ts';

/** Counts per bucket and class, `counts[class * buckets + bucket]`; `classes` names each class of the array. */
export interface Density {
  readonly fromNs: bigint;
  readonly stepNs: bigint;
  readonly buckets: number;
  readonly counts: Float64Array;
}

const CLASSES: readonly Severity[] = ['unset', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** The heights of severities in a stack, from the bottom. */
const STACK_ORDER: readonly Severity[] = ['unset', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const ORDER = STACK_ORDER.map((s) => CLASSES.indexOf(s));

/** Stacked bars of a density on a scale, as high as `heightPx`, from the top of their group. Answers with the highest count. */
export const DensityBars = memo(({ density, scale, heightPx }: { density: Density; scale: TimeScale; heightPx: number }): ReactNode => {
  if (density.stepNs <= 0n) return null;
  const toNs = density.fromNs + density.stepNs * BigInt(density.buckets);
  const x = xOf(scale, density.fromNs);
  const width = xOf(scale, toNs) - x;
  const { paths } = stackedBars(density.counts, density.buckets, ORDER, width, heightPx);
  return <g transform={`translate(${x} 0)`}>{paths.map((d, i) => d !== '' && <path key={STACK_ORDER[i]} d={d} className={`bars-${STACK_ORDER[i]}`} shapeRendering="crispEdges" />)}</g>;
});

/** The highest bucket of a density. */
export function highestCount(density: Density): number {
  return stackedBars(density.counts, density.buckets, ORDER, 1, 1).highest;
}

/** Lines at round counts behind bars that are `heightPx` high at `highest`, their numbers in the margin at the right. */
export function CountAxis({ highest, widthPx, heightPx }: { highest: number; widthPx: number; heightPx: number }): ReactNode {
  return countTicks(highest, heightPx, 3).map((t) => (
    <g key={t.count}>
      <line x1={0} x2={widthPx} y1={t.y + 0.5} y2={t.y + 0.5} className="axis-grid" />
      <text x={widthPx + 6} y={t.y + 4} className="axis">{t.label}</text>
    </g>
  ));
}

/** Ticks and labels of a scale, the line at `y`, labels below. */
export const TimeAxis = memo(({ scale, zone, y, labelEveryPx = 96, labelsAbove }: { scale: TimeScale; zone: string; y: number; labelEveryPx?: number; labelsAbove?: boolean }): ReactNode => {
  if (scale.widthPx <= 0 || scale.toNs <= scale.fromNs) return null;
  const ticks = timeTicks(scale.fromNs, scale.toNs, scale.widthPx / labelEveryPx, zone);
  return (
    <g>
      <line x1={0} x2={scale.widthPx} y1={y + 0.5} y2={y + 0.5} className="axis-tick" />
      {ticks.map((t) => {
        const x = xOf(scale, t.ns);
        return (
          <g key={t.ns.toString()}>
            <line x1={x} x2={x} y1={y} y2={y + (labelsAbove ? -1 : 1) * (t.major ? 5 : 3)} className="axis-tick" />
            {t.major && <text x={Math.min(x + 3, scale.widthPx - 40)} y={labelsAbove ? y - 7 : y + 13} className="axis">{t.label}</text>}
          </g>
        );
      })}
    </g>
  );
});
