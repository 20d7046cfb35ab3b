import { memo, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type PointerEvent, type ReactNode, type Ref } from 'react';
import { useStore } from 'zustand';
import { nodeAt, stayedShift, type FaultTreeLayout } from '../../../figures/fault-tree/layout.ts';
import { linePieces, strongest } from '../../../figures/fault-tree/lines.ts';
import type { Box, Connector, PlacedNode, Point } from '../../../figures/fault-tree/place.ts';
import { useSize } from '../../ui/index.ts';
import { boxOfTile, firstView, fit, reveal, toDrawing, touch, zoomAt } from './viewport.ts';
import type { CanvasView } from './canvas-state.ts';
import { HoverTools } from './hover-tools.tsx';
import { Minimap } from './minimap.tsx';
import { NodeMark, pathOf, type NodeLook } from './node-mark.tsx';
import { WordsEditor } from './words-editor.tsx';

export interface CanvasHandle {
  focus(): void;
  fit(): void;
  zoom(factor: number): void;
  /** A point of the window below a node, for a menu. */
  pointOf(key: string): { readonly x: number; readonly y: number } | undefined;
}

export interface DropTarget {
  /** Key of the gate, and where among its inputs. */
  readonly parent: string;
  readonly index: number;
  /** Where it is shown. */
  readonly mark: Box;
}

export interface CanvasProps {
  readonly ref: Ref<CanvasHandle>;
  readonly view: CanvasView;
  readonly layout: FaultTreeLayout;
  /** Of the page, so that another page is looked at from its beginning. */
  readonly pageKey: string;
  readonly label: string;
  readonly looks: ReadonlyMap<string, NodeLook>;
  readonly labels: ReadonlyMap<string, string>;
  readonly selectedKey: string | undefined;
  /** Key of the node whose words are written, and the text to begin with. */
  readonly editing: { readonly key: string; readonly text: string; readonly fresh: boolean } | undefined;
  readonly onSelect: (key: string | undefined) => void;
  readonly onEdit: (key: string) => void;
  readonly onWritten: (text: string | undefined, then: 'stay' | 'below') => void;
  readonly onFold: (id: string) => void;
  readonly onFollow: (placed: PlacedNode) => void;
  readonly onMenu: (key: string, at: Point) => void;
  readonly onAdd: (key: string, where: 'below' | 'beside') => void;
  readonly onMove: (key: string, parent: string, index: number) => void;
  /** A capital letter: somebody begins to write. */
  readonly onType: (letter: string) => void;
}

const DRAG_PX = 6;

export function treeItemId(key: string): string {
  return `ft-${key.replaceAll(/[^\w-]/g, (c) => `_${c.charCodeAt(0).toString(36)}_`)}`;
}

