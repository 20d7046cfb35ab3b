import type { FieldDefinition } from '../contract.ts';

/** Typed fields of an error-log record: OpenTelemetry semantic conventions where they have a name. */
export const fields: readonly FieldDefinition[] = [
  { name: 'client.address', type: 'string', description: 'Who asked.', facet: true },
  { name: 'client.port', type: 'integer', description: 'Port of who asked (Apache).' },
  { name: 'server.address', type: 'string', description: 'Name of the server block or virtual host.', facet: true },
  { name: 'process.pid', type: 'integer', description: 'Process that wrote the record.' },
  { name: 'thread.id', type: 'integer', description: 'Thread that wrote the record.' },
  { name: 'http.request.method', type: 'string', description: 'Method of the request that was served.', facet: true },
  { name: 'url.path', type: 'string', description: 'Path of the request target, as sent.', facet: true },
  { name: 'url.query', type: 'string', description: 'Query of the request target, without its question mark.' },
  { name: 'web_error.upstream', type: 'string', description: 'Server behind this one that was asked (nginx).', facet: true },
  { name: 'web_error.module', type: 'string', description: 'Module that wrote the record (Apache): core, ssl, proxy …', facet: true },
  { name: 'web_error.code', type: 'string', description: 'Number of the message (Apache): AH00124.', facet: true },
  { name: 'web_error.connection', type: 'integer', description: 'Number of the connection (nginx).' },
  { name: 'web_error.errno', type: 'integer', description: 'Error number of the operating system, where the message has one.', facet: true },
];

export const F = {
  client: 0, clientPort: 1, server: 2, pid: 3, thread: 4, method: 5, path: 6, query: 7, upstream: 8, module: 9, code: 10, connection: 11, errno: 12,
} as const;
