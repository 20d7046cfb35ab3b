/** Where in a query DuckDB found fault. `offset` counts UTF-16 units from its start; `line` and `column` from 1. */
export interface ErrorPosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * Reads the place out of a message. DuckDB echoes the line and sets a caret under the fault:
 *
 * ```
 * LINE 2:   foo,
 *           ^
 * ```
 *
 * Of a long line it echoes a part, with `...` where something is left out; the part is sought in the line.
 */
export function errorPosition(message: string, query: string): ErrorPosition | undefined {
  const m = /(?:^|\n)(LINE (\d+): )([^\n]*)\n([ \t]*)\^/.exec(message);
  if (!m) return undefined;
  const lineNumber = Number(m[2]);
  const lines = query.split('\n');
  const line = lines[lineNumber - 1];
  if (line === undefined) return undefined;
  const echo = m[3]!;
  // The caret stands by columns on a terminal, which for what people type is by characters.
  const caret = m[4]!.length - m[1]!.length;
  const cutBefore = echo.startsWith('...') && !line.startsWith('...');
  const shown = cutBefore ? echo.slice(3) : echo;
  const at = caret - (cutBefore ? 3 : 0);
  const from = cutBefore ? placeOf(shown, line) : 0;
  if (at < 0 || from === undefined) return undefined;
  const column = from + unitsOf(shown, at);
  if (column > line.length) return undefined;
  const before = lines.slice(0, lineNumber - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return { offset: before + column, line: lineNumber, column: column + 1 };
}

/** Where the echoed part begins in its line; `undefined` where it could be more than one place. */
function placeOf(shown: string, line: string): number | undefined {
  const part = shown.endsWith('...') && !line.endsWith('...') ? shown.slice(0, -3) : shown;
  const at = line.indexOf(part);
  return at >= 0 && line.indexOf(part, at + 1) < 0 ? at : undefined;
}

/** UTF-16 units of the first `characters` code points. */
function unitsOf(text: string, characters: number): number {
  return Array.from(text).slice(0, characters).join('').length;
}
