import { METRIC_FIELDS } from '../../formats/contract-metric.ts';
import { tableName, type BodyPart, type FieldDefinition, type Format } from '../../formats/contract.ts';
import { sourceName } from '../../model/source-name.ts';
import { clockJoin, corrected, timeSql, withClock } from './clocks.ts';
import { ident, literal } from './duck.ts';
import { CUSTODY_TABLES } from './members.ts';

/**
 * index.duckdb. Tables that the engine fills are in the schema `store`; people's SQL sees views of the promised names
 * and columns (cli.md). Raise the version when a table changes: an index of another version is made anew.
 */
export const SCHEMA_VERSION = 'tephra-index-4';

export interface TableFormat {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly FieldDefinition[];
  readonly bodyParts?: readonly BodyPart[] | undefined;
  readonly signal?: Format['signal'] | undefined;
}

/** Whether its records are events: in the order, in lists, in the view `events`. */
export function holdsEvents(format: TableFormat): boolean {
  return format.signal !== 'metric-points';
}

const SQL_TYPE: Record<FieldDefinition['type'], string> = { string: 'VARCHAR', integer: 'BIGINT', double: 'DOUBLE', boolean: 'BOOLEAN' };

/** Columns every format's table begins with: who, where, then what a worker delivers (`BATCH_COLUMNS`). */
export const BASE_COLUMNS: ReadonlyArray<readonly [name: string, type: string]> = [
  ['id', 'BIGINT'], ['artifact', 'INTEGER'],
  ['offset_bytes', 'BIGINT'], ['length_bytes', 'BIGINT'], ['line', 'BIGINT'], ['time_ns', 'BIGINT'], ['observed_time_ns', 'BIGINT'],
  ['severity_number', 'UTINYINT'], ['understood', 'BOOLEAN'], ['body', 'VARCHAR'], ['time_text', 'VARCHAR'], ['severity_text', 'VARCHAR'],
  ['service_name', 'VARCHAR'], ['host_name', 'VARCHAR'], ['trace_id', 'VARCHAR'], ['span_id', 'VARCHAR'], ['attributes', 'VARCHAR'],
];

/** What a record says: `store.template.n`, filled when templates are mined. The last column of every format's table. */
export const TEMPLATE_COLUMN = 'tephra.template';

export function fieldType(field: FieldDefinition): string {
  return SQL_TYPE[field.type];
}

export const CORE_TABLES: readonly string[] = [
  'CREATE SCHEMA store',
  'CREATE TABLE store.meta (key VARCHAR, value VARCHAR)',
  `CREATE TABLE store.artifact (id INTEGER, sha256 VARCHAR, path VARCHAR, status VARCHAR, kind VARCHAR, title VARCHAR, confidence DOUBLE,
    reason VARCHAR, records BIGINT, understood_bytes BIGINT, not_understood BIGINT, diagnostics BIGINT, from_ns BIGINT, to_ns BIGINT)`,
  'CREATE TABLE store.diagnostic (artifact INTEGER, seq BIGINT, code VARCHAR, severity VARCHAR, message VARCHAR, offset_bytes BIGINT, length_bytes BIGINT)',
  ...CUSTODY_TABLES,
  'CREATE TABLE store.format (id VARCHAR, title VARCHAR, fields VARCHAR, body_parts VARCHAR, signal VARCHAR)',
  // Numbers are never used again: records of a mining that was broken off name templates that are still there.
  'CREATE TABLE store.template (n INTEGER, id VARCHAR, pattern VARCHAR, parameters VARCHAR, continues BOOLEAN)',
  ORDER_TABLE(''),
  `INSERT INTO store.meta VALUES ('schema', ${literal(SCHEMA_VERSION)})`,
];

