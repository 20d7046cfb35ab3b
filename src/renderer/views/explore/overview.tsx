import { memo, useMemo, useRef, useState, useEffect, type ReactNode } from 'react';
import type { Filter } from '../../../model/filter.ts';
import type { Mark } from '../../../model/saved.ts';
import { SEVERITY_CLASSES } from '../../../model/severity.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import { overviewRuns } from './overview-runs.ts';

const STRIPE_PX = 3;
/** Marks that are shown: more than a strip of so many stripes could. */
const MOST_MARKS = 1000;

/**
 * The whole list beside its scrollbar, from the first row to the last: the worst severity of each stretch, and marks.
 * For the pointer; keys have `e`, `w`, `[` and `]`, and the list of marks.
 */
export const Overview = memo(function Overview({ filter, marks, onGo }: { filter: Filter; marks: readonly Mark[]; onGo: (row: number) => void }): ReactNode {
  const strip = useRef<HTMLDivElement>(null);
  const [heightPx, setHeightPx] = useState(0);
  useEffect(() => {
    const element = strip.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setHeightPx(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const buckets = Math.max(1, Math.min(2000, Math.floor(heightPx / STRIPE_PX)));
  const events = useMemo(() => marks.slice(0, MOST_MARKS).map(({ sha256, offsetBytes }) => ({ sha256, offsetBytes })), [marks]);
  const data = useRead(api.overviewEvents, { filter, buckets, events }, { dependsOn: 'index', enabled: heightPx > 0 }).data;
  const runs = useMemo(() => (data ? overviewRuns(data.worst, data.share) : []), [data]);
  const stripePx = data ? heightPx / data.worst.length : 0;
  return (
    <div
      ref={strip} className="overview" aria-hidden
      onPointerDown={(e) => {
        const box = e.currentTarget.getBoundingClientRect();
        if (data && e.button === 0) onGo(Math.min(data.total - 1, Math.floor(((e.clientY - box.top) / box.height) * data.total)));
      }}
    >
      {data && (
        <svg width={12} height={heightPx}>
          {runs.map((r) => <rect key={r.from} x={1} width={r.widthPx} y={r.from * stripePx} height={Math.max(1, (r.to - r.from) * stripePx - (stripePx > 2 ? 1 : 0))} className={`bars-${SEVERITY_CLASSES[r.cls]}`} />)}
          {data.rows.map((row) => <rect key={row} x={0.5} width={10} y={((row + 0.5) / data.total) * heightPx - 2.5} height={5} className="overview-mark" />)}
        </svg>
      )}
    </div>
  );
});
