import { memo, useCallback, useEffect, useMemo, useRef, useState, type PointerEvent, type ReactNode, type RefObject } from 'react';
import { visibleText } from '../../../base/text.ts';
import { formatDayMonth, timeTicks } from '../../../base/time-ticks.ts';
import type { Extent } from '../../../figures/row-packing.ts';
import { layoutTimeline, xOf, type LaneLayout, type Mark, type TimelineLayout } from '../../../figures/timeline-layout.ts';
import type { FoldedTimeline, Repeat } from '../../../model/timeline-folds.ts';
import type { Lane, TimelineEntry } from '../../../model/timeline.ts';
import type { LaneState } from '../../state/case-ui.ts';
import { useClockOf } from '../../rpc/use-clocks.ts';
import { Density } from './density.tsx';
import { DeltaLine, type MarkPlace } from './delta-line.tsx';
import { flagAtEdge, roomLeft } from './edge-labels.ts';
import { GapBands, GapStrip } from './gap-strip.tsx';
import type { Gap } from './gaps.ts';
import { LaneHead } from './lane-heads.tsx';
import { lanesInOrder } from './lane-state.ts';
import { DimensionShape, FlagPole, FlagShape, FoldShape, markId, MarkShape } from './marks.tsx';
import { Minimap } from './minimap.tsx';
import { OrderBracket } from './order-brackets.tsx';
import { orderRuns, runText } from './order-runs.ts';
import { takeOf, type Selection, type Take } from './selection.ts';
import { useSize } from '../../ui/index.ts';
import { idsOf, isTaken, placeOf } from './units.ts';
import { useRest, useSpan, type Viewport } from './use-viewport.ts';
import { handStep, lengthOf, shift, snap, zoomAt, type Span } from './viewport.ts';
import { betweenText, clockText, remarkText, spokenEntry, zoneText } from './words.ts';

const DENSITY_PX = 44;
const WHEEL_ZOOM = 1.0015;
/** What is drawn above and below the window. */
const NEAR_PX = 160;
/** Half the height of a mark, selected. */
const MARK_PX = 13;
const NOTHING: FoldedTimeline = { entries: [], repeats: new Map() };

export interface LanesProps {
  readonly entries: readonly TimelineEntry[];
  /** The same with runs of repeats as one. */
  readonly folded: FoldedTimeline;
  readonly viewport: Viewport;
  readonly wholeSpan: Span;
  readonly zone: string;
  readonly selection: Selection;
  readonly laneState: LaneState;
  readonly gaps: readonly Gap[];
  /** Comments open on entries, by id. */
  readonly comments: ReadonlyMap<string, number>;
  readonly onLanes: (state: LaneState) => void;
  readonly onOnlyLane: (lane: Lane) => void;
  readonly onSelect: (id: string | undefined, take: Take) => void;
  /** Entries inside a band drawn with Shift or Ctrl held; with Ctrl they join those selected. */
  readonly onBand: (ids: readonly string[], add: boolean) => void;
  readonly onEdit: (id: string) => void;
  readonly onMove: (entry: TimelineEntry, startNs: bigint) => void;
  readonly onNew: (ns: bigint) => void;
  readonly onUnfold: (entries: readonly TimelineEntry[]) => void;
  readonly onUnfoldRepeat: (repeat: Repeat) => void;
  /** Where the pointer is in time, for keys that act there; undefined when it is elsewhere. */
  readonly onPointerTime: (ns: bigint | undefined) => void;
  readonly plotRef: RefObject<HTMLDivElement | null>;
}

type Drag =
  /** `press`: what happens if the pointer is let go where it went down. */
  | { readonly kind: 'pan'; readonly startX: number; readonly from: Span; readonly press: () => void; moved: boolean }
  | { readonly kind: 'move'; readonly startX: number; readonly entry: TimelineEntry; readonly take: Take; moved: boolean }
  | { readonly kind: 'band'; readonly startX: number; readonly startY: number; readonly add: boolean; moved: boolean };

