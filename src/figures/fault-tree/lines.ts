import type { ObservedState } from '../../model/fault-tree/document.ts';
import type { Connector, Point } from './place.ts';

/** A piece of the lines from a gate to its inputs: no piece lies on another, so that dashes do not blur. */
export interface LinePiece {
  readonly from: string;
  readonly points: readonly Point[];
  /** Keys of the inputs whose lines run here. */
  readonly carries: readonly string[];
  /** To the condition of an INHIBIT gate. */
  readonly condition: boolean;
}

/** Connectors taken apart: where several run on one way, that way is one piece that carries all of them. */
export function linePieces(connectors: readonly Connector[]): LinePiece[] {
  const ofGate = new Map<string, Connector[]>();
  for (const connector of connectors) {
    const others = ofGate.get(connector.from);
    if (others) others.push(connector);
    else ofGate.set(connector.from, [connector]);
  }
  const pieces: LinePiece[] = [];
  for (const [from, all] of ofGate) {
    const left: Connector[] = [];
    const right: Connector[] = [];
    for (const connector of all) {
      const { points, condition } = connector;
      if (condition || points.length < 3) pieces.push({ from, points, carries: [connector.to], condition });
      else (points[1]!.x < points[0]!.x ? left : right).push(connector);
    }
    const away = (a: Connector, b: Connector): number => Math.abs(b.points[1]!.x - b.points[0]!.x) - Math.abs(a.points[1]!.x - a.points[0]!.x);
    pieces.push(...comb(from, left.toSorted(away)), ...comb(from, right.toSorted(away)));
  }
  return pieces;
}

/** `connectors` on one side of a gate, the farthest first. */
function comb(from: string, connectors: readonly Connector[]): LinePiece[] {
  const carries: string[] = [];
  return connectors.flatMap(({ points, to }, i): LinePiece[] => {
    const [begin, corner, ...end] = points;
    const inner = connectors[i + 1]?.points[1] ?? begin!;
    carries.push(to);
    const piece = { from, condition: false };
    return i === 0 ? [{ ...piece, points: [inner, corner!, ...end], carries: [to] }]
      : [{ ...piece, points: [inner, corner!], carries: [...carries] }, { ...piece, points: [corner!, ...end], carries: [to] }];
  });
}

const RANK: Readonly<Record<ObservedState, number>> = { happened: 2, unknown: 1, 'did-not-happen': 0 };

/** The state that a piece of line shows of those it carries. */
export function strongest(states: readonly ObservedState[]): ObservedState {
  return states.reduce<ObservedState>((best, state) => (RANK[state] > RANK[best] ? state : best), 'did-not-happen');
}
