/**
 * Widths of text without a DOM, so that screen, report and command line place labels alike. The tables are the
 * advances of Atkinson Hyperlegible Next in 1/1000 em for U+0020 to U+007E (measured in Chromium; digits as wide
 * as the widest, so that tabular figures fit too). Other characters are estimated on the wide side: a label may
 * get more room than it needs, never less.
 */
export type Weight = 'regular' | 'bold';

// prettier-ignore
const REGULAR = [
  280, 286, 301, 651, 592, 919, 731, 160, 299, 299, 485, 606, 210, 362, 210, 387,
  648, 648, 648, 648, 648, 648, 648, 648, 648, 648, 210, 210, 553, 628, 553, 480,
  778, 626, 613, 645, 669, 569, 552, 694, 694, 392, 512, 631, 541, 824, 693, 714,
  592, 724, 614, 592, 558, 690, 593, 856, 623, 575, 607, 317, 387, 344, 552, 372,
  243, 525, 566, 485, 564, 538, 314, 558, 550, 252, 245, 492, 262, 845, 550, 548,
  566, 574, 349, 471, 326, 540, 461, 684, 481, 449, 460, 344, 237, 344, 555,
];
// prettier-ignore
const BOLD = [
  313, 303, 390, 765, 610, 969, 725, 210, 335, 335, 485, 595, 271, 373, 272, 440,
  659, 659, 659, 659, 659, 659, 659, 659, 659, 659, 272, 272, 569, 612, 569, 547,
  781, 678, 643, 658, 689, 597, 566, 718, 701, 425, 561, 664, 552, 858, 717, 747,
  629, 757, 650, 610, 607, 686, 644, 886, 685, 650, 618, 340, 440, 344, 582, 400,
  288, 552, 596, 510, 596, 563, 365, 593, 571, 300, 259, 555, 318, 882, 571, 576,
  596, 599, 376, 508, 376, 567, 530, 740, 540, 521, 506, 381, 254, 381, 537,
];

/** East Asian wide and fullwidth (UAX #11, blocks rather than the whole table): one em. */
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const PICTOGRAPH = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;
const ZERO_WIDTH = /[\p{Mn}\p{Me}\ufe00-\ufe0f]/u;

function advance(c: string, table: readonly number[]): number {
  const known = table[c.codePointAt(0)! - 0x20];
  if (known !== undefined) return known;
  if (ZERO_WIDTH.test(c)) return 0;
  if (WIDE.test(c)) return 1050;
  if (PICTOGRAPH.test(c)) return 1400;
  return 850;
}

/** Width of a line of text in px, on the wide side. */
export function textWidthPx(text: string, sizePx: number, weight: Weight = 'regular'): number {
  const table = weight === 'bold' ? BOLD : REGULAR;
  let sum = 0;
  for (const c of text) sum += advance(c, table);
  return (sum * sizePx) / 1000;
}

/** The text, or its beginning with an ellipsis, so that it is no wider than `maxPx`; empty when not even the ellipsis fits. */
export function fitText(text: string, maxPx: number, sizePx: number, weight: Weight = 'regular'): string {
  if (textWidthPx(text, sizePx, weight) <= maxPx) return text;
  const table = weight === 'bold' ? BOLD : REGULAR;
  let left = (maxPx * 1000) / sizePx - advance('…', table);
  if (left < 0) return '';
  let kept = '';
  for (const { segment } of (segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })).segment(text)) {
    for (const c of segment) left -= advance(c, table);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Grapheme clusters, so that no letter loses its accent and no emoji its half; the rules do not depend on the language. */
/** Made when first asked for: to make one takes as long as to load everything else of this folder. */
let segmenter: Intl.Segmenter | undefined;
