import { kernelReportAttributes } from './contract-kernel-report.ts';
import { severityOfSyslog } from './contract-level.ts';
import { emptyAttributes, MAX_BODY } from './contract-record.ts';
import type { EventRecord, FieldDefinition } from './contract.ts';

/** https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html */
export const fields: readonly FieldDefinition[] = [
  { name: 'systemd.unit', type: 'string', description: 'Unit that the process belongs to, or that systemd speaks of: _SYSTEMD_UNIT, UNIT.', facet: true },
  { name: 'syslog.identifier', type: 'string', description: 'Name the program gave itself: SYSLOG_IDENTIFIER.', facet: true },
  { name: 'syslog.facility', type: 'integer', description: 'Facility by its number: SYSLOG_FACILITY.' },
  { name: 'journald.transport', type: 'string', description: 'How the entry came: journal, stdout, syslog, kernel, audit, driver.', facet: true },
  { name: 'journald.message_id', type: 'string', description: 'Id of the kind of message: MESSAGE_ID.' },
  { name: 'journald.boot_id', type: 'string', description: 'Boot during which it was written: _BOOT_ID.', facet: true },
  { name: 'process.pid', type: 'integer', description: '_PID.' },
  { name: 'process.executable.name', type: 'string', description: '_COMM.', facet: true },
  { name: 'process.command_line', type: 'string', description: '_CMDLINE.' },
  { name: 'code.file.path', type: 'string', description: 'CODE_FILE.' },
  { name: 'code.line.number', type: 'integer', description: 'CODE_LINE.' },
  { name: 'code.function.name', type: 'string', description: 'CODE_FUNC.' },
];

/** Fields of an entry. A field that stands several times has several values. */
export type Entry = Map<string, string[]>;

const PRIORITY_WORDS = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];
const TAKEN = new Set([
  'MESSAGE', 'PRIORITY', '__REALTIME_TIMESTAMP', '_SOURCE_REALTIME_TIMESTAMP', '_HOSTNAME', 'SYSLOG_IDENTIFIER', 'SYSLOG_FACILITY', '_TRANSPORT',
  'MESSAGE_ID', '_BOOT_ID', '_PID', '_COMM', '_CMDLINE', 'CODE_FILE', 'CODE_LINE', 'CODE_FUNC', 'TRACE_ID', 'SPAN_ID',
]);

/** Fills a record from an entry. Returns what is wrong with it, in words, or `undefined`. */
export function readEntry(entry: Entry, record: EventRecord): string | undefined {
  const one = (name: string): string | undefined => entry.get(name)?.[0];
  const received = microseconds(one('__REALTIME_TIMESTAMP'));
  const sent = microseconds(one('_SOURCE_REALTIME_TIMESTAMP'));
  record.observedTimeNs = received;
  record.timeNs = sent ?? received;
  record.timeText = sent === undefined ? (received === undefined ? undefined : one('__REALTIME_TIMESTAMP')) : one('_SOURCE_REALTIME_TIMESTAMP');
  const priority = one('PRIORITY');
  if (priority !== undefined && /^[0-7]$/.test(priority)) {
    record.severityNumber = severityOfSyslog(Number(priority));
    record.severityText = PRIORITY_WORDS[Number(priority)];
  }
  // UNIT and OBJECT_SYSTEMD_UNIT name what a message of systemd is about.
  const unitKey = ['UNIT', 'OBJECT_SYSTEMD_UNIT', '_SYSTEMD_UNIT', 'USER_UNIT', '_SYSTEMD_USER_UNIT'].find((name) => entry.has(name));
  const unit = unitKey === undefined ? undefined : one(unitKey);
  record.hostName = one('_HOSTNAME');
  record.serviceName = one('SYSLOG_IDENTIFIER') ?? unit ?? one('_COMM');
  record.traceId = hex(one('TRACE_ID'), 32);
  record.spanId = record.traceId === undefined ? undefined : hex(one('SPAN_ID'), 16);
  record.fields = [
    unit, one('SYSLOG_IDENTIFIER'), integer(one('SYSLOG_FACILITY')), one('_TRANSPORT'), one('MESSAGE_ID'), one('_BOOT_ID'),
    integer(one('_PID')), one('_COMM'), one('_CMDLINE'), one('CODE_FILE'), integer(one('CODE_LINE')), one('CODE_FUNC'),
  ];
  const message = entry.get('MESSAGE');
  let attributes: Record<string, unknown> | undefined;
  for (const [name, values] of entry) {
    if (name === unitKey ? values.length === 1 : TAKEN.has(name) && values.length === 1 && !isLost(name, values[0]!)) continue;
    if (name === 'MESSAGE') continue;
    (attributes ??= emptyAttributes())[name] = values.length === 1 ? values[0] : values;
  }
  record.body = clip(message?.join('\n') ?? [...entry].filter(([name]) => !name.startsWith('_')).map(([name, values]) => `${name}=${values.join(', ')}`).join(' '));
  if (one('_TRANSPORT') === 'kernel') {
    const report = kernelReportAttributes(record.body);
    if (report) Object.assign(attributes ??= emptyAttributes(), report);
  }
  record.attributes = attributes;
  if (received === undefined) return sent === undefined ? 'The entry has no time that can be read.' : undefined;
  return undefined;
}

/** Whether a field that has a place in the record could not be read into it and must be kept as it stands. */
function isLost(name: string, value: string): boolean {
  if (name === 'PRIORITY') return !/^[0-7]$/.test(value);
  if (name === 'TRACE_ID') return hex(value, 32) === undefined;
  if (name === 'SPAN_ID') return hex(value, 16) === undefined;
  if (name === '_PID' || name === 'CODE_LINE' || name === 'SYSLOG_FACILITY') return integer(value) === undefined;
  if (name === '__REALTIME_TIMESTAMP') return false;
  return name === '_SOURCE_REALTIME_TIMESTAMP' && microseconds(value) === undefined;
}

function microseconds(text: string | undefined): bigint | undefined {
  return text !== undefined && /^\d{1,16}$/.test(text) ? BigInt(text) * 1000n : undefined;
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** An id of W3C Trace Context; also as `sd_id128`, with dashes. */
function hex(text: string | undefined, digits: number): string | undefined {
  const plain = text?.replaceAll('-', '');
  return plain !== undefined && plain.length === digits && /^[\dA-Fa-f]+$/.test(plain) && !/^0+$/.test(plain) ? plain.toLowerCase() : undefined;
}

function clip(text: string): string {
  return text.length > MAX_BODY ? text.slice(0, MAX_BODY) : text;
}
