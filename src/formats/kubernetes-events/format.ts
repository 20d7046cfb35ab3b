import { at, integerOf, knownJsonFormat, setRest, setTime, textOf } from '../contract-json-known-format.ts';
import type { Json } from '../contract-json-object.ts';
import { eventBody, eventFields, E, severityOfEvent } from '../contract-kubernetes.ts';
import type { EventRecord, FieldValue } from '../contract.ts';

/** Events of Kubernetes as JSON. */
export const kubernetesEvents = knownJsonFormat({
  id: 'kubernetes-events',
  title: 'Kubernetes events',
  noun: 'Kubernetes events',
  extensions: ['json', 'jsonl', 'log'],
  magic: ['{"kind":"Event", … "involvedObject":{…},"reason":…', '{"kind":"List","items":[ of them ]}'],
  specification: [
    { title: 'Kubernetes: Event v1 core', url: 'https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/' },
    { title: 'OpenTelemetry: Kubernetes events receiver', url: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/k8seventsreceiver' },
  ],
  fields: eventFields,
  read,
});

const TAKEN = new Set([
  'kind', 'apiVersion', 'reason', 'message', 'note', 'type', 'count', 'deprecatedCount', 'action', 'lastTimestamp', 'deprecatedLastTimestamp', 'firstTimestamp', 'deprecatedFirstTimestamp', 'eventTime',
  'reportingComponent', 'reportingController', 'reportingInstance', 'involvedObject', 'regarding', 'source', 'deprecatedSource',
]);

function read(object: Json, record: EventRecord, values: FieldValue[], zone: string): void {
  const { metadata } = object;
  const subject = object['involvedObject'] ?? object['regarding'];
  // The last time it happened: a series says so itself, old events have lastTimestamp, new ones only eventTime.
  setTime(
    record, zone, at(object, 'series', 'lastObservedTime'), object['lastTimestamp'], object['deprecatedLastTimestamp'], object['eventTime'],
    object['firstTimestamp'], object['deprecatedFirstTimestamp'], at(metadata, 'creationTimestamp'),
  );
  const source = object['source'] ?? object['deprecatedSource'];
  const component = textOf(at(source, 'component')) ?? textOf(object['reportingComponent']) ?? textOf(object['reportingController']);
  const type = textOf(object['type']);
  record.serviceName = component;
  record.severityText = type;
  record.severityNumber = severityOfEvent(type);
  values[E.reason] = textOf(object['reason']);
  values[E.action] = textOf(object['action']);
  values[E.kind] = textOf(at(subject, 'kind'));
  values[E.name] = textOf(at(subject, 'name'));
  values[E.namespace] = textOf(at(subject, 'namespace')) ?? textOf(at(metadata, 'namespace'));
  values[E.container] = containerOf(textOf(at(subject, 'fieldPath')));
  values[E.node] = textOf(at(source, 'host')) ?? (values[E.kind] === 'Node' ? values[E.name] : undefined);
  values[E.count] = integerOf(at(object, 'series', 'count')) ?? integerOf(object['count']) ?? integerOf(object['deprecatedCount']);
  values[E.start] = textOf(object['firstTimestamp']) ?? textOf(object['deprecatedFirstTimestamp']) ?? textOf(object['eventTime']);
  values[E.event] = textOf(at(metadata, 'name'));
  values[E.uid] = textOf(at(metadata, 'uid'));
  record.body = eventBody(values, textOf(object['message']) ?? textOf(object['note']) ?? '');
  setRest(record, object, TAKEN);
}

/** `spec.containers{app}`. */
function containerOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : /^spec\.(?:initC|ephemeralC|c)ontainers\{([^}]{1,253})\}$/.exec(path)?.[1];
}
