import { fitText, textWidthPx, type Weight } from './text-metrics.ts';

export interface Wrapped {
  readonly lines: readonly string[];
  /** Not all of the text is in `lines`; the last one ends with an ellipsis. */
  readonly cut: boolean;
}

/**
 * Text in lines no wider than `maxPx`, at most `maxLines` of them, as even as the number of lines allows. Words that
 * are wider than a line are broken after punctuation, or anywhere. Empty text has no lines.
 */
export function wrapText(text: string, maxPx: number, maxLines: number, sizePx: number, weight: Weight = 'regular'): Wrapped {
  const words = text.split(/\s+/).filter((word) => word !== '').map((word): Word => ({ word, px: textWidthPx(word, sizePx, weight) }));
  if (words.length === 0) return { lines: [], cut: false };
  const full = fill(words, maxPx, maxLines, sizePx, weight);
  if (full.cut || full.lines.length === 1) return full;
  // The narrowest width with as many lines gives lines of about one length; a few px more or less are not seen.
  let low = Math.max(maxPx / 2, ...words.map(({ px }) => px));
  let best = full;
  for (let high = maxPx; high - low > 3;) {
    const middle = (low + high) / 2;
    const even = fill(words, middle, full.lines.length, sizePx, weight);
    if (even.cut) low = middle;
    else {
      best = even;
      high = middle;
    }
  }
  return best;
}

interface Word {
  readonly word: string;
  readonly px: number;
}

function fill(words: readonly Word[], maxPx: number, maxLines: number, sizePx: number, weight: Weight): Wrapped {
  const space = textWidthPx(' ', sizePx, weight);
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const [i, { word, px: wordPx }] of words.entries()) {
    const pieces = wordPx <= maxPx ? [word] : breakWord(word, maxPx, sizePx, weight);
    for (const [j, piece] of pieces.entries()) {
      const px = pieces.length === 1 ? wordPx : textWidthPx(piece, sizePx, weight);
      if (line !== '' && j === 0 && width + space + px <= maxPx) {
        line += ` ${piece}`;
        width += space + px;
        continue;
      }
      if (line !== '') {
        if (lines.length === maxLines - 1) {
          const rest = words.slice(i + 1).map((one) => one.word);
          return { lines: [...lines, fitText([line + (j === 0 ? ' ' : '') + pieces.slice(j).join(''), ...rest].join(' '), maxPx, sizePx, weight)], cut: true };
        }
        lines.push(line);
      }
      line = piece;
      width = px;
    }
  }
  return { lines: [...lines, line], cut: false };
}

function breakWord(word: string, maxPx: number, sizePx: number, weight: Weight): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const part of word.match(/[^-_./:,]*[-_./:,]|[^-_./:,]+/g) ?? [word]) {
    if (textWidthPx(piece + part, sizePx, weight) <= maxPx) {
      piece += part;
      continue;
    }
    if (piece !== '') pieces.push(piece);
    piece = '';
    for (const { segment } of (segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })).segment(part)) {
      if (piece !== '' && textWidthPx(piece + segment, sizePx, weight) > maxPx) {
        pieces.push(piece);
        piece = '';
      }
      piece += segment;
    }
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

let segmenter: Intl.Segmenter | undefined;
