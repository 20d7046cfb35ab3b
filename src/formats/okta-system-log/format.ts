import { severityFromText } from '../../model/severity.ts';
import { A, auditFields } from '../contract-audit.ts';
import { at, knownJsonFormat, setRest, setTime, textOf } from '../contract-json-known-format.ts';
import type { Json } from '../contract-json-object.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

const fields: readonly FieldDefinition[] = [
  ...auditFields,
  { name: 'okta.result', type: 'string', description: 'SUCCESS, FAILURE, SKIPPED, ALLOW, DENY, CHALLENGE, UNKNOWN.', facet: true },
  { name: 'okta.actor_type', type: 'string', description: 'User, SystemPrincipal, PublicClientApp …', facet: true },
  { name: 'geo.country_name', type: 'string', description: 'Where the client seems to be.', facet: true },
];
const F = { result: A.next, actorType: A.next + 1, country: A.next + 2 } as const;

/** Events of Okta's System Log. */
export const oktaSystemLog = knownJsonFormat({
  id: 'okta-system-log',
  title: 'Okta System Log',
  noun: 'events of Okta',
  extensions: ['json', 'jsonl'],
  magic: ['{"actor":{"alternateId":…}, … "eventType":"user.session.start", … "published":…'],
  specification: [{ title: 'Okta: System Log API, LogEvent', url: 'https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/' }],
  fields,
  read,
});

const TAKEN = new Set(['published', 'eventType', 'displayMessage', 'severity', 'uuid', 'version']);

function read(object: Json, record: EventRecord, values: FieldValue[], zone: string): void {
  const { actor, client, outcome, target } = object;
  setTime(record, zone, object['published']);
  const severity = textOf(object['severity']);
  record.severityText = severity;
  record.severityNumber = severity === undefined ? 0 : severityFromText(severity);
  values[A.user] = textOf(at(actor, 'alternateId')) ?? textOf(at(actor, 'displayName')) ?? textOf(at(actor, 'id'));
  values[F.actorType] = textOf(at(actor, 'type'));
  values[A.action] = textOf(object['eventType']);
  values[A.client] = textOf(at(client, 'ipAddress'));
  values[A.agent] = textOf(at(client, 'userAgent', 'rawUserAgent'));
  values[F.country] = textOf(at(client, 'geographicalContext', 'country'));
  values[A.id] = textOf(object['uuid']);
  const first: unknown = Array.isArray(target) ? target[0] : undefined;
  values[A.resource] = textOf(at(first, 'alternateId')) ?? textOf(at(first, 'displayName')) ?? textOf(at(first, 'id'));
  const result = textOf(at(outcome, 'result'));
  const reason = textOf(at(outcome, 'reason'));
  values[F.result] = result;
  if (result === 'SUCCESS' || result === 'ALLOW') values[A.outcome] = 'success';
  else if (result === 'FAILURE' || result === 'DENY') {
    values[A.outcome] = 'failure';
    values[A.error] = reason;
    if (record.severityNumber < 13) record.severityNumber = 13;
  }
  const subject = [values[A.user], textOf(object['displayMessage']) ?? values[A.action], values[A.resource]].filter((part) => part !== undefined).join(' ');
  const ended = [result, reason].filter((part) => part !== undefined).join(', ');
  record.body = ended === '' ? subject : `${subject}: ${ended}`;
  setRest(record, object, TAKEN);
}
