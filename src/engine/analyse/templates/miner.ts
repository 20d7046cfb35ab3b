import type { ParameterType } from '../../../model/message-template.ts';
import { hashText } from './hash.ts';
import { frameOf, mergeGroups, mergeRest, VALUE, type Group, type Vocabulary } from './merge.ts';
import { parameterOf, typeBits, WORD_BIT } from './parameter-type.ts';
import { Scanner, TokenKind } from './scan.ts';

/** A kind of message: what is the same but for its values. Or several, merged. */
interface Kind {
  /** Its first message, and where its tokens stand there. */
  readonly text: string;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** What stood at each place (`typeBits`). */
  readonly types: Int32Array;
  readonly isIndented: boolean;
  /** How often types were looked at. */
  looked: number;
  count: number;
}

export interface MinedTemplate {
  /** Of the pattern: the same in every case. */
  readonly id: string;
  /** Constant text as it stands, `<*>` for what varies. */
  readonly pattern: string;
  readonly parameters: readonly ParameterType[];
  readonly count: number;
  /** Begins further in than a message does: a line of a stack or of what was said before. */
  readonly isContinuation: boolean;
}

export interface Mined {
  /** In the order in which they were first seen. */
  readonly templates: readonly MinedTemplate[];
  /** Number of the template of each number that `add` answered with. */
  readonly templateOf: Int32Array<ArrayBuffer>;
}

export interface MinerOptions {
  /** Kinds of messages that are kept apart before some are merged: bounds memory, about half a kilobyte for each. */
  readonly mostKinds: number;
}

/** Symbols of words and signs that no kind has. */
const UNKNOWN_WORD = -1;
const UNKNOWN_SIGN = -2;
/** Kinds of one frame that a message is compared with. */
const MOST_COMPARED = 256;
const QUOTES = new Set(['"', "'", '`']);
/** Messages of a kind at which the types of values are looked at. */
const LOOKED = 8;

/**
 * Templates of messages, in one pass. `add` answers with a number for each message; `finish` says which template a number
 * is of. The same messages in the same order give the same templates. No settings of a source: what is a value is seen by
 * its characters (`scan.ts`), what else varies by how messages differ (`merge.ts`).
 */
export class TemplateMiner {
  private readonly scanner = new Scanner();
  private readonly mostKinds: number;
  private words = new Map<string, number>();
  private texts: string[] = [''];
  private wordSymbol: boolean[] = [false];
  private readonly vocabulary: Vocabulary = { isWord: (s) => s === UNKNOWN_WORD || this.wordSymbol[s] === true, text: (s) => this.texts[s] ?? '' };
  /** By number; of those that were merged into others nothing is kept but `mergedInto`. */
  private kinds: Array<Kind | undefined> = [];
  private symbols: Array<Int32Array | undefined> = [];
  private mergedInto = new Int32Array(1 << 10);
  private numbers = 0;
  private live = 0;
  /** Open addressing: number of the kind with these hashes. */
  private slots = new Int32Array(1 << 12).fill(-1);
  private slotHash1 = new Uint32Array(1 << 12);
  private slotHash2 = new Uint32Array(1 << 12);
  private filled = 0;
  /** Merged kinds by frame: messages of them are found by comparing. Empty until kinds had to be merged early. */
  private readonly frames = new Map<number, number[]>();

  constructor(options: Partial<MinerOptions> = {}) {
    this.mostKinds = options.mostKinds ?? 40_000;
  }

  /** Reads the first line of a message, from `begin` on; answers with a number for `Mined.templateOf`. */
  add(text: string, begin = 0): number {
    const { scanner } = this;
    scanner.scan(text, begin);
    const mask = this.slots.length - 1;
    let slot = scanner.hash1 & mask;
    for (;;) {
      const number = this.slots[slot]!;
      if (number < 0) break;
      if (this.slotHash1[slot] === scanner.hash1 && this.slotHash2[slot] === scanner.hash2) {
        const kind = this.kinds[number]!;
        kind.count++;
        if (kind.looked < LOOKED) this.look(kind, text);
        return number;
      }
      slot = (slot + 1) & mask;
    }
    return this.addOther(text, begin);
  }

  finish(): Mined {
    const merged = mergeGroups(this.groups(), this.vocabulary);
    const templateOf = new Int32Array(this.numbers);
    const byPattern = new Map<string, number>();
    const templates: Array<{ id: string; pattern: string; parameters: readonly ParameterType[]; count: number; isContinuation: boolean }> = [];
    const numberOf = new Int32Array(this.numbers);
    for (const group of merged) {
      const { pattern, parameters } = this.describe(group);
      let n = byPattern.get(pattern);
      if (n === undefined) {
        n = templates.length;
        byPattern.set(pattern, n);
        templates.push({ id: hashText(pattern), pattern, parameters, count: 0, isContinuation: this.kinds[group.members[0]!]!.isIndented });
      }
      templates[n]!.count += group.count;
      for (const member of group.members) numberOf[member] = n;
    }
    for (let number = 0; number < this.numbers; number++) templateOf[number] = numberOf[this.root(number)]!;
    return { templates, templateOf };
  }

