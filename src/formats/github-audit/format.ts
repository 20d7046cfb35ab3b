import { A, auditFields } from '../contract-audit.ts';
import { at, knownJsonFormat, setRest, setTime, textOf } from '../contract-json-known-format.ts';
import type { Json } from '../contract-json-object.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

const fields: readonly FieldDefinition[] = [
  ...auditFields,
  { name: 'vcs.repository.name', type: 'string', description: 'Repository, with its owner.', facet: true },
  { name: 'github.operation_type', type: 'string', description: 'create, access, modify, remove, authentication, transfer, restore.', facet: true },
  { name: 'geo.country_iso_code', type: 'string', description: 'Where the actor seems to be.', facet: true },
];
const F = { repository: A.next, operation: A.next + 1, country: A.next + 2 } as const;

/** Audit logs of organizations and enterprises of GitHub. */
export const githubAudit = knownJsonFormat({
  id: 'github-audit',
  title: 'GitHub audit log',
  noun: 'entries of GitHub\'s audit log',
  extensions: ['json', 'jsonl'],
  magic: ['{"@timestamp":1791974051204,"action":"repo.create","actor":…,"_document_id":…'],
  specification: [{ title: 'GitHub: audit log events for your organization', url: 'https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization' }],
  fields,
  read,
});

const TAKEN = new Set(['@timestamp', 'action', 'actor', 'operation_type', '_document_id', 'user_agent', 'actor_ip']);

function read(object: Json, record: EventRecord, values: FieldValue[], zone: string): void {
  setTime(record, zone, object['@timestamp'], object['created_at']);
  record.severityNumber = 9;
  values[A.user] = textOf(object['actor']);
  values[A.action] = textOf(object['action']);
  values[A.account] = textOf(object['org']) ?? textOf(object['business']);
  values[F.repository] = textOf(object['repo']) ?? textOf(object['repository']);
  values[A.resource] = values[F.repository] ?? textOf(object['team']) ?? textOf(object['user']);
  values[A.client] = textOf(object['actor_ip']);
  values[F.country] = textOf(at(object, 'actor_location', 'country_code'));
  values[A.agent] = textOf(object['user_agent']);
  values[A.id] = textOf(object['_document_id']);
  values[F.operation] = textOf(object['operation_type']);
  // Who was added or removed stands beside the repository.
  const whom = textOf(object['user']);
  const parts = [values[A.user], values[A.action], values[A.resource], whom === values[A.resource] || whom === values[A.user] ? undefined : whom];
  record.body = parts.filter((part) => part !== undefined).join(' ');
  setRest(record, object, TAKEN);
}
