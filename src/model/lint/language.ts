import type { Language } from './rule.ts';

/** Words that are frequent in one language and none in the other. */
const STOPWORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set('the of and to that is for it with as are be this at by from not have we an or but which their they has had were been would should could when there our after before because it’s it\'s i you he she on out into than then who what where will'.split(' ')),
  de: new Set('der die das und ist nicht ein eine einer eines einem einen den dem des zu mit auf für von im am wurde wurden werden wird waren haben hat hatte hatten auch nach bei aus durch dass daß wir sich als wie oder aber nur noch über um uhr es sie er ich dann wenn weil kein keine keinen zum zur vom beim ihre unsere unser mehr sind nachdem bevor'.split(' ')),
};

/** How many words of a text speak for each language. */
function votes(text: string): Readonly<Record<Language, number>> {
  let en = 0;
  let de = 0;
  for (const word of text.toLowerCase().match(/[\p{L}’']+/gu) ?? []) {
    if (STOPWORDS.en.has(word)) en++;
    if (STOPWORDS.de.has(word)) de++;
  }
  return { en, de };
}

/** The language of a text; `fallback` where its words do not tell. */
export function languageOf(text: string, fallback: Language): Language {
  const { en, de } = votes(text);
  if (en === de) return /[äöüß]/i.test(text) && en === 0 ? 'de' : fallback;
  return de > en ? 'de' : 'en';
}

/** The language of a sentence where its own words leave no doubt, such as a quotation or an aside in another language. */
export function clearLanguageOf(text: string): Language | undefined {
  const { en, de } = votes(text);
  if (en >= de + 2) return 'en';
  return de >= en + 2 ? 'de' : undefined;
}
