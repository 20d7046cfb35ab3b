import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useState, type HTMLAttributes, type ReactNode, type Ref } from 'react';
import { useStore } from 'zustand';
import { createScroller, type VirtualRowsHandle } from './scroller.ts';
import { scrollHeightPx, visibleRows } from './virtual.ts';

export interface VirtualRowsProps {
  readonly rows: number;
  readonly rowHeightPx: number;
  readonly render: (row: number) => ReactNode;
  /** Told whenever the rows on screen change (half-open). */
  readonly onVisible?: ((first: number, end: number) => void) | undefined;
  readonly handle?: Ref<VirtualRowsHandle> | undefined;
  /** A head that stays while rows scroll, inside the scrolling element: with rows it is one grid. */
  readonly header?: { readonly heightPx: number; readonly content: ReactNode };
  /** Attributes of the scrolling element: role, labels, keys. */
  readonly container?: HTMLAttributes<HTMLDivElement>;
}

/** Rows of one height, by the million. Only those on screen exist. */
export function VirtualRows({ rows, rowHeightPx, render, onVisible, handle, header, container }: VirtualRowsProps): ReactNode {
  const [scroller] = useState(createScroller);
  const { offsetPx, viewportPx } = useStore(scroller.store);
  useLayoutEffect(() => scroller.setList(rows, rowHeightPx), [scroller, rows, rowHeightPx]);
  const headerPx = header?.heightPx ?? 0;
  const attach = useCallback((element: HTMLDivElement | null) => (element ? scroller.attach(element, headerPx) : undefined), [scroller, headerPx]);
  useImperativeHandle(handle, () => scroller, [scroller]);

  const geometry = { rows, rowHeightPx, viewportPx };
  const { first, end } = visibleRows(geometry, offsetPx);
  useEffect(() => onVisible?.(first, end), [first, end, onVisible]);

  return (
    <div {...container} ref={attach} className={`virtual ${container?.className ?? ''}`}>
      {header && <div className="virtual-head" role="rowgroup">{header.content}</div>}
      <div className="virtual-space" role={header ? 'rowgroup' : 'presentation'} style={{ height: scrollHeightPx(geometry) }}>
        <div className="virtual-layer" role="presentation" style={{ height: Math.min(viewportPx, scrollHeightPx(geometry)), top: headerPx }}>
          <div className="virtual-rows" role="presentation" style={{ transform: `translateY(${-(offsetPx - first * rowHeightPx)}px)` }}>
            {Array.from({ length: end - first }, (_, i) => render(first + i))}
          </div>
        </div>
      </div>
    </div>
  );
}
