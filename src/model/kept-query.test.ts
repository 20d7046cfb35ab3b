import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readQueries, writeQueries } from './kept-query.ts';

it('a file of queries can be read by people and by Tephra', () => {
  const text = writeQueries([{ name: 'Slowest requests', sql: 'select *\nfrom events' }, { name: 'Errors  per\nservice', sql: '  select 1  ' }]);
  expect(text).toBe('-- name: Slowest requests\nselect *\nfrom events\n\n-- name: Errors per service\nselect 1\n');
  expect(readQueries(text, 'x')).toEqual([{ name: 'Slowest requests', sql: 'select *\nfrom events' }, { name: 'Errors per service', sql: 'select 1' }]);
});

it('SQL without a name is a query of the file\'s name; comments of its own stay', () => {
  expect(readQueries('-- about this\r\nselect 1;\r\n--NAME:two\r\nselect 2', 'mine')).toEqual([{ name: 'mine', sql: '-- about this\nselect 1;' }, { name: 'two', sql: 'select 2' }]);
  expect(readQueries('', 'mine')).toEqual([]);
});

it('what is written is read again', () => {
  const word = fc.stringMatching(/^[a-z(*) ,'é]{1,20}$/).filter((s) => s.trim() !== '');
  const query = fc.record({ name: word, sql: fc.array(word, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')) });
  fc.assert(fc.property(fc.array(query, { maxLength: 6 }), (queries) => {
    expect(readQueries(writeQueries(queries), 'x')).toEqual(queries.map(({ name, sql }) => ({ name: name.replaceAll(/\s+/g, ' ').trim(), sql: sql.trim() })));
  }));
});
