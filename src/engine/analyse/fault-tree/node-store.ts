import { LimitError } from './control.ts';

/**
 * Nodes of a decision diagram in typed arrays, each found again by its level and children through a hash table with open
 * addressing. A node's children have smaller numbers than it has, so a loop over the numbers is a walk from the leaves to
 * the roots. Nodes 0 to `terminals` - 1 are terminals. Twelve bytes a node and four to eight of the table.
 */
export class NodeStore {
  level: Int32Array;
  low: Int32Array;
  high: Int32Array;
  size: number;
  /** One past the nodes that may be made. */
  limit: number;
  private readonly terminals: number;
  private table: Int32Array;
  private mask: number;

  constructor(terminals: number, limit: number) {
    this.terminals = terminals;
    this.size = terminals;
    this.limit = limit;
    this.level = new Int32Array(1024).fill(TERMINAL_LEVEL, 0, terminals);
    this.low = new Int32Array(1024);
    this.high = new Int32Array(1024);
    this.table = new Int32Array(2048);
    this.mask = 2047;
  }

  /** The node with these children; `LimitError` when there is no room for a new one. */
  find(level: number, low: number, high: number): number {
    const { table, mask } = this;
    let slot = hash(level, low, high) & mask;
    for (let node = table[slot]!; node !== 0; node = table[slot]!) {
      if (this.low[node] === low && this.high[node] === high && this.level[node] === level) return node;
      slot = (slot + 1) & mask;
    }
    const node = this.size;
    if (node >= this.limit) throw new LimitError('nodes');
    if (node === this.level.length) this.grow();
    this.level[node] = level;
    this.low[node] = low;
    this.high[node] = high;
    this.size = node + 1;
    table[slot] = node;
    if (this.size * 4 > mask * 3) this.rehash(mask * 2 + 2);
    return node;
  }

  /** Forgets the nodes from number `size` on. */
  truncate(size: number): void {
    if (size === this.size) return;
    this.size = size;
    let slots = this.mask + 1;
    while (slots > 2048 && size * 4 < slots) slots >>= 1;
    this.rehash(slots);
  }

  /**
   * Forgets the nodes from number `from` on that no reference of `kept` leads to, and answers with where those references
   * lead now. A reference is a node's number shifted left by `shift`, with marks in the bits below. The order stays.
   */
  compact(from: number, kept: readonly number[], shift: 0 | 1): number[] {
    const { level, low, high } = this;
    const live = new Uint8Array(this.size - from);
    const mark = (reference: number): void => { if (reference >> shift >= from) live[(reference >> shift) - from] = 1; };
    kept.forEach(mark);
    for (let node = this.size - 1; node >= from; node--) {
      if (live[node - from] === 0) continue;
      mark(low[node]!);
      mark(high[node]!);
    }
    const places = new Int32Array(this.size - from);
    const bits = (1 << shift) - 1;
    const place = (reference: number): number => (reference >> shift < from ? reference : (places[(reference >> shift) - from]! << shift) | (reference & bits));
    let next = from;
    for (let node = from; node < this.size; node++) {
      if (live[node - from] === 0) continue;
      places[node - from] = next;
      level[next] = level[node]!;
      low[next] = place(low[node]!);
      high[next] = place(high[node]!);
      next++;
    }
    this.truncate(next);
    return kept.map(place);
  }

  private grow(): void {
    const length = Math.min(this.level.length * 2, Math.max(this.limit, this.level.length + 1));
    this.level = lengthened(this.level, length);
    this.low = lengthened(this.low, length);
    this.high = lengthened(this.high, length);
  }

  private rehash(slots: number): void {
    const table = slots === this.table.length ? this.table.fill(0) : new Int32Array(slots);
    const mask = slots - 1;
    const { level, low, high } = this;
    for (let node = this.terminals; node < this.size; node++) {
      let slot = hash(level[node]!, low[node]!, high[node]!) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = node;
    }
    this.table = table;
    this.mask = mask;
  }
}

/** Of terminals: below every variable. */
export const TERMINAL_LEVEL = 0x7fff_ffff;

export function hash(a: number, b: number, c: number): number {
  let h = Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca6b) ^ Math.imul(c, 0xc2b2_ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b_3c6d);
  return h ^ (h >>> 13);
}

export function lengthened(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
}

/**
 * Results of operations by operation and operands: a slot each, the newest stays, so the table is bounded and a result that
 * was lost is worked out again. Results are 0 or more.
 */
export class ComputedTable {
  private keys: Int32Array;
  private mask: number;
  private readonly most: number;
  private news = 0;

  constructor(most: number) {
    this.most = most;
    this.keys = new Int32Array(4 * 4096);
    this.mask = 4095;
  }

  /** −1 where it is not known. */
  get(operation: number, a: number, b: number): number {
    const at = (hash(operation, a, b) & this.mask) << 2;
    const { keys } = this;
    return keys[at + 1] === a && keys[at + 2] === b && keys[at] === operation ? keys[at + 3]! : -1;
  }

  set(operation: number, a: number, b: number, result: number): void {
    if (++this.news > this.mask) this.grow();
    this.put(operation, a, b, result);
  }

  private put(operation: number, a: number, b: number, result: number): void {
    const at = (hash(operation, a, b) & this.mask) << 2;
    const { keys } = this;
    keys[at] = operation;
    keys[at + 1] = a;
    keys[at + 2] = b;
    keys[at + 3] = result;
  }

  /** As many results were written as there is room for: too little room makes the same work again and again. */
  private grow(): void {
    this.news = 0;
    if (this.mask + 1 >= this.most) return;
    const old = this.keys;
    this.keys = new Int32Array(old.length * 4);
    this.mask = this.mask * 4 + 3;
    for (let at = 0; at < old.length; at += 4) if (old[at] !== 0) this.put(old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]!);
  }

  clear(): void {
    this.keys.fill(0);
  }
}