  private groups(): Group[] {
    const groups: Group[] = [];
    for (let n = 0; n < this.numbers; n++) {
      const kind = this.kinds[n];
      if (kind) groups.push({ symbols: this.symbols[n]!, count: kind.count, first: n, members: [n] });
    }
    return groups;
  }

  /** A message of a kind that is not in the table. */
  private addOther(text: string, begin: number): number {
    const known = this.frames.size > 0 ? this.match(text) : -1;
    if (known >= 0) {
      this.kinds[known]!.count++;
      this.remember(known);
      return known;
    }
    const number = this.create(text, begin);
    this.remember(number);
    if (this.live > this.mostKinds) {
      this.compact();
      return this.root(number);
    }
    return number;
  }

  private create(text: string, begin: number): number {
    const { scanner } = this;
    const { count } = scanner;
    const symbols = this.symbolsOf(text, true);
    const number = this.numbers++;
    if (number === this.mergedInto.length) this.mergedInto = longer(this.mergedInto);
    this.mergedInto[number] = number;
    const from = scanner.from.slice(0, count);
    const to = scanner.to.slice(0, count);
    const kind: Kind = { text: copyOf(text, count === 0 ? 0 : Math.max(...to)), from, to, types: new Int32Array(count), isIndented: isIndented(text, begin, from, to), looked: 0, count: 1 };
    this.look(kind, text);
    this.kinds.push(kind);
    this.symbols.push(symbols);
    if (this.frames.size > 0) this.addToFrame(number, symbols);
    this.live++;
    return number;
  }

  /** `isNew`: words that are not known yet are learnt; else they are a symbol that nothing has. */
  private symbolsOf(text: string, isNew: boolean): Int32Array {
    const { scanner } = this;
    const symbols = new Int32Array(scanner.count);
    for (let t = 0; t < scanner.count; t++) {
      const [kind, from, to] = [scanner.kind[t]!, scanner.from[t]!, scanner.to[t]!];
      if (kind === TokenKind.Value) continue;
      const isWord = kind === TokenKind.Word;
      const key = isWord ? text.slice(from, to) : `\u0000${withoutRuns(text, from, to)}`;
      symbols[t] = this.words.get(key) ?? (isNew ? this.learn(copyOf(key, key.length), isWord) : isWord ? UNKNOWN_WORD : UNKNOWN_SIGN);
    }
    return symbols;
  }

  private learn(key: string, isWord: boolean): number {
    const symbol = this.texts.length;
    this.words.set(key, symbol);
    this.texts.push(isWord ? key : key.slice(1));
    this.wordSymbol.push(isWord);
    return symbol;
  }

  /** Forgets words that no kind has any more. */
  private forgetWords(): void {
    const { texts, wordSymbol } = this;
    this.words = new Map();
    this.texts = [''];
    this.wordSymbol = [false];
    const renamed = new Map<number, number>([[VALUE, VALUE]]);
    for (const symbols of this.symbols) {
      if (!symbols) continue;
      for (let t = 0; t < symbols.length; t++) {
        const old = symbols[t]!;
        let symbol = renamed.get(old);
        if (symbol === undefined) {
          symbol = this.learn(wordSymbol[old] === true ? texts[old]! : `\u0000${texts[old]!}`, wordSymbol[old]!);
          renamed.set(old, symbol);
        }
        symbols[t] = symbol;
      }
    }
  }

  /** Collects the types of the values of the message read last. */
  private look(kind: Kind, text: string): void {
    const { scanner } = this;
    kind.looked++;
    for (let t = 0; t < kind.types.length; t++) if (scanner.kind[t] === TokenKind.Value) kind.types[t]! |= typeBits(text.slice(scanner.from[t], scanner.to[t]));
  }

  private remember(number: number): void {
    if (++this.filled * 2 > this.slots.length) this.grow();
    const { scanner } = this;
    const mask = this.slots.length - 1;
    let slot = scanner.hash1 & mask;
    while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.slots[slot] = number;
    this.slotHash1[slot] = scanner.hash1;
    this.slotHash2[slot] = scanner.hash2;
  }

  /** Twice the slots; beyond what kinds alone need, those of messages found by comparing are forgotten instead. */
  private grow(): void {
    const isFull = this.slots.length > this.mostKinds * 16;
    const [slots, hash1, hash2] = [this.slots, this.slotHash1, this.slotHash2];
    const size = isFull ? slots.length : slots.length * 2;
    this.slots = new Int32Array(size).fill(-1);
    this.slotHash1 = new Uint32Array(size);
    this.slotHash2 = new Uint32Array(size);
    this.filled = 1;
    if (isFull) return;
    for (let s = 0; s < slots.length; s++) if (slots[s]! >= 0) this.put(slots[s]!, hash1[s]!, hash2[s]!);
  }

