import { A, auditFields } from '../contract-audit.ts';
import { at, knownJsonFormat, setRest, setTime, textOf } from '../contract-json-known-format.ts';
import { parseJson } from '../contract-json.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

const fields: readonly FieldDefinition[] = [
  ...auditFields,
  { name: 'aws.cloudtrail.event_source', type: 'string', description: 'Service that was asked: ec2.amazonaws.com.', facet: true },
  { name: 'aws.cloudtrail.user_type', type: 'string', description: 'Root, IAMUser, AssumedRole, AWSService …', facet: true },
  { name: 'aws.cloudtrail.event_type', type: 'string', description: 'AwsApiCall, AwsConsoleSignIn, AwsServiceEvent …', facet: true },
  { name: 'aws.cloudtrail.read_only', type: 'boolean', description: 'Whether it changed nothing.', facet: true },
  { name: 'aws.request_id', type: 'string', description: 'Id of the request.' },
];
const F = { source: A.next, userType: A.next + 1, eventType: A.next + 2, readOnly: A.next + 3, request: A.next + 4 } as const;

/** Events of AWS CloudTrail. */
export const awsCloudtrail = knownJsonFormat({
  id: 'aws-cloudtrail',
  title: 'AWS CloudTrail',
  noun: 'CloudTrail events',
  extensions: ['json', 'jsonl'],
  magic: ['{"Records":[{"eventVersion":…,"eventSource":…,"eventName":…', 'lines of such objects', 'answers of lookup-events'],
  specification: [
    { title: 'AWS CloudTrail: record contents', url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html' },
    { title: 'AWS CloudTrail: LookupEvents', url: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html' },
    { title: 'OpenTelemetry semantic conventions for cloud resources', url: 'https://opentelemetry.io/docs/specs/semconv/resource/cloud/' },
  ],
  fields,
  read(object, record, values, zone) {
    const inner = innerEvent(object);
    if (inner) {
      readEvent(inner, record, values, zone);
      const resources = object['Resources'];
      if (Array.isArray(resources) && resources.length > 0) record.attributes = { ...record.attributes, Resources: resources };
    } else if ('EventName' in object) readSummary(object, record, values, zone);
    else readEvent(object, record, values, zone);
  },
});

/** lookup-events has the event itself as text. */
function innerEvent(object: Json): Json | undefined {
  const text = object['CloudTrailEvent'];
  if (typeof text !== 'string') return undefined;
  try {
    const value = parseJson(text);
    return isObject(value) && typeof value['eventName'] === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

const TAKEN = new Set(['eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'errorMessage', 'requestID', 'eventID', 'readOnly', 'eventType', 'recipientAccountId', 'eventVersion']);

function readEvent(object: Json, record: EventRecord, values: FieldValue[], zone: string): void {
  setTime(record, zone, object['eventTime']);
  const identity = object['userIdentity'];
  values[A.user] = textOf(at(identity, 'userName')) ?? sessionName(identity) ?? textOf(at(identity, 'sessionContext', 'sessionIssuer', 'userName'))
    ?? textOf(at(identity, 'invokedBy')) ?? (at(identity, 'type') === 'Root' ? 'root' : textOf(at(identity, 'principalId')) ?? textOf(at(identity, 'accountId')));
  values[F.userType] = textOf(at(identity, 'type'));
  values[A.region] = textOf(object['awsRegion']);
  values[A.account] = textOf(object['recipientAccountId']) ?? textOf(at(identity, 'accountId'));
  values[A.client] = textOf(object['sourceIPAddress']);
  values[A.agent] = textOf(object['userAgent']);
  values[A.error] = textOf(object['errorCode']);
  values[A.id] = textOf(object['eventID']);
  values[F.eventType] = textOf(object['eventType']);
  values[F.request] = textOf(object['requestID']);
  const readOnly = object['readOnly'];
  values[F.readOnly] = typeof readOnly === 'boolean' ? readOnly : readOnly === 'true' ? true : readOnly === 'false' ? false : undefined;
  const resources = object['resources'];
  values[A.resource] = Array.isArray(resources) ? textOf(at(resources[0], 'ARN')) ?? textOf(at(resources[0], 'arn')) : undefined;
  finish(textOf(object['eventSource']), textOf(object['eventName']), textOf(object['errorMessage']), at(object, 'responseElements', 'ConsoleLogin'), record, values);
  setRest(record, object, TAKEN);
}

/** What lookup-events says around an event that is not there or cannot be read. */
function readSummary(object: Json, record: EventRecord, values: FieldValue[], zone: string): void {
  setTime(record, zone, object['EventTime']);
  values[A.user] = textOf(object['Username']);
  values[A.id] = textOf(object['EventId']);
  const readOnly = textOf(object['ReadOnly']);
  values[F.readOnly] = readOnly === undefined ? undefined : readOnly === 'true';
  const resources = object['Resources'];
  values[A.resource] = Array.isArray(resources) ? textOf(at(resources[0], 'ResourceName')) : undefined;
  finish(textOf(object['EventSource']), textOf(object['EventName']), undefined, undefined, record, values);
  setRest(record, object, new Set(['EventTime', 'EventName', 'EventSource', 'Username', 'EventId', 'ReadOnly']));
}

function finish(source: string | undefined, name: string | undefined, message: string | undefined, consoleLogin: unknown, record: EventRecord, values: FieldValue[]): void {
  values[F.source] = source;
  values[A.action] = name;
  record.serviceName = source;
  const error = values[A.error];
  const isFailure = error !== undefined || message !== undefined || consoleLogin === 'Failure';
  values[A.outcome] = isFailure ? 'failure' : 'success';
  // What a caller may not do or did wrong is a warning; what the service could not do is an error.
  record.severityNumber = !isFailure ? 9 : typeof error === 'string' && /Internal|ServiceUnavailable|ServerException/.test(error) ? 17 : 13;
  const service = source?.replace('.amazonaws.com', '');
  const action = service === undefined ? name : `${service}:${name ?? ''}`;
  const subject = [values[A.user], action, values[A.resource]].filter((part) => part !== undefined).join(' ');
  const why = [error, message ?? (consoleLogin === 'Failure' ? 'Failure' : undefined)].filter((part) => part !== undefined).join(': ');
  record.body = why === '' ? subject : `${subject}: ${why}`;
}

/** `arn:aws:sts::012345678901:assumed-role/Deploy/ann`: the role and the name of the session. */
function sessionName(identity: unknown): string | undefined {
  const arn = textOf(at(identity, 'arn'));
  const slash = arn?.indexOf(':assumed-role/') ?? -1;
  return arn === undefined || slash < 0 ? undefined : arn.slice(slash + 14);
}
