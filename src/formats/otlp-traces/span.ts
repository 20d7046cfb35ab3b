import { isObject, type Json } from '../contract-json-object.ts';
import { stringifyJson } from '../contract-json.ts';
import { attributesOf, enumName, integer, list, member, mergeAttributes, nanoseconds, otlpId, text, type OtlpResource, type OtlpScope } from '../contract-otlp.ts';
import { MAX_BODY } from '../contract-record.ts';
import type { EventRecord } from '../contract.ts';

/** opentelemetry.proto.trace.v1: SpanKind and Status.StatusCode by their numbers. Unspecified says nothing. */
const KINDS = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUS_CODES = ['UNSET', 'OK', 'ERROR'];
const SEVERITY_ERROR = 17;

/** What reading a span found wrong. */
export interface SpanFinding {
  readonly code: 'unreadable-time' | 'unreadable-id' | 'ends-before-it-starts';
  readonly message: string;
}

/** Whether an object has what makes a span one: an id or a name, and when it began. */
export function isSpan(value: unknown): value is Json {
  if (!isObject(value)) return false;
  return (member(value, 'spanId') !== undefined || value['name'] !== undefined) && member(value, 'startTimeUnixNano') !== undefined
    || (member(value, 'spanId') !== undefined && member(value, 'traceId') !== undefined && value['name'] !== undefined);
}

/** https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto */
export function readSpan(span: Json, resource: OtlpResource, scope: OtlpScope, record: EventRecord): SpanFinding[] {
  const findings: SpanFinding[] = [];
  const startText = member(span, 'startTimeUnixNano');
  const start = nanoseconds(startText);
  const written = typeof startText === 'string' ? startText : stringifyJson(startText ?? 0);
  if (start === undefined && written !== '0') {
    findings.push({ code: 'unreadable-time', message: `"${written.slice(0, 60)}" is no time in nanoseconds; the span has no start.` });
  }
  record.timeNs = start;
  record.timeText = start === undefined ? undefined : written;
  const end = nanoseconds(member(span, 'endTimeUnixNano'));
  let durationNs: number | bigint | undefined;
  if (start !== undefined && end !== undefined) {
    if (end >= start) durationNs = integer(end - start);
    else findings.push({ code: 'ends-before-it-starts', message: `The span ends ${start - end} ns before it starts; it has no duration.` });
  }

  record.traceId = id(span, 'traceId', 32, findings);
  record.spanId = id(span, 'spanId', 16, findings);
  const name = typeof span['name'] === 'string' ? span['name'] : '';
  record.body = name.length > MAX_BODY ? name.slice(0, MAX_BODY) : name;
  record.serviceName = resource.serviceName;
  record.hostName = resource.hostName;

  const status = isObject(span['status']) ? span['status'] : undefined;
  const statusCode = enumName(status?.['code'], STATUS_CODES, 'STATUS_CODE_') ?? 'UNSET';
  const events = list(span['events']).map(readEvent);
  const exception = events.findLast((event) => event.name === 'exception')?.attributes;
  record.severityNumber = statusCode === 'ERROR' ? SEVERITY_ERROR : 0;

  const attributes = attributesOf(span['attributes']);
  for (const key of ['exception.type', 'exception.message']) if (exception && key in exception && !(key in attributes)) attributes[key] = exception[key];
  const state = text(member(span, 'traceState'));
  if (state !== undefined) attributes['w3c.tracestate'] = state;
  // https://opentelemetry.io/docs/specs/otel/common/mapping-to-non-otlp/#dropped-attributes-count
  for (const [from, to] of DROPPED) {
    const dropped = integer(member(span, from));
    if (dropped !== undefined && dropped !== 0) attributes[to] = dropped;
  }
  mergeAttributes(attributes, scope.attributes, resource.attributes);
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;

  const links = list(span['links']).map((link) => ({
    trace_id: otlpId(member(link, 'traceId'), 32), span_id: otlpId(member(link, 'spanId'), 16), attributes: attributesOf(link['attributes']),
  }));
  record.fields = [
    id(span, 'parentSpanId', 16, findings),
    enumName(span['kind'], KINDS, 'SPAN_KIND_') || undefined,
    durationNs,
    statusCode,
    text(status?.['message']) ?? (statusCode === 'ERROR' ? exceptionText(exception) : undefined),
    events.length > 0 ? stringifyJson(events) : undefined,
    links.length > 0 ? stringifyJson(links) : undefined,
    scope.name,
  ];
  return findings;
}

const DROPPED = [
  ['droppedAttributesCount', 'otel.dropped_attributes_count'], ['droppedEventsCount', 'otel.dropped_events_count'], ['droppedLinksCount', 'otel.dropped_links_count'],
] as const;

function readEvent(event: Json): { time_ns: string | undefined; name: string; attributes: Json } {
  return {
    time_ns: nanoseconds(member(event, 'timeUnixNano'))?.toString(),
    name: typeof event['name'] === 'string' ? event['name'] : '',
    attributes: attributesOf(event['attributes']),
  };
}

/** https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/ */
function exceptionText(exception: Json | undefined): string | undefined {
  const type = text(exception?.['exception.type']);
  const message = text(exception?.['exception.message']);
  return type !== undefined && message !== undefined ? `${type}: ${message}` : type ?? message;
}

function id(span: Json, name: string, digits: number, findings: SpanFinding[]): string | undefined {
  const value = member(span, name);
  const found = otlpId(value, digits);
  if (found === undefined && typeof value === 'string' && value !== '' && !/^(?:0+|A+=*)$/.test(value)) {
    findings.push({ code: 'unreadable-id', message: `${name} "${value.slice(0, 60)}" is neither ${digits} hex digits nor base64 of ${digits / 2} bytes.` });
  }
  return found;
}
