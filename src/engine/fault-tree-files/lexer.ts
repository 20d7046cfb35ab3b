import type { FileProblems, Place } from './file-problem.ts';

/** Tokens of the formats that are text: `sign` is one character or one of the operators of more. */
export interface Token extends Place {
  readonly kind: 'name' | 'quoted' | 'number' | 'sign' | 'end';
  readonly text: string;
}


/** A reader of tokens with one token of look-ahead and another to peek at; places are counted as it goes, once. */
export class Lexer {
  readonly #text: string;
  readonly #pattern: RegExp;
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #lineEnd: number;
  #ahead: Token[] = [];
  readonly problems: FileProblems;

  constructor(text: string, pattern: RegExp, problems: FileProblems) {
    this.#text = text;
    this.#lineEnd = this.#endOfLine(0);
    this.#pattern = new RegExp(pattern.source, 'sy');
    this.problems = problems;
  }

  peek(further = 0): Token {
    while (this.#ahead.length <= further) this.#ahead.push(this.#read());
    return this.#ahead[further]!;
  }

  take(): Token {
    const token = this.peek();
    this.#ahead.shift();
    return token;
  }

  /** Takes the sign if it is next. */
  sign(...texts: readonly string[]): boolean {
    const { kind, text } = this.peek();
    if (kind !== 'sign' || !texts.includes(text)) return false;
    this.take();
    return true;
  }

  /** Goes on behind the next `;`. */
  skipStatement(): void {
    for (let token = this.take(); token.kind !== 'end' && !(token.kind === 'sign' && token.text === ';'); token = this.take());
  }

  #read(): Token {
    this.#skipBlanks();
    if (this.#at >= this.#text.length) return { kind: 'end', text: '', ...this.#place(this.#text.length) };
    this.#pattern.lastIndex = this.#at;
    const match = this.#pattern.exec(this.#text);
    const place = this.#place(this.#at);
    if (match === null || match[0] === '') return { kind: 'sign', text: this.#text[this.#at++]!, ...place };
    this.#at = this.#pattern.lastIndex;
    const [, name, quoted, number] = match;
    if (name !== undefined) return { kind: 'name', text: name, ...place };
    if (quoted !== undefined) return { kind: 'quoted', text: quoted, ...place };
    return number !== undefined ? { kind: 'number', text: number, ...place } : { kind: 'sign', text: match[0], ...place };
  }

  #skipBlanks(): void {
    for (;;) {
      BLANKS.lastIndex = this.#at;
      BLANKS.exec(this.#text);
      this.#at = BLANKS.lastIndex;
      if (this.#text.startsWith('//', this.#at)) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end;
      } else if (this.#text.startsWith('/*', this.#at)) {
        const end = this.#text.indexOf('*/', this.#at + 2);
        if (end < 0) this.problems.fatal('A comment does not end.', this.#place(this.#at));
        this.#at = end < 0 ? this.#text.length : end + 2;
      } else {
        return;
      }
    }
  }

  /** `at` never falls. */
  #place(at: number): Place {
    while (this.#lineEnd < at) {
      this.#line++;
      this.#lineStart = this.#lineEnd + 1;
      this.#lineEnd = this.#endOfLine(this.#lineStart);
    }
    return { line: this.#line, column: at - this.#lineStart + 1 };
  }

  /** Where the line ends that begins there; looked for once a line, because a file may have one alone. */
  #endOfLine(from: number): number {
    const end = this.#text.indexOf('\n', from);
    return end < 0 ? Infinity : end;
  }
}

const BLANKS = /\s*/y;
