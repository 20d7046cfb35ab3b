import type { Language } from './rule.ts';

/**
 * Patterns search a folded text: as long as the sentence, in lower case, with apostrophes as `'`. Capitals are free then
 * and stand for what ASCII has not, so that `\b` and `\w` are right, and fast, in German too: `A O U S` for ä ö ü ß, `X`
 * for other letters, and `P` for each unit of a person's name.
 */
const FOLDED: Readonly<Record<string, string>> = { ä: 'A', ö: 'O', ü: 'U', ß: 'S', '’': "'", '‘': "'", '\u2010': '-', '\u2011': '-', '\u00a0': ' ' };
export const PERSON = 'P';

/** A sentence as patterns see it, unit by unit. */
export function fold(text: string): string {
  return text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()).replace(/[\u0080-\uffff]/g, (unit) => {
    const lower = unit.toLowerCase();
    return FOLDED[lower] ?? (/\p{L}/u.test(unit) ? 'X' : unit);
  });
}

const ROLE: Readonly<Record<Language, string>> = {
  en: 'teams?|engineers?|operators?|developers?|devs?|admins?|administrators?|sysadmins?|on-?calls?|responders?|staff|employees?|maintainers?|colleagues?|reviewers?|managers?|technicians?|contractors?|moderators?|interns?|authors?|leads?|sres?|dbas?',
  de: 'teams?|entwickler(?:in|innen|s|n)?|ingenieure?(?:in|innen|s|n)?|administrator(?:en|in|innen|s)?|admins?|techniker(?:in|innen|s|n)?|mitarbeiter(?:in|innen|s|n)?|mitarbeitende[rn]?|kolleg(?:e|en|in|innen)|bereitschaft|bereitschaftsdienst|rufbereitschaft|dba|betriebsteam|leiter(?:in|s)?|dienstleister(?:s|n)?|betrieb(?:s)?',
};

const MACROS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    person: `${PERSON}+`,
    role: `(?:${ROLE.en})`,
    human: `(?:we|they|i|he|she|nobody|no one|someone|somebody|everyone|everybody|people|${ROLE.en}|${PERSON}+)`,
  },
  de: {
    person: `${PERSON}+`,
    role: `(?:${ROLE.de})`,
    human: `(?:wir|sie|ich|er|man|niemand|keiner|jemand|alle|${ROLE.de}|${PERSON}+)`,
  },
};

const compiled: Readonly<Record<Language, WeakMap<RegExp, RegExp>>> = { en: new WeakMap(), de: new WeakMap() };

/** A pattern of a rule as an expression that finds all its places in a folded sentence. */
export function compile(pattern: RegExp, language: Language): RegExp {
  let made = compiled[language].get(pattern);
  if (!made) compiled[language].set(pattern, made = new RegExp(translate(pattern.source, language), 'g'));
  made.lastIndex = 0;
  return made;
}

function translate(source: string, language: Language): string {
  return source
    .replace(/<(human|person|role)>/g, (_whole, name: string) => MACROS[language][name]!)
    .replace(/[äöüß]/g, (letter) => FOLDED[letter]!)
    .replace(/ (?![*+?{])/g, () => '\\s+');
}
