import { diffText } from './text-edit.ts';

export interface Merge {
  readonly text: string;
  /** Regions where both sides wrote something else: both are in `text`, between the lines of `BOTH_KEPT`. */
  readonly conflicts: number;
}

/** Lines around a region that two people wrote at once. Plain words: they are to be read and taken out by a person. */
export const BOTH_KEPT = {
  mine: '[Written at the same time in two places. Both are kept. Here:]',
  theirs: '[Elsewhere:]',
  end: '[Keep one and delete these lines.]',
} as const;

/**
 * Three-way merge of texts by lines, then within the lines that both changed. What only one side changed is taken,
 * what both changed alike is taken once, and where they differ both texts stay. Nothing that was typed is dropped.
 */
export function mergeText(base: string, mine: string, theirs: string): Merge {
  if (mine === theirs || theirs === base) return { text: mine, conflicts: 0 };
  if (mine === base) return { text: theirs, conflicts: 0 };
  const baseLines = splitLines(base);
  const mineLines = splitLines(mine);
  const theirLines = splitLines(theirs);
  const hunks = joinHunks(lineHunks(baseLines, mineLines), lineHunks(baseLines, theirLines));
  let text = '';
  let conflicts = 0;
  let at = 0;
  for (const hunk of hunks) {
    text += baseLines.slice(at, hunk.baseFrom).join('');
    at = hunk.baseTo;
    const was = baseLines.slice(hunk.baseFrom, hunk.baseTo).join('');
    const here = mineLines.slice(hunk.mineFrom, hunk.mineTo).join('');
    const there = theirLines.slice(hunk.theirsFrom, hunk.theirsTo).join('');
    const merged = here === there ? here : there === was ? here : here === was ? there : mergeWithin(was, here, there);
    if (merged !== undefined) text += merged;
    else {
      conflicts++;
      text = `${ended(text)}${BOTH_KEPT.mine}\n${ended(here)}${BOTH_KEPT.theirs}\n${ended(there)}${BOTH_KEPT.end}\n`;
    }
  }
  return { text: text + baseLines.slice(at).join(''), conflicts };
}

/** Lines with their ends, so that joining them gives the text back. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/**
 * Both sides changed one region: possible when each made one replacement and the two do not overlap. Two people who
 * write at the same spot contradict nobody: what is on disk comes first, then what is written here.
 */
function mergeWithin(base: string, mine: string, theirs: string): string | undefined {
  const a = diffText(base, theirs)!;
  const b = diffText(base, mine)!;
  const [first, second] = a.offset < b.offset || (a.offset === b.offset && a.deleted === '') ? [a, b] : [b, a];
  if (first.offset + first.deleted.length > second.offset) return undefined;
  return base.slice(0, first.offset) + first.inserted + base.slice(first.offset + first.deleted.length, second.offset)
    + second.inserted + base.slice(second.offset + second.deleted.length);
}

interface Hunk { readonly from: number; readonly to: number; readonly otherFrom: number; readonly otherTo: number }

/** Replaced runs of lines, in order. Equal beginning and end are set aside; the middle by longest common subsequence. */
function lineHunks(base: readonly string[], other: readonly string[]): Hunk[] {
  let head = 0;
  while (head < base.length && head < other.length && base[head] === other[head]) head++;
  let tail = 0;
  while (tail < base.length - head && tail < other.length - head && base[base.length - 1 - tail] === other[other.length - 1 - tail]) tail++;
  const a = base.slice(head, base.length - tail);
  const b = other.slice(head, other.length - tail);
  if (a.length === 0 && b.length === 0) return [];
  // A table of this size is past what two edits of one document ever make; one hunk is then still right, only coarse.
  if (a.length * b.length > 4_000_000) return [{ from: head, to: head + a.length, otherFrom: head, otherTo: head + b.length }];
  const pairs = commonLines(a, b);
  const hunks: Hunk[] = [];
  let i = 0;
  let j = 0;
  for (const [x, y] of [...pairs, [a.length, b.length] as const]) {
    if (x > i || y > j) hunks.push({ from: head + i, to: head + x, otherFrom: head + j, otherTo: head + y });
    i = x + 1;
    j = y + 1;
  }
  return hunks;
}

/** Index pairs of a longest common subsequence. */
function commonLines(a: readonly string[], b: readonly string[]): Array<readonly [number, number]> {
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] = a[i] === b[j] ? length[(i + 1) * width + j + 1]! + 1 : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
    }
  }
  const pairs: Array<readonly [number, number]> = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}

interface Region {
  readonly baseFrom: number; readonly baseTo: number;
  readonly mineFrom: number; readonly mineTo: number;
  readonly theirsFrom: number; readonly theirsTo: number;
}

/** Hunks of both sides, those that touch in the base joined into one region (diff3). */
function joinHunks(mine: readonly Hunk[], theirs: readonly Hunk[]): Region[] {
  const regions: Region[] = [];
  let i = 0;
  let j = 0;
  let mineShift = 0;
  let theirShift = 0;
  while (i < mine.length || j < theirs.length) {
    const startsMine = j >= theirs.length || (i < mine.length && mine[i]!.from <= theirs[j]!.from);
    const from = startsMine ? mine[i]!.from : theirs[j]!.from;
    let to = from;
    const mineBefore = mineShift;
    const theirsBefore = theirShift;
    for (let grown = true; grown;) {
      grown = false;
      while (i < mine.length && mine[i]!.from <= to) {
        to = Math.max(to, mine[i]!.to);
        mineShift += mine[i]!.otherTo - mine[i]!.otherFrom - (mine[i]!.to - mine[i]!.from);
        i++;
        grown = true;
      }
      while (j < theirs.length && theirs[j]!.from <= to) {
        to = Math.max(to, theirs[j]!.to);
        theirShift += theirs[j]!.otherTo - theirs[j]!.otherFrom - (theirs[j]!.to - theirs[j]!.from);
        j++;
        grown = true;
      }
    }
    regions.push({
      baseFrom: from, baseTo: to,
      mineFrom: from + mineBefore, mineTo: to + mineShift,
      theirsFrom: from + theirsBefore, theirsTo: to + theirShift,
    });
  }
  return regions;
}
