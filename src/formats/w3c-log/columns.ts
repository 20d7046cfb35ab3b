import type { FieldDefinition } from '../contract.ts';

/** Typed fields of a record: OpenTelemetry semantic conventions where they have a name. */
export const fields: readonly FieldDefinition[] = [
  { name: 'client.address', type: 'string', description: 'Who asked: c-ip.', facet: true },
  { name: 'user.name', type: 'string', description: 'Authenticated user: cs-username.', facet: true },
  { name: 'server.address', type: 'string', description: 'Host that was asked for: cs(Host), cs-host, or the address that answered.', facet: true },
  { name: 'server.port', type: 'integer', description: 'Port that answered: s-port.' },
  { name: 'http.request.method', type: 'string', description: 'cs-method.', facet: true },
  { name: 'url.path', type: 'string', description: 'cs-uri-stem.', facet: true },
  { name: 'url.query', type: 'string', description: 'cs-uri-query.' },
  { name: 'network.protocol.version', type: 'string', description: 'cs-version: 1.1, 2.0 …' },
  { name: 'http.response.status_code', type: 'integer', description: 'sc-status.', facet: true },
  { name: 'http.response.size', type: 'integer', description: 'sc-bytes.' },
  { name: 'http.request.size', type: 'integer', description: 'cs-bytes.' },
  { name: 'http.request.header.referer', type: 'string', description: 'cs(Referer).' },
  { name: 'user_agent.original', type: 'string', description: 'cs(User-Agent), its plus signs as blanks.' },
  { name: 'http.server.request.duration', type: 'double', description: 'Seconds: time-taken, which IIS writes in milliseconds.' },
  { name: 'event.action', type: 'string', description: 'What a firewall did, what was done with a message.', facet: true },
  { name: 'network.transport', type: 'string', description: 'Protocol a firewall saw, in small letters.', facet: true },
  { name: 'source.address', type: 'string', description: 'Where a packet came from.', facet: true },
  { name: 'source.port', type: 'integer', description: 'Its port.' },
  { name: 'destination.address', type: 'string', description: 'Where it went.', facet: true },
  { name: 'destination.port', type: 'integer', description: 'Its port.', facet: true },
];

export const F = {
  client: 0, user: 1, server: 2, port: 3, method: 4, path: 5, query: 6, version: 7, status: 8, received: 9, sent: 10, referer: 11, agent: 12, duration: 13, action: 14, transport: 15,
  source: 16, sourcePort: 17, destination: 18, destinationPort: 19,
} as const;

export type Kind = 'text' | 'integer' | 'agent' | 'duration' | 'version' | 'lower' | 'uri';

/** Names of `#Fields`, in small letters, with the field they are and how they are read. Of several that are there, the one that stands first here counts. */
export const COLUMNS: ReadonlyMap<string, readonly [field: number, kind: Kind]> = new Map<string, readonly [number, Kind]>([
  ['c-ip', [F.client, 'text']], ['client-ip', [F.client, 'text']], ['c-dns', [F.client, 'text']], ['original-client-ip', [F.client, 'text']],
  ['cs-username', [F.user, 'text']], ['c-auth-id', [F.user, 'text']], ['cs(host)', [F.server, 'text']], ['cs-host', [F.server, 'text']], ['x-host-header', [F.server, 'text']], ['s-ip', [F.server, 'text']], ['server-ip', [F.server, 'text']],
  ['s-port', [F.port, 'integer']], ['cs-method', [F.method, 'text']], ['cs-uri-stem', [F.path, 'text']], ['cs-uri', [F.path, 'uri']], ['cs-uri-query', [F.query, 'text']],
  ['cs-version', [F.version, 'version']], ['cs-protocol-version', [F.version, 'version']], ['sc-status', [F.status, 'integer']], ['sc-bytes', [F.received, 'integer']], ['bytes', [F.received, 'integer']], ['cs-bytes', [F.sent, 'integer']],
  ['cs(referer)', [F.referer, 'text']], ['cs(referrer)', [F.referer, 'text']], ['cs(user-agent)', [F.agent, 'agent']], ['time-taken', [F.duration, 'duration']], ['timetakenms', [F.duration, 'duration']],
  ['action', [F.action, 'text']], ['sc-action', [F.action, 'text']], ['event-id', [F.action, 'text']], ['protocol', [F.transport, 'lower']],
  ['src-ip', [F.source, 'text']], ['src-port', [F.sourcePort, 'integer']], ['dst-ip', [F.destination, 'text']], ['dst-port', [F.destinationPort, 'integer']],
]);

/** Names that say when. */
export const TIMES: ReadonlySet<string> = new Set(['date', 'time', 'date-local', 'time-local', 'date-time', 'datetime', '#datetime', 'x-timestamp']);
