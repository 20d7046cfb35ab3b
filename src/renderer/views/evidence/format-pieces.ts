export interface Piece {
  readonly from: number;
  readonly text: string;
  /** The innermost group it is of; none between groups. */
  readonly name: string | undefined;
}

/** A line cut where groups begin and end: each piece is of the smallest group around it. */
export function pieces(text: string, groups: ReadonlyArray<{ readonly name: string; readonly from: number; readonly to: number }>): Piece[] {
  const cuts = [...new Set([0, text.length, ...groups.flatMap(({ from, to }) => [from, to])])].filter((at) => at >= 0 && at <= text.length).toSorted((a, b) => a - b);
  return cuts.slice(0, -1).map((from, i) => {
    const to = cuts[i + 1]!;
    const around = groups.filter((group) => group.from <= from && group.to >= to && group.to > group.from).toSorted((a, b) => a.to - a.from - (b.to - b.from));
    return { from, text: text.slice(from, to), name: around[0]?.name };
  });
}
