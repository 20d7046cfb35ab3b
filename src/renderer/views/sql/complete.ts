import { FUNCTIONS, PHRASES } from './functions.ts';
import { identifier, statementAt, stringLiteral, tokenize, type Token } from './tokens.ts';

export interface ColumnDoc { readonly name: string; readonly type: string; readonly description: string }
export interface TableDoc { readonly table: string; readonly description: string; readonly columns: readonly ColumnDoc[] }

export interface Completion {
  readonly label: string;
  readonly kind: 'table' | 'column' | 'function' | 'phrase' | 'value';
  readonly detail: string;
  readonly doc: string;
  /** What is written; `snippet` when it has places to fill in (`$1`). */
  readonly insert: string;
  readonly snippet?: true;
}

export interface Completions { readonly from: number; readonly to: number; readonly items: readonly Completion[] }

/** What the console knows of a case to complete with. */
export interface SqlKnowledge {
  readonly tables: readonly TableDoc[];
  /** Values that occur, by column: `kind`, `service_name` … */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Names of attributes that occur. */
  readonly attributes: readonly string[];
}

/** What may stand at a place of a text. Replaces `from … to`. */
export function completionsAt(sql: string, offset: number, known: SqlKnowledge): Completions {
  const statement = statementAt(sql, offset);
  const inIt = statement && offset >= statement.start && offset <= statement.end + 1 + (sql.slice(statement.end, offset).match(/^\s*/)?.[0].length ?? 0);
  const start = inIt ? statement.start : offset;
  const tokens = tokenize(inIt ? sql.slice(statement.start, Math.max(statement.end, offset)) : '').map((t) => ({ ...t, start: t.start + start, end: t.end + start }));
  const before = tokens.filter((t) => t.end <= offset);
  const at = tokens.find((t) => t.start < offset && (t.end > offset || (t.end === offset && (t.open || t.kind === 'word'))));

  if (at?.kind === 'string') return valueCompletions(sql, offset, at, before.filter((t) => t !== at), known);
  if (at?.kind === 'number') return { from: offset, to: offset, items: [] };
  const word = at && (at.kind === 'word' || at.kind === 'quoted') ? at : undefined;
  const from = word?.start ?? offset;
  const to = word && !word.open ? Math.max(offset, word.end) : offset;
  const ahead = before.filter((t) => t !== word);
  const last = ahead.at(-1);
  if (last?.text === '.') {
    const table = scopeOf(tokens, known.tables).find((s) => s.name === nameOf(ahead.at(-2)))?.table ?? known.tables.find((t) => t.table === nameOf(ahead.at(-2)));
    return { from, to, items: table ? columnItems([table]) : [] };
  }
  if (wantsTable(ahead)) return { from, to, items: [...tableItems(known.tables), ...withNames(tokens).map((name): Completion => ({ label: name, kind: 'table', detail: 'WITH', doc: 'A table of this query.', insert: name }))] };
  const scope = scopeOf(tokens, known.tables);
  const tables = scope.length > 0 ? [...new Set(scope.map((s) => s.table))] : known.tables;
  return { from, to, items: [...columnItems(tables), ...FUNCTION_ITEMS, ...PHRASE_ITEMS, ...tableItems(known.tables)] };
}

function columnItems(tables: readonly TableDoc[]): Completion[] {
  const byName = new Map<string, { column: ColumnDoc; tables: string[] }>();
  for (const { table, columns } of tables) {
    for (const column of columns) {
      const seen = byName.get(column.name);
      if (seen) seen.tables.push(table);
      else byName.set(column.name, { column, tables: [table] });
    }
  }
  return [...byName.values()].map(({ column, tables: of }) => ({
    label: column.name, kind: 'column', detail: column.type, insert: identifier(column.name),
    doc: `${column.description}${of.length > 3 ? '' : ` In ${of.join(', ')}.`}`,
  }));
}

function tableItems(tables: readonly TableDoc[]): Completion[] {
  return tables.map((t) => ({ label: t.table, kind: 'table', detail: `${t.columns.length} columns`, doc: t.description, insert: identifier(t.table) }));
}

const FUNCTION_ITEMS: readonly Completion[] = FUNCTIONS.map((fn) => ({
  label: fn.name, kind: 'function', detail: fn.call.slice(fn.name.length), doc: `${fn.doc}\n\n${fn.example}`, insert: `${fn.name}($0)`, snippet: true,
}));

const PHRASE_ITEMS: readonly Completion[] = PHRASES.map(({ label, insert, doc }) => ({
  label, kind: 'phrase', detail: '', doc: doc ?? '', insert: insert ?? label, ...(insert === undefined ? {} : { snippet: true }),
}));

