import { formatExpression } from '../../model/fault-tree/expression.ts';
import type { Parameter } from '../../model/fault-tree/document.ts';
import type { FileProblems, Place } from './file-problem.ts';
import { expressionIn } from './mef-expression.ts';
import { privateName, type Definition, type MefModel } from './mef-model.ts';
import { ATTRIBUTE, attributesIn, labelOf, unescaped } from './mef-words.ts';
import { NameBook } from './names.ts';
import type { XmlElement } from './xml-tree.ts';

/** Longer than the contract keeps. */
const LONGEST_EXPRESSION = 4000;
/** Names that mean something else in an expression. */
const RESERVED = ['pi', 'mission-time', 'true', 'false'];

/** The parameters of one document: those of its trees and those that they refer to. */
export class ParameterBook {
  readonly #model: MefModel;
  readonly #trees: number;
  readonly #mine: (tree: number | undefined) => boolean;
  readonly problems: FileProblems;
  readonly #names = new NameBook(false);
  readonly #known = new Map<Definition, string>();
  readonly #unknown = new Map<string, string>();
  /** Where the mission time is named first. */
  missionTimeAt: Place | undefined;

  constructor(model: MefModel, mine: (tree: number | undefined) => boolean, trees: number, problems: FileProblems) {
    this.#trees = trees;
    this.#model = model;
    this.#mine = mine;
    this.problems = problems;
    for (const name of RESERVED) this.#names.take(name);
    for (const definition of model.parameters) if (mine(definition.tree)) this.#name(definition);
  }

  #name(definition: Definition): string {
    const known = this.#known.get(definition);
    if (known !== undefined) return known;
    const alias = attributesIn(definition.element).get(ATTRIBUTE.name);
    const said = alias !== undefined ? unescaped(alias) : definition.isPublic ? definition.name : privateName(definition, this.#trees);
    const name = this.#names.take(said);
    if (name !== said && alias === undefined) this.problems.add(`The parameter “${said}” is called “${name}”.`, definition.element);
    this.#known.set(definition, name);
    return name;
  }

  /** The name in the document of what a reference means. */
  nameOf(reference: string, base: string, at: XmlElement): string {
    const found = this.#model.parameter(reference, base);
    if (found !== undefined) return this.#name(found);
    const known = this.#unknown.get(reference);
    if (known !== undefined) return known;
    const name = this.#names.take(reference);
    this.#unknown.set(reference, name);
    this.problems.add(`The parameter “${reference}” is not defined in this file.`, at);
    return name;
  }

  /** An expression that the writer could not put into elements. */
  attribute(attributes: ReadonlyMap<string, string>): string {
    return unescaped(attributes.get(ATTRIBUTE.expression) ?? '').slice(0, LONGEST_EXPRESSION);
  }

  /** In the order of the file. What an expression names joins while it is read, so the list grows as it is walked. */
  finish(): Parameter[] {
    const texts = new Map<Definition, string>();
    for (const definition of this.#known.keys()) {
      const inner = definition.element.children.find((child) => child.name !== 'label' && child.name !== 'attributes');
      const attributes = attributesIn(definition.element);
      // The writer puts a number where an expression must stand.
      const instead = inner === undefined || attributes.has(ATTRIBUTE.expression) || attributes.has(ATTRIBUTE.unsaid);
      texts.set(definition, instead ? this.attribute(attributes) : textOfExpression(inner, definition.base, this));
    }
    return this.#model.parameters.filter((definition) => this.#known.has(definition)).map((definition) => {
      const attributes = attributesIn(definition.element);
      const title = attributes.get(ATTRIBUTE.title);
      return {
        name: this.#known.get(definition)!, expression: texts.get(definition)!, unit: (unescaped(attributes.get(ATTRIBUTE.unit) ?? '') || (definition.element.attributes['unit'] ?? '')).slice(0, 40),
        title: (title === undefined ? labelOf(definition.element) : unescaped(title)).slice(0, 300),
      };
    });
  }

  mine(tree: number | undefined): boolean {
    return this.#mine(tree);
  }
}

/** The expression of an element as text; empty, and a problem, where it is none. */
export function textOfExpression(element: XmlElement, base: string, parameters: ParameterBook): string {
  parameters.missionTimeAt ??= missionTimeIn(element);
  const tree = expressionIn(element, (reference, at) => parameters.nameOf(reference, base, at), parameters.problems);
  const text = tree === undefined ? '' : formatExpression(tree);
  if (text.length <= LONGEST_EXPRESSION) return text;
  parameters.problems.fatal(`The expression is longer than ${LONGEST_EXPRESSION} characters: it is left out.`, element);
  return '';
}

function missionTimeIn(element: XmlElement): Place | undefined {
  if (element.name === 'system-mission-time') return element;
  for (const child of element.children) {
    const found = missionTimeIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
