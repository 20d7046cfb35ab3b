/**
 * Patterns of lines, as JavaScript writes them, held to those that are read in linear time: every loop without an end is
 * followed by something it cannot swallow itself, so that there is one way to match, and a line that does not match is
 * given up after each loop was walked once. What is bounded may be ambiguous; the ways multiply, and have a limit.
 *
 * Understood: literals, escapes (\d \w \s \t \. \x41 A …), classes, groups (named: captured; others only group), `|`,
 * greedy and lazy quantifiers, `^`, `$`, `\b`, lookarounds without loops. Not: references back to groups.
 */
export interface LinePatternText {
  /** Groups by name, in the order of their numbers in `source`. */
  readonly names: readonly string[];
  /** The pattern with numbered groups: named ones are slow to come by. */
  readonly source: string;
  /** For each character below 128: a matching line may begin with it. */
  readonly starts: readonly boolean[];
  /** A matching line may begin with a character beyond those. */
  readonly startsOther: boolean;
}

export class LinePatternError extends Error {}

/** Latin-1, then white space beyond it, anything else beyond it, and the end of the line. */
const SPACE_BIT = 256;
const OTHER_BIT = 257;
const END_BIT = 258;
export const ALL = (1n << 258n) - 1n;
export const END = 1n << BigInt(END_BIT);

function bits(test: (char: string) => boolean): bigint {
  let set = 0n;
  for (let code = 0; code < 256; code++) if (test(String.fromCharCode(code))) set |= 1n << BigInt(code);
  return set;
}

const DIGIT = bits((c) => /\d/.test(c));
const WORD = bits((c) => /\w/.test(c));
const SPACE = bits((c) => /\s/.test(c)) | (1n << BigInt(SPACE_BIT));
/** With the flag `s`, which patterns have. */
const ANY = ALL;

/** A pattern as a tree. `captures`: numbers of the groups that hold what it matches. */
export type PatternNode = { readonly captures?: readonly number[] } & (
  | { readonly kind: 'chars'; readonly set: bigint }
  | { readonly kind: 'empty'; readonly at: '^' | 'b' | 'B' }
  | { readonly kind: 'end' }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly of: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly body: PatternNode; readonly min: number; readonly max: number; readonly lazy: boolean }
  | { readonly kind: 'look'; readonly body: PatternNode; readonly how: '=' | '!' | '<=' | '<!' });
type Node = PatternNode;

/** The most ways in which a line may be tried. */
const MAX_WAYS = 5000;
const MAX_REPEAT = 1000;

/** A class without escapes of brackets in it. */
const CLASS = /^\[[^\]\\]+\]/;

class Parser {
  readonly names: string[] = [];
  source = '';
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  parse(): Node {
    const node = this.choice();
    if (this.at < this.text.length) throw new LinePatternError(`"${this.text[this.at]!}" at ${this.at + 1} closes nothing.`);
    return node;
  }

