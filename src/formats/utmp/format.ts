import { severityOfSyslog } from '../contract-level.ts';
import { instantNs } from '../contract-clock.ts';
import { ipAddress, readFixed } from '../contract-fixed.ts';
import { blankRecord, clearRecord } from '../contract-record.ts';
import type { Detection, EventRecord, Format, Head, ParseSummary } from '../contract.ts';
import { isLogin, isZero, LAYOUTS, readLogin, TYPES, type Layout, type Login } from './layout.ts';

/** Logins as login, sshd and init write them: utmp, wtmp, btmp. */
export const utmp: Format = {
  id: 'utmp',
  title: 'Logins (utmp, wtmp, btmp)',
  extensions: [],
  magic: ['records of 384 or 400 bytes: type 0 to 9 at 0, a time at 340 or 344'],
  specification: [
    { title: 'utmp(5)', url: 'https://man7.org/linux/man-pages/man5/utmp.5.html' },
    { title: 'Utmp login records format, dtformats', url: 'https://github.com/libyal/dtformats/blob/main/documentation/Utmp%20login%20records%20format.asciidoc' },
  ],
  fields: [
    { name: 'utmp.type', type: 'string', description: 'Type of the record: USER_PROCESS, DEAD_PROCESS, BOOT_TIME, RUN_LVL …', facet: true },
    { name: 'user.name', type: 'string', description: 'User that logs in; reboot, shutdown and runlevel where the machine itself is spoken of.', facet: true },
    { name: 'utmp.terminal', type: 'string', description: 'Terminal without /dev/, or ssh:notty and the like.', facet: true },
    { name: 'client.address', type: 'string', description: 'Address the login came from.' },
    { name: 'utmp.host', type: 'string', description: 'Host the login came from, display, or version of the kernel.' },
    { name: 'process.pid', type: 'integer', description: 'Process of the login.' },
    { name: 'utmp.failed', type: 'boolean', description: 'A login that failed (btmp).' },
  ],
  detect,
  async parse(source, sink, { name }, signal): Promise<ParseSummary> {
    const head = await source.read(0, 65_536);
    const layout = layoutOf(head)?.layout ?? LAYOUTS[0]!;
    const record = blankRecord();
    const counts = { logins: 0, zeros: 0, invalid: 0 };
    const failures = /^btmp/i.test(name);
    let zeroFrom = -1;
    const zerosEnd = (offset: number): void => {
      if (zeroFrom < 0) return;
      sink.diagnostic({ code: 'utmp/zeros', severity: 'info', message: 'Records of zeros: places that are free in utmp; in wtmp and btmp, records that were wiped out or lost.', offsetBytes: zeroFrom, lengthBytes: offset - zeroFrom });
      zeroFrom = -1;
    };
    const { leftBytes } = await readFixed(source, 0, layout.recordBytes, sink, signal, (view, offset) => {
      clearRecord(record);
      record.offsetBytes = offset;
      record.lengthBytes = layout.recordBytes;
      if (isZero(view)) {
        counts.zeros++;
        if (zeroFrom < 0) zeroFrom = offset;
        record.body = 'record of zeros';
        record.fields = ['EMPTY'];
      } else {
        zerosEnd(offset);
        const sound = isLogin(view, layout);
        counts[sound ? 'logins' : 'invalid']++;
        fill(record, view, readLogin(view, layout), failures, sound);
        if (!sound) sink.diagnostic({ code: 'utmp/invalid', severity: 'warning', message: `Not a record of ${layout.name}: its type, time or texts cannot be.`, offsetBytes: offset, lengthBytes: layout.recordBytes });
      }
      sink.record(record);
    });
    zerosEnd(source.sizeBytes - leftBytes);
    if (leftBytes > 0) sink.diagnostic({ code: 'utmp/truncated', severity: 'warning', message: `${leftBytes} bytes at the end are no whole record.`, offsetBytes: source.sizeBytes - leftBytes, lengthBytes: leftBytes });
    return { counts, summary: { layout: layout.name } };
  },
};

