import type { Terminal } from '@xterm/xterm';

/** A repetition beyond this draws nothing anybody reads; without a limit one sequence of ten bytes fills the memory. */
const MOST_TIMES = 300;

/** Control functions (ECMA-48, xterm's ctlseqs) whose cost is their number: insert, delete, scroll, tabulate, repeat. */
const REPEATING: ReadonlyArray<{ intermediates?: string; final: string }> = [
  ...['@', 'I', 'L', 'M', 'P', 'S', 'T', 'X', 'Z', 'b'].map((final) => ({ final })),
  { intermediates: ' ', final: '@' }, { intermediates: ' ', final: 'A' }, { intermediates: "'", final: '}' }, { intermediates: "'", final: '~' },
];

/** Titles, colours of the palette, links, the clipboard: what a record must not touch, or must not hide itself with. */
const REFUSED_OSC = [0, 1, 2, 4, 8, 10, 11, 12, 52, 104, 110, 111, 112];

/** Private modes that only draw: origin, wrapping, the cursor, another screen; and those that concern keys, which nobody presses here. */
const DRAWING_MODES = new Set([1, 6, 7, 12, 25, 47, 66, 1047, 1048, 1049, 2004]);

/**
 * Makes a terminal one for evidence: it draws, and does nothing else that a record may ask of it. `screens`: it is a
 * whole recording, so that programs may draw on another screen and hide the cursor.
 */
export function guard(terminal: Terminal, { screens = false }: { screens?: boolean } = {}): void {
  const { parser } = terminal;
  for (const id of REPEATING) parser.registerCsiHandler(id, (params) => params.flat().some((n) => n > MOST_TIMES));
  for (const ident of REFUSED_OSC) parser.registerOscHandler(ident, () => true);
  // Private modes: another screen, mouse reports, a window's size. Reports and window operations as well.
  for (const final of ['h', 'l']) parser.registerCsiHandler({ prefix: '?', final }, (params) => !(screens && params.flat().every((n) => DRAWING_MODES.has(n))));
  parser.registerCsiHandler({ prefix: '?', final: 'n' }, () => true);
  for (const final of ['c', 'n', 't']) parser.registerCsiHandler({ final }, () => true);
}

/** Marks that would reorder or hide what stands beside them (Unicode TR #36 §2.5); a browser obeys them, terminals mostly do not. */
const REORDERING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const PIECE = 1024;

/** Text in pieces, so that the terminal can let others work between them, with no mark that acts outside of it. */
export function piecesFor(text: string): string[] {
  const plain = text.replace(REORDERING, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
  const pieces = [];
  for (let from = 0; from < plain.length; from += PIECE) pieces.push(plain.slice(from, from + PIECE));
  return pieces;
}

/** Lines down to the last one with something on it, those scrolled off included. */
export function usedLines(terminal: Terminal): number {
  const { active } = terminal.buffer;
  let used = active.length;
  while (used > 0 && active.getLine(used - 1)?.translateToString(true) === '') used--;
  return used;
}

/** What the terminal shows, as text: a line that it wrapped is one line again. */
export function textOf(terminal: Terminal): string {
  const { active } = terminal.buffer;
  const lines: string[] = [];
  for (let i = 0; i < usedLines(terminal); i++) {
    const line = active.getLine(i);
    const text = line?.translateToString(active.getLine(i + 1)?.isWrapped !== true) ?? '';
    if (line?.isWrapped && lines.length > 0) lines.push(lines.pop()! + text);
    else lines.push(text);
  }
  return lines.join('\n');
}
