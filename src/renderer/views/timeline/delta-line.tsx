import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import { textWidthPx } from '../../../figures/text-metrics.ts';

const FONT_PX = 11;
const PLATE_PX = 18;

/** Where a mark stands in the plot, in px of it. */
export interface MarkPlace { readonly x: number; readonly y: number }

/**
 * The time between the entry in hand and the one under the pointer, as a dimension line above that one. It follows the
 * pointer by itself: the lanes are not drawn again.
 */
export function DeltaLine({ plotRef, inHand, placeOf, textOf, widthPx }: {
  plotRef: RefObject<HTMLDivElement | null>;
  /** Id of the mark in hand; without one there is nothing to measure from. */
  inHand: string | undefined;
  placeOf: (id: string) => MarkPlace | undefined;
  textOf: (id: string) => string | undefined;
  widthPx: number;
}): ReactNode {
  const over = useMarkUnder(plotRef);
  if (over === undefined || inHand === undefined || over === inHand) return null;
  const [from, to, text] = [placeOf(inHand), placeOf(over), textOf(over)];
  if (!from || !to || text === undefined) return null;
  const plate = textWidthPx(text, FONT_PX) + 14;
  const y = Math.max(PLATE_PX, to.y - 21);
  const [left, right] = [Math.max(-4, Math.min(from.x, to.x)), Math.min(widthPx + 4, Math.max(from.x, to.x))];
  const x = Math.min(Math.max(0, (left + right - plate) / 2), Math.max(0, widthPx - plate));
  return (
    <g className="tl-delta" aria-hidden>
      <path d={`M${left} ${y}H${right}M${from.x} ${y - 4}v8M${to.x} ${y - 4}v8M${from.x} ${from.y}V${y}`} />
      <rect x={x} y={y - PLATE_PX / 2} width={plate} height={PLATE_PX} />
      <text x={x + plate / 2} y={y + 4} textAnchor="middle">{text}</text>
    </g>
  );
}

/** Id of the mark that the pointer is over, while no button is down. */
function useMarkUnder(plotRef: RefObject<HTMLDivElement | null>): string | undefined {
  const [id, setId] = useState<string>();
  useEffect(() => {
    const plot = plotRef.current;
    if (!plot) return undefined;
    const move = (event: globalThis.PointerEvent): void => {
      const mark = event.buttons === 0 && event.target instanceof Element ? event.target.closest('[data-entry]') : null;
      setId(mark?.getAttribute('data-entry') ?? undefined);
    };
    const leave = (): void => setId(undefined);
    plot.addEventListener('pointermove', move);
    plot.addEventListener('pointerdown', leave);
    plot.addEventListener('pointerleave', leave);
    return () => {
      plot.removeEventListener('pointermove', move);
      plot.removeEventListener('pointerdown', leave);
      plot.removeEventListener('pointerleave', leave);
    };
  }, [plotRef]);
  return id;
}
