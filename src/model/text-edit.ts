import type { TextEdit } from './command.ts';

/** The one replacement that turns `before` into `after`; `undefined` when they are equal. Never cuts a surrogate pair. */
export function diffText(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start--;
  let end = 0;
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  if (end > 0 && isLowSurrogate(before.charCodeAt(before.length - end))) end--;
  return { offset: start, deleted: before.slice(start, before.length - end), inserted: after.slice(start, after.length - end) };
}

/** Applies edits one after the other; `undefined` when a `deleted` text does not stand where it is said to. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | undefined {
  let now = text;
  for (const edit of edits) {
    if (!now.startsWith(edit.deleted, edit.offset) || edit.offset > now.length) return undefined;
    now = now.slice(0, edit.offset) + edit.inserted + now.slice(edit.offset + edit.deleted.length);
  }
  return now;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
