import { severityFromText } from '../../model/severity.ts';
import { monthAt } from '../contract-clock.ts';
import { civilNs, secondsOfDay, type LineLogContext } from '../contract-line-log.ts';
import type { YearlessTime } from '../contract-years.ts';
import type { EventRecord, FieldValue } from '../contract.ts';
import { F, fields } from './fields.ts';

/*
 * Lines of one record each. dpkg.log: dpkg(1), --log. pacman.log: pacman(8) and libalpm's handle.c. yum.log; dnf.log and
 * dnf.rpm.log: dnf/logging.py. /var/log/zypp/history: libzypp's HistoryLog. alternatives.log: update-alternatives(1).
 */
const DPKG = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) (?:startup (archives|packages) (\S{1,40})|status ([a-z-]{5,20}) (\S{1,200}) (\S{1,200})|(install|upgrade|configure|trigproc|disappear|remove|purge) (\S{1,200}) (\S{1,200})(?: (\S{1,200}))?|conffile (\/.{0,1000}) (install|keep))\s*$/;
const ALPM = /^\[(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)([+-]\d{4}|Z))?\] (?:\[(ALPM|PACMAN|ALPM-SCRIPTLET|ALPM-HOOK|[A-Z][A-Z-]{1,20}|\w{1,20})\] )?(.*)$/s;
const ALPM_DONE = /^(installed|upgraded|downgraded|reinstalled|removed) (\S{1,200}) \(([^()\s]{1,200})(?: -> ([^()\s]{1,200}))?\)/;
const YUM = /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (Installed|Updated|Erased|Obsoleted|Downgraded|Dep-Installed|Upgraded|Removed|Reinstalled): (\S{1,300})(.*)$/;
const DNF = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(Z|[+-]\d{4}) (?:\[(\d{1,10})\] )?(SUBDEBUG|SUPERVERBOSE|DDEBUG|DEBUG|TRACE|INFO|WARNING|ERROR|CRITICAL) (.*)$/s;
const RPM_DONE = /^(Installed|Upgrade|Upgraded|Erase|Erased|Cleanup|Reinstall(?:ed)?|Downgraded?|Obsoleted): (\S{1,300})$/;
const ZYPP = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\|(install|remove *|command|radd|rremove|ralias|rurl|patch *|stamp)\|(.*)$/;
const ALTERNATIVES = /^update-alternatives (\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d): (.*)$/s;
/** What dnf itself says; the form of its lines is that of many programs. */
const DNF_SAYS = /^(?:--- logging initialized ---|DNF version: |DNF5? |Loaded plugins?: |Command: |User-Agent: |Installed: |Upgraded: |Erased: |Cleanup: |repo: |Transaction |cachedir: |Base command: |Completion plugin: )/;

export type Dialect = 'dpkg' | 'pacman' | 'yum' | 'dnf' | 'zypp' | 'alternatives';

/** Of which a line is; the second value says that no other program writes such a line. */
export function dialectOf(text: string): { dialect: Dialect; sure: boolean } | undefined {
  const first = text.charCodeAt(0);
  if (first === 0x5b) {
    const m = ALPM.exec(text);
    return m ? { dialect: 'pacman', sure: m[8]?.startsWith('ALPM') === true || m[8] === 'PACMAN' || ALPM_DONE.test(m[9]!) } : undefined;
  }
  if (first === 0x75) return ALTERNATIVES.test(text) ? { dialect: 'alternatives', sure: true } : undefined;
  if (first >= 0x41 && first <= 0x5a) return YUM.test(text) ? { dialect: 'yum', sure: true } : undefined;
  if (!(first >= 0x30 && first <= 0x39)) return undefined;
  if (text.charCodeAt(19) === 0x7c) return ZYPP.test(text) ? { dialect: 'zypp', sure: true } : undefined;
  if (DPKG.test(text)) return { dialect: 'dpkg', sure: true };
  const m = DNF.exec(text);
  return m ? { dialect: 'dnf', sure: DNF_SAYS.test(m[10]!) || m[9] === 'SUBDEBUG' || m[9] === 'DDEBUG' } : undefined;
}

