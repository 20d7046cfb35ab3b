/**
 * Where a citation goes and what is put in: behind what is selected or the cursor, inside its sentence, so before the full
 * stop when that is what stands there. `cursor` is where one goes on writing. Offsets in UTF-16 units.
 */
export function citationAt(text: string, end: number, citation: string): { readonly at: number; readonly inserted: string; readonly cursor: number } {
  const closes = /[^\s.!?][.!?]$/.test(text.slice(Math.max(0, end - 2), end)) && /^(?:\s|$)/.test(text.slice(end, end + 1));
  const at = closes ? end - 1 : end;
  const before = text.charAt(at - 1);
  const inserted = before === '' || before === ']' || /\s/.test(before) ? citation : ` ${citation}`;
  return { at, inserted, cursor: end + inserted.length };
}

/** Where a block goes that is to stand on lines of its own, and where in what was put in the cursor then is. Offsets in UTF-16 units. */
export function blockAt(text: string, offset: number, block: string): { readonly at: number; readonly inserted: string; readonly cursor: number } {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const found = text.indexOf('\n', offset);
  const lineEnd = found < 0 ? text.length : found;
  const isEmptyLine = text.slice(lineStart, lineEnd).trim() === '';
  const at = isEmptyLine ? lineStart : lineEnd;
  const above = text.slice(0, at).trimEnd() === '' && isEmptyLine ? '' : isEmptyLine ? (/\n\s*\n$/.test(text.slice(0, at)) ? '' : '\n') : '\n\n';
  const rest = text.slice(at);
  const below = /^\s*$/.test(rest) ? '\n' : /^[ \t]*\n[ \t]*(?:\n|$)/.test(rest) ? '' : isEmptyLine ? (/^[ \t]*\n/.test(rest) ? '\n' : '\n\n') : '\n';
  // Behind the first line: what is still to be said is said there, or on the line below.
  const firstLine = block.indexOf('\n') < 0 ? block.length : block.indexOf('\n');
  const stays = /[ \t]$/.test(block.slice(0, firstLine)) || block.split('\n').length <= 2;
  return { at, inserted: above + block + below, cursor: above.length + (stays ? firstLine : firstLine + 1) };
}

const BEGIN = '<!-- internal -->';
const END = '<!-- /internal -->';

/** The edit that marks the lines of a selection as internal, or takes the marks away where they stand around them already. */
export function internalAround(text: string, selectionStart: number, selectionEnd: number): { readonly start: number; readonly end: number; readonly text: string } {
  let start = text.lastIndexOf('\n', selectionStart - 1) + 1;
  // A selection that ends at the beginning of a line does not mean that line.
  const last = selectionEnd > selectionStart && text[selectionEnd - 1] === '\n' ? selectionEnd - 1 : selectionEnd;
  const found = text.indexOf('\n', last);
  let end = found < 0 ? text.length : found;
  const inside = text.slice(start, end).trim();
  const before = text.slice(0, start).trimEnd();
  const after = text.slice(end);
  if (inside.startsWith(BEGIN) && inside.endsWith(END)) return { start, end, text: inside.slice(BEGIN.length, -END.length).trim() };
  if (before.endsWith(BEGIN) && after.trimStart().startsWith(END)) {
    start = before.length - BEGIN.length;
    end += after.indexOf(END) + END.length;
    return { start, end, text: inside };
  }
  return { start, end, text: `${BEGIN}\n\n${text.slice(start, end)}\n\n${END}` };
}
