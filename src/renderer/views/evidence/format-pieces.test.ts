import { expect, test } from 'vitest';
import { pieces } from './format-pieces.ts';

test('a line is cut at its groups; the smallest one names a piece', () => {
  const groups = [{ name: 'body', from: 4, to: 12 }, { name: 'order', from: 10, to: 12 }, { name: 'level', from: 2, to: 3 }, { name: 'empty', from: 5, to: 5 }];
  expect(pieces('a E save=o42!', groups).map(({ text, name }) => [text, name])).toEqual([['a ', undefined], ['E', 'level'], [' ', undefined], ['s', 'body'], ['ave=o', 'body'], ['42', 'order'], ['!', undefined]]);
  expect(pieces('x', [])).toEqual([{ from: 0, text: 'x', name: undefined }]);
  expect(pieces('', [])).toEqual([]);
});
