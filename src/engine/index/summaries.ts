import type { DuckDBConnection } from '@duckdb/node-api';
import { SEVERITY_CLASSES, severityClass } from '../../model/severity.ts';
import { ident, int64, rows, type Read } from './duck.ts';
import type { Facet, Scope } from './queries.ts';
import type { ResultList } from './result-lists.ts';
import { storeTable } from './schema.ts';

/** Counts of the values people choose from, the most frequent first; fields that no event of the list has are left out. */
export async function summarise(scope: Scope, list: ResultList, limit: number, read: Read): Promise<Facet[]> {
  if (list.total === 0) return [];
  const all = await Promise.all([
    read((c) => levels(c, list)),
    read((c) => sources(c, scope, list, limit)),
    read((c) => named(c, scope, list, 'service_name', 'service', 'Service', limit)),
    read((c) => named(c, scope, list, 'host_name', 'host', 'Host', limit)),
    read((c) => kinds(c, scope, list, limit)),
    ...facetFields(scope).map((name) => read((c) => typed(c, scope, list, name, limit))),
  ]);
  return all.filter((facet) => facet.values.length > 0);
}

function within(list: ResultList, alias: string): string {
  return `${alias}.n >= ${int64(list.first)} AND ${alias}.n < ${int64(list.first + list.total)}`;
}

export async function levels(connection: DuckDBConnection, list: ResultList): Promise<Facet> {
  const found = await rows(connection, `SELECT severity, count(*) FROM ${list.table} r WHERE ${within(list, 'r')} GROUP BY severity`);
  const counts = new Map<string, number>();
  for (const [severity, count] of found) {
    const name = severityClass(Number(severity));
    counts.set(name, (counts.get(name) ?? 0) + Number(count));
  }
  // Worst first: that is the order people read levels in.
  const values = SEVERITY_CLASSES.toReversed().flatMap((name) => (counts.has(name) ? [{ value: name, label: name, count: counts.get(name)! }] : []));
  return { field: 'level', title: 'Level', distinct: values.length, values };
}

/** Rows of the list with a value of their records; without the join when the list is everything. */
export function joined(list: ResultList, formats: ReadonlyArray<{ readonly id: string; readonly column: string }>): string {
  const all = formats.map(({ id, column }) => `SELECT id, artifact, ${column} AS value FROM ${storeTable(id)}`).join(' UNION ALL ');
  if (list.whole) return `(${all}) e`;
  return `(${all}) e SEMI JOIN (SELECT id FROM ${list.table} r WHERE ${within(list, 'r')}) r ON r.id = e.id`;
}

async function top(connection: DuckDBConnection, from: string, limit: number): Promise<{ distinct: number; values: Array<{ value: string; label: string; count: number }> }> {
  const found = await rows(connection, `SELECT value::VARCHAR, count, count(*) OVER () FROM (SELECT value, count(*) AS count FROM ${from}
    WHERE value IS NOT NULL GROUP BY value) ORDER BY count DESC, value LIMIT ${Math.floor(limit)}`);
  return { distinct: Number(found[0]?.[2] ?? 0), values: found.map(([value, count]) => ({ value: String(value), label: String(value), count: Number(count) })) };
}

async function named(connection: DuckDBConnection, scope: Scope, list: ResultList, column: string, field: string, title: string, limit: number): Promise<Facet> {
  return { field, title, ...(await top(connection, joined(list, scope.formats.map(({ id }) => ({ id, column }))), limit)) };
}

export async function sources(connection: DuckDBConnection, scope: Scope, list: ResultList, limit: number): Promise<Facet> {
  const found = await rows(connection, `SELECT e.value, CASE WHEN e.value IS NULL THEN e.artifact END AS artifact, count(*) FROM ${
    joined(list, scope.formats.map(({ id }) => ({ id, column: 'service_name' })))} GROUP BY ALL`);
  const counts = new Map<string, number>();
  for (const [service, artifact, count] of found) {
    const name = typeof service === 'string' ? service : scope.artifact(Number(artifact))?.short;
    // What is still being hashed has no name yet, and is in no list.
    if (name === undefined) continue;
    counts.set(name, (counts.get(name) ?? 0) + Number(count));
  }
  return { field: 'source', title: 'Source', distinct: counts.size, values: ranked(counts, limit) };
}

export async function kinds(connection: DuckDBConnection, scope: Scope, list: ResultList, limit: number): Promise<Facet> {
  const found = await rows(connection, `SELECT r.artifact, count(*) FROM ${list.table} r WHERE ${within(list, 'r')} GROUP BY r.artifact`);
  const counts = new Map<string, number>();
  for (const [artifact, count] of found) {
    const kind = scope.artifact(Number(artifact))?.kind ?? 'unknown';
    counts.set(kind, (counts.get(kind) ?? 0) + Number(count));
  }
  const titles = new Map(scope.formats.map((f) => [f.id, f.title]));
  return { field: 'kind', title: 'Kind', distinct: counts.size, values: ranked(counts, limit).map((v) => ({ ...v, label: titles.get(v.value) ?? v.value })) };
}

export function ranked(counts: ReadonlyMap<string, number>, limit: number): Array<{ value: string; label: string; count: number }> {
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, limit).map(([value, count]) => ({ value, label: value, count }));
}

function facetFields(scope: Scope): string[] {
  return [...new Set(scope.formats.flatMap((f) => f.fields.filter((field) => field.facet === true).map((field) => field.name)))];
}

async function typed(connection: DuckDBConnection, scope: Scope, list: ResultList, name: string, limit: number): Promise<Facet> {
  const having = scope.formats.filter((f) => f.fields.some((field) => field.name === name)).map(({ id }) => ({ id, column: `${ident(name)}::VARCHAR` }));
  return { field: name, title: name, ...(await top(connection, joined(list, having), limit)) };
}