/** Ids of artifacts by path, those of a rotation from the oldest to the newest. */
export function inFileOrder(artifacts: ReadonlyArray<{ readonly id: number; readonly path: string; readonly sha256: string }>): number[] {
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return artifacts
    .map((a) => ({ ...a, source: sourceName(a.path) }))
    .sort((a, b) => compare(a.source.path, b.source.path) || compare(a.source.age, b.source.age) || compare(a.path, b.path) || compare(a.sha256, b.sha256))
    .map((a) => a.id);
}

/**
 * The order of events, `n` from 0: by time, those without one last, then by file (`inFileOrder`) and place in the file,
 * so that the same evidence has the same order however it was taken in.
 */
export function ORDER_TABLE(select: string, files: readonly number[] = []): string {
  if (select === '') return 'CREATE TABLE store.ord (n BIGINT, id BIGINT, time_ns BIGINT, severity UTINYINT, artifact INTEGER)';
  const list = files.join(', ');
  // The join costs as much as the sorting: one file has no order among files.
  const [ranks, rank] = files.length === 1
    ? [`WHERE e.artifact = ${list}`, '']
    : [`JOIN (SELECT unnest([${list}]::INTEGER[]) AS id, generate_subscripts([${list}]::INTEGER[], 1) AS rank) a ON a.id = e.artifact`, 'a.rank, '];
  return `CREATE OR REPLACE TABLE store.ord AS SELECT row_number() OVER () - 1 AS n, id, time_ns, severity_number AS severity, artifact
    FROM (SELECT e.id, e.time_ns, e.severity_number, e.artifact FROM (${select}) e ${ranks} ORDER BY e.time_ns NULLS LAST, ${rank}e.offset_bytes)`;
}

/** Records of a format as `ORDER_TABLE` takes them, of a table `e`. */
export function ORDERED(format: TableFormat, hasClocks: boolean): string {
  return `SELECT e.id, ${timeSql(hasClocks)} AS time_ns, e.severity_number, e.artifact, e.offset_bytes FROM ${storeTable(format.id)} e${clockJoin(hasClocks)}`;
}

export function formatTable(format: TableFormat): string {
  const columns = [...BASE_COLUMNS, ...format.fields.map((f) => [f.name, fieldType(f)] as const), [TEMPLATE_COLUMN, 'INTEGER'] as const];
  return `CREATE TABLE ${storeTable(format.id)} (${columns.map(([name, type]) => `${ident(name)} ${type}${compression(name, type)}`).join(', ')})`;
}

/**
 * Values of most text columns come again and again. To say so spares DuckDB trying every way on every row group, which
 * costs more than compressing; long text it may choose for.
 */
function compression(name: string, type: string): string {
  return type === 'VARCHAR' && name !== 'body' && name !== 'attributes' ? ' USING COMPRESSION dict_fsst' : '';
}

export function storeTable(formatId: string): string {
  return `store.${ident(`f_${tableName(formatId)}`)}`;
}

/** The body of a record, `alias` naming its table: what is stored, or what its fields make (`Format.bodyParts`). */
export function bodySql(format: TableFormat, alias: string): string {
  const column = (name: string): string => `${alias}.${ident(name)}`;
  if (!format.bodyParts) return column('body');
  const parts = format.bodyParts.map((part) => {
    if (typeof part === 'string') return literal(part);
    const text = format.fields.some((f) => f.name === part.column && f.type !== 'string') ? `${column(part.column)}::VARCHAR` : column(part.column);
    const value = part.before === undefined ? text : `${literal(part.before)} || ${text}`;
    return `coalesce(${value}, ${literal(part.missing ?? '')})`;
  });
  return `coalesce(${column('body')}, ${parts.join(' || ')})`;
}

