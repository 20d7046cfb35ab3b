import { FailureError } from '../../base/result.ts';
import { SEVERITY_CLASSES, severityFromText, severityIndex, SEVERITY_NUMBER, type SeverityClass } from '../../model/severity.ts';
import type { Filter, FilterTerm } from '../../model/filter.ts';
import { sourceName } from '../../model/source-name.ts';
import { bodyContains } from './body-text.ts';
import type { ClockReach } from './clocks.ts';
import { ident, int64, literal, type Sql } from './duck.ts';
import { bodySql, TEMPLATE_COLUMN, type TableFormat } from './schema.ts';

type FieldTerm = Extract<FilterTerm, { kind: 'field' }>;

/** What a filter may ask of artifacts; kept in memory, so that it becomes a list of ids. */
export interface ArtifactNames {
  readonly id: number;
  readonly sha256: string;
  readonly path: string;
  readonly kind: string;
}

/** Short path of an artifact, as `source` shows it: the last two segments, one name for all files of a rotation. */
export function shortPath(path: string): string {
  return sourceName(path.replaceAll('\\', '/')).path.split('/').filter((part) => part !== '').slice(-2).join('/') || path;
}

/** Names people type for fields of the OpenTelemetry conventions. */
export const ALIASES: Readonly<Record<string, string>> = {
  status: 'http.response.status_code', method: 'http.request.method', client: 'client.address', user: 'user.name',
  agent: 'user_agent.original', referer: 'http.request.header.referer', url: 'url.path', size: 'http.response.body.size',
  duration: 'http.server.request.duration', logger: 'logger.name', thread: 'thread.name', pid: 'process.pid',
};

export const BASE_TEXT: Record<string, string> = {
  service: 'service_name', 'service.name': 'service_name', service_name: 'service_name',
  host: 'host_name', 'host.name': 'host_name', host_name: 'host_name',
  trace_id: 'trace_id', trace: 'trace_id', span_id: 'span_id', span: 'span_id', severity_text: 'severity_text', time_text: 'time_text',
};
export const BASE_NUMBERS: Record<string, string> = { line: 'line', offset_bytes: 'offset_bytes', length_bytes: 'length_bytes', severity_number: 'severity_number' };

/**
 * Conditions on the order table (time, severity, artifact), `undefined` when there are none. `severity` names its
 * column: `severity` in the order table, `severity_number` in a format's. Times of a format's table are as recorded: with
 * a `reach` of clocks they may be that much beside those of the filter, and the order has the last word.
 */
export function orderCondition(filter: Filter, artifacts: readonly ArtifactNames[], severity: string, reach?: ClockReach): string | undefined {
  const parts: string[] = [];
  if (filter.fromNs !== undefined) parts.push(`time_ns >= ${int64(within(filter.fromNs - (reach?.mostNs ?? 0n)))}`);
  if (filter.toNs !== undefined) parts.push(`time_ns < ${int64(within(filter.toNs - (reach?.leastNs ?? 0n)))}`);
  if (filter.artifacts && filter.artifacts.length > 0) {
    const wanted = new Set(filter.artifacts);
    parts.push(inList(artifacts.filter((a) => wanted.has(a.sha256)).map((a) => a.id)));
  }
  const levels = filter.terms.filter((t): t is FieldTerm => t.kind === 'field' && t.field === 'level');
  if (levels.length > 0) parts.push(combine(levels, (term) => levelCondition(term, severity)));
  return parts.length === 0 ? undefined : parts.join(' AND ');
}

function within(ns: bigint): bigint {
  return BigInt.asIntN(64, ns) === ns ? ns : ns < 0n ? -(2n ** 63n) : 2n ** 63n - 1n;
}

/** Whether a term needs the records themselves, not only the order table. */
export function isRowTerm(term: FilterTerm): boolean {
  return term.kind !== 'field' || term.field !== 'level';
}

