import { severityOfSyslog } from '../contract-level.ts';
import { instantNs } from '../contract-clock.ts';
import { blankRecord, clearRecord, emptyAttributes, MAX_BODY } from '../contract-record.ts';
import type { Detection, EventRecord, Format, Head, ParseSummary } from '../contract.ts';

/*
 * Apple System Log databases (/private/var/log/asl/*.asl of OS X 10.5 to 10.11), as dtformats describes them: a header of 80
 * bytes, then strings and records, each record naming the next one. All numbers are big-endian. A text of at most seven
 * bytes stands in its reference, whose first bit is set then.
 */
const SIGNATURE = Buffer.from('ASL DB\0\0\0\0\0\0', 'latin1');
const HEADER_BYTES = 80;
/** A record without pairs: to the reference of its message, and the place of the record before. */
const LEAST_BYTES = 106;
const MOST_BYTES = 64 * 1024 * 1024;
const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];

/** Messages of the Apple System Log. */
export const appleAsl: Format = {
  id: 'apple-asl',
  title: 'Apple System Log',
  extensions: ['asl'],
  magic: ['41 53 4c 20 44 42 00 00 00 00 00 00 at 0'],
  specification: [{ title: 'dtformats: Apple System Log (ASL) file format', url: 'https://github.com/libyal/dtformats/blob/main/documentation/Apple%20System%20Log%20(ASL)%20file%20format.asciidoc' }],
  fields: [
    { name: 'process.pid', type: 'integer', description: 'Process that wrote the message.' },
    { name: 'user.id', type: 'integer', description: 'Its user.', facet: true },
    { name: 'group.id', type: 'integer', description: 'Its group.' },
    { name: 'asl.facility', type: 'string', description: 'Facility.', facet: true },
    { name: 'asl.message_id', type: 'integer', description: 'Number of the message in the database.' },
  ],
  detect(head: Head): Detection | undefined {
    return SIGNATURE.equals(head.bytes.subarray(0, SIGNATURE.length)) ? { confidence: 1, reason: 'begins as an Apple System Log database' } : undefined;
  },
  async parse(source, sink, _options, signal): Promise<ParseSummary> {
    signal.throwIfAborted();
    const bytes = await source.read(0, Math.min(source.sizeBytes, MOST_BYTES));
    if (source.sizeBytes > MOST_BYTES) {
      sink.diagnostic({ code: 'apple-asl/too-large', severity: 'warning', message: `Only the first ${MOST_BYTES} bytes are read.`, offsetBytes: MOST_BYTES, lengthBytes: source.sizeBytes - MOST_BYTES });
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const record = blankRecord();
    let records = 0;
    let at = bytes.length < HEADER_BYTES ? 0 : place(view, 16);
    let before = 0;
    while (at > 0) {
      if (at <= before || at + LEAST_BYTES > bytes.length) {
        sink.diagnostic({ code: 'apple-asl/broken-chain', severity: 'warning', message: 'The next message would lie before the last one or behind the end of the file.', offsetBytes: Math.min(before, bytes.length), lengthBytes: Math.min(1, bytes.length - before) });
        break;
      }
      const length = readRecord(view, at, record);
      if (record.offsetBytes + length > bytes.length) {
        sink.diagnostic({ code: 'apple-asl/truncated', severity: 'warning', message: 'The message goes on behind the end of the file.', offsetBytes: at, lengthBytes: bytes.length - at });
        record.lengthBytes = bytes.length - at;
      }
      sink.record(record);
      records++;
      if (records % 1000 === 0) {
        signal.throwIfAborted();
        await sink.room();
      }
      before = at + record.lengthBytes - 1;
      at = place(view, at + 6);
    }
    return { counts: { records }, summary: {} };
  },
};

/** Fills the record; its length in bytes. */
function readRecord(view: DataView, at: number, record: EventRecord): number {
  clearRecord(record);
  const length = 6 + view.getUint32(at + 2);
  record.offsetBytes = at;
  record.lengthBytes = Math.max(length, 6);
  const seconds = place(view, at + 22);
  const nanoseconds = view.getUint32(at + 30);
  if (seconds > 0 && seconds < 7_258_118_400) {
    record.timeNs = instantNs(seconds, nanoseconds < 1_000_000_000 ? nanoseconds : 0);
    record.timeText = `${seconds}.${String(nanoseconds).padStart(9, '0')}`;
  }
  const level = view.getUint16(at + 34);
  record.severityNumber = severityOfSyslog(level);
  record.severityText = LEVELS[level];
  record.hostName = textAt(view, at + 66);
  record.serviceName = textAt(view, at + 74);
  record.body = (textAt(view, at + 90) ?? '').slice(0, MAX_BODY);
  record.fields = [view.getUint32(at + 38), view.getInt32(at + 42), view.getInt32(at + 46), textAt(view, at + 82), place(view, at + 14)];
  // Pairs of a name and a value; the last eight bytes name the record before.
  const attributes = emptyAttributes();
  let extra = 0;
  for (let p = at + 98; p + 24 <= at + length && p + 16 <= view.byteLength && extra < 200; p += 16) {
    const name = textAt(view, p);
    const value = textAt(view, p + 8);
    if (name === undefined || value === undefined) continue;
    attributes[`asl.${name}`] = value;
    extra++;
  }
  const reader = [view.getInt32(at + 50), view.getInt32(at + 54)];
  if (reader.some((id) => id !== -1)) attributes['asl.readers'] = reader;
  if (Object.keys(attributes).length > 0) record.attributes = attributes;
  return record.lengthBytes;
}

/** An offset or a number of 64 bits; 0 for what no file has. */
function place(view: DataView, at: number): number {
  const value = view.getBigUint64(at);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : 0;
}

/** Text that a reference names, or holds. */
function textAt(view: DataView, at: number): string | undefined {
  const first = view.getUint8(at);
  if ((first & 0x80) !== 0) {
    const size = Math.min(first & 0x7f, 7);
    return Buffer.from(view.buffer, view.byteOffset + at + 1, size).toString('utf8').replace(/\0+$/, '');
  }
  const offset = place(view, at);
  if (offset === 0 || offset + 6 > view.byteLength) return undefined;
  const size = view.getUint32(offset + 2);
  if (offset + 6 + size > view.byteLength) return undefined;
  return Buffer.from(view.buffer, view.byteOffset + offset + 6, Math.min(size, MAX_BODY * 4)).toString('utf8').replace(/\0+$/, '');
}
