import { parseExpression } from '../../model/fault-tree/expression.ts';
import { quantitiesOf } from '../../model/fault-tree/quantities.ts';
import type { FaultEvent, FaultGate, FaultNode, FaultTreeDocument } from '../../model/fault-tree/document.ts';
import type { WrittenFaultTree } from './mef-write.ts';

/** Words of gates that the format has. The others are written by their name, which Galileo's other readers refuse. */
const OF_FORMAT: ReadonlySet<string> = new Set(['and', 'or', 'atleast', 'pand', 'inhibit', 'null']);

/** Galileo's textual format; `left` says what it has no words for. */
export function writeGalileo(document: FaultTreeDocument): WrittenFaultTree {
  const { tree, nodes } = document;
  const left = new Set<string>();
  const byId = new Map<string, FaultNode>(nodes.map((node) => [node.id, node]));
  const { probabilities } = quantitiesOf(document);
  const negations = new Map<string, string>();
  const taken = new Set(nodes.map((node) => node.name));
  const reference = ({ id, complement }: { readonly id: string; readonly complement: boolean }): string => {
    const name = byId.get(id)!.name;
    if (!complement) return `"${name}"`;
    left.add('The format has no complements: each is a gate “not”, which other programs refuse.');
    const known = negations.get(id);
    if (known !== undefined) return `"${known}"`;
    let free = `not-${name}`;
    while (taken.has(free)) free = `${free}-2`;
    taken.add(free);
    negations.set(id, free);
    return `"${free}"`;
  };
  const lines = nodes.map((node) => (node.type === 'gate' ? gateLine(node, byId, reference, left) : eventLine(node, probabilities.get(node.id), left)));
  if (tree.tops.length > 1) left.add('The format has one top event: the first is it, the others are gates.');
  if (tree.commonCauses.length > 0) left.add('Common-cause groups are left out: the format has none.');
  const top = byId.get(tree.tops[0] ?? '')?.name ?? '';
  const nots = [...negations].map(([id, name]) => `"${name}" not "${byId.get(id)!.name}";`);
  return { text: [...(top === '' ? [] : [`toplevel "${top}";`]), ...lines, ...nots, ''].join('\n'), left: [...left] };
}

function gateLine(gate: FaultGate, byId: ReadonlyMap<string, FaultNode>, reference: (input: FaultGate['inputs'][number]) => string, left: Set<string>): string {
  const inputs = gate.inputs.filter((input) => byId.has(input.id)).map(reference);
  let word: string = gate.gate;
  if (gate.gate === 'atleast') word = `${gate.min ?? 1}of${inputs.length}`;
  else if (gate.gate === 'null') word = 'or';
  else if (gate.gate === 'inhibit') word = 'and';
  else if (gate.gate === 'cardinality') {
    word = `${gate.min ?? 0}of${inputs.length}`;
    left.add(`“${gate.name}” (cardinality) is written without its upper limit.`);
  } else if (!OF_FORMAT.has(gate.gate)) left.add(`“${gate.name}” is a gate ${gate.gate.toUpperCase()}, which the format has no word for: other programs refuse the file.`);
  return `"${gate.name}" ${[word, ...inputs].join(' ')};`;
}

function eventLine(event: FaultEvent, mean: number | undefined, left: Set<string>): string {
  if (event.event === 'house') return `"${event.name}" prob=${event.on ? 1 : 0};`;
  const rate = rateOf(event.probability);
  if (rate !== undefined) return `"${event.name}" lambda=${rate} dorm=1;`;
  if (mean === undefined) return `"${event.name}";`;
  const parsed = parseExpression(event.probability);
  if (!('expression' in parsed) || parsed.expression.kind !== 'number') left.add('Probabilities that are expressions are written as their mean values.');
  return `"${event.name}" prob=${mean};`;
}

/** The number of `exponential(number, mission-time)`. */
function rateOf(text: string): number | undefined {
  const parsed = parseExpression(text);
  if (!('expression' in parsed) || parsed.expression.kind !== 'call' || parsed.expression.name !== 'exponential') return undefined;
  const [rate, time] = parsed.expression.args;
  return rate?.kind === 'number' && time?.kind === 'call' && time.name === 'mission-time' ? rate.value : undefined;
}
