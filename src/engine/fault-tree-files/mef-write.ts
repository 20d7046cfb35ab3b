import type { CommonCauseGroup, FaultEvent, FaultGate, FaultNode, FaultTreeDocument, Parameter } from '../../model/fault-tree/document.ts';
import { parseExpression, type ExpressionTree } from '../../model/fault-tree/expression.ts';
import { roots } from './document-builder.ts';
import { expressionLines } from './mef-expression.ts';
import { equivalent, isDirect } from './mef-write-gates.ts';
import { ATTRIBUTE, escaped, observedText } from './mef-words.ts';

/** A file's text, and what of the document it cannot say. */
export interface WrittenFaultTree {
  readonly text: string;
  readonly left: readonly string[];
}

/** Units that the exchange format knows. */
const UNITS: ReadonlySet<string> = new Set(['bool', 'int', 'float', 'hours', 'hours-1', 'years', 'years-1', 'fit', 'demands']);

/**
 * Open-PSA MEF 2.0 as SCRAM 0.16 takes it. What SCRAM has no connective for, or takes fewer arguments of, is written as an
 * equivalent formula, with the gate in attributes; `readFaultTree` gives the same document again, but for ids, references to
 * evidence and the spelling of numbers.
 */
export function writeMef(document: FaultTreeDocument): WrittenFaultTree {
  return new Writer(document).write();
}

type Attributes = Array<readonly [name: string, value: string]>;

class Writer {
  readonly #document: FaultTreeDocument;
  readonly #nodes: ReadonlyMap<string, FaultNode>;
  readonly #names: ReadonlyMap<string, string>;
  readonly #parameters: ReadonlyMap<string, string>;
  readonly #left: string[] = [];
  readonly #groups: readonly CommonCauseGroup[];
  readonly #members: ReadonlySet<string>;

  constructor(document: FaultTreeDocument) {
    this.#document = document;
    this.#nodes = new Map(document.nodes.map((node) => [node.id, node]));
    this.#names = identifiers(document.nodes.map((node) => [node.id, node.name]));
    this.#parameters = identifiers(document.tree.parameters.map(({ name }) => [name, name]));
    this.#groups = document.tree.commonCauses.filter((group) => this.#canStand(group));
    this.#members = new Set(this.#groups.flatMap((group) => group.members));
  }

