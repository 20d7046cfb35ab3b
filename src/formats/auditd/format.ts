import { instantNs } from '../contract-clock.ts';
import { wholeNumber } from '../contract-number.ts';
import { detectLines, lineLogFormat, type LineLogContext } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';
import { archName, errorName, syscallName } from './tables.ts';
import { decoded, readPairs, socketAddress } from './values.ts';

/*
 * The log of the Linux audit daemon: `node=web-1 type=SYSCALL msg=audit(1791974051.204:385): arch=c000003e syscall=59 …`.
 * A record is a line; those of one event have the same serial number.
 */
const BEGIN = /^(?:node=(\S{1,256}) )?type=([\w[\]-]{1,64}) msg=audit\((\d{1,12})\.(\d{1,9}):(\d{1,18})\):? ?/;

const fields: readonly FieldDefinition[] = [
  { name: 'audit.type', type: 'string', description: 'Type of the record: SYSCALL, EXECVE, PATH, USER_AUTH, AVC …', facet: true },
  { name: 'audit.sequence', type: 'integer', description: 'Serial number of the event: its records have the same.' },
  { name: 'audit.result', type: 'string', description: 'success or fail: res, result, success.', facet: true },
  { name: 'audit.syscall', type: 'string', description: 'System call by name.', facet: true },
  { name: 'audit.key', type: 'string', description: 'Key of the rule that matched.', facet: true },
  { name: 'audit.operation', type: 'string', description: 'What a program says it did: op.', facet: true },
  { name: 'process.pid', type: 'integer', description: 'pid.' },
  { name: 'process.parent_pid', type: 'integer', description: 'ppid.' },
  { name: 'process.executable.path', type: 'string', description: 'exe.', facet: true },
  { name: 'process.executable.name', type: 'string', description: 'comm.', facet: true },
  { name: 'process.command_line', type: 'string', description: 'proctitle, the arguments of EXECVE, or cmd.' },
  { name: 'user.name', type: 'string', description: 'Account that is spoken of (acct), or the user as auditd resolved it.', facet: true },
  { name: 'user.id', type: 'string', description: 'uid.', facet: true },
  { name: 'audit.login_user.id', type: 'string', description: 'User who logged in at first, whoever he is now: auid; unset for daemons.', facet: true },
  { name: 'audit.session', type: 'string', description: 'Session of the login: ses.' },
  { name: 'client.address', type: 'string', description: 'Address that is spoken of: addr, or that of saddr.', facet: true },
  { name: 'client.port', type: 'integer', description: 'Its port.' },
  { name: 'file.path', type: 'string', description: 'Path that is spoken of: name of PATH, path of a socket, cwd.' },
];
const PLACE = new Map(fields.map((field, i) => [field.name, i]));
/** Fields of a record that have a place of their own. */
const OWN = new Map(Object.entries({
  syscall: 'audit.syscall', key: 'audit.key', op: 'audit.operation', pid: 'process.pid', ppid: 'process.parent_pid', exe: 'process.executable.path', comm: 'process.executable.name',
  proctitle: 'process.command_line', cmd: 'process.command_line', acct: 'user.name', uid: 'user.id', auid: 'audit.login_user.id', ses: 'audit.session', addr: 'client.address',
  name: 'file.path', cwd: 'file.path',
}));
const RESULTS: Readonly<Record<string, string>> = { yes: 'success', success: 'success', 1: 'success', no: 'fail', fail: 'fail', failed: 'fail', 0: 'fail' };
/** (uid_t) -1: nobody logged in. */
const UNSET = '4294967295';

/** Records of auditd, raw and enriched. */
export const auditd = lineLogFormat({
  id: 'auditd',
  title: 'Linux audit log',
  extensions: ['log'],
  magic: ['lines of: type=… msg=audit(seconds.milliseconds:serial): …'],
  specification: [
    { title: 'SPEC: audit field dictionary', url: 'https://github.com/linux-audit/audit-documentation/wiki/SPEC-Audit-Field-Dictionary' },
    { title: 'auditd.conf(5): log_format', url: 'https://man7.org/linux/man-pages/man5/auditd.conf.5.html' },
  ],
  growsByLine: true,
  fields,
  detect: (head) => detectLines(head, { begins: (line) => BEGIN.test(line), below: isHeading, what: 'a log of the Linux audit daemon', sure: 0.99 }),
  reader: (context) => ({ line: (text) => read(text, context), below: (text) => (isHeading(text) ? 'head' : 'other') }),
});