  private choice(): Node {
    const of = [this.sequence()];
    while (this.text[this.at] === '|') {
      this.take(1);
      of.push(this.sequence());
    }
    return of.length === 1 ? of[0]! : { kind: 'choice', of };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    while (this.at < this.text.length && this.text[this.at] !== '|' && this.text[this.at] !== ')') parts.push(this.quantified());
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  private quantified(): Node {
    const atom = this.atom();
    const m = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(this.text.slice(this.at, this.at + 20));
    if (!m) return atom;
    if (atom.kind === 'empty' || atom.kind === 'end' || atom.kind === 'look') throw new LinePatternError(`Nothing to repeat before ${m[0]}.`);
    this.take(m[0].length);
    const min = m[1] === undefined ? Number(m[2]) : m[1] === '+' ? 1 : 0;
    const max = m[1] === '?' ? 1 : m[1] !== undefined || m[4] === '' ? Number.POSITIVE_INFINITY : m[3] === undefined ? min : Number(m[4]);
    if (max < min || min > MAX_REPEAT || (Number.isFinite(max) && max > MAX_REPEAT)) throw new LinePatternError(`${m[0]} repeats too often; at most ${MAX_REPEAT} times, or without an end.`);
    return { kind: 'repeat', body: atom, min, max, lazy: m[0].length > 1 && m[0].endsWith('?') };
  }

  private atom(): Node {
    const char = this.text[this.at]!;
    if (char === '(') return this.group();
    if (char === '[') return this.charClass();
    if (char === '\\') return this.escape();
    if (char === '*' || char === '+' || char === '?' || char === '{' || char === '}' || char === ']') {
      throw new LinePatternError(`"${char}" at ${this.at + 1} stands for nothing; write \\${char} for the character.`);
    }
    this.take(1);
    if (char === '^') return { kind: 'empty', at: '^' };
    if (char === '$') return { kind: 'end' };
    return { kind: 'chars', set: char === '.' ? ANY : setOf(char) };
  }

  private group(): Node {
    const m = /^\((?:\?(?:<([A-Za-z]\w*)>|(:)|(<?[=!])))?/.exec(this.text.slice(this.at, this.at + 80))!;
    if (m[0] === '(' && this.text[this.at + 1] === '?') throw new LinePatternError(`A group at ${this.at + 1} is of no known kind.`);
    this.at += m[0].length;
    if (m[1] === undefined) this.source += m[3] === undefined ? '(?:' : `(?${m[3]}`;
    else {
      this.source += '(';
      this.names.push(m[1]);
    }
    const number = this.names.length;
    const body = this.choice();
    if (this.text[this.at] !== ')') throw new LinePatternError('A group is not closed.');
    this.take(1);
    if (m[3] === '=' || m[3] === '!' || m[3] === '<=' || m[3] === '<!') return { kind: 'look', body, how: m[3] };
    return m[1] === undefined ? body : { ...body, captures: [...(body.captures ?? []), number] };
  }

  private charClass(): Node {
    const again = known.get(CLASS.exec(this.text.slice(this.at, this.at + 40))?.[0] ?? '');
    if (again !== undefined) {
      this.take(CLASS.exec(this.text.slice(this.at, this.at + 40))![0].length);
      return { kind: 'chars', set: again };
    }
    let at = this.at + 1;
    const negated = this.text[at] === '^';
    if (negated) at++;
    let set = 0n;
    for (;;) {
      const char = this.text[at];
      if (char === undefined) throw new LinePatternError('A class of characters is not closed.');
      if (char === ']') break;
      const one = this.classAtom(at);
      at = one.to;
      if (this.text[at] === '-' && this.text[at + 1] !== ']' && one.code !== undefined) {
        const last = this.classAtom(at + 1);
        if (last.code === undefined || last.code < one.code) throw new LinePatternError('A range of characters has no end, or runs backwards.');
        for (let code = one.code; code <= Math.min(last.code, 255); code++) set |= 1n << BigInt(code);
        if (last.code > 255) set |= (1n << BigInt(SPACE_BIT)) | (1n << BigInt(OTHER_BIT));
        at = last.to;
      } else set |= one.set;
    }
    const text = this.text.slice(this.at, at + 1);
    this.take(at + 1 - this.at);
    const whole = negated ? ALL & ~exactly(set) : set;
    if (known.size < 2000) known.set(text, whole);
    return { kind: 'chars', set: whole };
  }

  private classAtom(at: number): { readonly set: bigint; readonly code: number | undefined; readonly to: number } {
    if (this.text[at] !== '\\') return { set: setOf(this.text[at]!), code: this.text.charCodeAt(at), to: at + 1 };
    return readEscape(this.text, at, true);
  }

  private escape(): Node {
    const next = this.text[this.at + 1];
    if (next === 'b' || next === 'B') {
      this.take(2);
      return { kind: 'empty', at: next };
    }
    const { set, to } = readEscape(this.text, this.at, false);
    this.take(to - this.at);
    return { kind: 'chars', set };
  }

  private take(count: number): void {
    this.source += this.text.slice(this.at, this.at + count);
    this.at += count;
  }
}

/** Sets of characters and of classes that patterns use again and again. */
const known = new Map<string, bigint>();

function setOf(char: string): bigint {
  let set = known.get(char);
  if (set === undefined) {
    set = setOfCode(char, char.charCodeAt(0));
    known.set(char, set);
  }
  return set;
}

function setOfCode(char: string, code: number): bigint {
  return code < 256 ? 1n << BigInt(code) : 1n << BigInt(/\s/.test(char) ? SPACE_BIT : OTHER_BIT);
}

/** What a negated class certainly leaves out: of the characters beyond Latin-1 it may have named only some. */
function exactly(set: bigint): bigint {
  return set === (set | SPACE) ? set & ~(1n << BigInt(OTHER_BIT)) : set & ~(1n << BigInt(OTHER_BIT)) & ~(1n << BigInt(SPACE_BIT));
}

const CONTROL: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', v: '\v', f: '\f', 0: '\0' };

function readEscape(text: string, at: number, inClass: boolean): { set: bigint; code: number | undefined; to: number } {
  const char = text[at + 1];
  if (char === undefined) throw new LinePatternError('The pattern ends in a backslash.');
  const set = { d: DIGIT, w: WORD, s: SPACE, D: ALL & ~DIGIT, W: ALL & ~WORD, S: ALL & ~SPACE }[char];
  if (set !== undefined) return { set, code: undefined, to: at + 2 };
  const control = inClass && char === 'b' ? '\b' : CONTROL[char];
  if (control !== undefined) return { set: setOf(control), code: control.charCodeAt(0), to: at + 2 };
  const hex = /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4}))/.exec(text.slice(at, at + 6));
  if (hex) {
    const code = Number.parseInt(hex[1] ?? hex[2]!, 16);
    return { set: setOf(String.fromCharCode(code)), code, to: at + hex[0].length };
  }
  if (/[\dA-Za-z]/.test(char)) throw new LinePatternError(`\\${char} is not understood here.`);
  return { set: setOf(char), code: char.charCodeAt(0), to: at + 2 };
}

