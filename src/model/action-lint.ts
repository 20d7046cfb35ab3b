import type { Action } from './action.ts';
import { BLAME, EMPTY_TESTS, MEASURE, STOP_WORDS, UNBOUNDED, UNBOUNDED_UNLESS, VAGUE_VERBS, VERB_PREFIXES, VERBS } from './action-lint-words.ts';
import { SEEN_DONE } from './lint/rules/vague-action.ts';
import { peopleAsRoles, type Person } from './person.ts';

/** What is looked at, in the order it is said. */
export const ACTION_RULES = ['vague-verb', 'no-verb', 'unbounded', 'blame', 'missing-owner', 'person-as-owner', 'missing-due', 'missing-test', 'restated-test', 'missing-reason'] as const;
export type ActionRule = (typeof ACTION_RULES)[number];

export interface ActionFinding {
  readonly rule: ActionRule;
  readonly field: 'title' | 'ownerRole' | 'due' | 'doneWhen' | 'reason';
  /** The words it is about; '' where something is missing. */
  readonly words: string;
  readonly reason: string;
  readonly suggestion: string;
}

/**
 * What keeps an action from being taken on and finished, each with why and what to write instead. A declined action
 * needs its reason and nothing else; one that is done is not looked at any more. The words are data: `action-lint-words.ts`.
 */
export function lintAction(action: Action, people: readonly Person[] = []): ActionFinding[] {
  if (action.state === 'done') return [];
  if (action.state === 'declined') return action.reason.trim() === '' ? [MISSING.reason] : [];
  return [...lintTitle(action.title), ...lintOwner(action.ownerRole, people), ...(action.due === '' ? [MISSING.due] : []), ...lintTest(action)];
}

const MISSING = {
  owner: { rule: 'missing-owner', field: 'ownerRole', words: '', reason: 'Nobody owns it. What belongs to everybody is done by nobody.', suggestion: 'Name one role: “payments on-call”.' },
  due: { rule: 'missing-due', field: 'due', words: '', reason: 'It has no date, so it can never be late.', suggestion: 'Give a day, even a far one: “in 4 weeks”.' },
  test: { rule: 'missing-test', field: 'doneWhen', words: '', reason: 'Nobody else can see when it is done.', suggestion: 'Say what one does to see it: “Filling the pool in staging pages within 5 minutes”.' },
  reason: { rule: 'missing-reason', field: 'reason', words: '', reason: 'It was declined and nobody can read why.', suggestion: 'Say it in a sentence, for those who propose it again next time.' },
} as const satisfies Readonly<Record<string, ActionFinding>>;

function lintTitle(title: string): ActionFinding[] {
  const text = plainOf(title);
  if (text === '') return [];
  const found: ActionFinding[] = [];
  const blame = BLAME.find(({ pattern }) => new RegExp(pattern, 'u').test(text));
  if (blame) found.push({ rule: 'blame', field: 'title', words: new RegExp(blame.pattern, 'u').exec(text)![0], reason: blame.reason, suggestion: blame.suggestion });
  const vague = blame ? undefined : vagueIn(text);
  if (vague) found.push({ rule: 'vague-verb', field: 'title', words: vague.word, reason: vague.reason.replaceAll('{word}', vague.word), suggestion: vague.suggestion });
  if (!blame && !vague && !startsWithVerb(text)) {
    const [first = ''] = text.split(' ');
    found.push({ rule: 'no-verb', field: 'title', words: first, reason: `It begins with “${first}”, no verb: it names a thing, not what is to be done.`, suggestion: 'Begin with what is done: add, alert, limit, remove, test, write.' });
  }
  const edged = text.replaceAll(new RegExp(UNBOUNDED_UNLESS, 'gu'), '');
  const unbounded = UNBOUNDED.flatMap(({ words }) => words).find((word) => contains(edged, word));
  if (unbounded !== undefined) found.push({ rule: 'unbounded', field: 'title', words: unbounded, reason: `“${unbounded}” has no edge: the last one is never reached.`, suggestion: 'Name which ones, or how many: “the 12 services that call the ledger”.' });
  return found;
}

