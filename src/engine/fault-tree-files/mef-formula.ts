import { GATE_TYPES, type GateType } from '../../model/fault-tree/document.ts';
import type { DocumentBuilder, GateSaid } from './document-builder.ts';
import type { FileProblems } from './file-problem.ts';
import type { Definition } from './mef-model.ts';
import { wordsOf } from './mef-read.ts';
import { ATTRIBUTE, attributesIn, unescaped } from './mef-words.ts';
import type { XmlElement } from './xml-tree.ts';

/** Gates from formulas (MEF 2.0, IV.3): a formula within a formula becomes a gate of its own, named after the one it is in. */

export interface FormulaContext {
  readonly builder: DocumentBuilder;
  readonly problems: FileProblems;
  /** Names in the document → keys. */
  readonly names: ReadonlyMap<string, string>;
  readonly find: (element: XmlElement, base: string) => Definition | undefined;
}

type Input = GateSaid['inputs'][number];

const CONNECTIVES: ReadonlyMap<string, GateType> = new Map((['and', 'or', 'not', 'xor', 'nand', 'nor', 'iff', 'imply', 'atleast', 'cardinality'] as const).map((name) => [name, name]));
const EVENTS: ReadonlySet<string> = new Set(['event', 'gate', 'basic-event', 'house-event']);

export function gateIn(definition: Definition, context: FormulaContext): void {
  const { element, path } = definition;
  const attributes = attributesIn(element);
  const words = { ...wordsOf(element), ownPage: attributes.get(ATTRIBUTE.page) === 'own' };
  const flavor = attributes.get(ATTRIBUTE.flavor)?.toLowerCase();
  const equivalent = writtenAs(attributes, context);
  const formulas = element.children.filter((child) => child.name !== 'label' && child.name !== 'attributes');
  if (equivalent !== undefined && sameEvents(equivalent.inputs, formulas, definition, context)) {
    context.builder.gate(path, { ...equivalent, ...words }, element);
    return;
  }
  if (equivalent !== undefined) context.problems.add(`The formula of “${definition.name}” was changed since it was written for “${equivalent.gate}”. The formula is taken.`, element);
  if (formulas.length === 0) context.problems.fatal(`The gate “${definition.name}” has no formula.`, element);
  if (formulas.length > 1) context.problems.fatal(`The gate “${definition.name}” has more than one formula. The first is taken.`, formulas[1]);
  const formula = formulas[0] === undefined ? { gate: 'or' as const, inputs: [] } : formulaIn(formulas[0], definition, path, context);
  const flavored: Formula = (flavor === 'inhibit' || flavor === 'pand') && formula.gate === 'and' ? { ...formula, gate: flavor } : formula;
  context.builder.gate(path, { ...flavored, ...words }, element);
}

type Formula = Pick<GateSaid, 'gate' | 'inputs' | 'min' | 'max'>;

/** The gate that the writer put into attributes because SCRAM takes it as an equivalent formula alone. */
function writtenAs(attributes: ReadonlyMap<string, string>, { names }: FormulaContext): Formula | undefined {
  const list = attributes.get(ATTRIBUTE.inputs);
  const gate = GATE_TYPES.find((type) => type === attributes.get(ATTRIBUTE.gate));
  if (list === undefined || gate === undefined) return undefined;
  const inputs: Input[] = [];
  for (const said of unescaped(list).split(' ')) {
    if (said === '' || said === '-') continue;
    const key = names.get(said.replace(/^!/, ''));
    if (key === undefined) return undefined;
    inputs.push({ key, complement: said.startsWith('!') });
  }
  return { gate, inputs, ...limits(attributes.get(ATTRIBUTE.min), attributes.get(ATTRIBUTE.max)) };
}

function limits(min: string | undefined, max: string | undefined): { min?: number; max?: number } {
  const whole = (text: string | undefined): number | undefined => (text !== undefined && /^\s*\d{1,6}\s*$/.test(text) && Number(text) <= 100_000 ? Number(text) : undefined);
  const [least, most] = [whole(min), whole(max)];
  return { ...(least === undefined ? {} : { min: least }), ...(most === undefined ? {} : { max: most }) };
}

function sameEvents(inputs: readonly Input[], formulas: readonly XmlElement[], { base }: Definition, { find }: FormulaContext): boolean {
  const named = new Set<string>();
  const visit = (element: XmlElement): void => {
    if (EVENTS.has(element.name)) named.add(find(element, base)?.path ?? '');
    else for (const child of element.children) visit(child);
  };
  formulas.forEach(visit);
  const wanted = new Set(inputs.map((input) => input.key));
  return wanted.size === named.size && [...wanted].every((key) => named.has(key));
}

function formulaIn(element: XmlElement, of: Definition, within: string, context: FormulaContext): Formula {
  const gate = CONNECTIVES.get(element.name);
  if (gate === undefined) {
    const input = inputIn(element, of, within, context);
    return { gate: 'null', inputs: input === undefined ? [] : [input] };
  }
  const inputs = element.children.map((child) => inputIn(child, of, within, context)).filter((input) => input !== undefined);
  const { min, max } = limits(element.attributes['min'], element.attributes['max']);
  const counts = gate === 'atleast' || gate === 'cardinality';
  if (counts && min === undefined) context.problems.fatal(`“${element.name}” in “${of.name}” does not say how many (min).`, element);
  if (inputs.length === 0) context.problems.fatal(`“${element.name}” in “${of.name}” has no arguments.`, element);
  if (gate === 'not' && inputs.length > 1) context.problems.fatal(`“not” in “${of.name}” has more than one argument.`, element);
  return { gate, inputs, ...(counts && min !== undefined ? { min } : {}), ...(gate === 'cardinality' && max !== undefined ? { max } : {}) };
}

function inputIn(element: XmlElement, of: Definition, within: string, context: FormulaContext): Input | undefined {
  const { builder, problems } = context;
  if (EVENTS.has(element.name)) return { key: eventKey(element, of, context), complement: false };
  if (element.name === 'constant') return { key: constantKey(/^\s*(?:true|1)\s*$/.test(element.attributes['value'] ?? ''), builder, element), complement: false };
  if (element.name === 'not' && element.children.length === 1) {
    const inner = inputIn(element.children[0]!, of, within, context);
    return inner === undefined ? undefined : { key: inner.key, complement: !inner.complement };
  }
  if (!CONNECTIVES.has(element.name)) {
    problems.fatal(`“${element.name}” is no part of a formula: it is left out of “${of.name}”.`, element);
    return undefined;
  }
  const key = builder.derive(within, element);
  builder.gate(key, formulaIn(element, of, key, context), element);
  return { key, complement: false };
}

function eventKey(element: XmlElement, of: Definition, { builder, problems, find }: FormulaContext): string {
  const name = (element.attributes['name'] ?? '').trim();
  const found = find(element, of.base);
  if (found !== undefined) return found.path;
  if (name === '') problems.fatal(`A reference in “${of.name}” has no name.`, element);
  const key = `?${name}`;
  builder.mention(key, element, name === '' ? 'event' : name);
  return key;
}

function constantKey(on: boolean, builder: DocumentBuilder, at: XmlElement): string {
  const key = on ? '\0true' : '\0false';
  if (!builder.has(key)) builder.event(key, { event: 'house', on }, at, on ? 'constant-true' : 'constant-false');
  return key;
}
