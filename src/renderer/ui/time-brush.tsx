import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { ordered, shifted, timeAt, xOf, type Span, type TimeScale } from './time-scale.ts';

type Drag = { kind: 'new'; startNs: bigint } | { kind: 'from' } | { kind: 'to' } | { kind: 'move'; startNs: bigint; span: Span };

/** Moves of less than this many px are a click. */
const CLICK_PX = 3;

/**
 * Chooses a span of a time scale: drag across to choose, drag an edge or the middle to change, click beside it or
 * press Escape to take all time; with `onPoint`, a click means a moment instead. Both edges are sliders for the keyboard (arrows, Shift for more, Home, End).
 */
export function TimeBrush({ scale, value, onChange, onPoint, label, formatTime }: {
  scale: TimeScale; value: Span | undefined; onChange: (span: Span | undefined) => void; onPoint?: ((ns: bigint) => void) | undefined; label: string; formatTime: (ns: bigint) => string;
}): ReactNode {
  const surface = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ drag: Drag; startX: number; span: Span | undefined }>();
  const shown = drag ? drag.span : value;

  function at(event: PointerEvent): { x: number; ns: bigint } {
    const x = event.clientX - surface.current!.getBoundingClientRect().left;
    return { x, ns: timeAt(scale, x) };
  }
  function begin(event: PointerEvent, make: (ns: bigint) => Drag): void {
    if (event.button !== 0) return;
    event.stopPropagation();
    surface.current!.setPointerCapture(event.pointerId);
    const { x, ns } = at(event);
    setDrag({ drag: make(ns), startX: x, span: value });
  }
  function move(event: PointerEvent): void {
    if (!drag) return;
    const { x, ns } = at(event);
    if (drag.drag.kind === 'new' && Math.abs(x - drag.startX) < CLICK_PX) return;
    setDrag({ ...drag, span: dragged(drag.drag, ns, value, scale) });
  }
  function finish(event: PointerEvent): void {
    if (!drag) return;
    const { x, ns } = at(event);
    const clicked = Math.abs(x - drag.startX) < CLICK_PX;
    setDrag(undefined);
    if (!clicked) onChange(drag.span);
    else if (onPoint) onPoint(ns);
    else if (drag.drag.kind === 'new') onChange(undefined);
  }
  function step(event: KeyboardEvent, edge: 'from' | 'to'): void {
    const now = value ?? { fromNs: scale.fromNs, toNs: scale.toNs };
    const next = stepped(event.key, event.shiftKey, edge, now, scale);
    if (next === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onChange(next);
  }

  const edges = shown ?? { fromNs: scale.fromNs, toNs: scale.toNs };
  const left = Math.max(0, Math.min(scale.widthPx, xOf(scale, edges.fromNs)));
  const right = Math.max(0, Math.min(scale.widthPx, xOf(scale, edges.toNs)));
  return (
    <div
      className="brush" ref={surface} role="group" aria-label={label}
      onPointerDown={(e) => begin(e, (startNs) => ({ kind: 'new', startNs }))}
      onPointerMove={move} onPointerUp={finish} onPointerCancel={() => setDrag(undefined)}
    >
      {shown && (
        <div
          className="brush-area" style={{ left, width: Math.max(2, right - left) }}
          onPointerDown={(e) => begin(e, (startNs) => (value ? { kind: 'move', startNs, span: value } : { kind: 'new', startNs }))}
        />
      )}
      {(['from', 'to'] as const).map((edge) => (
        <div
          key={edge} className={shown ? 'brush-handle' : 'brush-handle idle'} style={{ left: edge === 'from' ? left : right }}
          role="slider" tabIndex={0} aria-label={`${label}, ${edge === 'from' ? 'start' : 'end'}`} aria-orientation="horizontal"
          aria-valuemin={0} aria-valuemax={1000}
          aria-valuenow={Math.round(((edge === 'from' ? left : right) / Math.max(1, scale.widthPx)) * 1000)}
          aria-valuetext={formatTime(edge === 'from' ? edges.fromNs : edges.toNs)}
          onPointerDown={(e) => begin(e, () => ({ kind: edge }))}
          onKeyDown={(e) => step(e, edge)}
        />
      ))}
    </div>
  );
}

function dragged(drag: Drag, ns: bigint, value: Span | undefined, scale: TimeScale): Span {
  const whole = { fromNs: scale.fromNs, toNs: scale.toNs };
  const now = value ?? whole;
  if (drag.kind === 'new') return ordered(drag.startNs, ns);
  if (drag.kind === 'from') return ordered(ns, now.toNs);
  if (drag.kind === 'to') return ordered(now.fromNs, ns);
  return shifted(drag.span, ns - drag.startNs, whole);
}

/** Where a key moves an edge; `undefined` for keys that mean nothing here. */
export function stepped(key: string, large: boolean, edge: 'from' | 'to', now: Span, domain: Span): Span | undefined {
  const unit = (domain.toNs - domain.fromNs) / (large ? 10n : 100n);
  const by = { ArrowLeft: -unit, ArrowDown: -unit, ArrowRight: unit, ArrowUp: unit }[key];
  const old = edge === 'from' ? now.fromNs : now.toNs;
  let target: bigint;
  if (by !== undefined) target = old + by;
  else if (key === 'Home') target = edge === 'from' ? domain.fromNs : now.fromNs + 1n;
  else if (key === 'End') target = edge === 'from' ? now.toNs - 1n : domain.toNs;
  else return undefined;
  const low = edge === 'from' ? domain.fromNs : now.fromNs + 1n;
  const high = edge === 'from' ? now.toNs - 1n : domain.toNs;
  const held = target < low ? low : target > high ? high : target;
  return edge === 'from' ? { fromNs: held, toNs: now.toNs } : { fromNs: now.fromNs, toNs: held };
}
