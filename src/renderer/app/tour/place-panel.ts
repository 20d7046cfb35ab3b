/** A rectangle on the screen, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Placed {
  readonly x: number;
  readonly y: number;
  /** The side of the panel that looks at what it speaks of; none where it stands apart. */
  readonly side: 'top' | 'bottom' | 'left' | 'right' | undefined;
  /** Where on that side, from its beginning. */
  readonly notch: number;
}

const GAP = 12;
const MARGIN = 8;
const NOTCH = 24;

/**
 * At `anchor` within `room`, never over it: below, above, right, left, whichever has the place first; left first when it
 * is to be `beside`. Without an anchor, or where no side has the place, at the bottom right of the room, or at its top right if the anchor is there.
 */
export function placePanel(anchor: Box | undefined, panel: { readonly width: number; readonly height: number }, room: Box, beside = false): Placed {
  const right = room.x + room.width - panel.width - MARGIN;
  const bottom = room.y + room.height - panel.height - MARGIN;
  const apart = (y: number): Placed => ({ x: right, y, side: undefined, notch: 0 });
  if (!anchor) return apart(bottom);
  const along = (from: number, lowest: number, highest: number): number => Math.round(Math.max(lowest, Math.min(from, highest)));
  const middle = { x: anchor.x + Math.min(anchor.width / 2, 120), y: anchor.y + Math.min(anchor.height / 2, 120) };
  const x = along(middle.x - NOTCH, room.x + MARGIN, right);
  const y = along(middle.y - NOTCH, room.y + MARGIN, bottom);
  const across = along(middle.x - x, NOTCH / 2, panel.width - NOTCH / 2);
  const down = along(middle.y - y, NOTCH / 2, panel.height - NOTCH / 2);
  const candidates: readonly Placed[] = [
    { x, y: anchor.y + anchor.height + GAP, side: 'top', notch: across },
    { x, y: anchor.y - GAP - panel.height, side: 'bottom', notch: across },
    { x: anchor.x + anchor.width + GAP, y, side: 'left', notch: down },
    { x: anchor.x - GAP - panel.width, y, side: 'right', notch: down },
  ];
  const fits = ({ x: left, y: top }: Placed): boolean => left >= room.x + MARGIN && left <= right && top >= room.y + MARGIN && top <= bottom;
  if (beside && fits(candidates[3]!)) return candidates[3]!;
  return candidates.find(fits) ?? (overlaps({ ...panel, x: right, y: bottom }, anchor) ? apart(room.y + MARGIN) : apart(bottom));
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
