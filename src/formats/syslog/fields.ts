import type { FieldDefinition } from '../contract.ts';

/** Typed fields of a syslog record: names of the OpenTelemetry log data model, appendix A, and its semantic conventions. */
export const fields: readonly FieldDefinition[] = [
  { name: 'process.pid', type: 'integer', description: 'Process that wrote the record: PROCID, or the number in brackets behind the tag.' },
  { name: 'syslog.facility', type: 'string', description: 'Facility by its keyword (kern, auth, local0), where the line has a priority.', facet: true },
  { name: 'syslog.msg_id', type: 'string', description: 'Type of the message: MSGID, or the mnemonic of a network device.', facet: true },
];

export const F = { pid: 0, facility: 1, msgId: 2 } as const;

/** RFC 5424 §6.2.1, table 1, by the keywords of syslog.conf(5). */
export const FACILITIES = [
  'kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp', 'ntp', 'audit', 'alert', 'clock',
  'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7',
] as const;

/** RFC 5424 §6.2.1, table 2. */
export const SEVERITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const;
