import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completionPlace, withCompletion } from './filter-completion.ts';
import { parseFilter } from './filter-text.ts';

/** `|` stands for the caret. */
function at(marked: string): ReturnType<typeof completionPlace> {
  const caret = marked.indexOf('|');
  return completionPlace(marked.replace('|', ''), caret);
}
function complete(marked: string, insert: string): string {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const done = withCompletion(text, completionPlace(text, caret)!, insert);
  return `${done.text.slice(0, done.caret)}|${done.text.slice(done.caret)}`;
}

describe('what is being typed', () => {
  it('is a field at the start of a word, behind a minus too', () => {
    expect(at('|')).toMatchObject({ kind: 'field', prefix: '' });
    expect(at('timeout lev|')).toMatchObject({ kind: 'field', prefix: 'lev', start: 8 });
    expect(at('-ser|')).toMatchObject({ kind: 'field', prefix: 'ser', start: 1 });
    expect(at('le|vel:error')).toMatchObject({ kind: 'field', prefix: 'le', hasOperator: true });
  });
  it('is a value behind an operator, in quotes too', () => {
    expect(at('level:er|')).toMatchObject({ kind: 'value', field: 'level', prefix: 'er', start: 6 });
    expect(at('status>=5| x')).toMatchObject({ kind: 'value', field: 'status', op: '>=', prefix: '5', end: 9 });
    expect(at('a service:"pay ment|')).toMatchObject({ kind: 'value', field: 'service', prefix: 'pay ment', start: 10 });
    expect(at('"odd name":x|')).toMatchObject({ kind: 'value', field: 'odd name', prefix: 'x' });
  });
  it('is nothing of ours in text, patterns and addresses', () => {
    for (const free of ['"connection re|', '/time|out/', 'http://exa|', '50|', '-|"x']) expect(at(free), free).toBeUndefined();
  });
});

describe('completing', () => {
  it('puts in a field with its colon and a value with its quotes', () => {
    expect(complete('lev|', 'level')).toBe('level:|');
    expect(complete('x -se|r y', 'service')).toBe('x -service:| y');
    expect(complete('le|vel:error', 'kind')).toBe('kind:|error');
    expect(complete('service:pa|', 'pay ment')).toBe('service:"pay ment"|');
    expect(complete('status>=5|', '500')).toBe('status>=500|');
  });
  it('of any value reads back as that value, wherever the caret was', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }).filter((v) => v.isWellFormed()), fc.constantFrom('', 'a "b c" ', '-x:"y z" '), (value, before) => {
      const text = `${before}service:par`;
      const done = withCompletion(text, completionPlace(text, text.length)!, value);
      const parsed = parseFilter(done.text);
      expect(parsed.ok && parsed.value.terms.at(-1)).toMatchObject({ kind: 'field', field: 'service', op: ':', value });
    }));
  });
  it('never throws and never leaves the text', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '"', '\\', ' ', ':', '/', '-', '>', '=', '.') }), fc.nat(), (text, n) => {
      const caret = n % (text.length + 1);
      const place = completionPlace(text, caret);
      if (!place) return;
      expect(place.start >= 0 && place.start <= caret && place.end >= caret && place.end <= text.length).toBe(true);
    }));
  });
});
