import { readEventDocuments } from '../contract-json-events.ts';
import { documentHead } from '../contract-json-head.ts';
import { isObject } from '../contract-json-object.ts';
import type { DocumentPlan } from '../contract-json-stream.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { fields, isDeployment, readDeployment } from './record.ts';

const ARGO_HISTORIES = ['', 'items[]', '[]'];
const argoPlan: DocumentPlan = {
  elements: ARGO_HISTORIES.map((at) => `${at}${at === '' ? '' : '.'}status.history[]`),
  context: Object.fromEntries(ARGO_HISTORIES.map((at) => [at, ['metadata', 'spec']])),
};

/** What was deployed where and when, as pipelines, forges and deployers record it. */
export const deployRecords: Format = {
  id: 'deploy-records',
  title: 'Deployments',
  extensions: ['json', 'jsonl'],
  magic: ['objects with deployed_at, or with a time, a service, a version and an environment'],
  specification: [
    { title: 'GitHub REST API: deployments', url: 'https://docs.github.com/en/rest/deployments/deployments' },
    { title: 'GitHub webhooks: deployment, deployment_status', url: 'https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_status' },
    { title: 'GitLab deployments API and events', url: 'https://docs.gitlab.com/api/deployments/' },
    { title: 'Argo CD: Application, status.history', url: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml' },
    { title: 'helm history', url: 'https://helm.sh/docs/helm/helm_history/' },
    { title: 'OpenTelemetry semantic conventions: deployment', url: 'https://opentelemetry.io/docs/specs/semconv/registry/attributes/deployment/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const bytes = await source.read(0, 64 * 1024);
    const { plan } = shape({ bytes, complete: source.sizeBytes <= bytes.length, name: options.name, sizeBytes: source.sizeBytes }) ?? { plan: { elements: ['[]'] } };
    const counts = await readEventDocuments(source, sink, signal, {
      formatId: 'deploy-records', plan, noun: 'deployments',
      read: (element, record) => readDeployment(element.value, plan === argoPlan ? (element.enclosing?.members ?? {}) : undefined, record, options.zone),
    });
    return { counts: { documents: counts.documents, deployments: counts.events, brokenElements: counts.brokenElements }, summary: {} };
  },
};

interface Shape {
  readonly plan: DocumentPlan;
  readonly reason: string;
}

function shape(head: Head): Shape | undefined {
  const found = documentHead(head);
  if (!found) return undefined;
  const { first } = found;
  if (Array.isArray(first)) {
    if (first.some(isArgoApplication)) return { plan: argoPlan, reason: 'Argo CD applications with a history' };
    return mostly(first) ? { plan: { elements: ['[]'] }, reason: 'a list of deployments' } : undefined;
  }
  if (!isObject(first)) return undefined;
  if (isArgoApplication(first)) return { plan: argoPlan, reason: 'an Argo CD application with a history' };
  const { items } = first;
  if (Array.isArray(items) && items.some(isArgoApplication)) return { plan: argoPlan, reason: 'Argo CD applications with a history' };
  if (found.documents.length > 0 && mostly(found.documents)) {
    return { plan: { elements: [''] }, reason: found.documents.length === 1 ? 'one deployment' : `${found.documents.length} sampled documents are deployments` };
  }
  for (const key in first) {
    const list = first[key];
    if (Array.isArray(list) && mostly(list) && !/[.[\]]/.test(key)) return { plan: { elements: [`${key}[]`] }, reason: `a list of deployments: ${key}` };
  }
  return undefined;
}

/** A broken-off last element may lack what makes it one. */
function mostly(list: readonly unknown[]): boolean {
  const deployments = list.filter(isDeployment).length;
  return deployments > 0 && deployments >= (list.length - 1) * 0.8;
}

function isArgoApplication(value: unknown): boolean {
  if (!isObject(value) || !isObject(value['status'])) return false;
  const { history } = value['status'];
  return Array.isArray(history) && history.length > 0 && isObject(history[0]) && 'deployedAt' in history[0];
}

function detect(head: Head): Detection | undefined {
  const found = shape(head);
  return found && { confidence: 1, reason: found.reason };
}
