import type { EventType, FaultGate, FaultNode, GateType } from '../../model/fault-tree/document.ts';

/**
 * Symbols of IEC 61025:2006 (annex A) with their distinctive outlines and the qualifying symbols of IEC 60617-12
 * inside. Where 61025 has none (IFF, IMPLY, cardinality, null) the outline of the nearest gate carries the qualifier.
 * Coordinates: x from the middle of the symbol, y from its top; the output is above, the inputs are below.
 */
export type SymbolKind = GateType | EventType | 'transfer' | 'missing';

export interface SymbolShape {
  readonly widthPx: number;
  readonly heightPx: number;
  /** The outline, to be filled and stroked. */
  readonly body: string;
  /** Lines on top of it, stroked and never filled. */
  readonly detail?: string;
  /** The small circle of a negated output, filled and stroked, above the outline. */
  readonly bubble?: { readonly y: number; readonly radius: number };
  /** Where the line from above ends, and where that to the inputs begins. */
  readonly inletY: number;
  readonly outletY: number;
  /** How far the outline reaches from its middle at half its height, where a transfer begins. */
  readonly sideX: number;
  /** Baseline of the words inside, and how wide they may be. */
  readonly textY: number;
  readonly textPx: number;
}

const AND = 'M-20 34V18a20 18 0 0 1 40 0v16z';
const OR = 'M-20 34q20 -11 40 0c0 -18 -8 -28 -20 -34c-12 6 -20 16 -20 34z';
const XOR = 'M-20 30q20 -11 40 0c0 -16 -8 -25 -20 -30c-12 5 -20 14 -20 30z';
const XOR_SECOND = 'M-20 34q20 -11 40 0';
const BUBBLE = { y: -4, radius: 4 };

const gate = (body: string, more: Partial<SymbolShape> = {}): SymbolShape => ({
  widthPx: 40, heightPx: 34, body, inletY: more.bubble ? -8 : 0, outletY: 34, sideX: body === OR || body === XOR ? 17 : 20, textY: 23, textPx: 30, ...more,
});
const event = (body: string, widthPx: number, more: Partial<SymbolShape> = {}): SymbolShape => ({
  widthPx, heightPx: 36, body, inletY: 0, outletY: 36, sideX: widthPx / 2, textY: 22, textPx: 30, ...more,
});

export const SYMBOLS: Readonly<Record<SymbolKind, SymbolShape>> = {
  and: gate(AND, { textY: 25 }),
  or: gate(OR, { outletY: 28.5 }),
  atleast: gate(OR, { outletY: 28.5 }),
  cardinality: gate(OR, { outletY: 28.5 }),
  xor: gate(XOR, { detail: XOR_SECOND, outletY: 28.5, textY: 21 }),
  nand: gate(AND, { bubble: BUBBLE, textY: 25 }),
  nor: gate(OR, { bubble: BUBBLE, outletY: 28.5 }),
  iff: gate(XOR, { bubble: BUBBLE, detail: XOR_SECOND, outletY: 28.5, textY: 21 }),
  imply: gate(OR, { detail: 'M-9 20H8M3 15L8 20L3 25', outletY: 28.5 }),
  not: gate('M0 0L20 34H-20z', { bubble: BUBBLE, sideX: 10, textY: 29, textPx: 18 }),
  inhibit: gate('M-20 17L-10 0H10L20 17L10 34H-10z'),
  pand: gate(AND, { detail: 'M-20 34L0 20L20 34', textY: 16, textPx: 20 }),
  null: gate('M-16 0H16V34H-16z', { sideX: 16, textPx: 24 }),
  basic: event('M0 0a18 18 0 1 1 0 36a18 18 0 1 1 0 -36z', 36),
  undeveloped: event('M0 0L24 18L0 36L-24 18z', 48),
  house: event('M-18 36V13L0 0L18 13V36z', 36, { textY: 27 }),
  conditioning: event('M-26 18a26 16 0 1 1 52 0a26 16 0 1 1 -52 0z', 52, { inletY: 2, outletY: 34, textPx: 40 }),
  transfer: event('M0 0L21 36H-21z', 42, { textY: 31, textPx: 22 }),
  missing: event('M-17 1H17V35H-17z', 34),
};

/** What stands inside a gate's symbol; of `inhibit` and `imply` nothing. */
export function gateText({ gate: type, min, max }: Pick<FaultGate, 'gate' | 'min' | 'max'>): string {
  switch (type) {
    case 'and':
    case 'nand':
    case 'pand':
      return '&';
    case 'or':
    case 'nor':
      return '≥1';
    case 'xor':
    case 'iff':
      return '=1';
    case 'atleast':
      return `≥${min ?? '?'}`;
    case 'cardinality':
      return min !== undefined && min === max ? `=${min}` : `${min ?? '?'}–${max ?? '?'}`;
    case 'not':
    case 'null':
      return '1';
    case 'inhibit':
    case 'imply':
      return '';
    default:
      return type satisfies never;
  }
}

/** Names of the symbols, for those who cannot see them and for legends. */
export const SYMBOL_TITLE: Readonly<Record<SymbolKind, string>> = {
  or: 'OR', and: 'AND', atleast: 'At least k of n', xor: 'Exclusive OR', not: 'NOT', nand: 'NAND', nor: 'NOR', iff: 'If and only if', imply: 'Implies',
  cardinality: 'Between k and l of n', inhibit: 'INHIBIT', pand: 'Priority AND', null: 'Pass through', basic: 'Basic event', undeveloped: 'Undeveloped event',
  house: 'House event', conditioning: 'Condition', transfer: 'Transfer', missing: 'Missing event',
};

export function symbolOf(node: FaultNode): SymbolKind {
  return node.type === 'gate' ? node.gate : node.event;
}
