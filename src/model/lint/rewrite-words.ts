import { truncate, visibleText } from '../../base/text.ts';
import type { Rewrite } from './rule.ts';

/** What a rewrite does, in words for people: `Leave out “In hindsight,”`, `Replace “the root cause” with “a contributing factor”`. */
export function rewriteWords(text: string, rewrite: Rewrite): string {
  if (rewrite.kind === 'question') return rewrite.text;
  const now = text.slice(rewrite.offset, rewrite.offset + rewrite.length);
  // At the beginning of a sentence the next letter is made a capital: that is part of leaving out.
  const isCut = rewrite.text === '' || (rewrite.text.length === 1 && now.length > 1 && now.endsWith(rewrite.text.toLowerCase()));
  const said = (words: string): string => `“${truncate(visibleText(words.trim()), 60)}”`;
  return isCut ? `Leave out ${said(rewrite.text === '' ? now : now.slice(0, -1))}` : `Replace ${said(now)} with ${said(rewrite.text)}`;
}
