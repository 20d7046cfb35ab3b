import { formatCount, plural } from '../../base/text.ts';
import { quantitiesOf, type FaultTreeQuantities } from '../../model/fault-tree/quantities.ts';
import type { CutSet, FaultTreeAnalysis, TopEventResult } from '../../model/fault-tree/result.ts';
import type { FaultGate, FaultNode, FaultTreeDocument } from '../../model/fault-tree/document.ts';

/** A fault tree as Markdown: what was found, the cut sets, which events matter, and the tree as a list. */

/** Longer lists are for a spreadsheet. */
const MOST_ROWS = 200;

export function faultTreeMarkdown(document: FaultTreeDocument, analysis: FaultTreeAnalysis | undefined): string {
  const { tree, nodes } = document;
  const quantities = quantitiesOf(document);
  const names = new Map<string, string>([...nodes.map((node) => [node.id, node.name] as const), ...quantities.commonCauseEvents.map((event) => [event.id, event.name] as const)]);
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const lines = [`# ${inline(tree.title)}`, ''];
  if (tree.note.trim() !== '') lines.push(tree.note.trim(), '');
  const facts = [
    plural(nodes.filter((node) => node.type === 'gate').length, 'gate'), plural(nodes.filter((node) => node.type === 'event').length, 'event'),
    ...(tree.missionTimeHours === undefined ? [] : [`mission time ${tree.missionTimeHours} h`]), ...(tree.per === '' ? [] : [`probabilities ${inline(tree.per)}`]),
  ];
  lines.push(`${facts.join(', ')}.`, '');
  for (const top of analysis?.tops ?? []) lines.push(...topLines(top, names, nodeOf, tree.tops.length > 1));
  const problems = analysis?.problems ?? quantities.problems;
  if (problems.length > 0) lines.push('## What is not right', '', ...problems.slice(0, MOST_ROWS).map(({ message }) => `- ${inline(message)}`), '');
  lines.push('## Events', '', ...eventTable(document, quantities), '## Tree', '', ...outline(document), '');
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n').trimEnd()}\n`;
}

function topLines(top: TopEventResult, names: ReadonlyMap<string, string>, nodes: ReadonlyMap<string, FaultNode>, named: boolean): string[] {
  const node = nodes.get(top.id);
  const lines = [`## ${named || node === undefined ? inline(wordsOf(node, top.id)) : 'Top event'}`, ''];
  const method = { exact: 'exact', 'rare-event': 'the sum of its cut sets (rare-event approximation), an upper bound', 'min-cut-upper-bound': 'the min-cut upper bound', 'lower-bound': 'a lower bound' }[top.method];
  if (top.probability === undefined) lines.push(`No probability${top.withoutProbability.length === 0 ? '' : `: ${some(top.withoutProbability.map((id) => names.get(id) ?? id))} ${top.withoutProbability.length === 1 ? 'has' : 'have'} none`}.`);
  else lines.push(`Probability **${number(top.probability)}**, ${method}.`);
  if (top.givenObserved !== undefined) lines.push(`Given what is observed: **${number(top.givenObserved)}**.`);
  for (const text of [...top.cutSets.truncated, ...top.approximations]) lines.push(`${text.replace(/\.$/, '')}.`);
  lines.push('', ...cutSetTable(top, names), ...importanceTable(top, names));
  const { uncertainty } = top;
  if (uncertainty !== undefined) lines.push(`Uncertainty over ${plural(uncertainty.samples, 'trial')} (seed ${uncertainty.seed}): mean ${number(uncertainty.mean)}, 5% ${number(uncertainty.p05)}, median ${number(uncertainty.median)}, 95% ${number(uncertainty.p95)}.`, '');
  return lines;
}

const STATE: Readonly<Record<CutSet['state'], string>> = { evidenced: 'happened', excluded: 'excluded', open: 'open' };

function cutSetTable({ cutSets, coherent }: TopEventResult, names: ReadonlyMap<string, string>): string[] {
  const what = coherent ? ['minimal cut set', 'minimal cut sets'] as const : ['prime implicant', 'prime implicants'] as const;
  const head = `### ${coherent ? 'Minimal cut sets' : 'Prime implicants'}`;
  const counted = cutSets.count === undefined ? '' : `${formatCount(cutSets.count)} ${cutSets.count === 1n ? what[0] : what[1]}`;
  const shown = cutSets.list.slice(0, MOST_ROWS);
  const rest = cutSets.more || shown.length < cutSets.list.length ? ` The first ${formatCount(shown.length)} are listed.` : '';
  if (shown.length === 0) return [head, '', counted === '' ? 'They could not be counted.' : `${counted}.`, ''];
  const rows = shown.map((set, at) => [String(at + 1), set.events.map(({ id, complement }) => `${complement ? 'not ' : ''}${inline(names.get(id) ?? id)}`).join(', '), set.probability === undefined ? '' : number(set.probability), STATE[set.state]]);
  return [head, '', `${counted === '' ? '' : `${counted}.`}${rest}`.trim(), '', ...table(['', 'Events', 'Probability', 'Observed'], rows, [0, 2]), ''];
}