/** A page of the tree: drawn where one looks, moved and zoomed by hand. Its keys are commands of the view. */
export function Canvas(props: CanvasProps): ReactNode {
  const { ref, view, layout, pageKey, label, looks, selectedKey, editing, onSelect } = props;
  const host = useRef<HTMLDivElement>(null);
  const scene = useRef<SVGGElement>(null);
  const size = useSize(host);
  const [hovered, setHovered] = useState<string>();
  const [drag, setDrag] = useState<{ readonly key: string; readonly at: Point; readonly target: DropTarget | undefined }>();
  const held = useRef<{ readonly pointer: number; readonly from: Point; last: Point; readonly key: string | undefined; moved: boolean }>(undefined);

  useLayoutEffect(() => {
    const place = (): void => {
      const { x, y, scale } = view.state.getState().view;
      scene.current?.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    };
    place();
    return view.state.subscribe(place);
  }, [view]);

  useShownPage(view, layout, pageKey, size, selectedKey);

  const pointOn = (event: { clientX: number; clientY: number }): Point => {
    const box = host.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const under = (event: { clientX: number; clientY: number }): PlacedNode | undefined => nodeAt(layout, toDrawing(view.state.getState().view, pointOn(event)));

  useImperativeHandle(ref, () => ({
    focus: () => host.current?.focus({ preventScroll: true }),
    fit: () => view.show(fit(layout.extent, view.state.getState().size)),
    zoom: (factor) => {
      const now = view.state.getState();
      const chosen = selectedKey === undefined ? undefined : layout.byKey.get(selectedKey);
      const middle = { x: now.size.widthPx / 2, y: now.size.heightPx / 2 };
      const at = chosen ? { x: now.view.x + (chosen.box.x + chosen.box.width / 2) * now.view.scale, y: now.view.y + chosen.box.y * now.view.scale } : middle;
      view.show(zoomAt(now.view, at, factor));
    },
    pointOf: (key) => {
      const placed = layout.byKey.get(key);
      if (!placed || !host.current) return undefined;
      const { x, y, scale } = view.state.getState().view;
      const box = host.current.getBoundingClientRect();
      return { x: box.left + x + (placed.box.x + placed.box.width * 0.2) * scale, y: box.top + y + (placed.box.y + placed.box.height) * scale + 2 };
    },
  }), [view, layout, selectedKey]);

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    // React's own listener is passive: the page would zoom with the drawing.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const now = view.state.getState().view;
      const box = element.getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) view.show(zoomAt(now, { x: event.clientX - box.left, y: event.clientY - box.top }, Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0025))));
      else {
        const step = event.deltaMode === 1 ? 24 : 1;
        const [dx, dy] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
        view.show({ ...now, x: now.x - dx * step, y: now.y - dy * step });
      }
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [view]);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button > 1 || (event.target instanceof Element && event.target.closest('.ft-tool, textarea'))) return;
    const placed = event.button === 0 ? under(event) : undefined;
    const at = pointOn(event);
    if (placed) {
      const point = toDrawing(view.state.getState().view, at);
      const { fold } = placed;
      if (fold && point.x >= fold.box.x && point.x <= fold.box.x + fold.box.width && point.y >= fold.box.y && point.y <= fold.box.y + fold.box.height) {
        onSelect(placed.key);
        return props.onFold(placed.id);
      }
      onSelect(placed.key);
    }
    held.current = { pointer: event.pointerId, from: at, last: at, key: placed && placed.parent !== undefined ? placed.key : undefined, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
    return undefined;
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const hold = held.current;
    if (!hold) {
      const key = event.target instanceof Element && event.target.closest('.ft-tool') ? hovered : under(event)?.key;
      if (key !== hovered) setHovered(key);
      return;
    }
    const at = pointOn(event);
    if (!hold.moved && Math.hypot(at.x - hold.from.x, at.y - hold.from.y) < DRAG_PX) return;
    hold.moved = true;
    if (hold.key === undefined) {
      const now = view.state.getState().view;
      view.show({ ...now, x: now.x + at.x - hold.last.x, y: now.y + at.y - hold.last.y });
    } else setDrag({ key: hold.key, at: toDrawing(view.state.getState().view, at), target: dropTarget(layout, hold.key, toDrawing(view.state.getState().view, at)) });
    hold.last = at;
  };
  const onPointerUp = (): void => {
    const hold = held.current;
    held.current = undefined;
    if (!hold) return;
    if (drag?.target) props.onMove(drag.key, drag.target.parent, drag.target.index);
    else if (!hold.moved && hold.key === undefined && nodeAt(layout, toDrawing(view.state.getState().view, hold.from)) === undefined) onSelect(undefined);
    setDrag(undefined);
  };

  const selected = selectedKey === undefined ? undefined : layout.byKey.get(selectedKey);
  return (
    <div className="ft-stage">
      <div
        ref={host} className="ft-canvas focus-inside" role="tree" aria-label={label} tabIndex={0} aria-multiselectable={false}
        {...(selected ? { 'aria-activedescendant': treeItemId(selected.key) } : {})}
        onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={onPointerUp} onPointerCancel={() => { held.current = undefined; setDrag(undefined); }} onPointerLeave={() => setHovered(undefined)}
        onKeyDown={(event) => {
          // Small letters are commands; a sentence begins with a capital.
          if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey || !/^\p{Lu}$/u.test(event.key)) return;
          event.preventDefault();
          props.onType(event.key);
        }}
        onDoubleClick={(event) => {
          const placed = under(event);
          if (placed?.role === 'transfer') props.onFollow(placed);
          else if (placed) props.onEdit(placed.key);
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          const placed = under(event);
          if (!placed) return;
          onSelect(placed.key);
          props.onMenu(placed.key, { x: event.clientX, y: event.clientY });
        }}
      >
        <svg className="ft-drawing" role="none">
          <g ref={scene} role="none">
            <Scene view={view} layout={layout} looks={looks} labels={props.labels} selectedKey={selectedKey} />
            {selected && <SelectionFrame box={selected.area} />}
            {drag ? <DragMark layout={layout} drag={drag} /> : hovered !== undefined && !editing && <HoverTools placed={layout.byKey.get(hovered)} onAdd={props.onAdd} onMenu={props.onMenu} />}
          </g>
        </svg>
      </div>
      {editing && <WordsEditor key={editing.key} view={view} placed={layout.byKey.get(editing.key)} text={editing.text} fresh={editing.fresh} onDone={props.onWritten} />}
      <Minimap view={view} layout={layout} looks={looks} />
    </div>
  );
}

