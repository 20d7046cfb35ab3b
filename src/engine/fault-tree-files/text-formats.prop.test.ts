import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantitiesOf } from '../../model/fault-tree/quantities.ts';
import type { FaultTreeDocument, GateType } from '../../model/fault-tree/document.ts';
import { documents } from './documents.testing.ts';
import { readFaultTree } from './read.ts';
import { writeFaultTree, type WritableKind } from './write.ts';

/** Gates by name with what they take in, and events with their mean probability: what the formats of text can say. */
function logic(document: FaultTreeDocument): unknown {
  const names = new Map(document.nodes.map((node) => [node.id, node.name]));
  const { probabilities } = quantitiesOf(document);
  const used = new Set(document.nodes.flatMap((node) => (node.type === 'gate' ? node.inputs.map((input) => input.id) : [])));
  // An event that nothing names and that has no probability says nothing; Aralia has no way to write it.
  const saying = document.nodes.filter((node) => node.type === 'gate' || node.event === 'house' || used.has(node.id) || probabilities.has(node.id));
  return saying.map((node) => (node.type === 'gate'
    ? { name: node.name, gate: node.gate, min: node.min, max: node.max, inputs: node.inputs.map(({ id, complement }) => `${complement ? '!' : ''}${names.get(id)}`) }
    : { name: node.name, on: node.event === 'house' && node.on, probability: node.event === 'house' ? undefined : probabilities.get(node.id) }
  )).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const LEAST: Partial<Record<GateType, number>> = { null: 1, not: 1, atleast: 1, cardinality: 1 };

/** What a format can hold: gates with as many inputs as say what they are, no common causes, and no words. */
function simple(types: readonly GateType[], complements: boolean): fc.Arbitrary<FaultTreeDocument> {
  return documents(types).map(({ tree, nodes }) => ({
    tree: { ...tree, commonCauses: [], tops: tree.tops.slice(0, 1) },
    nodes: nodes.map((node) => (node.type === 'gate' ? { ...node, inputs: node.inputs.map(({ id, complement }) => ({ id, complement: complements && complement && node.gate !== 'not' && node.gate !== 'null' })) } : { ...node, event: node.event === 'house' ? 'house' as const : 'basic' as const })),
  })).filter(({ nodes }) => nodes.every((node) => node.type === 'event' || node.inputs.length >= (LEAST[node.gate] ?? 2)));
}

function again(document: FaultTreeDocument, kind: WritableKind): FaultTreeDocument {
  const { text } = writeFaultTree(document, kind);
  const read = readFaultTree(new TextEncoder().encode(text), 'tree');
  expect(read.kind).toBe(kind);
  expect(read.problems.filter((problem) => !problem.message.startsWith('The format has no mission time'))).toEqual([]);
  return { ...read.documents[0]!, tree: { ...read.documents[0]!.tree, missionTimeHours: 42.5 } };
}

describe('formats of text', () => {
  it('Aralia says the same formulas and probabilities when read again', () => {
    fc.assert(fc.property(simple(['and', 'or', 'nand', 'nor', 'xor', 'not', 'null', 'atleast', 'cardinality', 'iff', 'imply'], true), (document) => {
      expect(logic(again(document, 'aralia'))).toEqual(logic(document));
    }), { numRuns: 150 });
  });

  it('Galileo says the same gates and probabilities when read again', () => {
    fc.assert(fc.property(simple(['and', 'or', 'pand', 'atleast', 'xor', 'nand', 'nor', 'not'], false), (document) => {
      const plain = { ...document, nodes: document.nodes.map((node) => (node.type === 'event' && node.event === 'house' ? { ...node, event: 'basic' as const } : node)) };
      expect(logic(again(plain, 'galileo'))).toEqual(logic(plain));
    }), { numRuns: 150 });
  });
});
