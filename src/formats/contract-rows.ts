import type { Line } from './contract-lines.ts';
import type { TableMapping } from '../model/table-mapping.ts';

/** How cells are parted: RFC 4180 with the delimiters and quotes that are in use beside its own. */
export type Dialect = Pick<TableMapping, 'delimiter' | 'quote'>;

export type RowProblem = 'quote-not-closed' | 'text-after-quote';

export interface Row {
  readonly cells: readonly string[];
  /** The row as it stands, lines joined by LF. */
  readonly text: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly line: number;
  readonly problem: RowProblem | undefined;
}

/** A quoted text longer than this has lost its end: its lines are then rows of their own. */
const MAX_LINES = 1000;
const MAX_CHARACTERS = 4 * 1024 * 1024;

interface Held {
  readonly text: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly number: number;
}

/** What a line leaves behind: cells so far, and whether a quoted text is still open. */
interface State {
  cells: string[];
  /** Text of the open cell; `undefined` when none is. */
  open: string | undefined;
  problem: RowProblem | undefined;
}

/** Rows of lines, one after the other; a quoted text may go over several lines. */
export class RowReader {
  private readonly dialect: Dialect;
  private readonly onRow: (row: Row) => void;
  private held: Held[] = [];
  private characters = 0;
  private state: State | undefined;

  constructor(dialect: Dialect, onRow: (row: Row) => void) {
    this.dialect = dialect;
    this.onRow = onRow;
  }

  /** Whether the next line belongs to the row above it. */
  get isOpen(): boolean {
    return this.state !== undefined;
  }

  line(text: string, line: Pick<Line, 'offsetBytes' | 'lengthBytes' | 'number'>): void {
    const { delimiter, quote } = this.dialect;
    const here: Held = { text, offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes, number: line.number };
    if (!this.state && (quote === '' || !text.includes(quote))) {
      this.send([here], text.split(delimiter), undefined);
      return;
    }
    const state = read(text, this.state, delimiter, quote);
    this.held.push(here);
    this.characters += text.length + 1;
    if (state.open === undefined) {
      const held = this.held;
      this.forget();
      this.send(held, state.cells, state.problem);
    } else if (this.held.length >= MAX_LINES || this.characters > MAX_CHARACTERS) this.giveUp();
    else this.state = state;
  }

  end(): void {
    if (this.held.length > 0) this.giveUp();
  }

  /** The quote was never closed: each line stands for itself, so that one quote costs one row. */
  private giveUp(): void {
    const held = this.held;
    this.forget();
    for (const line of held) {
      if (line.text.trim() === '') continue;
      const { cells, open, problem } = read(line.text, undefined, this.dialect.delimiter, this.dialect.quote);
      this.send([line], open === undefined ? cells : [...cells, open], open === undefined ? problem : 'quote-not-closed');
    }
  }

  private forget(): void {
    this.held = [];
    this.characters = 0;
    this.state = undefined;
  }

  private send(lines: readonly Held[], cells: string[], problem: RowProblem | undefined): void {
    const first = lines[0]!;
    const last = lines.at(-1)!;
    this.onRow({
      cells, problem, text: lines.length === 1 ? first.text : lines.map((line) => line.text).join('\n'),
      offsetBytes: first.offsetBytes, lengthBytes: last.offsetBytes + last.lengthBytes - first.offsetBytes, line: first.number,
    });
  }
}

/** Reads one line on from where the one before left off. Quotes open at the beginning of a cell only. */
function read(text: string, before: State | undefined, delimiter: string, quote: string): State {
  const state: State = before ? { ...before, open: `${before.open}\n` } : { cells: [], open: undefined, problem: undefined };
  let at = 0;
  for (;;) {
    if (state.open !== undefined || text[at] === quote) {
      if (state.open === undefined) {
        state.open = '';
        at++;
      }
      at = quoted(text, at, state, quote);
      if (at < 0) return state;
      const end = text.indexOf(delimiter, at);
      const behind = end < 0 ? text.slice(at) : text.slice(at, end);
      if (behind.trim() !== '') state.problem = 'text-after-quote';
      state.cells.push(state.open + behind.trim());
      state.open = undefined;
      if (end < 0) return state;
      at = end + 1;
    } else {
      const end = text.indexOf(delimiter, at);
      state.cells.push(end < 0 ? text.slice(at) : text.slice(at, end));
      if (end < 0) return state;
      at = end + 1;
    }
  }
}

/** Reads to the closing quote, adding to the open cell; answers the place behind it, or -1 at the end of the line. */
function quoted(text: string, from: number, state: State, quote: string): number {
  let at = from;
  for (;;) {
    const end = text.indexOf(quote, at);
    if (end < 0) {
      state.open += text.slice(at);
      return -1;
    }
    state.open += text.slice(at, end);
    if (text[end + 1] !== quote) return end + 1;
    state.open += quote;
    at = end + 2;
  }
}
