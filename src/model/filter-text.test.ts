import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRfc3339 } from '../base/time.ts';
import { formatFilter, parseFilter } from './filter-text.ts';
import { Filter, type FilterTerm } from './filter.ts';

const parse = (text: string): Filter => {
  const result = parseFilter(text, { zone: 'Europe/Berlin', dayNs: parseRfc3339('2026-10-14T12:00:00Z') });
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};

describe('parseFilter', () => {
  it('reads every kind of term', () => {
    expect(parse('level:error -host:web-1 status>=500 "connection reset" reset /time ?out/i -/x\\/y/ -"a b"').terms).toEqual([
      { kind: 'field', field: 'level', op: ':', value: 'error', negated: false },
      { kind: 'field', field: 'host', op: ':', value: 'web-1', negated: true },
      { kind: 'field', field: 'status', op: '>=', value: '500', negated: false },
      { kind: 'text', text: 'connection reset', negated: false },
      { kind: 'text', text: 'reset', negated: false },
      { kind: 'regex', pattern: '(?i)time ?out', negated: false },
      { kind: 'regex', pattern: 'x/y', negated: true },
      { kind: 'text', text: 'a b', negated: true },
    ]);
  });

  it('takes addresses and paths as text', () => {
    expect(parse('http://example.org/x /var/log/messages').terms.map((t) => (t.kind === 'text' ? t.text : t.kind))).toEqual([
      'http://example.org/x', '/var/log/messages',
    ]);
  });

  it('reads times in words of the day in hand and its zone', () => {
    const filter = parse('time:10:33..2026-10-14T10:36:00+02:00');
    expect(filter.fromNs).toBe(parseRfc3339('2026-10-14T08:33:00Z'));
    expect(filter.toNs).toBe(parseRfc3339('2026-10-14T08:36:00Z'));
    expect(parse('time:2026-10-14..').fromNs).toBe(parseRfc3339('2026-10-13T22:00:00Z'));
    expect(parse('time:..10:36').fromNs).toBeUndefined();
  });

  it.each([
    ['a "b', 2, 'not closed'],
    ['x host:', 7, 'needs a value'],
    ['time:10:40..10:30', 12, 'ends before it begins'],
    ['time:10:99..', 5, 'not a time'],
    ['status>=abc', 8, 'compares numbers'],
    ['artifact:12', 9, '64 hex digits'],
    ['time:10:30', 5, 'from..to'],
  ])('says where "%s" is wrong', (text, position, words) => {
    const result = parseFilter(text, { zone: 'UTC', dayNs: 0n });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.failure.code).toBe('query/invalid');
    expect(result.failure.message).toContain(words);
    expect(result.failure.data).toEqual({ position });
  });
});

const word = fc.oneof(fc.string({ minLength: 1, maxLength: 12 }), fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }));
const term: fc.Arbitrary<FilterTerm> = fc.oneof(
  fc.record({ kind: fc.constant('field' as const), field: fc.oneof(word, fc.constantFrom('time', 'artifact', 'url.path')), op: fc.constant(':' as const), value: fc.oneof(word, fc.constant('')), negated: fc.boolean() }),
  fc.record({ kind: fc.constant('field' as const), field: fc.constantFrom('status', 'level'), op: fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const), value: fc.nat().map(String), negated: fc.boolean() }),
  fc.record({ kind: fc.constant('text' as const), text: word, negated: fc.boolean() }),
  // A pattern that ends in an odd backslash is no pattern.
  fc.record({ kind: fc.constant('regex' as const), pattern: word.filter((w) => !/(?:^|[^\\])(?:\\\\)*\\$/.test(w) && !w.includes('\\/')), negated: fc.boolean() }),
);
const ns = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe('formatFilter', () => {
  it('reads back as it was', () => {
    fc.assert(
      fc.property(
        fc.array(term, { maxLength: 6 }), fc.option(ns, { nil: undefined }), fc.option(ns, { nil: undefined }),
        fc.array(fc.stringMatching(/^[0-9a-f]{64}$/), { maxLength: 2 }),
        (terms, a, b, artifacts) => {
          const [fromNs, toNs] = a !== undefined && b !== undefined && a > b ? [b, a] : [a, b];
          const filter: Filter = {
            terms, ...(fromNs === undefined ? {} : { fromNs }), ...(toNs === undefined ? {} : { toNs }),
            ...(artifacts.length > 0 ? { artifacts } : {}),
          };
          expect(Filter.safeParse(filter).success).toBe(true);
          expect(parseFilter(formatFilter(filter))).toEqual({ ok: true, value: filter });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => {
      parseFilter(text);
    }));
  });
});
