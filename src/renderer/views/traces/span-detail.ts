import { parseRfc3339 } from '../../../base/time.ts';
import { correctedTime } from '../../../model/clock.ts';
import type { EventDetail } from '../../../model/event.ts';

export interface SpanEvent {
  readonly name: string;
  readonly timeNs: bigint | undefined;
  readonly attributes: ReadonlyArray<readonly [name: string, value: string]>;
  /** Of an exception: what it was and where. https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/ */
  readonly exception: { readonly type: string; readonly message: string; readonly stack: string } | undefined;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: ReadonlyArray<readonly [name: string, value: string]>;
}

/** What a span says beside its columns, from the record's attributes. What is not as expected is left where it can be read: in the attributes. */
export interface SpanDetail {
  readonly statusMessage: string;
  readonly scope: string;
  readonly attributes: ReadonlyArray<readonly [name: string, value: string]>;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
}

/** Fields that have a place of their own in the drawer. */
const OWN = new Set(['parent_span_id', 'span.kind', 'duration_ns', 'status_code', 'status_message', 'span.events', 'span.links', 'otel.scope.name']);
const EXCEPTION = ['exception.type', 'exception.message', 'exception.stacktrace'];

export function spanDetail({ attributes, clock }: EventDetail): SpanDetail {
  const events = listOf(attributes['span.events']);
  const links = listOf(attributes['span.links']);
  const unread = [...(events ? [] : ['span.events']), ...(links ? [] : ['span.links'])].filter((name) => attributes[name] !== undefined && attributes[name] !== null);
  return {
    statusMessage: textOf(attributes['status_message']),
    scope: textOf(attributes['otel.scope.name']),
    attributes: pairs(Object.fromEntries(Object.entries(attributes).filter(([name]) => !OWN.has(name) || unread.includes(name)))),
    events: (events ?? []).map((event) => eventOf(event, clock)),
    links: (links ?? []).map((link) => ({ traceId: textOf(link['trace_id']), spanId: textOf(link['span_id']), attributes: pairs(link['attributes']) })),
  };
}

function eventOf(event: Record<string, unknown>, clock: EventDetail['clock']): SpanEvent {
  const all = isRecord(event['attributes']) ? event['attributes'] : {};
  const [type, message, stack] = EXCEPTION.map((name) => textOf(all[name]));
  const recordedNs = timeOf(event['time_ns']);
  const isException = type !== '' || message !== '' || stack !== '';
  return {
    // What is inside a span is of the clock that the span is of.
    name: textOf(event['name']), timeNs: recordedNs === undefined ? undefined : correctedTime(recordedNs, clock),
    attributes: pairs(Object.fromEntries(Object.entries(all).filter(([name]) => !EXCEPTION.includes(name)))),
    exception: isException ? { type: type!, message: message!, stack: stack! } : undefined,
  };
}

function timeOf(value: unknown): bigint | undefined {
  const text = textOf(value);
  return /^-?\d{1,19}$/.test(text) ? BigInt(text) : parseRfc3339(text);
}

/** A list of objects, given as such or as JSON text; `undefined` when it is neither. */
function listOf(value: unknown): Array<Record<string, unknown>> | undefined {
  if (value === undefined || value === null || value === '') return [];
  try {
    const list: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    return Array.isArray(list) && list.every(isRecord) ? list : undefined;
  } catch {
    return undefined;
  }
}

function pairs(value: unknown): Array<readonly [string, string]> {
  return isRecord(value) ? Object.entries(value).filter(([, v]) => v !== null && v !== undefined).map(([name, v]) => [name, textOf(v)] as const) : [];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? v.toString() : v)) ?? '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