/** Conditions on one format's table, which is called `e`; `false` when none of its records can pass. */
export function rowCondition(filter: Filter, format: TableFormat, artifacts: readonly ArtifactNames[], sql: Sql): string {
  const parts: string[] = [];
  const body = bodySql(format, 'e');
  const byField = new Map<string, FieldTerm[]>();
  for (const term of filter.terms) {
    if (!isRowTerm(term)) continue;
    if (term.kind === 'field') byField.set(term.field, [...(byField.get(term.field) ?? []), term]);
    else parts.push(signed(term.negated, term.kind === 'text' ? textCondition(format, term.text, sql) : `regexp_matches(${body}, ${sql.bind(term.pattern)})`));
  }
  for (const terms of byField.values()) parts.push(combine(terms, (term) => fieldCondition(term, format, artifacts, sql)));
  return parts.length === 0 ? 'true' : parts.map((p) => `(${p})`).join(' AND ');
}

/** Equalities are alternatives, comparisons and negations all hold. */
function combine(terms: readonly FieldTerm[], condition: (term: FieldTerm) => string): string {
  const either = terms.filter((t) => !t.negated && t.op === ':').map(condition);
  const all = terms.filter((t) => t.negated || t.op !== ':').map((t) => signed(t.negated, condition(t)));
  if (either.length > 0) all.push(`(${either.map((c) => `coalesce(${c}, false)`).join(' OR ')})`);
  return all.join(' AND ');
}

/** A record that does not have the field does not have the value. */
export function signed(negated: boolean, condition: string): string {
  return negated ? `NOT coalesce(${condition}, false)` : condition;
}

function textCondition(format: TableFormat, text: string, sql: Sql): string {
  const bound = sql.bind(text);
  const inAttributes = text.toLowerCase() === text.toUpperCase() ? `contains(e.attributes, ${bound})` : `contains(lower(e.attributes), lower(${bound}))`;
  return `(${bodyContains(format, 'e', text, sql)} OR coalesce(${inAttributes}, false))`;
}

export function levelCondition(term: FieldTerm, column: string): string {
  const value = term.value.trim().toLowerCase();
  if (/^\d{1,3}$/.test(value)) return `${column} ${term.op === ':' ? '=' : term.op} ${Number(value)}`;
  const name = isClass(value) ? value : SEVERITY_CLASSES[severityIndex(severityFromText(value))]!;
  if (name === 'unset' && value !== 'unset') throw invalid(`"${term.value}" is not a level. Levels are ${SEVERITY_CLASSES.join(', ')}.`);
  const low = SEVERITY_NUMBER[name];
  const high = name === 'unset' ? 0 : low + 3;
  switch (term.op) {
    case ':': return name === 'unset' ? `(${column} = 0 OR ${column} > 24)` : `${column} BETWEEN ${low} AND ${high}`;
    case '>=': return `${column} >= ${low}`;
    case '>': return `${column} > ${high}`;
    // No level at all is not a low level.
    case '<=': return `${column} BETWEEN ${name === 'unset' ? 0 : 1} AND ${high}`;
    default: return `${column} BETWEEN 1 AND ${Math.max(0, low - 1)}`;
  }
}

function isClass(value: string): value is SeverityClass {
  return SEVERITY_CLASSES.some((name) => name === value);
}

function fieldCondition(term: FieldTerm, format: TableFormat, artifacts: readonly ArtifactNames[], sql: Sql): string {
  const { field } = term;
  if (field === 'body') return term.value.includes('*') ? likeCondition(bodySql(format, 'e'), term.value, sql) : bodyContains(format, 'e', term.value, sql);
  if (field === 'kind') return matches(format.id, term.value) ? 'true' : 'false';
  if (field === 'file') return inList(artifacts.filter((a) => matches(a.path, term.value) || matches(shortPath(a.path), term.value)).map((a) => a.id));
  if (field === 'source') {
    const ids = artifacts.filter((a) => matches(shortPath(a.path), term.value)).map((a) => a.id);
    return `(${stringCondition('service_name', term, sql)} OR (service_name IS NULL AND ${inList(ids)}))`;
  }
  // By its id, or by its pattern with `*` for what one does not want to type. A template is in few tables and of few numbers.
  if (field === 'template') return term.value === '' ? `${ident(TEMPLATE_COLUMN)} IS NULL` : `${ident(TEMPLATE_COLUMN)} IN (SELECT n FROM store.template WHERE ${templateCondition(term, sql)})`;
  const text = BASE_TEXT[field];
  if (text !== undefined) return stringCondition(text, term, sql);
  const number = BASE_NUMBERS[field];
  if (number !== undefined) return numberCondition(number, term, sql);
  const typed = format.fields.find((f) => f.name === field) ?? format.fields.find((f) => f.name === ALIASES[field]);
  if (typed) return typed.type === 'integer' || typed.type === 'double' ? numberCondition(ident(typed.name), term, sql) : stringCondition(
    typed.type === 'boolean' ? `CAST(${ident(typed.name)} AS VARCHAR)` : ident(typed.name), term, sql);
  const column = attributeSql(field);
  return term.op === ':' ? stringCondition(column, term, sql) : `TRY_CAST(${column} AS DOUBLE) ${term.op} ${numberLiteral(term.value)}`;
}

