import { ident, type Sql } from './duck.ts';
import { bodySql, type TableFormat } from './schema.ts';

/**
 * Whether the body of a record has a text, case aside; `alias` names its table. A body that is made of fields is not put
 * together for it where the text can only stand inside one of them: their columns are compressed and read many times faster.
 */
export function bodyContains(format: TableFormat, alias: string, text: string, sql: Sql): string {
  const bound = sql.bind(text);
  // Lower-casing every value costs as much as the search: only for texts with letters.
  const letters = text.toLowerCase() !== text.toUpperCase();
  const contains = (value: string): string => (letters ? `contains(lower(${value}), lower(${bound}))` : `contains(${value}, ${bound})`);
  if (!format.bodyParts || !staysInside(format.bodyParts, text)) return contains(bodySql(format, alias));
  const column = (name: string): string => `${alias}.${ident(name)}`;
  const columns = format.bodyParts.flatMap((part) => {
    if (typeof part === 'string') return [];
    const type = format.fields.find((f) => f.name === part.column)?.type ?? 'string';
    if (type === 'string') return [contains(column(part.column))];
    // The text of an integer has digits and a sign, and no other.
    return type !== 'integer' || /^[-\d]+$/.test(text) ? [contains(`${column(part.column)}::VARCHAR`)] : [];
  });
  const parts = columns.map((condition) => `coalesce(${condition}, false)`);
  return `CASE WHEN ${column('body')} IS NULL THEN ${parts.join(' OR ')} ELSE ${contains(column('body'))} END`;
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
