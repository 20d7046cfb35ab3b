/** Writes event logs of Windows XP, by "Event Log File Format" (learn.microsoft.com), for fixtures and tests. */
export interface EvtEvent {
  readonly id: number;
  readonly seconds: number;
  readonly written?: number;
  readonly eventId: number;
  readonly type: number;
  readonly category?: number;
  readonly source: string;
  readonly strings?: readonly string[];
  readonly data?: readonly number[];
  readonly sid?: readonly number[];
}

const T0 = 1_791_974_038;
const utf16 = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le');

export function evtRecord({ id, seconds, written = seconds, eventId, type, category = 0, source, strings = [], data = [], sid }: EvtEvent): Buffer {
  const names = Buffer.concat([utf16(source), utf16('SHOP-XP1')]);
  const sidBytes = sid === undefined ? Buffer.alloc(0) : Buffer.concat([Buffer.from([1, sid.length, 0, 0, 0, 0, 0, 5]), ...sid.map((part) => word(part))]);
  const sidAt = Math.ceil((56 + names.length) / 4) * 4;
  const texts = Buffer.concat(strings.map(utf16));
  const stringsAt = sidAt + sidBytes.length;
  const dataAt = stringsAt + texts.length;
  const length = Math.ceil((dataAt + data.length + 4) / 4) * 4;
  const bytes = Buffer.alloc(length);
  [length, 0x654c_664c, id, T0 + seconds, T0 + written, eventId].forEach((value, i) => bytes.writeUInt32LE(value, i * 4));
  [type, strings.length, category, 0].forEach((value, i) => bytes.writeUInt16LE(value, 24 + i * 2));
  [0, stringsAt, sidBytes.length, sidAt, data.length, dataAt].forEach((value, i) => bytes.writeUInt32LE(value, 32 + i * 4));
  names.copy(bytes, 56);
  sidBytes.copy(bytes, sidAt);
  texts.copy(bytes, stringsAt);
  Buffer.from(data).copy(bytes, dataAt);
  bytes.writeUInt32LE(length, length - 4);
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function header(start: number, end: number, next: number, oldest: number, size: number, flags: number): Buffer {
  return Buffer.concat([48, 0x654c_664c, 1, 1, start, end, next, oldest, size, flags, 0, 48].map(word));
}

function eof(start: number, end: number, next: number, oldest: number): Buffer {
  return Buffer.concat([40, 0x1111_1111, 0x2222_2222, 0x3333_3333, 0x4444_4444, start, end, next, oldest, 40].map(word));
}

function some(first: number, count: number): EvtEvent[] {
  return Array.from({ length: count }, (_, i) => ({ id: first + i, seconds: (first + i) * 10, eventId: 0x4000_1b7c, type: 4, source: 'Service Control Manager', strings: [`Service ${first + i}`, i % 2 === 0 ? 'running' : 'stopped'] }));
}

/** What a machine says around the restart of a service; behind the end, two records of before the log was cleared. */
export function plainLog(): Buffer {
  const records = [
    { id: 1, seconds: 0, eventId: 6005, type: 4, source: 'EventLog', data: [0xff, 0, 1] },
    { id: 2, seconds: 4, written: 6, eventId: 0xc000_1b7a, type: 1, source: 'Service Control Manager', strings: ['Shop Orders', '1'] },
    { id: 3, seconds: 7, eventId: 529, type: 16, category: 2, source: 'Security', strings: ['deploy', 'SHOP', '3'], sid: [18] },
    { id: 4, seconds: 9, eventId: 528, type: 8, category: 2, source: 'Security', strings: ['Müller', 'SHOP', '2'], sid: [21, 1, 2, 3, 1001] },
    { id: 5, seconds: 11, eventId: 0x8000_0033, type: 2, source: 'Disk', strings: ['', '\\Device\\Harddisk0'], data: [3, 0, 128] },
  ].map(evtRecord);
  const body = Buffer.concat(records);
  const end = 48 + body.length;
  const stale = Buffer.concat(some(90, 2).map(evtRecord));
  return Buffer.concat([header(48, end, 6, 1, 65_536, 0), body, eof(48, end, 6, 1), stale]);
}

/** A ring that came round: the oldest record that is left stands behind the end, and the last in the file goes on behind the header. Its header is of before. */
export function wrappedLog(): Buffer {
  const old = some(10, 4).map(evtRecord);
  const split = old[3]!;
  const cut = 100;
  const now = some(14, 3).map(evtRecord);
  const end = 48 + (split.length - cut) + Buffer.concat(now).length;
  const waste = Buffer.alloc(64, 0xcc);
  const start = end + 40 + waste.length;
  return Buffer.concat([header(48, 4096, 11, 1, 65_536, 3), split.subarray(cut), ...now, eof(start, end, 17, 10), waste, ...old.slice(0, 3), split.subarray(0, cut)]);
}

/** Records that were written over, in part or by half. */
export function damagedLog(): Buffer {
  const records = some(1, 6).map(evtRecord);
  records[1]!.fill(0, 40);
  records[3]!.writeUInt32LE(0xffff_fff0, 36);
  records[4]!.fill(0x41, 0, 16);
  const body = Buffer.concat(records);
  const end = 48 + body.length;
  return Buffer.concat([header(48, end, 7, 1, 65_536, 0), body, eof(48, end, 7, 1)]);
}