/** `id` and `pattern` of a template. A pattern holds `<*>`: there the star stands for itself too. */
export function templateCondition(term: FieldTerm, sql: Sql, id = 'id', pattern = 'pattern'): string {
  return term.value.includes('*') ? likeCondition(pattern, term.value, sql) : `${id} = ${sql.bind(term.value)}`;
}

/** An attribute as text: under its own name, else along its dots. */
function attributeSql(field: string): string {
  return `coalesce(json_extract_string(attributes, ${literal(jsonPath([field]))})${
    field.includes('.') ? `, json_extract_string(attributes, ${literal(jsonPath(field.split('.')))})` : ''})`;
}

/** What a filter's field is in a format's table. `source`, `kind` and `file` are of artifacts and `level` of the order: they are none. */
export function columnOf(field: string, format: TableFormat): string {
  const base = BASE_TEXT[field] ?? BASE_NUMBERS[field];
  if (base !== undefined) return base;
  const typed = format.fields.find((f) => f.name === field) ?? format.fields.find((f) => f.name === ALIASES[field]);
  return typed ? ident(typed.name) : attributeSql(field);
}

function jsonPath(parts: readonly string[]): string {
  return `$${parts.map((part) => `."${part.replace(/["\\]/g, '')}"`).join('')}`;
}

export function stringCondition(column: string, term: FieldTerm, sql: Sql): string {
  if (term.op !== ':') return `TRY_CAST(${column} AS DOUBLE) ${term.op} ${numberLiteral(term.value)}`;
  if (term.value === '') return `(${column} IS NULL OR ${column} = '')`;
  return term.value.includes('*') ? likeCondition(column, term.value, sql) : `${column} = ${sql.bind(term.value)}`;
}

export function numberCondition(column: string, term: FieldTerm, sql: Sql): string {
  if (term.op !== ':') return `${column} ${term.op} ${numberLiteral(term.value)}`;
  if (term.value === '') return `${column} IS NULL`;
  if (term.value.includes('*')) return likeCondition(`CAST(${column} AS VARCHAR)`, term.value, sql);
  return NUMBER.test(term.value) ? `${column} = ${numberLiteral(term.value)}` : 'false';
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

function numberLiteral(text: string): string {
  const value = text.trim();
  if (!NUMBER.test(value)) throw invalid(`"${text}" is not a number.`);
  return /^[+-]?\d{1,18}$/.test(value) ? int64(BigInt(value.replace('+', ''))) : `(${Number(value)})::DOUBLE`;
}

/** `*` stands for anything; case does not matter. */
export function likeCondition(column: string, pattern: string, sql: Sql): string {
  const like = pattern.replace(/[%_^]/g, '^$&').replaceAll('*', '%');
  return `${column} ILIKE ${sql.bind(like)} ESCAPE '^'`;
}

export function matches(text: string, pattern: string): boolean {
  if (!pattern.includes('*')) return text === pattern;
  const parts = pattern.toLowerCase().split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(text.toLowerCase());
}

function inList(ids: readonly number[]): string {
  return ids.length === 0 ? 'false' : `artifact IN (${ids.join(', ')})`;
}

function invalid(message: string): FailureError {
  return new FailureError({ code: 'query/invalid', message });
}
