import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';
import { DocumentBuilder } from './document-builder.ts';
import type { FileProblems } from './file-problem.ts';
import { gateIn, type FormulaContext } from './mef-formula.ts';
import { collect, privateName, type Definition, type MefModel } from './mef-model.ts';
import { ParameterBook, textOfExpression } from './mef-parameters.ts';
import { groupsInto } from './mef-groups.ts';
import { ATTRIBUTE, attributesIn, labelOf, observedIn, unescaped } from './mef-words.ts';
import { readXml, type XmlElement } from './xml-tree.ts';

/**
 * Reads Open-PSA MEF 2.0 XML and what SCRAM makes of it. Fault trees that share events become one document with several
 * tops, because what is common to them matters; those that share nothing are documents of their own. What the model's data
 * define and nobody refers to goes into the first.
 */
export function readMef(text: string, fileName: string, problems: FileProblems): FaultTreeDocument[] {
  const root = readXml(text, problems);
  if (root === undefined) {
    if (problems.list.length === 0) problems.fatal('The file holds no XML element.');
    return [];
  }
  if (root.name !== 'opsa-mef') {
    problems.fatal(`This is not an Open-PSA model: its first element is “${root.name}”, not “opsa-mef”.`, root);
    return [];
  }
  const model = collect(root, problems);
  if (model.trees.length === 0 && model.events.length === 0) {
    problems.fatal('The model has no fault tree.', root);
    return [];
  }
  return parts(model).map((part, index) => documentOf(model, part, index, fileName, problems));
}

interface Part {
  readonly trees: readonly XmlElement[];
  readonly events: readonly Definition[];
  readonly has: (tree: number | undefined, index: number) => boolean;
}

/** Fault trees joined by what they share: union-find over trees and the events they name. */
function parts(model: MefModel): Part[] {
  const parents = model.trees.map((_, at) => at);
  const find = (at: number): number => {
    let root = at;
    while (parents[root] !== root) root = parents[root]!;
    while (parents[at] !== root) [parents[at], at] = [root, parents[at]!];
    return root;
  };
  const join = (a: number, b: number): void => {
    const [first, second] = [find(a), find(b)];
    parents[Math.max(first, second)] = Math.min(first, second);
  };
  /** The tree that first named an event that no tree defines. */
  const firstBy = new Map<string, number>();
  const touch = (tree: number, definition: Definition | undefined, name: string): void => {
    if (definition?.tree !== undefined) {
      join(tree, definition.tree);
      return;
    }
    const key = definition?.path ?? `?${name}`;
    const first = firstBy.get(key);
    if (first === undefined) firstBy.set(key, tree);
    else join(first, tree);
  };
  for (const definition of model.events) if (definition.kind === 'gate' && definition.tree !== undefined) {
    for (const { name, found } of references(definition.element, definition.base, model)) touch(definition.tree, found, name);
  }
  for (const group of model.groups) {
    const named = group.element.children.filter((child) => child.name === 'members').flatMap((list) => list.children);
    const of = named.map((member) => homeOf(model.event(member.attributes['name'] ?? '', group.base, 'basic'), firstBy)).filter((tree) => tree !== undefined);
    if (group.tree !== undefined) of.push(group.tree);
    for (const tree of of) join(of[0]!, tree);
  }
  const firsts = [...new Set(model.trees.map((_, at) => find(at)))];
  if (firsts.length === 0) firsts.push(-1);
  const partOf = (definition: Definition): number => {
    const home = homeOf(definition, firstBy);
    return home === undefined ? firsts[0]! : find(home);
  };
  const byPart = new Map<number, Definition[]>(firsts.map((first) => [first, []]));
  for (const definition of model.events) byPart.get(partOf(definition))!.push(definition);
  return firsts.map((first) => ({
    trees: model.trees.filter((_, at) => find(at) === first), events: byPart.get(first)!,
    has: (tree, index) => (tree === undefined ? index === 0 : find(tree) === first),
  }));
}

function homeOf(definition: Definition | undefined, firstBy: ReadonlyMap<string, number>): number | undefined {
  return definition === undefined ? undefined : definition.tree ?? firstBy.get(definition.path);
}

const REFERENCE: ReadonlyMap<string, 'gate' | 'basic' | 'house' | undefined> = new Map([['event', undefined], ['gate', 'gate'], ['basic-event', 'basic'], ['house-event', 'house']] as const);

function* references(element: XmlElement, base: string, model: MefModel): Generator<{ name: string; found: Definition | undefined }> {
  for (const child of element.children) {
    if (child.name === 'label' || child.name === 'attributes') continue;
    if (REFERENCE.has(child.name)) {
      const name = child.attributes['name'] ?? '';
      yield { name, found: model.event(name, base, kindOf(child)) };
    } else {
      yield* references(child, base, model);
    }
  }
}

/** `<event name="x" type="gate"/>` is `<gate name="x"/>`. */
export function kindOf(element: XmlElement): 'gate' | 'basic' | 'house' | undefined {
  return REFERENCE.get(element.name) ?? REFERENCE.get(element.attributes['type'] ?? '');
}

