import { describe, expect, test } from 'vitest';
import { externalEntries, externalText, internalPassages, isInternalAt } from './audience.ts';
import type { TimelineEntry } from './timeline.ts';

describe('passages marked internal', () => {
  test.each([
    ['a <!-- internal -->b<!-- /internal --> c', 'a  c'],
    ['a\n<!-- internal -->\nb\n\nc\n<!-- /internal -->\nd', 'a\n\n\n\n\n\nd'],
    ['<!--internal-->a<!-- INTERNAL -->b<!--/internal-->c<!-- /internal -->d', 'd'],
    ['a <!-- /internal --> b', 'a <!-- /internal --> b'],
    ['a <!-- internally --> b', 'a <!-- internally --> b'],
    ['```\n<!-- internal -->\nkey\n```\nrest', '```\n\n\n\n'],
    ['nothing', 'nothing'],
  ])('%j', (text, expected) => {
    expect(externalText(text)).toBe(expected);
    expect(externalText(text).split('\n')).toHaveLength(text.split('\n').length);
  });

  test('one that is not closed reaches to the end, and says so', () => {
    const text = 'a\nb <!-- internal -->\nc';
    expect(internalPassages(text)).toEqual([{ start: 4, end: text.length, line: 2, closed: false }]);
    expect(isInternalAt(internalPassages(text), 3)).toBe(false);
    expect(isInternalAt(internalPassages(text), text.length - 1)).toBe(true);
  });
});

test('entries kept internal are gone, notes lose their passages', () => {
  const entry: TimelineEntry = {
    id: 'a', kind: 'impact', title: 'x', note: 'b<!-- internal -->c<!-- /internal -->', role: '', evidence: [],
    time: { form: 'point', startNs: 1n, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' },
  };
  expect(externalEntries([entry, { ...entry, id: 'b', internal: true }, { ...entry, id: 'c', internal: false }]).map((e) => [e.id, e.note])).toEqual([['a', 'b'], ['c', 'b']]);
});
