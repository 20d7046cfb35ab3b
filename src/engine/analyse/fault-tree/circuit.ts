/**
 * A Boolean function of events as a graph of AND, k-of-n and XOR gates whose inputs may be complemented: OR is an AND of
 * complements, so that equal functions written differently meet in one gate. Gates are made bottom up through `and`, `or`,
 * `xor` and `atLeast`, which propagate constants, drop what is there twice, and give an equal gate the number it has.
 *
 * A literal is an int: twice the number of a node, plus one for its complement. Node 0 is the constant true; nodes 1 to
 * `variables` are events; gates follow, each after its inputs.
 */
export type Literal = number;

export const TRUE: Literal = 0;
export const FALSE: Literal = 1;

export type GateKind = 'and' | 'xor' | 'atleast';

export interface Gate {
  readonly kind: GateKind;
  /** Of `atleast`. */
  readonly k: number;
  /** Ascending. */
  readonly inputs: readonly Literal[];
}

export class Circuit {
  readonly variables: number;
  private readonly gates: Gate[] = [];
  private readonly known = new Map<string, Literal>();

  constructor(variables: number) {
    this.variables = variables;
  }

  /** One past the last node. */
  get size(): number {
    return this.variables + 1 + this.gates.length;
  }

  isGate(node: number): boolean {
    return node > this.variables;
  }

  gate(node: number): Gate {
    return this.gates[node - this.variables - 1]!;
  }

  variable(number: number): Literal {
    return number << 1;
  }

  and(inputs: readonly Literal[]): Literal {
    const sorted = inputs.toSorted((a, b) => a - b);
    const kept: Literal[] = [];
    let last = -1;
    for (const literal of sorted) {
      if (literal === TRUE || literal === last) continue;
      // A node and its complement stand side by side.
      if (literal === FALSE || (literal ^ 1) === last) return FALSE;
      kept.push(literal);
      last = literal;
    }
    if (kept.length === 0) return TRUE;
    return kept.length === 1 ? kept[0]! : this.make('and', 0, kept);
  }

  or(inputs: readonly Literal[]): Literal {
    return this.and(inputs.map((literal) => literal ^ 1)) ^ 1;
  }

  /** True where an odd number of inputs is. */
  xor(inputs: readonly Literal[]): Literal {
    let complement = 0;
    const plain: Literal[] = [];
    for (const literal of inputs) {
      // TRUE is node 0 as it is, FALSE node 0 complemented: an input that is false changes nothing.
      if (literal >> 1 === 0) complement ^= (literal ^ 1) & 1;
      else {
        complement ^= literal & 1;
        plain.push(literal & ~1);
      }
    }
    const sorted = plain.sort((a, b) => a - b);
    const kept: Literal[] = [];
    for (const literal of sorted) {
      if (kept.at(-1) === literal) kept.pop();
      else kept.push(literal);
    }
    if (kept.length === 0) return FALSE ^ complement;
    return (kept.length === 1 ? kept[0]! : this.make('xor', 0, kept)) ^ complement;
  }

  /** True where `k` of the inputs or more are; an input that is there twice counts twice. */
  atLeast(k: number, inputs: readonly Literal[]): Literal {
    let needed = k;
    const counted = new Map<number, { plain: number; complement: number }>();
    for (const literal of inputs) {
      if (literal === TRUE) needed--;
      else if (literal !== FALSE) {
        const of = counted.get(literal >> 1) ?? { plain: 0, complement: 0 };
        if ((literal & 1) === 1) of.complement++;
        else of.plain++;
        counted.set(literal >> 1, of);
      }
    }
    const rest: Literal[] = [];
    for (const [node, of] of counted) {
      // One of an event and its complement is always true.
      const pairs = Math.min(of.plain, of.complement);
      needed -= pairs;
      for (let n = pairs; n < of.plain; n++) rest.push(node << 1);
      for (let n = pairs; n < of.complement; n++) rest.push((node << 1) | 1);
    }
    if (needed <= 0) return TRUE;
    if (needed > rest.length) return FALSE;
    if (needed === 1) return this.or(rest);
    if (needed === rest.length) return this.and(rest);
    return this.make('atleast', needed, rest.sort((a, b) => a - b));
  }

  private make(kind: GateKind, k: number, inputs: readonly Literal[]): Literal {
    const key = `${kind === 'and' ? 'a' : kind === 'xor' ? 'x' : k}:${inputs.join(',')}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const literal = this.size << 1;
    this.gates.push({ kind, k, inputs });
    this.known.set(key, literal);
    return literal;
  }

  /** Makes a gate of a kind from inputs: what `and`, `xor` and `atLeast` do, by its kind. */
  again(gate: Gate, inputs: readonly Literal[]): Literal {
    if (gate.kind === 'and') return this.and(inputs);
    return gate.kind === 'xor' ? this.xor(inputs) : this.atLeast(gate.k, inputs);
  }

  /** The gates under the roots, each after its inputs. */
  gatesUnder(roots: readonly Literal[]): number[] {
    const seen = new Uint8Array(this.size);
    const open = roots.map((literal) => literal >> 1).filter((node) => this.isGate(node));
    const found: number[] = [];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen[node] === 1) continue;
      seen[node] = 1;
      found.push(node);
      for (const input of this.gate(node).inputs) if (this.isGate(input >> 1) && seen[input >> 1] === 0) open.push(input >> 1);
    }
    return found.sort((a, b) => a - b);
  }
}

/** Whether any event reaches the root complemented, or through an XOR: where none does the function is coherent. */
export function hasComplements(circuit: Circuit, root: Literal): boolean {
  const parities = new Uint8Array(circuit.size);
  parities[root >> 1] = (root & 1) + 1;
  for (const node of circuit.gatesUnder([root]).toReversed()) {
    const gate = circuit.gate(node);
    const own = gate.kind === 'xor' ? 3 : parities[node]!;
    for (const input of gate.inputs) parities[input >> 1]! |= (input & 1) === 0 ? own : ((own & 1) << 1) | (own >> 1);
  }
  for (let node = 1; node <= circuit.variables; node++) if ((parities[node]! & 2) !== 0) return true;
  return false;
}
