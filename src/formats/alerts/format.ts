import { readEventDocuments } from '../contract-json-events.ts';
import { documentHead } from '../contract-json-head.ts';
import { isObject } from '../contract-json-object.ts';
import type { DocumentPlan } from '../contract-json-stream.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { fields, isAlert, readAlert } from './alert.ts';

const plan: DocumentPlan = {
  elements: ['data.alerts[]', 'data.groups[].rules[].alerts[]', 'alerts[]', 'data[]', '[]'],
  context: { 'data.groups[].rules[]': ['name', 'query'], '': ['receiver'] },
};

/** Alerts as Prometheus and Alertmanager tell them. */
export const alerts: Format = {
  id: 'alerts',
  title: 'Alerts',
  extensions: ['json'],
  magic: ['{"status": "success", "data": {"alerts": […', '{"receiver": …, "alerts": [{"labels": …'],
  specification: [
    { title: 'Prometheus HTTP API: alerts and rules', url: 'https://prometheus.io/docs/prometheus/latest/querying/api/#alerts' },
    { title: 'Alertmanager API v2', url: 'https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml' },
    { title: 'Alertmanager webhook payload', url: 'https://prometheus.io/docs/alerting/latest/configuration/#webhook_config' },
  ],
  fields,
  detect,
  async parse(source, sink, _options, signal) {
    const counts = await readEventDocuments(source, sink, signal, { formatId: 'alerts', plan, noun: 'alerts', read: readAlert });
    return { counts: { documents: counts.documents, alerts: counts.events, brokenElements: counts.brokenElements }, summary: {} };
  },
};

function detect(head: Head): Detection | undefined {
  const first = documentHead(head)?.first;
  if (Array.isArray(first)) return first.length > 0 && isAlert(first[0]) ? found('a list of alerts, as Alertmanager answers') : undefined;
  if (!isObject(first)) return undefined;
  const { data } = first;
  if (Array.isArray(data)) return data.length > 0 && isAlert(data[0]) ? found('an answer of the Alertmanager API') : undefined;
  if (isObject(data)) {
    if (Array.isArray(data['alerts']) && first['status'] !== undefined) return found('an answer of the Prometheus API: alerts');
    const groups = data['groups'];
    if (Array.isArray(groups) && groups.some((group) => isObject(group) && Array.isArray(group['rules']))) return found('an answer of the Prometheus API: rules');
  }
  const list = first['alerts'];
  if (Array.isArray(list) && ((list.length > 0 && isAlert(list[0])) || ('groupKey' in first && 'receiver' in first))) return found('alerts as Alertmanager sends them to a webhook');
  return undefined;
}

function found(reason: string): Detection {
  return { confidence: 1, reason };
}
