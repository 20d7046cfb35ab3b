import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStructuredData } from './structured-data.ts';

const name = fc.stringMatching(/^[!#-<>-\\^-~]{1,8}$/);
const value = fc.oneof(fc.string(), fc.constantFrom('"', '\\', ']', '\\n', '] [', 'a="b"'));
const escape = (text: string): string => text.replace(/["\\\]]/g, '\\$&');

describe('structured data', () => {
  it('reads back as RFC 5424 writes it', () => {
    const element = fc.tuple(name, fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 4 }));
    fc.assert(fc.property(fc.uniqueArray(element, { selector: ([id]) => id, minLength: 1, maxLength: 3 }), fc.constantFrom('', ' message ]"'), (list, message) => {
      const text = list.map(([id, parameters]) => `[${id}${parameters.map(([key, v]) => ` ${key}="${escape(v)}"`).join('')}]`).join('');
      const data = readStructuredData(`- ${text}${message}`, 2);
      expect(data?.end).toBe(text.length + 2);
      expect(JSON.stringify(data?.elements)).toBe(JSON.stringify(Object.assign(Object.create(null), Object.fromEntries(
        list.map(([id, parameters]) => [id, Object.fromEntries(parameters)]),
      ))));
    }));
  });
  it.each(['', '[', '[]', '[a', '[a b]', '[a b=c]', '[a b="c]', '[a b="c\\"]', '[a]x', 'x', '-x'])('%s is none', (text) => expect(readStructuredData(text, 0)).toBeUndefined());
  it('may be nothing', () => expect([readStructuredData('-', 0), readStructuredData('- x', 0)]).toEqual([{ elements: undefined, end: 1 }, { elements: undefined, end: 1 }]));
});