function fill(record: EventRecord, view: DataView, login: Login, failures: boolean, sound: boolean): void {
  const { type, pid, line, id, user, host, seconds, microseconds, session, termination, exit } = login;
  const address = ipAddress(view, login.addressAt);
  const name = TYPES[type];
  // getty itself is LOGIN; with another name it is a login that sshd or login refused.
  const failed = failures || (type === 6 && user !== 'LOGIN' && user !== '');
  if (sound && seconds > 0) {
    record.timeNs = instantNs(seconds, microseconds * 1000);
    record.timeText = `${seconds}.${String(microseconds).padStart(6, '0')}`;
  }
  if (failed) {
    record.severityNumber = severityOfSyslog(4);
    record.severityText = 'warning';
  }
  record.body = describe(login, address, failed);
  record.fields = [name, user || undefined, line || undefined, address, host || undefined, pid, failed ? true : undefined];
  record.understood = sound;
  const rest: Record<string, unknown> = {};
  if (name === undefined) rest['utmp.type_number'] = type;
  if (id !== '') rest['utmp.id'] = id;
  if (session !== 0) rest['utmp.session'] = session;
  if (type === 8 && (termination !== 0 || exit !== 0)) Object.assign(rest, { 'utmp.exit.termination': termination, 'utmp.exit.status': exit });
  if (Object.keys(rest).length > 0) record.attributes = rest;
}

/** What happened, in words: `last` says the same. */
function describe({ type, pid, line, user, host }: Login, address: string | undefined, failed: boolean): string {
  const on = line === '' ? '' : ` on ${line}`;
  const origin = host !== '' && host !== '0.0.0.0' ? host : address;
  const from = origin === undefined ? '' : ` from ${origin}${address !== undefined && address !== origin ? ` (${address})` : ''}`;
  if (failed) return `failed login of ${user || '(no name)'}${on}${from}`;
  switch (TYPES[type]) {
    case 'BOOT_TIME': return `system boot${host === '' || host === '0.0.0.0' ? '' : `, kernel ${host}`}`;
    case 'RUN_LVL': return user === 'shutdown' ? 'system shutdown' : `run level ${runLevel(pid)}${user === '' || user === 'runlevel' ? '' : ` (${user})`}`;
    case 'NEW_TIME': return 'clock after it was set';
    case 'OLD_TIME': return 'clock before it was set';
    case 'INIT_PROCESS': return `init started process ${pid}${on}`;
    case 'LOGIN_PROCESS': return `login prompt${on}`;
    case 'USER_PROCESS': return `login of ${user}${on}${from}`;
    case 'DEAD_PROCESS': return `end of process ${pid}${user === '' ? '' : ` of ${user}`}${on}${from}`;
    case 'EMPTY': return `empty record${user === '' ? '' : ` of ${user}`}${on}${from}`;
    default: return `record of type ${type}${user === '' ? '' : ` of ${user}`}${on}${from}`;
  }
}

/** The level is a character in the low byte, the one before in the next: runlevel(8). */
function runLevel(pid: number): string {
  const char = (code: number): string => (code > 0x20 && code < 0x7f ? String.fromCharCode(code) : 'unknown');
  const before = (pid >> 8) & 255;
  return `${char(pid & 255)}${before === 0 ? '' : `, before it ${char(before)}`}`;
}

function layoutOf(bytes: Uint8Array): { layout: Layout; records: number; sound: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let best: { layout: Layout; records: number; sound: number } | undefined;
  for (const layout of LAYOUTS) {
    const records = Math.min(100, Math.floor(bytes.length / layout.recordBytes));
    let sound = 0;
    let texts = 0;
    for (let i = 0; i < records; i++) {
      const one = new DataView(view.buffer, view.byteOffset + i * layout.recordBytes, layout.recordBytes);
      if (isZero(one)) continue;
      if (!isLogin(one, layout)) {
        if (i < 2) break;
        continue;
      }
      sound++;
      if (one.getUint8(8) !== 0 || one.getUint8(44) !== 0) texts++;
    }
    if (texts > 0 && sound * 2 > records - zeros(view, layout, records) && sound > (best?.sound ?? 0)) best = { layout, records, sound };
  }
  return best;
}

function zeros(view: DataView, { recordBytes }: Layout, records: number): number {
  let found = 0;
  for (let i = 0; i < records; i++) if (isZero(new DataView(view.buffer, view.byteOffset + i * recordBytes, recordBytes))) found++;
  return found;
}

function detect({ bytes }: Head): Detection | undefined {
  // A small number and zeros, in either order: what most files begin otherwise.
  if (bytes.length < 384 || bytes[2] !== 0 || bytes[3] !== 0 || !((bytes[0]! < 10 && bytes[1] === 0) || (bytes[0] === 0 && bytes[1]! < 10))) return undefined;
  const found = layoutOf(bytes);
  if (!found) return undefined;
  return { confidence: 0.95, reason: `${found.sound} of ${found.records} records of ${found.layout.name} are logins` };
}
