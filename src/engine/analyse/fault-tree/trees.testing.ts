import fc from 'fast-check';
import { UNOBSERVED, type CommonCauseGroup, type FaultEvent, type FaultGate, type FaultNode, type FaultTreeDocument, type GateType, type Observation } from '../../../model/fault-tree/document.ts';

/** Fault trees for tests: made by hand and at random, and what brute force says of them. */

export function event(id: string, probability: number | string = '', more: Partial<FaultEvent> = {}): FaultEvent {
  return { kind: 'fault-node', id, treeId: 'tree', name: id, title: '', note: '', observed: UNOBSERVED, type: 'event', event: 'basic', probability: String(probability), on: false, ...more };
}

/** `inputs`: ids, complemented where a "-" stands before it. */
export function gate(id: string, type: GateType, inputs: readonly string[], more: Partial<FaultGate> = {}): FaultGate {
  return {
    kind: 'fault-node', id, treeId: 'tree', name: id, title: '', note: '', observed: UNOBSERVED, type: 'gate', gate: type, ownPage: false,
    inputs: inputs.map((input) => (input.startsWith('-') ? { id: input.slice(1), complement: true } : { id: input, complement: false })), ...more,
  };
}

export function treeOf(nodes: readonly FaultNode[], tops: readonly string[] = [nodes[0]!.id], commonCauses: CommonCauseGroup[] = []): FaultTreeDocument {
  return { tree: { kind: 'fault-tree', id: 'tree', title: 'Tree', note: '', tops: [...tops], per: '', parameters: [], commonCauses, createdAtNs: 0n }, nodes };
}

export function observed(state: Observation['state'], atNs?: bigint): Pick<FaultEvent, 'observed'> {
  return { observed: { state, atNs, note: '', evidence: [] } };
}

interface Shape {
  readonly gates: ReadonlyArray<{ readonly type: GateType; readonly picks: ReadonlyArray<{ readonly at: number; readonly complement: boolean }>; readonly k: number; readonly wide: number }>;
  readonly probabilities: readonly number[];
}

const COHERENT: readonly GateType[] = ['or', 'and', 'atleast', 'inhibit', 'pand', 'null'];
const ANY: readonly GateType[] = [...COHERENT, 'xor', 'not', 'nand', 'nor', 'iff', 'imply', 'cardinality'];

/** Random trees whose gates share what is under them; `coherent`: without complements. */
export function arbitraryTree({ coherent = false, events = 6, gates = 7, houses = true } = {}): fc.Arbitrary<FaultTreeDocument> {
  const shape: fc.Arbitrary<Shape> = fc.record({
    gates: fc.array(fc.record({
      type: fc.constantFrom(...(coherent ? COHERENT : ANY)),
      picks: fc.array(fc.record({ at: fc.nat(1000), complement: coherent ? fc.constant(false) : fc.integer({ min: 0, max: 4 }).map((n) => n === 0) }), { minLength: 2, maxLength: 5 }),
      k: fc.nat(5), wide: fc.nat(3),
    }), { minLength: 1, maxLength: gates }),
    probabilities: fc.array(fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 99 }).map((n) => n / 100) }, { weight: 1, arbitrary: fc.constantFrom(0, 1) }), { minLength: 2, maxLength: events }),
  });
  return shape.map(({ gates: made, probabilities }) => {
    const nodes: FaultNode[] = probabilities.map((probability, n) => (houses && n > 2 && n % 5 === 0 ? event(`e${n}`, '', { event: 'house', on: probability > 0.5 }) : event(`e${n}`, probability)));
    made.forEach(({ type, picks, k, wide }, n) => {
      const wanted = type === 'not' || type === 'null' ? 1 : type === 'imply' || type === 'iff' || type === 'inhibit' ? 2 : picks.length;
      const inputs = picks.slice(0, wanted).map(({ at, complement }, place) => {
        // The first input is of the newest nodes, so that trees grow deep.
        const from = place === 0 ? nodes.length - 1 - (at % Math.min(nodes.length, 3)) : at % nodes.length;
        return `${complement ? '-' : ''}${nodes[from]!.id}`;
      });
      nodes.push(gate(`g${n}`, type, inputs, type === 'atleast' ? { min: Math.min(k, inputs.length) } : type === 'cardinality' ? { min: Math.min(k, inputs.length), max: Math.min(k, inputs.length) + wide } : {}));
    });
    return treeOf(nodes, [nodes.at(-1)!.id]);
  });
}

