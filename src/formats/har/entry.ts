import { SEVERITY_NUMBER } from '../../model/severity.ts';
import { clipBody, firstText, NO_FINDINGS, type EventFinding } from '../contract-json-events.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { stringifyJson } from '../contract-json.ts';
import { emptyAttributes } from '../contract-record.ts';
import { parseTimeText } from '../contract-time.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

/** Names of OpenTelemetry's semantic conventions for HTTP where there are any. */
export const fields: readonly FieldDefinition[] = [
  { name: 'http.request.method', type: 'string', description: 'Method.', facet: true },
  { name: 'url.full', type: 'string', description: 'URL.' },
  { name: 'server.address', type: 'string', description: 'Host of the URL.', facet: true },
  { name: 'http.response.status_code', type: 'integer', description: 'Status; 0 when there was no answer.', facet: true },
  { name: 'duration_ns', type: 'integer', description: 'Nanoseconds from start to the last byte of the answer; of a page, to its load event.' },
  { name: 'http.response.body.size', type: 'integer', description: 'Bytes of the body as they came over the wire.' },
  { name: 'http.response.mime_type', type: 'string', description: 'MIME type of the answer.', facet: true },
  { name: 'har.timings', type: 'string', description: 'JSON of milliseconds: blocked, dns, connect, ssl, send, wait, receive; a page: onContentLoad, onLoad.' },
  { name: 'har.page', type: 'string', description: 'Page that the request was made for.', facet: true },
  { name: 'har.kind', type: 'string', description: 'entry or page.', facet: true },
];

/** A request with its answer. http://www.softwareishard.com/blog/har-12-spec/#entries */
export function readEntry(entry: Json, record: EventRecord, zone: string): readonly EventFinding[] | undefined {
  const { request } = entry;
  if (!isObject(request) || typeof entry['startedDateTime'] !== 'string') return undefined;
  const response = isObject(entry['response']) ? entry['response'] : emptyAttributes();
  const findings = readTime(entry['startedDateTime'], record, zone);
  const method = firstText(request['method']);
  const url = firstText(request['url']);
  const status = typeof response['status'] === 'number' && Number.isSafeInteger(response['status']) ? response['status'] : undefined;
  // Chrome and Firefox say why there is no answer in members of their own.
  const error = firstText(response['_error'], entry['_error'], isObject(entry['response']) && status === 0 ? response['statusText'] : undefined);
  record.body = clipBody([method, url, status === undefined ? undefined : String(status), error].filter((part) => part !== undefined).join(' '));
  record.severityNumber = severity(status, error);
  const trace = header(request, 'traceparent');
  // https://www.w3.org/TR/trace-context/#traceparent-header
  const ids = trace === undefined ? null : /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}/.exec(trace);
  record.traceId = ids?.[1];
  record.spanId = ids?.[2];
  const content = isObject(response['content']) ? response['content'] : emptyAttributes();
  const values: FieldValue[] = [
    method, url, url === undefined ? undefined : hostOf(url), status, nanoseconds(entry['time']), size(response['bodySize']) ?? size(response['_transferSize']),
    firstText(content['mimeType']), isObject(entry['timings']) ? stringifyJson(entry['timings']) : undefined, firstText(entry['pageref']), 'entry',
  ];
  record.fields = values;
  const attributes = emptyAttributes();
  const take = (name: string, value: unknown): void => {
    if (value !== undefined && value !== null && value !== '') attributes[name] = value;
  };
  take('network.protocol.version', firstText(response['httpVersion'], request['httpVersion']));
  take('network.peer.address', firstText(entry['serverIPAddress']));
  take('connection', entry['connection']);
  take('user_agent.original', header(request, 'user-agent'));
  take('http.response.redirect', firstText(response['redirectURL']));
  take('http.response.status_text', firstText(response['statusText']));
  take('http.request.body.size', size(request['bodySize']));
  take('http.response.content.size', size(content['size']));
  take('x-request-id', header(response, 'x-request-id') ?? header(request, 'x-request-id'));
  take('error.message', error);
  take('comment', firstText(entry['comment']));
  for (const key of ['_initiator', '_resourceType', '_priority', '_fromCache']) if (typeof entry[key] === 'string') take(key.slice(1), entry[key]);
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
  return findings;
}

/** A page load. http://www.softwareishard.com/blog/har-12-spec/#pages */
export function readPage(page: Json, record: EventRecord, zone: string): readonly EventFinding[] | undefined {
  if (typeof page['startedDateTime'] !== 'string') return undefined;
  const findings = readTime(page['startedDateTime'], record, zone);
  const timings = isObject(page['pageTimings']) ? page['pageTimings'] : undefined;
  const title = firstText(page['title'], page['id']) ?? '';
  record.body = clipBody(`Page ${title}`.trim());
  const url = /^https?:/.test(title) ? title : undefined;
  const values: FieldValue[] = [
    undefined, url, url === undefined ? undefined : hostOf(url), undefined, nanoseconds(timings?.['onLoad']), undefined, undefined,
    timings === undefined ? undefined : stringifyJson(timings), firstText(page['id']), 'page',
  ];
  record.fields = values;
  return findings;
}

function readTime(text: string, record: EventRecord, zone: string): readonly EventFinding[] {
  record.timeNs = parseTimeText(text, zone);
  record.timeText = record.timeNs === undefined ? undefined : text;
  return record.timeNs === undefined ? [{ code: 'unreadable-time', message: `"${text.slice(0, 60)}" is not a time of ISO 8601; the record has no time.` }] : NO_FINDINGS;
}

/** As for access logs: an error of the server, or no answer at all, is an error; one of the client a warning. */
function severity(status: number | undefined, error: string | undefined): number {
  if (status === 0 || error !== undefined) return SEVERITY_NUMBER.error;
  if (status === undefined) return 0;
  return status >= 500 ? SEVERITY_NUMBER.error : status >= 400 ? SEVERITY_NUMBER.warn : SEVERITY_NUMBER.info;
}

/** Milliseconds with a fraction; -1 stands for none. */
function nanoseconds(milliseconds: unknown): number | undefined {
  return typeof milliseconds === 'number' && milliseconds >= 0 && milliseconds < 9e9 ? Math.round(milliseconds * 1e6) : undefined;
}

function size(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function header(message: Json, name: string): string | undefined {
  const headers = message['headers'];
  if (!Array.isArray(headers)) return undefined;
  for (const one of headers as readonly unknown[]) {
    if (isObject(one) && typeof one['name'] === 'string' && one['name'].toLowerCase() === name) return firstText(one['value']);
  }
  return undefined;
}

function hostOf(url: string): string | undefined {
  return /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(url)?.[1]?.toLowerCase() || undefined;
}
