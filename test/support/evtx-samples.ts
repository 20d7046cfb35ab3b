import { chunkOf, fileHeader, fileTime, sumChunk, val, type El, type EvtxRecord, type Piece, type Template, type Val } from './evtx-writer.ts';

/** Event logs of an outage that nobody had, for fixtures, tests and benchmarks. */
export interface EventSpec {
  readonly provider: string;
  readonly eventId: number;
  readonly level?: number;
  readonly keywords?: bigint;
  readonly channel: string;
  readonly activity?: boolean;
  readonly sid?: boolean;
  /** Data by name, or the element in `UserData`, or what follows `System` as it is. */
  readonly data?: Template;
  readonly values?: readonly Val[];
  readonly inUserData?: boolean;
  readonly systemTime?: bigint;
}

const NS = 'http://schemas.microsoft.com/win/2004/08/events/event';
const sub = (index: number, type: number): Piece => ({ sub: index, type, optional: true });

export function guidOf(seed: number): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, i) => (seed * 37 + i * 11 + 5) & 0xff);
}

/** `System` as Windows 10 writes it. */
function system(provider: string): El {
  return {
    name: 'System', content: [
      { name: 'Provider', attributes: [['Name', provider], ['Guid', sub(14, 15)]] },
      { name: 'EventID', attributes: [['Qualifiers', sub(4, 6)]], content: [sub(3, 6)] },
      { name: 'Version', content: [sub(11, 4)] }, { name: 'Level', content: [sub(0, 4)] }, { name: 'Task', content: [sub(2, 6)] }, { name: 'Opcode', content: [sub(1, 4)] },
      { name: 'Keywords', content: [sub(5, 0x15)] }, { name: 'TimeCreated', attributes: [['SystemTime', sub(6, 17)]] }, { name: 'EventRecordID', content: [sub(10, 10)] },
      { name: 'Correlation', attributes: [['ActivityID', sub(7, 15)], ['RelatedActivityID', sub(13, 15)]] },
      { name: 'Execution', attributes: [['ProcessID', sub(8, 8)], ['ThreadID', sub(9, 8)]] },
      { name: 'Channel', content: [sub(16, 1)] }, { name: 'Computer', content: [sub(17, 1)] }, { name: 'Security', attributes: [['UserID', sub(12, 19)]] },
    ],
  };
}

const templates = new Map<string, Template>();

function template(key: string, root: () => El): Template {
  let known = templates.get(key);
  if (!known) templates.set(key, (known = { guid: guidOf(templates.size + 1), root: root() }));
  return known;
}

/** `EventData` with named values. */
export function dataTemplate(...names: string[]): Template {
  return template(`data ${names.join()}`, () => ({ name: 'EventData', content: names.map((name, i) => ({ name: 'Data', attributes: [['Name', name]], content: [{ sub: i, type: 1 }] })) }));
}

/** An element with values in `UserData`. */
export function userTemplate(root: El, key: string): Template {
  return template(`user ${key}`, () => root);
}

export function event(id: bigint, ns: bigint, spec: EventSpec): EvtxRecord {
  const { provider, eventId, level = 4, keywords = 0x8000_0000_0000_0000n, channel, activity, sid, data, values = [], inUserData = false, systemTime = ns } = spec;
  const outer = template(`event ${provider} ${inUserData}`, () => ({
    name: 'Event', attributes: [['xmlns', NS]], content: [system(provider), inUserData ? { name: 'UserData', content: [sub(18, 0x21)] } : sub(18, 0x21)],
  }));
  return {
    id, written: fileTime(ns), template: outer, values: [
      val.u8(level), val.u8(0), val.u16(0), val.u16(eventId), val.null(), val.hex64(keywords), val.fileTime(systemTime), activity === true ? val.guid(guidOf(200)) : val.null(), val.u32(704), val.u32(1212),
      val.u64(id), val.u8(0), sid === true ? val.sid(5, 18) : val.null(), val.null(), val.guid(guidOf(100)), val.null(), val.string(channel), val.string('shop-db1.example.com'),
      data ? { template: data, values } : val.null(),
    ],
  };
}

const T0 = 1_791_974_038_123_456_700n;
const at = (seconds: number): bigint => T0 + BigInt(seconds) * 1_000_000_000n;
const SERVICE = dataTemplate('param1', 'param2');
const LOGON = dataTemplate('SubjectUserSid', 'TargetUserName', 'TargetLogonId', 'LogonType', 'IpAddress', 'LogonGuid');
const scm = (id: bigint, seconds: number, service: string, state: string): EvtxRecord =>
  event(id, at(seconds), { provider: 'Service Control Manager', eventId: 7036, channel: 'System', data: SERVICE, values: [val.string(service), val.string(state)] });

