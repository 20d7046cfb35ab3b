import { truncate } from '../../base/text.ts';
import { formatExpression, parseExpression } from '../../model/fault-tree/expression.ts';
import type { FaultTreeDocument, GateType } from '../../model/fault-tree/document.ts';
import { DocumentBuilder, type GateSaid } from './document-builder.ts';
import type { FileProblems, Place } from './file-problem.ts';
import { Lexer, type Token } from './lexer.ts';

/**
 * The text of Aralia's benchmarks and of SCRAM's shorthand: `g1 := (g2 & g3 | -e1);`, `g4 := @(2, [a, b, c]);`,
 * `p(e1) = 0.1;` or `p e1 = 0.1`, `s h1 = true`. A first line that is one name is the tree's. Semicolons may be left out.
 */
export function readAralia(text: string, fileName: string, problems: FileProblems): FaultTreeDocument[] {
  return [new Reader(text, problems).read(fileName.replace(/\.[^.]*$/, ''))];
}

const TOKENS = /([A-Za-z_]\w*(?:[-.]+\w+)*)|"([^"\n]*)"|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|<=>|=>|:=|==|\|\||&&|[=;()[\],@#&|^~!+*-]/;

type Input = GateSaid['inputs'][number];
type Formula = Pick<GateSaid, 'gate' | 'inputs' | 'min' | 'max'>;

/** From the loosest to the tightest. */
const OPERATORS: ReadonlyArray<{ readonly signs: readonly string[]; readonly gate: GateType; readonly two?: boolean }> = [
  { signs: ['<=>', '=='], gate: 'iff', two: true }, { signs: ['=>'], gate: 'imply', two: true },
  { signs: ['|', '||', '+'], gate: 'or' }, { signs: ['^', '#'], gate: 'xor' }, { signs: ['&', '&&', '*'], gate: 'and' },
];
const MOST_LEVELS = 200;

/** The rest of a statement cannot be read. */
class Unreadable extends Error {}

class Reader {
  readonly #lexer: Lexer;
  readonly #problems: FileProblems;
  readonly #builder: DocumentBuilder;
  readonly #probabilities = new Map<string, string>();
  readonly #houses = new Map<string, boolean>();
  #gate = '';

  constructor(text: string, problems: FileProblems) {
    this.#problems = problems;
    this.#lexer = new Lexer(text, TOKENS, problems);
    this.#builder = new DocumentBuilder(problems);
  }

  read(fileTitle: string): FaultTreeDocument {
    const lexer = this.#lexer;
    let title = fileTitle;
    const [first, second] = [lexer.peek(), lexer.peek(1)];
    if (first.kind === 'name' && second.line > first.line && second.kind !== 'sign') title = lexer.take().text;
    while (lexer.peek().kind !== 'end') this.#statement();
    for (const [name, on] of this.#houses) this.#primary(name, { event: 'house', on });
    for (const [name, probability] of this.#probabilities) this.#primary(name, { event: 'basic', probability });
    // What a formula names and nothing defines is a basic event: the format has no other way to say so.
    for (const name of this.#builder.undefined()) this.#builder.event(name, { event: 'basic' });
    return this.#builder.finish({ title });
  }

  #primary(name: string, said: Parameters<DocumentBuilder['event']>[1]): void {
    if (!this.#builder.has(name)) this.#builder.event(name, said);
    else if (said.event === 'basic' && this.#houses.has(name)) this.#builder.amend(name, { probability: said.probability ?? '' });
    else this.#problems.fatal(`“${name}” is a gate and has a probability or a state, which is left out.`);
  }

  #statement(): void {
    const lexer = this.#lexer;
    if (lexer.sign(';')) return;
    try {
      const first = this.#name();
      const next = lexer.peek();
      const law = (first.text === 'p' || first.text === 's') && (next.kind === 'name' || next.kind === 'quoted' || (next.kind === 'sign' && next.text === '('));
      if (law) this.#value(first.text);
      else this.#definition(first);
      if (!lexer.sign(';')) this.#statementEnds(first);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      lexer.skipStatement();
    }
  }

  /** Without a semicolon a statement ends where the next line begins one. */
  #statementEnds({ line }: Place): void {
    const next = this.#lexer.peek();
    if (next.kind === 'end' || ((next.kind === 'name' || next.kind === 'quoted') && next.line > line)) return;
    this.#fail(`“;” or an operator is expected before “${truncate(next.text, 40)}”`, next);
  }

  #fail(message: string, at: Place): never {
    this.#problems.fatal(`${message}.`, at);
    throw new Unreadable();
  }

  #name(): Token {
    const token = this.#lexer.peek();
    if (token.kind === 'name' || (token.kind === 'quoted' && token.text !== '')) return this.#lexer.take();
    return this.#fail(token.kind === 'end' ? 'The file ends within a statement' : `A name is expected before “${truncate(token.text, 40)}”`, token);
  }

  #expect(sign: string): void {
    const token = this.#lexer.peek();
    if (!this.#lexer.sign(sign)) this.#fail(token.kind === 'end' ? `“${sign}” is missing at the end` : `“${sign}” is expected before “${truncate(token.text, 40)}”`, token);
  }

