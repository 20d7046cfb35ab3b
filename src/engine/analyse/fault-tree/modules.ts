import type { Circuit, Literal } from './circuit.ts';

/**
 * The gates whose events are nowhere else under the root (Y. Dutuit, A. Rauzy: A linear-time algorithm to find modules of
 * fault trees, IEEE Transactions on Reliability 45(3), 1996): a walk numbers each first and each last visit; a gate is a
 * module where no event under it is visited before it was entered first or after it was left. Answers with the modules'
 * nodes, each after those under it, the root last. The root is a gate.
 */
export function modulesUnder(circuit: Circuit, root: Literal): number[] {
  const size = circuit.size;
  const first = new Int32Array(size);
  const left = new Int32Array(size);
  const last = new Int32Array(size);
  const path: number[] = [root >> 1];
  const next: number[] = [0];
  let date = 1;
  first[root >> 1] = date;
  while (path.length > 0) {
    const node = path.at(-1)!;
    const { inputs } = circuit.gate(node);
    const at = next[next.length - 1]!++;
    if (at === inputs.length) {
      date++;
      if (left[node] === 0) left[node] = date;
      last[node] = date;
      path.pop();
      next.pop();
      continue;
    }
    const child = inputs[at]! >> 1;
    date++;
    last[child] = date;
    if (first[child] !== 0) continue;
    first[child] = date;
    if (circuit.isGate(child)) {
      path.push(child);
      next.push(0);
    }
  }
  const earliest = new Int32Array(size);
  const latest = new Int32Array(size);
  const found: number[] = [];
  for (const node of circuit.gatesUnder([root])) {
    let min = Infinity;
    let max = 0;
    for (const input of circuit.gate(node).inputs) {
      const child = input >> 1;
      const isGate = circuit.isGate(child);
      min = Math.min(min, first[child]!, isGate ? earliest[child]! : Infinity);
      max = Math.max(max, last[child]!, isGate ? latest[child]! : 0);
    }
    earliest[node] = min;
    latest[node] = max;
    if (min > first[node]! && max < left[node]!) found.push(node);
  }
  return found;
}
