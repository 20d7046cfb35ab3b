import { visibleText } from '../../../base/text.ts';
import { COVERAGE } from './coverage.ts';

/** Families of resources/fonts in the order Typst tries them. */
export const TEXT_FAMILIES = ['Tephra Text', 'Tephra Symbols', 'Tephra CJK', 'Tephra Hangul', 'Tephra Emoji', 'Tephra Controls', 'Tephra Mono Symbols'] as const;
export const MONO_FAMILIES = ['Tephra Mono', 'Tephra Mono Symbols', 'Tephra Symbols', 'Tephra CJK', 'Tephra Hangul', 'Tephra Emoji', 'Tephra Controls'] as const;
export type Family = (typeof TEXT_FAMILIES)[number] | (typeof MONO_FAMILIES)[number];

const FAMILY_OF = {
  text: 'Tephra Text', mono: 'Tephra Mono', monoSymbols: 'Tephra Mono Symbols', symbols: 'Tephra Symbols',
  cjk: 'Tephra CJK', hangul: 'Tephra Hangul', emoji: 'Tephra Emoji', controls: 'Tephra Controls',
} as const satisfies Record<keyof typeof COVERAGE, Family>;

/** One bit per font for every code point of the planes that fonts here reach into. */
const LIMIT = 0x30000;
const masks = new Uint8Array(LIMIT);
const bitOf = new Map<Family, number>();
const coverageKeys: ReadonlyArray<keyof typeof COVERAGE> = ['text', 'mono', 'monoSymbols', 'symbols', 'cjk', 'hangul', 'emoji', 'controls'];
for (const [index, key] of coverageKeys.entries()) {
  const bit = 1 << index;
  bitOf.set(FAMILY_OF[key], bit);
  for (const range of COVERAGE[key].split(' ')) {
    const [first, last = first] = range.split('-').map((hex) => parseInt(hex, 16));
    for (let code = first!; code <= last! && code < LIMIT; code++) masks[code]! |= bit;
  }
}

function chainMask(families: readonly Family[]): number {
  return families.reduce((sum, family) => sum | bitOf.get(family)!, 0);
}
const TEXT_MASK = chainMask(TEXT_FAMILIES);
const MONO_MASK = chainMask(MONO_FAMILIES);
const maskOf = (code: number): number => (code < LIMIT ? masks[code]! : 0);

export type Face = 'text' | 'mono';
const ASCII = /^[\x20-\x7e]*$/;
/** Joins or changes the letter before it: nothing without a font that has both. */
const JOINS = /^[\p{M}\p{Cf}\p{Emoji_Modifier}]$/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The visible form of a text (`visibleText`) in which every code point that the fonts of a face lack stands as
 * `\u{hex}`: a glyph that is missing makes a PDF/A export fail. A letter and its marks need one font that has them
 * all, because Typst shapes a cluster with one font; else the marks are spelled out.
 */
export function printable(text: string, face: Face = 'text', keepLayout = false): string {
  const shown = visibleText(text, keepLayout);
  if (ASCII.test(shown)) return shown;
  const chain = face === 'text' ? TEXT_MASK : MONO_MASK;
  let out = '';
  for (const { segment } of segmenter.segment(shown)) {
    if (segment === '\n' || segment === '\t') {
      out += segment;
      continue;
    }
    let common = chain;
    for (const c of segment) common &= maskOf(c.codePointAt(0)!);
    if (common !== 0) {
      out += segment;
      continue;
    }
    for (const c of segment) out += (maskOf(c.codePointAt(0)!) & chain) !== 0 && !JOINS.test(c) ? c : spelled(c);
  }
  return out;
}

/** Everything beyond printable ASCII spelled out: what a report falls back to when the typesetter still refuses. */
export function asciiOnly(text: string, keepLayout = false): string {
  return visibleText(text, keepLayout).replace(/[^\x20-\x7e\n\t]/gu, spelled);
}

function spelled(c: string): string {
  return `\\u{${c.codePointAt(0)!.toString(16)}}`;
}
