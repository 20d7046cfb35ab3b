import { emptyAttributes } from '../contract-record.ts';
import type { FieldDefinition, FieldValue } from '../contract.ts';

/** Typed fields of an access-log record: OpenTelemetry semantic conventions for HTTP servers. */
export const fields: readonly FieldDefinition[] = [
  { name: 'client.address', type: 'string', description: 'Who asked: %h or %a, an address or a name.', facet: true },
  { name: 'user.name', type: 'string', description: 'Authenticated user: %u.', facet: true },
  { name: 'server.address', type: 'string', description: 'Virtual host that answered: %v, without its port.', facet: true },
  { name: 'server.port', type: 'integer', description: 'Port of the virtual host: %p.' },
  { name: 'http.request.method', type: 'string', description: 'GET, POST …: first word of %r.', facet: true },
  { name: 'url.path', type: 'string', description: 'Path of the request target, as sent.', facet: true },
  { name: 'url.query', type: 'string', description: 'Query of the request target, without its question mark.' },
  { name: 'network.protocol.version', type: 'string', description: '1.0, 1.1, 2.0 …: the end of %r.' },
  { name: 'http.response.status_code', type: 'integer', description: 'Status: %>s.', facet: true },
  { name: 'http.response.body.size', type: 'integer', description: 'Bytes sent, without headers: %b.' },
  { name: 'http.request.header.referer', type: 'string', description: 'Referer header.' },
  { name: 'user_agent.original', type: 'string', description: 'User-Agent header.' },
  { name: 'http.server.request.duration', type: 'double', description: 'Seconds the answer took, where the line says so with its unit.' },
];

export const F = {
  client: 0, user: 1, server: 2, port: 3, method: 4, path: 5, query: 6, version: 7, status: 8, size: 9, referer: 10, agent: 11, duration: 12,
} as const;

/** What one line says. */
export interface AccessLine {
  timeText: string;
  timeNs: bigint | undefined;
  values: FieldValue[];
  attributes: Record<string, unknown> | undefined;
  /** 0 when the line has no status. */
  status: number;
  /** What is wrong with a line that is of the family all the same. */
  damage: Damage | undefined;
}

export type Damage = 'truncated' | 'fields-missing' | 'unreadable-time' | 'unescaped-quotes';

/** A field that stands empty as `-`. */
export function dash(text: string): string | undefined {
  return text === '-' || text === '' ? undefined : text;
}

export function setAttribute(line: AccessLine, name: string, value: unknown): void {
  (line.attributes ??= emptyAttributes())[name] = value;
}