/** Looks at a page from its beginning, keeps what is selected where it was while the tree changes around it, and in sight. */
function useShownPage(view: CanvasView, layout: FaultTreeLayout, pageKey: string, size: { readonly widthPx: number; readonly heightPx: number }, selectedKey: string | undefined): void {
  const before = useRef<{ readonly layout: FaultTreeLayout; readonly pageKey: string; readonly selectedKey: string | undefined; readonly widthPx: number }>(undefined);
  useLayoutEffect(() => {
    if (size.widthPx === 0) return;
    const last = before.current;
    before.current = { layout, pageKey, selectedKey, widthPx: size.widthPx };
    view.resize(size);
    const [first] = layout.nodes;
    if (!first) return;
    const chosen = selectedKey === undefined ? undefined : layout.byKey.get(selectedKey);
    if (view.page() !== pageKey) {
      view.setPage(pageKey);
      const start = firstView(layout.extent, size, first.area);
      view.show(chosen ? reveal(start, chosen.area, size) : start);
      return;
    }
    // Who comes back from another view finds it as it was.
    if (!last) return;
    let now = view.state.getState().view;
    // A wider window shows more on both sides.
    if (last.widthPx !== size.widthPx) now = { ...now, x: now.x + (size.widthPx - last.widthPx) / 2 };
    if (last.layout !== layout) {
      const kept = last.selectedKey !== undefined && layout.byKey.has(last.selectedKey) ? last.selectedKey : chosen?.parent ?? first.key;
      const shift = stayedShift(last.layout, layout, kept);
      // `stayedShift` is how far the drawing must move for the node to stay.
      now = { ...now, x: now.x + shift.x * now.scale, y: now.y + shift.y * now.scale };
    }
    if (chosen && (last.selectedKey !== selectedKey || last.layout !== layout)) now = reveal(now, chosen.area, size);
    if (now !== view.state.getState().view) view.show(now);
  }, [view, layout, pageKey, size, selectedKey]);
}

const NO_LOOK: NodeLook = { state: undefined, derived: false, value: '', share: undefined, lit: undefined, cut: false, found: false, problem: false };

