import { clipBody, firstText, NO_FINDINGS, readEventDocuments, type EventFinding } from '../contract-json-events.ts';
import { documentHead } from '../contract-json-head.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { fields, hexId, readObject } from '../contract-json-reading.ts';
import type { DocumentElement, DocumentPlan } from '../contract-json-stream.ts';
import { parseJson } from '../contract-json.ts';
import { severityOf } from '../contract-level.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { Detection, EventRecord, Format, Head } from '../contract.ts';

/** The whole answer, its `data`, or only the list of streams; also the body of a push request. */
const STREAMS = ['data.result[]', 'result[]', '[]', 'streams[]'];
const plan: DocumentPlan = {
  elements: STREAMS.map((stream) => `${stream}.values[]`),
  context: Object.fromEntries(STREAMS.map((stream) => [stream, ['stream']])),
};

/** Log lines as Loki answers queries. */
export const lokiQuery: Format = {
  id: 'loki-query',
  title: 'Loki query result',
  extensions: ['json'],
  magic: ['{"status": "success", "data": {"resultType": "streams", …'],
  specification: [{ title: 'Loki HTTP API: query_range', url: 'https://grafana.com/docs/loki/latest/reference/loki-http-api/#query-logs-within-a-range-of-time' }],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const counts = await readEventDocuments(source, sink, signal, {
      formatId: 'loki-query', plan, noun: 'log lines', read: (element, record) => read(element, record, options.zone),
    });
    return { counts: { documents: counts.documents, lines: counts.events, brokenElements: counts.brokenElements }, summary: {} };
  },
};

/** `["nanoseconds", "line"]`, with structured metadata as a third value where there is any. */
function isEntry(value: unknown): value is readonly [string, string, unknown?] {
  return Array.isArray(value) && typeof value[0] === 'string' && /^\d{1,19}$/.test(value[0]) && typeof value[1] === 'string';
}

function read(element: DocumentElement, record: EventRecord, zone: string): readonly EventFinding[] | undefined {
  const entry = element.value;
  if (!isEntry(entry)) return undefined;
  const [time, line, metadata] = entry;
  const stream = element.enclosing?.members['stream'];
  const labels = isObject(stream) ? stream : emptyAttributes();
  const inner = line.startsWith('{') ? objectOf(line) : undefined;
  if (inner) readObject(inner, record, zone);
  else record.fields = [undefined, undefined, undefined];
  if (record.body === '') record.body = clipBody(line);
  const ns = BigInt(time);
  // Whatever the line itself says: this is the time that Loki was asked for.
  record.timeNs = ns > 0n && ns < 2n ** 63n ? ns : undefined;
  record.timeText = record.timeNs === undefined ? undefined : time;
  const attributes = emptyAttributes();
  for (const from of [inner ? record.attributes : undefined, isObject(metadata) ? flat(metadata) : undefined, labels]) {
    for (const key in from) attributes[key in attributes ? `label.${key}` : key] ??= from[key];
  }
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
  const level = firstText(labels['level'], labels['severity'], attributes['level'], attributes['severity'], attributes['detected_level']);
  if (record.severityNumber === 0 && record.severityText === undefined && level !== undefined && level !== 'unknown') {
    record.severityText = level;
    record.severityNumber = severityOf(level, 'level');
  }
  record.serviceName ??= firstText(labels['service_name'], labels['service'], labels['app'], labels['container'], labels['job']);
  record.hostName ??= firstText(labels['host'], labels['hostname'], labels['node_name'], labels['node']);
  record.traceId ??= hexId(attributes['trace_id'] ?? attributes['traceID'], 32);
  record.spanId ??= hexId(attributes['span_id'] ?? attributes['spanID'], 16);
  return record.timeNs === undefined ? [{ code: 'unreadable-time', message: 'The time of the line is no number of nanoseconds that an index can hold.' }] : NO_FINDINGS;
}

/** Structured metadata, as it is or parted by where it comes from. */
function flat(metadata: Json): Json {
  const all = emptyAttributes();
  for (const key in metadata) {
    const value = metadata[key];
    if (isObject(value) && (key === 'structuredMetadata' || key === 'parsed')) for (const name in value) all[name] = value[name];
    else all[key] = value;
  }
  return all;
}

function objectOf(line: string): Json | undefined {
  try {
    const value = parseJson(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isStreams(list: unknown): boolean {
  if (!Array.isArray(list) || list.length === 0) return false;
  const first: unknown = list[0];
  return isObject(first) && isObject(first['stream']) && Array.isArray(first['values']) && (first['values'].length === 0 || isEntry(first['values'][0]));
}

function detect(head: Head): Detection | undefined {
  const first = documentHead(head)?.first;
  const data = isObject(first) && isObject(first['data']) ? first['data'] : first;
  const found = isObject(data) ? data['resultType'] === 'streams' && Array.isArray(data['result']) || isStreams(data['result']) || isStreams(data['streams']) : isStreams(data);
  return found ? { confidence: 1, reason: 'an answer of Loki: streams of log lines' } : undefined;
}
