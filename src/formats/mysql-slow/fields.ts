import { wholeNumber } from '../contract-number.ts';
import { setAttribute } from '../contract-record.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

/** Typed fields of a slow query: OpenTelemetry semantic conventions for databases where they have a name. */
export const fields: readonly FieldDefinition[] = [
  { name: 'mysql.query_time', type: 'double', description: 'Seconds the statement took: Query_time.' },
  { name: 'mysql.lock_time', type: 'double', description: 'Seconds it waited for locks: Lock_time.' },
  { name: 'mysql.rows_sent', type: 'integer', description: 'Rows sent to the client.' },
  { name: 'mysql.rows_examined', type: 'integer', description: 'Rows the server looked at.' },
  { name: 'mysql.rows_affected', type: 'integer', description: 'Rows changed (Percona Server, MariaDB).' },
  { name: 'db.operation.name', type: 'string', description: 'First word of the statement; ADMIN for an administrator command.', facet: true },
  { name: 'db.namespace', type: 'string', description: 'Database: Schema, or the last `use` in the log.', facet: true },
  { name: 'user.name', type: 'string', description: 'User of the session.', facet: true },
  { name: 'client.address', type: 'string', description: 'Address of the client, or its name where there is none.', facet: true },
  { name: 'mysql.thread_id', type: 'integer', description: 'Connection: Id or Thread_id.' },
  { name: 'db.response.status_code', type: 'string', description: 'Number of the error the statement ended with: Last_errno, Errno.', facet: true },
  { name: 'mysql.full_scan', type: 'boolean', description: 'Whether a table was read from its first row to its last: Full_scan.', facet: true },
  { name: 'db.query.text', type: 'string', description: 'The statement.' },
  { name: 'mysql.bytes_sent', type: 'integer', description: 'Bytes sent to the client.' },
];

export const F = {
  queryTime: 0, lockTime: 1, rowsSent: 2, rowsExamined: 3, rowsAffected: 4, operation: 5, database: 6, user: 7, client: 8, thread: 9, status: 10, fullScan: 11, statement: 12, bytesSent: 13,
} as const;

/** Where values of the head go; what is not here becomes an attribute. */
const TYPED: ReadonlyMap<string, number> = new Map([
  ['Query_time', F.queryTime], ['Lock_time', F.lockTime], ['Rows_sent', F.rowsSent], ['Rows_examined', F.rowsExamined], ['Rows_affected', F.rowsAffected],
  ['Id', F.thread], ['Thread_id', F.thread], ['Bytes_sent', F.bytesSent],
]);

/** One `Name: value` of the head of a query. */
export function setPair(name: string, value: string, values: FieldValue[], record: EventRecord): void {
  if (name === 'Schema') {
    values[F.database] = value === '' ? undefined : value;
    return;
  }
  if (value === '') return;
  if (name === 'Client') {
    values[F.client] = value.replace(/:\d{1,5}$/, '');
    return;
  }
  const field = TYPED.get(name);
  if (field !== undefined && NUMBER.test(value)) {
    values[field] = fields[field]!.type === 'integer' ? integer(value) : Number(value);
    return;
  }
  if (name === 'Full_scan') values[F.fullScan] = value === 'Yes';
  else if (name === 'Last_errno' || name === 'Errno') {
    if (value !== '0') values[F.status] = value;
  } else setAttribute(record, attributeOf(name), value === 'Yes' ? true : value === 'No' ? false : NUMBER.test(value) && value.length < 16 ? Number(value) : value);
}

const attributeNames = new Map<string, string>();

function attributeOf(name: string): string {
  let attribute = attributeNames.get(name);
  if (attribute === undefined) {
    attribute = `mysql.${name.toLowerCase()}`;
    if (attributeNames.size < 1000) attributeNames.set(name, attribute);
  }
  return attribute;
}

const NUMBER = /^(?:0|[1-9]\d{0,18})(?:\.\d{1,9})?$/;

function integer(value: string): number | bigint | undefined {
  if (!/^\d+$/.test(value)) return undefined;
  return wholeNumber(value);
}

/** `user[user] @ host [ip]`, `[SQL_SLAVE] @  []`: the name outside the brackets is the one whose rights count. */
export function setUserHost(text: string, values: FieldValue[]): string {
  const at = text.indexOf('] @ ');
  if (at < 0) return '';
  const bracket = text.indexOf('[');
  const outer = text.slice(0, bracket).trim();
  values[F.user] = outer === '' ? text.slice(bracket + 1, at) : outer;
  const from = text.indexOf('[', at + 4);
  const to = from < 0 ? -1 : text.indexOf(']', from);
  if (to < 0) return '';
  const host = text.slice(at + 4, from).trim();
  const address = text.slice(from + 1, to);
  const client = address === '' ? host : address;
  if (client !== '') values[F.client] = client;
  return text.slice(to + 1);
}