function vagueIn(text: string): { word: string; reason: string; suggestion: string } | undefined {
  let best: { word: string; reason: string; suggestion: string } | undefined;
  // What the lint of the postmortem takes for an end is one here too: the same words are not judged twice.
  if (SEEN_DONE.some((end) => end.test(text))) return undefined;
  const measured = new RegExp(MEASURE, 'u').test(text);
  for (const { language, words, reason, suggestion, unlessMeasured } of VAGUE_VERBS) {
    if (unlessMeasured && measured) continue;
    for (const word of words) {
      const hit = text === word || text.startsWith(`${word} `) || (language === 'de' && text.endsWith(` ${word}`));
      if (hit && (!best || word.length > best.word.length)) best = { word, reason, suggestion };
    }
  }
  return best;
}

/** An English imperative first, one with a prefix ("re-run", "auto-scale"), a German imperative, or a German infinitive at the end. */
function startsWithVerb(text: string): boolean {
  const words = text.split(' ');
  const first = words[0]!;
  const last = words.at(-1)!;
  if (VERBS.has(first)) return true;
  const parts = first.split('-');
  if (parts.length > 1 && (VERBS.has(parts[0]!) || VERBS.has(parts.at(-1)!))) return true;
  if (VERB_PREFIXES.some((prefix) => first.startsWith(prefix) && VERBS.has(first.slice(prefix.length)))) return true;
  if (/^[a-z]{3,}(?:ize|ise|ify)$/.test(first)) return true;
  return (words.length > 1 && GERMAN_INFINITIVE.test(last) && !NOT_GERMAN.test(last)) || GERMAN_IMPERATIVE.test(first);
}

const GERMAN_INFINITIVE = /^[a-zäöüß]{2,}(?:en|ern|eln)$/u;
/** English words with the same endings, and German ones that are no verbs. */
const NOT_GERMAN = /^(?:when|then|often|even|open|been|seen|between|broken|taken|given|written|hidden|golden|frozen|driven|pattern|modern|concern|return|turn|learn|seven|eleven|screen|green|token|linden|zwischen|neben|gegen|wegen|oben|unten|außen|innen|morgen|allen|jeden|diesen|keinen|einen)$/u;
const GERMAN_IMPERATIVE = /^(?:baue|begrenze|benenne|beschreibe|deaktiviere|dokumentiere|entferne|ersetze|erstelle|ergänze|füge|konfiguriere|lege|lösche|miss|nimm|richte|schalte|schreibe|setze|stelle|teste|trenne|verschiebe|wiederhole)$/u;

function lintOwner(ownerRole: string, people: readonly Person[]): ActionFinding[] {
  if (ownerRole.trim() === '') return [MISSING.owner];
  const asRole = peopleAsRoles(ownerRole, people);
  return asRole === ownerRole ? [] : [{
    rule: 'person-as-owner', field: 'ownerRole', words: ownerRole, reason: 'This is a person. People go on leave and change teams; the role stays.', suggestion: `Name the role: “${asRole}”.`,
  }];
}

function lintTest({ title, doneWhen }: Action): ActionFinding[] {
  const text = plainOf(doneWhen);
  if (text === '') return [MISSING.test];
  if (EMPTY_TESTS.includes(text)) return [{ rule: 'restated-test', field: 'doneWhen', words: doneWhen.trim(), reason: 'This says “done” again. Nobody can check it.', suggestion: MISSING.test.suggestion }];
  const stems = (words: string): string[] => words.split(' ').filter((w) => w !== '' && !STOP_WORDS.has(w)).map(stemOf);
  const inTitle = new Set(stems(plainOf(title)));
  const own = stems(text);
  const news = own.filter((stem) => !inTitle.has(stem));
  // A number is always news: a threshold, a count, a date.
  if (own.length > 0 && (news.length > own.length / 4 || /\d/.test(news.join(' ')))) return [];
  return [{ rule: 'restated-test', field: 'doneWhen', words: doneWhen.trim(), reason: 'This says the title again, as done. It gives nobody a way to check.', suggestion: MISSING.test.suggestion }];
}

/** Endings off, so that "capped" meets "cap": crude, and enough to compare a title with its test. */
function stemOf(word: string): string {
  const bare = word.replace(/(?:ing|ed|es|s|en|t|e)$/u, '');
  return (bare.length >= 3 ? bare : word).replace(/(.)\1$/u, '$1');
}

/** Lower case, words parted by single spaces, without punctuation but for hyphens inside words. */
function plainOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}%-]+/gu, ' ').replaceAll(/(?<!\S)-+|-+(?!\S)/g, '').replaceAll(/ +/g, ' ').trim();
}

function contains(text: string, words: string): boolean {
  return ` ${text} `.includes(` ${words} `);
}
