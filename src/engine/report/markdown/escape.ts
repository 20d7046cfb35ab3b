import { visibleText } from '../../../base/text.ts';

/**
 * Text as Markdown that reads as itself (CommonMark 0.31 §2.4, GFM tables §4.10): control and invisible characters in
 * their visible form, syntax escaped, no line breaks.
 */
export function escapeInline(text: string): string {
  return visibleText(text)
    .replace(/[\\`*[\]<>~|]/g, '\\$&')
    // An underscore inside a word is no emphasis and stays readable.
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?[A-Za-z0-9]+;)/g, '\\&')
    .replace(/!(?=\\\[)/g, '\\!');
}

/** Escapes what would start another block at the beginning of a line. */
export function escapeLineStart(line: string): string {
  return line
    .replace(/^(\s*)([#+\-=]|>)/, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^\s+/, '');
}

/** A code span with a fence longer than any run of backticks inside (CommonMark §6.1). */
export function codeSpan(text: string): string {
  const shown = visibleText(text);
  if (shown === '') return '';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') || (shown.startsWith(' ') && shown.endsWith(' ') && shown.trim() !== '') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A code block with a fence of at least three backticks, longer than any run inside (CommonMark §4.5). */
export function codeBlock(text: string, info = 'text'): string[] {
  const shown = visibleText(text, true).replace(/\n$/, '');
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return [`${fence}${info}`, ...shown.split('\n'), fence];
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
