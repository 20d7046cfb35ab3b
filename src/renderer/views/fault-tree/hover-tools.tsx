import type { ReactNode } from 'react';
import type { PlacedNode, Point } from '../../../figures/fault-tree/place.ts';

/** What a pointer needs at the node it is over; each is a key as well. */
export function HoverTools({ placed, onAdd, onMenu }: {
  placed: PlacedNode | undefined; onAdd: (key: string, where: 'below' | 'beside') => void; onMenu: (key: string, at: Point) => void;
}): ReactNode {
  if (!placed || placed.role === 'transfer' || placed.role === 'missing') return null;
  const { area, box } = placed;
  const belowY = (placed.fold ? placed.fold.box.y : area.y + area.height) + (placed.fold ? 0 : 2);
  return (
    <g aria-hidden>
      {placed.role !== 'condition' && !placed.fold?.folded && <Tool x={box.x + box.width / 2} y={belowY + 8} title="Add below (Tab)" onPress={() => onAdd(placed.key, 'below')} />}
      {placed.parent !== undefined && placed.role !== 'condition' && <Tool x={area.x + area.width + 6} y={box.y + box.height / 2} title="Add beside (Enter)" onPress={() => onAdd(placed.key, 'beside')} />}
      <g
        className="ft-tool" transform={`translate(${box.x + 8} ${box.y})`}
        onClick={(event) => onMenu(placed.key, { x: event.clientX, y: event.clientY })}
      >
        <title>More</title>
        <circle r={8} /><path d="M-3.5 0h.01M0 0h.01M3.5 0h.01" strokeWidth={2.4} strokeLinecap="round" />
      </g>
    </g>
  );
}

function Tool({ x, y, title, onPress }: { x: number; y: number; title: string; onPress: () => void }): ReactNode {
  return (
    <g className="ft-tool" transform={`translate(${x} ${y})`} onClick={onPress}>
      <title>{title}</title>
      <circle r={8} /><path d="M-4 0h8M0-4v8" />
    </g>
  );
}