export function yumTime(text: string): YearlessTime | undefined {
  const m = YUM.exec(text);
  const month = m ? monthAt(m[1]!, 0) : 0;
  if (!m || month === 0) return undefined;
  const day = Number(m[2]);
  const seconds = secondsOfDay(m[3]!, m[4]!, m[5]);
  return day >= 1 && day <= 31 && seconds >= 0 ? { month, day, seconds, year: 0, to: 15 } : undefined;
}

/** Reads a line that is a record of its own; which dialect it is, or `undefined`. */
export function readLine(text: string, context: LineLogContext): Dialect | undefined {
  const first = text.charCodeAt(0);
  if (first === 0x5b) return pacman(text, context);
  if (first === 0x75) return alternatives(text, context);
  if (first >= 0x41 && first <= 0x5a) return yum(text, context);
  if (!(first >= 0x30 && first <= 0x39)) return undefined;
  return (text.charCodeAt(19) === 0x7c ? zypp(text, context) : undefined) ?? dpkg(text, context) ?? dnf(text, context);
}

export function blankFields(): FieldValue[] {
  return Array.from<FieldValue>({ length: fields.length });
}

function dpkg(text: string, context: LineLogContext): Dialect | undefined {
  const m = DPKG.exec(text);
  if (!m) return undefined;
  const record = begin(context, m, text.slice(0, 19), undefined);
  const values = blankFields();
  record.fields = values;
  record.body = text.slice(20).trimEnd();
  if (m[7] !== undefined) values[F.action] = `startup ${m[7]} ${m[8]}`;
  else if (m[9] !== undefined) {
    values[F.action] = 'status';
    values[F.state] = m[9];
    named(values, m[10]!);
    values[F.version] = none(m[11]);
  } else if (m[12] !== undefined) {
    values[F.action] = m[12];
    named(values, m[13]!);
    const [before, after] = [none(m[14]), none(m[15])];
    values[F.version] = m[12] === 'remove' || m[12] === 'purge' ? before : after ?? before;
    if (m[12] !== 'remove' && m[12] !== 'purge' && before !== after && after !== undefined) values[F.before] = before;
  } else {
    values[F.action] = `conffile ${m[17]}`;
    record.attributes = { 'file.path': m[16] };
  }
  return 'dpkg';
}

function pacman(text: string, context: LineLogContext): Dialect | undefined {
  const m = ALPM.exec(text);
  if (!m) return undefined;
  const record = begin(context, m, text.slice(1, text.indexOf(']')), m[7]);
  record.body = m[9]!;
  if (m[8] !== undefined) record.serviceName = m[8];
  const values = blankFields();
  const done = ALPM_DONE.exec(m[9]!);
  if (done) {
    values[F.action] = ACTIONS[done[1]!] ?? done[1]!;
    values[F.name] = done[2];
    values[F.version] = done[4] ?? done[3];
    if (done[4] !== undefined) values[F.before] = done[3];
  }
  const command = /^Running '(.{1,2000})'$/.exec(m[9]!);
  if (command) values[F.command] = command[1];
  const level = /^(warning|error): /.exec(m[9]!);
  if (level) {
    record.severityText = level[1];
    record.severityNumber = severityFromText(level[1]!);
  }
  record.fields = values;
  return 'pacman';
}

function yum(text: string, context: LineLogContext): Dialect | undefined {
  const m = YUM.exec(text);
  if (!m) return undefined;
  const record = context.begin();
  record.timeText = text.slice(0, 15);
  const time = yumTime(text);
  if (time) record.timeNs = context.yearlessNs(time, 0, record);
  if (record.timeNs === undefined) context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
  record.body = text.slice(16);
  const values = blankFields();
  values[F.action] = ACTIONS[m[6]!] ?? m[6]!.toLowerCase();
  rpm(values, m[7]!);
  record.fields = values;
  return 'yum';
}

function dnf(text: string, context: LineLogContext): Dialect | undefined {
  const m = DNF.exec(text);
  if (!m) return undefined;
  const record = begin(context, m, text.slice(0, text.indexOf(' ')), m[7]);
  record.body = m[10]!;
  record.severityText = m[9];
  record.severityNumber = /^(?:SUB|D|SUPERV)/.test(m[9]!) ? (m[9] === 'DEBUG' ? 5 : 1) : severityFromText(m[9]!);
  const values = blankFields();
  const done = RPM_DONE.exec(m[10]!);
  if (done) {
    values[F.action] = ACTIONS[done[1]!] ?? done[1]!.toLowerCase();
    rpm(values, done[2]!);
  }
  const command = /^(?:Command|DNF command): (.{1,2000})$/.exec(m[10]!);
  if (command) values[F.command] = command[1]!.trim();
  record.fields = values;
  if (m[8] !== undefined) record.attributes = { 'process.pid': Number(m[8]) };
  return 'dnf';
}

