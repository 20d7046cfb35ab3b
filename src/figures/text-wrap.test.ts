import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidthPx } from './text-metrics.ts';
import { wrapText } from './text-wrap.ts';

describe('wrapText', () => {
  test('lines are about as long as one another', () => {
    expect(wrapText('Pods run out of heap', 96, 2, 12)).toEqual({ lines: ['Pods run', 'out of heap'], cut: false });
    expect(wrapText('Checkout', 96, 2, 12)).toEqual({ lines: ['Checkout'], cut: false });
    expect(wrapText('  ', 96, 2, 12)).toEqual({ lines: [], cut: false });
  });

  test('long words are broken after their punctuation, what does not fit ends with an ellipsis', () => {
    expect(wrapText('orders-service.production.eu-west-1', 96, 3, 12).lines.join('')).toBe('orders-service.production.eu-west-1');
    const cut = wrapText('one two three four five six seven eight nine ten', 60, 2, 12);
    expect(cut.cut).toBe(true);
    expect(cut.lines).toHaveLength(2);
    expect(cut.lines[1]).toMatch(/…$/);
  });

  test('no line is too wide, nothing is lost but what is cut', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.integer({ min: 30, max: 200 }), fc.integer({ min: 1, max: 4 }), (text, width, most) => {
      const { lines, cut } = wrapText(text, width, most, 12);
      expect(lines.length).toBeLessThanOrEqual(most);
      for (const line of lines) if (Array.from(line).length > 1) expect(textWidthPx(line, 12)).toBeLessThanOrEqual(width + 17);
      if (!cut) expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    }));
  });
});
