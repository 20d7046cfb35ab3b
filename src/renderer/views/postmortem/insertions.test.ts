import { describe, expect, it } from 'vitest';
import { parsePostmortem, liveBlocksOf } from '../../../model/postmortem.ts';
import { internalPassages } from '../../../model/audience.ts';
import { blockAt, citationAt, internalAround } from './insertions.ts';

const BLOCK = '```tephra metrics\n```';
function put(marked: string, block = BLOCK): string {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const { at, inserted, cursor } = blockAt(text, offset, block);
  const after = text.slice(0, at) + inserted + text.slice(at);
  return `${after.slice(0, at + cursor)}|${after.slice(at + cursor)}`;
}

function cite(marked: string): string {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const { at, inserted, cursor } = citationAt(text, offset, '[@3be1d07a]');
  const after = text.slice(0, at) + inserted + text.slice(at);
  return `${after.slice(0, cursor)}|${after.slice(cursor)}`;
}

describe('a citation', () => {
  it('stands inside its sentence, and one goes on writing behind it', () => {
    expect(cite('|')).toBe('[@3be1d07a]|');
    expect(cite('It failed from 10:02 on |')).toBe('It failed from 10:02 on [@3be1d07a]|');
    expect(cite('It failed.| It came back.')).toBe('It failed [@3be1d07a].| It came back.');
    expect(cite('It failed [@11111111].|')).toBe('It failed [@11111111][@3be1d07a].|');
    expect(cite('It failed|.')).toBe('It failed [@3be1d07a]|.');
    expect(cite('Release 2.|31.0')).toBe('Release 2. [@3be1d07a]|31.0');
    expect(cite('It waited ...|')).toBe('It waited ... [@3be1d07a]|');
  });
});

describe('a block', () => {
  it('stands on lines of its own, wherever it is asked for', () => {
    expect(put('|')).toBe('```tephra metrics|\n```\n');
    expect(put('One |two.\n\nThree.')).toBe('One two.\n\n```tephra metrics|\n```\n\n\nThree.'.replace('\n\n\nThree', '\n\nThree'));
    expect(put('One.\n|\nThree.')).toBe('One.\n\n```tephra metrics|\n```\n\nThree.');
    expect(put('One.\n\n|')).toBe('One.\n\n```tephra metrics|\n```\n');
    expect(put('One.\n|Two.')).toBe('One.\nTwo.\n\n```tephra metrics|\n```\n');
    for (const where of ['|', 'a|b', 'a\n|b', 'a\n|\nb', 'a\n\n|\n\nb', '- a|\n- b', '# h|']) {
      expect(liveBlocksOf(parsePostmortem(put(where).replace('|', ''))), where).toEqual([{ info: 'metrics', body: '' }]);
    }
  });
  it('leaves the cursor where it is to be filled in', () => {
    expect(put('|', '```tephra trace \n```')).toBe('```tephra trace |\n```\n');
    expect(put('|', '```tephra table\nSELECT 1\n```')).toBe('```tephra table\n|SELECT 1\n```\n');
  });
});

describe('internal', () => {
  it('wraps whole lines, and unwraps what is wrapped', () => {
    const text = 'One.\n\nTwo words.\nThree.\n\nFour.';
    const start = text.indexOf('words');
    const edit = internalAround(text, start, text.indexOf('Four') - 1);
    const wrapped = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    expect(wrapped).toBe('One.\n\n<!-- internal -->\n\nTwo words.\nThree.\n\n<!-- /internal -->\n\nFour.');
    expect(internalPassages(wrapped)).toMatchObject([{ closed: true, line: 3 }]);
    const again = internalAround(wrapped, wrapped.indexOf('Two'), wrapped.indexOf('Three.') + 6);
    expect(wrapped.slice(0, again.start) + again.text + wrapped.slice(again.end)).toBe(text);
    const whole = internalAround(wrapped, edit.start, edit.start + edit.text.length);
    expect(wrapped.slice(0, whole.start) + whole.text + wrapped.slice(whole.end)).toBe(text);
  });
});
