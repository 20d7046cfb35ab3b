import type { Person } from '../person.ts';
import { compile, fold } from './notation.ts';
import { peopleIn, withoutNames } from './people.ts';
import type { Finding, Language, LintRule, Pattern, Rewrite } from './rule.ts';
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
  /** Roles of this case, offered instead of names. */
  readonly roles: readonly string[];
}

/** A sentence longer than this is a list or a log that was pasted in: its beginning is read. */
export const MAX_SENTENCE = 2000;

/** What the rules find in a sentence, in order. Of findings of one rule that overlap, the first and longest stays. */
export function findIn(sentence: Sentence, rules: readonly LintRule[], known: Known): Finding[] {
  const people = peopleIn(sentence.text, known.people);
  const text = withoutNames(fold(sentence.text), people);
  return rules.flatMap((rule) => {
    if (sentence.isHeading && !rule.headings) return [];
    const found = rule.patterns[sentence.language].flatMap((pattern) => {
      if (pattern.place === 'action' && !sentence.isAction) return [];
      if (pattern.needs && !compile(pattern.needs, sentence.language).test(text)) return [];
      const matches = [...text.matchAll(compile(pattern.find, sentence.language))];
      if (matches.length === 0 || (pattern.unless && compile(pattern.unless, sentence.language).test(text))) return [];
      return matches.flatMap((match) => {
        const length = match[0].trimEnd().length;
        return length === 0 ? [] : [{ pattern, match, start: match.index, end: match.index + length }];
      });
    });
    return apart(found).map(({ pattern, match, start, end }): Finding => ({
      rule: rule.id, severity: rule.severity, offset: sentence.offset + start, length: end - start, message: rule.message, language: sentence.language,
      rewrites: rewritesOf(rule, pattern, match, sentence, people.filter((p) => p.start < end && p.end > start), known),
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

function rewritesOf(rule: LintRule, pattern: Pattern, match: RegExpExecArray, sentence: Sentence, people: readonly Span[], known: Known): Rewrite[] {
  const rewrites: Rewrite[] = [];
  if (rule.id === 'blame-name') {
    for (const { start, end } of people.slice(0, 1)) {
      const own = roleOf(sentence.text.slice(start, end), known.people);
      const roles = own !== undefined ? [own] : known.roles.length > 0 ? known.roles.slice(0, 5) : SOME_ROLE[sentence.language];
      for (const role of roles) rewrites.push({ kind: 'replace', offset: sentence.offset + start, length: end - start, text: atStart(sentence, start) ? capitalised(role) : role });
    }
  }
  for (const template of pattern.replace ?? []) {
    const text = template.replace(/\$(\d)/g, (_whole, n: string) => match[Number(n)] ?? '');
    // Where words are taken out, the blank after them goes too, and what follows begins the sentence.
    if (text === '') rewrites.push(takenOut(sentence, match));
    else rewrites.push({ kind: 'replace', offset: sentence.offset + match.index, length: match[0].trimEnd().length, text: /^\p{Lu}/u.test(sentence.text.slice(match.index)) ? capitalised(text) : text });
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

function takenOut(sentence: Sentence, match: RegExpExecArray): Rewrite {
  const end = match.index + match[0].length;
  const next = sentence.text[end];
  const offset = sentence.offset + match.index;
  if (!atStart(sentence, match.index) || next === undefined) return { kind: 'replace', offset, length: match[0].length, text: '' };
  return { kind: 'replace', offset, length: match[0].length + 1, text: next.toUpperCase() };
}

function atStart(sentence: Sentence, index: number): boolean {
  return sentence.text.slice(0, index).trim() === '';
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
