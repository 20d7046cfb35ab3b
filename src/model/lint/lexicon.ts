import { formsByShape, verbForms, type VerbForm } from './inflect.ts';

/** What is known of a word: bits of forms and of classes. */
export interface Tags {
  readonly forms: number;
  readonly low: number;
  readonly high: number;
  /** Punctuation that ends a clause. */
  readonly isBreak: boolean;
}

/** Words of a language by class, and phrases that patterns have by name. */
export interface Lexicon {
  /** All forms of a verb. */
  forms(lemma: string): readonly string[];
  readonly words: ReadonlyMap<string, Tags>;
  /** Class → its bit. */
  readonly classes: ReadonlyMap<string, number>;
  readonly phrases: Readonly<Record<string, string>>;
}

const FORM_BIT: Readonly<Record<VerbForm | 'ly', number>> & Readonly<Record<string, number | undefined>> = { base: 1, s: 2, ed: 4, en: 8, ing: 16, ly: 32 };
/** Forms as classes of their own: any verb in that form, any adverb in -ly. */
const NAME_BIT = 64;
const NUMBER_BIT = 128;
const SHAPES: Readonly<Record<string, number>> = { ED: FORM_BIT.ed, EN: FORM_BIT.en, ING: FORM_BIT.ing, LY: FORM_BIT.ly, NAME: NAME_BIT, NUM: NUMBER_BIT };
const BREAK = /^[,;:.!?()–—…|]$/;
const BITS = 30;

/** `verbs`: lemmas, found in all their forms; `words`: as they are. Lists are words between blanks. */
export function lexiconOf(verbs: Readonly<Record<string, string>>, words: Readonly<Record<string, string>>, phrases: Readonly<Record<string, string>>): Lexicon {
  const classes = new Map([...new Set([...Object.keys(verbs), ...Object.keys(words)])].map((name, i) => [name, i] as const));
  if (classes.size > 2 * BITS) throw new Error('lint lexicon: too many classes');
  const tags = new Map<string, { forms: number; low: number; high: number; isBreak: boolean }>();
  const add = (word: string, name: string, form: VerbForm | undefined): void => {
    const bit = classes.get(name)!;
    const known = tags.get(word) ?? { forms: shapeOf(word), low: 0, high: 0, isBreak: BREAK.test(word) };
    if (form) known.forms |= FORM_BIT[form];
    if (bit < BITS) known.low |= 1 << bit;
    else known.high |= 1 << (bit - BITS);
    tags.set(word, known);
  };
  for (const [name, list] of Object.entries(verbs)) for (const lemma of listed(list)) for (const [word, form] of verbForms(lemma)) add(word, name, form);
  for (const [name, list] of Object.entries(words)) for (const word of listed(list)) add(word, name, undefined);
  return { words: tags, classes, phrases, forms: (lemma) => verbForms(lemma).map(([word]) => word) };
}

function listed(list: string): string[] {
  return list.split(/\s+/).filter((word) => word !== '');
}

const NUMBER = /^[#~]?\d[\d.,:/%-]*(?:[a-z]{1,3})?$/;
const NAME = /^P+$/;
const shapes = new Map<string, number>();

function shapeOf(word: string): number {
  let bits = shapes.get(word);
  if (bits === undefined) {
    bits = formsByShape(word).reduce((all, form) => all | FORM_BIT[form], 0) | (/^[a-z]{2,}ly$/.test(word) && !/^(?:only|early|daily|weekly|monthly|hourly|family|reply|apply|supply|rely|friendly|likely|july|assembly|anomaly)$/.test(word) ? FORM_BIT.ly : 0);
    // Texts have more words than a lexicon: what was seen is kept, but not without end.
    if (NAME.test(word)) bits |= NAME_BIT;
    if (NUMBER.test(word)) bits |= NUMBER_BIT;
    if (shapes.size > 20_000) shapes.clear();
    shapes.set(word, bits);
  }
  return bits;
}

function isWord(text: string): boolean {
  const code = text.charCodeAt(0);
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 39;
}

/** What the lexicon and the shape of a word tell. */
export function tagsOf(word: string, lexicon: Lexicon): Tags {
  return lexicon.words.get(word) ?? { forms: shapeOf(word), low: 0, high: 0, isBreak: BREAK.test(word) };
}

/** A class: whether a word is of it, and whether a sentence with these bits may hold one. */
export interface WordClass {
  readonly is: (token: Tags & { readonly text: string }) => boolean;
  readonly mayBeIn: (bits: Omit<Tags, 'isBreak'>) => boolean;
}

/** A class by its name, or a class in one form: `CARE`, `CARE.ing`. */
export function classOf(notation: string, lexicon: Lexicon): WordClass {
  const [name = '', form] = notation.split('.');
  const formBit = form === undefined ? 0 : FORM_BIT[form];
  if (formBit === undefined) throw new Error(`lint pattern: no form “${notation}”`);
  if (name === 'WORD') return { is: (token) => isWord(token.text), mayBeIn: () => true };
  if (name === 'SIGN') return { is: (token) => !isWord(token.text), mayBeIn: () => true };
  const shape = SHAPES[name];
  if (shape !== undefined) return { is: (token) => (token.forms & shape) !== 0, mayBeIn: (bits) => (bits.forms & shape) !== 0 };
  const bit = lexicon.classes.get(name);
  if (bit === undefined) throw new Error(`lint pattern: no class “${name}”`);
  const [low, high] = bit < BITS ? [1 << bit, 0] : [0, 1 << (bit - BITS)];
  const mayBeIn: WordClass['mayBeIn'] = (bits) => (bits.low & low) !== 0 || (bits.high & high) !== 0;
  if (formBit === 0) return { is: mayBeIn, mayBeIn };
  return { is: (token) => (token.forms & formBit) !== 0 && mayBeIn(token), mayBeIn };
}
