import { readFaultTree } from '../../src/engine/fault-tree-files/read.ts';
import { writeFaultTree } from '../../src/engine/fault-tree-files/write.ts';
import { structureProblems } from '../../src/model/fault-tree/graph.ts';
import { quantitiesOf } from '../../src/model/fault-tree/quantities.ts';
import { FaultNode, FaultTree } from '../../src/model/fault-tree/document.ts';

/**
 * Reads one input as a file of fault trees: it ends, says the same twice, its documents are what the contract allows and hold
 * together unless a problem says otherwise, their numbers can be worked out, and each is written in every kind.
 */
export function checkFaultTree(bytes: Uint8Array): void {
  const read = readFaultTree(bytes, 'model');
  claim(text(read) === text(readFaultTree(bytes, 'model')), 'it was read twice and not the same');
  claim(read.problems.length <= 201, `there are ${read.problems.length} problems`);
  for (const { line = 1, column = 1, message } of read.problems) claim(line >= 1 && column >= 1 && message.trim() !== '', `a problem is at ${line}:${column}: ${message}`);
  claim(read.kind !== 'unknown' || read.problems.some((problem) => problem.fatal), 'nothing was read and nothing said');
  for (const document of read.documents) {
    const tree = FaultTree.safeParse(document.tree);
    claim(tree.success, `the tree is not as the contract has it: ${tree.error?.message ?? ''}`);
    for (const node of document.nodes) {
      const parsed = FaultNode.safeParse(node);
      claim(parsed.success, `a node is not as the contract has it: ${parsed.error?.message ?? ''}`);
    }
    const broken = structureProblems(document);
    claim(broken.length === 0 || read.problems.some((problem) => problem.fatal), `it does not hold together: ${broken.join(', ')}`);
    const { probabilities, sampleProbabilities } = quantitiesOf(document);
    for (const [id, probability] of probabilities) claim(probability >= 0 && probability <= 1, `the probability of ${id} is ${probability}`);
    const drawn = sampleProbabilities(1, [...probabilities.keys()])();
    claim(drawn.every((probability) => probability >= 0 && probability <= 1), 'a drawn probability is none');
    for (const kind of ['mef', 'galileo', 'aralia'] as const) {
      const { text: written } = writeFaultTree(document, kind);
      if (kind !== 'mef' || broken.length > 0) continue;
      const [again] = readFaultTree(new TextEncoder().encode(written), 'model').documents;
      claim(again?.nodes.length === document.nodes.length || document.nodes.length === 0, `written as MEF it has ${again?.nodes.length ?? 0} nodes instead of ${document.nodes.length}`);
    }
  }
}

function text(read: unknown): string {
  return JSON.stringify(read, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

function claim(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
