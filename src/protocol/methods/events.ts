import { z } from 'zod';
import { EventDetail, EventId, EventRow } from '../../model/event.ts';
import { Filter } from '../../model/filter.ts';
import { Count, Nanoseconds } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

/** Failure of a filter or a query that a person typed; data has `position` where known. */
const QUERY_ERRORS = ['query/invalid', 'query/too-slow'];

/**
 * Rows `from` … `from + count` of the filtered events in time order; those without a time come last, in file order. Rows of
 * evidence whose SHA-256 is not known yet have a stand-in for it (model/stand-in.ts), unless `named` waits until it is.
 */
export const pageEvents = defineMethod({
  name: 'events.page', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({ filter: Filter, from: Count, count: Count.max(2000), named: z.boolean().optional() }),
  output: z.object({
    /** Rows that pass the filter, and all events of the case. */
    total: Count,
    unfiltered: Count,
    rows: z.array(EventRow),
    indexRevision: Count,
  }),
});

/**
 * The row of the next event that matches, searching from `fromRow` (exclusive) without wrapping.
 * `minSeverity` alone finds the next error or warning; `term` the next hit; `timeNs` the first row at or after it;
 * `event` the row of one event; `events` the next of several (marks).
 */
export const seekEvent = defineMethod({
  name: 'events.seek', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({
    filter: Filter,
    fromRow: z.number().int().min(-1),
    direction: z.enum(['next', 'previous']),
    minSeverity: z.number().int().min(1).max(24).optional(),
    term: z.object({ kind: z.enum(['text', 'regex']), text: z.string().min(1) }).optional(),
    timeNs: Nanoseconds.optional(),
    event: EventId.optional(),
    events: z.array(EventId).max(1000).optional(),
  }),
  output: z.object({ row: Count.optional() }),
});

/**
 * The filtered list from its first row to its last in `buckets` stretches: the worst severity class of each, an index
 * into `SEVERITY_CLASSES`, which part of it is of that class in 255ths, and the rows of those of `events` that pass.
 */
export const overviewEvents = defineMethod({
  name: 'events.overview', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({ filter: Filter, buckets: Count.min(1).max(2000), events: z.array(EventId).max(1000) }),
  output: z.object({ total: Count, worst: z.instanceof(Uint8Array), share: z.instanceof(Uint8Array), rows: z.array(Count) }),
});

/** Fields that records of the case have, as the filter bar names them: what every record has, typed fields, attributes. */
export const listFields = defineMethod({
  name: 'events.fields', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.array(z.object({ field: z.string(), description: z.string(), type: z.enum(['text', 'number', 'level']) })),
});

/** Values of one field among the events that pass the filter, that contain a text whatever its case; the most frequent first. */
export const fieldValues = defineMethod({
  name: 'events.values', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({ filter: Filter, field: z.string().min(1).max(200), contains: z.string().max(2000), limit: Count.max(200).default(20) }),
  output: z.object({ field: z.string(), distinct: Count, values: z.array(z.object({ value: z.string(), label: z.string(), count: Count })) }),
});

/** Counts per bucket and severity class. `counts[class * buckets + bucket]`, classes as in `SEVERITY_CLASSES`. */
export const histogram = defineMethod({
  name: 'events.histogram', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({
    filter: Filter,
    buckets: Count.min(1).max(2000),
    /** The span to draw; by default that of the events that pass. */
    fromNs: Nanoseconds.optional(),
    toNs: Nanoseconds.optional(),
  }),
  output: z.object({
    fromNs: Nanoseconds,
    /** Width of a bucket; the last one includes its upper bound. 0 when there are no timed events. */
    stepNs: Nanoseconds,
    buckets: Count,
    counts: z.instanceof(Float64Array),
    withoutTime: Count,
  }),
});

export const facets = defineMethod({
  name: 'events.facets', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({ filter: Filter, limit: Count.max(200).default(12) }),
  output: z.array(z.object({
    /** Filter field: `level`, `source`, `service`, `host`, `kind`, or an attribute name. */
    field: z.string(),
    title: z.string(),
    distinct: Count,
    values: z.array(z.object({ value: z.string(), label: z.string(), count: Count })),
  })),
});

export const getEvent = defineMethod({
  name: 'events.get', kind: 'call', scope: 'case', errors: ['events/not-found'],
  input: EventId,
  output: EventDetail,
});

/** Events around one, ± `seconds`, from its own artifact or from all; the event itself included, at most `limit`. */
export const eventContext = defineMethod({
  name: 'events.context', kind: 'call', scope: 'case', errors: ['events/not-found'],
  input: EventId.extend({ seconds: z.number().min(0).max(86_400), sameArtifact: z.boolean(), limit: Count.max(500).default(100) }),
  output: z.object({ rows: z.array(EventRow), total: Count }),
});

/** One read-only SELECT or EXPLAIN. Cells are strings, numbers, bigints, booleans, null, or nested lists and maps of them. */
export const runSql = defineMethod({
  name: 'sql.run', kind: 'call', scope: 'case', errors: ['sql/invalid', 'sql/not-a-select', 'sql/several-statements', 'sql/refused', 'query/too-slow'],
  input: z.object({ sql: z.string().min(1).max(200_000), maxRows: Count.max(1_000_000).default(10_000) }),
  output: z.object({
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.unknown())),
    truncated: z.boolean(),
    seconds: z.number(),
  }),
});

/** `sql.run` for answers of any size: rows come in items of a few hundred kilobytes. */
export const streamSql = defineMethod({
  name: 'sql.stream', kind: 'stream', scope: 'case', errors: runSql.errors,
  input: z.object({ sql: z.string().min(1).max(200_000), maxRows: Count.max(10_000_000).default(1_000_000) }),
  item: z.object({ rows: z.array(z.array(z.unknown())) }),
  output: runSql.output.omit({ rows: true }),
});

export const sqlSchema = defineMethod({
  name: 'sql.schema', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.array(z.object({
    table: z.string(),
    description: z.string(),
    columns: z.array(z.object({ name: z.string(), type: z.string(), description: z.string() })),
  })),
});

/** Hits in time order with their evidence reference. */
export const searchEvents = defineMethod({
  name: 'search.run', kind: 'stream', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({ filter: Filter, limit: Count.default(1000) }),
  item: EventRow.extend({ path: z.string(), text: z.string() }),
  output: z.object({ total: Count, seconds: z.number() }),
});