/** What `ausearch --raw` does not write and `ausearch` does between events. */
function isHeading(text: string): boolean {
  return text === '----' || text.startsWith('time->');
}

function read(text: string, context: LineLogContext): boolean {
  const m = BEGIN.exec(text);
  if (!m) return false;
  const record = context.begin();
  const [, node, type, seconds, fraction, serial] = m;
  record.timeNs = instantNs(Number(seconds), Number(fraction!.padEnd(9, '0')));
  record.timeText = `${seconds}.${fraction}`;
  record.hostName = node;
  const values: FieldValue[] = Array.from({ length: fields.length });
  values[0] = type;
  values[1] = wholeNumber(serial!);
  const rest = text.slice(m[0].length);
  record.body = `${type}: ${rest.replaceAll('\u001d', ' ').trim()}`;
  fill(record, type!, rest, values);
  record.fields = values;
  return true;
}

function fill(record: EventRecord, type: string, rest: string, values: FieldValue[]): void {
  let attributes: Record<string, unknown> | undefined;
  const keep = (name: string, value: unknown): void => {
    attributes ??= emptyAttributes();
    const before = attributes[name];
    if (before === undefined) attributes[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else attributes[name] = [before, value];
  };
  const set = (field: string, value: FieldValue): boolean => {
    const place = PLACE.get(field)!;
    if (values[place] !== undefined) return false;
    values[place] = value;
    return true;
  };
  const words: string[] = [];
  const args: string[] = [];
  let arch = '';
  let account: string | undefined;
  for (const { name, value: raw, quoted } of readPairs(rest, (word) => void words.push(word))) {
    // Nothing, and what nobody knows, says nothing.
    if (raw === '?' || (!quoted && (raw === '' || raw === '(null)'))) continue;
    const isArgument = type === 'EXECVE' && /^a\d+(?:\[\d+\])?$/.test(name);
    const value = quoted ? raw : decoded(name, raw, isArgument) ?? raw;
    if (isArgument) args.push(value);
    if ((name === 'res' || name === 'success' || name === 'result') && RESULTS[value] !== undefined && set('audit.result', RESULTS[value])) continue;
    if (name === 'arch' && archName(raw) !== undefined) {
      arch = raw;
      keep('arch', archName(raw));
    } else if (name === 'syscall') {
      if (!set('audit.syscall', syscallName(arch, raw) ?? raw)) keep(name, value);
    } else if (name === 'exit' && errorName(raw) !== undefined) keep(name, errorName(raw));
    else if (name === 'saddr') address(raw, set, keep);
    else if (name === 'pid' || name === 'ppid') {
      if (!/^\d{1,10}$/.test(value) || !set(OWN.get(name)!, Number(value))) keep(name, value);
    } else if (name === 'UID') {
      account = value;
      keep(name, value);
    } else {
      const shown = !quoted && value === UNSET && /auid$|^ses$/.test(name) ? 'unset' : value;
      const own = OWN.get(name);
      if (own === undefined || !set(own, shown)) keep(name, shown);
    }
  }
  if (account !== undefined) set('user.name', account);
  if (args.length > 0) set('process.command_line', args.join(' '));
  if (words.length > 0) keep('text', words.join(' '));
  if (type === 'PROCTITLE' || type === 'EXECVE') {
    const line = values[PLACE.get('process.command_line')!];
    if (typeof line === 'string') record.body = `${type}: ${line}`;
  }
  record.attributes = attributes;
}

function address(raw: string, set: (field: string, value: FieldValue) => boolean, keep: (name: string, value: unknown) => void): void {
  const found = socketAddress(raw);
  if (found) keep('family', found.family);
  if (found?.address === undefined && found?.path === undefined) keep('saddr', raw);
  if (found?.address !== undefined && !set('client.address', found.address)) keep('saddr.address', found.address);
  if (found?.port !== undefined && !set('client.port', found.port)) keep('saddr.port', found.port);
  if (found?.path !== undefined && !set('file.path', found.path)) keep('saddr.path', found.path);
}
