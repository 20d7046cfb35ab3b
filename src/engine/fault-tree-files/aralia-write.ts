import { parseExpression } from '../../model/fault-tree/expression.ts';
import { quantitiesOf } from '../../model/fault-tree/quantities.ts';
import type { FaultGate, FaultNode, FaultTreeDocument } from '../../model/fault-tree/document.ts';
import { allowedName } from './names.ts';
import type { WrittenFaultTree } from './mef-write.ts';

/** Aralia's text, as SCRAM's translator reads it; `left` says what it has no words for. */
export function writeAralia(document: FaultTreeDocument): WrittenFaultTree {
  const { tree, nodes } = document;
  const left = new Set<string>();
  const byId = new Map<string, FaultNode>(nodes.map((node) => [node.id, node]));
  const { probabilities } = quantitiesOf(document);
  const gates: string[] = [];
  const laws: string[] = [];
  for (const node of nodes) {
    if (node.type === 'gate') {
      gates.push(`${node.name} := ${formula(node, byId, left)};`);
      continue;
    }
    if (node.event === 'house') {
      laws.push(`s ${node.name} = ${node.on};`);
      continue;
    }
    const mean = probabilities.get(node.id);
    if (mean !== undefined) laws.push(`p ${node.name} = ${mean};`);
    const parsed = parseExpression(node.probability);
    if (node.probability.trim() !== '' && (!('expression' in parsed) || parsed.expression.kind !== 'number')) left.add('Probabilities that are expressions are written as their mean values.');
    if (node.event !== 'basic') left.add('Undeveloped and conditioning events are written as basic events.');
  }
  if (tree.commonCauses.length > 0) left.add('Common-cause groups are left out: the format has none.');
  if (nodes.some((node) => node.title !== '' || node.note !== '')) left.add('Titles and notes are left out: the format has none.');
  return { text: [allowedName(tree.title.replace(/[^A-Za-z0-9]+/g, '_')).replace(/[.-]/g, '_'), '', ...gates, '', ...laws, ''].join('\n'), left: [...left] };
}

function formula(gate: FaultGate, byId: ReadonlyMap<string, FaultNode>, left: Set<string>): string {
  const args = gate.inputs.filter((input) => byId.has(input.id)).map(({ id, complement }) => `${complement ? '-' : ''}${byId.get(id)!.name}`);
  const joined = (sign: string, empty: string): string => (args.length === 0 ? empty : args.length === 1 ? args[0]! : `(${args.join(` ${sign} `)})`);
  const list = `[${args.join(', ')}]`;
  if (args.length === 0) left.add(`“${gate.name}” has no inputs: it is written as a constant.`);
  switch (gate.gate) {
    case 'and': return joined('&', 'true');
    case 'or': case 'null': return joined('|', 'false');
    case 'nand': return `-${joined('&', 'true')}`;
    case 'nor': case 'not': return `-${joined('|', 'false')}`;
    case 'xor': return joined('^', 'false');
    case 'iff': return joined('<=>', 'true');
    case 'imply': return joined('=>', 'true');
    case 'atleast': return args.length === 0 ? 'false' : `@(${gate.min ?? 1}, ${list})`;
    case 'cardinality': return args.length === 0 ? 'false' : `#(${gate.min ?? 0}, ${gate.max ?? args.length}, ${list})`;
    default:
      left.add(`“${gate.name}” (${gate.gate.toUpperCase()}) is written as AND.`);
      return joined('&', 'true');
  }
}
