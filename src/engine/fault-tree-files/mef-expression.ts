import { arityOf, EXPRESSION_FUNCTIONS } from '../../model/fault-tree/functions.ts';
import type { ExpressionTree } from '../../model/fault-tree/expression.ts';
import type { FileProblems } from './file-problem.ts';
import type { XmlElement } from './xml-tree.ts';

/** Expressions of the stochastic layer (MEF 2.0, V.2) between elements and trees. */

/** Names under which a file knows parameters → the name in the document. */
export type ParameterNames = (reference: string, at: XmlElement) => string;

const NOT_READ: ReadonlyMap<string, string> = new Map(Object.entries({
  'extern-function': 'Functions of external libraries are not run',
  'test-initiating-event': 'Tests of initiating events belong to event trees, which are not read',
  'test-functional-event': 'Tests of functional events belong to event trees, which are not read',
}));

/** `undefined`, and a problem, for what is no expression. */
export function expressionIn(element: XmlElement, names: ParameterNames, problems: FileProblems): ExpressionTree | undefined {
  const { name, attributes } = element;
  switch (name) {
    case 'float': case 'int': return number(element, problems);
    case 'bool': return { kind: 'boolean', value: /^\s*(?:true|1)\s*$/.test(attributes['value'] ?? '') };
    case 'parameter': return { kind: 'name', name: names(attributes['name'] ?? '', element) };
    case 'system-mission-time': return { kind: 'call', name: 'mission-time', args: [] };
    case 'pi': return { kind: 'call', name: 'pi', args: [] };
    default: return call(element, names, problems);
  }
}

function number(element: XmlElement, problems: FileProblems): ExpressionTree | undefined {
  const text = (element.attributes['value'] ?? '').trim();
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return { kind: 'number', value };
  problems.fatal(`“${text}” is not a number.`, element);
  return undefined;
}

function call(element: XmlElement, names: ParameterNames, problems: FileProblems): ExpressionTree | undefined {
  const name = element.name;
  const parts = name === 'histogram' || name === 'switch' ? element.children.flatMap((child) => (child.name === 'bin' || child.name === 'case' ? child.children : [child])) : element.children;
  if (!EXPRESSION_FUNCTIONS.has(name)) {
    problems.fatal(NOT_READ.has(name) ? `${NOT_READ.get(name)}: the expression is left out.` : `“${name}” is no expression of the exchange format: it is left out.`, element);
    return undefined;
  }
  const args: ExpressionTree[] = [];
  for (const part of parts) {
    const arg = expressionIn(part, names, problems);
    if (arg === undefined) return undefined;
    args.push(arg);
  }
  // Of one operand an operator is the operand.
  if (['add', 'sub', 'mul', 'div'].includes(name) && args.length === 1) return args[0];
  const wrong = arityOf(name, args.length);
  if (wrong === undefined) return { kind: 'call', name, args };
  problems.fatal(`${wrong}.`, element);
  return undefined;
}

/** Lines of XML, indented by `indent`. */
export function expressionLines(tree: ExpressionTree, indent: string, parameter: (name: string) => string): string[] {
  switch (tree.kind) {
    case 'number': return [`${indent}<${Number.isInteger(tree.value) && Math.abs(tree.value) < 2 ** 31 && !Object.is(tree.value, -0) ? 'int' : 'float'} value="${Object.is(tree.value, -0) ? '-0' : tree.value}"/>`];
    case 'boolean': return [`${indent}<bool value="${tree.value}"/>`];
    case 'name': return [`${indent}<parameter name="${parameter(tree.name)}"/>`];
    default:
  }
  if (tree.name === 'mission-time') return [`${indent}<system-mission-time/>`];
  if (tree.name === 'pi') return [`${indent}<pi/>`];
  const inner = (arg: ExpressionTree, deeper: string): string[] => expressionLines(arg, deeper, parameter);
  const deep = `${indent}  `;
  const paired = (tag: string, args: readonly ExpressionTree[]): string[] => [`${deep}<${tag}>`, ...args.flatMap((arg) => inner(arg, `${deep}  `)), `${deep}</${tag}>`];
  const lines: string[] = [];
  const { args } = tree;
  if (tree.name === 'histogram') {
    lines.push(...inner(args[0]!, deep));
    for (let at = 1; at < args.length; at += 2) lines.push(...paired('bin', args.slice(at, at + 2)));
  } else if (tree.name === 'switch') {
    for (let at = 0; at + 1 < args.length; at += 2) lines.push(...paired('case', args.slice(at, at + 2)));
    lines.push(...inner(args[args.length - 1]!, deep));
  } else {
    for (const arg of args) lines.push(...inner(arg, deep));
  }
  return [`${indent}<${tree.name}>`, ...lines, `${indent}</${tree.name}>`];
}
