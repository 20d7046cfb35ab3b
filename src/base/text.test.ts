import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, toHex } from './bytes.ts';
import { uuidv7 } from './ids.ts';
import { formatCount, plural, stripAnsi, truncate, visibleText, wellFormedJson } from './text.ts';

describe('visible text', () => {
  it('shows what would hide or reorder', () => {
    expect(visibleText('a\u0000b\u001b[31m\u202egpj.exe\u2066')).toBe('a␀b␛[31m\\u{202e}gpj.exe\\u{2066}');
    expect(visibleText('line\none\ttab')).toBe('line␊one␉tab');
    expect(visibleText('line\none\ttab', true)).toBe('line\none\ttab');
    expect(visibleText('\ud800x')).toBe('\\u{d800}x');
  });

  it('leaves scripts, emoji and their joiners alone', () => {
    expect(visibleText('订单失败 🔥 مرحبا 👩\u200d🚒')).toBe('订单失败 🔥 مرحبا 👩\u200d🚒');
  });

  it('leaves nothing unsafe behind and is stable', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = visibleText(text);
      expect(visibleText(once)).toBe(once);
      // oxlint-disable-next-line no-control-regex
      expect(once).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(once.isWellFormed()).toBe(true);
    }));
  });
});

describe('small words', () => {
  it('strips ANSI', () => {
    expect(stripAnsi('\u001b[1;31merror\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007')).toBe('error link');
  });
  it('never cuts a surrogate pair', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, max) => {
      const cut = truncate(text, max);
      expect(cut.length).toBeLessThanOrEqual(max);
      expect(cut.isWellFormed()).toBe(true);
    }));
  });
  it('counts', () => {
    expect(formatCount(1234567)).toBe('1,234,567');
    expect(plural(1, 'file')).toBe('1 file');
    expect(plural(2000, 'entry', 'entries')).toBe('2,000 entries');
    expect([999, 1000, 38_700_000, 999_999, 3.17e9].map(formatBytes)).toEqual(['999 B', '1.00 kB', '38.7 MB', '1.00 MB', '3.17 GB']);
    expect(toHex(new Uint8Array([0, 15, 255]))).toBe('000fff');
  });
  it('makes ids that sort by time', () => {
    const ids = [uuidv7(1), uuidv7(1_000), uuidv7(1_700_000_000_000)];
    expect(ids.toSorted()).toEqual(ids);
    expect(ids[2]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('wellFormedJson', () => {
  it('says the same, with every half of a surrogate pair replaced, in keys too', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.array(fc.constantFrom('\ud800', '\udc00', '\\', 'ud800', '"', '\u{1f600}', 'a')), (value, parts) => {
      const odd = parts.join('');
      const json = wellFormedJson(JSON.stringify({ [odd]: [odd, value] }));
      expect(json).not.toMatch(/(?:^|[^\\])(?:\\\\)*\\ud/);
      expect(JSON.parse(json)).toEqual({ [odd.toWellFormed()]: [odd.toWellFormed(), JSON.parse(JSON.stringify(value), (_key, v: unknown) => (typeof v === 'string' ? v.toWellFormed() : v))] });
    }));
  });
});
