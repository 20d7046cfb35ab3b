export interface Label { readonly id: string; readonly text: string; readonly x: number }
export type PlacedLabel = Label & { readonly side: 'left' | 'right' | 'none' };

/** Rough width of a character of the 11 px labels. */
const CHAR_PX = 6.2;

/** Puts each label right of its mark, else left of it, else leaves it out: no two overlap, none passes `limitPx`. */
export function placeLabels(labels: readonly Label[], limitPx: number): PlacedLabel[] {
  const sorted = labels.toSorted((a, b) => a.x - b.x);
  let takenTo = 0;
  return sorted.map((label, i) => {
    const width = label.text.length * CHAR_PX + 8;
    const nextX = sorted[i + 1]?.x ?? Infinity;
    if (label.x >= takenTo && label.x + width <= Math.min(nextX, limitPx)) {
      takenTo = label.x + width;
      return { ...label, side: 'right' };
    }
    if (label.x - width >= takenTo) {
      takenTo = label.x;
      return { ...label, side: 'left' };
    }
    takenTo = Math.max(takenTo, label.x);
    return { ...label, side: 'none' };
  });
}
