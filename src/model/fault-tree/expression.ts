import { arityOf, EXPRESSION_CONSTANTS, EXPRESSION_FUNCTIONS } from './functions.ts';

/**
 * Expressions of fault trees as text: numbers, `true`, `false`, parameter names, + - * / ^, parentheses, and the functions
 * of the stochastic layer of the Open-PSA MEF 2.0 (chapter V) under the names of their elements. A hyphen within a name is
 * part of the name, so a minus behind a name is written with a blank before it: `lambda - 1`.
 */

export type ExpressionTree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** A parameter. */
  | { readonly kind: 'name'; readonly name: string }
  /** `add`, `sub`, `mul`, `div`, `neg`, `pow` stand for the operators; `pi` and `mission-time` have no arguments. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly ExpressionTree[] };

/** What was read, or what is wrong and at which character of the text. */
export type ParsedExpression = { readonly expression: ExpressionTree } | { readonly problem: string; readonly offset: number };

/** Reads one expression. Empty text is a problem: ask for `text.trim() === ''` first where nothing said is allowed. */
export function parseExpression(text: string): ParsedExpression {
  try {
    const reader = new Reader(text);
    const expression = reader.sum(0);
    reader.end();
    return { expression };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { problem: error.message, offset: error.offset };
    throw error;
  }
}

class SyntaxProblem extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Deeper nesting than people write; it keeps what walks the tree within the stack. */
const MOST_LEVELS = 200;
const LONGEST_TEXT = 100_000;

/** A number, a name with its inner hyphens and dots, or one character. */
const TOKEN = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*(?:[-.]+\w+)*)|(\S))/y;

interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly offset: number;
}

class Reader {
  readonly #text: string;
  #next: Token;
  constructor(text: string) {
    this.#text = text;
    if (text.length > LONGEST_TEXT) throw new SyntaxProblem(`The expression is longer than ${LONGEST_TEXT} characters`, LONGEST_TEXT);
    this.#next = this.#token(0);
  }

  #token(from: number): Token {
    TOKEN.lastIndex = from;
    const match = TOKEN.exec(this.#text);
    if (match === null) return { kind: 'end', text: '', offset: this.#text.length };
    const text = match[1] ?? match[2] ?? match[3]!;
    return { kind: match[1] !== undefined ? 'number' : match[2] !== undefined ? 'name' : 'sign', text, offset: TOKEN.lastIndex - text.length };
  }

  #take(): Token {
    const token = this.#next;
    this.#next = this.#token(token.offset + token.text.length);
    return token;
  }

