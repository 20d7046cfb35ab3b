/** A piece of SQL. Offsets are UTF-16 units, half-open. Space and comments are left out. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A quote that the text ends in. */
  readonly open?: true;
}

/**
 * SQL in tokens as DuckDB (PostgreSQL's lexer) cuts it: '' and "" inside quotes, E'' with backslashes, $tag$ … $tag$, comments
 * by line and nested by block. Never fails: what is not closed reaches to the end.
 */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: Token['kind'], end: number, open = false): void => {
    tokens.push({ kind, text: sql.slice(at, end), start: at, end, ...(open ? { open: true } : {}) });
    at = end;
  };
  while (at < sql.length) {
    const c = sql[at]!;
    const next = sql[at + 1];
    if (/\s/.test(c)) at++;
    else if (c === '-' && next === '-') at = lineEnd(sql, at);
    else if (c === '/' && next === '*') at = commentEnd(sql, at);
    else if (c === "'" || c === '"') {
      const end = quoteEnd(sql, at, c, false);
      push(c === "'" ? 'string' : 'quoted', end.at, end.open);
    } else if ((c === 'E' || c === 'e') && next === "'") {
      const end = quoteEnd(sql, at + 1, "'", true);
      push('string', end.at, end.open);
    } else if (c === '$' && DOLLAR.test(sql.slice(at, at + 66))) {
      const tag = DOLLAR.exec(sql.slice(at, at + 66))![0];
      const end = sql.indexOf(tag, at + tag.length);
      push('string', end < 0 ? sql.length : end + tag.length, end < 0);
    } else if (WORD.test(c)) {
      let end = at + 1;
      while (end < sql.length && WORD_MORE.test(sql[end]!)) end++;
      push('word', end);
    } else if (/\d/.test(c)) push('number', at + /^\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?/.exec(sql.slice(at, at + 80))![0].length);
    else {
      const symbol = SYMBOLS.find((s) => sql.startsWith(s, at));
      push('symbol', at + (symbol?.length ?? 1));
    }
  }
  return tokens;
}

const DOLLAR = /^\$(?:[A-Za-z_]\w{0,62})?\$/;
const WORD = /[A-Za-z_\u0080-\uffff]/;
const WORD_MORE = /[\w$\u0080-\uffff]/;
const SYMBOLS = ['->>', '::', '->', '<=', '>=', '<>', '!=', '||', '=='];

function lineEnd(sql: string, at: number): number {
  const end = sql.indexOf('\n', at);
  return end < 0 ? sql.length : end;
}

function commentEnd(sql: string, at: number): number {
  let depth = 0;
  for (let i = at; i < sql.length; i++) {
    if (sql.startsWith('/*', i)) { depth++; i++; }
    else if (sql.startsWith('*/', i)) {
      depth--;
      i++;
      if (depth === 0) return i + 1;
    }
  }
  return sql.length;
}

function quoteEnd(sql: string, at: number, quote: string, backslash: boolean): { at: number; open: boolean } {
  for (let i = at + 1; i < sql.length; i++) {
    if (backslash && sql[i] === '\\') i++;
    else if (sql[i] === quote) {
      if (sql[i + 1] !== quote) return { at: i + 1, open: false };
      i++;
    }
  }
  return { at: sql.length, open: true };
}

/** A statement of a text with several: where it stands, without the semicolon. */
export interface Statement {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function statements(sql: string): Statement[] {
  const found: Statement[] = [];
  let first: Token | undefined;
  let last: Token | undefined;
  const end = (): void => {
    if (first && last) found.push({ text: sql.slice(first.start, last.end), start: first.start, end: last.end });
    first = undefined;
    last = undefined;
  };
  for (const token of tokenize(sql)) {
    if (token.text === ';') end();
    else {
      first ??= token;
      last = token;
    }
  }
  end();
  return found;
}

/** The statement the cursor is in: between two of them the one before, when they share its line, else the one after. */
export function statementAt(sql: string, offset: number): Statement | undefined {
  const all = statements(sql);
  const inside = all.find((s) => offset >= s.start && offset <= s.end);
  if (inside) return inside;
  const before = all.findLast((s) => s.end < offset);
  if (before && !sql.slice(before.end, offset).includes('\n')) return before;
  return all.find((s) => s.start > offset) ?? before;
}

/** A name as SQL writes it: in quotes where it must be. */
export function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

export function stringLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Words DuckDB reserves (duckdb_keywords(), category reserved) that could name a column. */
const RESERVED = new Set(('all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default deferrable desc '
  + 'describe distinct do else end except false fetch for foreign from group having in initially intersect into lambda lateral leading limit not null offset '
  + 'on only or order pivot pivot_longer pivot_wider placing primary qualify references returning select show some summarize symmetric table then to trailing '
  + 'true union unique unpivot using variadic when where window with').split(' '));
