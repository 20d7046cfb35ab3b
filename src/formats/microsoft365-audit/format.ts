import { A, auditFields } from '../contract-audit.ts';
import { at, integerOf, knownJsonFormat, setRest, setTime, textOf } from '../contract-json-known-format.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

const fields: readonly FieldDefinition[] = [
  ...auditFields,
  { name: 'microsoft365.workload', type: 'string', description: 'Service it was done in: Exchange, SharePoint, AzureActiveDirectory …', facet: true },
  { name: 'microsoft365.record_type', type: 'integer', description: 'Type of the record (AuditLogRecordType).', facet: true },
];

/** The unified audit log of Microsoft 365, as the Management Activity API and searches give it. */
export const microsoft365Audit = knownJsonFormat({
  id: 'microsoft365-audit',
  title: 'Microsoft 365 audit log',
  noun: 'audit records of Microsoft 365',
  extensions: ['json', 'jsonl'],
  magic: ['{"CreationTime":…,"Operation":…,"RecordType":…,"Workload":…'],
  specification: [{ title: 'Microsoft: Office 365 Management Activity API schema', url: 'https://learn.microsoft.com/en-us/office/office-365-management-api/office-365-management-activity-api-schema' }],
  fields,
  read,
});

const TAKEN = new Set(['CreationTime', 'Id', 'Operation', 'OrganizationId', 'RecordType', 'ResultStatus', 'UserId', 'Workload', 'ClientIP', 'ObjectId']);

function read(object: Json, record: EventRecord, values: FieldValue[]): void {
  // The schema says UTC, without writing it.
  setTime(record, 'UTC', object['CreationTime']);
  const status = textOf(object['ResultStatus']);
  values[A.user] = textOf(object['UserId']) ?? textOf(object['UserKey']);
  values[A.action] = textOf(object['Operation']);
  values[A.outcome] = status === undefined ? undefined : /^(?:fail|false)/i.test(status) ? 'failure' : /^(?:succ|true|partially)/i.test(status) ? 'success' : undefined;
  values[A.resource] = textOf(object['ObjectId']);
  values[A.account] = textOf(object['OrganizationId']);
  values[A.client] = addressOf(textOf(object['ClientIP']) ?? textOf(object['ClientIPAddress']) ?? textOf(object['ActorIpAddress']));
  values[A.agent] = textOf(object['UserAgent']) ?? textOf(object['ClientInfoString']) ?? property(object['ExtendedProperties'], 'UserAgent');
  values[A.error] = values[A.outcome] === 'failure' ? textOf(object['LogonError']) ?? textOf(object['ErrorNumber']) ?? status : undefined;
  values[A.id] = textOf(object['Id']);
  values[A.next] = textOf(object['Workload']);
  values[A.next + 1] = integerOf(object['RecordType']);
  if (values[A.outcome] === 'failure') [record.severityNumber, record.severityText] = [13, status];
  const file = textOf(object['SourceFileName']) ?? textOf(at(object, 'Item', 'Subject')) ?? textOf(object['ObjectId']);
  record.body = [values[A.user], values[A.action], file].filter((part) => part !== undefined).join(' ');
  setRest(record, object, TAKEN);
}

/** `192.0.2.7:51234`, `[2001:db8::7]:443`, `::ffff:192.0.2.7`. */
function addressOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/.exec(text)?.[1] ?? text.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Lists of `{Name, Value}`. */
function property(list: unknown, name: string): string | undefined {
  const found: unknown = Array.isArray(list) ? list.find((item: unknown) => isObject(item) && item['Name'] === name) : undefined;
  return textOf(at(found, 'Value'));
}