/** The lanes: the same layout as the printed figure, with hands on it. The list is its twin for readers without sight. */
export const Lanes = memo((props: LanesProps): ReactNode => {
  const { entries, folded, viewport, zone, selection, laneState, comments, plotRef } = props;
  const span = useSpan(viewport);
  const rest = useRest(viewport);
  const selectedId = selection.lead;
  const size = useSize(plotRef);
  const widthPx = Math.max(1, size.widthPx);
  const nsPerPx = Number(lengthOf(span)) / widthPx;
  const originNs = entries[0]?.time.startNs ?? span.fromNs;
  const remarkOf = useCallback((entry: TimelineEntry): string => remarkText(idsOf(entry, folded.repeats).reduce((sum, id) => sum + (comments.get(id) ?? 0), 0)), [comments, folded]);
  const layout = useMemo(() => layoutTimeline({
    ...(size.widthPx === 0 ? NOTHING : folded), fromNs: originNs, nsPerPx, zone, lanes: lanesInOrder(laneState), lanesAsGiven: true, folded: laneState.folded, milestones: true, rowPx: 26, fontPx: 12.5, times: false, maxRows: 8, maxLabelPx: 280, showText: visibleText, remarkOf,
  }), [folded, size.widthPx, originNs, nsPerPx, zone, laneState, remarkOf]);
  const roomOf = useMemo(() => new Map(layout.lanes.flatMap((lane) => [...roomLeft(lane.marks)])), [layout]);
  const flagRoomOf = useMemo(() => roomLeft(layout.milestones?.flags ?? []), [layout]);
  // Zones are slow to ask: once for each entry, not once for each frame of a pan.
  const spoken = useMemo(() => new Map(folded.entries.map((e) => [e.id, spokenEntry(e, zone, idsOf(e, folded.repeats).reduce((sum, id) => sum + (comments.get(id) ?? 0), 0), folded.repeats.has(e.id))])), [folded, zone, comments]);
  const clockOf = useClockOf();
  // Pinned lanes stand first; they and the milestones above them stay while the others scroll.
  const stickyCount = layout.lanes.filter((lane) => laneState.pinned.has(lane.lane)).length;
  const stickyPx = stickyCount === 0 ? 0 : layout.lanes[stickyCount - 1]!.y + layout.lanes[stickyCount - 1]!.heightPx;
  const runs = useMemo(() => orderRuns(entries, clockOf).map((run) => ({ run, key: run[0]!.id, ids: new Set(run.map((e) => e.id)), text: runText(run, clockOf) })), [entries, clockOf]);
  const brackets = useMemo(() => {
    const within = (lanes: readonly LaneLayout[]): Bracket[] => {
      const markOf = new Map(lanes.flatMap((lane) => lane.marks.flatMap((mark) => idsOf(mark.entry, folded.repeats).map((id) => [id, mark] as const))));
      return runs.map((r) => ({ ...r, marks: [...new Set(r.run.flatMap((e) => markOf.get(e.id) ?? []))] })).filter((r) => r.marks.length > 1);
    };
    return { sticky: within(layout.lanes.slice(0, stickyCount)), others: within(layout.lanes.slice(stickyCount)) };
  }, [runs, folded, layout, stickyCount]);
  const bodyRef = useRef<HTMLDivElement>(null);
  const stickyRef = useRef<SVGGElement>(null);
  const bodyPx = useSize(bodyRef).heightPx;
  /** How far the lanes are scrolled, in steps: what is near the window is drawn too. */
  const [scrolledPx, setScrolledPx] = useState(0);
  const onScroll = useCallback((): void => {
    const top = bodyRef.current?.scrollTop ?? 0;
    stickyRef.current?.setAttribute('transform', `translate(0 ${top})`);
    setScrolledPx(top - (top % NEAR_PX));
  }, []);
  useEffect(onScroll, [onScroll, stickyCount]);
  const originX = xOf(originNs, span.fromNs, nsPerPx);
  const [dragged, setDragged] = useState<{ entry: TimelineEntry; ns: bigint }>();
  const [band, setBand] = useState<Band>();
  const drag = useRef<Drag>(undefined);
  /** A double click on a run unfolds it: what its second press meets is not what was meant. */
  const unfoldedAt = useRef(-Infinity);
  const latest = useRef(props);
  useEffect(() => { latest.current = props; });

  const nsAt = (clientX: number): bigint => {
    const box = plotRef.current!.getBoundingClientRect();
    return span.fromNs + BigInt(Math.round((clientX - box.left) * nsPerPx));
  };

  useEffect(() => {
    const plot = plotRef.current;
    if (!plot) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const now = latest.current.viewport.now();
      const box = plot.getBoundingClientRect();
      const perPx = Number(lengthOf(now)) / box.width;
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? event.deltaX : event.deltaY)) {
        latest.current.viewport.show(shift(now, BigInt(Math.round(sideways * perPx))));
        return;
      }
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
      const anchor = now.fromNs + BigInt(Math.round((event.clientX - box.left) * perPx));
      latest.current.viewport.show(zoomAt(now, WHEEL_ZOOM ** (event.deltaY * lines), anchor));
    };
    plot.addEventListener('wheel', onWheel, { passive: false });
    return () => plot.removeEventListener('wheel', onWheel);
  }, [plotRef]);

  const inHand = folded.entries[placeOf(folded, selectedId)]?.id;
  useEffect(() => {
    const body = bodyRef.current;
    const y = layout.lanes.slice(stickyCount).flatMap((lane) => lane.marks).find((mark) => mark.entry.id === inHand)?.y;
    if (!body || y === undefined) return undefined;
    // In the frame, which lays out the page anyway, and not in the task of the key.
    const frame = requestAnimationFrame(() => {
      const top = body.scrollTop;
      body.scrollTop = Math.max(y + MARK_PX - body.clientHeight, Math.min(top, y - MARK_PX - stickyPx));
    });
    return () => cancelAnimationFrame(frame);
    // Only when another entry is taken in hand: whoever scrolls away from it means to.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [inHand]);

  const idAt = (target: EventTarget | null, attribute: string): string | undefined =>
    (target instanceof Element ? target.closest(`[${attribute}]`)?.getAttribute(attribute) ?? undefined : undefined);
  const entryAt = (target: EventTarget | null): TimelineEntry | undefined => {
    const id = idAt(target, 'data-entry');
    return entries.find((e) => e.id === id);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    const entry = entryAt(event.target);
    const repeat = folded.repeats.get(idAt(event.target, 'data-entry') ?? '');
    const flagged = idAt(event.target, 'data-flag');
    const foldedAt = idAt(event.target, 'data-fold');
    const fold = layout.lanes.flatMap((lane) => lane.folds).find((f) => f.entries[0]!.id === foldedAt);
    // From here on every event comes to the plot, wherever the pointer goes: what it went down on is known now or never.
    event.currentTarget.setPointerCapture(event.pointerId);
    const take = takeOf(event);
    drag.current = entry
      ? { kind: 'move', startX: event.clientX, entry, take, moved: false }
      : take !== 'only' && flagged === undefined && !fold && !repeat
        ? { kind: 'band', startX: event.clientX, startY: event.clientY, add: take === 'toggle', moved: false }
        : { kind: 'pan', startX: event.clientX, from: span, moved: false, press: () => {
            if (fold) props.onUnfold(fold.entries);
            else if (repeat && take === 'only') {
              unfoldedAt.current = event.timeStamp;
              props.onUnfoldRepeat(repeat);
            } else props.onSelect(repeat?.id ?? flagged, take);
          } };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    props.onPointerTime(nsAt(event.clientX));
    const now = drag.current;
    if (!now) return;
    const by = event.clientX - now.startX;
    if (!now.moved && Math.abs(by) < 4 && (now.kind !== 'band' || Math.abs(event.clientY - now.startY) < 4)) return;
    now.moved = true;
    if (now.kind === 'band') {
      const box = plotRef.current!.getBoundingClientRect();
      const [x1, x2] = [now.startX - box.left, event.clientX - box.left];
      const [y1, y2] = [now.startY - box.top, event.clientY - box.top];
      setBand({ left: Math.min(x1, x2), right: Math.max(x1, x2), top: Math.min(y1, y2), bottom: Math.max(y1, y2) });
    } else if (now.kind === 'pan') viewport.show(shift(now.from, BigInt(Math.round(-by * nsPerPx))));
    else setDragged({ entry: now.entry, ns: snap(now.entry.time.startNs + BigInt(Math.round(by * nsPerPx)), handStep(nsPerPx)) });
  };
  const onPointerUp = (): void => {
    const now = drag.current;
    drag.current = undefined;
    setDragged(undefined);
    setBand(undefined);
    if (!now) return;
    if (now.kind === 'band') {
      if (band) props.onBand(insideBand(layout, band, originX, stickyCount, bodyRef.current?.scrollTop ?? 0, folded), now.add);
    } else if (!now.moved) {
      if (now.kind === 'move') props.onSelect(now.entry.id, now.take);
      else now.press();
    } else if (now.kind === 'move' && dragged && dragged.ns !== now.entry.time.startNs) props.onMove(now.entry, dragged.ns);
  };

  /** Pinned lanes are always on screen, the others where they are scrolled to. */
  const inView = (item: { readonly y: number; readonly extent: Extent }, lane: LaneLayout): boolean =>
    item.extent.right + originX > -20 && item.extent.left + originX < widthPx + 20
    && (lane.y < stickyPx || (item.y > scrolledPx - NEAR_PX && item.y < scrolledPx + bodyPx + 2 * NEAR_PX));
  const isDrawn = layout.lanes.some((lane) => lane.marks.some((m) => m.entry.id === inHand && inView(m, lane)));
  const heightPx = layout.heightPx + DENSITY_PX;
  /** Where the mark of an entry or a run stands on screen. */
  const markPlace = (id: string): MarkPlace | undefined => {
    const lane = layout.lanes.findIndex((l) => l.marks.some((m) => m.entry.id === id));
    const mark = layout.lanes[lane]?.marks.find((m) => m.entry.id === id);
    return mark && { x: mark.startX + originX, y: mark.y + (lane < stickyCount ? bodyRef.current?.scrollTop ?? 0 : 0) };
  };
  const deltaTo = (id: string): string | undefined => {
    const [from, to] = [inHand, id].map((one) => folded.entries.find((e) => e.id === one));
    return from && to && betweenText(from, to, clockOf);
  };
  const selected = entries.find((e) => e.id === selectedId);
  const rules = [...(layout.milestones ? [layout.milestones.heightPx] : []), ...layout.lanes.map((l) => l.y + l.heightPx), heightPx];
  /** Marks of some lanes, with the milestones above them or without. */
  const layer = (lanes: readonly LaneLayout[], withMilestones: boolean, withSticky: boolean): ReactNode => (
    <>
      {withMilestones && layout.milestones?.dimensions.map((d) => <DimensionShape key={d.duration.id} dimension={d} originX={originX} widthPx={widthPx} />)}
      {withMilestones && layout.milestones?.flags.map((flag) => <FlagShape key={flag.entry.id} flag={flagAtEdge(flag, originX, widthPx, flagRoomOf.get(flag.entry.id)!)} originX={originX} />)}
      {(withSticky ? brackets.sticky : brackets.others).map((run) => (
        <OrderBracket key={run.key} marks={run.marks} text={run.text} originX={originX} widthPx={widthPx} heightPx={heightPx} isSelected={!dragged && selectedId !== undefined && run.ids.has(selectedId)} />
      ))}
      {lanes.flatMap((lane) => lane.folds.filter((fold) => inView(fold, lane)).map((fold) => <FoldShape key={fold.entries[0]!.id} fold={fold} originX={originX} isSelected={fold.entries.some((e) => selection.ids.has(e.id))} />))}
      {lanes.flatMap((lane) => lane.marks.filter((mark) => inView(mark, lane)).map((mark) => (
        <MarkShape
          key={mark.entry.id} mark={mark} widthPx={widthPx} isSelected={isTaken(mark.entry, folded.repeats, selection)} label={spoken.get(mark.entry.id)!} roomLeftPx={roomOf.get(mark.entry.id)!}
          originX={dragged && (dragged.entry.id === mark.entry.id || (selection.ids.has(dragged.entry.id) && isTaken(mark.entry, folded.repeats, selection)))
            ? originX + xOf(dragged.ns, dragged.entry.time.startNs, nsPerPx) : originX}
        />
      )))}
    </>
  );
  return (
    <>
      <div className="tl-axis">
        <div className="tl-head t2 micro"><span className="ell">{`${zoneText(span.fromNs, zone)}, ${formatDayMonth(span.fromNs, zone, true)}`}</span></div>
        <Axis span={span} zone={zone} nsPerPx={nsPerPx} widthPx={widthPx} plotRef={plotRef} held={dragged?.ns} pin={selected?.time.startNs} />
      </div>
      <div className="tl-middle">
      <div className="tl-body scroll" ref={bodyRef} onScroll={onScroll}>
        <div className="tl-heads" style={{ minHeight: heightPx }}>
          {layout.milestones && (
            <div className={stickyCount > 0 ? 'tl-lane-head pinned' : 'tl-lane-head'} style={{ height: layout.milestones.heightPx, top: 0 }}><div className="tl-lane-name"><b>Milestones</b><span className="t3 micro">from impact start</span></div></div>
          )}
          {layout.lanes.map((lane, i) => <LaneHead key={lane.lane} lane={lane.lane} count={lane.count} heightPx={lane.heightPx} state={laneState} stickyTop={i < stickyCount ? lane.y : undefined} onLanes={props.onLanes} onOnly={props.onOnlyLane} />)}
          <div className="tl-lane-head" style={{ height: DENSITY_PX }}><div className="tl-lane-name"><b>Records</b><span className="t3 micro">all evidence</span></div></div>
        </div>
        <div
          className="tl-plot focus-inside" ref={plotRef} style={{ minHeight: heightPx }} role="listbox" tabIndex={0} aria-label="Lanes of the timeline" aria-multiselectable data-dragging={dragged ? 'move' : undefined}
          {...(inHand !== undefined && isDrawn ? { 'aria-activedescendant': markId(inHand) } : {})}
          onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={onPointerUp}
          onPointerLeave={() => props.onPointerTime(undefined)}
          onPointerCancel={() => { drag.current = undefined; setDragged(undefined); setBand(undefined); }}
          onDoubleClick={(event) => {
            if (event.timeStamp - unfoldedAt.current < 700) return;
            const entry = entryAt(document.elementFromPoint(event.clientX, event.clientY));
            if (entry) props.onEdit(entry.id);
            else props.onNew(snap(nsAt(event.clientX), handStep(nsPerPx)));
          }}
        >
          <svg className="tl-svg" width={widthPx} height={heightPx} role="presentation">
            <Grid span={span} zone={zone} nsPerPx={nsPerPx} widthPx={widthPx} heightPx={heightPx} />
            {rules.map((y) => <path key={y} className="tl-rule" d={`M0 ${y - 0.5}H${widthPx}`} />)}
            <GapBands gaps={props.gaps} span={span} nsPerPx={nsPerPx} widthPx={widthPx} heightPx={heightPx} />
            <Density asked={rest} span={span} nsPerPx={nsPerPx} widthPx={widthPx} top={layout.heightPx} heightPx={DENSITY_PX} />
            {layout.milestones?.flags.map((flag) => <FlagPole key={flag.entry.id} flag={flag} originX={originX} bottom={heightPx} />)}
            <Cursor plotRef={plotRef} heightPx={heightPx} held={dragged && xOf(dragged.ns, span.fromNs, nsPerPx)} pin={selected && xOf(selected.time.startNs, span.fromNs, nsPerPx)} />
            {layer(layout.lanes.slice(stickyCount), stickyCount === 0, false)}
            {stickyCount > 0 && (
              <g ref={stickyRef}>
                <rect className="tl-sticky" x={0} y={0} width={widthPx} height={stickyPx} />
                <Grid span={span} zone={zone} nsPerPx={nsPerPx} widthPx={widthPx} heightPx={stickyPx} />
                {layout.milestones?.flags.map((flag) => <FlagPole key={flag.entry.id} flag={flag} originX={originX} bottom={stickyPx} />)}
                {rules.filter((y) => y < stickyPx).map((y) => <path key={y} className="tl-rule" d={`M0 ${y - 0.5}H${widthPx}`} />)}
                {layer(layout.lanes.slice(0, stickyCount), true, true)}
                <path className="tl-sticky-edge" d={`M0 ${stickyPx - 0.5}H${widthPx}`} />
              </g>
            )}
            <DeltaLine plotRef={plotRef} inHand={inHand} placeOf={markPlace} textOf={deltaTo} widthPx={widthPx} />
            {band && <rect className="tl-band" x={band.left} y={band.top} width={band.right - band.left} height={band.bottom - band.top} />}
          </svg>
        </div>
      </div>
      <GapStrip gaps={props.gaps} span={span} nsPerPx={nsPerPx} widthPx={widthPx} zone={zone} onSpan={viewport.show} />
      </div>
      <Minimap entries={entries} span={span} wholeSpan={props.wholeSpan} zone={zone} onSpan={viewport.show} />
    </>
  );
});

