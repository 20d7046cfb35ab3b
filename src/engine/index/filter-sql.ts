import { FailureError, ok, type Result } from '../../base/result.ts';
import { parseRfc3339, formatRfc3339 } from '../../base/time.ts';
import type { Filter, FilterTerm } from '../../model/filter.ts';
import { literal, Sql } from './duck.ts';
import {
  ALIASES, BASE_NUMBERS, BASE_TEXT, isRowTerm, levelCondition, likeCondition, matches, numberCondition, shortPath, signed, stringCondition, templateCondition, type ArtifactNames,
} from './predicate.ts';
import { holdsEvents, type TableFormat } from './schema.ts';

type FieldTerm = Extract<FilterTerm, { kind: 'field' }>;

/** SQL that people read and change: its texts stand in it. */
class Literals extends Sql {
  override bind(text: string): string {
    return literal(text);
  }
}

const LITERALS = new Literals();

/**
 * A filter as a query over the view `events` that answers with the same records in the same order (`predicate.ts` is the
 * filter itself). Where kinds of evidence call a field by other names, or know it for a number, the condition says so by kind.
 */
export function filterSql(filter: Filter, formats: readonly TableFormat[], artifacts: readonly ArtifactNames[]): Result<string> {
  try {
    const where = conditions(filter, formats.filter(holdsEvents), artifacts);
    return ok(`SELECT time, severity_text, service_name, body, path, artifact, offset_bytes, length_bytes
FROM events${where.length === 0 ? '' : `\nWHERE ${where.join('\n  AND ')}`}
ORDER BY time_ns, path, offset_bytes`);
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure };
    throw error;
  }
}

function conditions(filter: Filter, formats: readonly TableFormat[], artifacts: readonly ArtifactNames[]): string[] {
  const parts: string[] = [];
  if (filter.fromNs !== undefined) parts.push(`time_ns >= ${instant(filter.fromNs)}`);
  if (filter.toNs !== undefined) parts.push(`time_ns < ${instant(filter.toNs)}`);
  if (filter.artifacts && filter.artifacts.length > 0) parts.push(oneOf('artifact', filter.artifacts));
  const byField = new Map<string, FieldTerm[]>();
  for (const term of filter.terms) {
    if (term.kind === 'field') byField.set(term.field, [...(byField.get(term.field) ?? []), term]);
    else parts.push(signed(term.negated, term.kind === 'text' ? textCondition(term.text) : `regexp_matches(body, ${literal(term.pattern)})`));
  }
  for (const terms of byField.values()) parts.push(...together(terms, (term) => (isRowTerm(term) ? fieldCondition(term, formats, artifacts) : levelCondition(term, 'severity_number'))));
  return parts.map((part) => (/ OR /.test(part) ? `(${part})` : part));
}

/** Equalities are alternatives, comparisons and negations all hold (`combine`). A WHERE passes over NULL as over false. */
function together(terms: readonly FieldTerm[], condition: (term: FieldTerm) => string): string[] {
  const isEither = (term: FieldTerm): boolean => !term.negated && term.op === ':';
  const either = terms.filter(isEither).map(condition);
  return [...(either.length > 0 ? [either.join(' OR ')] : []), ...terms.filter((t) => !isEither(t)).map((t) => signed(t.negated, condition(t)))];
}

/** A comparison with a number as people write one: `(500)::BIGINT` keeps the planner from a HUGEINT that no query here has. */
function numbers(column: string, term: FieldTerm): string {
  return numberCondition(column, term, LITERALS).replace(/\(([^()]+)\)::(?:BIGINT|DOUBLE)$/, '$1');
}

/** A time that one can read; the constant is worked out once, and whole row groups are passed over by it. */
function instant(ns: bigint): string {
  const text = formatRfc3339(ns);
  if (parseRfc3339(text) !== ns) return `(${ns})::BIGINT`;
  return `epoch_ns(TIMESTAMP_NS ${literal(text.replace('T', ' ').replace(/\.?0*Z$/, ''))})`;
}

function textCondition(text: string): string {
  return `${contains('body', text)} OR ${contains('other_attributes', text)}`;
}

function contains(column: string, text: string): string {
  const hasLetters = text.toLowerCase() !== text.toUpperCase();
  return hasLetters ? `contains(lower(${column}), lower(${literal(text)}))` : `contains(${column}, ${literal(text)})`;
}

function oneOf(column: string, values: readonly string[]): string {
  if (values.length === 0) return 'false';
  return values.length === 1 ? `${column} = ${literal(values[0]!)}` : `${column} IN (${values.map(literal).join(', ')})`;
}

function fieldCondition(term: FieldTerm, formats: readonly TableFormat[], artifacts: readonly ArtifactNames[]): string {
  const { field, value } = term;
  const paths = (fits: (path: string) => boolean): string => oneOf('path', [...new Set(artifacts.filter((a) => fits(a.path)).map((a) => a.path))]);
  if (field === 'body') return value.includes('*') ? likeCondition('body', value, LITERALS) : contains('body', value);
  if (field === 'kind') return oneOf('kind', formats.filter((f) => matches(f.id, value)).map((f) => f.id));
  if (field === 'file') return paths((path) => matches(path, value) || matches(shortPath(path), value));
  if (field === 'source') return `${stringCondition('service_name', term, LITERALS)} OR service_name IS NULL AND ${paths((path) => matches(shortPath(path), value))}`;
  if (field === 'template') return value === '' ? 'template_id IS NULL' : templateCondition(term, LITERALS, 'template_id', 'template');
  const text = BASE_TEXT[field];
  if (text === 'time_text') throw new FailureError({ code: 'query/invalid', message: 'The original text of a time (time_text) is no column of SQL. Take it out of the filter.' });
  if (text !== undefined) return stringCondition(text, term, LITERALS);
  const number = BASE_NUMBERS[field];
  if (number !== undefined) return numbers(number, term);
  return byKind(formats, (format) => attributeCondition(term, format));
}

/** What the kind's typed fields, or the attributes, must hold. */
function attributeCondition(term: FieldTerm, format: TableFormat): string {
  const { field } = term;
  const typed = format.fields.find((f) => f.name === field) ?? format.fields.find((f) => f.name === ALIASES[field]);
  if (typed) {
    const column = attribute([typed.name]);
    if ((typed.type !== 'integer' && typed.type !== 'double') || term.value.includes('*')) return stringCondition(column, term, LITERALS);
    return numbers(`TRY_CAST(${column} AS ${typed.type === 'integer' ? 'BIGINT' : 'DOUBLE'})`, term);
  }
  const column = field.includes('.') ? `coalesce(${attribute([field])}, ${attribute(field.split('.'))})` : attribute([field]);
  return stringCondition(column, term, LITERALS);
}

/** In parentheses: the arrow binds more loosely than a comparison. */
function attribute(parts: readonly string[]): string {
  return `(attributes->>${literal(`$${parts.map((part) => `."${part.replace(/["\\]/g, '')}"`).join('')}`)})`;
}

/** One condition where all kinds agree; else one for each group of kinds that do. */
function byKind(formats: readonly TableFormat[], condition: (format: TableFormat) => string): string {
  const groups = new Map<string, string[]>();
  for (const format of formats) groups.set(condition(format), [...(groups.get(condition(format)) ?? []), format.id]);
  const [most, ...others] = [...groups].sort((a, b) => b[1].length - a[1].length);
  if (!most) return 'false';
  if (others.length === 0) return most[0];
  return `CASE ${others.map(([sql, kinds]) => `WHEN ${oneOf('kind', kinds)} THEN ${sql}`).join(' ')} ELSE ${most[0]} END`;
}
