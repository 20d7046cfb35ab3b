import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GATE_TYPES, UNOBSERVED, type FaultGate, type FaultNode, type FaultTreeDocument, type GateType, type ObservedState } from './document.ts';
import { knownStates } from './state.ts';

const STATE: ObservedState[] = ['happened', 'did-not-happen', 'unknown'];

const event = (id: string, state: ObservedState): FaultNode => ({ kind: 'fault-node', type: 'event', id, treeId: 't', name: id, title: '', note: '', observed: { ...UNOBSERVED, state }, event: 'basic', probability: '', on: false });
const gate = (id: string, type: GateType, inputs: FaultGate['inputs'], more: Partial<FaultGate> = {}): FaultNode => ({ kind: 'fault-node', type: 'gate', id, treeId: 't', name: id, title: '', note: '', observed: UNOBSERVED, gate: type, inputs, ownPage: false, ...more });
const tree = (...nodes: FaultNode[]): FaultTreeDocument => ({ tree: { kind: 'fault-tree', id: 't', title: 'T', note: '', tops: [nodes[0]!.id], per: '', parameters: [], commonCauses: [], createdAtNs: 0n }, nodes });

/** By the definition of the connective, every input known. */
function truth(type: GateType, inputs: readonly boolean[], min: number, max: number): boolean {
  const yes = inputs.filter(Boolean).length;
  switch (type) {
    case 'or': return yes > 0;
    case 'nor': return yes === 0;
    case 'and': case 'inhibit': case 'pand': return yes === inputs.length;
    case 'nand': return yes < inputs.length;
    case 'atleast': return yes >= min;
    case 'cardinality': return yes >= min && yes <= max;
    case 'xor': return yes % 2 === 1;
    case 'iff': return inputs.every((i) => i === inputs[0]);
    case 'imply': return !inputs[0] || inputs[1]!;
    case 'not': return !inputs[0];
    case 'null': return inputs[0]!;
    default: return type satisfies never;
  }
}

test('a gate is known when all ways the unknown may turn out agree, and only then', () => {
  fc.assert(fc.property(
    fc.constantFrom(...GATE_TYPES), fc.array(fc.record({ state: fc.constantFrom(...STATE), complement: fc.boolean() }), { minLength: 2, maxLength: 5 }), fc.nat(4), fc.nat(3),
    (type, given, min, span) => {
      const inputs = type === 'not' || type === 'null' ? given.slice(0, 1) : type === 'iff' || type === 'imply' || type === 'inhibit' ? given.slice(0, 2) : given;
      const max = min + span;
      const document = tree(gate('G', type, inputs.map(({ complement }, i) => ({ id: `E${i}`, complement })), { min, max }), ...inputs.map(({ state }, i) => event(`E${i}`, state)));
      const outcomes = new Set<boolean>();
      for (let world = 0; world < 2 ** inputs.length; world++) {
        const values = inputs.map(({ state, complement }, i) => (state === 'unknown' ? Boolean(world & (1 << i)) : state === 'happened') !== complement);
        outcomes.add(truth(type, values, min, max));
      }
      const [only] = outcomes;
      const expected = outcomes.size > 1 ? 'unknown' : only ? 'happened' : 'did-not-happen';
      expect(knownStates(document).get('G')!.state).toBe(expected);
    },
  ), { numRuns: 1500 });
});

test('what somebody said outranks what follows, a house event is what it is set to, a loop says nothing', () => {
  const said = gate('G', 'or', [{ id: 'E', complement: false }], { observed: { ...UNOBSERVED, state: 'did-not-happen' } });
  expect(knownStates(tree(said, event('E', 'happened'))).get('G')).toEqual({ state: 'did-not-happen', derived: false });
  const house: FaultNode = { kind: 'fault-node', type: 'event', id: 'H', treeId: 't', name: 'H', title: '', note: '', observed: UNOBSERVED, event: 'house', probability: '', on: true };
  expect(knownStates(tree(gate('G', 'and', [{ id: 'H', complement: false }]), house)).get('G')).toEqual({ state: 'happened', derived: true });
  expect(knownStates(tree(gate('A', 'and', [{ id: 'B', complement: false }]), gate('B', 'and', [{ id: 'A', complement: false }]))).get('A')!.state).toBe('unknown');
});