function importanceTable({ importance }: TopEventResult, names: ReadonlyMap<string, string>): string[] {
  if (importance.length === 0) return [];
  const optional = (value: number | undefined): string => (value === undefined ? '' : number(value));
  const rows = importance.slice(0, MOST_ROWS).map((one) => [
    inline(names.get(one.id) ?? one.id), formatCount(one.cutSets), number(one.probability), optional(one.fussellVesely), number(one.birnbaum), optional(one.criticality), optional(one.diagnostic), optional(one.raw), optional(one.rrw),
  ]);
  return ['### Importance', '', ...table(['Event', 'Sets', 'Probability', 'Fussell–Vesely', 'Birnbaum', 'Criticality', 'Diagnostic', 'RAW', 'RRW'], rows, [1, 2, 3, 4, 5, 6, 7, 8]), ''];
}

function eventTable({ nodes, tree }: FaultTreeDocument, { probabilities }: FaultTreeQuantities): string[] {
  const kinds = { basic: 'basic', undeveloped: 'undeveloped', house: 'house', conditioning: 'conditioning' };
  const observed = { happened: 'happened', 'did-not-happen': 'did not happen', unknown: '' };
  const rows = nodes.filter((node) => node.type === 'event').map((event) => {
    const mean = probabilities.get(event.id);
    const value = event.event === 'house' ? (event.on ? 'on' : 'off') : mean === undefined ? '' : number(mean);
    const entered = event.event === 'house' || event.probability.trim() === '' || Number.isFinite(Number(event.probability)) ? '' : code(event.probability);
    return [inline(event.name), inline(event.title), kinds[event.event], value, entered, observed[event.observed.state]];
  });
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  const parameters = tree.parameters.map(({ name, expression, unit, title }) => [code(name), inline(title), code(expression), inline(unit)]);
  return [
    ...table(['Event', 'Title', 'Kind', 'Probability', 'From', 'Observed'], rows.slice(0, 5000), [3]), '',
    ...(parameters.length === 0 ? [] : ['## Parameters', '', ...table(['Name', 'Title', 'Expression', 'Unit'], parameters.slice(0, 5000), []), '']),
    ...tree.commonCauses.flatMap((group) => [`Common cause ${inline(group.name)} (${group.model}): ${group.members.map((id) => inline(names.get(id) ?? id)).join(', ')}; together ${code(group.distribution)}, factors ${group.factors.map(code).join(', ')}.`, '']),
  ];
}

const GATE_WORDS: Readonly<Record<FaultGate['gate'], string>> = {
  or: 'OR', and: 'AND', atleast: 'at least', xor: 'XOR', not: 'NOT', nand: 'NAND', nor: 'NOR', iff: 'IFF', imply: 'IMPLY', cardinality: 'count', inhibit: 'INHIBIT', pand: 'PAND', null: 'passes on',
};

/** Each gate with what it takes in, once; where it comes again its name stands. */
function outline({ tree, nodes }: FaultTreeDocument): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const lines: string[] = [];
  const drawn = new Set<string>();
  const open = tree.tops.toReversed().map((id) => ({ id, depth: 0, complement: false }));
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const node = byId.get(at.id);
    if (node === undefined) continue;
    const again = drawn.has(node.id) && node.type === 'gate';
    const limits = node.type === 'gate' && (node.gate === 'atleast' || node.gate === 'cardinality') ? ` ${node.min ?? '?'}${node.gate === 'cardinality' ? ` to ${node.max ?? '?'}` : ''} of ${node.inputs.length}` : '';
    lines.push(`${'  '.repeat(Math.min(at.depth, 40))}- ${at.complement ? 'not ' : ''}${node.type === 'gate' ? `**${GATE_WORDS[node.gate]}${limits}** ` : ''}${inline(wordsOf(node, node.id))}${again ? ' (see above)' : ''}`);
    if (node.type === 'event' || again) continue;
    drawn.add(node.id);
    for (const { id, complement } of node.inputs.toReversed()) open.push({ id, depth: at.depth + 1, complement });
  }
  return lines.length === 0 ? ['There is no top event.'] : lines;
}

function wordsOf(node: FaultNode | undefined, id: string): string {
  return node === undefined ? id : node.title === '' ? node.name : `${node.name}: ${node.title}`;
}

function number(value: number): string {
  return value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4) ? String(Number(value.toPrecision(5))) : value.toExponential(3).replace(/\.?0+e/, 'e');
}

function some(names: readonly string[]): string {
  return names.length <= 5 ? names.map(inline).join(', ') : `${names.slice(0, 5).map(inline).join(', ')} and ${names.length - 5} more`;
}

/** Text that means itself in a line of Markdown. */
function inline(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(/[\\`*_[\]<>|#~!]/g, '\\$&');
}

function code(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
  if (flat === '') return '';
  const fence = flat.includes('`') ? '``' : '`';
  return `${fence}${flat.includes('`') ? ` ${flat} ` : flat}${fence}`;
}

function table(header: readonly string[], rows: ReadonlyArray<readonly string[]>, right: readonly number[]): string[] {
  return [`| ${header.join(' | ')} |`, `|${header.map((_, at) => (right.includes(at) ? ' ---: ' : ' --- ')).join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`)];
}
