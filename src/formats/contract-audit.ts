import type { FieldDefinition } from './contract.ts';

/**
 * Who did what to what, from where, and how it ended: the same names in every cloud's audit trail, so that a question
 * goes to all of them. Names of OpenTelemetry, and of the Elastic Common Schema where it has none.
 */
export const auditFields: readonly FieldDefinition[] = [
  { name: 'user.name', type: 'string', description: 'Who did it.', facet: true },
  { name: 'event.action', type: 'string', description: 'What was done.', facet: true },
  { name: 'event.outcome', type: 'string', description: 'success or failure.', facet: true },
  { name: 'cloud.resource_id', type: 'string', description: 'What it was done to.' },
  { name: 'cloud.account.id', type: 'string', description: 'Account, project or subscription.', facet: true },
  { name: 'cloud.region', type: 'string', description: 'Region or zone.', facet: true },
  { name: 'client.address', type: 'string', description: 'Where it came from.', facet: true },
  { name: 'user_agent.original', type: 'string', description: 'Client program.', facet: true },
  { name: 'error.type', type: 'string', description: 'Code of the error it ended with.', facet: true },
  { name: 'event.id', type: 'string', description: 'Id of the entry.' },
];

export const A = { user: 0, action: 1, outcome: 2, resource: 3, account: 4, region: 5, client: 6, agent: 7, error: 8, id: 9, next: 10 } as const;
