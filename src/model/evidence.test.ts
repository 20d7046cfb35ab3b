import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { citationLabel, findCitations, formatCitation, formatLocator, parseLocator, referenceKey, type Locator } from './evidence.ts';

const sha256 = '3be1d07a'.repeat(8);
const locator: fc.Arbitrary<Locator> = fc.oneof(
  fc.constant({ kind: 'artifact' } as const),
  fc.record({ kind: fc.constant('bytes' as const), offsetBytes: fc.maxSafeNat(), lengthBytes: fc.integer({ min: 1, max: 2 ** 40 }) }),
  fc.record({ kind: fc.constant('region' as const), x: fc.nat(99_999), y: fc.nat(99_999), width: fc.integer({ min: 1, max: 99_999 }), height: fc.integer({ min: 1, max: 99_999 }) }),
);

describe('evidence references', () => {
  it('have a text form that reads back', () => {
    fc.assert(fc.property(locator, (l) => {
      expect(parseLocator(formatLocator(l))).toEqual(l);
      const text = `so ${formatCitation({ sha256, locator: l })} it was`;
      expect(findCitations(text)).toEqual([{ hashPrefix: '3be1d07a', locator: l, start: 3, end: text.length - 7 }]);
    }));
  });
  it('look the way people read them', () => {
    const reference = { sha256, locator: { kind: 'bytes', offsetBytes: 0x219e2e0, lengthBytes: 412, line: 342906 } } as const;
    expect(formatCitation(reference)).toBe('[@3be1d07a:0x219e2e0+412]');
    expect(citationLabel(reference)).toBe('3be1d07a @0x219e2e0+412');
    expect(referenceKey(reference)).toBe(`${sha256}:0x219e2e0+412`);
  });
  it.each(['[@xyz]', '[@3be1d07]', '[@3be1d07a:]', '[@3be1d07a:0x1+0]', '[@3be1d07a:0x+1]', 'a@3be1d07a:0x1+1', '[@3be1d07a:0xfffffffffffffff+1]', '[@3be1d07a:xywh=1,2,3]', '[@3be1d07a:xywh=1,2,0,4]'])(
    '%s is not a citation', (text) => expect(findCitations(text)).toEqual([]));
});
