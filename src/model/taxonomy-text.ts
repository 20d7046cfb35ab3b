import type { Taxonomy } from './cause.ts';

/**
 * Categories as text that is edited: a line each, two spaces in for those below another, what comes after a bar is the
 * hint. Ids are kept by title, so that tags stay when lines move or hints change.
 */

type Category = Taxonomy['categories'][number];

export function formatCategories(categories: readonly Category[]): string {
  const lines: string[] = [];
  const tell = (parentId: string | undefined, depth: number): void => {
    if (depth > 20) return;
    for (const one of categories) {
      if (one.parentId !== parentId) continue;
      lines.push(`${'  '.repeat(depth)}${flat(one.title)}${one.hint === '' ? '' : ` | ${flat(one.hint)}`}`);
      tell(one.id, depth + 1);
    }
  };
  tell(undefined, 0);
  return lines.join('\n');
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

export interface CategoryProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** Reads what `formatCategories` writes and people change. `before`: whose ids are kept. */
export function parseCategories(text: string, before: readonly Category[]): { readonly categories: Category[]; readonly problems: readonly CategoryProblem[] } {
  const categories: Category[] = [];
  const problems: CategoryProblem[] = [];
  const taken = new Set<string>();
  const above: Array<{ readonly indent: number; readonly id: string }> = [];
  text.split('\n').forEach((whole, i) => {
    if (whole.trim() === '') return;
    const indent = /^\s*/.exec(whole)![0].replaceAll('\t', '  ').length;
    const [title = '', ...rest] = whole.trim().split('|');
    const hint = rest.join('|').trim();
    while (above.length > 0 && above.at(-1)!.indent >= indent) above.pop();
    const parentId = above.at(-1)?.id;
    const message = title.trim() === '' ? 'A category needs a title before the bar.'
      : title.trim().length > 200 ? 'A title has at most 200 characters.' : hint.length > 2000 ? 'A hint has at most 2,000 characters.' : undefined;
    if (message !== undefined) {
      problems.push({ line: i + 1, message });
      return;
    }
    const known = before.find((one) => !taken.has(one.id) && flat(one.title) === title.trim() && one.parentId === parentId) ?? before.find((one) => !taken.has(one.id) && flat(one.title) === title.trim());
    const id = known?.id ?? freshId(title, new Set([...taken, ...before.map((one) => one.id)]));
    taken.add(id);
    above.push({ indent, id });
    categories.push({ id, title: title.trim(), hint, ...(parentId === undefined ? {} : { parentId }) });
  });
  if (categories.length > 1000) problems.push({ line: 1001, message: 'A taxonomy has at most 1,000 categories.' });
  return { categories: categories.slice(0, 1000), problems };
}

function freshId(title: string, taken: ReadonlySet<string>): string {
  const stem = title.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 56) || 'category';
  let id = stem;
  for (let n = 2; taken.has(id); n++) id = `${stem}-${n}`;
  return id;
}
