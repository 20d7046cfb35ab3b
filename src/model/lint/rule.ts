/** Languages the rules know. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Rules about how one writes, in the order they are listed. */
export const RULE_IDS = [
  'blame-name', 'human-error', 'counterfactual', 'judgement', 'hindsight', 'hidden-decision', 'single-root-cause', 'vague-action', 'timeline-fact',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

/** Where in the document a pattern speaks. `action`: what is to be done; `any`: everywhere. */
export type Place = 'any' | 'action';

/**
 * What patterns are written in. A text is a phrase in words and classes of words (`phrase.ts`). A regular expression is in
 * the notation of `notation.ts`: lower case, a space is any run of blanks, `'` any apostrophe, `\b` and `\w` know umlauts,
 * `<human>`, `<person>` and `<role>` stand for people.
 */
export type Wording = string | RegExp;

/** Something to find in one sentence. */
export interface Pattern {
  readonly find: Wording;
  /** The sentence must hold this too. */
  readonly needs?: Wording;
  /** Nothing is said where the sentence holds this. */
  readonly unless?: Wording;
  readonly place?: Place;
  /** What to put instead of what was found, with `$1` for the groups of an expression; an empty one takes it out. */
  readonly replace?: readonly string[];
  /** Asked instead of the rule's own question. */
  readonly ask?: string;
}

export interface Source {
  readonly title: string;
  readonly url: string;
}

/** A rule as data. Words on screen are English; questions are asked in the language of the text. */
export interface LintRule {
  readonly id: RuleId;
  readonly title: string;
  /** One sentence for a list and a marker. */
  readonly message: string;
  /** Why it hurts learning, for whoever wonders. */
  readonly reason: string;
  readonly sources: readonly Source[];
  /** `warning`: blames or judges. `info`: hides something that readers want to know. */
  readonly severity: 'warning' | 'info';
  /** Whether headings are read too. */
  readonly headings: boolean;
  readonly questions: Readonly<Record<Language, readonly string[]>>;
  readonly patterns: Readonly<Record<Language, readonly Pattern[]>>;
}

/** A text to put over part of the document, or a question to answer there. Offsets are UTF-16 units of the document. */
export type Rewrite =
  | { readonly kind: 'replace'; readonly offset: number; readonly length: number; readonly text: string }
  | { readonly kind: 'question'; readonly text: string };

export interface Finding {
  readonly rule: RuleId;
  readonly severity: 'warning' | 'info';
  /** UTF-16 units of the document. */
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly language: Language;
  readonly rewrites: readonly Rewrite[];
  /** The sentence it stands in. */
  readonly sentence: { readonly offset: number; readonly length: number };
}
