import type { Box, Point } from '../../../figures/fault-tree/place.ts';

/** How the drawing lies on the screen: a point of it is at `x + scale * its x` px from the left of the canvas. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size { readonly widthPx: number; readonly heightPx: number }

export const MIN_SCALE = 0.03;
export const MAX_SCALE = 2.5;
export const ZOOM_STEP = 1.25;
/** Words are below 6 px: only outlines are drawn. */
export const FAR_SCALE = 0.5;
const PADDING_PX = 24;

export function toScreen({ x, y, scale }: View, point: Point): Point {
  return { x: x + point.x * scale, y: y + point.y * scale };
}

export function toDrawing({ x, y, scale }: View, point: Point): Point {
  return { x: (point.x - x) / scale, y: (point.y - y) / scale };
}

/** All of it in sight, never larger than drawn. */
export function fit(extent: Box, { widthPx, heightPx }: Size): View {
  const scale = Math.max(MIN_SCALE, Math.min(1, (widthPx - 2 * PADDING_PX) / Math.max(1, extent.width), (heightPx - 2 * PADDING_PX) / Math.max(1, extent.height)));
  return { x: widthPx / 2 - (extent.x + extent.width / 2) * scale, y: Math.max(PADDING_PX, heightPx / 2 - (extent.height / 2) * scale - (heightPx - extent.height * scale) * 0.25) - extent.y * scale, scale };
}

/** The first look at a page: all of it where its words can be read, else its beginning. */
export function firstView(extent: Box, size: Size, start: Box): View {
  const whole = fit(extent, size);
  if (whole.scale >= 0.62) return whole;
  return reveal({ x: size.widthPx / 2 - (start.x + start.width / 2) * 0.85, y: PADDING_PX - extent.y * 0.85, scale: 0.85 }, start, size);
}

export function zoomAt(view: View, at: Point, factor: number): View {
  const scale = Math.max(MIN_SCALE, Math.min(MAX_SCALE, view.scale * factor));
  const ratio = scale / view.scale;
  return { x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio, scale };
}

/** Moved by no more than it takes to see a box. */
export function reveal(view: View, box: Box, { widthPx, heightPx }: Size): View {
  const margin = Math.min(PADDING_PX, widthPx / 8, heightPx / 8);
  const from = toScreen(view, box);
  const shift = (low: number, length: number, room: number): number => {
    if (low < margin || length > room - 2 * margin) return margin - low;
    return low + length > room - margin ? room - margin - low - length : 0;
  };
  const x = shift(from.x, box.width * view.scale, widthPx);
  const y = shift(from.y, box.height * view.scale, heightPx);
  return Math.abs(x) < 0.01 && Math.abs(y) < 0.01 ? view : { ...view, x: view.x + x, y: view.y + y };
}

const TILE_PX = 320;

/**
 * What of the drawing is worth having in the page: all in sight and around it, in steps, so that a small move asks for
 * nothing new. As text, to be compared.
 */
export function tileOf(view: View, { widthPx, heightPx }: Size): string {
  const step = TILE_PX / view.scale;
  const from = toDrawing(view, { x: 0, y: 0 });
  const to = toDrawing(view, { x: widthPx, y: heightPx });
  return [Math.floor(from.x / step) - 1, Math.floor(from.y / step) - 1, Math.ceil(to.x / step) + 1, Math.ceil(to.y / step) + 1].map((n) => n * step).join(' ');
}

export function boxOfTile(tile: string): Box {
  const [x = 0, y = 0, right = 0, bottom = 0] = tile.split(' ').map(Number);
  return { x, y, width: right - x, height: bottom - y };
}

export function touch(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
