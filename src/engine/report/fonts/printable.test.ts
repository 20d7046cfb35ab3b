import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COVERAGE } from './coverage.ts';
import { asciiOnly, printable } from './printable.ts';

const hasGlyph = new Set<number>();
for (const ranges of Object.values(COVERAGE)) {
  for (const range of ranges.split(' ')) {
    const [first, last = first] = range.split('-').map((hex) => parseInt(hex, 16));
    for (let code = first!; code <= last!; code++) hasGlyph.add(code);
  }
}

describe('printable', () => {
  test('what a font has stays, in whatever script', () => {
    for (const text of ['plain', 'Straße ½ €', 'Ελλάδα Привет', '支付服务超时', '한국어', 'עברית العربية', '→ ═ ∑', '🔥 ❤️ 👍']) {
      expect(printable(text)).toBe(text);
      expect(printable(text, 'mono')).toBe(text);
    }
  });

  test('control characters come as their pictures, hidden ones and those without a glyph as code points', () => {
    expect(printable('a\0b\u001b[31m\u007f')).toBe('a␀b␛[31m␡');
    expect(printable('\u202eevil\u202c\ufeff')).toBe('\\u{202e}evil\\u{202c}\\u{feff}');
    expect(printable('\ud800x\udc00')).toBe('\\u{d800}x\\u{dc00}');
    expect(printable('\u{12000} \ue000 \u{10ffff}')).toBe('\\u{12000} \\u{e000} \\u{10ffff}');
  });

  test('a mark on a letter of another font is spelled out; on one of its own it stays', () => {
    expect(printable('e\u0301')).toBe('e\u0301');
    expect(printable('中\u0301')).toBe('中\\u{301}');
  });

  test('lines and tabs are kept where the layout is, and shown else', () => {
    expect(printable('a\n\tb', 'mono', true)).toBe('a\n\tb');
    expect(printable('a\n\tb')).toBe('a␊␉b');
  });

  test('no code point without a glyph is left, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('text' as const, 'mono' as const), (text, face) => {
      for (const c of printable(text, face)) expect(hasGlyph.has(c.codePointAt(0)!), `U+${c.codePointAt(0)!.toString(16)}`).toBe(true);
    }));
  });

  test('printing what is printed changes nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(printable(text))).toBe(printable(text));
    }));
  });
});

test('asciiOnly leaves ASCII', () => {
  expect(asciiOnly('é 中\u0000x\n', true)).toBe('\\u{e9} \\u{4e2d}\\u{2400}x\n');
});