function documentOf(model: MefModel, part: Part, index: number, fileName: string, problems: FileProblems): FaultTreeDocument {
  const builder = new DocumentBuilder(problems, `t${index + 1}`);
  const parameters = new ParameterBook(model, (tree) => part.has(tree, index), part.trees.length, problems);
  const names = new Map<string, string>();
  const context: FormulaContext = { builder, problems, names, find: (element, base) => model.event(element.attributes['name'] ?? '', base, kindOf(element)) };
  for (const definition of part.events) {
    const said = definition.alias ?? attributesIn(definition.element).get(ATTRIBUTE.name);
    const name = said !== undefined ? unescaped(said) : definition.isPublic ? definition.name : privateName(definition, part.trees.length);
    builder.mention(definition.path, definition.element, name);
    if (!names.has(name)) names.set(name, definition.path);
  }
  for (const definition of part.events) {
    if (definition.kind === 'gate') gateIn(definition, context);
    else if (definition.kind === 'house') builder.event(definition.path, houseIn(definition, parameters), definition.element);
    else builder.event(definition.path, basicIn(definition, parameters), definition.element);
  }
  groupsInto(builder, model, parameters, problems);
  builder.parameters.push(...parameters.finish());
  return builder.finish({ ...headOf(model, part.trees, fileName, names), ...missionTime(part.trees, parameters, problems) });
}

const SCRAM_MISSION_HOURS = 8760;

function missionTime(trees: readonly XmlElement[], parameters: ParameterBook, problems: FileProblems): { missionTimeHours?: number } {
  for (const tree of trees) {
    const hours = Number(attributesIn(tree).get(ATTRIBUTE.missionTime));
    if (hours > 0 && Number.isFinite(hours)) return { missionTimeHours: hours };
  }
  const at = parameters.missionTimeAt;
  if (at === undefined) return {};
  problems.add(`The file does not say its mission time. ${SCRAM_MISSION_HOURS} hours are taken, as SCRAM does.`, at);
  return { missionTimeHours: SCRAM_MISSION_HOURS };
}

function headOf(model: MefModel, trees: readonly XmlElement[], fileName: string, names: ReadonlyMap<string, string>): { title: string; note: string; per: string; tops?: string[] } {
  const titles = trees.map((tree) => unescaped(attributesIn(tree).get(ATTRIBUTE.title) ?? '') || labelOf(tree) || (tree.attributes['name'] ?? '')).filter((title) => title !== '');
  const whole = labelOf(model.root) || (model.root.attributes['name'] ?? '');
  const attributes = trees.map(attributesIn);
  const said = (key: string): string[] => attributes.map((of) => of.get(key)).filter((text) => text !== undefined).map(unescaped);
  const listed = said(ATTRIBUTE.tops).flatMap((list) => list.split(' '));
  const tops = listed.map((name) => names.get(name)).filter((key) => key !== undefined);
  return {
    title: titles.length === 1 ? titles[0]! : titles.length > 1 && whole === '' ? titles.join(', ') : whole || fileName.replace(/\.[^.]*$/, ''),
    note: said(ATTRIBUTE.note).join('\n\n'), per: said(ATTRIBUTE.per)[0] ?? '', ...(tops.length > 0 || listed.includes('-') ? { tops } : {}),
  };
}

function houseIn({ element }: Definition, parameters: ParameterBook): Parameters<DocumentBuilder['event']>[1] {
  const constant = element.children.find((child) => child.name === 'constant');
  return { event: 'house', on: /^\s*(?:true|1)\s*$/.test(constant?.attributes['value'] ?? ''), probability: parameters.attribute(attributesIn(element)), ...wordsOf(element) };
}

function basicIn({ element, base }: Definition, parameters: ParameterBook): Parameters<DocumentBuilder['event']>[1] {
  const attributes = attributesIn(element);
  const flavor = attributes.get(ATTRIBUTE.flavor)?.toLowerCase();
  const inner = element.children.find((child) => child.name !== 'label' && child.name !== 'attributes');
  return {
    event: flavor === 'undeveloped' ? 'undeveloped' : flavor === 'conditional' || flavor === 'conditioning' ? 'conditioning' : 'basic',
    probability: inner === undefined ? parameters.attribute(attributes) : textOfExpression(inner, base, parameters),
    on: attributes.get(ATTRIBUTE.on) === 'true', ...wordsOf(element),
  };
}

/** What is said of gates and events alike. */
export function wordsOf(element: XmlElement, prefix = ''): { title?: string; note?: string; observed?: NonNullable<ReturnType<typeof observedIn>> } {
  const attributes = attributesIn(element);
  const text = (key: string): string | undefined => {
    const found = attributes.get(prefix + key);
    return found === undefined ? undefined : unescaped(found);
  };
  const title = text(ATTRIBUTE.title) ?? (prefix === '' ? labelOf(element) : '');
  const note = text(ATTRIBUTE.note);
  const observed = observedIn(text(ATTRIBUTE.observed) ?? '');
  return { ...(title === '' ? {} : { title }), ...(note === undefined ? {} : { note }), ...(observed === undefined ? {} : { observed }) };
}
