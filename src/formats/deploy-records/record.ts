import { SEVERITY_NUMBER } from '../../model/severity.ts';
import { clipBody, firstText, NO_FINDINGS, shortText, type EventFinding } from '../contract-json-events.ts';
import { meaning, normalName } from '../contract-json-keys.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { timeOfValue } from '../contract-json-time.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/deployment/ and …/vcs/, …/service/ */
export const fields: readonly FieldDefinition[] = [
  { name: 'service.version', type: 'string', description: 'What was deployed: a version, tag, image or build.' },
  { name: 'deployment.environment.name', type: 'string', description: 'Where to.', facet: true },
  { name: 'vcs.ref.head.revision', type: 'string', description: 'Commit.' },
  { name: 'vcs.ref.head.name', type: 'string', description: 'Branch or tag.', facet: true },
  { name: 'deployment.status', type: 'string', description: 'As the record has it: success, failure, deployed, superseded …', facet: true },
  { name: 'deployment.id', type: 'string', description: 'Id of the deployment where it was made.' },
  { name: 'user.name', type: 'string', description: 'Who or what deployed.', facet: true },
  { name: 'duration_ns', type: 'integer', description: 'Nanoseconds from its start to its end, where both are said.' },
];

/** What a deployment is called in records of all kinds; names without case and punctuation, the best first. */
const NAMES = {
  time: ['deployedat', 'deploytime', 'deploymenttime', 'deploydate', 'deployedon', 'deployed', 'statuschangedat', 'finishedat', 'completedat', 'endedat', 'timestamp', 'time', 'ts', 'datetime', 'date', 'updated', 'createdat', 'created', 'startedat', 'updatedat'],
  started: ['deploystartedat', 'startedat', 'starttime', 'started'],
  finished: ['deployedat', 'finishedat', 'completedat', 'endedat', 'endtime', 'finished'],
  service: ['service', 'servicename', 'app', 'application', 'appname', 'applicationname', 'component', 'releasename', 'project', 'repository', 'repo', 'name'],
  version: ['version', 'serviceversion', 'appversion', 'tag', 'imagetag', 'image', 'release', 'build', 'buildnumber', 'buildid'],
  revision: ['sha', 'commit', 'commitsha', 'commitid', 'gitsha', 'gitcommit', 'githash', 'commithash', 'revision', 'shortsha', 'vcsrevision'],
  ref: ['ref', 'branch', 'gitref', 'gitbranch'],
  environment: ['environment', 'deploymentenvironment', 'deploymentenvironmentname', 'env', 'stage', 'targetenvironment', 'environmentname'],
  by: ['deployedby', 'by', 'deployer', 'author', 'creator', 'user', 'username', 'actor', 'triggeredby', 'initiatedby'],
  status: ['status', 'state', 'deploymentstatus', 'result', 'outcome', 'conclusion'],
  id: ['deploymentid', 'deployid', 'id'],
} as const;
type Role = keyof typeof NAMES;

/** Keys that only deployments have. */
const TELLING = new Set(['deployedat', 'deploytime', 'deploymenttime', 'deploydate', 'deployedon', 'deployedby', 'deploymentid', 'deployid']);
/** Members whose text says that it is one: GitLab's `object_kind`, home-made `type` and `event`. */
const KIND_NAMES = ['objectkind', 'type', 'event', 'eventtype', 'kind', 'action'];

