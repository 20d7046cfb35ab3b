import { instantNs } from '../contract-clock.ts';
import { blankRecord, clearRecord, emptyAttributes } from '../contract-record.ts';
import type { ByteSource, Detection, EventRecord, Format, Head, ParseSummary } from '../contract.ts';
import { EVENTS } from './events.ts';
import { readTokens, type AuditTokens } from './tokens.ts';

/** Header tokens by their type: where seconds stand, and how wide they and what counts behind them are. */
const HEADERS: ReadonlyMap<number, { readonly wide: boolean; readonly extended: boolean }> = new Map([
  [0x14, { wide: false, extended: false }], [0x15, { wide: false, extended: true }], [0x74, { wide: true, extended: false }], [0x79, { wide: true, extended: true }],
]);
const TRAILER_BYTES = 7;
/** Type, size, version, event, modifier, seconds, milliseconds; then the trailer. */
const LEAST_BYTES = 18 + TRAILER_BYTES;
const MOST_BYTES = 1 << 20;
const WINDOW = 1 << 18;

/** Audit trails of macOS, FreeBSD and Solaris. */
export const bsmAudit: Format = {
  id: 'bsm-audit',
  title: 'BSM audit trail',
  extensions: ['bsm'],
  magic: ['records that begin with 14, 15, 74 or 79 and their length, and end with 13 b1 05 and it again'],
  specification: [
    { title: 'FreeBSD: audit.log(5)', url: 'https://man.freebsd.org/cgi/man.cgi?query=audit.log&sektion=5' },
    { title: 'dtformats: Basic Security Module (BSM) event auditing file format', url: 'https://github.com/libyal/dtformats/blob/main/documentation/Basic%20Security%20Module%20(BSM)%20event%20auditing%20file%20format.asciidoc' },
  ],
  fields: [
    { name: 'event.id', type: 'integer', description: 'Number of the event.', facet: true },
    { name: 'event.name', type: 'string', description: 'The event in words, where it is a common one.', facet: true },
    { name: 'event.outcome', type: 'string', description: 'success or failure.', facet: true },
    { name: 'user.audit.id', type: 'integer', description: 'User that logged in, whoever it became since; -1 is nobody.', facet: true },
    { name: 'user.effective.id', type: 'integer', description: 'User whose rights counted.', facet: true },
    { name: 'process.pid', type: 'integer', description: 'Process.' },
    { name: 'client.address', type: 'string', description: 'Terminal’s machine.', facet: true },
    { name: 'file.path', type: 'string', description: 'First path that is named.' },
    { name: 'process.command_line', type: 'string', description: 'Program and arguments of an exec.' },
    { name: 'error.code', type: 'integer', description: 'Number of the error of the operating system.' },
  ],
  detect,
  async parse(source, sink, _options, signal): Promise<ParseSummary> {
    const record = blankRecord();
    const counts = { records: 0, damagedBytes: 0, unreadTokens: 0 };
    let damagedFrom = -1;
    const damage = (to: number): void => {
      if (damagedFrom < 0) return;
      counts.damagedBytes += to - damagedFrom;
      sink.diagnostic({ code: 'bsm-audit/damaged', severity: 'warning', message: 'Bytes that are of no audit record.', offsetBytes: damagedFrom, lengthBytes: to - damagedFrom });
      damagedFrom = -1;
    };
    let at = 0;
    while (at < source.sizeBytes) {
      signal.throwIfAborted();
      await sink.room();
      const bytes = await source.read(at, WINDOW);
      if (bytes.length === 0) break;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let used = 0;
      while (used < bytes.length) {
        const size = sizeAt(view, used, source.sizeBytes - at - used);
        if (size === 0) {
          if (damagedFrom < 0) damagedFrom = at + used;
          used++;
          continue;
        }
        if (used + size > bytes.length) break;
        damage(at + used);
        readRecord(view, used, size, record, counts);
        record.offsetBytes = at + used;
        record.lengthBytes = size;
        sink.record(record);
        counts.records++;
        used += size;
      }
      if (used === 0) used = await oversized(source, at, record, counts, (found) => {
        damage(at);
        sink.record(found);
      });
      if (used === 0) {
        if (damagedFrom < 0) damagedFrom = at;
        used = 1;
      }
      at += used;
    }
    damage(source.sizeBytes);
    return { counts, summary: {} };
  },
};

