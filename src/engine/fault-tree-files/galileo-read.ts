import { formatExpression, parseExpression } from '../../model/fault-tree/expression.ts';
import { truncate } from '../../base/text.ts';
import type { FaultTreeDocument, GateType } from '../../model/fault-tree/document.ts';
import { DocumentBuilder, type GateSaid } from './document-builder.ts';
import type { FileProblems, Place } from './file-problem.ts';
import { dependentsInto, type Dependency } from './galileo-dependency.ts';
import { eventProbability } from './galileo-event.ts';
import { Lexer, type Token } from './lexer.ts';
import { allowedName } from './names.ts';

/**
 * Galileo's textual format (.dft), as Galileo, DFTCalc and Storm write it: `toplevel "A"; "A" or "B" "C"; "B" lambda=0.1;`.
 * Dynamic gates are read as what they mean without order and time, with a problem that says so.
 */
export function readGalileo(text: string, fileName: string, problems: FileProblems): FaultTreeDocument[] {
  return [new Reader(text, problems).read(fileName.replace(/\.[^.]*$/, ''))];
}

/** Names are quoted, or words that may hold what other formats do not allow (`2of3`, `pand-incl`). */
const TOKENS = /([A-Za-z_][\w.-]*|\d+of\d+\b)|"([^"\n]*)"|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])|[;=]/;

const STATIC: ReadonlyMap<string, GateType> = new Map<string, GateType>([
  ['and', 'and'], ['or', 'or'], ['pand', 'pand'], ['pand-incl', 'pand'], ['pand-excl', 'pand'],
  // Not of the format: what the writer puts where a tree has them.
  ['not', 'not'], ['xor', 'xor'], ['nand', 'nand'], ['nor', 'nor'], ['inhibit', 'inhibit'], ['iff', 'iff'], ['imply', 'imply'], ['null', 'null'],
]);

/** What dynamic gates are without order and time, and what that leaves out. */
const DYNAMIC: ReadonlyArray<{ readonly words: readonly string[]; readonly gate: GateType; readonly says: string }> = [
  { words: ['csp', 'wsp', 'hsp', 'spare', 'sp'], gate: 'and', says: 'that spares fail more rarely while they wait is not considered' },
  { words: ['seq', 'seqand', 'sand'], gate: 'and', says: 'that its inputs can fail in their order alone is not considered' },
  { words: ['por', 'por-incl', 'por-excl'], gate: 'or', says: 'that the first input must fail first is not considered' },
];

class Reader {
  readonly #lexer: Lexer;
  readonly #problems: FileProblems;
  readonly #builder: DocumentBuilder;
  readonly #dependencies: Dependency[] = [];
  readonly #told = new Set<string>();
  #top: string | undefined;
  #needsMissionTime = false;

  constructor(text: string, problems: FileProblems) {
    this.#problems = problems;
    this.#lexer = new Lexer(text, TOKENS, problems);
    this.#builder = new DocumentBuilder(problems);
  }