interface ColumnDoc {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

/** What a clock did to a time. */
const CLOCK_COLUMNS: ReadonlyArray<ColumnDoc & { readonly sql: string }> = [
  { name: 'recorded_time_ns', type: 'BIGINT', sql: 'e.time_ns', description: 'The time as it stands in the evidence, its zone applied: before any clock was corrected.' },
  { name: 'clock_offset_ns', type: 'BIGINT', sql: '{offset}', description: 'What was added to it, because people said that the clock of this source was wrong; 0 where nothing was.' },
  { name: 'clock_uncertainty_ns', type: 'BIGINT', sql: '{uncertainty}', description: '± of that clock; NULL where nobody said.' },
];

const EVENT_COLUMNS: ReadonlyArray<ColumnDoc & { readonly sql: string }> = [
  { name: 'time', type: 'TIMESTAMP_NS', sql: 'make_timestamp_ns({time})', description: 'When it happened, UTC, corrected where a clock was set. NULL when the record says no time.' },
  { name: 'time_ns', type: 'BIGINT', sql: '{time}', description: 'The same in nanoseconds since 1970; exact in arithmetic, where TIMESTAMP_NS ± INTERVAL falls to microseconds.' },
  { name: 'observed_time_ns', type: 'BIGINT', sql: 'e.observed_time_ns', description: 'When it was collected.' },
  { name: 'severity_number', type: 'UTINYINT', sql: 'e.severity_number', description: 'OpenTelemetry severity 1–24; 0 not said. From 17 on an error.' },
  { name: 'severity_text', type: 'VARCHAR', sql: 'e.severity_text', description: 'The level as the record has it.' },
  { name: 'service_name', type: 'VARCHAR', sql: 'e.service_name', description: 'service.name' },
  { name: 'host_name', type: 'VARCHAR', sql: 'e.host_name', description: 'host.name' },
  { name: 'body', type: 'VARCHAR', sql: 'e.body', description: 'The message; for access logs and plain text the line.' },
  { name: 'trace_id', type: 'VARCHAR', sql: 'e.trace_id', description: 'W3C trace id, lower-case hex.' },
  { name: 'span_id', type: 'VARCHAR', sql: 'e.span_id', description: 'W3C span id, lower-case hex.' },
  { name: 'template', type: 'VARCHAR', sql: 't.pattern', description: 'Template of the message, <*> for what varies; NULL until templates are mined (tephra templates --case DIR, or the tab Templates).' },
  { name: 'template_id', type: 'VARCHAR', sql: 't.id', description: 'Its id, which filters name.' },
  { name: 'artifact', type: 'VARCHAR', sql: 'a.sha256', description: 'SHA-256 of the evidence it stands in; artifacts.sha256.' },
  { name: 'path', type: 'VARCHAR', sql: 'a.path', description: 'Path the evidence was taken in under.' },
  { name: 'line', type: 'BIGINT', sql: 'e.line', description: '1-based line of the first byte; 0 where there are no lines.' },
  { name: 'offset_bytes', type: 'BIGINT', sql: 'e.offset_bytes', description: 'First byte of the record in the evidence.' },
  { name: 'length_bytes', type: 'BIGINT', sql: 'e.length_bytes', description: 'Bytes of the record.' },
  { name: 'understood', type: 'BOOLEAN', sql: 'e.understood', description: 'False when the bytes are kept as text only.' },
  ...CLOCK_COLUMNS,
];

/** Fields of the record by name, and what else it says. Made only when asked for. */
export function attributesSql(format: TableFormat): string {
  const typed = format.fields.map((f) => `${literal(f.name)}, e.${ident(f.name)}`).join(', ');
  return `json_merge_patch('{}', json_object(${typed}), coalesce(e.attributes, '{}')::JSON)`;
}

/** Views of the promised names over the formats there are; `templated`: those whose records say their template. Where no clock was ever set they do not ask for one: times are then compared where they stand. */
export function viewStatements(formats: readonly TableFormat[], hasClocks: boolean, templated: ReadonlySet<string>): string[] {
  const column = (f: TableFormat, c: { readonly name: string; readonly sql: string }): string =>
    (c.name === 'body' ? bodySql(f, 'e') : c.sql.startsWith('t.') && !templated.has(f.id) ? 'NULL::VARCHAR' : withClock(c.sql, hasClocks));
  const common = (f: TableFormat): string => EVENT_COLUMNS.map((c) => `${column(f, c)} AS ${ident(c.name)}`).join(', ');
  // A join is planned in every query: only formats of which templates were mined have it.
  const templates = (f: TableFormat): string => (templated.has(f.id) ? ` LEFT JOIN store.template t ON t.n = e.${ident(TEMPLATE_COLUMN)}` : '');
  const from = (f: TableFormat): string => `FROM ${storeTable(f.id)} e${clockJoin(hasClocks)} JOIN store.artifact a ON a.id = e.artifact${templates(f)}`;
  const empty = EVENT_COLUMNS.map((c) => `NULL::${c.type} AS ${ident(c.name)}`).join(', ');
  const all = formats.filter(holdsEvents).map((f) => `SELECT ${common(f)}, ${attributesSql(f)} AS attributes, ${literal(f.id)} AS kind, e.attributes::JSON AS other_attributes ${from(f)}`);
  return [
    `CREATE OR REPLACE VIEW events AS ${all.length > 0 ? all.join(' UNION ALL ') : `SELECT ${empty}, NULL::JSON AS attributes, NULL::VARCHAR AS kind, NULL::JSON AS other_attributes WHERE false`}`,
    ...formats.map((f) => {
      const typed = f.fields.map((field) => `, e.${ident(field.name)}`).join('');
      return `CREATE OR REPLACE VIEW ${ident(tableName(f.id))} AS SELECT ${common(f)}${typed}, e.attributes::JSON AS attributes ${from(f)}`;
    }),
    `CREATE OR REPLACE VIEW artifacts AS SELECT sha256, a.path, kind, title, status, confidence, reason, records, understood_bytes, not_understood,
      diagnostics, make_timestamp_ns(${corrected('from_ns')}) AS first_time, make_timestamp_ns(${corrected('to_ns')}) AS last_time, m.container, m.path AS member_path,
      coalesce(c.offset_ns, 0) AS clock_offset_ns, c.uncertainty_ns AS clock_uncertainty_ns
      FROM store.artifact a LEFT JOIN store.clock c ON c.artifact = a.id LEFT JOIN (SELECT sha256, arg_min(container, seq) AS container, arg_min(path, seq) AS path FROM store.member GROUP BY sha256) m USING (sha256)`,
    `CREATE OR REPLACE VIEW diagnostics AS SELECT a.sha256 AS artifact, a.path, d.code, d.severity, d.message, d.offset_bytes, d.length_bytes
      FROM store.diagnostic d JOIN store.artifact a ON a.id = d.artifact`,
    signalView('spans', SPAN_COLUMNS, formats.filter((f) => f.signal === 'spans'), hasClocks),
    signalView('metric_points', METRIC_COLUMNS, formats.filter((f) => f.signal === 'metric-points'), hasClocks),
  ];
}

/** One view over all formats of a signal. */
function signalView(name: string, columns: ReadonlyArray<ColumnDoc & { readonly sql: string }>, formats: readonly TableFormat[], hasClocks: boolean): string {
  const selects = formats.map((f) => `SELECT ${columns.map((c) => `${withClock(c.sql, hasClocks)} AS ${ident(c.name)}`).join(', ')}
    FROM ${storeTable(f.id)} e${clockJoin(hasClocks)} JOIN store.artifact a ON a.id = e.artifact`);
  const empty = `SELECT ${columns.map((c) => `NULL::${c.type} AS ${ident(c.name)}`).join(', ')} WHERE false`;
  return `CREATE OR REPLACE VIEW ${name} AS ${selects.length > 0 ? selects.join(' UNION ALL ') : empty}`;
}

const PLACE_COLUMNS: ReadonlyArray<ColumnDoc & { readonly sql: string }> = [
  { name: 'artifact', type: 'VARCHAR', sql: 'a.sha256', description: 'SHA-256 of the evidence it stands in; artifacts.sha256.' },
  { name: 'offset_bytes', type: 'BIGINT', sql: 'e.offset_bytes', description: 'First byte in the evidence.' },
  { name: 'length_bytes', type: 'BIGINT', sql: 'e.length_bytes', description: 'Bytes in the evidence.' },
  ...CLOCK_COLUMNS,
];

const METRIC_COLUMNS: ReadonlyArray<ColumnDoc & { readonly sql: string }> = [
  { name: 'time', type: 'TIMESTAMP_NS', sql: 'make_timestamp_ns({time})', description: 'When it was measured, UTC.' },
  { name: 'time_ns', type: 'BIGINT', sql: '{time}', description: 'The same in nanoseconds since 1970.' },
  ...METRIC_FIELDS.map(({ name, type, description }) => ({
    name: name.replace('metric.', ''), type: SQL_TYPE[type], sql: `e.${ident(name)}`, description,
  })),
  { name: 'service_name', type: 'VARCHAR', sql: 'e.service_name', description: 'service.name' },
  { name: 'labels', type: 'JSON', sql: "coalesce(e.attributes, '{}')::JSON", description: "Labels: (labels->>'instance') = 'a'. In parentheses: ->> binds weaker than = and AND." },
  ...PLACE_COLUMNS,
];

const SPAN_COLUMNS: ReadonlyArray<ColumnDoc & { readonly sql: string }> = [
  { name: 'trace_id', type: 'VARCHAR', sql: 'e.trace_id', description: 'W3C trace id, lower-case hex.' },
  { name: 'span_id', type: 'VARCHAR', sql: 'e.span_id', description: 'W3C span id, lower-case hex.' },
  { name: 'parent_span_id', type: 'VARCHAR', sql: 'e.parent_span_id', description: 'Span this one is part of.' },
  { name: 'name', type: 'VARCHAR', sql: 'e.body', description: 'Operation.' },
  { name: 'kind', type: 'VARCHAR', sql: 'e."span.kind"', description: 'SERVER, CLIENT, INTERNAL, PRODUCER, CONSUMER.' },
  { name: 'service_name', type: 'VARCHAR', sql: 'e.service_name', description: 'service.name' },
  { name: 'start_time', type: 'TIMESTAMP_NS', sql: 'make_timestamp_ns({time})', description: 'Start, UTC.' },
  { name: 'end_time', type: 'TIMESTAMP_NS', sql: 'make_timestamp_ns({time} + e.duration_ns)', description: 'End, UTC.' },
  { name: 'start_time_ns', type: 'BIGINT', sql: '{time}', description: 'Start in nanoseconds since 1970.' },
  { name: 'duration_ns', type: 'BIGINT', sql: 'e.duration_ns', description: 'Nanoseconds from start to end.' },
  { name: 'status_code', type: 'VARCHAR', sql: 'e.status_code', description: 'OK, ERROR or UNSET.' },
  { name: 'status_message', type: 'VARCHAR', sql: 'e.status_message', description: 'What the instrumented code said of an error.' },
  { name: 'events', type: 'JSON', sql: 'e."span.events"::JSON', description: 'What happened inside it: [{time_ns, name, attributes}], times as recorded.' },
  { name: 'links', type: 'JSON', sql: 'e."span.links"::JSON', description: 'Spans of other traces it belongs with.' },
  { name: 'scope_name', type: 'VARCHAR', sql: 'e."otel.scope.name"', description: 'Instrumentation that made it.' },
  { name: 'attributes', type: 'JSON', sql: "coalesce(e.attributes, '{}')::JSON", description: 'Attributes of the span and its resource.' },
  ...PLACE_COLUMNS,
];

/** What `tephra sql --schema` prints and the SQL console completes. */
export function describeSchema(formats: readonly TableFormat[]): Array<{ table: string; description: string; columns: ColumnDoc[] }> {
  const doc = (columns: readonly ColumnDoc[]): ColumnDoc[] => columns.map(({ name, type, description }) => ({ name, type, description }));
  const attributes: ColumnDoc = { name: 'attributes', type: 'JSON', description: "Everything else the record says: (attributes->>'$.\"client.address\"') = '10.0.0.7'. In parentheses: ->> binds weaker than = and AND." };
  return [
    { table: 'events', description: 'Every record of every artifact.', columns: [...doc(EVENT_COLUMNS), attributes, { name: 'kind', type: 'VARCHAR', description: 'Format id of its artifact.' }, OTHER_ATTRIBUTES] },
    ...formats.map((f) => ({
      table: tableName(f.id),
      description: `Records of kind ${f.id} (${f.title}) with their typed fields.`,
      columns: [...doc(EVENT_COLUMNS), ...f.fields.map((field) => ({ name: field.name, type: fieldType(field), description: field.description })), attributes],
    })),
    { table: 'artifacts', description: 'Pieces of evidence.', columns: ARTIFACT_COLUMNS },
    { table: 'diagnostics', description: 'What was wrong with evidence.', columns: DIAGNOSTIC_COLUMNS },
    { table: 'spans', description: 'Spans of traces.', columns: doc(SPAN_COLUMNS) },
    { table: 'metric_points', description: 'Points of metrics; they are not in `events`.', columns: doc(METRIC_COLUMNS) },
  ];
}

/** Free text of a filter is sought in the body and here. */
const OTHER_ATTRIBUTES: ColumnDoc = { name: 'other_attributes', type: 'JSON', description: 'Those of the attributes that its kind has no column for.' };

const ARTIFACT_COLUMNS: ColumnDoc[] = [
  { name: 'sha256', type: 'VARCHAR', description: 'Address of the evidence.' },
  { name: 'path', type: 'VARCHAR', description: 'Path it was first taken in under.' },
  { name: 'kind', type: 'VARCHAR', description: 'Format id, or unknown.' },
  { name: 'title', type: 'VARCHAR', description: 'Kind in words.' },
  { name: 'status', type: 'VARCHAR', description: 'understood, carried, pending or failed.' },
  { name: 'confidence', type: 'DOUBLE', description: 'Of the detection, 0 to 1.' },
  { name: 'reason', type: 'VARCHAR', description: 'Why it was taken for that kind.' },
  { name: 'records', type: 'BIGINT', description: 'Records in it.' },
  { name: 'understood_bytes', type: 'BIGINT', description: 'Bytes inside records the format understood.' },
  { name: 'not_understood', type: 'BIGINT', description: 'Records kept as text only.' },
  { name: 'diagnostics', type: 'BIGINT', description: 'How many things were wrong.' },
  { name: 'first_time', type: 'TIMESTAMP_NS', description: 'Earliest time in it, UTC.' },
  { name: 'last_time', type: 'TIMESTAMP_NS', description: 'Latest time in it, UTC.' },
  { name: 'container', type: 'VARCHAR', description: 'SHA-256 of the archive it was unpacked from; artifacts.sha256. NULL when it was handed in itself.' },
  { name: 'member_path', type: 'VARCHAR', description: 'Path in that archive.' },
  { name: 'clock_offset_ns', type: 'BIGINT', description: 'What is added to its recorded times, because people said that its clock was wrong; 0 where nothing is.' },
  { name: 'clock_uncertainty_ns', type: 'BIGINT', description: '± of its clock; NULL where nobody said.' },
];

const DIAGNOSTIC_COLUMNS: ColumnDoc[] = [
  { name: 'artifact', type: 'VARCHAR', description: 'SHA-256 of the evidence.' },
  { name: 'path', type: 'VARCHAR', description: 'Path it was first taken in under.' },
  { name: 'code', type: 'VARCHAR', description: 'What kind of damage, namespaced by format or stage.' },
  { name: 'severity', type: 'VARCHAR', description: 'info, warning or error.' },
  { name: 'message', type: 'VARCHAR', description: 'In words.' },
  { name: 'offset_bytes', type: 'BIGINT', description: 'First byte concerned.' },
  { name: 'length_bytes', type: 'BIGINT', description: 'Bytes concerned.' },
];
