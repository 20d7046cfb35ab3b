import { clockJoin, timeSql } from './clocks.ts';
import { ident, literal } from './duck.ts';
import { bodySql, storeTable, type TableFormat } from './schema.ts';

/** Columns of `spansSql`, with the types of an index that has no spans yet. */
const COLUMNS: ReadonlyArray<readonly [name: string, type: string]> = [
  ['id', 'BIGINT'], ['artifact', 'INTEGER'], ['offset_bytes', 'BIGINT'], ['length_bytes', 'BIGINT'], ['trace_id', 'VARCHAR'], ['span_id', 'VARCHAR'],
  ['parent_span_id', 'VARCHAR'], ['time_ns', 'BIGINT'], ['duration_ns', 'BIGINT'], ['service_name', 'VARCHAR'], ['name', 'VARCHAR'], ['kind', 'VARCHAR'],
  ['error', 'BOOLEAN'], ['status_message', 'VARCHAR'], ['events', 'VARCHAR'], ['attributes', 'VARCHAR'],
];

const NO_PARENT = '0'.repeat(16);

/** Every span of the formats that bring some, with the number of its record and artifact: what the view `spans` keeps to itself. */
export function spansSql(formats: readonly TableFormat[], hasClocks: boolean): string {
  if (formats.length === 0) return `SELECT ${COLUMNS.map(([name, type]) => `NULL::${type} AS ${ident(name)}`).join(', ')} WHERE false`;
  return formats.map((f) => `SELECT e.id, e.artifact, e.offset_bytes, e.length_bytes, coalesce(e.trace_id, '') AS trace_id, e.span_id,
    nullif(nullif(e.parent_span_id, ''), '${NO_PARENT}') AS parent_span_id, ${timeSql(hasClocks)} AS time_ns, e.duration_ns, e.service_name, ${bodySql(f, 'e')} AS name,
    e."span.kind" AS kind, coalesce(e.status_code = 'ERROR', false) AS error, e.status_message, e."span.events" AS events, e.attributes
    FROM ${storeTable(f.id)} e${clockJoin(hasClocks)}`).join(' UNION ALL ');
}

const QUANTILES = 'quantile_disc(c.duration_ns, [0.5, 0.95])';

const CALLING = "upper(kind) IN ('CLIENT', 'PRODUCER')";
const CALLED = "upper(kind) IN ('SERVER', 'CONSUMER')";

/**
 * Spans and the service of their parent, where that is among them. An id that stands twice is one parent: of two ends
 * of a call that share it (Zipkin) the called one, whose own caller is the other end.
 */
function withParent(spans: string): string {
  return `WITH s AS (${spans}),
    p AS (SELECT trace_id, span_id, coalesce(any_value(coalesce(service_name, '')) FILTER (${CALLED}), any_value(coalesce(service_name, ''))) AS service FROM s WHERE span_id IS NOT NULL GROUP BY ALL),
    q AS (SELECT trace_id, span_id, any_value(coalesce(service_name, '')) AS service FROM s WHERE span_id IS NOT NULL AND ${CALLING} GROUP BY ALL),
    -- A key of its own for the join: a condition beside the keys would keep DuckDB from hashing.
    k AS (SELECT *, CASE WHEN ${CALLED} THEN span_id END AS called_id FROM s),
    c AS (SELECT k.*, coalesce(k.service_name, '') AS service, coalesce(q.service, p.service) AS caller FROM k
      LEFT JOIN p ON p.trace_id = k.trace_id AND p.span_id = k.parent_span_id
      LEFT JOIN q ON q.trace_id = k.trace_id AND q.span_id = k.called_id)`;
}

/** Service, spans, errors, requests, quantiles of the durations of its requests. */
export function NODES(spans: string): string {
  const request = 'c.caller IS NULL OR c.caller <> c.service';
  return `${withParent(spans)} SELECT c.service, count(*), count(*) FILTER (c.error), count(*) FILTER (${request}), ${QUANTILES} FILTER (${request})
    FROM c GROUP BY c.service ORDER BY c.service`;
}

/** Caller, callee, calls, errors, quantiles. */
export function EDGES(spans: string): string {
  return `${withParent(spans)} SELECT c.caller, c.service, count(*), count(*) FILTER (c.error), ${QUANTILES}
    FROM c WHERE c.caller <> c.service GROUP BY ALL ORDER BY ALL`;
}

/** OpenTelemetry's names and the ones before them: https://opentelemetry.io/docs/specs/semconv/database/, …/messaging/, …/attributes-registry/peer/ */
const PEER_ATTRIBUTES = {
  databaseSystem: ['db.system.name', 'db.system'],
  messagingSystem: ['messaging.system'],
  database: ['db.namespace', 'db.name', 'peer.service', 'server.address', 'net.peer.name'],
  destination: ['messaging.destination.name', 'messaging.destination', 'peer.service', 'server.address', 'net.peer.name'],
  service: ['peer.service', 'server.address', 'net.peer.name', 'http.host', 'net.peer.ip'],
} as const;
type PeerAttribute = keyof typeof PEER_ATTRIBUTES;

const NAMES = [...new Set(Object.values(PEER_ATTRIBUTES).flat())];

/**
 * Caller, kind, system, name, calls, errors, quantiles of what CLIENT and PRODUCER spans without a child say they
 * called: the other side left no spans.
 */
export function PEERS(spans: string): string {
  // A struct: the JSON is read once for all names, and its members cost nothing to ask for.
  const said = literal(JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, 'VARCHAR']))));
  const first = (attribute: PeerAttribute): string => `coalesce(${PEER_ATTRIBUTES[attribute].map((name) => `nullif(x.said.${ident(name)}, '')`).join(', ')})`;
  return `WITH s AS (${spans}),
    x AS (SELECT coalesce(s.service_name, '') AS service, s.error, s.duration_ns, json_transform(s.attributes, ${said}) AS said FROM s
      WHERE ${CALLING} AND s.attributes IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM s k WHERE k.trace_id = s.trace_id AND k.parent_span_id = s.span_id)
        AND NOT EXISTS (SELECT 1 FROM s k WHERE k.trace_id = s.trace_id AND k.span_id = s.span_id AND ${CALLED.replace('kind', 'k.kind')})),
    c AS (SELECT service, error, duration_ns, ${first('databaseSystem')} AS db, ${first('messagingSystem')} AS messaging,
      ${first('database')} AS db_name, ${first('destination')} AS destination, ${first('service')} AS peer FROM x),
    d AS (SELECT service, error, duration_ns, CASE WHEN db IS NOT NULL THEN 'database' WHEN messaging IS NOT NULL THEN 'messaging' ELSE 'external' END AS kind,
      coalesce(db, messaging, '') AS system,
      CASE WHEN db IS NOT NULL THEN coalesce(db_name, db) WHEN messaging IS NOT NULL THEN coalesce(destination, messaging) ELSE peer END AS name FROM c)
    SELECT c.service, c.kind, c.system, c.name, count(*), count(*) FILTER (c.error), ${QUANTILES} FROM d c WHERE c.name IS NOT NULL GROUP BY ALL ORDER BY ALL`;
}