interface Bracket { readonly key: string; readonly ids: ReadonlySet<string>; readonly text: string; readonly marks: readonly Mark[] }

/** A rectangle over the plot, in px of it. */
interface Band { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }

/** Entries whose mark or label a band touches; those folded together come with their fold. */
function insideBand(layout: TimelineLayout, band: Band, originX: number, stickyCount: number, scrolledPx: number, { repeats }: FoldedTimeline): string[] {
  const touches = (downPx: number) => (item: { readonly y: number; readonly extent: { readonly left: number; readonly right: number } }): boolean =>
    item.extent.right + originX >= band.left && item.extent.left + originX <= band.right && item.y + downPx + 9 >= band.top && item.y + downPx - 9 <= band.bottom;
  return layout.lanes.flatMap((lane, i) => [
    ...lane.marks.filter(touches(i < stickyCount ? scrolledPx : 0)).flatMap((mark) => idsOf(mark.entry, repeats)),
    ...lane.folds.filter(touches(i < stickyCount ? scrolledPx : 0)).flatMap((fold) => fold.entries.map((entry) => entry.id)),
  ]);
}

interface AxisProps { readonly span: Span; readonly zone: string; readonly nsPerPx: number; readonly widthPx: number }

function ticksOf({ span, zone, widthPx }: AxisProps): ReturnType<typeof timeTicks> {
  return timeTicks(span.fromNs, span.toNs, Math.max(2, Math.floor(widthPx / 84)), zone);
}