  /** `p(e1) = 0.1`, `s h1 = true`. */
  #value(what: string): void {
    const lexer = this.#lexer;
    const bracketed = lexer.sign('(');
    const { text: name } = this.#name();
    if (bracketed) this.#expect(')');
    if (!lexer.sign('=') && !lexer.sign(':=')) this.#expect('=');
    const minus = lexer.sign('-') ? '-' : '';
    const value = lexer.take();
    if (what === 's') {
      if (!['true', 'false', '0', '1'].includes(value.text)) this.#fail(`The state of “${name}” is neither true nor false`, value);
      this.#builder.mention(name, value);
      this.#houses.set(name, value.text === 'true' || value.text === '1');
      return;
    }
    const parsed = parseExpression(`${minus}${value.text}`);
    if (value.kind !== 'number' || !('expression' in parsed)) this.#fail(`The probability of “${name}” is no number`, value);
    if (this.#probabilities.has(name)) this.#problems.fatal(`“${name}” has two probabilities. The last is taken.`, value);
    this.#builder.mention(name, value);
    this.#probabilities.set(name, formatExpression(parsed.expression));
  }

  #definition({ text: name, ...at }: Token): void {
    const lexer = this.#lexer;
    if (!lexer.sign(':=') && !lexer.sign('=')) this.#expect(':=');
    this.#builder.mention(name, at);
    this.#gate = name;
    const formula = this.#formula(0, 0);
    this.#builder.gate(name, 'key' in formula ? passing(formula) : formula, at);
  }

  /** An event, or a connective of arguments that are not yet a gate. */
  #formula(level: number, depth: number): Input | Formula {
    if (depth > MOST_LEVELS) this.#fail('The formula is nested too deeply', this.#lexer.peek());
    const operator = OPERATORS[level];
    if (operator === undefined) return this.#term(depth);
    const first = this.#formula(level + 1, depth);
    const args = [first];
    while ((operator.two !== true || args.length < 2) && this.#lexer.sign(...operator.signs)) args.push(this.#formula(level + 1, depth));
    return args.length === 1 ? first : { gate: operator.gate, inputs: args.map((arg) => this.#input(arg)) };
  }

  #term(depth: number): Input | Formula {
    const lexer = this.#lexer;
    const token = lexer.peek();
    if (lexer.sign('-', '~', '!')) return this.#negated(this.#formula(OPERATORS.length, depth + 1));
    if (lexer.sign('@')) return this.#counted(false, depth);
    if (lexer.sign('#')) return this.#counted(true, depth);
    if (lexer.sign('(')) {
      const inner = this.#formula(0, depth + 1);
      this.#expect(')');
      // A bracket around one event is no gate; around a connective it keeps it from its neighbours.
      return inner;
    }
    if (token.kind === 'number' && (token.text === '1' || token.text === '0')) {
      lexer.take();
      return this.#constant(token.text === '1', token);
    }
    const { text, kind } = this.#name();
    if (kind === 'name' && (text === 'true' || text === 'false')) return this.#constant(text === 'true', token);
    this.#builder.mention(text, token);
    return { key: text, complement: false };
  }

  /** `@(k, [a, b])`, `#(least, most, [a, b])`. */
  #counted(upTo: boolean, depth: number): Formula {
    this.#expect('(');
    const min = this.#count();
    this.#expect(',');
    const max = upTo ? this.#count() : undefined;
    if (upTo) this.#expect(',');
    this.#expect('[');
    const inputs: Input[] = [];
    do inputs.push(this.#input(this.#formula(0, depth + 1))); while (this.#lexer.sign(','));
    this.#expect(']');
    this.#expect(')');
    return { gate: upTo ? 'cardinality' : 'atleast', inputs, min, ...(max === undefined ? {} : { max }) };
  }

  #count(): number {
    const token = this.#lexer.take();
    const value = Number(token.text);
    if (token.kind !== 'number' || !Number.isInteger(value) || value > 100_000) this.#fail(`“${truncate(token.text, 40)}” is no count`, token);
    return value;
  }

  #negated(inner: Input | Formula): Input | Formula {
    if ('key' in inner) return { key: inner.key, complement: !inner.complement };
    if (inner.gate === 'and') return { ...inner, gate: 'nand' };
    if (inner.gate === 'or') return { ...inner, gate: 'nor' };
    const { key } = this.#input(inner);
    return { key, complement: true };
  }

  /** A connective within another is a gate of its own. */
  #input(formula: Input | Formula): Input {
    if ('key' in formula) return formula;
    const key = this.#builder.derive(this.#gate, this.#lexer.peek());
    this.#builder.gate(key, formula);
    return { key, complement: false };
  }

  #constant(on: boolean, at: Place): Input {
    const key = on ? '\0true' : '\0false';
    if (!this.#builder.has(key)) this.#builder.event(key, { event: 'house', on }, at, on ? 'constant-true' : 'constant-false');
    return { key, complement: false };
  }
}

/** `g := e` passes e on, `g := -e` negates it. */
function passing({ key, complement }: Input): Formula {
  return { gate: complement ? 'not' : 'null', inputs: [{ key, complement: false }] };
}
