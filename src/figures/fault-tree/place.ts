import type { FaultNode } from '../../model/fault-tree/document.ts';
import type { SymbolKind } from './symbols.ts';

/** What a page of a fault tree is made of, as plain data: drawn by figure.ts and by the editor. Lengths are px. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedText extends Point {
  readonly text: string;
  /** `y` is the baseline. */
  readonly anchor: 'start' | 'middle' | 'end';
  /** Words of the rectangle; the node's name; what stands inside a symbol; remarks (a page, an order). */
  readonly style: 'title' | 'name' | 'symbol' | 'quiet';
}

export interface PlacedSymbol extends Point {
  readonly kind: SymbolKind;
  /** `x` is the middle, `y` the top: the origin of its paths in symbols.ts. */
  readonly x: number;
  readonly y: number;
}

/** Where a gate is folded, or could be. */
export interface PlacedFold {
  readonly folded: boolean;
  /** Symbols below it, when all were unfolded. */
  readonly hidden: number;
  readonly box: Box;
}

/** Where a transfer leads: its page, and the key of the gate when it is on the page that is drawn. */
export interface TransferTarget {
  readonly page: number | undefined;
  readonly pageId: string | undefined;
  readonly key: string | undefined;
}

export interface PlacedNode {
  /** Unique on the page and the same after edits elsewhere: a gate's id at its home, else the key of the gate above it, `>` and the id. */
  readonly key: string;
  readonly id: string;
  /** `undefined` of an input that names no node. */
  readonly node: FaultNode | undefined;
  /** `condition`: the ellipse at the side of an INHIBIT gate. */
  readonly role: 'gate' | 'event' | 'condition' | 'transfer' | 'missing';
  /** 0 for the node that the page begins with. */
  readonly row: number;
  readonly parent: string | undefined;
  /** Keys in the order of inputs, the condition among them; none of what is folded. */
  readonly children: readonly string[];
  /** Place among the inputs of its parent. */
  readonly index: number;
  readonly complement: boolean;
  /** Rectangle, double for a top event; ellipse; `none` when the symbol stands alone. */
  readonly shape: 'rectangle' | 'double' | 'ellipse' | 'none';
  /** Of the shape; of the symbol when it stands alone. */
  readonly box: Box;
  /** None of a condition. */
  readonly symbol: PlacedSymbol | undefined;
  /** From the rectangle to the symbol, and from a gate's symbol down to where its inputs part. */
  readonly stem: readonly Point[];
  readonly trunk: readonly Point[];
  readonly texts: readonly PlacedText[];
  /** Words were cut: all of them belong into a tooltip. */
  readonly cut: boolean;
  /** Middle of the mark of what was observed. */
  readonly badge: Point;
  /** Where a probability may be written, and its room. */
  readonly value: { readonly at: Point; readonly anchor: 'start' | 'middle' | 'end'; readonly widthPx: number };
  readonly fold: PlacedFold | undefined;
  readonly transfer: TransferTarget | undefined;
  /** The triangle at the side of a gate that is taken in elsewhere: where, and the pages. */
  readonly transferOut: { readonly at: Point; readonly from: Point; readonly pages: readonly number[] } | undefined;
  /** How often an event is drawn, when more than once. */
  readonly shared: number | undefined;
  readonly problem: 'loop' | 'missing' | 'no-inputs' | undefined;
  /** All that is drawn of it but lines to others: what a pointer hits, a selection frames, and nothing else covers. */
  readonly area: Box;
}

export interface Connector {
  readonly from: string;
  readonly to: string;
  /** Orthogonal, from above. */
  readonly points: readonly Point[];
  /** To the condition of an INHIBIT gate. */
  readonly condition: boolean;
  /** The small circle of an input that must not happen. */
  readonly bubble: (Point & { readonly radius: number }) | undefined;
  /** Which comes first, of PAND and IMPLY: `1`, `2` … beside the line. */
  readonly order: PlacedText | undefined;
}