function Axis(props: AxisProps & { plotRef: RefObject<HTMLDivElement | null>; held: bigint | undefined; pin: bigint | undefined }): ReactNode {
  const { span, zone, nsPerPx, widthPx, plotRef, held, pin } = props;
  const pointerX = usePointerX(plotRef);
  const at = held ?? (pointerX === undefined ? pin : span.fromNs + BigInt(Math.round(pointerX * nsPerPx)));
  const chipX = at === undefined ? undefined : xOf(at, span.fromNs, nsPerPx);
  return (
    <svg className="tl-axis-svg" width={widthPx} height={24} aria-hidden>
      {ticksOf(props).map((tick) => {
        const x = xOf(tick.ns, span.fromNs, nsPerPx);
        return (
          <g key={String(tick.ns)}>
            <path className="axis-tick" d={`M${x} ${tick.major ? 18 : 21}V24`} />
            {tick.major && <text className="axis" x={x + 4} y={15}>{tick.label}</text>}
          </g>
        );
      })}
      {chipX !== undefined && chipX >= 0 && chipX <= widthPx && <Chip x={chipX} widthPx={widthPx} text={clockText(roundForScale(at!, nsPerPx), zone)} />}
    </svg>
  );
}

function Chip({ x, widthPx, text }: { x: number; widthPx: number; text: string }): ReactNode {
  const width = text.length * 6.6 + 10;
  const left = Math.min(Math.max(0, x - width / 2), widthPx - width);
  return <g className="tl-chip"><rect x={left} y={2} width={width} height={20} rx={1} /><text x={left + width / 2} y={16} textAnchor="middle">{text}</text></g>;
}

