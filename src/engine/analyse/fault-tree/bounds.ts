import { hasComplements, type Circuit, type Literal } from './circuit.ts';

/**
 * Between what and what the probability of a function lies when its diagram is too large: from the inputs of each gate up,
 * without regard to what they share. In a coherent function failures are associated, so an OR is no more probable than were
 * its inputs independent and an AND no less (R. E. Barlow, F. Proschan: Statistical theory of reliability and life testing,
 * 1975); else the inequalities of Fréchet hold.
 */
export function probabilityBounds(circuit: Circuit, root: Literal, probabilities: Float64Array): { lower: number; upper: number } {
  const lower = new Float64Array(circuit.size);
  const upper = new Float64Array(circuit.size);
  const isMixed = hasComplements(circuit, root);
  lower[0] = 1;
  upper[0] = 1;
  for (let event = 1; event <= circuit.variables; event++) {
    lower[event] = probabilities[event]!;
    upper[event] = probabilities[event]!;
  }
  const low = (literal: Literal): number => ((literal & 1) === 0 ? lower[literal >> 1]! : 1 - upper[literal >> 1]!);
  const high = (literal: Literal): number => ((literal & 1) === 0 ? upper[literal >> 1]! : 1 - lower[literal >> 1]!);
  for (const node of circuit.gatesUnder([root])) {
    const { kind, k, inputs } = circuit.gate(node);
    const n = inputs.length;
    if (kind === 'and') {
      // All inputs grow with the events, or all shrink: it is a mixture that is not associated.
      lower[node] = !isMixed ? inputs.reduce((product, input) => product * low(input), 1) : Math.max(0, inputs.reduce((sum, input) => sum + low(input), 1 - n));
      upper[node] = Math.min(...inputs.map(high));
    } else if (kind === 'atleast') {
      const sum = (of: (literal: Literal) => number): number => inputs.reduce((total, input) => total + of(input), 0);
      // Markov's inequality for the number that happen, and for the number that do not.
      upper[node] = Math.min(1, sum(high) / k);
      lower[node] = Math.max(0, 1 - sum((input) => 1 - low(input)) / (n - k + 1));
    } else {
      lower[node] = 0;
      upper[node] = Math.min(1, inputs.reduce((total, input) => total + high(input), 0));
    }
  }
  return { lower: low(root), upper: high(root) };
}
