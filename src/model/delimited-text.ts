/** Rows of cells as text that spreadsheets exchange: RFC 4180 with commas, semicolons or tabs. For what people paste; evidence has a parser of its own. */

const SEPARATORS = [',', '\t', ';'] as const;

/** Reads cells; which separator is told by the first line. Never throws: a quote that is not closed runs to the end. */
export function readDelimited(text: string): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let at = text.startsWith('\ufeff') ? 1 : 0;
  const endCell = (): void => { row.push(cell); cell = ''; };
  const endRow = (): void => { endCell(); rows.push(row); row = []; };
  while (at < text.length) {
    const c = text[at]!;
    if (c === '"' && cell === '') {
      const from = at + 1;
      let end = from;
      for (;;) {
        end = text.indexOf('"', end);
        if (end < 0 || text[end + 1] !== '"') break;
        end += 2;
      }
      cell = text.slice(from, end < 0 ? undefined : end).replaceAll('""', '"');
      at = end < 0 ? text.length : end + 1;
      // What follows the closing quote belongs to the cell all the same.
      while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') cell += text[at++];
    } else if (c === separator) {
      endCell();
      at++;
    } else if (c === '\n' || c === '\r') {
      endRow();
      at += c === '\r' && text[at + 1] === '\n' ? 2 : 1;
    } else {
      cell += c;
      at++;
    }
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows.filter((cells) => cells.some((one) => one.trim() !== ''));
}

function separatorOf(text: string): (typeof SEPARATORS)[number] {
  const [first = ''] = text.replaceAll(/"(?:[^"]|"")*"/g, '').split(/\r?\n/, 1);
  const counts = SEPARATORS.map((separator) => first.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

/** Rows as RFC 4180 has them: CRLF behind every record, quotes where a cell needs them. */
export function writeDelimited(rows: ReadonlyArray<readonly string[]>): string {
  return rows.map((row) => `${row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`).join('');
}

/** Free text for a cell: an apostrophe before what a spreadsheet would run as a formula (OWASP “CSV Injection”). `unguarded` takes it away. */
export function guarded(text: string): string {
  return /^'*[=+\-@\t\n]/.test(text) ? `'${text}` : text;
}

export function unguarded(cell: string): string {
  return /^'+[=+\-@\t\n]/.test(cell) ? cell.slice(1) : cell;
}