/** No more digits than a pointer can mean at this scale. */
function roundForScale(ns: bigint, nsPerPx: number): bigint {
  const step = nsPerPx >= 5e8 ? 1_000_000_000n : nsPerPx >= 5e5 ? 1_000_000n : 1_000n;
  return snap(ns, step);
}

function Grid(props: AxisProps & { heightPx: number }): ReactNode {
  return ticksOf(props).filter((t) => t.major).map((tick) => {
    const x = xOf(tick.ns, props.span.fromNs, props.nsPerPx);
    return <path key={String(tick.ns)} className="axis-grid" d={`M${x} 0V${props.heightPx}`} />;
  });
}

/** The line of the instant in question: that of the mark being dragged, of the pointer, or of the selected entry. */
function Cursor({ plotRef, heightPx, held, pin }: { plotRef: RefObject<HTMLDivElement | null>; heightPx: number; held: number | undefined; pin: number | undefined }): ReactNode {
  const pointerX = usePointerX(plotRef);
  const x = held ?? pointerX ?? pin;
  return x === undefined ? null : <path className={held === undefined && pointerX !== undefined ? 'tl-cursor soft' : 'tl-cursor'} d={`M${x} 0V${heightPx}`} />;
}

/** Where the pointer is over the plot, without drawing the whole plot again when it moves. */
function usePointerX(plotRef: RefObject<HTMLDivElement | null>): number | undefined {
  const [x, setX] = useState<number>();
  useEffect(() => {
    const plot = plotRef.current;
    if (!plot) return undefined;
    const move = (event: globalThis.PointerEvent): void => setX(event.clientX - plot.getBoundingClientRect().left);
    const leave = (): void => setX(undefined);
    plot.addEventListener('pointermove', move);
    plot.addEventListener('pointerleave', leave);
    return () => {
      plot.removeEventListener('pointermove', move);
      plot.removeEventListener('pointerleave', leave);
    };
  }, [plotRef]);
  return x;
}
