import { severityFromText } from '../../model/severity.ts';
import { A, auditFields } from '../contract-audit.ts';
import { at, integerOf, knownJsonFormat, setRest, setTime, textOf } from '../contract-json-known-format.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { hexId } from '../contract-json-reading.ts';
import { stringifyJson } from '../contract-json.ts';
import { timeOfValue } from '../contract-json-time.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

const fields: readonly FieldDefinition[] = [
  ...auditFields,
  { name: 'gcp.log_name', type: 'string', description: 'Log the entry was written to, without its project.', facet: true },
  { name: 'gcp.resource_type', type: 'string', description: 'What wrote it: gce_instance, k8s_container …', facet: true },
  { name: 'k8s.namespace.name', type: 'string', description: 'Namespace of the container.', facet: true },
  { name: 'k8s.pod.name', type: 'string', description: 'Pod of the container.' },
  { name: 'k8s.container.name', type: 'string', description: 'Container.', facet: true },
  { name: 'http.request.method', type: 'string', description: 'Method of the request.', facet: true },
  { name: 'http.response.status_code', type: 'integer', description: 'Code of the answer.', facet: true },
  { name: 'url.full', type: 'string', description: 'What was asked for.' },
];
const F = { log: A.next, type: A.next + 1, namespace: A.next + 2, pod: A.next + 3, container: A.next + 4, method: A.next + 5, status: A.next + 6, url: A.next + 7 } as const;

/** Entries of Google Cloud Logging: audit logs, and what programs write. */
export const gcpLogging = knownJsonFormat({
  id: 'gcp-logging',
  title: 'Google Cloud Logging',
  noun: 'entries of Google Cloud Logging',
  extensions: ['json', 'jsonl'],
  magic: ['{"insertId":…,"logName":"projects/…/logs/…","resource":{"type":…'],
  specification: [
    { title: 'Google Cloud Logging: LogEntry', url: 'https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry' },
    { title: 'Google Cloud: AuditLog', url: 'https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog' },
  ],
  fields,
  read,
});

const TAKEN = new Set(['timestamp', 'receiveTimestamp', 'severity', 'logName', 'insertId', 'textPayload', 'trace', 'spanId']);

function read(object: Json, record: EventRecord, values: FieldValue[], zone: string): void {
  setTime(record, zone, object['timestamp'], object['receiveTimestamp']);
  record.observedTimeNs = timeOfValue(object['receiveTimestamp'], zone)?.ns;
  const severity = textOf(object['severity']);
  record.severityText = severity;
  record.severityNumber = severity === undefined ? 0 : severityFromText(severity);
  record.traceId = hexId(object['trace'], 32);
  record.spanId = hexId(object['spanId'], 16);
  const { resource, protoPayload, jsonPayload, httpRequest } = object;
  const labels = at(resource, 'labels');
  values[A.id] = textOf(object['insertId']);
  values[A.account] = textOf(at(labels, 'project_id'));
  values[A.region] = textOf(at(labels, 'location')) ?? textOf(at(labels, 'region')) ?? textOf(at(labels, 'zone'));
  values[F.type] = textOf(at(resource, 'type'));
  values[F.namespace] = textOf(at(labels, 'namespace_name'));
  values[F.pod] = textOf(at(labels, 'pod_name'));
  values[F.container] = textOf(at(labels, 'container_name'));
  values[F.log] = logOf(textOf(object['logName']));
  record.serviceName = textOf(at(labels, 'service_name')) ?? textOf(at(labels, 'container_name'));
  if (isObject(httpRequest)) {
    values[F.method] = textOf(httpRequest['requestMethod']);
    values[F.status] = integerOf(httpRequest['status']);
    values[F.url] = textOf(httpRequest['requestUrl']);
    values[A.client] = textOf(httpRequest['remoteIp']);
    values[A.agent] = textOf(httpRequest['userAgent']);
  }
  if (isObject(protoPayload)) audit(protoPayload, record, values);
  const text = textOf(object['textPayload']);
  if (text !== undefined) record.body = text;
  else if (isObject(jsonPayload)) record.body = messageOf(jsonPayload);
  if (record.body === '' && values[F.url] !== undefined) record.body = [values[F.method], values[F.url], values[F.status]].filter((part) => part !== undefined).join(' ');
  setRest(record, object, TAKEN);
}

function audit(payload: Json, record: EventRecord, values: FieldValue[]): void {
  const service = textOf(payload['serviceName']);
  if (service !== undefined) record.serviceName = service;
  values[A.user] = textOf(at(payload, 'authenticationInfo', 'principalEmail')) ?? textOf(at(payload, 'authenticationInfo', 'principalSubject'));
  values[A.action] = textOf(payload['methodName']);
  values[A.resource] = textOf(payload['resourceName']);
  values[A.client] = textOf(at(payload, 'requestMetadata', 'callerIp')) ?? values[A.client];
  values[A.agent] = textOf(at(payload, 'requestMetadata', 'callerSuppliedUserAgent')) ?? values[A.agent];
  const { status } = payload;
  const code = integerOf(at(status, 'code'));
  const isFailure = code !== undefined && code !== 0;
  if (values[A.action] !== undefined) values[A.outcome] = isFailure ? 'failure' : 'success';
  if (isFailure) values[A.error] = STATUS[code] ?? String(code);
  const subject = [values[A.user], values[A.action], values[A.resource]].filter((part) => part !== undefined).join(' ');
  const why = isFailure ? textOf(at(status, 'message')) ?? values[A.error] : undefined;
  record.body = why === undefined ? subject : `${subject}: ${String(why)}`;
}

/** google.rpc.Code: https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
const STATUS: Readonly<Record<number, string>> = {
  1: 'CANCELLED', 2: 'UNKNOWN', 3: 'INVALID_ARGUMENT', 4: 'DEADLINE_EXCEEDED', 5: 'NOT_FOUND', 6: 'ALREADY_EXISTS', 7: 'PERMISSION_DENIED', 8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION', 10: 'ABORTED', 11: 'OUT_OF_RANGE', 12: 'UNIMPLEMENTED', 13: 'INTERNAL', 14: 'UNAVAILABLE', 15: 'DATA_LOSS', 16: 'UNAUTHENTICATED',
};

function messageOf(payload: Json): string {
  for (const name of ['message', 'msg', 'MESSAGE', 'log', 'event', 'error']) {
    const text = textOf(payload[name]);
    if (text !== undefined) return text;
  }
  return stringifyJson(payload);
}

/** `projects/p/logs/cloudaudit.googleapis.com%2Factivity`. */
function logOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const at0 = name.lastIndexOf('/logs/');
  const log = at0 < 0 ? name : name.slice(at0 + 6);
  try {
    return decodeURIComponent(log);
  } catch {
    return log;
  }
}
