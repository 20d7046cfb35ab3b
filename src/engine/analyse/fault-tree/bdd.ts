import { LimitError } from './control.ts';
import { ComputedTable, NodeStore, TERMINAL_LEVEL } from './node-store.ts';

/**
 * Reduced ordered binary decision diagrams with complement edges (R. E. Bryant 1986; K. S. Brace, R. L. Rudell,
 * R. E. Bryant: Efficient implementation of a BDD package, 1990). An edge is an int: twice the node, plus one when the
 * function is the complement. Node 0 is the constant true. The high edge of a node is never complemented, which makes
 * equal functions equal edges. Operations are recursive to the depth of the levels.
 */
export type Edge = number;

export const ONE: Edge = 0;
export const ZERO: Edge = 1;

const AND = 1;
const XOR = 2;
/** Fewer nodes are not worth going over the table for: a tree may have thousands of small modules. */
export const WORTHWHILE = 500;
/** Results kept at most: 16 bytes each. */
const MOST_RESULTS = 1 << 22;

export class Bdd {
  readonly nodes: NodeStore;
  /** Steps that operations may still take, `LimitError` after: a table of results that is too small makes few nodes in a long time. */
  stepsLeft = Infinity;
  private readonly computed = new ComputedTable(MOST_RESULTS);

  constructor(limit: number) {
    this.nodes = new NodeStore(1, limit);
  }

  variable(level: number): Edge {
    return this.make(level, ZERO, ONE);
  }

  make(level: number, low: Edge, high: Edge): Edge {
    if (low === high) return low;
    if ((high & 1) === 1) return (this.nodes.find(level, low ^ 1, high ^ 1) << 1) | 1;
    return this.nodes.find(level, low, high) << 1;
  }

  level(edge: Edge): number {
    return this.nodes.level[edge >> 1]!;
  }

  low(edge: Edge): Edge {
    return this.nodes.low[edge >> 1]! ^ (edge & 1);
  }

  high(edge: Edge): Edge {
    return this.nodes.high[edge >> 1]! ^ (edge & 1);
  }

  and(f: Edge, g: Edge): Edge {
    if (f === g || g === ONE) return f;
    if (f === ONE) return g;
    if (f === ZERO || g === ZERO || (f ^ 1) === g) return ZERO;
    const a = f < g ? f : g;
    const b = f < g ? g : f;
    const known = this.computed.get(AND, a, b);
    if (known >= 0) return known;
    if (--this.stepsLeft < 0) throw new LimitError('steps');
    const { level, low, high } = this.nodes;
    const levelA = level[a >> 1]!;
    const levelB = level[b >> 1]!;
    const top = levelA < levelB ? levelA : levelB;
    const a0 = levelA === top ? low[a >> 1]! ^ (a & 1) : a;
    const a1 = levelA === top ? high[a >> 1]! ^ (a & 1) : a;
    const b0 = levelB === top ? low[b >> 1]! ^ (b & 1) : b;
    const b1 = levelB === top ? high[b >> 1]! ^ (b & 1) : b;
    const r0 = this.and(a0, b0);
    const result = this.make(top, r0, this.and(a1, b1));
    this.computed.set(AND, a, b, result);
    return result;
  }

  or(f: Edge, g: Edge): Edge {
    return this.and(f ^ 1, g ^ 1) ^ 1;
  }

  xor(f: Edge, g: Edge): Edge {
    const complement = (f ^ g) & 1;
    return this.xorPlain(f & ~1, g & ~1) ^ complement;
  }

  private xorPlain(f: Edge, g: Edge): Edge {
    if (f === g) return ZERO;
    if (f === ONE) return g ^ 1;
    if (g === ONE) return f ^ 1;
    const a = f < g ? f : g;
    const b = f < g ? g : f;
    const known = this.computed.get(XOR, a, b);
    if (known >= 0) return known;
    if (--this.stepsLeft < 0) throw new LimitError('steps');
    const levelA = this.level(a);
    const levelB = this.level(b);
    const top = Math.min(levelA, levelB);
    const a0 = levelA === top ? this.low(a) : a;
    const a1 = levelA === top ? this.high(a) : a;
    const b0 = levelB === top ? this.low(b) : b;
    const b1 = levelB === top ? this.high(b) : b;
    const r0 = this.xor(a0, b0);
    const result = this.make(top, r0, this.xor(a1, b1));
    this.computed.set(XOR, a, b, result);
    return result;
  }

  /** If `f` then `g` else `h`. */
  ite(f: Edge, g: Edge, h: Edge): Edge {
    if (f === ONE || g === h) return g;
    if (f === ZERO) return h;
    return this.and(this.and(f, g) ^ 1, this.and(f ^ 1, h) ^ 1) ^ 1;
  }

  /** True where `k` of the functions or more are. At most n × k steps, where a list of the combinations would be n over k. */
  atLeast(k: number, functions: readonly Edge[]): Edge {
    let row: Edge[] = Array.from({ length: k + 1 }, (_, needed) => (needed === 0 ? ONE : ZERO));
    for (const f of functions.toSorted((a, b) => this.level(b) - this.level(a))) {
      row = row.map((without, needed) => (needed === 0 ? ONE : this.ite(f, row[needed - 1]!, without)));
    }
    return row[k]!;
  }

  /** Forgets the nodes from number `size` on, with all that was computed. */
  truncate(size: number): void {
    if (size === this.nodes.size) return;
    this.nodes.truncate(size);
    this.computed.clear();
  }

  /** `NodeStore.compact`, and forgets what was computed; nothing where there is little to forget. */
  compact(from: number, kept: readonly Edge[]): Edge[] {
    if (this.nodes.size - from < WORTHWHILE) return [...kept];
    this.computed.clear();
    return this.nodes.compact(from, kept, 1);
  }

  /** The number of nodes under an edge. */
  count(edge: Edge, most = Infinity): number {
    const seen = new Set<number>();
    const open = [edge >> 1];
    for (let node = open.pop(); node !== undefined && seen.size < most; node = open.pop()) {
      if (seen.has(node) || this.nodes.level[node] === TERMINAL_LEVEL) continue;
      seen.add(node);
      open.push(this.nodes.low[node]! >> 1, this.nodes.high[node]! >> 1);
    }
    return seen.size;
  }
}