  read(title: string): FaultTreeDocument {
    while (this.#lexer.peek().kind !== 'end') this.#statement();
    if (this.#top === undefined) this.#problems.fatal('The file names no top event (toplevel).');
    const tops = this.#top === undefined ? {} : { tops: [this.#top] };
    if (this.#top !== undefined) this.#builder.mention(this.#top);
    dependentsInto(this.#builder, this.#dependencies, this.#problems);
    if (this.#needsMissionTime) this.#problems.add('The format has no mission time. Set it on the tree: rates need it.');
    return this.#builder.finish({ title: this.#top ?? title, ...tops });
  }

  #statement(): void {
    const lexer = this.#lexer;
    const first = lexer.take();
    if (first.kind === 'sign' && first.text === ';') return;
    if (first.kind !== 'name' && first.kind !== 'quoted') {
      this.#problems.fatal(`A name is expected before “${truncate(first.text, 40)}”.`, first);
      lexer.skipStatement();
      return;
    }
    if (first.kind === 'name' && first.text === 'toplevel') {
      const top = lexer.take();
      this.#top = top.text;
      this.#end();
    } else if (first.kind === 'name' && first.text === 'param') {
      this.#parameter();
    } else {
      this.#definition(first);
    }
  }

  /** A statement ends with `;`; without it, what follows on the next line is read as the next. */
  #end(): void {
    const next = this.#lexer.peek();
    if (this.#lexer.sign(';') || next.kind === 'end') return;
    this.#problems.fatal(`“;” is expected before “${truncate(next.text, 40)}”.`, next);
    this.#lexer.skipStatement();
  }

  #parameter(): void {
    const { text: name, ...at } = this.#lexer.take();
    const value = this.#lexer.sign('=') ? this.#lexer.take() : undefined;
    this.#end();
    if (allowedName(name) !== name) this.#problems.fatal(`“${truncate(name, 40)}” is no name of a parameter.`, at);
    else if (this.#builder.parameters.some((one) => one.name === name)) this.#problems.fatal(`The parameter “${name}” is defined more than once. The first definition stands.`, at);
    else this.#builder.parameters.push({ name, expression: value === undefined ? '' : expression(value.text, value, this.#problems), unit: '', title: '' });
  }

  #definition({ text: name, ...at }: Token): void {
    const lexer = this.#lexer;
    const word = lexer.peek();
    if (word.kind === 'sign' && word.text === ';') {
      this.#end();
      this.#builder.event(name, { event: 'basic' }, at);
    } else if (word.kind === 'name' && (lexer.peek(1).kind !== 'sign' || lexer.peek(1).text !== '=')) {
      lexer.take();
      this.#gate(name, word, this.#names(word), at);
    } else if (word.kind === 'name' && word.text === 'pdep') {
      lexer.take();
      lexer.take();
      const probability = lexer.take().text;
      this.#depends(name, this.#inputs(), probability, word);
    } else {
      this.#event(name, at);
    }
  }

  /** The names behind a gate's word, `vot` with its number in front. */
  #names(word: Token): { inputs: string[]; min?: number } {
    const count = /^vot(\d{1,6})$/.exec(word.text)?.[1] ?? /^(\d{1,6})of\d+$/.exec(word.text)?.[1];
    if (count !== undefined) return { inputs: this.#inputs(), min: Number(count) };
    if (word.text === 'vot' && this.#lexer.peek().kind === 'number') return { min: Number(this.#lexer.take().text), inputs: this.#inputs() };
    return { inputs: this.#inputs() };
  }

  #inputs(): string[] {
    const names: string[] = [];
    for (let next = this.#lexer.peek(); next.kind === 'name' || next.kind === 'quoted' || next.kind === 'number'; next = this.#lexer.peek()) names.push(this.#lexer.take().text);
    this.#end();
    return names;
  }

  #gate(name: string, word: Token, { inputs, min }: { inputs: readonly string[]; min?: number }, at: Place): void {
    const plain = (gate: GateType, more: Partial<GateSaid> = {}): void => { this.#builder.gate(name, { gate, inputs: inputs.map((key) => ({ key, complement: false })), ...more }, at); };
    const type = word.text;
    const fixed = STATIC.get(type);
    const dynamic = DYNAMIC.find((one) => one.words.includes(type));
    if (min !== undefined) plain('atleast', { min: Math.min(100_000, Math.max(0, Math.trunc(min) || 0)) });
    else if (fixed !== undefined) plain(fixed);
    else if (dynamic !== undefined) {
      this.#tell(`“${name}” is a dynamic gate (${type}) and read as ${dynamic.gate.toUpperCase()}: ${dynamic.says}.`, word);
      plain(dynamic.gate);
    } else if (type === 'fdep') this.#depends(name, inputs, undefined, word);
    else if (type === 'mutex') this.#tell(`“${name}” (mutex) is left out: that its events exclude one another is not considered.`, word);
    else this.#problems.fatal(`“${truncate(type, 40)}” is no gate of this format: “${name}” is left out.`, word);
  }

  #depends(name: string, [trigger, ...dependents]: readonly string[], probability: string | undefined, word: Token): void {
    if (trigger === undefined || dependents.length === 0) {
      this.#problems.fatal(`“${name}” (${word.text}) needs a trigger and what depends on it.`, word);
      return;
    }
    this.#tell(`“${name}” is a dynamic gate (${word.text}) and read statically: what depends on “${trigger}” fails by itself or with it.`, word);
    this.#dependencies.push({ name, trigger, dependents, probability: probability === undefined ? undefined : expression(probability, word, this.#problems), at: { line: word.line, column: word.column } });
  }

  #event(name: string, at: Place): void {
    const values = new Map<string, string>();
    const lexer = this.#lexer;
    for (let next = lexer.peek(); next.kind === 'name'; next = lexer.peek()) {
      lexer.take();
      if (!lexer.sign('=')) {
        this.#problems.fatal(`“=” is expected behind “${next.text}”.`, next);
        lexer.skipStatement();
        return;
      }
      const value = lexer.take();
      values.set(next.text.toLowerCase(), expression(value.text, value, this.#problems));
    }
    this.#end();
    const { probability, notes } = eventProbability(values);
    for (const note of notes) this.#tell(`“${name}”: ${note}.`, at, note);
    if (probability.includes('mission-time')) this.#needsMissionTime = true;
    this.#builder.event(name, { event: 'basic', probability }, at);
  }

  /** Of what is the same for many events, the first is told. */
  #tell(message: string, at: Place, once = message): void {
    if (this.#told.has(once)) return;
    this.#told.add(once);
    this.#problems.add(message, at);
  }
}

/** A value as an expression: a number or the name of a parameter. */
function expression(text: string, at: Place, problems: FileProblems): string {
  const parsed = parseExpression(text);
  if ('expression' in parsed) return formatExpression(parsed.expression);
  problems.fatal(`“${truncate(text, 40)}” is no value.`, at);
  return '';
}
