import { documentHead } from './contract-json-head.ts';
import { isObject, type Json } from './contract-json-object.ts';
import type { Head } from './contract.ts';

/**
 * Objects whose writer is known by their members: each has a format of its own, which knows it better than what reads
 * any structured log. They are told here once, for those formats and for the ones that stand back.
 */
export type KnownJson = 'mongodb' | 'kubernetes-audit' | 'kubernetes-events' | 'aws-cloudtrail' | 'gcp-logging' | 'azure-monitor' | 'suricata-eve' | 'microsoft365-audit' | 'hashicorp-audit' | 'okta-system-log' | 'github-audit';

/** Whose object this is; `undefined` when no format of its own reads it. A few looks at members, nothing more. */
export function knownJson(object: Json): KnownJson | undefined {
  const kind = object['kind'];
  if (kind === 'Event' || 'involvedObject' in object) {
    // audit.k8s.io/v1, v1beta1, v1alpha1.
    if (isText(object['auditID']) && (isText(object['verb']) || isText(object['stage']))) return 'kubernetes-audit';
    // v1 and events.k8s.io/v1.
    if (isObject(object['involvedObject'] ?? object['regarding']) && (isText(object['reason']) || isText(object['message']) || isText(object['note']))) return 'kubernetes-events';
  }
  // MongoDB 4.4 and later: {"t":{"$date":…},"s":"I","c":"NETWORK","id":22943,"ctx":"listener","msg":…}
  const t = object['t'];
  if (isObject(t) && '$date' in t && isText(object['s']) && isText(object['c']) && isText(object['ctx']) && typeof object['msg'] === 'string') return 'mongodb';
  if (isText(object['eventSource']) && isText(object['eventName']) && (isText(object['eventVersion']) || isText(object['awsRegion']))) return 'aws-cloudtrail';
  // Answers of `aws cloudtrail lookup-events` have the event as text.
  if (isText(object['EventId']) && isText(object['EventName']) && (isText(object['CloudTrailEvent']) || isText(object['EventSource']))) return 'aws-cloudtrail';
  // A LogEntry names its log and the resource that wrote it.
  if (isText(object['logName']) && (isText(object['insertId']) || isObject(object['resource'])) && (isText(object['timestamp']) || isText(object['receiveTimestamp']))) return 'gcp-logging';
  // EVE of Suricata: what happened, in which flow or between whom.
  if (isText(object['event_type']) && isText(object['timestamp']) && ('flow_id' in object || isText(object['src_ip']) || isObject(object[object['event_type']]))) return 'suricata-eve';
  // The common schema of Microsoft 365's audit.
  if (isText(object['Operation']) && isText(object['CreationTime']) && (isText(object['Workload']) || typeof object['RecordType'] === 'number')) return 'microsoft365-audit';
  if (isText(object['eventType']) && isText(object['published']) && isObject(object['actor']) && isObject(object['outcome'])) return 'okta-system-log';
  if (isText(object['action']) && isText(object['_document_id']) && (object['@timestamp'] !== undefined || object['created_at'] !== undefined)) return 'github-audit';
  if (isAzure(object)) return 'azure-monitor';
  // Vault, and events that Consul and Nomad put into a payload.
  const { request, payload, type } = object;
  if ((type === 'request' || type === 'response') && isText(object['time']) && isObject(request) && isText(request['operation']) && isObject(object['auth'])) return 'hashicorp-audit';
  return object['event_type'] === 'audit' && isText(object['created_at']) && isObject(payload) && isObject(payload['request']) ? 'hashicorp-audit' : undefined;
}

function isAzure(object: Json): boolean {
  const resource = object['resourceId'] ?? object['resource_id'];
  // Diagnostic settings: blobs, event hubs; names of members begin small since 2018.
  if (isText(resource) && isText(object['time']) && isText(object['operationName']) && isText(object['category'])) return true;
  // Activity log as the API, the command line and the SDK for Python answer it.
  if (isText(object['eventTimestamp'] ?? object['event_timestamp']) && isObject(object['operationName'] ?? object['operation_name'])) return true;
  // Tables of Log Analytics.
  if (isText(object['TimeGenerated']) && (isText(object['OperationNameValue']) || (isText(object['OperationName']) && isText(object['Category'])))) return true;
  // Directory audits and sign-ins of Microsoft Graph.
  if (isText(object['activityDateTime']) && isText(object['activityDisplayName'])) return true;
  return isText(object['createdDateTime']) && isText(object['userPrincipalName']) && isText(object['appDisplayName']);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

export interface KnownHead {
  readonly kind: KnownJson;
  /** Where the objects stand in a document: a path of a `DocumentPlan`; `''`: each document is one. */
  readonly path: string;
  readonly known: number;
  readonly sampled: number;
}

/** Members of documents that hold such objects: CloudTrail's files, lists of Kubernetes, answers of Azure, of lookup-events. */
const LISTS = ['Records', 'items', 'value', 'records', 'Events', 'entries'];
/** Members that hold one: a watch of Kubernetes, EventBridge, eventrouter. */
const WRAPPERS = ['object', 'detail', 'event'];
const heads = new WeakMap<Head, KnownHead | 'none'>();

/** What known objects a file of JSON documents or lines begins with. */
export function knownHead(head: Head): KnownHead | undefined {
  let found = heads.get(head);
  if (found === undefined) heads.set(head, (found = look(head) ?? 'none'));
  return found === 'none' ? undefined : found;
}

function look(head: Head): KnownHead | undefined {
  const documents = documentHead(head);
  if (!documents) return undefined;
  const { first } = documents;
  if (Array.isArray(first)) return best('[]', first);
  if (!isObject(first)) return undefined;
  const all = documents.documents.length > 0 ? documents.documents : [first];
  const own = best('', all);
  if (own) return own;
  for (const name of LISTS) {
    const list = first[name];
    if (Array.isArray(list)) return best(`${name}[]`, list);
  }
  for (const name of WRAPPERS) {
    const wrapped = best(name, all.map((document) => (isObject(document) ? document[name] : undefined)));
    if (wrapped) return wrapped;
  }
  return undefined;
}

/** The kind of most of some values, when it is that of more than half of them. */
function best(path: string, values: readonly unknown[]): KnownHead | undefined {
  const counts = new Map<KnownJson, number>();
  let sampled = 0;
  for (const value of values.slice(0, 100)) {
    sampled++;
    const kind = isObject(value) ? knownJson(value) : undefined;
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  for (const [kind, known] of counts) if (known * 2 > sampled) return { kind, path, known, sampled };
  return undefined;
}
