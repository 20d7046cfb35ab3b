import { graphOf } from '../../../model/fault-tree/graph.ts';
import type { FaultGate, FaultTreeDocument } from '../../../model/fault-tree/document.ts';

/**
 * Whether the inputs of a priority AND happened from left to right. A static analysis has no times but those observed, so the
 * order is known where every input happened at a known time; two at the same instant have no order.
 */
export function orderOf(document: FaultTreeDocument, gate: FaultGate): 'as drawn' | 'another' | 'unknown' {
  if (gate.inputs.length < 2) return 'as drawn';
  const times = new Map<string, bigint | undefined>();
  const found = gate.inputs.map((input) => (input.complement ? undefined : happenedAt(document, input.id, times)));
  let order: 'as drawn' | 'another' | 'unknown' = 'as drawn';
  for (let n = 1; n < found.length; n++) {
    const before = found[n - 1];
    const after = found[n];
    if (before !== undefined && after !== undefined && before > after) return 'another';
    if (before === undefined || after === undefined || before === after) order = 'unknown';
  }
  return order;
}

/** Nobody draws an order of things that far below. */
const DEEPEST = 1000;

/** When a node happened: as observed, or as the times of what is under an AND (the last) or an OR (the first) say. */
function happenedAt(document: FaultTreeDocument, id: string, times: Map<string, bigint | undefined>, depth = 0): bigint | undefined {
  if (times.has(id)) return times.get(id);
  if (depth > DEEPEST) return undefined;
  const node = graphOf(document).byId.get(id);
  if (!node) return undefined;
  if (node.observed.state === 'did-not-happen') return undefined;
  if (node.observed.state === 'happened' && node.observed.atNs !== undefined) return node.observed.atNs;
  // Marked first: a loop has no time.
  times.set(id, undefined);
  if (node.type !== 'gate' || node.inputs.length === 0 || node.inputs.some((input) => input.complement)) return undefined;
  const under = node.inputs.map((input) => happenedAt(document, input.id, times, depth + 1));
  const known = under.filter((time) => time !== undefined);
  let time: bigint | undefined;
  if (['and', 'inhibit', 'pand', 'null'].includes(node.gate)) time = known.length === under.length ? known.reduce((a, b) => (a > b ? a : b)) : undefined;
  else if (node.gate === 'or') {
    const others = node.inputs.filter((_, n) => under[n] === undefined);
    const cannotBeEarlier = others.every((input) => graphOf(document).byId.get(input.id)?.observed.state === 'did-not-happen');
    time = known.length > 0 && cannotBeEarlier ? known.reduce((a, b) => (a < b ? a : b)) : undefined;
  }
  times.set(id, time);
  return time;
}
