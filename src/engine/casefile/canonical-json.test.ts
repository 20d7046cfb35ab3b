import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCanonical, encodeCanonical } from './canonical-json.ts';

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }), fc.bigInt(), fc.boolean(), fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$n', '$$n', '__proto__', '$')), tie('value'), { noNullPrototype: true }),
  ),
})).value;

test('decoding gives back what was encoded, whatever the keys', () => {
  fc.assert(fc.property(value, (v) => {
    expect(decodeCanonical(encodeCanonical(v))).toEqual(v);
  }));
});

test('one value has one spelling', () => {
  expect(encodeCanonical({ b: 1n, a: [null, 'x'], c: undefined })).toBe('{"a":[null,"x"],"b":{"$n":"1"}}');
  expect(encodeCanonical({ a: 1, b: 2 })).toBe(encodeCanonical({ b: 2, a: 1 }));
  expect(encodeCanonical({ $n: '1' })).toBe('{"$$n":"1"}');
});

test('what JSON cannot say is refused, not bent', () => {
  for (const bad of [Number.NaN, Infinity, new Date(0), new Map(), [undefined], () => 1]) expect(() => encodeCanonical(bad)).toThrow(TypeError);
});