/** Values for a column compared with the text the cursor is in; names of attributes after ->>. */
function valueCompletions(sql: string, offset: number, at: Token, before: readonly Token[], known: SqlKnowledge): Completions {
  // A quote that is not closed runs to the end of the text: what is meant is the rest of the word.
  const to = at.open ? offset + (/^[^\s',;)]*/.exec(sql.slice(offset))?.[0].length ?? 0) : at.end;
  const last = before.at(-1);
  const range = { from: at.start, to };
  if (last?.text === '->>' || last?.text === '->') {
    return { ...range, items: known.attributes.map((name) => ({ label: name, kind: 'value', detail: 'attribute', doc: '', insert: stringLiteral(`$."${name.replaceAll('"', '')}"`) })) };
  }
  const column = comparedColumn(before);
  const values = column === undefined ? undefined : known.values.get(column);
  return { ...range, items: (values ?? []).map((value) => ({ label: value, kind: 'value', detail: column ?? '', doc: '', insert: stringLiteral(value) })) };
}

const COMPARES = new Set(['=', '!=', '<>', '==', 'like', 'ilike']);

/** `column = '…`, `column IN ('a', '…`. */
function comparedColumn(before: readonly Token[]): string | undefined {
  let i = before.length - 1;
  const text = (): string => before[i]?.text.toLowerCase() ?? '';
  if (COMPARES.has(text())) {
    i--;
    if (text() === 'not') i--;
    return nameOf(before[i]);
  }
  while (text() === ',' || before[i]?.kind === 'string') i--;
  if (text() !== '(') return undefined;
  i--;
  if (text() !== 'in') return undefined;
  i--;
  if (text() === 'not') i--;
  return nameOf(before[i]);
}

function nameOf(token: Token | undefined): string | undefined {
  if (token?.kind === 'word') return token.text;
  return token?.kind === 'quoted' ? token.text.slice(1, token.open ? undefined : -1).replaceAll('""', '"') : undefined;
}

/** After FROM and JOIN, and after a comma that follows a table there. */
function wantsTable(before: readonly Token[]): boolean {
  const last = before.at(-1)?.text.toLowerCase();
  if (last === 'from' || last === 'join' || last === 'describe' || last === 'summarize') return true;
  if (last !== ',') return false;
  for (let i = before.length - 2, depth = 0; i >= 0; i--) {
    const text = before[i]!.text.toLowerCase();
    if (text === ')') depth++;
    else if (text === '(' && depth-- === 0) return false;
    else if (depth === 0 && text === 'from') return true;
    else if (depth === 0 && CLAUSES.has(text)) return false;
  }
  return false;
}

const CLAUSES = new Set(['select', 'where', 'group', 'order', 'having', 'on', 'using', 'limit', 'window', 'qualify']);
const NOT_ALIASES = new Set([...CLAUSES, 'join', 'left', 'right', 'full', 'inner', 'cross', 'asof', 'natural', 'anti', 'semi', 'union', 'except', 'intersect', 'offset', 'positional', 'lateral', 'as', 'pivot', 'unpivot']);

/** Tables of a statement by the names they go by in it. */
export function scopeOf(tokens: readonly Token[], tables: readonly TableDoc[]): Array<{ readonly name: string; readonly table: TableDoc }> {
  return tokens.flatMap((token, i) => {
    const table = tables.find((t) => t.table === nameOf(token));
    if (!table || !wantsTable(tokens.slice(0, i))) return [];
    const next = tokens[i + 1];
    const alias = next?.text.toLowerCase() === 'as' ? tokens[i + 2] : next;
    const name = nameOf(alias);
    return [{ name: name !== undefined && !NOT_ALIASES.has(name.toLowerCase()) ? name : table.table, table }];
  });
}

/** Names given by WITH. */
function withNames(tokens: readonly Token[]): string[] {
  if (tokens[0]?.text.toLowerCase() !== 'with') return [];
  return tokens.flatMap((token, i) => {
    const previous = tokens[i - 1]?.text.toLowerCase();
    const isNamed = (previous === 'with' || previous === ',' || previous === 'recursive') && tokens[i + 1]?.text.toLowerCase() === 'as' && tokens[i + 2]?.text === '(';
    const name = nameOf(token);
    return isNamed && name !== undefined ? [name] : [];
  });
}

/** What is known of the word at a place, for a hover. */
export function docAt(sql: string, offset: number, known: SqlKnowledge): { readonly from: number; readonly to: number; readonly title: string; readonly doc: string } | undefined {
  const tokens = tokenize(sql);
  const token = tokens.find((t) => offset >= t.start && offset <= t.end && (t.kind === 'word' || t.kind === 'quoted'));
  const name = nameOf(token);
  if (!token || name === undefined) return undefined;
  const range = { from: token.start, to: token.end };
  const table = known.tables.find((t) => t.table === name);
  const index = tokens.indexOf(token);
  if (table && (wantsTable(tokens.slice(0, index)) || tokens[index + 1]?.text === '.')) return { ...range, title: table.table, doc: table.description };
  const fn = FUNCTIONS.find((one) => one.name === name.toLowerCase());
  if (fn && tokens[index + 1]?.text === '(') return { ...range, title: fn.call, doc: `${fn.doc}\n\n${fn.example}` };
  const statement = statementAt(sql, token.start);
  const scope = statement ? scopeOf(tokenize(statement.text), known.tables).map((s) => s.table) : [];
  const column = (scope.length > 0 ? scope : known.tables).flatMap((t) => t.columns).find((c) => c.name === name);
  if (column) return { ...range, title: `${column.name} ${column.type}`, doc: column.description };
  const phrase = PHRASES.find((p) => p.doc !== undefined && p.label.split(' ')[0]!.toLowerCase() === name.toLowerCase() && !p.label.includes(' BY'));
  return phrase ? { ...range, title: phrase.label, doc: phrase.doc! } : undefined;
}
