import type { FieldDefinition } from './contract.ts';

/**
 * What every span says beside the record's own `timeNs` (start), `traceId`, `spanId`, `serviceName` and `body` (its
 * name). A format with `signal: 'spans'` begins its `fields` with these, in this order; the SQL view `spans` and the
 * waterfall read them whatever the format. OpenTelemetry trace data model:
 * https://opentelemetry.io/docs/specs/otel/trace/api/#span
 * A span that ended in an error has the record's severity 17 (ERROR), every other 0: spans have no level of their own.
 */
export const SPAN_FIELDS: readonly FieldDefinition[] = [
  { name: 'parent_span_id', type: 'string', description: 'Span this one is part of; none for the root. Lower-case hex.' },
  { name: 'span.kind', type: 'string', description: 'SERVER, CLIENT, INTERNAL, PRODUCER or CONSUMER.', facet: true },
  { name: 'duration_ns', type: 'integer', description: 'Nanoseconds from start to end; none for a span that never ended.' },
  { name: 'status_code', type: 'string', description: 'OK, ERROR or UNSET.', facet: true },
  { name: 'status_message', type: 'string', description: 'What the instrumented code said of an error.' },
  { name: 'span.events', type: 'string', description: 'JSON list of {time_ns (text), name, attributes}: what happened inside, exceptions above all.' },
  { name: 'span.links', type: 'string', description: 'JSON list of {trace_id, span_id, attributes}: spans of other traces it belongs with.' },
  { name: 'otel.scope.name', type: 'string', description: 'Instrumentation that made the span.' },
];

/** Places of `SPAN_FIELDS` in a record's `fields`. */
export const SPAN_FIELD = { parentSpanId: 0, kind: 1, durationNs: 2, statusCode: 3, statusMessage: 4, events: 5, links: 6, scopeName: 7 } as const;
