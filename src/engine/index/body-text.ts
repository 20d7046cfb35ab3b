import { ident, type Sql } from './duck.ts';
import { bodySql, type TableFormat } from './schema.ts';

/**
 * Whether the body of a record has a text, case aside; `alias` names its table. A body that is made of fields is not put
 * together for it where the text can only stand inside one of them: their columns are compressed and read many times faster.
 */
export function bodyContains(format: TableFormat, alias: string, text: string, sql: Sql): string {
  const contains = containing(text, sql);
  const columns = columnsOf(format, alias, text);
  if (!columns) return contains(bodySql(format, alias));
  const parts = columns.map((column) => `coalesce(${contains(column)}, false)`);
  const body = `${alias}.${ident('body')}`;
  return `CASE WHEN ${body} IS NULL THEN ${parts.join(' OR ')} ELSE ${contains(body)} END`;
}

/** Records of one column that have a text: those that pass `condition` and of which, then, `counts` is true. */
export interface TextPart {
  readonly condition: string;
  readonly counts: string;
}

/**
 * The same as conditions of which one must hold, attributes included. Each is about one column: DuckDB then compares
 * every value of a dictionary once, and not every row. Asked for one after the other they take half as long as in one,
 * and what else must hold is asked of the few that are found.
 */
export function textParts(format: TableFormat, alias: string, text: string, sql: Sql): TextPart[] {
  const contains = containing(text, sql);
  const columns = columnsOf(format, alias, text);
  const column = (name: string): string => `${alias}.${ident(name)}`;
  const part = (value: string, counts = 'true'): TextPart => ({ condition: contains(value), counts });
  return [
    ...(columns ? [...columns.map((one) => part(one, `${column('body')} IS NULL`)), part(column('body'))] : [part(bodySql(format, alias))]),
    part(column('attributes')),
  ];
}

function containing(text: string, sql: Sql): (value: string) => string {
  const bound = sql.bind(text);
  if (text.toLowerCase() === text.toUpperCase()) return (value) => `contains(${value}, ${bound})`;
  // Lower-casing every value costs as much as the search: first what case does not change, and letters where that stands.
  const caseless = longestCaseless(text);
  const first = caseless.length < 2 ? undefined : sql.bind(caseless);
  return (value) => `${first === undefined ? '' : `contains(${value}, ${first}) AND `}contains(lower(${value}), lower(${bound}))`;
}

/** The longest stretch of digits, spaces and ASCII signs: nothing else becomes one of them in lower case. */
function longestCaseless(text: string): string {
  return (text.match(/[ -@[-`{-~]+/g) ?? []).reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}

/** Columns that a text of a body can stand in, where it can only stand inside one. */
function columnsOf(format: TableFormat, alias: string, text: string): string[] | undefined {
  if (!format.bodyParts || !staysInside(format.bodyParts, text)) return undefined;
  const column = (name: string): string => `${alias}.${ident(name)}`;
  return format.bodyParts.flatMap((part) => {
    if (typeof part === 'string') return [];
    const type = format.fields.find((f) => f.name === part.column)?.type ?? 'string';
    if (type === 'string') return [column(part.column)];
    // The text of an integer has digits and a sign, and no other.
    return type !== 'integer' || /^[-\d]+$/.test(text) ? [`${column(part.column)}::VARCHAR`] : [];
  });
}

/**
 * Whether a text can neither stand in what lies between the fields nor reach over one of its ends, whatever the fields
 * hold. Beginnings and ends are compared, as far as the shorter of the two goes.
 */
export function staysInside(parts: NonNullable<TableFormat['bodyParts']>, text: string): boolean {
  // Letters beyond ASCII may change their length with their case.
  if (text === '' || /[^ -~]/.test(text)) return false;
  const sought = text.toLowerCase();
  let field = false;
  for (const part of parts) {
    if (typeof part === 'string') {
      if (meets(part.toLowerCase(), sought)) return false;
      field = false;
      continue;
    }
    // Two fields with nothing between them would share a text.
    if (field && part.before === undefined) return false;
    field = true;
    if (part.before !== undefined && meets(part.before.toLowerCase(), sought)) return false;
    if (part.missing !== undefined && part.missing.toLowerCase().includes(sought)) return false;
  }
  return true;
}

function meets(between: string, sought: string): boolean {
  if (between.includes(sought)) return true;
  for (let i = 1; i < sought.length; i++) {
    const before = sought.slice(0, i);
    const after = sought.slice(i);
    if (between.endsWith(before) || before.endsWith(between) || between.startsWith(after) || after.startsWith(between)) return true;
  }
  return false;
}
