import { z } from 'zod';
import { Clock } from './clock.ts';
import { Count, Nanoseconds, Sha256 } from './primitives.ts';

/** An event is identified by the artifact and the offset of its first byte; row numbers never leave a query. */
export const EventId = z.object({ sha256: Sha256, offsetBytes: Count });
export type EventId = z.infer<typeof EventId>;

/** A row as the table of Explore shows it. Field meanings: OpenTelemetry log data model. */
export const EventRow = EventId.extend({
  lengthBytes: Count,
  /** 1-based physical line of the first byte; 0 where the format has no lines. */
  line: Count,
  /** Absent: the record carries no time of its own. */
  timeNs: Nanoseconds.optional(),
  /** What people said of the clock that wrote it: `timeNs` is the recorded time plus its offset. */
  clock: Clock.optional(),
  severityNumber: z.number().int().min(0).max(24),
  /** service.name, else the artifact's short path. */
  source: z.string(),
  /** Body, cut to 2,000 characters with an ellipsis; the bytes are in the evidence. */
  body: z.string(),
});
export type EventRow = z.infer<typeof EventRow>;

/** Everything known of one event. `attributes` are OpenTelemetry semantic-convention names where one exists. */
export const EventDetail = EventRow.extend({
  observedTimeNs: Nanoseconds.optional(),
  /** The time exactly as it stands in the evidence. */
  timeText: z.string().optional(),
  severityText: z.string().optional(),
  serviceName: z.string().optional(),
  hostName: z.string().optional(),
  traceId: z.string().optional(),
  spanId: z.string().optional(),
  attributes: z.record(z.string(), z.unknown()),
  /** What the message says without what varies; absent until templates are mined. Filters name it by its id. */
  template: z.object({ id: z.string(), pattern: z.string() }).optional(),
  fullBody: z.string(),
  path: z.string(),
  kind: z.string(),
});
export type EventDetail = z.infer<typeof EventDetail>;
