import { parseRfc3339 } from '../../base/time.ts';
import { clipBody, firstText, NO_FINDINGS, type EventFinding } from '../contract-json-events.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import type { DocumentElement } from '../contract-json-stream.ts';
import { severityOfPaging } from '../contract-level.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

export const fields: readonly FieldDefinition[] = [
  { name: 'alert.name', type: 'string', description: 'Label alertname.', facet: true },
  { name: 'alert.state', type: 'string', description: 'pending, firing, resolved, active, suppressed or unprocessed.', facet: true },
  { name: 'alert.ends_at', type: 'string', description: 'When it was resolved, or will be taken for it unless it comes again.' },
  { name: 'duration_ns', type: 'integer', description: 'Nanoseconds from start to end of a resolved alert.' },
  { name: 'alert.receiver', type: 'string', description: 'Who was told.', facet: true },
  { name: 'alert.fingerprint', type: 'string', description: "Alertmanager's id of the label set." },
  { name: 'alert.value', type: 'string', description: 'Value of the expression, as Prometheus wrote it.' },
];

/** Members that became a field, and what stands around the alert. */
const READ = new Set(['labels', 'annotations', 'startsAt', 'activeAt', 'endsAt', 'state', 'status', 'fingerprint', 'value', 'updatedAt']);

export function isAlert(value: unknown): value is Json & { readonly labels: Json } {
  return isObject(value) && isObject(value['labels']) && ('startsAt' in value || 'activeAt' in value);
}

/** An alert of Prometheus (`activeAt`, `state`) or Alertmanager (`startsAt`, `endsAt`, `status`). */
export function readAlert(element: DocumentElement, record: EventRecord): readonly EventFinding[] | undefined {
  const alert = element.value;
  if (!isAlert(alert)) return undefined;
  const { labels } = alert;
  const annotations = isObject(alert['annotations']) ? alert['annotations'] : emptyAttributes();
  const around = element.enclosing?.members;
  const start = alert['startsAt'] ?? alert['activeAt'];
  record.timeNs = timeOf(start);
  record.timeText = record.timeNs === undefined ? undefined : String(start);
  record.observedTimeNs = timeOf(alert['updatedAt']);

  const name = firstText(labels['alertname'], around?.['name']) ?? 'alert';
  const summary = firstText(annotations['summary'], annotations['message'], annotations['description'], annotations['title']);
  record.body = clipBody(summary === undefined ? `${name} ${labelList(labels)}`.trim() : `${name}: ${summary}`);
  const severity = firstText(labels['severity'], labels['level'], labels['priority']);
  if (severity !== undefined) {
    record.severityText = severity;
    record.severityNumber = severityOfPaging(severity);
  }
  record.serviceName = firstText(labels['service_name'], labels['service'], labels['app'], labels['job']);
  record.hostName = firstText(labels['host'], labels['hostname'], labels['nodename'], labels['node']);

  const state = stateOf(alert, around);
  const end = timeOf(alert['endsAt']);
  const ended = state === 'resolved' && end !== undefined && record.timeNs !== undefined && end >= record.timeNs;
  const values: FieldValue[] = [
    name, state, end === undefined ? undefined : String(alert['endsAt']), ended ? end - record.timeNs! : undefined, receiverOf(alert, around),
    firstText(alert['fingerprint']), typeof alert['value'] === 'number' ? String(alert['value']) : firstText(alert['value']),
  ];
  record.fields = values;
  const attributes = emptyAttributes();
  attributes['labels'] = labels;
  if (Object.keys(annotations).length > 0) attributes['annotations'] = annotations;
  for (const key in alert) if (!READ.has(key)) attributes[key] = alert[key];
  if (isObject(alert['status'])) attributes['status'] = alert['status'];
  if (typeof around?.['query'] === 'string') attributes['query'] = around['query'];
  record.attributes = attributes;
  if (record.timeNs === undefined && typeof start === 'string' && !isZero(start)) {
    return [{ code: 'unreadable-time', message: `"${start.slice(0, 60)}" is not a time of RFC 3339; the alert has no time.` }];
  }
  return NO_FINDINGS;
}

/** RFC 3339; Go's zero time stands for none. */
function timeOf(value: unknown): bigint | undefined {
  return typeof value === 'string' && !isZero(value) ? parseRfc3339(value) : undefined;
}

function isZero(text: string): boolean {
  return text.startsWith('0001-01-01T00:00:00');
}

function stateOf(alert: Json, around: Json | undefined): string | undefined {
  const status = alert['status'];
  return firstText(alert['state'], isObject(status) ? status['state'] : status, around?.['status']);
}

function receiverOf(alert: Json, around: Json | undefined): string | undefined {
  const receivers = alert['receivers'];
  const names = Array.isArray(receivers) ? receivers.flatMap((r: unknown) => (isObject(r) ? firstText(r['name']) ?? [] : typeof r === 'string' ? r : [])) : [];
  return names.length > 0 ? names.join(', ') : firstText(around?.['receiver']);
}

function labelList(labels: Json): string {
  return Object.keys(labels).filter((key) => key !== 'alertname').slice(0, 20).map((key) => `${key}=${String(labels[key])}`).join(' ');
}
