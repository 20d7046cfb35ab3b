import { lexiconOf } from './lexicon.ts';

/** German has its rules as expressions so far: a lexicon without words. */
export const GERMAN = lexiconOf({}, {}, {});
