import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';

/** The same document under ids of its own, made now. */
export function freshIds({ tree, nodes }: FaultTreeDocument, newId: () => string, createdAtNs: bigint): FaultTreeDocument {
  const treeId = newId();
  const ids = new Map(nodes.map((node) => [node.id, newId()]));
  const of = (id: string): string => ids.get(id) ?? id;
  return {
    tree: { ...tree, id: treeId, createdAtNs, tops: tree.tops.map(of), commonCauses: tree.commonCauses.map((group) => ({ ...group, members: group.members.map(of) })) },
    nodes: nodes.map((node) => ({ ...node, id: of(node.id), treeId, ...(node.type === 'gate' ? { inputs: node.inputs.map((input) => ({ ...input, id: of(input.id) })) } : {}) })),
  };
}
