/** How an image lies in its frame: pixels of the screen per pixel of the image, and where its corner is. */
export interface ImagePlace {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** A rectangle in pixels of the image. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const MOST = 32;

/** All of an image in the middle of a frame; one that is smaller is not enlarged. */
export function fitted(image: Size, frame: Size): ImagePlace {
  const scale = Math.min(1, frame.width / image.width, frame.height / image.height);
  return { scale, x: (frame.width - image.width * scale) / 2, y: (frame.height - image.height * scale) / 2 };
}

/** Nearer by `factor` (or farther), the point of the image under a point of the frame staying where it is. */
export function zoomed(place: ImagePlace, factor: number, at: { readonly x: number; readonly y: number }, image: Size, frame: Size): ImagePlace {
  const least = Math.min(fitted(image, frame).scale, 1) / 2;
  const scale = Math.max(least, Math.min(MOST, place.scale * factor));
  const by = scale / place.scale;
  return inFrame({ scale, x: at.x - (at.x - place.x) * by, y: at.y - (at.y - place.y) * by }, image, frame);
}

/** Moved by pixels of the screen; some of the image always stays in sight. */
export function panned(place: ImagePlace, dx: number, dy: number, image: Size, frame: Size): ImagePlace {
  return inFrame({ ...place, x: place.x + dx, y: place.y + dy }, image, frame);
}

function inFrame(place: ImagePlace, image: Size, frame: Size): ImagePlace {
  const kept = 32;
  const hold = (at: number, length: number, room: number): number => Math.max(Math.min(kept, room) - length, Math.min(room - Math.min(kept, length), at));
  return { scale: place.scale, x: hold(place.x, image.width * place.scale, frame.width), y: hold(place.y, image.height * place.scale, frame.height) };
}

/** Pixel of the image under a point of the frame, within the image. */
export function pixelAt(place: ImagePlace, at: { readonly x: number; readonly y: number }, image: Size): { x: number; y: number } {
  return {
    x: Math.max(0, Math.min(image.width - 1, Math.floor((at.x - place.x) / place.scale))),
    y: Math.max(0, Math.min(image.height - 1, Math.floor((at.y - place.y) / place.scale))),
  };
}

/** The rectangle between two pixels, both in it. */
export function between(a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }): Region {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x) + 1, height: Math.abs(a.y - b.y) + 1 };
}

/** A region that lies in the image: whole pixels, at least one, moved in before it is cut. */
export function heldIn(region: Region, image: Size): Region {
  const width = Math.max(1, Math.min(image.width, Math.round(region.width)));
  const height = Math.max(1, Math.min(image.height, Math.round(region.height)));
  return {
    x: Math.max(0, Math.min(image.width - width, Math.round(region.x))), y: Math.max(0, Math.min(image.height - height, Math.round(region.y))), width, height,
  };
}

/** A region to begin with: the middle half of what is in sight. */
export function middleOf(place: ImagePlace, image: Size, frame: Size): Region {
  const from = pixelAt(place, { x: frame.width / 4, y: frame.height / 4 }, image);
  const to = pixelAt(place, { x: (frame.width * 3) / 4, y: (frame.height * 3) / 4 }, image);
  return heldIn(between(from, to), image);
}

/** The place at which a region is in sight: as near as lets it fill half of the frame, at most in its own size. */
export function showing(region: Region, image: Size, frame: Size): ImagePlace {
  const fit = fitted(image, frame);
  const scale = Math.max(fit.scale, Math.min(1, frame.width / (region.width * 2), frame.height / (region.height * 2)));
  return inFrame({ scale, x: frame.width / 2 - (region.x + region.width / 2) * scale, y: frame.height / 2 - (region.y + region.height / 2) * scale }, image, frame);
}
