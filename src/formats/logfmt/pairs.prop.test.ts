import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankPairs, readPairs } from './pairs.ts';

const key = fc.stringMatching(/^[A-Za-z_@][\w.@/-]{0,8}$/);
const bare = fc.stringMatching(/^[\w./:=\\-][\w./:="\\-]{0,8}$/);

describe('readPairs', () => {
  it('reads back what is written, quoted as JSON quotes or not at all', () => {
    const pair = fc.oneof(fc.tuple(key, fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })).map((value) => ({ text: JSON.stringify(value), value }))),
      fc.tuple(key, bare.map((value) => ({ text: value, value }))));
    fc.assert(fc.property(fc.array(pair, { minLength: 1, maxLength: 8 }), (list) => {
      const pairs = blankPairs();
      expect(readPairs(list.map(([name, { text }]) => `${name}=${text}`).join(' '), 0, pairs)).toBe(true);
      expect(pairs.keys).toEqual(list.map(([name]) => name));
      expect(pairs.values).toEqual(list.map(([, { value }]) => value));
      expect([pairs.bare, pairs.truncated]).toEqual([0, false]);
    }));
  });

  it.each(['=x', '"a"', 'a"b=c', '1=2', 'a="b"c', '', '   ', '[a=b]', '/bin=x', '-- a=b'])('%s is none', (text) => expect(readPairs(text, 0, blankPairs())).toBe(false));

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('a', '=', '"', '\\', ' ', 'x', 'u', '\t')).map((parts) => parts.join(''))), (text) => {
      readPairs(text, 0, blankPairs());
    }));
  });
});
