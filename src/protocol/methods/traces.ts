import { z } from 'zod';
import { Count, Nanoseconds } from '../../model/primitives.ts';
import { ServiceEdge, ServiceNode, TraceFilter, TraceSort, TraceSummary } from '../../model/trace.ts';
import { defineMethod } from '../define.ts';

const QUERY_ERRORS = ['query/invalid', 'query/too-slow'];

/** Traces that pass, `from` … `from + count` of them in the order asked for; those without a time come last. */
export const listTraces = defineMethod({
  name: 'traces.list', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({
    filter: TraceFilter, sort: TraceSort.default('start'), descending: z.boolean().default(false), from: Count, count: Count.max(1000),
  }),
  output: z.object({
    /** Traces that pass the filter, and all traces of the case. */
    total: Count,
    unfiltered: Count,
    rows: z.array(TraceSummary),
    indexRevision: Count,
  }),
});

/**
 * Traces over start and duration, counted in cells: durations in bands of equal width of their logarithm, from
 * `lowNs` (1 or more) to `highNs`. Cells that hold nothing are not sent.
 */
export const traceDurations = defineMethod({
  name: 'traces.durations', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({ filter: TraceFilter, columns: Count.min(1).max(1000), bands: Count.min(1).max(200) }),
  output: z.object({
    fromNs: Nanoseconds,
    /** The end of the last column. */
    toNs: Nanoseconds,
    lowNs: z.number(),
    highNs: z.number(),
    column: z.instanceof(Uint16Array),
    band: z.instanceof(Uint16Array),
    traces: z.instanceof(Float64Array),
    /** How many of them hold an error. */
    withErrors: z.instanceof(Float64Array),
    /** The slowest trace of the cell. */
    slowest: z.array(z.string()),
    /** Traces that begin at no known time: in no cell. */
    withoutTime: Count,
  }),
});

/** Services that spans name, those with the most spans first; with a `service`, its operations too. */
export const traceNames = defineMethod({
  name: 'traces.names', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({ service: z.string().optional(), limit: Count.max(2000).default(500) }),
  output: z.object({
    /** Spans of the case, and formats that can bring some, by their titles. */
    spans: Count,
    formats: z.array(z.string()),
    services: z.array(z.object({ name: z.string(), spans: Count, errors: Count })),
    operations: z.array(z.object({ name: z.string(), spans: Count, errors: Count })),
  }),
});

/** Spans in the order of a waterfall: each followed by what it called, so that a subtree is a run of rows. */
export const SpanBlock = z.object({
  /** Row of its first span. */
  from: Count,
  spans: Count,
  /** Texts that `service`, `name` and `artifact` of this block and of later ones number: sent once, when first used. */
  texts: z.array(z.string()),
  spanId: z.array(z.string()),
  /** From `baseNs` of the result; NaN for a span without a time. */
  startNs: z.instanceof(Float64Array),
  /** NaN for a span that never ended. */
  durationNs: z.instanceof(Float64Array),
  /** Its own time: during which no child ran. */
  selfNs: z.instanceof(Float64Array),
  depth: z.instanceof(Uint32Array),
  /** Row of the parent, counted over all blocks; -1 for a root. */
  parent: z.instanceof(Int32Array),
  /** Rows of its subtree, itself included, and how many of them are errors. */
  subtree: z.instanceof(Uint32Array),
  subtreeErrors: z.instanceof(Uint32Array),
  service: z.instanceof(Uint32Array),
  name: z.instanceof(Uint32Array),
  /** Numbers of `SPAN_KINDS`. */
  kind: z.instanceof(Uint8Array),
  /** Bits of `SPAN_FLAG`. */
  flags: z.instanceof(Uint16Array),
  /** Where it stands: number of the text with the SHA-256, offset, length. */
  artifact: z.instanceof(Uint32Array),
  offsetBytes: z.instanceof(Float64Array),
  lengthBytes: z.instanceof(Float64Array),
});

/** One trace. The items are its spans; the answer what is true of all of them. */
export const getTrace = defineMethod({
  name: 'traces.get', kind: 'stream', scope: 'case', errors: ['traces/not-found', ...QUERY_ERRORS],
  input: z.object({ traceId: z.string() }),
  item: SpanBlock,
  output: z.object({
    /** What offsets count from: the first start. 0 when no span has a time. */
    baseNs: Nanoseconds,
    /** From the first start to the last end. */
    durationNs: z.number(),
    spans: Count,
    /** Spans of the trace that were left out because there are too many. */
    leftOut: Count,
    roots: Count,
    /** The critical path: parts of spans, from the first to the last, rows and offsets from `baseNs`. */
    critical: z.object({ row: z.instanceof(Uint32Array), fromNs: z.instanceof(Float64Array), toNs: z.instanceof(Float64Array) }),
  }),
});

/** Who calls whom in the traces that pass. */
export const serviceMap = defineMethod({
  name: 'traces.serviceMap', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({ filter: TraceFilter }),
  output: z.object({ traces: Count, nodes: z.array(ServiceNode), edges: z.array(ServiceEdge) }),
});
