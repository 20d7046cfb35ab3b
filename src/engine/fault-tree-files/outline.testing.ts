import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';

/** A document in lines that a test can be read by: `G or A !B`, `E basic 0.1 "Title"`. */
export function outlineOf({ tree, nodes }: FaultTreeDocument): string[] {
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  const quoted = (text: string): string => (text === '' ? '' : ` "${text}"`);
  return [
    `${tree.title}: ${tree.tops.map((id) => names.get(id)).join(' ')}${tree.missionTimeHours === undefined ? '' : ` ${tree.missionTimeHours}h`}`,
    ...nodes.map((node) => (node.type === 'gate'
      ? `${node.name} ${node.gate}${node.min === undefined ? '' : ` ${node.min}`}${node.max === undefined ? '' : `-${node.max}`} ${node.inputs.map(({ id, complement }) => `${complement ? '!' : ''}${names.get(id)}`).join(' ')}${quoted(node.title)}`
      : `${node.name} ${node.event}${node.event === 'house' ? ` ${node.on}` : ''} ${node.probability}`.trimEnd() + quoted(node.title))),
    ...tree.parameters.map(({ name, expression, unit }) => `${name} = ${expression}${unit === '' ? '' : ` [${unit}]`}`),
    ...tree.commonCauses.map(({ name, model, members, distribution, factors }) => `${name} ${model} ${members.map((id) => names.get(id)).join(' ')} ${distribution} / ${factors.join(' ')}`),
  ];
}
