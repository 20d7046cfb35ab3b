import type { Circuit, Literal } from './circuit.ts';
import { Circuit as NewCircuit } from './circuit.ts';

/**
 * The same functions with fewer gates: an AND that only another AND takes in, uncomplemented, becomes part of it, and so an
 * OR in an OR and an XOR in an XOR; what that makes equal is merged. Answers with a circuit of the same variables.
 */
export function simplified(circuit: Circuit, roots: readonly Literal[]): { circuit: Circuit; roots: Literal[] } {
  let now = { circuit, roots: [...roots] };
  for (let round = 0; round < 20; round++) {
    const gates = now.circuit.gatesUnder(now.roots).length;
    const next = pass(now.circuit, now.roots);
    const same = next.circuit.gatesUnder(next.roots).length === gates;
    now = next;
    if (same) break;
  }
  return now;
}

function pass(circuit: Circuit, roots: readonly Literal[]): { circuit: Circuit; roots: Literal[] } {
  const parents = new Int32Array(circuit.size);
  const order = circuit.gatesUnder(roots);
  for (const node of order) for (const input of circuit.gate(node).inputs) parents[input >> 1]!++;
  for (const root of roots) parents[root >> 1]! += 2;
  const made = new NewCircuit(circuit.variables);
  const literals = new Int32Array(circuit.size).fill(-1);
  for (let node = 0; node <= circuit.variables; node++) literals[node] = node << 1;
  for (const node of order) {
    const gate = circuit.gate(node);
    const inputs: Literal[] = [];
    for (const input of gate.inputs) {
      const literal = literals[input >> 1]! ^ (input & 1);
      const child = literal >> 1;
      if (parents[input >> 1] === 1 && made.isGate(child) && gate.kind === made.gate(child).kind && (gate.kind === 'xor' || (gate.kind === 'and' && (literal & 1) === 0))) {
        inputs.push(...made.gate(child).inputs);
        if (gate.kind === 'xor' && (literal & 1) === 1) inputs.push(0);
      } else inputs.push(literal);
    }
    literals[node] = made.again(gate, inputs);
  }
  return { circuit: made, roots: roots.map((root) => literals[root >> 1]! ^ (root & 1)) };
}
