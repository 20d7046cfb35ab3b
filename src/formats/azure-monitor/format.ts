import { severityFromText } from '../../model/severity.ts';
import { A, auditFields } from '../contract-audit.ts';
import { at, knownJsonFormat, setRest, setTime, textOf } from '../contract-json-known-format.ts';
import type { Json } from '../contract-json-object.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

const fields: readonly FieldDefinition[] = [
  ...auditFields,
  { name: 'azure.category', type: 'string', description: 'Administrative, ServiceHealth, AuditLogs, SignInLogs …', facet: true },
  { name: 'azure.result', type: 'string', description: 'How it stands, as Azure says it: Started, Succeeded, Failure …', facet: true },
  { name: 'azure.resource_group', type: 'string', description: 'Resource group of what it was done to.', facet: true },
  { name: 'azure.correlation_id', type: 'string', description: 'The same for all entries of one operation.' },
];
const F = { category: A.next, result: A.next + 1, group: A.next + 2, correlation: A.next + 3 } as const;

/** Activity logs, resource logs, directory audits and sign-ins of Azure. */
export const azureMonitor = knownJsonFormat({
  id: 'azure-monitor',
  title: 'Azure activity and audit logs',
  noun: 'entries of Azure',
  extensions: ['json', 'jsonl'],
  magic: ['{"time":…,"resourceId":"/SUBSCRIPTIONS/…","operationName":…,"category":…', '{"eventTimestamp":…,"operationName":{"value":…', '{"activityDateTime":…,"activityDisplayName":…'],
  specification: [
    { title: 'Azure Monitor: activity log event schema', url: 'https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema' },
    { title: 'Azure Monitor: common schema of resource logs', url: 'https://learn.microsoft.com/azure/azure-monitor/platform/resource-logs-schema' },
    { title: 'Microsoft Graph: directoryAudit', url: 'https://learn.microsoft.com/graph/api/resources/directoryaudit' },
    { title: 'Microsoft Graph: signIn', url: 'https://learn.microsoft.com/graph/api/resources/signin' },
  ],
  fields,
  read,
});

const TAKEN = new Set(['time', 'eventTimestamp', 'event_timestamp', 'TimeGenerated', 'activityDateTime', 'level', 'Level', 'category', 'Category', 'correlationId', 'correlation_id', 'CorrelationId']);

function read(object: Json, record: EventRecord, values: FieldValue[], zone: string): void {
  setTime(record, zone, object['eventTimestamp'], object['event_timestamp'], object['time'], object['TimeGenerated'], object['activityDateTime'], object['createdDateTime']);
  level(object['level'] ?? object['Level'], record);
  const properties = object['properties'];
  const resource = textOf(object['resourceId'] ?? object['resource_id'] ?? object['_ResourceId'] ?? object['ResourceId']) ?? targetOf(object['targetResources'] ?? at(properties, 'targetResources'));
  values[A.resource] = resource;
  const path = /^\/subscriptions\/([^/]{1,64})(?:\/resourcegroups\/([^/]{1,128}))?/i.exec(resource ?? '');
  values[A.account] = path?.[1] ?? textOf(object['subscriptionId'] ?? object['subscription_id']);
  values[F.group] = valueOf(object['resourceGroupName'] ?? object['resource_group_name'] ?? object['ResourceGroup']) ?? path?.[2];
  values[A.region] = textOf(object['location']);
  values[A.action] = valueOf(object['operationName'] ?? object['operation_name'] ?? object['OperationNameValue'] ?? object['OperationName']) ?? textOf(object['activityDisplayName'])
    ?? ('appDisplayName' in object ? 'Sign-in' : undefined);
  values[A.user] = userOf(object, properties);
  values[A.client] = textOf(object['callerIpAddress'] ?? object['CallerIpAddress']) ?? textOf(at(object['httpRequest'] ?? object['http_request'], 'clientIpAddress'))
    ?? textOf(at(object['http_request'], 'client_ip_address')) ?? textOf(object['ipAddress']);
  values[A.agent] = textOf(at(object, 'additionalDetails', 'userAgent')) ?? textOf(object['userAgent']) ?? textOf(object['clientAppUsed']);
  values[A.id] = textOf(object['eventDataId'] ?? object['event_data_id'] ?? object['EventDataId']) ?? textOf(object['id']);
  values[F.category] = valueOf(object['category'] ?? object['Category']);
  values[F.correlation] = textOf(object['correlationId'] ?? object['correlation_id'] ?? object['CorrelationId']);
  outcome(object, values, record);
  // The last part of a path is what people call it.
  const name = resource === undefined ? undefined : resource.slice(resource.lastIndexOf('/') + 1);
  const subject = [values[A.user], values[A.action], name === '' ? undefined : name].filter((part) => part !== undefined).join(' ');
  const why = textOf(object['resultDescription']) ?? textOf(object['resultReason']) ?? textOf(at(object, 'status', 'failureReason'));
  const result = [values[F.result], values[A.outcome] === 'failure' ? why : undefined].filter((part) => part !== undefined).join(', ');
  record.body = result === '' ? subject : `${subject}: ${result}`;
  setRest(record, object, TAKEN);
}