/** What a machine says around a crash of its database. */
function outage(): EvtxRecord[] {
  return [
    scm(4101n, 0, 'Shop Orders', 'running'),
    event(4102n, at(3), { provider: 'Microsoft-Windows-Security-Auditing', eventId: 4625, level: 0, keywords: 0x8010_0000_0000_0000n, channel: 'Security', data: LOGON, values: [val.sid(5, 18), val.string('deploy'), val.hex64(0x3e7n), val.u32(3), val.string('10.0.0.7'), val.guid(guidOf(9))] }),
    event(4103n, at(7), { provider: 'Application Error', eventId: 1000, level: 2, channel: 'Application', activity: true, sid: true, data: dataTemplate('AppName', 'ExceptionCode'), values: [val.string('orders.exe'), val.string('c0000005')], systemTime: at(6) }),
    event(4104n, at(9), { provider: 'Service Control Manager', eventId: 7034, level: 2, channel: 'System', data: SERVICE, values: [val.string('Shop Orders'), val.string('1')] }),
    // Two numbers lack.
    scm(4107n, 12, 'Shop Orders', 'running'),
    event(4108n, at(20), { provider: 'User32', eventId: 1074, channel: 'System', data: dataTemplate('param1'), values: [val.strings('shutdown.exe', 'Application: Maintenance (Planned)')] }),
    event(4109n, at(21), { provider: 'Microsoft-Windows-Eventlog', eventId: 104, channel: 'System', inUserData: true, data: userTemplate({ name: 'LogFileCleared', attributes: [['xmlns', 'http://manifests.microsoft.com/win/2004/08/windows/eventlog']], content: [{ name: 'SubjectUserName', content: [{ sub: 0, type: 1 }] }, { name: 'Channel', content: [{ sub: 1, type: 1 }] }, { name: 'BackupPath', content: [sub(2, 1)] }] }, 'cleared'), values: [val.string('Müller'), val.string('System'), val.null()] }),
    event(4110n, at(40), { provider: 'Microsoft-Windows-Kernel-Power', eventId: 41, level: 1, channel: 'System' }),
    event(4111n, at(41), { provider: 'Shop-Audit', eventId: 9, level: 5, channel: 'Shop/Debug' }),
  ];
}

const TYPES = dataTemplate('Null', 'String', 'Ansi', 'Int8', 'UInt8', 'Int16', 'UInt16', 'Int32', 'UInt32', 'Int64', 'UInt64', 'Real32', 'Real64', 'Bool', 'Binary', 'Guid', 'Size', 'FileTime', 'SystemTime', 'Sid', 'Hex32', 'Hex64', 'Strings', 'Numbers');

/** Every type of value, entities, character references, CDATA, processing instructions, elements of one name, fragments without a template. */
function kinds(): EvtxRecord[] {
  return [
    event(1n, at(0), {
      provider: 'Types', eventId: 1, channel: 'Application', data: TYPES, values: [
        val.null(), val.string('line one\nline two '), val.ansi('déjà vu'), val.i8(-1), val.u8(255), val.i16(-2), val.u16(65_535), val.i32(-3), val.u32(4_294_967_295), val.i64(-9_007_199_254_740_993n),
        val.u64(18_446_744_073_709_551_615n), val.f32(1.5), val.f64(-0.1), val.bool(true), val.binary(0xde, 0xad, 0), val.guid(guidOf(3)), val.size(4096), val.fileTime(at(0)), val.systemTime(2026, 10, 3, 14, 10, 34, 11, 204),
        val.sid(5, 21, 1, 2, 3, 1001), val.hex32(0xc000_0005), val.hex64(0x1_0000_0000n), val.strings('one', '', 'three'), val.u32s(1, 2),
      ],
    }),
    event(2n, at(1), {
      provider: 'Text', eventId: 2, channel: 'Application', inUserData: true, values: [val.string('v')], data: userTemplate({
        name: 'Report', content: [
          { name: 'Plain', content: ['a ', { entity: 'lt' }, ' b ', { entity: 'amp' }, ' c', { character: 0x20ac }] }, { name: 'Code', content: [{ cdata: 'if (a < b) { }' }] },
          { pi: ['target', 'data'] }, { name: 'Item', attributes: [['n', '1'], ['of', { sub: 0, type: 1 }, ' & ', { entity: 'quot' }]] }, { name: 'Item', content: ['two'] }, { name: '__proto__', content: ['x'] }, { name: 'Empty' },
        ],
      }, 'text'),
    }),
    event(3n, at(2), {
      provider: 'Inline', eventId: 3, channel: 'Application', data: userTemplate({ name: 'EventData', content: [{ sub: 0, type: 0x21 }, { name: 'Data', content: ['unnamed'] }, { name: 'Data', content: [{ sub: 1, type: 1 }] }, { name: 'Binary', content: [{ sub: 2, type: 14 }] }] }, 'inline'),
      values: [{ element: { name: 'Direct', attributes: [['a', '1']], content: [{ name: 'Inner', content: ['deep'] }] } }, val.string('second'), val.binary(1, 2)],
    }),
  ];
}

export function clean(): Buffer {
  const records = outage();
  return Buffer.concat([fileHeader(1, 4112n), chunkOf(records).bytes]);
}

export function types(): Buffer {
  return Buffer.concat([fileHeader(1, 4n), chunkOf(kinds()).bytes]);
}

/** In use when it was copied: older records in the rest of a chunk, one chunk cut, checksums of another time, a record that was half written. */
export function damaged(): Buffer {
  const older = chunkOf(Array.from({ length: 20 }, (_, i) => scm(BigInt(3001 + i), i - 3600, 'Spooler', i % 2 === 0 ? 'running' : 'stopped')));
  const first = chunkOf(outage().slice(0, 3));
  // The chunk was used before: what is behind its records is of then.
  older.bytes.copy(first.bytes, first.used, first.used, older.used);
  const second = chunkOf(Array.from({ length: 4 }, (_, i) => scm(BigInt(4104 + i), 10 + i, 'Spooler', 'running')));
  const half = 512 + second.bytes.readUInt32LE(512 + 4);
  second.bytes.fill(0, half + 40, half + second.bytes.readUInt32LE(half + 4));
  const third = chunkOf([scm(4108n, 20, 'Spooler', 'running'), scm(4109n, 21, 'Spooler', 'stopped')]);
  // A value of the second record is longer than the record.
  const size = third.bytes.readUInt32LE(512 + 4);
  const values = third.bytes.indexOf(Uint8Array.of(0x13, 0, 0, 0), 512 + size);
  third.bytes.writeUInt16LE(0x7000, values + 4);
  sumChunk(third.bytes);
  return Buffer.concat([fileHeader(4, 4108n, 1), first.bytes, second.bytes, third.bytes.subarray(0, third.used + 24)]);
}