function found(object: Json, role: Role): unknown {
  const byName = new Map<string, unknown>();
  for (const key in object) {
    const name = normalName(key);
    if (!byName.has(name)) byName.set(name, object[key]);
  }
  for (const name of NAMES[role]) {
    const value = byName.get(name);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

/** Text of a value, or the name of the object that stands for it (a GitHub creator, a GitLab environment). */
function nameOf(value: unknown): string | undefined {
  return isObject(value) ? firstText(value['name'], value['login'], value['username'], value['id']) : shortText(value);
}

/** Whether an object is the record of a deployment: it says so, or says what went where and is no log line. */
export function isDeployment(value: unknown): value is Json {
  if (!isObject(value)) return false;
  if (isGitHubEvent(value) || isHelmRelease(value) || isGitHubDeployment(value) || isGitHubStatus(value)) return true;
  const time = timeOfValue(found(value, 'time'), 'UTC');
  const what = nameOf(found(value, 'version')) ?? nameOf(found(value, 'revision'));
  if (!time) return false;
  const keys = Object.keys(value);
  if (tells(value)) return what !== undefined || nameOf(found(value, 'service')) !== undefined;
  const says = keys.some((key) => KIND_NAMES.includes(normalName(key)) && typeof value[key] === 'string' && /^deploy(?:ed|ment)?(?:[._-].*)?$/i.test(value[key]));
  if (says) return what !== undefined || nameOf(found(value, 'service')) !== undefined;
  if (keys.some((key) => meaning(key).role === 'level' || ['message', 'msg', 'event'].includes(normalName(key)))) return false;
  return what !== undefined && nameOf(found(value, 'service')) !== undefined && nameOf(found(value, 'environment')) !== undefined;
}

function tells(value: Json): boolean {
  return Object.keys(value).some((key) => TELLING.has(normalName(key)));
}

/** GitHub's webhooks `deployment` and `deployment_status`. */
function isGitHubEvent(value: Json): value is Json & { readonly deployment: Json; readonly repository: Json } {
  return isObject(value['deployment']) && 'sha' in value['deployment'] && isObject(value['repository']);
}

/** Elements of GitHub's REST API: deployments and their statuses. */
function isGitHubDeployment(value: Json): boolean {
  return 'sha' in value && 'environment' in value && 'statuses_url' in value && 'created_at' in value;
}

function isGitHubStatus(value: Json): boolean {
  return 'state' in value && 'deployment_url' in value && 'created_at' in value;
}

/** `helm history -o json` and `helm list -o json`. */
function isHelmRelease(value: Json): value is Json & { readonly chart: string } {
  return 'revision' in value && 'updated' in value && 'status' in value && typeof value['chart'] === 'string';
}

interface Deployment {
  time: unknown;
  started: unknown;
  finished: unknown;
  service: string | undefined;
  version: string | undefined;
  revision: string | undefined;
  ref: string | undefined;
  environment: string | undefined;
  by: string | undefined;
  status: string | undefined;
  id: string | undefined;
  /** What else it says. */
  rest: Json;
}

/** `around` are kept members of what an Argo CD history stands in. */
export function readDeployment(value: unknown, around: Json | undefined, record: EventRecord, zone: string): readonly EventFinding[] | undefined {
  if (!isObject(value)) return undefined;
  const deployment = around?.['metadata'] !== undefined ? ofArgo(value, around) : isDeployment(value) || tells(value) ? ofObject(value) : undefined;
  if (!deployment) return undefined;
  const time = timeOfValue(deployment.time, zone);
  record.timeNs = time?.ns;
  record.timeText = time?.text;
  const started = timeOfValue(deployment.started, zone);
  const finished = timeOfValue(deployment.finished, zone);
  const { service, version, revision, ref, environment, by, status, id } = deployment;
  record.serviceName = service;
  const outcome = outcomeOf(status);
  record.severityNumber = outcome === 'failed' ? SEVERITY_NUMBER.error : SEVERITY_NUMBER.info;
  const what = [service, version ?? (revision === undefined ? ref : revision.slice(0, 12))].filter((part) => part !== undefined).join(' ') || 'something';
  const target = environment === undefined ? what : `${what} to ${environment}`;
  record.body = clipBody(outcome === 'failed' ? `Deployment of ${target} failed` : outcome === 'under way' ? `Deploying ${target}` : outcome === 'undone' ? `Rolled back ${target}` : `Deployed ${target}`);
  const duration = started && finished && finished.ns >= started.ns ? finished.ns - started.ns : undefined;
  const values: FieldValue[] = [version, environment, revision, ref, status, id, by, duration];
  record.fields = values;
  deployment.rest['event.name'] = 'deployment';
  record.attributes = deployment.rest;
  return time || deployment.time === undefined ? NO_FINDINGS : [{ code: 'unreadable-time', message: 'The time of the deployment is of no known form; the record has none.' }];
}

function ofObject(value: Json): Deployment {
  if (isGitHubEvent(value)) return ofGitHubEvent(value);
  const helm = isHelmRelease(value);
  const chart = helm ? /^(.+?)-(v?\d+\.\d.*)$/.exec(value.chart) : null;
  const revision = helm ? undefined : nameOf(found(value, 'revision'));
  const github = isGitHubDeployment(value) || isGitHubStatus(value);
  return {
    time: isGitHubDeployment(value) ? value['created_at'] : found(value, 'time'), started: found(value, 'started'), finished: found(value, 'finished'),
    service: github ? repositoryOf(value) : helm ? firstText(value['name'], chart?.[1], value.chart) : nameOf(found(value, 'service')),
    version: helm ? firstText(value['app_version'], chart?.[2]) : nameOf(found(value, 'version')),
    revision, ref: nameOf(found(value, 'ref')), environment: nameOf(found(value, 'environment')),
    by: nameOf(found(value, 'by')), id: helm ? shortText(value['revision']) : nameOf(found(value, 'id')), rest: copy(value),
    // GitHub's deployments say that one was asked for; what became of it is in their statuses.
    status: isGitHubDeployment(value) ? 'created' : nameOf(found(value, 'status')),
  };
}

function ofGitHubEvent(value: Json & { readonly deployment: Json; readonly repository: Json }): Deployment {
  const { deployment, repository } = value;
  const status = isObject(value['deployment_status']) ? value['deployment_status'] : undefined;
  const rest = emptyAttributes();
  for (const [key, from] of [['vcs.repository.name', repository['full_name']], ['description', firstText(status?.['description'], deployment['description'])],
    ['url.full', firstText(status?.['target_url'], status?.['log_url'])], ['task', deployment['task']], ['action', value['action']]] as const) {
    if (typeof from === 'string' && from !== '') rest[key] = from;
  }
  return {
    time: status?.['created_at'] ?? deployment['created_at'], started: deployment['created_at'], finished: status?.['created_at'],
    service: firstText(repository['name']), version: undefined, revision: firstText(deployment['sha']), ref: firstText(deployment['ref']),
    environment: firstText(status?.['environment'], deployment['environment']), by: nameOf(deployment['creator']) ?? nameOf(value['sender']),
    status: firstText(status?.['state']) ?? 'created', id: shortText(deployment['id']), rest,
  };
}

/** An entry of `status.history` of an Argo CD Application: what was synced, the newest last. */
function ofArgo(value: Json, around: Json): Deployment {
  const metadata = isObject(around['metadata']) ? around['metadata'] : emptyAttributes();
  const spec = isObject(around['spec']) ? around['spec'] : emptyAttributes();
  const labels = isObject(metadata['labels']) ? metadata['labels'] : emptyAttributes();
  const source = isObject(value['source']) ? value['source'] : emptyAttributes();
  const destination = isObject(spec['destination']) ? spec['destination'] : emptyAttributes();
  const initiator = isObject(value['initiatedBy']) ? value['initiatedBy'] : emptyAttributes();
  const revisions = Array.isArray(value['revisions']) ? value['revisions'].filter((r) => typeof r === 'string') : [];
  const rest = copy(value);
  if (Object.keys(destination).length > 0) rest['destination'] = destination;
  const chart = firstText(source['chart']);
  const revision = firstText(value['revision']) ?? revisions[0];
  return {
    time: value['deployedAt'], started: value['deployStartedAt'], finished: value['deployedAt'],
    service: firstText(metadata['name']), version: chart === undefined ? undefined : revision,
    revision: chart === undefined ? revision : undefined, ref: firstText(source['targetRevision']),
    environment: firstText(labels['environment'], labels['env'], labels['app.kubernetes.io/environment']),
    by: firstText(initiator['username']) ?? (initiator['automated'] === true ? 'automated sync' : undefined), status: undefined, id: shortText(value['id']), rest,
  };
}

function repositoryOf(value: Json): string | undefined {
  return /\/repos\/[^/]+\/([^/]+)/.exec(firstText(value['repository_url'], value['url'], value['deployment_url']) ?? '')?.[1];
}

function copy(value: Json): Json {
  const rest = emptyAttributes();
  for (const key in value) rest[key] = value[key];
  return rest;
}

/** What the words that tools have for it come to. */
function outcomeOf(status: string | undefined): 'done' | 'failed' | 'under way' | 'undone' {
  const word = status?.toLowerCase().replaceAll(/[^a-z]/g, '') ?? '';
  if (/^(?:fail|error|abort|cancel|reject|timedout)/.test(word)) return 'failed';
  if (/^(?:roll(?:ed)?back|revert)/.test(word)) return 'undone';
  return /^(?:pending|queued|inprogress|running|waiting|started|created|blocked)/.test(word) ? 'under way' : 'done';
}