/** Words, or the numbers of Windows events: 1 critical to 5 verbose. */
function level(value: unknown, record: EventRecord): void {
  const text = typeof value === 'number' ? String(value) : textOf(value);
  if (text === undefined) return;
  record.severityText = text;
  record.severityNumber = /^[1-5]$/.test(text) ? [21, 17, 13, 9, 5][Number(text) - 1]! : severityFromText(text);
}

/** `{value, localizedValue}` of the API, or text. */
function valueOf(value: unknown): string | undefined {
  return textOf(value) ?? textOf(at(value, 'value')) ?? textOf(at(value, 'localizedValue'));
}

const UPN = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn';
const NAME = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name';

function userOf(object: Json, properties: unknown): string | undefined {
  const claims = at(object, 'identity', 'claims') ?? object['claims'];
  const by = object['initiatedBy'] ?? at(properties, 'initiatedBy');
  return textOf(object['caller'] ?? object['Caller']) ?? textOf(at(claims, UPN)) ?? textOf(at(claims, NAME)) ?? textOf(at(claims, 'name'))
    ?? textOf(at(by, 'user', 'userPrincipalName')) ?? textOf(at(by, 'user', 'displayName')) ?? textOf(at(by, 'app', 'displayName'))
    ?? textOf(object['userPrincipalName']) ?? textOf(at(properties, 'userPrincipalName')) ?? textOf(object['identity']) ?? textOf(at(claims, 'appid'));
}

function targetOf(targets: unknown): string | undefined {
  const target: unknown = Array.isArray(targets) ? targets[0] : undefined;
  return textOf(at(target, 'userPrincipalName')) ?? textOf(at(target, 'displayName')) ?? textOf(at(target, 'id'));
}

function outcome(object: Json, values: FieldValue[], record: EventRecord): void {
  const { status } = object;
  const errorCode = at(status, 'errorCode');
  const result = valueOf(object['resultType'] ?? object['ActivityStatusValue'] ?? object['result']) ?? valueOf(status) ?? valueOf(object['ResultType'])
    ?? (typeof errorCode === 'number' ? (errorCode === 0 ? 'Success' : 'Failure') : undefined);
  values[F.result] = result;
  if (typeof errorCode === 'number' && errorCode !== 0) values[A.error] = String(errorCode);
  else values[A.error] = valueOf(object['subStatus'] ?? object['sub_status']) ?? textOf(object['resultSignature']);
  // What has only begun has no outcome yet.
  if (/^(?:fail|error|denied|timeout|[1-9]\d{4,}$)/i.test(result ?? '')) values[A.outcome] = 'failure';
  else if (/^(?:succ|resolved|0$|created|ok)/i.test(result ?? '')) values[A.outcome] = 'success';
  if (values[A.outcome] !== 'failure') values[A.error] = undefined;
  else if (record.severityNumber < 13) record.severityNumber = 13;
}
