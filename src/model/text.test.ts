import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, diffText } from './text-edit.ts';
import { BOTH_KEPT, mergeText } from './text-merge.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(fc.constantFrom('a', 'b', 'c', '\n', '🙂', '🙃', '日'), { maxLength: 30 }).map((parts) => parts.join('')),
);
const lines = fc.array(fc.constantFrom('one', 'two', 'three', 'four', 'five', ''), { maxLength: 12 }).map((parts) => parts.join('\n'));

describe('diffText', () => {
  it('applied to the text before gives the text after', () => {
    fc.assert(fc.property(text, text, (before, after) => {
      const edit = diffText(before, after);
      expect(edit === undefined).toBe(before === after);
      expect(applyEdits(before, edit ? [edit] : [])).toBe(after);
    }), { numRuns: 1000 });
  });
  it('never cuts a surrogate pair, so that the edit survives UTF-8', () => {
    fc.assert(fc.property(text, text, (before, after) => {
      const edit = diffText(before, after);
      if (!edit) return;
      for (const part of [edit.deleted, edit.inserted]) expect(new TextDecoder().decode(new TextEncoder().encode(part))).toBe(part);
    }), { numRuns: 1000 });
    expect(diffText('🙂', '🙃')).toEqual({ offset: 0, deleted: '🙂', inserted: '🙃' });
  });
  it('is no longer than the change', () => {
    expect(diffText('The pool was full.', 'The pool was empty.')).toEqual({ offset: 13, deleted: 'full', inserted: 'empty' });
    expect(diffText('aa', 'aaa')).toEqual({ offset: 2, deleted: '', inserted: 'a' });
  });
});

describe('applyEdits', () => {
  it('refuses an edit whose deleted text is not there', () => {
    expect(applyEdits('abc', [{ offset: 1, deleted: 'x', inserted: 'y' }])).toBeUndefined();
    expect(applyEdits('abc', [{ offset: 9, deleted: '', inserted: 'y' }])).toBeUndefined();
  });
});

describe('mergeText', () => {
  it('takes what one side changed', () => {
    fc.assert(fc.property(lines, lines, (base, changed) => {
      expect(mergeText(base, changed, base)).toEqual({ text: changed, conflicts: 0 });
      expect(mergeText(base, base, changed)).toEqual({ text: changed, conflicts: 0 });
      expect(mergeText(base, changed, changed)).toEqual({ text: changed, conflicts: 0 });
    }));
  });
  it('takes changes in different places from both', () => {
    expect(mergeText('a\nb\nc\nd\n', 'A\nb\nc\nd\n', 'a\nb\nc\nd\ne\n')).toEqual({ text: 'A\nb\nc\nd\ne\n', conflicts: 0 });
    expect(mergeText('The pool was full.', 'The big pool was full.', 'The pool was full at 10:34.')).toEqual({ text: 'The big pool was full at 10:34.', conflicts: 0 });
  });
  it('takes both where two write at one spot, what is on disk first', () => {
    expect(mergeText('The pool', 'The pool mine', 'The pool theirs')).toEqual({ text: 'The pool theirs mine', conflicts: 0 });
    expect(mergeText('a\n', 'a\nmine\n', 'a\ntheirs\n')).toEqual({ text: 'a\ntheirs\nmine\n', conflicts: 0 });
    expect(mergeText('The full pool', 'The empty pool', 'The full mine pool')).toEqual({ text: 'The empty mine pool', conflicts: 0 });
  });
  it('keeps both where both wrote something else', () => {
    const { text: merged, conflicts } = mergeText('a\nb\nc\n', 'a\nmine\nc\n', 'a\ntheirs\nc\n');
    expect(conflicts).toBe(1);
    expect(merged).toBe(`a\n${BOTH_KEPT.mine}\nmine\n${BOTH_KEPT.theirs}\ntheirs\n${BOTH_KEPT.end}\nc\n`);
  });
  it('never drops a line that either side added', () => {
    const unique = fc.array(fc.nat({ max: 9 }), { maxLength: 8 });
    fc.assert(fc.property(unique, fc.array(fc.tuple(fc.nat({ max: 8 }), fc.boolean()), { maxLength: 6 }), (base, additions) => {
      const baseLines = base.map((n) => `base ${n}`);
      const mine = [...baseLines];
      const theirs = [...baseLines];
      for (const [i, [at, isMine]] of additions.entries()) (isMine ? mine : theirs).splice(Math.min(at, (isMine ? mine : theirs).length), 0, `added ${i}`);
      const { text: merged } = mergeText(`${baseLines.join('\n')}\n`, `${mine.join('\n')}\n`, `${theirs.join('\n')}\n`);
      for (const [i] of additions.entries()) expect(merged).toContain(`added ${i}`);
      for (const line of baseLines) expect(merged).toContain(line);
    }), { numRuns: 500 });
  });
  it('is the same from both sides, but for what comes first where both write at one spot', () => {
    fc.assert(fc.property(lines, lines, lines, (base, mine, theirs) => {
      const a = mergeText(base, mine, theirs);
      const b = mergeText(base, theirs, mine);
      expect(a.conflicts).toBe(b.conflicts);
      if (a.conflicts === 0) expect(a.text.split('').sort()).toEqual(b.text.split('').sort());
    }), { numRuns: 500 });
  });
});
