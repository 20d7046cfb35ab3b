import { at, integerOf, knownJsonFormat, setRest, setTime, textOf } from '../contract-json-known-format.ts';
import type { Json } from '../contract-json-object.ts';
import { timeOfValue } from '../contract-json-time.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

const fields: readonly FieldDefinition[] = [
  { name: 'user.name', type: 'string', description: 'Who asked: user.username.', facet: true },
  { name: 'event.action', type: 'string', description: 'Verb: get, list, create, patch, delete …', facet: true },
  { name: 'k8s.audit.resource', type: 'string', description: 'What it was about: pods, pods/exec, secrets …', facet: true },
  { name: 'k8s.namespace.name', type: 'string', description: 'Namespace of the object.', facet: true },
  { name: 'k8s.object.name', type: 'string', description: 'Name of the object.' },
  { name: 'event.outcome', type: 'string', description: 'success or failure, by the code of the answer.', facet: true },
  { name: 'http.response.status_code', type: 'integer', description: 'Code of the answer.', facet: true },
  { name: 'k8s.audit.decision', type: 'string', description: 'What authorization said: allow, forbid.', facet: true },
  { name: 'k8s.audit.stage', type: 'string', description: 'RequestReceived, ResponseStarted, ResponseComplete, Panic.', facet: true },
  { name: 'client.address', type: 'string', description: 'First of the addresses the request came from.', facet: true },
  { name: 'user_agent.original', type: 'string', description: 'Client program.', facet: true },
  { name: 'k8s.audit.duration', type: 'double', description: 'Seconds between the request and this stage of it.' },
  { name: 'url.path', type: 'string', description: 'Path of the request.' },
  { name: 'url.query', type: 'string', description: 'Query of the request.' },
  { name: 'k8s.audit.id', type: 'string', description: 'The same for all stages of a request.' },
  { name: 'user.effective.name', type: 'string', description: 'Who the user acted as: impersonatedUser.username.', facet: true },
];
const F = {
  user: 0, verb: 1, resource: 2, namespace: 3, name: 4, outcome: 5, status: 6, decision: 7, stage: 8, client: 9, agent: 10, duration: 11, path: 12, query: 13, id: 14, as: 15,
} as const;

/** Audit logs of the API server of Kubernetes. */
export const kubernetesAudit = knownJsonFormat({
  id: 'kubernetes-audit',
  title: 'Kubernetes audit log',
  noun: 'Kubernetes audit events',
  extensions: ['log', 'json', 'jsonl'],
  magic: ['{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":…'],
  specification: [
    { title: 'Kubernetes: auditing', url: 'https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/' },
    { title: 'Kubernetes: audit.k8s.io/v1', url: 'https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/' },
  ],
  fields,
  read,
});

const TAKEN = new Set(['kind', 'apiVersion', 'auditID', 'stage', 'requestURI', 'verb', 'userAgent', 'requestReceivedTimestamp', 'stageTimestamp', 'timestamp', 'metadata']);

function read(object: Json, record: EventRecord, values: FieldValue[], zone: string): void {
  // v1beta1 and before have `timestamp`, v1alpha1 only that of metadata.
  setTime(record, zone, object['requestReceivedTimestamp'], object['stageTimestamp'], object['timestamp'], at(object, 'metadata', 'creationTimestamp'));
  const staged = timeOfValue(object['stageTimestamp'], zone);
  if (staged && record.timeNs !== undefined && 'requestReceivedTimestamp' in object) values[F.duration] = Number(staged.ns - record.timeNs) / 1e9;
  const reference = object['objectRef'];
  const resource = textOf(at(reference, 'resource'));
  const subresource = textOf(at(reference, 'subresource'));
  values[F.user] = textOf(at(object, 'user', 'username'));
  values[F.as] = textOf(at(object, 'impersonatedUser', 'username'));
  values[F.verb] = textOf(object['verb']);
  values[F.resource] = resource === undefined ? undefined : subresource === undefined ? resource : `${resource}/${subresource}`;
  values[F.namespace] = textOf(at(reference, 'namespace'));
  values[F.name] = textOf(at(reference, 'name'));
  values[F.stage] = textOf(object['stage']);
  const sources = object['sourceIPs'];
  values[F.client] = Array.isArray(sources) ? textOf(sources[0]) : undefined;
  values[F.agent] = textOf(object['userAgent']);
  values[F.id] = textOf(object['auditID']);
  values[F.decision] = textOf(at(object, 'annotations', 'authorization.k8s.io/decision'));
  const uri = textOf(object['requestURI']);
  const mark = uri?.indexOf('?') ?? -1;
  if (uri !== undefined) {
    values[F.path] = mark < 0 ? uri : uri.slice(0, mark);
    if (mark >= 0) values[F.query] = uri.slice(mark + 1);
  }
  const status = integerOf(at(object, 'responseStatus', 'code'));
  values[F.status] = status;
  if (status !== undefined) values[F.outcome] = status >= 400 ? 'failure' : 'success';
  record.severityNumber = object['stage'] === 'Panic' || (status !== undefined && status >= 500) ? 17 : status === 401 || status === 403 || values[F.decision] === 'forbid' ? 13 : 9;
  const about = values[F.resource] === undefined ? values[F.path] : [values[F.resource], [values[F.namespace], values[F.name]].filter(Boolean).join('/')].filter(Boolean).join(' ');
  const why = status !== undefined && status >= 400 ? textOf(at(object, 'responseStatus', 'message')) ?? textOf(at(object, 'responseStatus', 'reason')) : undefined;
  const parts = [values[F.user], values[F.as] === undefined ? undefined : `as ${String(values[F.as])}`, values[F.verb], about, status];
  record.body = parts.filter((part) => part !== undefined).join(' ') + (why === undefined ? '' : `: ${why}`);
  setRest(record, object, TAKEN);
}
