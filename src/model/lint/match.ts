import type { Person } from '../person.ts';
import { GERMAN } from './lexicon-de.ts';
import { ENGLISH } from './lexicon-en.ts';
import type { Lexicon } from './lexicon.ts';
import { compile, fold } from './notation.ts';
import { peopleIn, withoutNames } from './people.ts';
import { phrase, Tokens, type Phrase } from './phrase.ts';
import type { Finding, Language, LintRule, Pattern, Rewrite, Wording } from './rule.ts';
import type { Span } from './sentences.ts';

/** A sentence as the rules see it. */
export interface Sentence {
  /** Prose, unit by unit as its source, at most `MAX_SENTENCE` of it. */
  readonly text: string;
  /** Where it begins in the document, and how long it is there. */
  readonly offset: number;
  readonly length: number;
  readonly language: Language;
  readonly isHeading: boolean;
  /** Whether it says what is to be done. */
  readonly isAction: boolean;
}

export interface Known {
  /** Who took part in this case. */
  readonly people: readonly Person[];
  /** Names that the text itself tells. */
  readonly told: readonly string[];
  /** Roles of this case, offered instead of names. */
  readonly roles: readonly string[];
}

/** A sentence longer than this is a list or a log that was pasted in: its beginning is read. */
export const MAX_SENTENCE = 2000;

const LEXICONS: Readonly<Record<Language, Lexicon>> = { en: ENGLISH, de: GERMAN };

/** A place in a sentence, and the groups of the expression that found it. */
interface Place extends Span {
  readonly groups: readonly (string | undefined)[];
}

/** A folded sentence that wordings are looked for in. */
class Searched {
  readonly #text: string;
  readonly #language: Language;
  #tokens: Tokens | undefined;

  constructor(text: string, language: Language) {
    this.#text = text;
    this.#language = language;
  }

  places(wording: Wording): Place[] {
    if (typeof wording === 'string') return this.#phrase(wording).find(this.#words()).map((place) => ({ ...place, groups: [] }));
    return [...this.#text.matchAll(compile(wording, this.#language))].flatMap((match) => {
      const length = match[0].trimEnd().length;
      return length === 0 ? [] : [{ start: match.index, end: match.index + length, groups: [...match] }];
    });
  }

  has(wording: Wording): boolean {
    return typeof wording === 'string' ? this.#phrase(wording).isIn(this.#words()) : compile(wording, this.#language).test(this.#text);
  }

  #words(): Tokens {
    this.#tokens ??= new Tokens(this.#text, LEXICONS[this.#language]);
    return this.#tokens;
  }

  #phrase(notation: string): Phrase {
    const known = phrases[this.#language];
    let made = known.get(notation);
    if (!made) known.set(notation, made = phrase(notation, LEXICONS[this.#language]));
    return made;
  }
}

const phrases: Readonly<Record<Language, Map<string, Phrase>>> = { en: new Map(), de: new Map() };

/** What the rules find in a sentence, in order. Of findings of one rule that overlap, the first and longest stays. */
export function findIn(sentence: Sentence, rules: readonly LintRule[], known: Known): Finding[] {
  const people = peopleIn(sentence.text, known.people, known.told);
  const text = new Searched(withoutNames(fold(sentence.text), people), sentence.language);
  return rules.flatMap((rule) => {
    if (sentence.isHeading && !rule.headings) return [];
    const found = rule.patterns[sentence.language].flatMap((pattern) => {
      if (pattern.place === 'action' && !sentence.isAction) return [];
      if (pattern.needs && !text.has(pattern.needs)) return [];
      const places = text.places(pattern.find);
      if (places.length === 0 || (pattern.unless && text.has(pattern.unless))) return [];
      return places.map((place) => ({ pattern, place, start: place.start, end: place.end }));
    });
    return apart(found).map(({ pattern, place, start, end }): Finding => ({
      rule: rule.id, severity: rule.severity, offset: sentence.offset + start, length: end - start, message: rule.message, language: sentence.language,
      rewrites: rewritesOf(rule, pattern, place, sentence, people.filter((p) => p.start < end && p.end > start), known),
      sentence: { offset: sentence.offset, length: sentence.length },
    }));
  });
}

function apart<T extends Span>(found: readonly T[]): T[] {
  const kept: T[] = [];
  for (const one of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (kept.length === 0 || one.start >= kept.at(-1)!.end) kept.push(one);
  }
  return kept;
}

const SOME_ROLE: Readonly<Record<Language, readonly string[]>> = { en: ['the on-call engineer'], de: ['die Rufbereitschaft'] };

function rewritesOf(rule: LintRule, pattern: Pattern, place: Place, sentence: Sentence, people: readonly Span[], known: Known): Rewrite[] {
  const rewrites: Rewrite[] = [];
  if (rule.id === 'blame-name') {
    for (const { start, end } of people.slice(0, 1)) {
      const own = roleOf(sentence.text.slice(start, end), known.people);
      const roles = own !== undefined ? [own] : known.roles.length > 0 ? known.roles.slice(0, 5) : SOME_ROLE[sentence.language];
      for (const role of roles) rewrites.push({ kind: 'replace', offset: sentence.offset + start, length: end - start, text: atStart(sentence, start) ? capitalised(role) : role });
    }
  }
  for (const template of pattern.replace ?? []) {
    const text = template.replace(/\$(\d)/g, (_whole, n: string) => place.groups[Number(n)] ?? '');
    // Where words are taken out, the blank after them goes too, and what follows begins the sentence.
    if (text === '') rewrites.push(takenOut(sentence, place));
    else rewrites.push({ kind: 'replace', offset: sentence.offset + place.start, length: place.end - place.start, text: /^\p{Lu}/u.test(sentence.text.slice(place.start)) ? capitalised(text) : text });
  }
  const questions = pattern.ask === undefined ? rule.questions[sentence.language] : [pattern.ask];
  return [...rewrites, ...questions.map((text): Rewrite => ({ kind: 'question', text }))];
}

/** The role of somebody who is known by this name. */
function roleOf(name: string, people: readonly Person[]): string | undefined {
  const said = name.replace(/^@/, '').toLowerCase();
  const role = people.find((person) => [person.name, ...person.aliases].some((one) => one.trim().replace(/^@/, '').toLowerCase() === said))?.role.trim();
  return role === '' ? undefined : role;
}

function takenOut(sentence: Sentence, place: Place): Rewrite {
  const end = place.end + (/^\s*/.exec(sentence.text.slice(place.end))?.[0].length ?? 0);
  const next = sentence.text[end];
  const offset = sentence.offset + place.start;
  if (!atStart(sentence, place.start) || next === undefined) return { kind: 'replace', offset, length: end - place.start, text: '' };
  return { kind: 'replace', offset, length: end - place.start + 1, text: next.toUpperCase() };
}

function atStart(sentence: Sentence, index: number): boolean {
  return sentence.text.slice(0, index).trim() === '';
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
