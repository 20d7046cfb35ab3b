import { describe, expect, test } from 'vitest';
import { spansFromText } from '../../../../test/support/spans-from-text.ts';
import { SPAN_FLAG } from '../../../model/trace.ts';
import { criticalPath } from './critical-path.ts';
import { columnsOf } from './traces.testing.ts';
import { buildWaterfall } from './waterfall.ts';

/** `name from-to` in ms, in order of time. */
function path(text: string): string[] {
  const spans = spansFromText(text);
  const waterfall = buildWaterfall(columnsOf(spans));
  const { row, fromNs, toNs } = criticalPath(waterfall);
  expect(new Set(row)).toEqual(new Set(Array.from(waterfall.flags, (f, i) => ((f & SPAN_FLAG.critical) === 0 ? -1 : i)).filter((i) => i >= 0)));
  return Array.from(row, (r, i) => `${spans[waterfall.span[r]!]!.name} ${fromNs[i]! / 1e6}-${toNs[i]! / 1e6}`);
}

describe('critical path', () => {
  test('goes back from the end over what was waited for', () => {
    expect(path(`
      web root    |--------------|
        a first     |--|
        a quick     |-|
        b second        |----|
          db query       |--|
    `)).toEqual(['root 0-2', 'first 2-5', 'root 5-6', 'second 6-7', 'query 7-10', 'second 10-11', 'root 11-15']);
  });

  test('of spans side by side only the one that ended last was waited for', () => {
    expect(path(`
      web root  |---------|
        a short  |--|
        a long   |-----|
    `)).toEqual(['root 0-1', 'long 1-7', 'root 7-10']);
  });

  test('children that outlive or precede their parent count as far as they lie within it', () => {
    expect(path(`
      web root      |-------|
        a late           |------|
        a skewed  |---|
    `)).toEqual(['skewed 2-4', 'root 4-7', 'late 7-10']);
  });

  test('several roots follow one another; the time between them is nobody’s', () => {
    expect(path(`
      web one   |--|
      jobs two       |--|   parent=ff
    `)).toEqual(['one 0-3', 'two 5-8']);
  });

  test('spans that take no time, or have none, are on no path', () => {
    expect(path(`
      web root   |
      web never  |-->
      web nowhere
    `)).toEqual([]);
  });
});