/** What is in sight, and what is selected wherever it is. */
const Scene = memo(({ view, layout, looks, labels, selectedKey }: {
  view: CanvasView; layout: FaultTreeLayout; looks: ReadonlyMap<string, NodeLook>; labels: ReadonlyMap<string, string>; selectedKey: string | undefined;
}): ReactNode => {
  const tile = useStore(view.state, (s) => s.tile);
  const far = useStore(view.state, (s) => s.far);
  const sight = useMemo(() => boxOfTile(tile), [tile]);
  const nodes = useMemo(() => layout.nodes.filter((placed) => touch(placed.area, sight)), [layout, sight]);
  const shown = selectedKey === undefined || nodes.some((placed) => placed.key === selectedKey) ? nodes : [...nodes, ...[layout.byKey.get(selectedKey)].filter((placed) => placed !== undefined)];
  const lines = useMemo(() => linePieces(layout.connectors), [layout]);
  const pieces = useMemo(() => lines.filter(({ points }) => touch(boxOf(points), sight)), [lines, sight]);
  const marked = useMemo(() => layout.connectors.filter((line) => (line.bubble ?? line.order) !== undefined && touch(boxOf(line.points), sight)), [layout, sight]);
  return (
    <g role="none" className={far ? 'far' : ''}>
      {pieces.map((piece) => <path key={`${piece.from} ${piece.carries.length} ${piece.carries[0]} ${piece.points.length}`} className={`ft-line ${lineClass(piece.carries, looks)}`} d={pathOf(piece.points)} />)}
      {!far && marked.map((line) => <LineMark key={line.to} line={line} className={lineClass([line.to], looks)} />)}
      {shown.map((placed) => (
        <NodeMark
          key={placed.key} placed={placed} look={looks.get(placed.key) ?? NO_LOOK} far={far} selected={placed.key === selectedKey} level={placed.row + 1} label={labels.get(placed.key) ?? ''}
          treeItemId={treeItemId(placed.key)} expanded={placed.fold ? !placed.fold.folded : undefined}
        />
      ))}
    </g>
  );
});

function boxOf(points: readonly Point[]): Box {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

const LINE_CLASS = { happened: 's-h', 'did-not-happen': 's-n', unknown: 's-u' } as const;

/** Of a piece of line that several inputs share: the strongest of what is known of them. */
function lineClass(carries: readonly string[], looks: ReadonlyMap<string, NodeLook>): string {
  const carried = carries.map((key) => looks.get(key) ?? NO_LOOK);
  const states = carried.flatMap((look) => (look.state === undefined ? [] : [look.state]));
  const lit = carried.some((look) => look.lit) ? ' lit' : carried.every((look) => look.lit === false) ? ' aside' : '';
  return `${states.length === 0 ? 's-p' : LINE_CLASS[strongest(states)]}${lit}`;
}

/** The circle of an input that must not happen, and which input comes first. */
const LineMark = memo(({ line, className }: { line: Connector; className: string }): ReactNode => (
  <g role="none" className={className}>
    {line.bubble && <circle className="ft-gate" cx={line.bubble.x} cy={line.bubble.y} r={line.bubble.radius} />}
    {line.order && <text className="ft-quiet" x={line.order.x} y={line.order.y} textAnchor={line.order.anchor}>{line.order.text}</text>}
  </g>
));

function SelectionFrame({ box }: { box: Box }): ReactNode {
  return <rect className="ft-selected" x={box.x - 5} y={box.y - 5} width={box.width + 10} height={box.height + 10} />;
}

/** Into a gate when over it; beside an event, on the side of it that the pointer is at. Nowhere under itself. */
function dropTarget(layout: FaultTreeLayout, key: string, at: Point): DropTarget | undefined {
  const over = nodeAt(layout, at);
  if (!over) return undefined;
  for (let up: PlacedNode | undefined = over; up; up = up.parent === undefined ? undefined : layout.byKey.get(up.parent)) if (up.key === key) return undefined;
  if (over.role === 'gate' && over.node?.type === 'gate') return { parent: over.key, index: over.node.inputs.length, mark: over.area };
  if (over.parent === undefined) return undefined;
  const after = at.x > over.box.x + over.box.width / 2;
  return { parent: over.parent, index: over.index + (after ? 1 : 0), mark: { x: after ? over.area.x + over.area.width + 5 : over.area.x - 7, y: over.area.y, width: 2, height: over.area.height } };
}

function DragMark({ layout, drag }: { layout: FaultTreeLayout; drag: { readonly key: string; readonly at: Point; readonly target: DropTarget | undefined } }): ReactNode {
  const box = layout.byKey.get(drag.key)?.box;
  return (
    <>
      {drag.target && <rect className="ft-drop" x={drag.target.mark.x - (drag.target.mark.width > 2 ? 5 : 0)} y={drag.target.mark.y - 5} width={drag.target.mark.width + (drag.target.mark.width > 2 ? 10 : 0)} height={drag.target.mark.height + 10} />}
      {box && <rect className="ft-dragged" x={drag.at.x - box.width / 2} y={drag.at.y - 12} width={box.width} height={box.height} />}
    </>
  );
}