export interface First {
  readonly set: bigint;
  readonly nullable: boolean;
}

/** What characters a match may begin with, and whether it may be empty. */
export function firstOf(node: Node): First {
  switch (node.kind) {
    case 'chars': return { set: node.set, nullable: false };
    case 'end': return { set: END, nullable: false };
    case 'empty': case 'look': return { set: 0n, nullable: true };
    case 'choice': {
      const all = node.of.map(firstOf);
      return { set: all.reduce((set, one) => set | one.set, 0n), nullable: all.some((one) => one.nullable) };
    }
    case 'repeat': {
      const body = firstOf(node.body);
      return { set: body.set, nullable: node.min === 0 || body.nullable };
    }
    case 'sequence':
  }
  let set = 0n;
  for (const part of node.parts) {
    const one = firstOf(part);
    set |= one.set;
    if (!one.nullable) return { set, nullable: false };
  }
  return { set, nullable: true };
}

/** Ways to match, at most; throws where loops do not end by themselves. `sure`: inside a repetition, where every choice must be decided by one character. */
function waysOf(node: Node, follow: bigint, sure: boolean): number {
  switch (node.kind) {
    case 'chars': case 'empty': case 'end': return 1;
    case 'look':
      if (hasLoop(node.body)) throw new LinePatternError('A lookaround has a loop without an end; bound it, as in {0,20}.');
      return waysOf(node.body, ALL | END, sure);
    case 'sequence': {
      let ways = 1;
      let after = follow;
      for (let i = node.parts.length - 1; i >= 0; i--) {
        const part = node.parts[i]!;
        // What follows ends at the end of the line and cannot contain its own first character: there is one place for it.
        const only = part.kind === 'repeat' && part.body.kind === 'chars' && follow === END && lastOfItsKind(node.parts, i + 1);
        ways *= only ? 1 : waysOf(part, after, sure);
        const first = firstOf(part);
        after = first.nullable ? first.set | after : first.set;
      }
      return ways;
    }
    case 'choice': return choiceWays(node.of, follow, sure);
    case 'repeat':
  }
  return repeatWays(node, follow, sure);
}

function lastOfItsKind(parts: readonly Node[], from: number): boolean {
  const mark = parts[from];
  return mark?.kind === 'chars' && parts.slice(from + 1).every((part) => (alphabetOf(part) & mark.set) === 0n);
}

