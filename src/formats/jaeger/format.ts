import { firstText, NO_FINDINGS, readEventDocuments, type EventFinding } from '../contract-json-events.ts';
import { documentHead } from '../contract-json-head.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import type { DocumentElement, DocumentPlan } from '../contract-json-stream.ts';
import { SPAN_FIELDS } from '../contract-span.ts';
import { emptyAttributes } from '../contract-record.ts';
import { fillSpan, microsecondsNs, paddedId, SPAN_KINDS } from '../contract-trace.ts';
import type { Detection, EventRecord, Format, Head } from '../contract.ts';

/** An answer of the API, a trace of it, traces in a list. */
const TRACES = ['data[]', 'data', '', '[]'];
const plan: DocumentPlan = {
  elements: TRACES.map((trace) => (trace === '' ? 'spans[]' : `${trace}.spans[]`)),
  context: Object.fromEntries(TRACES.map((trace) => [trace, ['processes']])),
};

/** Traces as Jaeger's interface downloads them and its API answers. */
export const jaeger: Format = {
  id: 'jaeger',
  title: 'Jaeger traces',
  extensions: ['json'],
  magic: ['{"data": [{"traceID": …, "spans": […'],
  specification: [
    { title: 'Jaeger: JSON of the query service', url: 'https://www.jaegertracing.io/docs/latest/architecture/apis/' },
    { title: 'Jaeger: types of its JSON', url: 'https://github.com/jaegertracing/jaeger/blob/main/internal/uimodel/model.go' },
    { title: 'OpenTelemetry to Jaeger', url: 'https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/jaeger/' },
  ],
  signal: 'spans',
  fields: SPAN_FIELDS,
  detect,
  async parse(source, sink, _options, signal) {
    const counts = await readEventDocuments(source, sink, signal, { formatId: 'jaeger', plan, noun: 'spans', onlyUnderstood: true, read });
    return { counts: { documents: counts.documents, spans: counts.events, brokenElements: counts.brokenElements }, summary: {} };
  },
};

function isSpan(value: unknown): value is Json {
  return isObject(value) && typeof value['spanID'] === 'string' && 'operationName' in value && 'startTime' in value;
}

function read(element: DocumentElement, record: EventRecord): readonly EventFinding[] | undefined {
  const span = element.value;
  if (!isSpan(span)) return undefined;
  const processes = element.enclosing?.members['processes'];
  const named = isObject(processes) && typeof span['processID'] === 'string' && Object.hasOwn(processes, span['processID']) ? processes[span['processID']] : span['process'];
  const process = isObject(named) ? named : emptyAttributes();
  const attributes = tags(span['tags']);
  const take = (name: string): unknown => {
    const value = attributes[name];
    delete attributes[name];
    return value;
  };
  const kind = firstText(take('span.kind'))?.toUpperCase();
  const status = firstText(take('otel.status_code'))?.toUpperCase();
  const { error: flag } = attributes;
  const references = list(span['references']).map((r) => ({ type: r['refType'], traceId: paddedId(r['traceID'], 32), spanId: paddedId(r['spanID'], 16) }));
  const traceId = paddedId(span['traceID'], 32);
  const parent = references.find((r) => r.type === 'CHILD_OF' && r.traceId === traceId) ?? references.find((r) => r.traceId === traceId);
  const resource = tags(process['tags']);
  const hostName = firstText(resource['host.name'], resource['hostname']);
  for (const key in resource) attributes[key in attributes ? `process.${key}` : key] ??= resource[key];
  const startNs = microsecondsNs(span['startTime']);
  const warnings = span['warnings'];
  if (Array.isArray(warnings) && warnings.length > 0) attributes['jaeger.warnings'] = warnings;
  fillSpan({
    name: firstText(span['operationName']) ?? '', startNs, startText: startNs === undefined ? undefined : String(startNs / 1000n), durationNs: microsecondsNs(span['duration']),
    traceId, spanId: paddedId(span['spanID'], 16), parentSpanId: paddedId(span['parentSpanID'], 16) ?? parent?.spanId,
    kind: kind !== undefined && SPAN_KINDS.has(kind) ? kind : undefined,
    error: status === 'ERROR' || flag === true || flag === 'true', statusCode: status === 'OK' ? 'OK' : 'UNSET', statusMessage: firstText(take('otel.status_description')),
    serviceName: firstText(process['serviceName']), hostName, scopeName: firstText(take('otel.scope.name'), take('otel.library.name')),
    events: list(span['logs']).map((log) => {
      const fields = tags(log['fields']);
      const name = firstText(fields['event'], fields['message']) ?? 'log';
      return { time_ns: microsecondsNs(log['timestamp'])?.toString(), name, attributes: fields };
    }),
    links: references.filter((r) => r !== parent).map((r) => ({ trace_id: r.traceId, span_id: r.spanId, attributes: emptyAttributes() })),
    attributes,
  }, record);
  return startNs === undefined ? [{ code: 'unreadable-time', message: 'The start of the span is no number of microseconds; it has none.' }] : NO_FINDINGS;
}

/** `[{key, type, value}]` → object. */
function tags(value: unknown): Json {
  const object = emptyAttributes();
  for (const tag of list(value)) {
    if (typeof tag['key'] !== 'string') continue;
    const { value: said } = tag;
    // 64-bit integers are text, so that browsers keep their digits.
    object[tag['key']] = tag['type'] === 'int64' && typeof said === 'string' && /^-?\d{1,15}$/.test(said) ? Number(said) : said;
  }
  return object;
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function detect(head: Head): Detection | undefined {
  const first = documentHead(head)?.first;
  const candidates = Array.isArray(first) ? first : isObject(first) ? (Array.isArray(first['data']) ? first['data'] : [first['data'], first]) : [];
  const found = candidates.some((trace: unknown) => isObject(trace) && Array.isArray(trace['spans']) && trace['spans'].some(isSpan));
  return found ? { confidence: 1, reason: 'traces as Jaeger answers' } : undefined;
}
