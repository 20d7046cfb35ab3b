import { clipBody, firstText, NO_FINDINGS, shortText, type EventFinding } from '../contract-json-events.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { timeOfValue } from '../contract-json-time.ts';
import { severityOfPaging } from '../contract-level.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord } from '../contract.ts';

export type ThingKind = 'alerts' | 'logs' | 'notes' | 'webhooks';

function kindOf(value: unknown): ThingKind | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value['action'] === 'string' && isObject(value['alert']) && 'alertId' in value['alert']) return 'webhooks';
  if (!('createdAt' in value)) return undefined;
  if ('tinyId' in value && typeof value['message'] === 'string') return 'alerts';
  if (typeof value['log'] === 'string' && ('owner' in value || 'offset' in value)) return 'logs';
  return typeof value['note'] === 'string' && ('owner' in value || 'offset' in value) ? 'notes' : undefined;
}

export function isThing(value: unknown): boolean {
  return kindOf(value) !== undefined;
}

/** What a line of an alert's activity log says, by the words Opsgenie begins it with. */
const LOGS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^alert created/i, 'alert.triggered'], [/^(?:alert )?(?:un-?acknowledged)/i, 'alert.unacknowledged'], [/^(?:alert )?acknowledged/i, 'alert.acknowledged'], [/^(?:alert )?closed/i, 'alert.resolved'],
  [/escalat/i, 'alert.escalated'], [/^(?:alert )?assigned|owner/i, 'alert.reassigned'], [/note (?:added|is added)|^added note/i, 'alert.annotated'],
  [/notification|notified|has sent|sms|voice|push|email/i, 'alert.notified'], [/snooze/i, 'alert.snoozed'],
];
const ACTIONS: Readonly<Record<string, string>> = {
  create: 'alert.triggered', acknowledge: 'alert.acknowledged', unacknowledge: 'alert.unacknowledged', close: 'alert.resolved', addnote: 'alert.annotated', escalate: 'alert.escalated', escalatenext: 'alert.escalated',
  assignownership: 'alert.reassigned', takeownership: 'alert.reassigned', snooze: 'alert.snoozed',
};

/** Fills the record; `undefined` when the value is none of what Opsgenie keeps. */
export function readThing(value: unknown, record: EventRecord): { is: ThingKind; findings: readonly EventFinding[] } | undefined {
  const is = kindOf(value);
  if (is === undefined || !isObject(value)) return undefined;
  const findings = is === 'webhooks' ? readWebhook(value, record) : is === 'alerts' ? readAlert(value, record) : readEntry(value, is, record);
  return { is, findings };
}

function readAlert(alert: Json, record: EventRecord): readonly EventFinding[] {
  const report: Json = isObject(alert['report']) ? alert['report'] : emptyAttributes();
  const message = firstText(alert['message']) ?? 'alert';
  record.body = clipBody(message);
  const priority = levelOf(alert, record);
  record.serviceName = firstText(alert['entity']);
  const closeMs = report['closeTime'];
  // Opsgenie counts from the creation in milliseconds.
  const duration = alert['status'] === 'closed' && typeof closeMs === 'number' && Number.isSafeInteger(closeMs) && closeMs >= 0 ? BigInt(closeMs) * 1_000_000n : undefined;
  record.fields = ['alert.triggered', shortText(alert['tinyId']) ?? shortText(alert['id']), message, statusOf(alert), priority, firstText(report['acknowledgedBy']), duration];
  return finish(alert, ['message', 'createdAt', 'priority', 'status'], record, alert['createdAt']);
}

function statusOf(alert: Json): string | undefined {
  const status = firstText(alert['status']);
  return status === 'open' && alert['acknowledged'] === true ? 'acknowledged' : status;
}

/** A line of the activity log, or a note somebody wrote. */
function readEntry(entry: Json, is: 'logs' | 'notes', record: EventRecord): readonly EventFinding[] {
  const text = firstText(entry['log'], entry['note']) ?? '';
  record.body = clipBody(text);
  const owner = firstText(entry['owner']);
  const event = is === 'notes' ? 'alert.annotated' : LOGS.find(([words]) => words.test(text))?.[1] ?? 'alert.log';
  record.fields = [event, undefined, undefined, undefined, undefined, owner?.toLowerCase() === 'system' ? undefined : owner, undefined];
  return finish(entry, ['log', 'note', 'createdAt', 'owner'], record, entry['createdAt']);
}

function readWebhook(sent: Json, record: EventRecord): readonly EventFinding[] {
  const alert: Json = isObject(sent['alert']) ? sent['alert'] : emptyAttributes();
  const action = String(sent['action']);
  const message = firstText(alert['message']) ?? 'alert';
  record.body = clipBody([`${action}: ${message}`, firstText(alert['note'])].filter((part) => part !== undefined).join(': '));
  const priority = levelOf(alert, record);
  record.serviceName = firstText(alert['entity']);
  record.fields = [ACTIONS[action.toLowerCase()] ?? `alert.${action.toLowerCase()}`, shortText(alert['tinyId']) ?? shortText(alert['alertId']), message, undefined, priority, firstText(alert['username']), undefined];
  // When it was changed; what Opsgenie sends of a new alert has only when it was created.
  return finish(sent, [], record, alert['updatedAt'] ?? alert['createdAt']);
}

function levelOf(alert: Json, record: EventRecord): string | undefined {
  const priority = firstText(alert['priority']);
  if (priority !== undefined) {
    record.severityText = priority;
    record.severityNumber = severityOfPaging(priority);
  }
  return priority;
}

function finish(value: Json, shown: readonly string[], record: EventRecord, when: unknown): readonly EventFinding[] {
  const attributes = emptyAttributes();
  for (const key in value) {
    const one = value[key];
    if (!shown.includes(key) && one !== null && one !== '' && !(Array.isArray(one) && one.length === 0)) attributes[key] = one;
  }
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
  const time = timeOfValue(when, 'UTC');
  record.timeNs = time?.ns;
  record.timeText = time?.text;
  return time === undefined ? [{ code: 'unreadable-time', message: 'The time of this record cannot be read; it has none.' }] : NO_FINDINGS;
}
