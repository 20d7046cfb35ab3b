import { firstText, NO_FINDINGS, readEventDocuments, shortText, type EventFinding } from '../contract-json-events.ts';
import { documentHead } from '../contract-json-head.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import type { DocumentElement, DocumentPlan } from '../contract-json-stream.ts';
import { emptyAttributes } from '../contract-record.ts';
import { SPAN_FIELDS } from '../contract-span.ts';
import { fillSpan, microsecondsNs, paddedId, SPAN_KINDS } from '../contract-trace.ts';
import type { Detection, EventRecord, Format, Head } from '../contract.ts';

/** A trace is a list of spans; an answer to a search is a list of traces. */
const tracePlan: DocumentPlan = { elements: ['[]'] };
const tracesPlan: DocumentPlan = { elements: ['[][]'] };

/** Zipkin's JSON, version 2. */
export const zipkin: Format = {
  id: 'zipkin',
  title: 'Zipkin traces',
  extensions: ['json'],
  magic: ['[{"traceId": …, "id": …, "localEndpoint": …'],
  specification: [
    { title: 'Zipkin API v2', url: 'https://zipkin.io/zipkin-api/' },
    { title: 'OpenTelemetry to Zipkin', url: 'https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/' },
  ],
  signal: 'spans',
  fields: SPAN_FIELDS,
  detect,
  async parse(source, sink, options, signal) {
    const bytes = await source.read(0, 64 * 1024);
    const lists = Array.isArray(firstElement({ bytes, complete: source.sizeBytes <= bytes.length, name: options.name, sizeBytes: source.sizeBytes }));
    const counts = await readEventDocuments(source, sink, signal, { formatId: 'zipkin', plan: lists ? tracesPlan : tracePlan, noun: 'spans', onlyUnderstood: true, read });
    return { counts: { documents: counts.documents, spans: counts.events, brokenElements: counts.brokenElements }, summary: {} };
  },
};

function isSpan(value: unknown): value is Json {
  return isObject(value) && typeof value['traceId'] === 'string' && typeof value['id'] === 'string'
    && (typeof value['timestamp'] === 'number' || isObject(value['localEndpoint']) || typeof value['duration'] === 'number' || 'kind' in value && 'name' in value);
}

function read(element: DocumentElement, record: EventRecord): readonly EventFinding[] | undefined {
  const span = element.value;
  if (!isSpan(span)) return undefined;
  const attributes = emptyAttributes();
  const tags = isObject(span['tags']) ? span['tags'] : emptyAttributes();
  for (const key in tags) if (!MAPPED.has(key)) attributes[key] = tags[key];
  const local = isObject(span['localEndpoint']) ? span['localEndpoint'] : emptyAttributes();
  const remote = isObject(span['remoteEndpoint']) ? span['remoteEndpoint'] : emptyAttributes();
  const more: ReadonlyArray<readonly [string, string | undefined]> = [
    ['host.ip', firstText(local['ipv4'], local['ipv6'])], ['peer.service', firstText(remote['serviceName'])],
    ['network.peer.address', firstText(remote['ipv4'], remote['ipv6'])], ['network.peer.port', shortText(remote['port'])],
  ];
  for (const [name, value] of more) if (value !== undefined) attributes[name] ??= value;
  if (span['shared'] === true) attributes['zipkin.shared'] = true;
  const startNs = microsecondsNs(span['timestamp']);
  const status = firstText(tags['otel.status_code'])?.toUpperCase();
  const kind = firstText(span['kind'])?.toUpperCase();
  // https://github.com/openzipkin/b3-propagation: a tag `error` marks an error, whatever it says.
  const error = status === 'ERROR' || Object.hasOwn(tags, 'error') && tags['error'] !== 'false';
  fillSpan({
    name: firstText(span['name']) ?? '', startNs, startText: startNs === undefined ? undefined : String(startNs / 1000n), durationNs: microsecondsNs(span['duration']),
    traceId: paddedId(span['traceId'], 32), spanId: paddedId(span['id'], 16), parentSpanId: paddedId(span['parentId'], 16),
    kind: kind !== undefined && SPAN_KINDS.has(kind) ? kind : undefined, error, statusCode: status === 'OK' ? 'OK' : 'UNSET',
    statusMessage: error ? firstText(tags['otel.status_description'], tags['error']) : undefined,
    serviceName: firstText(local['serviceName']), hostName: undefined, scopeName: firstText(tags['otel.scope.name'], tags['otel.library.name']),
    events: list(span['annotations']).map((a) => ({ time_ns: microsecondsNs(a['timestamp'])?.toString(), name: shortText(a['value']) ?? '', attributes: emptyAttributes() })),
    links: [], attributes,
  }, record);
  return startNs === undefined ? [{ code: 'without-time', message: 'The span does not say when it began.' }] : NO_FINDINGS;
}

const MAPPED = new Set(['otel.status_code', 'otel.status_description', 'otel.scope.name', 'otel.library.name']);

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function firstElement(head: Head): unknown {
  const first = documentHead(head)?.first;
  return Array.isArray(first) ? first[0] : undefined;
}

function detect(head: Head): Detection | undefined {
  const element = firstElement(head);
  const span: unknown = Array.isArray(element) ? element[0] : element;
  return isSpan(span) ? { confidence: 1, reason: Array.isArray(element) ? 'a list of traces in the JSON of Zipkin' : 'a trace in the JSON of Zipkin' } : undefined;
}
