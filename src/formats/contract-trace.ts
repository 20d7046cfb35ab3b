import type { EventRecord, FieldValue } from './contract.ts';
import { clipBody } from './contract-json-events.ts';
import type { Json } from './contract-json-object.ts';
import { stringifyJson } from './contract-json.ts';

/** Whole microseconds, as Jaeger and Zipkin count, in nanoseconds; `undefined` when it is none. */
export function microsecondsNs(value: unknown): bigint | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : typeof value === 'string' ? value : '';
  return /^\d{1,16}$/.test(text) ? BigInt(text) * 1000n : undefined;
}

/** Hex ids, shorter ones with zeros before them: 64-bit trace ids stand in the lower half, and leading zeros are often left out. */
export function paddedId(value: unknown, digits: number): string | undefined {
  if (typeof value !== 'string' || value.length === 0 || value.length > digits || !/^[\da-f]+$/i.test(value)) return undefined;
  return /^0+$/.test(value) ? undefined : value.toLowerCase().padStart(digits, '0');
}

export interface SpanParts {
  readonly name: string;
  readonly startNs: bigint | undefined;
  readonly startText: string | undefined;
  readonly durationNs: bigint | undefined;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly parentSpanId: string | undefined;
  readonly kind: string | undefined;
  readonly error: boolean;
  /** OK or UNSET where it is no error. */
  readonly statusCode: string;
  readonly statusMessage: string | undefined;
  readonly serviceName: string | undefined;
  readonly hostName: string | undefined;
  readonly scopeName: string | undefined;
  readonly events: ReadonlyArray<{ readonly time_ns: string | undefined; readonly name: string; readonly attributes: Json }>;
  readonly links: ReadonlyArray<{ readonly trace_id: string | undefined; readonly span_id: string | undefined; readonly attributes: Json }>;
  readonly attributes: Json;
}

/** The record of a span, its fields in the order of `SPAN_FIELDS`. */
export function fillSpan(parts: SpanParts, record: EventRecord): void {
  record.timeNs = parts.startNs;
  record.timeText = parts.startText;
  record.traceId = parts.traceId;
  record.spanId = parts.spanId;
  record.serviceName = parts.serviceName;
  record.hostName = parts.hostName;
  record.severityNumber = parts.error ? 17 : 0;
  record.body = clipBody(parts.name);
  const { durationNs } = parts;
  const values: FieldValue[] = [
    parts.parentSpanId, parts.kind, durationNs !== undefined && durationNs <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(durationNs) : durationNs, parts.error ? 'ERROR' : parts.statusCode, parts.statusMessage,
    parts.events.length > 0 ? stringifyJson(parts.events) : undefined, parts.links.length > 0 ? stringifyJson(parts.links) : undefined, parts.scopeName,
  ];
  record.fields = values;
  record.attributes = Object.keys(parts.attributes).length > 0 ? parts.attributes : undefined;
}

export const SPAN_KINDS: ReadonlySet<string> = new Set(['CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER', 'INTERNAL']);
