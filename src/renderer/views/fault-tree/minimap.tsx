import { memo, useRef, type PointerEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { FaultTreeLayout } from '../../../figures/fault-tree/layout.ts';
import type { CanvasView } from './canvas-state.ts';
import type { NodeLook } from './node-mark.tsx';
import { toDrawing } from './viewport.ts';

const WIDTH_PX = 148;
const HEIGHT_PX = 84;

/** The whole page in a corner, with the part in sight: only when there is more than what is in sight. For the pointer; the keys walk the tree. */
export function Minimap({ view, layout, looks }: { view: CanvasView; layout: FaultTreeLayout; looks: ReadonlyMap<string, NodeLook> }): ReactNode {
  const now = useStore(view.state, (s) => s.view);
  const size = useStore(view.state, (s) => s.size);
  const held = useRef(false);
  const { extent } = layout;
  const from = toDrawing(now, { x: 0, y: 0 });
  const to = toDrawing(now, { x: size.widthPx, y: size.heightPx });
  const margin = 8 / now.scale;
  const isWhole = from.x <= extent.x + margin && from.y <= extent.y + margin && to.x >= extent.x + extent.width - margin && to.y >= extent.y + extent.height - margin;
  if (isWhole || size.widthPx < 400 || size.heightPx < 240 || layout.nodes.length < 3) return null;
  const scale = Math.min(WIDTH_PX / Math.max(1, extent.width), HEIGHT_PX / Math.max(1, extent.height));
  const offset = { x: (WIDTH_PX - extent.width * scale) / 2, y: (HEIGHT_PX - extent.height * scale) / 2 };
  const look = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - box.left - offset.x) / scale + extent.x;
    const y = (event.clientY - box.top - offset.y) / scale + extent.y;
    view.show({ ...now, x: size.widthPx / 2 - x * now.scale, y: size.heightPx / 2 - y * now.scale });
  };
  const x = (px: number): number => Math.max(0, Math.min(WIDTH_PX, (px - extent.x) * scale + offset.x));
  const y = (px: number): number => Math.max(0, Math.min(HEIGHT_PX, (px - extent.y) * scale + offset.y));
  return (
    <div
      className="ft-minimap ft-tool" aria-hidden
      onPointerDown={(event) => { held.current = true; event.currentTarget.setPointerCapture(event.pointerId); event.stopPropagation(); look(event); }}
      onPointerMove={(event) => { if (held.current) look(event); }} onPointerUp={() => { held.current = false; }}
    >
      <svg width={WIDTH_PX} height={HEIGHT_PX}>
        <Everything layout={layout} looks={looks} scale={scale} x={offset.x - extent.x * scale} y={offset.y - extent.y * scale} />
        <rect className="ft-sight" x={x(from.x)} y={y(from.y)} width={Math.max(2, x(to.x) - x(from.x))} height={Math.max(2, y(to.y) - y(from.y))} />
      </svg>
    </div>
  );
}

const Everything = memo(({ layout, looks, scale, x, y }: { layout: FaultTreeLayout; looks: ReadonlyMap<string, NodeLook>; scale: number; x: number; y: number }): ReactNode => {
  const paths = new Map<string, string>();
  for (const { key, box } of layout.nodes) {
    const state = looks.get(key)?.state ?? 'unknown';
    const width = Math.max(2, box.width * scale);
    const height = Math.max(2, Math.max(box.height, 24) * scale);
    paths.set(state, `${paths.get(state) ?? ''}M${(box.x * scale + x).toFixed(1)} ${(box.y * scale + y).toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}z`);
  }
  return [...paths].map(([state, d]) => <path key={state} className={`ft-mini m-${state}`} d={d} />);
});