  #takeSign(...signs: string[]): string | undefined {
    return this.#next.kind === 'sign' && signs.includes(this.#next.text) ? this.#take().text : undefined;
  }

  #fail(message: string, offset = this.#next.offset): never {
    throw new SyntaxProblem(message, offset);
  }

  #unexpected(wanted: string): never {
    const { kind, text } = this.#next;
    return this.#fail(kind === 'end' ? `${wanted} is missing at the end` : `${wanted} is expected before “${text}”`);
  }

  end(): void {
    if (this.#next.kind === 'end') return;
    const { text, kind } = this.#next;
    this.#fail(text === ')' ? 'There is no “(” for this “)”' : kind === 'sign' ? `“${text}” has no meaning here` : `An operator is missing before “${text}”`);
  }

  sum(level: number): ExpressionTree {
    return this.#chain(level, ADDITIVE, () => this.#product(level + 1));
  }

  #product(level: number): ExpressionTree {
    return this.#chain(level, MULTIPLICATIVE, () => this.#unary(level + 1));
  }

  /** Operators of one precedence, from left to right; a run of the same one is one call of many arguments. */
  #chain(level: number, operators: Readonly<Record<string, string>>, operand: () => ExpressionTree): ExpressionTree {
    if (level > MOST_LEVELS) this.#fail('The expression is nested too deeply');
    let left = operand();
    // Changes of operator nest to the left: each is a level of the tree, too.
    let turns = 0;
    let args: ExpressionTree[] | undefined;
    let name: string | undefined;
    for (let sign = this.#takeSign(...Object.keys(operators)); sign !== undefined; sign = this.#takeSign(...Object.keys(operators))) {
      const next = operators[sign]!;
      const right = operand();
      if (args !== undefined && name === next) {
        args.push(right);
        continue;
      }
      if (++turns > MOST_LEVELS) this.#fail('The expression is nested too deeply');
      args = [left, right];
      name = next;
      left = { kind: 'call', name, args };
    }
    return left;
  }

  #unary(level: number): ExpressionTree {
    if (level > MOST_LEVELS) this.#fail('The expression is nested too deeply');
    if (this.#takeSign('+') !== undefined) return this.#unary(level + 1);
    if (this.#takeSign('-', '\u2212') === undefined) return this.#power(level);
    const operand = this.#unary(level + 1);
    return operand.kind === 'number' && !Object.is(operand.value, -0) && operand.value >= 0 ? { kind: 'number', value: -operand.value } : { kind: 'call', name: 'neg', args: [operand] };
  }

  #power(level: number): ExpressionTree {
    const base = this.#primary(level);
    if (this.#takeSign('^') === undefined) return base;
    return { kind: 'call', name: 'pow', args: [base, this.#unary(level + 1)] };
  }

  #primary(level: number): ExpressionTree {
    const { kind, text, offset } = this.#next;
    if (kind === 'number') {
      this.#take();
      const value = Number(text);
      if (!Number.isFinite(value)) this.#fail(`“${text}” is too large a number`, offset);
      return { kind: 'number', value };
    }
    if (kind === 'name') return this.#named(level);
    if (text !== '(' || kind !== 'sign') return this.#unexpected('A number, a name or “(”');
    this.#take();
    const inner = this.sum(level + 1);
    if (this.#takeSign(')') === undefined) this.#unexpected('“)”');
    return inner;
  }

  #named(level: number): ExpressionTree {
    const { text, offset } = this.#take();
    if (this.#takeSign('(') === undefined) {
      if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true' };
      return EXPRESSION_CONSTANTS.has(text) ? { kind: 'call', name: text, args: [] } : { kind: 'name', name: text };
    }
    const args: ExpressionTree[] = [];
    if (this.#takeSign(')') === undefined) {
      do args.push(this.sum(level + 1)); while (this.#takeSign(',') !== undefined);
      if (this.#takeSign(')') === undefined) this.#unexpected('“,” or “)”');
    }
    if (EXPRESSION_CONSTANTS.has(text) && args.length === 0) return { kind: 'call', name: text, args };
    if (!EXPRESSION_FUNCTIONS.has(text)) this.#fail(`There is no function “${text}”`, offset);
    const wrong = arityOf(text, args.length);
    if (wrong !== undefined) this.#fail(wrong, offset);
    return { kind: 'call', name: text, args };
  }
}

const ADDITIVE: Readonly<Record<string, string>> = { '+': 'add', '-': 'sub', '\u2212': 'sub' };
const MULTIPLICATIVE: Readonly<Record<string, string>> = { '*': 'mul', '\u00d7': 'mul', '/': 'div' };

const OPERATOR: Readonly<Record<string, { readonly sign: string; readonly precedence: number }>> = {
  add: { sign: ' + ', precedence: 1 }, sub: { sign: ' - ', precedence: 1 },
  mul: { sign: ' * ', precedence: 2 }, div: { sign: ' / ', precedence: 2 },
};
const UNARY = 3;
const POWER = 4;
const PRIMARY = 5;

/** The text of an expression, with the fewest parentheses; read again it is the same expression. */
export function formatExpression(expression: ExpressionTree): string {
  return format(expression).text;
}

function format(tree: ExpressionTree): { text: string; precedence: number } {
  switch (tree.kind) {
    case 'number': return { text: formatNumber(tree.value), precedence: tree.value < 0 || Object.is(tree.value, -0) ? UNARY : PRIMARY };
    case 'boolean': return { text: String(tree.value), precedence: PRIMARY };
    case 'name': return { text: tree.name, precedence: PRIMARY };
    default: return formatCall(tree.name, tree.args);
  }
}

function formatCall(name: string, args: readonly ExpressionTree[]): { text: string; precedence: number } {
  if (EXPRESSION_CONSTANTS.has(name)) return { text: name, precedence: PRIMARY };
  const operator = OPERATOR[name];
  if (operator !== undefined) {
    if (args.length === 1) return format(args[0]!);
    const parts = args.map((arg, i) => within(arg, i === 0 ? operator.precedence : operator.precedence + 1));
    return { text: parts.join(operator.sign), precedence: operator.precedence };
  }
  if (name === 'neg') return { text: `-${within(args[0]!, UNARY)}`, precedence: UNARY };
  if (name === 'pow') return { text: `${within(args[0]!, PRIMARY)} ^ ${within(args[1]!, UNARY)}`, precedence: POWER };
  return { text: `${name}(${args.map(formatExpression).join(', ')})`, precedence: PRIMARY };
}

function within(tree: ExpressionTree, least: number): string {
  const { text, precedence } = format(tree);
  return precedence < least ? `(${text})` : text;
}

function formatNumber(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  return Math.abs(value) < 1e-3 ? value.toExponential().replace('e+', 'e') : String(value).replace('e+', 'e');
}

/** Names of parameters in it, each once. */
export function namesIn(expression: ExpressionTree, found = new Set<string>()): Set<string> {
  if (expression.kind === 'name') found.add(expression.name);
  else if (expression.kind === 'call') for (const arg of expression.args) namesIn(arg, found);
  return found;
}
