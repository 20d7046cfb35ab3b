/** Puts things side by side in rows without overlap, first row that has room. */
export interface Extent {
  readonly left: number;
  readonly right: number;
}

/** A row of extents, kept in order of `left`; none overlaps another. */
export class Row {
  private readonly extents: Extent[] = [];

  /** Whether `extent` keeps `gapPx` from everything in the row. */
  hasRoom(extent: Extent, gapPx: number): boolean {
    const at = this.position(extent.left);
    const before = this.extents[at - 1];
    const after = this.extents[at];
    return (!before || before.right + gapPx <= extent.left) && (!after || extent.right + gapPx <= after.left);
  }

  add(extent: Extent): void {
    this.extents.splice(this.position(extent.left), 0, extent);
  }

  private position(left: number): number {
    let low = 0;
    let high = this.extents.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.extents[middle]!.left <= left) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The first of `rows` with room for the first of `candidates` that fits; opens a row while fewer than `maxRows` stand. */
export function placeInRows<T extends Extent>(
  rows: Row[], candidates: readonly T[], gapPx: number, maxRows: number,
): { readonly row: number; readonly chosen: T } | undefined {
  for (let row = 0; row < rows.length; row++) {
    const chosen = candidates.find((c) => rows[row]!.hasRoom(c, gapPx));
    if (!chosen) continue;
    rows[row]!.add(chosen);
    return { row, chosen };
  }
  const chosen = candidates[0];
  if (!chosen || rows.length >= maxRows) return undefined;
  const row = new Row();
  row.add(chosen);
  rows.push(row);
  return { row: rows.length - 1, chosen };
}
