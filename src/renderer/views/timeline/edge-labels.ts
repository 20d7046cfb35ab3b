import type { Flag, Mark } from '../../../figures/timeline-layout.ts';
import type { Extent } from '../../../figures/row-packing.ts';
import { fitText, textWidthPx } from '../../../figures/text-metrics.ts';

/** Kept between what stands in one row, and between a mark and its label. */
const GAP_PX = 8;
const LABEL_GAP_PX = 5;
const LABEL_FONT_PX = 12.5;
/** Less than this of a title says nothing. */
const LEAST_PX = 60;

/** For each mark or flag, by entry: px to the left of it, at its height, that nothing takes. */
export function roomLeft(items: ReadonlyArray<{ readonly entry: { readonly id: string }; readonly y: number; readonly extent: Extent }>): Map<string, number> {
  const takenTo = new Map<number, number>();
  const room = new Map<string, number>();
  for (const { entry, y, extent } of items.toSorted((a, b) => a.extent.left - b.extent.left)) {
    const before = takenTo.get(y) ?? -Infinity;
    room.set(entry.id, extent.left - before - GAP_PX);
    takenTo.set(y, Math.max(before, extent.right));
  }
  return room;
}

/**
 * The layout knows nothing of the window, so that panning moves labels and never reorders them. A label that the
 * window's right edge would cut stands left of its mark when there is room, else it gets shorter. x is px of the
 * layout, `originX` where its origin is on screen.
 */
export function labelAtEdge(mark: Mark, originX: number, widthPx: number, roomLeftPx: number): Mark {
  const { label, extent } = mark;
  const overPx = label.x + label.widthPx + originX - widthPx;
  const bodyRight = label.x - LABEL_GAP_PX;
  if (label.side !== 'right' || overPx <= 0 || bodyRight + originX > widthPx) return mark;
  const x = extent.left - LABEL_GAP_PX - label.widthPx;
  if (x + originX >= 0 && label.widthPx + LABEL_GAP_PX <= roomLeftPx) {
    return { ...mark, label: { ...label, x, side: 'left' }, extent: { left: x, right: bodyRight } };
  }
  const leftPx = widthPx - originX - label.x;
  if (leftPx < LEAST_PX) return mark;
  const text = fitText(label.text, leftPx, LABEL_FONT_PX);
  const shortPx = textWidthPx(text, LABEL_FONT_PX);
  return { ...mark, label: { ...label, text, detail: '', widthPx: shortPx }, extent: { left: extent.left, right: label.x + shortPx } };
}

/** A flag that the window's right edge would cut hangs left of its pole when there is room. */
export function flagAtEdge(flag: Flag, originX: number, widthPx: number, roomLeftPx: number): Flag {
  const { left, right } = flag.extent;
  const flagPx = right - left;
  if (left < flag.x || right + originX <= widthPx || flag.x + originX > widthPx || flagPx > roomLeftPx || flag.x - flagPx + originX < 0) return flag;
  return { ...flag, extent: { left: flag.x - flagPx, right: flag.x } };
}
