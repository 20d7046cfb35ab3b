import { classOf, tagsOf, type Lexicon, type Tags } from './lexicon.ts';

/**
 * A small language for phrases, so that a rule says grammar and not every wording. A pattern is read word by word:
 *
 *     should NEG? ADV* have EN        words in lower case, classes of the lexicon in capitals
 *     CARE.ing   MISS.ed|MISS.en     a class in one form: base s ed en ing; alternatives without blanks
 *     =delete                        a verb in any form
 *     !NOUN                          any one word but this
 *     x? x* x+ x{0,3}                how often (`*` and `+`: at most six times)
 *     ( a b | c )?                   groups and their alternatives
 *     ..4                            up to four words of the same clause
 *     ~12                            up to twelve words, over commas too
 *     ^  $                           where the sentence begins and ends
 *     <!x   >!x                      the word before, or the next one, is none of these
 *     <<!x                           nor one of the five words before in the clause
 *     { a b }                        what is reported of the phrase; all of it where nothing is marked
 *
 * `$name` is a phrase that the lexicon has under that name. Contractions are two words (`did n't`, `we 've`, `tom 's`), each sign
 * of punctuation is one.
 */
export interface PhraseMatch {
  readonly start: number;
  readonly end: number;
}

export interface Token extends Tags {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /[a-zAOUSXP0-9_]+(?:[-.'][a-zAOUSXP0-9_]+)*|\ufffc+|[^\s]/g;
const CONTRACTION = /^(.+?)(n't|'(?:s|ve|d|re|ll|m))$/;

/** Words and signs of a folded sentence, with what the lexicon knows of them. */
export function tokensOf(folded: string, lexicon: Lexicon): Token[] {
  const tokens: Token[] = [];
  const put = (text: string, start: number): void => { tokens.push({ text, start, end: start + text.length, ...tagsOf(text, lexicon) }); };
  for (const match of folded.matchAll(TOKEN)) {
    const parts = CONTRACTION.exec(match[0]);
    if (parts) {
      put(parts[1]!, match.index);
      put(parts[2]!, match.index + parts[1]!.length);
    } else put(match[0], match.index);
  }
  return tokens;
}

/** Whether it goes on from token `at`, and whatever comes after does. */
type Next = (at: number) => boolean;
interface State {
  readonly tokens: readonly Token[];
  from: number | undefined;
  to: number | undefined;
}
type Run = (state: State, at: number, next: Next) => boolean;

/** A test of one word, and what a sentence must hold at least for it. */
interface Test {
  readonly is: (token: Token) => boolean;
  readonly mayBeIn: (sentence: Summary) => boolean;
}

/** A part of a phrase: what its first word may be (`undefined`: any), whether it may be empty, and what it cannot do without. */
interface Part {
  readonly run: Run;
  readonly first: readonly Test[] | undefined;
  readonly isEmpty: boolean;
  readonly needs: readonly Test[];
}

/** All that is said of the words of a sentence, so that most phrases are known not to be in it. */
class Summary {
  readonly words: ReadonlySet<string>;
  readonly low: number;
  readonly high: number;
  readonly forms: number;

  constructor(tokens: readonly Token[]) {
    let [low, high, forms] = [0, 0, 0];
    for (const token of tokens) {
      low |= token.low;
      high |= token.high;
      forms |= token.forms;
    }
    [this.low, this.high, this.forms] = [low, high, forms];
    this.words = new Set(tokens.map((token) => token.text));
  }
}

/** The words of a sentence, ready to be searched. */
export class Tokens {
  readonly all: readonly Token[];
  readonly summary: Summary;

  constructor(folded: string, lexicon: Lexicon) {
    this.all = tokensOf(folded, lexicon);
    this.summary = new Summary(this.all);
  }
}

export interface Phrase {
  /** Where it is found, from left to right, none in another. Offsets are those of the tokens. */
  find(tokens: Tokens): PhraseMatch[];
  isIn(tokens: Tokens): boolean;
}

/** Makes a phrase of its notation; throws where that is wrong, which a test sees. */
export function phrase(notation: string, lexicon: Lexicon): Phrase {
  const reader = new Reader(notation, lexicon);
  const { run, first, needs } = reader.alternatives();
  reader.expectEnd();
  const isAnchored = notation.startsWith('^ ');
  const findFrom = ({ all }: Tokens, from: number): (PhraseMatch & { readonly next: number }) | undefined => {
    const state: State = { tokens: all, from: undefined, to: undefined };
    let end = -1;
    const stop: Next = (at) => { end = at; return true; };
    for (let at = from; at < (isAnchored ? Math.min(1, all.length) : all.length); at++) {
      if (first && !isOne(first, all[at]!)) continue;
      state.from = state.to = undefined;
      if (!run(state, at, stop) || end <= at) continue;
      const [begin, last] = [state.from ?? at, state.to ?? end];
      if (last > begin) return { start: all[begin]!.start, end: all[last - 1]!.end, next: Math.max(at + 1, last) };
    }
    return undefined;
  };
  const mayBeIn = ({ summary }: Tokens): boolean => needs.every((test) => test.mayBeIn(summary));
  return {
    isIn: (tokens) => mayBeIn(tokens) && findFrom(tokens, 0) !== undefined,
    find(tokens) {
      const found: PhraseMatch[] = [];
      if (mayBeIn(tokens)) for (let one = findFrom(tokens, 0); one; one = findFrom(tokens, one.next)) found.push({ start: one.start, end: one.end });
      return found;
    },
  };
}

const MANY = 6;
const WINDOW = 5;

function isOne(tests: readonly Test[], token: Token): boolean {
  for (const test of tests) if (test.is(token)) return true;
  return false;
}

/** What looks at a place and takes no word. */
function looksAt(run: Run): Part {
  return { run, first: [], isEmpty: true, needs: [] };
}

class Reader {
  readonly #parts: readonly string[];
  readonly #lexicon: Lexicon;
  #at = 0;

  constructor(notation: string, lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#parts = expand(notation, lexicon).split(/\s+/).filter((part) => part !== '');
  }

  expectEnd(): void {
    if (this.#at < this.#parts.length) throw new Error(`lint pattern: not read from “${this.#parts.slice(this.#at).join(' ')}”`);
  }

  alternatives(): Part {
    const all = [this.#sequence()];
    while (this.#parts[this.#at] === '|') {
      this.#at++;
      all.push(this.#sequence());
    }
    if (all.length === 1) return all[0]!;
    return {
      run: (state, at, next) => all.some(({ run }) => run(state, at, next)),
      first: all.every((part) => part.first) ? all.flatMap((part) => part.first!) : undefined,
      isEmpty: all.some((part) => part.isEmpty), needs: [],
    };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    for (let part = this.#parts[this.#at]; part !== undefined && part !== '|' && !part.startsWith(')'); part = this.#parts[this.#at]) {
      parts.push(part === '(' ? this.#group() : this.#one(part));
    }
    const run = parts.reduceRight<Run>((rest, part) => (state, at, next) => part.run(state, at, (then) => rest(state, then, next)), (_state, at, next) => next(at));
    const upTo = parts.findIndex((part) => !part.isEmpty);
    const leading = upTo < 0 ? parts : parts.slice(0, upTo + 1);
    return {
      run, first: upTo >= 0 && leading.every((part) => part.first) ? leading.flatMap((part) => part.first!) : undefined,
      isEmpty: upTo < 0, needs: parts.flatMap((part) => part.needs),
    };
  }

  #group(): Part {
    this.#at++;
    const part = this.alternatives();
    const close = this.#parts[this.#at++];
    if (close === undefined) throw new Error('lint pattern: a group is not closed');
    return repeated(part, ...howOften(close.slice(1)));
  }

  #one(part: string): Part {
    this.#at++;
    if (part === '^') return looksAt((_state, at, next) => at === 0 && next(at));
    if (part === '$') return looksAt((state, at, next) => at === state.tokens.length && next(at));
    if (part === '{') return looksAt((state, at, next) => { const before = state.from; state.from = at; if (next(at)) return true; state.from = before; return false; });
    if (part === '}') return looksAt((state, at, next) => { const before = state.to; state.to = at; if (next(at)) return true; state.to = before; return false; });
    const gap = /^(\.\.|~)(\d+)$/.exec(part);
    if (gap) return { run: gapOf(Number(gap[2]), gap[1] === '~'), first: undefined, isEmpty: true, needs: [] };
    if (part.startsWith('<<!')) {
      const { is } = this.#test(part.slice(3));
      return looksAt((state, at, next) => {
        for (let i = at - 1; i >= Math.max(0, at - WINDOW) && !state.tokens[i]!.isBreak; i--) if (is(state.tokens[i]!)) return false;
        return next(at);
      });
    }
    if (part.startsWith('<!')) {
      const { is } = this.#test(part.slice(2));
      return looksAt((state, at, next) => !(at > 0 && is(state.tokens[at - 1]!)) && next(at));
    }
    if (part.startsWith('>!')) {
      const { is } = this.#test(part.slice(2));
      return looksAt((state, at, next) => !(at < state.tokens.length && is(state.tokens[at]!)) && next(at));
    }
    const [, what, often] = /^(.*?)([?*+]|\{\d+,\d+\})?$/.exec(part)!;
    const isNot = what!.startsWith('!') && what!.length > 1;
    const said = this.#test(isNot ? what!.slice(1) : what!);
    const test: Test = isNot ? { is: (token) => !token.isBreak && !said.is(token), mayBeIn: () => true } : said;
    const one: Part = { run: (state, at, next) => at < state.tokens.length && test.is(state.tokens[at]!) && next(at + 1), first: [test], isEmpty: false, needs: [test] };
    return repeated(one, ...howOften(often ?? ''));
  }

  #test(notation: string): Test {
    const words = new Set<string>();
    const classes: Array<ReturnType<typeof classOf>> = [];
    for (const one of notation.split('|')) {
      if (/^[A-Z]/.test(one)) classes.push(classOf(one, this.#lexicon));
      else if (one.startsWith('=') && one.length > 1) for (const word of this.#lexicon.forms(one.slice(1))) words.add(word);
      else words.add(one);
    }
    const list = [...words];
    return {
      is: words.size === 0 && classes.length === 1 ? classes[0]!.is : (token) => words.has(token.text) || classes.some(({ is }) => is(token)),
      mayBeIn: (sentence) => classes.some(({ mayBeIn }) => mayBeIn(sentence)) || list.some((word) => sentence.words.has(word)),
    };
  }
}

function expand(notation: string, lexicon: Lexicon): string {
  return notation.replace(/\$([a-z]+)/g, (_whole, name: string) => {
    const found = lexicon.phrases[name];
    if (found === undefined) throw new Error(`lint pattern: no phrase “${name}”`);
    return `( ${expand(found, lexicon)} )`;
  });
}

function howOften(often: string): readonly [least: number, most: number] {
  if (often === '') return [1, 1];
  if (often === '?') return [0, 1];
  if (often === '*') return [0, MANY];
  if (often === '+') return [1, MANY];
  const [least, most] = often.slice(1, -1).split(',').map(Number);
  return [least!, most!];
}

/** As often as it can be, then less. */
function repeated(part: Part, least: number, most: number): Part {
  if (least === 1 && most === 1) return part;
  const { run } = part;
  const from = (count: number): Run => {
    if (count === most) return (_state, at, next) => next(at);
    const more = from(count + 1);
    return (state, at, next) => run(state, at, (then) => then > at && more(state, then, next)) || (count >= least && next(at));
  };
  return { run: from(0), first: part.first, isEmpty: least === 0 || part.isEmpty, needs: least === 0 ? [] : part.needs };
}

/** As few words as will do. */
function gapOf(most: number, overCommas: boolean): Run {
  return (state, at, next) => {
    for (let i = at; i <= at + most && i <= state.tokens.length; i++) {
      if (next(i)) return true;
      const token = state.tokens[i];
      if (token?.isBreak && !(overCommas && token.text !== '.' && token.text !== ';')) return false;
    }
    return false;
  };
}