/** Every character that a node may take. */
function alphabetOf(node: Node): bigint {
  switch (node.kind) {
    case 'chars': return node.set;
    case 'sequence': return node.parts.reduce((set, part) => set | alphabetOf(part), 0n);
    case 'choice': return node.of.reduce((set, part) => set | alphabetOf(part), 0n);
    case 'repeat': return alphabetOf(node.body);
    case 'empty': case 'end': case 'look':
  }
  return 0n;
}

function choiceWays(of: readonly Node[], follow: bigint, sure: boolean): number {
  let seen = 0n;
  let overlap = false;
  let most = 1;
  let sum = 0;
  for (const one of of) {
    const first = firstOf(one);
    const set = first.nullable ? first.set | follow : first.set;
    if ((seen & set) !== 0n) overlap = true;
    seen |= set;
    const ways = waysOf(one, follow, sure);
    most = Math.max(most, ways);
    sum += ways;
  }
  if (overlap && sure) throw new LinePatternError('Inside a repetition, two alternatives begin with the same character; what matches must be decided by one character there.');
  return overlap ? sum : most;
}

function repeatWays(node: Extract<Node, { kind: 'repeat' }>, follow: bigint, sure: boolean): number {
  const { body, min, max } = node;
  const first = firstOf(body);
  const decided = (first.set & follow) === 0n;
  if (max === Number.POSITIVE_INFINITY) {
    if (first.nullable) throw new LinePatternError('What is repeated without an end may be empty.');
    if (hasLoop(body)) throw new LinePatternError('A loop without an end stands inside another one; bound one of them, as in {0,20}.');
    if (!decided) throw new LinePatternError(`A loop without an end is followed by what it may swallow itself (${sample(first.set & follow)}); use a class without it, as in [^ ]+, or bound the loop.`);
  }
  if (max <= 1) return waysOf(body, follow, sure) * (decided || min === max ? 1 : 2);
  const inside = waysOf(body, first.set | follow, true);
  if (inside > 1) throw new LinePatternError('Something inside a repetition may be read in several ways.');
  if (decided || min === max) return 1;
  if (sure) throw new LinePatternError('A repetition inside another one is followed by what it may swallow itself.');
  return max - min + 1;
}

function hasLoop(node: Node): boolean {
  switch (node.kind) {
    case 'sequence': return node.parts.some(hasLoop);
    case 'choice': return node.of.some(hasLoop);
    case 'repeat': return node.max === Number.POSITIVE_INFINITY || hasLoop(node.body);
    case 'look': return hasLoop(node.body);
    case 'chars': case 'empty': case 'end':
  }
  return false;
}

/** A character of a set, for people. */
function sample(set: bigint): string {
  for (const code of [32, ...Array.from({ length: 94 }, (_, i) => 33 + i), 9]) {
    if ((set >> BigInt(code)) & 1n) return code === 32 ? 'a blank' : code === 9 ? 'a tab' : `"${String.fromCharCode(code)}"`;
  }
  return 'other characters';
}

/** A pattern as a tree. Throws `LinePatternError`. */
export function parseLinePattern(text: string): PatternNode {
  return new Parser(text).parse();
}

/** A pattern taken apart. Throws `LinePatternError` with what is wrong, in words. */
export function readLinePattern(text: string): LinePatternText {
  const parser = new Parser(text);
  const first = firstOf(parser.parse());
  const set = first.nullable ? ALL : first.set;
  return {
    names: parser.names, source: parser.source,
    starts: Array.from({ length: 128 }, (_, code) => ((set >> BigInt(code)) & 1n) === 1n),
    startsOther: (set & ALL) >> 128n !== 0n,
  };
}

/** Throws `LinePatternError` where a line could take longer than its length asks for. */
export function checkLinePattern(text: string): void {
  const node = new Parser(text).parse();
  const ways = waysOf(node, END, false);
  if (ways > MAX_WAYS) throw new LinePatternError(`The pattern may be tried in ${ways} ways on one line; at most ${MAX_WAYS}. Use classes that leave out what follows, as in [^\\]]*.`);
}
