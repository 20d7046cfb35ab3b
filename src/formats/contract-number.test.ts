import { expect, it } from 'vitest';
import { wholeNumber } from './contract-number.ts';

it.each([
  ['0', 0], ['-7', -7], ['9007199254740991', 9007199254740991], ['9007199254740993', 9007199254740993n], ['000000000000000000042', 42],
  ['9223372036854775807', 9223372036854775807n], ['-9223372036854775808', -9223372036854775808n], ['9223372036854775808', undefined], ['', undefined], ['-', undefined], ['1.5', undefined], ['12345678901234567x', undefined],
] as const)('%s', (text, value) => expect(wholeNumber(text)).toBe(value));
