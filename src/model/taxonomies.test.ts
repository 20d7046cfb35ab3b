import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Taxonomy } from './cause.ts';
import { SENSE_QUESTIONS, TAXONOMIES, tagOf, tagWords, taxonomiesOf } from './taxonomies.ts';
import { formatCategories, parseCategories } from './taxonomy-text.ts';

test.each(TAXONOMIES.map((one) => [one.title, one] as const))('%s is a taxonomy of the contract, cites its source or says it is our own, and no tag means two things', (_, taxonomy) => {
  Taxonomy.parse(taxonomy);
  expect(taxonomy.note).toMatch(/https?:\/\/|Tephra’s own/);
  const ids = taxonomy.categories.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { parentId, hint } of taxonomy.categories) {
    expect(hint).not.toBe('');
    if (parentId !== undefined) expect(ids).toContain(parentId);
  }
});

test('no category is “human error”, and what is asked instead asks and does not judge', () => {
  for (const { categories } of TAXONOMIES) for (const { title } of categories) expect(title).not.toMatch(/human error|careless|negligen/i);
  expect(SENSE_QUESTIONS.map(({ about }) => about)).toEqual(['Cues', 'Assessment', 'Goals', 'Action']);
  for (const { question } of SENSE_QUESTIONS) expect(question).toMatch(/^(?:What|Which)\b.*\?$/);
});

test('a case’s own copy stands in place of the one that came along; its own ones come after', () => {
  const own: Taxonomy[] = [{ ...TAXONOMIES[1]!, title: 'Ours' }, { kind: 'taxonomy', id: 'x', title: 'Extra', note: '', categories: [] }];
  expect(taxonomiesOf(own).map(({ title }) => title)).toEqual([TAXONOMIES[0]!.title, 'Ours', TAXONOMIES[2]!.title, TAXONOMIES[3]!.title, 'Extra']);
});

test('tags say their words, and a tag whose category is gone its id', () => {
  const google = TAXONOMIES.find(({ id }) => id === 'google-sre')!;
  expect(tagWords(tagOf(google, { id: 'binary-push' }), TAXONOMIES)).toMatchObject({ title: 'Binary push', taxonomy: google.title });
  expect(tagWords('old/thing', TAXONOMIES).title).toBe('thing');
});

test('every taxonomy as text and back is the same, and edits keep the ids of what they leave', () => {
  for (const { categories } of TAXONOMIES) expect(parseCategories(formatCategories(categories), categories)).toEqual({ categories, problems: [] });
  const { categories } = TAXONOMIES.find(({ id }) => id === 'google-sre')!;
  const edited = parseCategories(formatCategories(categories).replace('Hardware |', 'Machines |').replace('  Network failure', '  Network failure\n    DNS'), categories).categories;
  expect(edited.find(({ title }) => title === 'DNS')).toMatchObject({ id: 'dns', parentId: 'network' });
  expect(edited.find(({ title }) => title === 'Machines')).toMatchObject({ id: 'machines', parentId: 'trigger' });
  expect(edited.find(({ title }) => title === 'Software')?.id).toBe('software');
});

test('whatever is typed gives a taxonomy of the contract: ids once, parents that are there, problems by line', () => {
  const line = fc.tuple(fc.nat(4), fc.constantFrom('A', 'B', 'A', 'Größe', '', ' | hint'), fc.constantFrom('', ' | why', ' | a | b')).map(([indent, title, hint]) => `${' '.repeat(indent)}${title}${hint}`);
  fc.assert(fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
    const { categories, problems } = parseCategories(lines.join('\n'), TAXONOMIES[0]!.categories);
    Taxonomy.parse({ kind: 'taxonomy', id: 't', title: 'T', note: '', categories });
    const ids = categories.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    categories.forEach(({ parentId }, i) => { if (parentId !== undefined) expect(ids.slice(0, i)).toContain(parentId); });
    expect(categories.length + problems.length).toBe(lines.filter((one) => one.trim() !== '').length);
  }));
});

test('a line without a title is said with its number', () => {
  expect(parseCategories('One\n | only a hint', []).problems).toEqual([{ line: 2, message: 'A category needs a title before the bar.' }]);
});
