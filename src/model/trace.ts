import { z } from 'zod';
import { Count, Nanoseconds } from './primitives.ts';

/**
 * Which traces to show: those that begin in a time (half-open) and of which one span passes all of `service`,
 * `operation`, `errorsOnly` and `text`. Durations are those of the whole trace.
 */
export const TraceFilter = z.object({
  fromNs: Nanoseconds.optional(),
  toNs: Nanoseconds.optional(),
  /** Exactly; the empty text is a span that names no service. */
  service: z.string().optional(),
  operation: z.string().optional(),
  minDurationNs: Nanoseconds.optional(),
  maxDurationNs: Nanoseconds.optional(),
  errorsOnly: z.boolean().default(false),
  /** In names, attributes, events and status messages whatever the case, or the beginning of an id. */
  text: z.string().max(1000).optional(),
});
export type TraceFilter = z.infer<typeof TraceFilter>;

export const TRACE_SORTS = ['start', 'duration', 'spans', 'errors'] as const;
export const TraceSort = z.enum(TRACE_SORTS);
export type TraceSort = z.infer<typeof TraceSort>;

/** A trace in a list. */
export const TraceSummary = z.object({
  /** Empty for the spans that name no trace. */
  traceId: z.string(),
  /** Service and name of its root; where no span is without a parent, of the span that begins first. */
  service: z.string(),
  name: z.string(),
  rootMissing: z.boolean(),
  /** Absent: none of its spans has a time. */
  startNs: Nanoseconds.optional(),
  /** From the first start to the last end. */
  durationNs: Nanoseconds,
  spans: Count,
  errors: Count,
  /** Those with the most spans first, at most `SUMMARY_SERVICES` of `serviceCount`. */
  services: z.array(z.object({ name: z.string(), spans: Count })),
  serviceCount: Count,
});
export type TraceSummary = z.infer<typeof TraceSummary>;

export const SUMMARY_SERVICES = 12;

/** Span kinds by the number that columns carry; 0 is one that says none. https://opentelemetry.io/docs/specs/otel/trace/api/#spankind */
export const SPAN_KINDS = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;

/** What is so, or wrong, with a span: bits of a number. */
export const SPAN_FLAG = {
  error: 1,
  /** Part of it is on the critical path. */
  critical: 2,
  /** It names a parent that is not among the spans. */
  missingParent: 4,
  /** Its parents lead back to itself: shown as a root here, the loop is cut. */
  cycle: 8,
  /** Clocks disagree, or its work was handed over: it is not within its parent's time. */
  beginsBeforeParent: 16,
  endsAfterParent: 32,
  neverEnded: 64,
  noTime: 128,
  /** Another span of the trace has the same id; children are shown below the first of them. */
  duplicateId: 256,
  endsBeforeStart: 512,
} as const;
export type SpanFlag = keyof typeof SPAN_FLAG;

/** A service, or what a service called that left no spans of its own. */
export const ServiceNode = z.object({
  /** `service:<name>`, `database:<name>`, `messaging:<name>`, `external:<name>`. */
  id: z.string(),
  kind: z.enum(['service', 'database', 'messaging', 'external']),
  name: z.string(),
  /** What it runs on, where its callers say: "postgresql". */
  system: z.string(),
  spans: Count,
  errors: Count,
  /** Requests to it: its spans without a parent in the same service; for a peer the calls to it. */
  requests: Count,
  /** Of its requests; absent when none has a duration. */
  p50Ns: Nanoseconds.optional(),
  p95Ns: Nanoseconds.optional(),
});
export type ServiceNode = z.infer<typeof ServiceNode>;

/** Calls from one node to another: durations and errors are those of the called span, or of the call where the peer left none. */
export const ServiceEdge = z.object({
  from: z.string(),
  to: z.string(),
  calls: Count,
  errors: Count,
  p50Ns: Nanoseconds.optional(),
  p95Ns: Nanoseconds.optional(),
});
export type ServiceEdge = z.infer<typeof ServiceEdge>;
