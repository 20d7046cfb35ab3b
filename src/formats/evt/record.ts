import { emptyAttributes, MAX_BODY } from '../contract-record.ts';
import type { EventRecord, FieldValue } from '../contract.ts';
import { sidText, titleOf } from '../contract-windows.ts';
import { viewOf } from './file.ts';

/** EventType (winnt.h, EVENTLOGRECORD) as severities of OpenTelemetry; audits are no levels. */
const TYPES: Readonly<Record<number, readonly [number, string]>> = { 0: [9, 'Success'], 1: [17, 'Error'], 2: [13, 'Warning'], 4: [9, 'Information'], 8: [9, 'Audit success'], 16: [9, 'Audit failure'] };

/** Fills the record from the bytes of one EVENTLOGRECORD, its length in front and behind included. Offsets that lead out of it hold nothing. */
export function fillRecord(bytes: Uint8Array, record: EventRecord): void {
  const view = viewOf(bytes);
  const limit = bytes.length - 4;
  const eventId = view.getUint32(20, true);
  const type = TYPES[view.getUint16(24, true)];
  const generated = view.getUint32(12, true);
  const written = view.getUint32(16, true);
  const source = text(bytes, 56, limit);
  const computer = text(bytes, source.next, limit);
  record.timeNs = generated === 0 ? undefined : BigInt(generated) * 1_000_000_000n;
  record.observedTimeNs = written !== 0 && written !== generated ? BigInt(written) * 1_000_000_000n : undefined;
  record.severityNumber = type?.[0] ?? 0;
  record.severityText = type?.[1];
  record.serviceName = source.text === '' ? undefined : source.text;
  record.hostName = computer.text === '' ? undefined : computer.text;
  const sidBytes = view.getUint32(40, true);
  const sidAt = view.getUint32(44, true);
  const code = eventId & 0xffff;
  const fields: FieldValue[] = [code, record.serviceName, view.getUint32(8, true), view.getUint16(28, true), eventId >>> 16, sidBytes > 0 && sidAt + sidBytes <= limit ? sidText(view, sidAt, sidBytes) : undefined];
  record.fields = fields;
  const strings = stringsOf(view, bytes, limit);
  const dataBytes = view.getUint32(48, true);
  const dataAt = view.getUint32(52, true);
  const attributes = emptyAttributes();
  if (strings.length > 0) attributes['Data'] = strings.length === 1 ? strings[0] : strings;
  if (dataBytes > 0 && dataAt + dataBytes <= limit) attributes['Binary'] = Buffer.from(bytes.buffer, bytes.byteOffset + dataAt, dataBytes).toString('hex').toUpperCase();
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
  const title = titleOf(record.serviceName, code);
  const said = strings.map((one) => one.trim()).filter((one) => one !== '');
  record.body = `${record.serviceName ?? 'Event'} ${code}${title === undefined ? '' : ` ${title}`}${said.length === 0 ? '' : `: ${said.join(', ')}`}`.slice(0, MAX_BODY);
}

/** What goes into the message, `%1` first. */
function stringsOf(view: DataView, bytes: Uint8Array, limit: number): string[] {
  const count = view.getUint16(26, true);
  const strings: string[] = [];
  for (let at = view.getUint32(36, true), i = 0; i < count && at >= 56 && at < limit; i++) {
    const one = text(bytes, at, limit);
    strings.push(one.text);
    at = one.next;
  }
  return strings;
}

/** Text of UTF-16 LE up to its NUL, or to the limit. */
function text(bytes: Uint8Array, from: number, limit: number): { text: string; next: number } {
  let to = from;
  while (to + 2 <= limit && (bytes[to] !== 0 || bytes[to + 1] !== 0)) to += 2;
  return { text: from >= to ? '' : Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf16le'), next: to + 2 };
}
