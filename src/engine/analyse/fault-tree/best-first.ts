import type { Families } from './families.ts';
import { modulePlaces } from './sums.ts';
import { EMPTY } from './zbdd.ts';

/** A literal of a set: an event's number and whether it is complemented. */
export interface SetLiteral { readonly event: number; readonly complement: boolean }

/** Sets from the cheapest on, without listing all: what each node costs at least is known, so the walk goes where a set is next. */
export interface BestFirst {
  /** The next set; `undefined` at the end. */
  next: () => { readonly literals: SetLiteral[]; readonly cost: number } | undefined;
}

type List<T> = { readonly head: T; readonly tail: List<T>; readonly size: number } | undefined;

interface Place {
  /** Of the cheapest set that begins as this one does. */
  readonly cost: number;
  readonly node: number;
  readonly chosen: List<SetLiteral>;
  /** Where to go on when `node` is done: what follows a module. */
  readonly after: List<number>;
}

/**
 * `cost` of a literal, 0 or more; the cost of a set is the sum. Sets of more than `maxOrder` literals are left out. The walk
 * ends after `mostSteps`, so that asking for few sets among many that are too long ends too.
 */
export function bestFirst(families: Families, cost: (literal: SetLiteral) => number, maxOrder = Infinity, mostSteps = Infinity): BestFirst {
  const { zbdd: { nodes: { level, low, high, size } }, modules, leaves, root, stride } = families;
  const places = modulePlaces(families);
  const literals = Array.from({ length: leaves.length * stride }, (_, at): SetLiteral => ({ event: leaves[Math.floor(at / stride)]!, complement: stride === 2 && (at & 1) === 1 }));
  const costs = Float64Array.from(literals, (literal) => (literal.event > 0 ? cost(literal) : Infinity));
  const orders = Float64Array.from(literals, (literal) => (literal.event > 0 ? 1 : Infinity));
  const least = new Float64Array(size).fill(Infinity);
  const shortest = new Float64Array(size).fill(Infinity);
  least[EMPTY] = 0;
  shortest[EMPTY] = 0;
  modules.forEach(({ plain, complement, start, end }, m) => {
    for (let node = start; node < end; node++) {
      const at = level[node]!;
      least[node] = Math.min(least[low[node]!]!, costs[at]! + least[high[node]!]!);
      shortest[node] = Math.min(shortest[low[node]!]!, orders[at]! + shortest[high[node]!]!);
    }
    const place = places[m];
    if (place === undefined) return;
    costs[place * stride] = least[plain]!;
    orders[place * stride] = shortest[plain]!;
    if (stride === 2) {
      costs[place * 2 + 1] = least[complement]!;
      orders[place * 2 + 1] = shortest[complement]!;
    }
  });
  const heap = new Heap();
  const fits = (node: number, chosen: List<SetLiteral>, after: List<number>): boolean => {
    if (maxOrder === Infinity) return true;
    let order = (chosen?.size ?? 0) + shortest[node]!;
    for (let rest = after; rest; rest = rest.tail) order += shortest[rest.head]!;
    return order <= maxOrder;
  };
  if (least[root]! < Infinity && fits(root, undefined, undefined)) heap.push({ cost: least[root]!, node: root, chosen: undefined, after: undefined });
  let steps = 0;

  const next: BestFirst['next'] = () => {
    for (let at = heap.pop(); at; at = heap.pop()) {
      let { node, chosen, after } = at;
      const { cost: total } = at;
      for (;;) {
        if (++steps > mostSteps) return undefined;
        if (node === EMPTY) {
          if (!after) return { literals: listed(chosen), cost: total };
          node = after.head;
          after = after.tail;
          continue;
        }
        const here = level[node]!;
        const without = least[low[node]!]!;
        const withIt = costs[here]! + least[high[node]!]!;
        const { event } = literals[here]!;
        const taken = (): { node: number; chosen: List<SetLiteral>; after: List<number> } => {
          if (event > 0) return { node: high[node]!, chosen: cons(literals[here]!, chosen), after };
          const module = modules[-1 - event]!;
          return { node: literals[here]!.complement ? module.complement : module.plain, chosen, after: high[node] === EMPTY ? after : cons(high[node]!, after) };
        };
        const left = { node: low[node]!, chosen, after };
        const canLeave = without < Infinity && fits(left.node, left.chosen, left.after);
        const right = withIt < Infinity ? taken() : undefined;
        const canTake = right !== undefined && fits(right.node, right.chosen, right.after);
        if (!canLeave && !canTake) break;
        const goesLeft = canLeave && (!canTake || without <= withIt);
        if (goesLeft && canTake) heap.push({ cost: total + (withIt - without), ...right });
        if (!goesLeft && canLeave) heap.push({ cost: total + (without - withIt), ...left });
        // The way left by the order's limit may cost more than was thought: then it is another's turn.
        const grown = total + ((goesLeft ? without : withIt) - Math.min(without, withIt));
        const step = goesLeft ? left : right!;
        if (grown > total) {
          heap.push({ cost: grown, ...step });
          break;
        }
        ({ node, chosen, after } = step);
      }
    }
    return undefined;
  };
  return { next };
}

function cons<T>(head: T, tail: List<T>): List<T> {
  return { head, tail, size: (tail?.size ?? 0) + 1 };
}

function listed(list: List<SetLiteral>): SetLiteral[] {
  const found: SetLiteral[] = [];
  for (let at = list; at; at = at.tail) found.push(at.head);
  return found.sort((a, b) => a.event - b.event);
}

/** A binary heap by cost. */
class Heap {
  private readonly of: Place[] = [];

  push(place: Place): void {
    const { of } = this;
    let at = of.length;
    of.push(place);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (of[parent]!.cost <= place.cost) break;
      of[at] = of[parent]!;
      at = parent;
    }
    of[at] = place;
  }

  pop(): Place | undefined {
    const { of } = this;
    const first = of[0];
    const last = of.pop();
    if (first === undefined || last === undefined || of.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= of.length) break;
      if (child + 1 < of.length && of[child + 1]!.cost < of[child]!.cost) child++;
      if (of[child]!.cost >= last.cost) break;
      of[at] = of[child]!;
      at = child;
    }
    of[at] = last;
    return first;
  }
}
