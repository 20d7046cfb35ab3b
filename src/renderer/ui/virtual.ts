/**
 * Scroll geometry of a list of `rows` rows of `rowHeightPx`. A browser ends an element near 33.5 million px (Chrome)
 * or 17.9 million (Firefox), so a long list gets a scroll height of `MAX_SCROLL_PX` and its offset is mapped onto it.
 * `offsetPx` is always the offset in the true list; a double holds it exactly far beyond any list.
 */
export interface VirtualGeometry {
  readonly rows: number;
  readonly rowHeightPx: number;
  readonly viewportPx: number;
}

export const MAX_SCROLL_PX = 8_000_000;

function totalPx(g: VirtualGeometry): number {
  return g.rows * g.rowHeightPx;
}

/** Height of the element that scrolls. */
export function scrollHeightPx(g: VirtualGeometry): number {
  return Math.min(totalPx(g), MAX_SCROLL_PX);
}

/** Whether one px of the scrollbar stands for more than one px of the list. */
export function isScaled(g: VirtualGeometry): boolean {
  return totalPx(g) > MAX_SCROLL_PX;
}

export function maxOffsetPx(g: VirtualGeometry): number {
  return Math.max(0, totalPx(g) - g.viewportPx);
}

export function clampOffset(g: VirtualGeometry, offsetPx: number): number {
  return Math.max(0, Math.min(maxOffsetPx(g), offsetPx));
}

export function toScrollTop(g: VirtualGeometry, offsetPx: number): number {
  const range = scrollHeightPx(g) - g.viewportPx;
  if (range <= 0) return 0;
  return isScaled(g) ? (clampOffset(g, offsetPx) / maxOffsetPx(g)) * range : clampOffset(g, offsetPx);
}

export function toOffset(g: VirtualGeometry, scrollTop: number): number {
  const range = scrollHeightPx(g) - g.viewportPx;
  if (range <= 0) return 0;
  const share = Math.max(0, Math.min(1, scrollTop / range));
  return isScaled(g) ? share * maxOffsetPx(g) : clampOffset(g, scrollTop);
}

/** Rows on screen, half-open, partly visible ones included. */
export function visibleRows(g: VirtualGeometry, offsetPx: number): { first: number; end: number } {
  const offset = clampOffset(g, offsetPx);
  const first = Math.floor(offset / g.rowHeightPx);
  const end = Math.min(g.rows, Math.ceil((offset + g.viewportPx) / g.rowHeightPx));
  return { first: Math.min(first, g.rows), end: Math.max(first, end) };
}

/** The offset that brings a row on screen with the least movement, or to the middle when it is further than a screen away. */
export function offsetToShow(g: VirtualGeometry, offsetPx: number, row: number): number {
  const top = row * g.rowHeightPx;
  const bottom = top + g.rowHeightPx;
  if (top >= offsetPx && bottom <= offsetPx + g.viewportPx) return offsetPx;
  const distance = top < offsetPx ? offsetPx - top : bottom - (offsetPx + g.viewportPx);
  if (distance > g.viewportPx) return clampOffset(g, top - g.viewportPx / 2 + g.rowHeightPx / 2);
  return clampOffset(g, top < offsetPx ? top : bottom - g.viewportPx);
}

/** Numbers of the pages of `size` rows that hold rows `first … end`. */
export function pagesOf(first: number, end: number, size: number): number[] {
  const pages: number[] = [];
  for (let page = Math.floor(first / size); page * size < end; page++) pages.push(page);
  return pages;
}
