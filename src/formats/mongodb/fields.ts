import type { FieldDefinition } from '../contract.ts';

/** Typed fields of a record of mongod or mongos: OpenTelemetry semantic conventions for databases where they have a name. */
export const fields: readonly FieldDefinition[] = [
  { name: 'mongodb.component', type: 'string', description: 'Part of the server: NETWORK, STORAGE, REPL … (3.0 and later).', facet: true },
  { name: 'thread.name', type: 'string', description: 'Context: the thread, or the connection that it serves.' },
  { name: 'db.namespace', type: 'string', description: 'Database of an operation.', facet: true },
  { name: 'db.collection.name', type: 'string', description: 'Collection of an operation.', facet: true },
  { name: 'db.operation.name', type: 'string', description: 'Command or operation that was slow.', facet: true },
  { name: 'mongodb.duration', type: 'double', description: 'Seconds an operation took.' },
  { name: 'mongodb.plan_summary', type: 'string', description: 'How a query was answered: COLLSCAN, IXSCAN …', facet: true },
  { name: 'mongodb.keys_examined', type: 'integer', description: 'Keys of indexes that were looked at.' },
  { name: 'mongodb.docs_examined', type: 'integer', description: 'Documents that were looked at.' },
  { name: 'mongodb.returned', type: 'integer', description: 'Documents that were answered.' },
  { name: 'client.address', type: 'string', description: 'Address of the client, where the message names it.', facet: true },
  { name: 'client.port', type: 'integer', description: 'Port of the client.' },
  { name: 'db.response.status_code', type: 'string', description: 'Number of the error an operation ended with.', facet: true },
  { name: 'mongodb.message_id', type: 'integer', description: 'Number of the message (4.4 and later): the same for the same message in any version.', facet: true },
  { name: 'mongodb.app_name', type: 'string', description: 'Application that the client names.', facet: true },
];

export const F = {
  component: 0, thread: 1, database: 2, collection: 3, operation: 4, duration: 5, plan: 6, keys: 7, docs: 8, returned: 9, client: 10, port: 11, status: 12, id: 13, app: 14,
} as const;

/** F E W I D, D1 … D5: https://www.mongodb.com/docs/manual/reference/log-messages/#severity-levels. D1 says least. */
export function severityOfLetter(letter: string): number {
  switch (letter[0]) {
    case 'F': return 21;
    case 'E': return 17;
    case 'W': return 13;
    case 'I': return 9;
    case 'D': return 5;
    default: return 0;
  }
}
