import { severityFromText } from '../../model/severity.ts';
import type { FieldDefinition, FieldValue } from '../contract.ts';

/** Typed fields of a PostgreSQL record: OpenTelemetry semantic conventions for databases where they have a name. */
export const fields: readonly FieldDefinition[] = [
  { name: 'db.namespace', type: 'string', description: 'Database: %d.', facet: true },
  { name: 'user.name', type: 'string', description: 'User of the session: %u.', facet: true },
  { name: 'client.address', type: 'string', description: 'Host of the client, or [local]: %h, %r.', facet: true },
  { name: 'client.port', type: 'integer', description: 'Port of the client: %r.' },
  { name: 'process.pid', type: 'integer', description: 'Server process: %p.' },
  { name: 'postgresql.application_name', type: 'string', description: 'application_name of the session: %a.', facet: true },
  { name: 'postgresql.backend_type', type: 'string', description: 'Kind of server process: %b.', facet: true },
  { name: 'postgresql.session_id', type: 'string', description: 'Start of the session and process, in hexadecimal: %c.' },
  { name: 'postgresql.session_line', type: 'integer', description: 'Number of the record within its session: %l.' },
  { name: 'postgresql.transaction_id', type: 'integer', description: 'Transaction: %x.' },
  { name: 'postgresql.virtual_transaction_id', type: 'string', description: 'Virtual transaction: %v.' },
  { name: 'db.response.status_code', type: 'string', description: 'SQLSTATE: %e.', facet: true },
  { name: 'postgresql.duration', type: 'double', description: 'Seconds a statement took, where its duration is logged.' },
  { name: 'db.query.text', type: 'string', description: 'Statement that is logged, or that led to the record.' },
];

export const F = {
  database: 0, user: 1, client: 2, port: 3, pid: 4, application: 5, backend: 6, session: 7, sessionLine: 8, transaction: 9, virtualTransaction: 10,
  sqlState: 11, duration: 12, query: 13,
} as const;

/** Severity numbers of the words in the log; DEBUG5 says most. */
const LEVELS: ReadonlyMap<string, number> = new Map(Object.entries({
  DEBUG1: 8, DEBUG2: 7, DEBUG3: 6, DEBUG4: 5, DEBUG5: 5, LOG: 9, INFO: 9, NOTICE: 10, WARNING: 13, ERROR: 17, FATAL: 21, PANIC: 24,
}));

export function severityOfLevel(level: string): number {
  return LEVELS.get(level) ?? severityFromText(level);
}

/** What a message says of a duration and a statement: `duration: 12.3 ms  statement: SELECT 1`. */
export function readMessage(message: string, values: FieldValue[]): void {
  const first = message.charCodeAt(0);
  if (first === 0x64) {
    const m = DURATION.exec(message);
    if (!m) return;
    values[F.duration] = Number((Number(m[1]) / 1000).toPrecision(12));
    if (m[2] !== undefined) values[F.query] = m[2];
  } else if (first === 0x73 || first === 0x65) {
    const m = STATEMENT.exec(message);
    if (m) values[F.query] = m[1];
  }
}

const DURATION = /^duration: (\d+(?:\.\d+)?) ms(?:  (?:statement|(?:parse|bind|execute|execute fetch from) [^:\n]{1,200}|fastpath function call): ([^]*))?/;
const STATEMENT = /^(?:statement|execute [^:\n]{1,200}): ([^]*)/;

/** `10.0.0.7(50122)`, `::1(50122)`, `[local]`, a name; in csvlog `10.0.0.7:50122`, `::1:50122`. */
export function setClient(text: string, values: FieldValue[], portMark: '(' | ':' = '('): void {
  const m = (portMark === '(' ? /^(.+)\((\d{1,5})\)$/ : /^(.+):(\d{1,5})$/).exec(text);
  values[F.client] = m ? m[1] : text;
  if (m) values[F.port] = Number(m[2]);
}