  private put(number: number, hash1: number, hash2: number): void {
    const mask = this.slots.length - 1;
    let slot = hash1 & mask;
    while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.slots[slot] = number;
    this.slotHash1[slot] = hash1;
    this.slotHash2[slot] = hash2;
    this.filled++;
  }

  /** Merges kinds before the end, so that memory stays bounded whatever the messages are. */
  private compact(): void {
    let groups = mergeGroups(this.groups(), this.vocabulary);
    if (groups.length > this.mostKinds / 2) groups = mergeRest(groups, this.vocabulary, Math.floor(this.mostKinds / 2));
    for (const group of groups) {
      const [first, ...others] = group.members;
      const kind = this.kinds[first!]!;
      this.symbols[first!] = group.symbols;
      for (const other of others) {
        const merged = this.kinds[other]!;
        for (let t = 0; t < Math.min(kind.types.length, merged.types.length); t++) kind.types[t]! |= merged.types[t]!;
        this.mergedInto[other] = first!;
        this.kinds[other] = undefined;
        this.symbols[other] = undefined;
      }
      for (let t = 0; t < group.symbols.length; t++) if (group.symbols[t] === VALUE && kind.types[t] === 0) kind.types[t] = WORD_BIT;
      kind.count = group.count;
    }
    this.live = groups.length;
    this.forgetWords();
    this.slots.fill(-1);
    this.filled = 0;
    this.indexFrames();
  }

  /** Kinds are found by comparing from now on; their messages come into the table again one by one. */
  private indexFrames(): void {
    this.frames.clear();
    for (let n = 0; n < this.numbers; n++) {
      const symbols = this.symbols[n];
      if (!symbols) continue;
      this.addToFrame(n, symbols);
    }
  }

  private addToFrame(number: number, symbols: Int32Array): void {
    const frame = frameOf(symbols, this.vocabulary);
    const list = this.frames.get(frame);
    if (!list) this.frames.set(frame, [number]);
    else if (list.length < MOST_COMPARED) list.push(number);
  }

  /** The kind with the most constant words that the message read last is of; -1: none. */
  private match(text: string): number {
    const symbols = this.symbolsOf(text, false);
    let best = -1;
    let bestWords = -1;
    for (const n of this.frames.get(frameOf(symbols, this.vocabulary)) ?? []) {
      const kind = this.symbols[n]!;
      let words = 0;
      let t = 0;
      for (; t < kind.length; t++) {
        if (kind[t] === symbols[t]) words++;
        else if (kind[t] !== VALUE) break;
      }
      if (t === kind.length && words > bestWords) {
        best = n;
        bestWords = words;
      }
    }
    return best;
  }

  private root(number: number): number {
    let n = number;
    while (this.mergedInto[n] !== n) n = this.mergedInto[n]!;
    return n;
  }

  private describe({ symbols, members }: Group): { pattern: string; parameters: ParameterType[] } {
    const { text, from, to } = this.kinds[members[0]!]!;
    const parameters: ParameterType[] = [];
    let pattern = '';
    for (let t = 0; t < symbols.length; t++) {
      let token: string;
      if (symbols[t] === VALUE) {
        let bits = 0;
        for (const member of members) bits |= this.symbols[member]![t] === VALUE ? this.kinds[member]!.types[t]! : WORD_BIT;
        const quote = t > 0 ? text.slice(from[t - 1], to[t - 1]) : '';
        const parameter = parameterOf(bits, QUOTES.has(quote) && t + 1 < symbols.length && text.slice(from[t + 1], to[t + 1]) === quote);
        token = parameter.text;
        parameters.push(...parameter.types);
      } else token = text.slice(from[t], to[t]);
      if (t > 0 && from[t]! > to[t - 1]!) pattern += ' ';
      pattern += token;
    }
    return { pattern: pattern.trim() === '' ? '<*>' : pattern, parameters };
  }
}

/** Spaces before a line of a stack: two at its beginning, three behind the brackets that say whose it is. */
function isIndented(text: string, begin: number, from: Int32Array, to: Int32Array): boolean {
  if (from.length === 0) return false;
  if (from[0]! - begin >= (begin === 0 ? 2 : 3)) return true;
  const bracket = text[from[0]!] === '[' ? text.indexOf(']', from[0]) : -1;
  if (bracket < 0) return false;
  const next = Math.max(0, from.findIndex((at) => at > bracket));
  return next > 0 && from[next]! - to[next - 1]! >= 3;
}

/** A text of its own: a slice would keep the whole message, or the block it was read with, in memory. */
function copyOf(text: string, length: number): string {
  return Buffer.from(text.slice(0, length), 'utf16le').toString('utf16le');
}

/** `*****` and `**` are one line of stars. */
function withoutRuns(text: string, from: number, to: number): string {
  let result = text[from] ?? '';
  for (let i = from + 1; i < to; i++) if (text[i] !== text[i - 1]) result += text[i];
  return result;
}

function longer(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const result = new Int32Array(array.length * 2);
  result.set(array);
  return result;
}
