import type { FieldDefinition, FieldValue } from './contract.ts';

/** Typed fields of an event of Kubernetes, in JSON and as kubectl prints it: names of OpenTelemetry's receiver where it has one. */
export const eventFields: readonly FieldDefinition[] = [
  { name: 'k8s.event.reason', type: 'string', description: 'BackOff, FailedScheduling, Killing …', facet: true },
  { name: 'k8s.object.kind', type: 'string', description: 'Kind of the object it is about.', facet: true },
  { name: 'k8s.object.name', type: 'string', description: 'Name of the object it is about.' },
  { name: 'k8s.namespace.name', type: 'string', description: 'Namespace of the object.', facet: true },
  { name: 'k8s.node.name', type: 'string', description: 'Node it was seen on.', facet: true },
  { name: 'k8s.container.name', type: 'string', description: 'Container of the pod.', facet: true },
  { name: 'k8s.event.count', type: 'integer', description: 'How often it happened.' },
  { name: 'k8s.event.start_time', type: 'string', description: 'When it happened first.' },
  { name: 'k8s.event.action', type: 'string', description: 'What the controller did.', facet: true },
  { name: 'k8s.event.name', type: 'string', description: 'Name of the event itself.' },
  { name: 'k8s.event.uid', type: 'string', description: 'Id of the event itself.' },
];

export const E = { reason: 0, kind: 1, name: 2, namespace: 3, node: 4, container: 5, count: 6, start: 7, action: 8, event: 9, uid: 10 } as const;

/** Kubernetes says Normal or Warning. */
export function severityOfEvent(type: string | undefined): number {
  return type === 'Warning' ? 13 : type === 'Normal' ? 9 : 0;
}

/** `BackOff Pod/cart-1: Back-off restarting failed container (x12)`. */
export function eventBody(values: readonly FieldValue[], message: string): string {
  const kind = values[E.kind];
  const name = values[E.name];
  const subject = kind === undefined ? name : name === undefined ? kind : `${String(kind)}/${String(name)}`;
  const count = values[E.count];
  const head = [values[E.reason], subject].filter((part) => part !== undefined).join(' ');
  return `${head}${message === '' ? '' : `: ${message.trimEnd()}`}${typeof count === 'number' && count > 1 ? ` (x${count})` : ''}`;
}
