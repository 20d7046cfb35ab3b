import { emptyAttributes, MAX_BODY } from '../contract-record.ts';
import type { EventRecord } from '../contract.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { anyValue, attributesOf, list, nanoseconds, otlpId, text as name } from '../contract-otlp.ts';
import { stringifyJson } from '../contract-json.ts';

/**
 * OTLP logs in JSON, one export request a line, as the file exporter writes them.
 * https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function isOtlpLogs(object: Json): boolean {
  return Array.isArray(object['resourceLogs']);
}

export interface OtlpRecord {
  readonly resource: Json;
  readonly scope: Json | undefined;
  readonly log: Json;
}

/** Log records in document order, which is the order of the `logRecords` elements in the text. */
export function otlpRecords(object: Json): OtlpRecord[] {
  const found: OtlpRecord[] = [];
  for (const resourceLogs of list(object['resourceLogs'])) {
    const resource = isObject(resourceLogs['resource']) ? attributesOf(resourceLogs['resource']['attributes']) : emptyAttributes();
    for (const scopeLogs of list(resourceLogs['scopeLogs'] ?? resourceLogs['instrumentationLibraryLogs'])) {
      const scope = isObject(scopeLogs['scope']) ? scopeLogs['scope'] : undefined;
      for (const log of list(scopeLogs['logRecords'])) found.push({ resource, scope, log });
    }
  }
  return found;
}

export function readOtlp(found: OtlpRecord, record: EventRecord): void {
  const { resource, scope, log } = found;
  record.timeNs = nanoseconds(log['timeUnixNano']);
  record.observedTimeNs = nanoseconds(log['observedTimeUnixNano']);
  if (record.timeNs !== undefined) record.timeText = String(log['timeUnixNano']);
  const severity = log['severityNumber'];
  record.severityNumber = typeof severity === 'number' && Number.isInteger(severity) && severity >= 0 && severity <= 24 ? severity : 0;
  record.severityText = typeof log['severityText'] === 'string' && log['severityText'] !== '' ? log['severityText'] : undefined;
  const body = anyValue(log['body']);
  const text = body === undefined || body === null ? '' : typeof body === 'string' ? body : stringifyJson(body);
  record.body = text.length > MAX_BODY ? text.slice(0, MAX_BODY) : text;
  const attributes = attributesOf(log['attributes']);
  record.serviceName = name(resource['service.name']);
  record.hostName = name(resource['host.name']);
  record.traceId = otlpId(log['traceId'], 32);
  record.spanId = otlpId(log['spanId'], 16);
  record.fields = [typeof scope?.['name'] === 'string' ? scope['name'] : undefined, name(attributes['thread.name']), undefined];
  if (typeof log['eventName'] === 'string') attributes['event.name'] = log['eventName'];
  const others = Object.keys(resource).filter((key) => key !== 'service.name' && key !== 'host.name');
  if (others.length > 0) {
    const rest = emptyAttributes();
    for (const key of others) rest[key] = resource[key];
    attributes['resource'] = rest;
  }
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
}
