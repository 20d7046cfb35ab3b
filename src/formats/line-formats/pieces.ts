import type { LineFormatField } from '../../model/line-format.ts';

/** Parts that many definitions share. */

/** `2026-10-14 10:34:11`, with a T, a fraction, and no zone. */
export const DATE_TIME = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`;
/** The same with its zone, if there is one. */
export const ISO = String.raw`${DATE_TIME}(?:Z|[+-]\d\d:?\d\d)?`;
export const ISO_FORMS = ['%Y-%m-%dT%H:%M:%S%.f%?z', '%Y-%m-%d %H:%M:%S%.f%?z'];
/** `Oct 14 10:34:11`, as syslog has it. */
export const BSD = String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?`;
export const BSD_FORM = '%b %d %H:%M:%S%.f';
/** `14/Oct/2026:10:34:11 +0000` */
export const CLF = String.raw`\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}`;
/** Quoted, with quotes inside escaped by a backslash. */
export const QUOTED = String.raw`[^"\\]*(?:\\.[^"\\]*){0,200}`;
/** The message behind any number of blanks (` +${BODY}`). */
export const BODY = '(?<body>(?:[^ ].*)?)';
/** What log4j, logback and their like write, blanks around it. */
export const JAVA_LEVEL = '(?<level>TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|SEVERE|CRITICAL)';

type Type = LineFormatField['type'];

/** A field; `capture` is its group where the name is long. */
export function field(name: string, type: Type, description: string, more: { readonly capture?: string; readonly facet?: boolean; readonly scale?: number } = {}): LineFormatField {
  return { name, type, description, ...more };
}

export const LOGGER = field('logger.name', 'string', 'Logger that wrote the record.', { capture: 'logger', facet: true });
export const THREAD = field('thread.name', 'string', 'Thread that wrote the record.', { capture: 'thread', facet: true });
export const THREAD_ID = field('thread.id', 'integer', 'Number of the thread.', { capture: 'tid' });
export const PID = field('process.pid', 'integer', 'Process that wrote the record.', { capture: 'pid' });
export const FILE = field('code.file.path', 'string', 'Source file that wrote the record.', { capture: 'file' });
export const LINE = field('code.line.number', 'integer', 'Line in that file.', { capture: 'line' });
export const CLIENT = field('client.address', 'string', 'Who asked.', { capture: 'client' });
export const CLIENT_PORT = field('client.port', 'integer', 'Its port.', { capture: 'client_port' });
export const METHOD = field('http.request.method', 'string', 'Method.', { capture: 'method', facet: true });
export const URL_PATH = field('url.path', 'string', 'What was asked for, with its query.', { capture: 'path' });
export const STATUS = field('http.response.status_code', 'integer', 'Status.', { capture: 'status', facet: true });
export const SENT = field('http.response.body.size', 'integer', 'Bytes sent.', { capture: 'sent' });
export const USER = field('user.name', 'string', 'User.', { capture: 'user', facet: true });
/** Read from the stack below a record; they have no group. */
export const THROWN = [field('exception.type', 'string', 'Type of what was thrown, from the stack below.', { facet: true }), field('exception.message', 'string', 'Its message.')];
export const REQUEST_ID = field('request.id', 'string', 'Request.', { capture: 'request' });