/** A record longer than the window, alone; 0 when its end is not one. */
async function oversized(source: ByteSource, at: number, record: EventRecord, counts: { records: number; unreadTokens: number }, send: (record: EventRecord) => void): Promise<number> {
  const bytes = await source.read(at, MOST_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = sizeAt(view, 0, source.sizeBytes - at);
  if (size === 0 || size > bytes.length) return 0;
  readRecord(view, 0, size, record, counts);
  record.offsetBytes = at;
  record.lengthBytes = size;
  send(record);
  counts.records++;
  return size;
}

/** Length of the record at a place, 0 where none begins: its header and, as far as it is there, its trailer say it. */
function sizeAt(view: DataView, at: number, left: number): number {
  if (left < LEAST_BYTES || at + 6 > view.byteLength || !HEADERS.has(view.getUint8(at))) return 0;
  const size = view.getUint32(at + 1);
  if (size < LEAST_BYTES || size > MOST_BYTES || size > left || view.getUint8(at + 5) > 16) return 0;
  const trailer = at + size - TRAILER_BYTES;
  if (trailer + TRAILER_BYTES > view.byteLength) return size;
  return view.getUint8(trailer) === 0x13 && view.getUint16(trailer + 1) === 0xb105 && view.getUint32(trailer + 3) === size ? size : 0;
}

function readRecord(view: DataView, at: number, size: number, record: EventRecord, counts: { unreadTokens: number }): void {
  clearRecord(record);
  const { wide, extended } = HEADERS.get(view.getUint8(at))!;
  const event = view.getUint16(at + 6);
  let p = at + 10;
  if (extended) p += 4 + (view.getUint32(p) === 16 ? 16 : 4);
  const end = at + size;
  if (p + (wide ? 16 : 8) > end) return;
  const seconds = wide ? Number(view.getBigUint64(p)) : view.getUint32(p);
  const milliseconds = wide ? Number(view.getBigUint64(p + 8)) : view.getUint32(p + 4);
  if (seconds > 0 && seconds < 7_258_118_400) {
    record.timeNs = instantNs(seconds, milliseconds < 1000 ? milliseconds * 1_000_000 : 0);
    record.timeText = `${seconds}.${String(milliseconds).padStart(3, '0')}`;
  }
  const tokens = readTokens(view, p + (wide ? 16 : 8), end);
  if (tokens.unread !== undefined) counts.unreadTokens++;
  fill(record, event, tokens);
}

function fill(record: EventRecord, event: number, t: AuditTokens): void {
  const name = EVENTS[event];
  const failed = t.outcome !== undefined && t.outcome.error !== 0;
  record.fields = [
    event, name, t.outcome === undefined ? undefined : failed ? 'failure' : 'success', t.subject?.auditId, t.subject?.effectiveId, t.subject?.pid, t.subject?.address ?? t.addresses[0], t.paths[0], t.commands[0],
    failed ? t.outcome!.error : undefined,
  ];
  if (failed) [record.severityNumber, record.severityText] = [13, 'failure'];
  const what = t.commands[0] ?? [...t.texts, ...t.paths.slice(0, 1)].filter((text) => text !== '').join(', ');
  record.body = [name ?? `event ${event}`, what].filter((part) => part !== '').join(': ');
  const attributes = emptyAttributes();
  if (t.subject) {
    attributes['user.id'] = t.subject.realId;
    attributes['session.id'] = t.subject.session;
  }
  if (t.texts.length > 1 || (t.texts.length > 0 && t.commands.length > 0)) attributes['bsm.texts'] = t.texts;
  if (t.paths.length > 1) attributes['bsm.paths'] = t.paths;
  if (t.args.length > 0) attributes['bsm.arguments'] = t.args.map(([key, value]) => `${key}=${value}`);
  if (t.addresses.length > 0) attributes['bsm.addresses'] = t.addresses;
  if (t.ports.length > 0) attributes['bsm.ports'] = t.ports;
  if (t.process) attributes['bsm.process.pid'] = t.process.pid;
  if (t.signer !== undefined) attributes['bsm.signer'] = t.signer;
  if (t.zone !== undefined) attributes['bsm.zone'] = t.zone;
  if (t.sequence !== undefined) attributes['bsm.sequence'] = t.sequence;
  if (t.outcome && t.outcome.value !== '0') attributes['bsm.return'] = t.outcome.value;
  if (t.unread !== undefined) attributes['bsm.unread_token'] = `0x${t.unread.toString(16)}`;
  if (Object.keys(attributes).length > 0) record.attributes = attributes;
}

function detect(head: Head): Detection | undefined {
  const { bytes } = head;
  if (!HEADERS.has(bytes[0] ?? 0) || bytes.length < LEAST_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let records = 0;
  while (at < bytes.length && records < 100) {
    const size = sizeAt(view, at, head.sizeBytes - at);
    if (size === 0) break;
    at += size;
    if (at <= bytes.length) records++;
  }
  if (records === 0) return undefined;
  return { confidence: 0.99, reason: `${records} ${records === 1 ? 'record begins' : 'records begin'} and end as those of an audit trail` };
}
