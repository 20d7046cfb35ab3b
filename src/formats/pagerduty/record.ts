import { parseRfc3339 } from '../../base/time.ts';
import { clipBody, firstText, NO_FINDINGS, shortText, type EventFinding } from '../contract-json-events.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { severityOfPaging } from '../contract-level.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord } from '../contract.ts';

export type ThingKind = 'logEntries' | 'incidents' | 'alerts' | 'changes' | 'webhooks';

/** What happened, by the type of a log entry; others are named as they are. */
const LOG_ENTRIES: Readonly<Record<string, string>> = {
  trigger: 'triggered', acknowledge: 'acknowledged', unacknowledge: 'unacknowledged', resolve: 'resolved', escalate: 'escalated', assign: 'reassigned', annotate: 'annotated',
  notify: 'notified', snooze: 'snoozed', status_update: 'status_update_published', delegate: 'delegated', reopen: 'reopened', merge: 'merged',
};

function kindOf(value: unknown): ThingKind | undefined {
  if (!isObject(value)) return undefined;
  const { type } = value;
  if (typeof value['event_type'] === 'string' && typeof value['occurred_at'] === 'string') return 'webhooks';
  if (typeof type === 'string') {
    if (/^[a-z_]+_log_entry$/.test(type) && 'created_at' in value) return 'logEntries';
    if (type === 'incident' && 'created_at' in value) return 'incidents';
    if (type === 'alert' && 'created_at' in value && ('alert_key' in value || 'service' in value)) return 'alerts';
    if (type === 'change_event' && 'timestamp' in value) return 'changes';
  }
  // Past and related incidents say little of themselves.
  return type === undefined && typeof value['self'] === 'string' && value['self'].includes('/incidents/') && 'created_at' in value ? 'incidents' : undefined;
}

export function isThing(value: unknown): boolean {
  return kindOf(value) !== undefined;
}

interface Said {
  readonly time: unknown;
  readonly event: string;
  readonly body: string;
  readonly id: string | undefined;
  readonly title: string | undefined;
  readonly status: string | undefined;
  readonly priority: string | undefined;
  readonly who: string | undefined;
  readonly service: string | undefined;
  readonly end?: unknown;
  readonly observed?: unknown;
}

/** Fills the record; `undefined` when the value is none of what PagerDuty keeps. */
export function readThing(value: unknown, record: EventRecord): { is: ThingKind; findings: readonly EventFinding[] } | undefined {
  const is = kindOf(value);
  if (is === undefined || !isObject(value)) return undefined;
  const said = { logEntries: logEntry, incidents: incident, alerts: alert, changes: change, webhooks: webhook }[is](value);
  const time = timeOf(said.time);
  record.timeNs = time;
  record.timeText = time === undefined ? undefined : String(said.time);
  record.observedTimeNs = timeOf(said.observed);
  record.body = clipBody(said.body);
  record.serviceName = said.service;
  if (said.priority !== undefined) {
    record.severityText = said.priority;
    record.severityNumber = severityOfPaging(said.priority);
  }
  const end = timeOf(said.end);
  record.fields = [said.event, said.id, said.title, said.status, said.priority, said.who, end !== undefined && time !== undefined && end >= time ? end - time : undefined];
  const attributes = emptyAttributes();
  for (const key in value) if (!SHOWN.has(key) && !isEmpty(value[key])) attributes[key] = value[key];
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
  const findings = time === undefined ? [{ code: 'unreadable-time', message: `"${String(said.time).slice(0, 60)}" is not a time of RFC 3339; the record has no time.` }] : NO_FINDINGS;
  return { is, findings };
}

const SHOWN = new Set(['created_at', 'timestamp', 'occurred_at', 'self', 'status', 'title']);

function logEntry(entry: Json): Said {
  const type = String(entry['type']).replace(/_log_entry$/, '');
  const incidentName = summary(entry['incident']);
  const channel: Json = isObject(entry['channel']) ? entry['channel'] : emptyAttributes();
  // What a person wrote: a note, a status update.
  const words = firstText(channel['content'], entry['message'], channel['summary']);
  const what = [firstText(entry['summary'])?.replace(/\.$/, '') ?? type, words].filter((part) => part !== undefined).join(': ');
  return {
    time: entry['created_at'], event: `incident.${LOG_ENTRIES[type] ?? type}`, body: incidentName === undefined ? what : `${what} (${incidentName})`,
    id: isObject(entry['incident']) ? shortText(entry['incident']['id']) : undefined, title: title(entry['incident']), status: undefined, priority: undefined,
    who: person(entry['agent']), service: summary(entry['service']) ?? service(entry['agent']),
  };
}

function incident(one: Json): Said {
  const name = title(one);
  const number = shortText(one['incident_number']);
  return {
    time: one['created_at'], event: 'incident.triggered', body: firstText(one['summary']) ?? [number && `[#${number}]`, name].filter((part) => part).join(' '), id: shortText(one['id']) ?? number, title: name,
    status: firstText(one['status']), priority: summary(one['priority']) ?? firstText(one['urgency']), who: person(one['last_status_change_by']), service: summary(one['service']),
    end: one['status'] === 'resolved' ? firstText(one['resolved_at'], one['last_status_change_at']) : undefined, observed: one['updated_at'],
  };
}

function alert(one: Json): Said {
  const name = firstText(one['summary'], one['alert_key']) ?? 'alert';
  return {
    time: one['created_at'], event: 'alert.triggered', body: name, id: shortText(one['id']), title: name, status: firstText(one['status']), priority: firstText(one['severity']), who: undefined,
    service: summary(one['service']), end: one['status'] === 'resolved' ? one['resolved_at'] : undefined,
  };
}

function change(one: Json): Said {
  const services: unknown = one['services'];
  return {
    time: one['timestamp'], event: 'change', body: firstText(one['summary']) ?? 'change', id: shortText(one['id']), title: firstText(one['summary']), status: undefined, priority: undefined, who: undefined,
    service: Array.isArray(services) ? summary(services[0]) : undefined,
  };
}

function webhook(event: Json): Said {
  const data: Json = isObject(event['data']) ? event['data'] : emptyAttributes();
  const about = isObject(data['incident']) ? data['incident'] : data;
  const name = title(about);
  const type = String(event['event_type']);
  const words = firstText(data['content'], data['message']);
  const what = type.replace(/^incident\./, '').replaceAll('_', ' ');
  return {
    time: event['occurred_at'], event: type, body: [`${what.charAt(0).toUpperCase()}${what.slice(1)}`, words, name].filter((part) => part !== undefined).join(': '), id: shortText(about['id']), title: name,
    status: firstText(data['status']), priority: summary(data['priority']) ?? firstText(data['urgency']), who: person(event['agent']), service: summary(data['service']),
  };
}

/** Title of an incident without the number that its summary begins with. */
function title(value: unknown): string | undefined {
  return isObject(value) ? firstText(value['title'], value['description']) ?? firstText(value['summary'])?.replace(/^\[#\d+\] /, '') : undefined;
}

function summary(value: unknown): string | undefined {
  return isObject(value) ? firstText(value['summary'], value['name']) : undefined;
}

/** Only people have a name here: services and integrations act as well. */
function person(agent: unknown): string | undefined {
  return isObject(agent) && typeof agent['type'] === 'string' && agent['type'].startsWith('user') ? summary(agent) : undefined;
}

function service(agent: unknown): string | undefined {
  return isObject(agent) && typeof agent['type'] === 'string' && agent['type'].startsWith('service') ? summary(agent) : undefined;
}

function timeOf(value: unknown): bigint | undefined {
  return typeof value === 'string' ? parseRfc3339(value) : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