function zypp(text: string, context: LineLogContext): Dialect | undefined {
  const m = ZYPP.exec(text);
  if (!m) return undefined;
  const record = begin(context, m, text.slice(0, 19), undefined);
  const action = m[7]!.trim();
  const parts = m[8]!.split('|');
  const values = blankFields();
  record.fields = values;
  record.body = text.slice(20);
  values[F.action] = action;
  if (action === 'install' || action === 'remove' || action === 'patch') {
    values[F.name] = empty(parts[0]);
    values[F.version] = empty(parts[1]);
    values[F.architecture] = empty(parts[2]);
    values[F.user] = empty(parts[3]);
  } else if (action === 'command') {
    values[F.user] = empty(parts[0]);
    values[F.command] = empty(parts[1]);
  }
  return 'zypp';
}

function alternatives(text: string, context: LineLogContext): Dialect | undefined {
  const m = ALTERNATIVES.exec(text);
  if (!m) return undefined;
  const record = begin(context, m, text.slice(20, 39), undefined);
  record.serviceName = 'update-alternatives';
  record.body = m[7]!;
  const values = blankFields();
  if (m[7]!.startsWith('run with ')) values[F.command] = `update-alternatives ${m[7]!.slice(9)}`;
  record.fields = values;
  return 'alternatives';
}

function begin(context: LineLogContext, m: RegExpExecArray, timeText: string, offset: string | undefined): EventRecord {
  const record = context.begin();
  record.timeText = timeText;
  record.timeNs = civilNs(context.clock, Number(m[1]), Number(m[2]), Number(m[3]), secondsOfDay(m[4]!, m[5]!, m[6]), 0, offsetSeconds(offset));
  if (record.timeNs === undefined) context.report('unreadable-time', `"${timeText}" is not a time; the record has none.`);
  return record;
}

/** `Z`, `+0200`. */
function offsetSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text === 'Z') return 0;
  return (text.startsWith('-') ? -60 : 60) * (Number(text.slice(1, 3)) * 60 + Number(text.slice(3, 5)));
}

/** `name:architecture` of dpkg. */
function named(values: FieldValue[], text: string): void {
  const colon = text.lastIndexOf(':');
  values[F.name] = colon > 0 ? text.slice(0, colon) : text;
  if (colon > 0) values[F.architecture] = text.slice(colon + 1);
}

/** `epoch:name-version-release.architecture` of rpm; yum writes the epoch before the name or not at all. */
function rpm(values: FieldValue[], text: string): void {
  const m = /^(?:(\d{1,4}):)?(.{1,200}?)-(?:(\d{1,4}):)?([^-]{1,100}-[^-]{1,100})\.(noarch|src|[a-z]\w{1,10})$/.exec(text);
  values[F.name] = m ? m[2] : text;
  if (!m) return;
  const epoch = m[1] ?? m[3];
  values[F.version] = epoch === undefined ? m[4] : `${epoch}:${m[4]}`;
  values[F.architecture] = m[5];
}

function none(text: string | undefined): string | undefined {
  return text === undefined || text === '<none>' || text === '' ? undefined : text;
}

function empty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

const ACTIONS: Readonly<Record<string, string>> = {
  installed: 'install', upgraded: 'upgrade', downgraded: 'downgrade', reinstalled: 'reinstall', removed: 'remove', Installed: 'install', 'Dep-Installed': 'install', Updated: 'upgrade', Upgraded: 'upgrade', Upgrade: 'upgrade',
  Erased: 'remove', Erase: 'remove', Removed: 'remove', Obsoleted: 'obsolete', Downgraded: 'downgrade', Downgrade: 'downgrade', Reinstalled: 'reinstall', Reinstall: 'reinstall', Cleanup: 'clean up',
};