/** Whether a node happens when exactly these events do; common-cause events of groups in `expanded` by their ids. */
export function happens(document: FaultTreeDocument, id: string, events: ReadonlySet<string>, expanded: ReadonlyMap<string, readonly string[]> = new Map()): boolean {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const memo = new Map<string, boolean>();
  const of = (at: string): boolean => {
    const known = memo.get(at);
    if (known !== undefined) return known;
    const node = byId.get(at)!;
    const value = node.type === 'event' ? (node.event === 'house' ? node.on : (expanded.get(at) ?? [at]).some((one) => events.has(one))) : ofGate(node);
    memo.set(at, value);
    return value;
  };
  const ofGate = ({ gate: type, inputs, min = 0, max = Infinity }: FaultGate): boolean => {
    const values = inputs.map((input) => of(input.id) !== input.complement);
    const count = values.filter(Boolean).length;
    switch (type) {
      case 'or': return count > 0;
      case 'and': case 'inhibit': case 'pand': return count === values.length;
      case 'nor': return count === 0;
      case 'nand': return count < values.length;
      case 'xor': return count % 2 === 1;
      case 'not': return !values[0];
      case 'null': return values[0]!;
      case 'iff': return values[0] === values[1];
      case 'imply': return !values[0] || values[1]!;
      case 'atleast': return count >= min;
      default: return count >= min && count <= max;
    }
  };
  return of(id);
}

/** All that brute force says of a top event over `ids`, the independent events and their probabilities. */
export function bruteForce(document: FaultTreeDocument, top: string, probabilities: ReadonlyMap<string, number>, expanded?: ReadonlyMap<string, readonly string[]>): BruteForce {
  const ids = [...probabilities.keys()];
  const table = Array.from({ length: 1 << ids.length }, (_, mask) => happens(document, top, new Set(ids.filter((_id, n) => (mask >> n & 1) === 1)), expanded));
  const weight = (mask: number, of: ReadonlyMap<string, number> = probabilities): number =>
    ids.reduce((product, id, n) => product * ((mask >> n & 1) === 1 ? of.get(id)! : 1 - of.get(id)!), 1);
  const probability = (of: ReadonlyMap<string, number> = probabilities): number => table.reduce((sum, value, mask) => sum + (value ? weight(mask, of) : 0), 0);
  const solutions = table.flatMap((value, mask) => (value ? [mask] : []));
  const minimal = solutions.filter((mask) => !solutions.some((other) => other !== mask && (other & mask) === other));
  const primes: Array<{ yes: number; no: number }> = [];
  const implies = (yes: number, no: number): boolean => table.every((value, mask) => value || (mask & yes) !== yes || (mask & no) !== 0);
  for (let cube = 0; cube < 3 ** ids.length; cube++) {
    let yes = 0;
    let no = 0;
    for (let n = 0, rest = cube; n < ids.length; n++, rest = Math.floor(rest / 3)) {
      if (rest % 3 === 1) yes |= 1 << n;
      if (rest % 3 === 2) no |= 1 << n;
    }
    if (!implies(yes, no)) continue;
    const isPrime = ids.every((_, n) => ((yes >> n & 1) === 0 || !implies(yes & ~(1 << n), no)) && ((no >> n & 1) === 0 || !implies(yes, no & ~(1 << n))));
    if (isPrime) primes.push({ yes, no });
  }
  const named = (yes: number, no: number): string => ids.flatMap((id, n) => ((yes >> n & 1) === 1 ? [id] : (no >> n & 1) === 1 ? [`-${id}`] : [])).sort().join(' ');
  const monotone = table.every((value, mask) => !value || ids.every((_, n) => table[mask | (1 << n)]));
  return { probability, minimalCutSets: minimal.map((mask) => named(mask, 0)).sort(), primeImplicants: primes.map(({ yes, no }) => named(yes, no)).sort(), monotone };
}

export interface BruteForce {
  readonly probability: (of?: ReadonlyMap<string, number>) => number;
  readonly minimalCutSets: readonly string[];
  readonly primeImplicants: readonly string[];
  readonly monotone: boolean;
}
