import type { DuckDBConnection } from '@duckdb/node-api';
import type { FieldName, FieldValues } from './contract.ts';
import { ident, literal, rows } from './duck.ts';
import { ALIASES, columnOf, shortPath, type ArtifactNames } from './predicate.ts';
import type { Scope } from './queries.ts';
import type { ResultList } from './result-lists.ts';
import { storeTable, TEMPLATE_COLUMN, type TableFormat } from './schema.ts';
import { joined, kinds, levels, ranked, sources } from './summaries.ts';

/** What every record can be asked for. */
const BASE: readonly FieldName[] = [
  { field: 'level', type: 'level', description: 'Severity: error is the whole class; level>=warn is that and worse' },
  { field: 'source', type: 'text', description: 'Service, or the file where none is named' },
  { field: 'service', type: 'text', description: 'service.name' },
  { field: 'host', type: 'text', description: 'host.name' },
  { field: 'kind', type: 'text', description: 'Format of the evidence' },
  { field: 'file', type: 'text', description: 'Path of the evidence' },
  { field: 'trace_id', type: 'text', description: 'W3C trace id' },
  { field: 'span_id', type: 'text', description: 'W3C span id' },
  { field: 'body', type: 'text', description: 'The message alone' },
  { field: 'template', type: 'text', description: 'What the message says without what varies: id of a template' },
  { field: 'line', type: 'number', description: 'Line in its file' },
];

/** Records of a format that are looked at for names of attributes: they repeat. */
const SAMPLED = 5000;
const MOST_ATTRIBUTES = 200;

/** Names to filter by, for these formats. */
export async function fieldNames(connection: DuckDBConnection, formats: readonly TableFormat[]): Promise<FieldName[]> {
  const found = new Map(BASE.map((f) => [f.field, f]));
  const shortFor = new Map(Object.entries(ALIASES).map(([short, long]) => [long, short]));
  for (const format of formats) {
    for (const { name, type, description } of format.fields) {
      const short = shortFor.get(name);
      const field: FieldName = { field: short ?? name, type: type === 'integer' || type === 'double' ? 'number' : 'text', description: short === undefined ? description : `${name}: ${description}` };
      if (!found.has(field.field)) found.set(field.field, field);
    }
  }
  const counts = new Map<string, number>();
  for (const format of formats) {
    const names = await rows(connection, `SELECT key, count(*) FROM (SELECT unnest(json_keys(attributes)) AS key
      FROM (SELECT attributes FROM ${storeTable(format.id)} WHERE attributes IS NOT NULL LIMIT ${SAMPLED})) GROUP BY key ORDER BY 2 DESC LIMIT ${MOST_ATTRIBUTES}`);
    for (const [name, count] of names) counts.set(String(name), (counts.get(String(name)) ?? 0) + Number(count));
  }
  for (const { value } of ranked(counts, MOST_ATTRIBUTES)) if (!found.has(value)) found.set(value, { field: value, type: 'text', description: 'Attribute' });
  return [...found.values()];
}

export async function fieldValues(
  connection: DuckDBConnection, scope: Scope, artifacts: readonly ArtifactNames[], list: ResultList, field: string, contains: string, limit: number,
): Promise<FieldValues> {
  const wanted = contains.toLowerCase();
  const some = (all: FieldValues): FieldValues => {
    const values = all.values.filter((v) => v.value.toLowerCase().includes(wanted) || v.label.toLowerCase().includes(wanted));
    return { distinct: values.length, values: values.slice(0, limit) };
  };
  if (list.total === 0 || scope.formats.length === 0 || field === 'body') return { distinct: 0, values: [] };
  if (field === 'level') return some(await levels(connection, list));
  if (field === 'source') return some(await sources(connection, scope, list, Infinity));
  if (field === 'kind') return some(await kinds(connection, scope, list, Infinity));
  if (field === 'file') return some(await files(connection, artifacts, list));
  if (field === 'template') return some(await templates(connection, scope, list));
  const value = (format: TableFormat): string => `(${columnOf(field, format)})::VARCHAR`;
  const from = joined(list, scope.formats.map((format) => ({ id: format.id, column: value(format) })));
  const found = await rows(connection, `SELECT value, count, count(*) OVER () FROM (SELECT e.value, count(*) AS count FROM ${from}
    WHERE e.value IS NOT NULL AND e.value <> '' AND contains(lower(e.value), ${literal(wanted)}) GROUP BY e.value) ORDER BY count DESC, value LIMIT ${Math.floor(limit)}`);
  return { distinct: Number(found[0]?.[2] ?? 0), values: found.map(([v, count]) => ({ value: String(v), label: String(v), count: Number(count) })) };
}

async function templates(connection: DuckDBConnection, scope: Scope, list: ResultList): Promise<FieldValues> {
  const from = joined(list, scope.formats.map(({ id }) => ({ id, column: ident(TEMPLATE_COLUMN) })));
  const found = await rows(connection, `SELECT t.id, any_value(t.pattern), count(*) AS count FROM ${from} JOIN store.template t ON t.n = e.value GROUP BY t.id ORDER BY count DESC, t.id`);
  return { distinct: found.length, values: found.map(([id, pattern, count]) => ({ value: String(id), label: String(pattern), count: Number(count) })) };
}

async function files(connection: DuckDBConnection, artifacts: readonly ArtifactNames[], list: ResultList): Promise<FieldValues> {
  const found = await rows(connection, `SELECT artifact, count(*) FROM ${list.table} WHERE n >= ${list.first} AND n < ${list.first + list.total} GROUP BY artifact`);
  const paths = new Map(artifacts.map((a) => [a.id, a.path]));
  const counts = new Map<string, number>();
  for (const [artifact, count] of found) {
    const path = shortPath(paths.get(Number(artifact)) ?? '');
    counts.set(path, (counts.get(path) ?? 0) + Number(count));
  }
  return { distinct: counts.size, values: ranked(counts, Infinity) };
}
