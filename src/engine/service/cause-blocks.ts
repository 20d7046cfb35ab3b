import { plural, truncate } from '../../base/text.ts';
import { FACTOR_PARTS } from '../../model/cause.ts';
import { itemsOf, type Item } from '../../model/item.ts';
import type { LiveBlockQuestion } from '../../model/live-block-text.ts';
import type { LiveBlock } from '../../model/live-block.ts';
import { tagWords, taxonomiesOf } from '../../model/taxonomies.ts';
import { whyForest, whySteps } from '../../model/why.ts';

/** What live blocks say of whys and factors. */

type Asked<K extends LiveBlockQuestion['kind']> = Extract<LiveBlockQuestion, { kind: K }>;

/** All sets, or the one that is named: by its place, by how its first step begins, or by words in it. */
export function whysBlock(items: readonly Item[], { set, as }: Asked<'whys'>): LiveBlock {
  const forest = whyForest(itemsOf(items, 'why'));
  const flat = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
  const found = set === undefined ? forest : /^\d{1,4}$/.test(set) ? forest.slice(Number(set) - 1, Number(set))
    : [forest.find(({ why }) => flat(why.statement).startsWith(flat(set))) ?? forest.find(({ why }) => flat(why.statement).includes(flat(set)))].filter((root) => root !== undefined);
  if (set !== undefined && found.length === 0) {
    return {
      kind: 'problem',
      message: forest.length === 0 ? 'There are no whys yet. Ask the first in Reasoning.'
        : `No set of whys is “${truncate(set, 80)}”. There ${forest.length === 1 ? 'is' : 'are'} ${plural(forest.length, 'set')}: ${forest.slice(0, 5).map(({ why }, i) => `${i + 1} “${truncate(why.statement, 60)}”`).join(', ')}.`,
    };
  }
  return { kind: 'whys', as, whys: found.flatMap(whySteps).map(({ why }) => why) };
}

/** By part, in the order they were written. */
export function factorsBlock(items: readonly Item[], effect: string, { parts, as }: Asked<'factors'>): LiveBlock {
  const taxonomies = taxonomiesOf(itemsOf(items, 'taxonomy'));
  const all = itemsOf(items, 'factor');
  const factors = FACTOR_PARTS.filter((part) => parts.length === 0 || parts.includes(part)).flatMap((part) => all.filter((factor) => factor.part === part));
  return { kind: 'factors', as, effect, factors, tags: [...new Set(factors.flatMap((factor) => factor.tags))].map((tag) => ({ tag, title: tagWords(tag, taxonomies).title })) };
}