  write(): WrittenFaultTree {
    const { tree, nodes } = this.#document;
    const groupNames = identifiers(this.#groups.map((group, index) => [String(index), group.name]));
    const body = [
      ...nodes.filter((node) => !this.#members.has(node.id)).flatMap((node) => (node.type === 'gate' ? this.#gate(node) : this.#event(node))),
      ...this.#groups.flatMap((group, index) => this.#group(group, groupNames.get(String(index))!)),
      ...tree.parameters.flatMap((parameter) => this.#parameter(parameter)),
    ];
    const usual = roots(nodes);
    const tops = usual.length === tree.tops.length && usual.every((id, at) => id === tree.tops[at]) ? [] : [[ATTRIBUTE.tops, tree.tops.map((id) => this.#nodes.get(id)?.name ?? '').join(' ') || '-'] as const];
    const attributes: Attributes = [
      ['tephra', '1'], ...said(ATTRIBUTE.note, tree.note), ...said(ATTRIBUTE.per, tree.per), ...tops,
      ...(tree.missionTimeHours === undefined ? [] : [[ATTRIBUTE.missionTime, String(tree.missionTimeHours)] as const]),
    ];
    const name = identifiers([['', tree.title.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60) || 'FaultTree']]).get('')!;
    const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opsa-mef>', `  <define-fault-tree name="${name}">`, ...this.#head(tree.title, attributes, '    ', name), ...body, '  </define-fault-tree>', '</opsa-mef>', ''];
    return { text: lines.join('\n'), left: this.#left };
  }

  /** Label and attributes; a title that a label cannot hold stands in an attribute. */
  #head(title: string, more: Attributes, indent: string, name = ''): string[] {
    const label = title.replace(/\s+/g, ' ').trim();
    const plain = label === title && xmlText(label) === escapeXml(label);
    const attributes = [...(plain || title === '' ? [] : [[ATTRIBUTE.title, escaped(title)] as const]), ...more].filter(([, value]) => value !== '');
    return [
      ...(title === '' || title === name || xmlText(label) === '' ? [] : [`${indent}<label>${xmlText(label)}</label>`]),
      ...(attributes.length === 0 ? [] : [`${indent}<attributes>`, ...attributes.map(([key, value]) => `${indent}  <attribute name="${key}" value="${escapeXml(value)}"/>`), `${indent}</attributes>`]),
    ];
  }

  #words(node: FaultNode): Attributes {
    const name = this.#names.get(node.id)!;
    return [...(name === node.name ? [] : said(ATTRIBUTE.name, node.name)), ...said(ATTRIBUTE.note, node.note), ...said(ATTRIBUTE.observed, observedText(node.observed) ?? '')];
  }

  #gate(gate: FaultGate): string[] {
    const inputs = gate.inputs.filter((input) => this.#nodes.has(input.id));
    const whole: FaultGate = { ...gate, inputs };
    const direct = isDirect(whole, (id) => this.#isCondition(id));
    const flavor: Attributes = direct
      ? gate.gate === 'inhibit' || gate.gate === 'pand' ? [[ATTRIBUTE.flavor, gate.gate]] : []
      : [
        [ATTRIBUTE.gate, gate.gate], [ATTRIBUTE.inputs, inputs.map(({ id, complement }) => `${complement ? '!' : ''}${this.#nodes.get(id)!.name}`).join(' ') || '-'],
        ...(gate.min === undefined ? [] : [[ATTRIBUTE.min, String(gate.min)] as const]), ...(gate.max === undefined ? [] : [[ATTRIBUTE.max, String(gate.max)] as const]),
      ];
    const formula = equivalent(whole, (id) => ({ element: this.#element(this.#nodes.get(id)!), name: this.#names.get(id)! }), '      ');
    return [
      `    <define-gate name="${this.#names.get(gate.id)!}">`,
      ...this.#head(gate.title, [...flavor, ...(gate.ownPage ? [[ATTRIBUTE.page, 'own'] as const] : []), ...this.#words(gate)], '      '),
      ...formula, '    </define-gate>',
    ];
  }

  /** Members of groups have no flavour of their own that SCRAM reads. */
  #isCondition(id: string): boolean {
    const node = this.#nodes.get(id);
    return node?.type === 'event' && node.event === 'conditioning' && !this.#members.has(id);
  }

  #element(node: FaultNode): string {
    return node.type === 'gate' ? 'gate' : node.event === 'house' ? 'house-event' : 'basic-event';
  }

  #event(event: FaultEvent): string[] {
    const name = this.#names.get(event.id)!;
    if (event.event === 'house') {
      return [
        `    <define-house-event name="${name}">`, ...this.#head(event.title, [...said(ATTRIBUTE.expression, event.probability), ...this.#words(event)], '      '),
        `      <constant value="${event.on}"/>`, '    </define-house-event>',
      ];
    }
    const { lines, attributes } = this.#expression(event.probability, '      ', `The probability of “${event.name}”`);
    const head = this.#head(event.title, [...this.#flavor(event), ...attributes, ...(event.on ? [[ATTRIBUTE.on, 'true'] as const] : []), ...this.#words(event)], '      ');
    return head.length + lines.length === 0 ? [`    <define-basic-event name="${name}"/>`] : [`    <define-basic-event name="${name}">`, ...head, ...lines, '    </define-basic-event>'];
  }

  #flavor({ event }: FaultEvent): Attributes {
    return event === 'undeveloped' ? [[ATTRIBUTE.flavor, 'undeveloped']] : event === 'conditioning' ? [[ATTRIBUTE.flavor, 'conditional']] : [];
  }

  #parameter({ name, title, unit, expression }: Parameter): string[] {
    const { lines, attributes } = this.#expression(expression, '      ', `The parameter “${name}”`);
    const id = this.#parameters.get(name)!;
    const known = UNITS.has(unit);
    return [
      `    <define-parameter name="${id}"${known ? ` unit="${unit}"` : ''}>`,
      ...this.#head(title, [...(id === name ? [] : said(ATTRIBUTE.name, name)), ...(known ? [] : said(ATTRIBUTE.unit, unit)), ...attributes, ...(expression.trim() === '' ? [[ATTRIBUTE.unsaid, 'true'] as const] : [])], '      '),
      // A parameter has an expression in the format.
      ...(lines.length > 0 ? lines : ['      <int value="0"/>']), '    </define-parameter>',
    ];
  }

  #group(group: CommonCauseGroup, id: string): string[] {
    const members = group.members.map((member) => this.#nodes.get(member)!).filter((node) => node.type === 'event');
    const least = group.model === 'beta-factor' ? members.length : group.model === 'MGL' ? 2 : 1;
    const own: Attributes = members.flatMap((member, index) => [
      ...(member.title === '' ? [] : [[ATTRIBUTE.title, escaped(member.title)] as const]), ...this.#flavor(member), ...said(ATTRIBUTE.expression, member.probability),
      ...(member.on ? [[ATTRIBUTE.on, 'true'] as const] : []), ...this.#words(member),
    ].map(([key, value]) => [`member-${index + 1}-${key}`, value] as const));
    return [
      `    <define-CCF-group name="${id}" model="${group.model}">`, ...this.#head(group.title, [...(id === group.name ? [] : said(ATTRIBUTE.name, group.name)), ...own], '      '),
      '      <members>', ...members.map((member) => `        <basic-event name="${this.#names.get(member.id)!}"/>`), '      </members>',
      '      <distribution>', ...this.#lines(tree(group.distribution)!, '        '), '      </distribution>',
      '      <factors>', ...group.factors.flatMap((factor, at) => [`        <factor level="${least + at}">`, ...this.#lines(tree(factor)!, '          '), '        </factor>']), '      </factors>',
      '    </define-CCF-group>',
    ];
  }

  /** Whether the format can hold the group: events of this tree that no other group has, and expressions that can be read. */
  #canStand(group: CommonCauseGroup): boolean {
    const seen = this.#seenMembers;
    const events = group.members.every((id) => {
      const node = this.#nodes.get(id);
      return node?.type === 'event' && node.event !== 'house' && !seen.has(id);
    });
    const stands = events && new Set(group.members).size === group.members.length && group.members.length >= 2 && group.factors.length >= 1 && [group.distribution, ...group.factors].every((text) => tree(text) !== undefined);
    if (stands) for (const id of group.members) seen.add(id);
    else this.#left.push(`The common-cause group “${group.name}” is left out: it needs two members or more that are in no other group, a distribution and factors.`);
    return stands;
  }
  readonly #seenMembers = new Set<string>();

  #expression(text: string, indent: string, what: string): { lines: string[]; attributes: Attributes } {
    if (text.trim() === '') return { lines: [], attributes: [] };
    const parsed = tree(text);
    if (parsed !== undefined) return { lines: this.#lines(parsed, indent), attributes: [] };
    this.#left.push(`${what} cannot be read as an expression: it stands in an attribute, where other tools do not look.`);
    return { lines: [], attributes: said(ATTRIBUTE.expression, text) };
  }

  #lines(expression: ExpressionTree, indent: string): string[] {
    return expressionLines(expression, indent, (name) => this.#parameters.get(name) ?? identifiers([['', name]]).get('')!);
  }
}

function tree(text: string): ExpressionTree | undefined {
  const parsed = parseExpression(text);
  return 'expression' in parsed ? parsed.expression : undefined;
}

function said(name: string, value: string): Attributes {
  return value === '' ? [] : [[name, escaped(value)]];
}

/** An identifier of the schema for each name: letters, digits, `_` and single hyphens, no dots. */
function identifiers(names: ReadonlyArray<readonly [key: string, name: string]>): Map<string, string> {
  const plain = (name: string): string => {
    const joined = name.replace(/[^\w-]/g, '_').replace(/-+/g, '-').replace(/^-|-$/g, '');
    return /^[A-Za-z_]/.test(joined) ? joined : `_${joined}`;
  };
  const taken = new Set<string>(names.map(([, name]) => name).filter((name) => plain(name) === name));
  const given = new Set<string>();
  return new Map(names.map(([key, name]) => {
    const wanted = plain(name);
    let free = wanted;
    for (let n = 2; given.has(free) || (free !== name && taken.has(free)); n++) free = `${wanted}-${n}`;
    given.add(free);
    return [key, free];
  }));
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
}

/** Text without what XML 1.0 has no character for. */
function xmlText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return escapeXml(text.replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, '').toWellFormed());
}
