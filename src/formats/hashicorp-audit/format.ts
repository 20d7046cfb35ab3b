import { A, auditFields } from '../contract-audit.ts';
import { at, integerOf, knownJsonFormat, setRest, setTime, textOf } from '../contract-json-known-format.ts';
import type { Json } from '../contract-json-object.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

const fields: readonly FieldDefinition[] = [
  ...auditFields,
  { name: 'hashicorp.audit.type', type: 'string', description: 'request or response (Vault); the stage of a request (Consul, Nomad).', facet: true },
  { name: 'http.response.status_code', type: 'integer', description: 'Code of the answer (Consul, Nomad).', facet: true },
];
const F = { type: A.next, status: A.next + 1 } as const;

/** Audit logs of Vault, Consul and Nomad. */
export const hashicorpAudit = knownJsonFormat({
  id: 'hashicorp-audit',
  title: 'Vault, Consul and Nomad audit log',
  noun: 'audit entries of Vault, Consul or Nomad',
  extensions: ['log', 'json', 'jsonl'],
  magic: ['{"time":…,"type":"request","auth":{…},"request":{"id":…,"operation":…', '{"created_at":…,"event_type":"audit","payload":{…'],
  specification: [
    { title: 'Vault: audit devices', url: 'https://developer.hashicorp.com/vault/docs/audit' },
    { title: 'Consul: audit logging', url: 'https://developer.hashicorp.com/consul/docs/monitor/log/audit' },
  ],
  fields,
  read: (object, record, values, zone) => ('payload' in object ? payload(object, record, values, zone) : vault(object, record, values, zone)),
});

function vault(object: Json, record: EventRecord, values: FieldValue[], zone: string): void {
  const { auth, request } = object;
  setTime(record, zone, object['time']);
  values[A.user] = textOf(at(auth, 'display_name')) ?? textOf(at(auth, 'entity_id')) ?? textOf(at(auth, 'accessor'));
  values[A.action] = textOf(at(request, 'operation'));
  values[A.resource] = textOf(at(request, 'path'));
  values[A.account] = textOf(at(request, 'namespace', 'id'));
  values[A.client] = textOf(at(request, 'remote_address'));
  values[A.id] = textOf(at(request, 'id'));
  values[F.type] = textOf(object['type']);
  const error = textOf(object['error']);
  // A request has no outcome yet, unless it was refused.
  if (error !== undefined) values[A.outcome] = 'failure';
  else if (object['type'] === 'response') values[A.outcome] = 'success';
  finish(values, error, record);
  setRest(record, object, new Set(['time', 'type', 'error']));
}

function payload(object: Json, record: EventRecord, values: FieldValue[], zone: string): void {
  const event = object['payload'];
  const request = at(event, 'request');
  setTime(record, zone, at(event, 'timestamp'), object['created_at']);
  values[A.user] = textOf(at(event, 'auth', 'name')) ?? textOf(at(event, 'auth', 'accessor_id'));
  values[A.action] = textOf(at(request, 'operation'));
  values[A.resource] = textOf(at(request, 'endpoint'));
  // Without its port.
  values[A.client] = (textOf(at(request, 'remote_addr')) ?? textOf(at(request, 'remote_address')))?.replace(/:\d{1,5}$/, '');
  values[A.agent] = textOf(at(request, 'user_agent'));
  values[A.id] = textOf(at(event, 'id'));
  values[F.type] = textOf(at(event, 'stage'));
  const status = integerOf(at(event, 'response', 'status')) ?? integerOf(at(event, 'response', 'status_code'));
  const error = textOf(at(event, 'response', 'error'));
  values[F.status] = status;
  if (status !== undefined) values[A.outcome] = status >= 400 || error !== undefined ? 'failure' : 'success';
  finish(values, error ?? (status === undefined ? undefined : status >= 400 ? String(status) : undefined), record);
  setRest(record, object, new Set(['created_at', 'event_type']));
}

function finish(values: FieldValue[], why: string | undefined, record: EventRecord): void {
  const subject = [values[A.user], values[A.action], values[A.resource]].filter((part) => part !== undefined).join(' ');
  record.body = why === undefined ? subject : `${subject}: ${why.trim()}`;
  record.severityNumber = values[A.outcome] === 'failure' ? 13 : 9;
}
