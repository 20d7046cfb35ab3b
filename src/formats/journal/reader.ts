import { readEntry, type Entry } from '../contract-journal.ts';
import { blankRecord, clearRecord, emptyAttributes } from '../contract-record.ts';
import type { ByteSource, RecordSink } from '../contract.ts';
import { DataStore, type DataField, type Unreadable } from './data-store.ts';
import { EntryList } from './entry-list.ts';
import { align, ENTRY_ITEMS, hex, isListedEntry, MAX_FIELDS, OBJECT, u64, type Header } from './layout.ts';
import type { Visitor } from './walk.ts';

/** Text that one entry may bring: its fields may be the same one many times. */
const MAX_ENTRY_CHARS = 4 * 1024 * 1024;
const NO_BOOT = '0'.repeat(32);
const MAX_ENTRY_BYTES = ENTRY_ITEMS + MAX_FIELDS * 16;

const PROBLEMS: Readonly<Record<Unreadable['code'] | 'other-hash', string>> = {
  'not-data': 'no field stands',
  'damaged-value': 'stands one whose bytes are damaged',
  'value-too-large': 'stands one that is too large',
  'other-hash': 'stands another than the entry was written with',
};

/** Makes records of the entries in the order of the file, and compares them with the list that journald keeps. */
export class Reader implements Visitor {
  readonly counts = { entries: 0, unlistedEntries: 0, unreadableEntries: 0, data: 0, fields: 0, entryArrays: 0, tags: 0, fieldsLeftOut: 0, damagedBytes: 0 };
  private readonly source: ByteSource;
  private readonly sink: RecordSink;
  private readonly header: Header;
  private readonly data: DataStore;
  private readonly list: EntryList;
  private readonly record = blankRecord();
  private readonly cursorBegin: string;
  /** The boot of the entry before, and its bytes. */
  private boot = '';
  private readonly bootBytes = new Uint8Array(16);
  /** Where the last record ends. */
  private end = 0;
  /** Listed entries in a row that cannot be read. */
  private lost: { from: number; to: number; count: number } | undefined;

  constructor(source: ByteSource, sink: RecordSink, header: Header) {
    this.source = source;
    this.sink = sink;
    this.header = header;
    this.data = new DataStore(source, header.compact);
    this.list = new EntryList(source, header);
    this.cursorBegin = `s=${header.seqnumId};i=`;
  }

  object(type: number, flags: number, offset: number, bytes: Uint8Array): Promise<void> | undefined {
    if (type === OBJECT.data) {
      this.counts.data++;
      return this.data.put(offset, flags, bytes);
    }
    if (type === OBJECT.entry) {
      if (this.list.next === offset) {
        const waiting = this.entry(offset, bytes, true);
        this.list.advance();
        return waiting;
      }
      return this.entryOutOfTurn(offset, bytes);
    }
    if (type === OBJECT.field) this.counts.fields++;
    else if (type === OBJECT.entryArray) this.counts.entryArrays++;
    else if (type === OBJECT.tag) this.counts.tags++;
    return undefined;
  }

  large(type: number, _flags: number, offset: number, size: number): void {
    if (type === OBJECT.data) this.counts.data++;
    else if (type === OBJECT.entryArray) this.counts.entryArrays++;
    else this.report('object-too-large', 'warning', `An object of ${size} bytes is larger than those of its type can be.`, offset, size);
  }

  gap(offset: number, length: number, zeros: boolean, toTheEnd: boolean): void {
    const { tailObjectOffset } = this.header;
    if (zeros && toTheEnd) {
      // Files are made larger than what stands in them.
      if (tailObjectOffset >= offset) this.report('tail-lost', 'warning', `The header says that objects go on to byte ${tailObjectOffset}; from here on nothing was written.`, offset, length);
      return;
    }
    this.counts.damagedBytes += length;
    if (zeros) this.report('never-written', 'warning', `${length} bytes between objects were never written, as a machine that stops leaves them.`, offset, length);
    else if (toTheEnd) this.report('truncated', 'warning', `The file ends in an object or in damage; ${length} bytes cannot be read.`, offset, length);
    else this.report('damaged', 'warning', `${length} bytes are no objects of a journal; reading goes on behind them.`, offset, length);
  }

  /** Behind the last object: what is listed and was not met. */
  async finish(): Promise<void> {
    await this.catchUp(Number.POSITIVE_INFINITY);
    this.reportLost();
    const { broken } = this.list;
    if (broken) this.report('list-damaged', 'warning', `${broken.message} Entries behind it are read where they stand.`, broken.offset, 0);
  }

  /** An entry that is not the next of the list. */
  private async entryOutOfTurn(offset: number, bytes: Uint8Array): Promise<void> {
    await this.catchUp(offset);
    const listed = this.list.next === offset || (this.list.broken !== undefined && this.list.next === Number.POSITIVE_INFINITY);
    await this.entry(offset, bytes, listed);
    if (this.list.next === offset) this.list.advance();
  }

  /** Reads the entries of the list that stand before a place and were not met on the way there. */
  private async catchUp(offset: number): Promise<void> {
    for (;;) {
      if (Number.isNaN(this.list.next)) await this.list.fill();
      const at = this.list.next;
      if (at >= offset) return;
      this.list.advance();
      if (at < this.end || !(await this.entryAt(at, offset))) {
        this.lost ??= { from: at, to: at, count: 0 };
        this.lost.to = at;
        this.lost.count++;
      }
    }
  }

  /** Reads an entry that must end before `limit`. */
  private async entryAt(offset: number, limit: number): Promise<boolean> {
    const bytes = await this.source.read(offset, MAX_ENTRY_BYTES);
    if (bytes.length < ENTRY_ITEMS) return false;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = u64(view, 8);
    if (size > bytes.length || align(offset + size) > limit || !isListedEntry(view, offset, this.source.sizeBytes, this.header.compact)) return false;
    await this.entry(offset, bytes.subarray(0, size), true);
    return true;
  }

  /** "Entry Objects". A promise when fields must be read first. */
  private entry(offset: number, bytes: Uint8Array, listed: boolean): Promise<void> | undefined {
    if (this.lost) this.reportLost();
    const { compact } = this.header;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const itemBytes = compact ? 4 : 16;
    const items = Math.min(MAX_FIELDS, Math.floor((bytes.length - ENTRY_ITEMS) / itemBytes));
    const found: Array<DataField | Unreadable | undefined> = [];
    let missing = false;
    for (let i = 0, at = ENTRY_ITEMS; i < items; i++, at += itemBytes) {
      const field = this.data.get(compact ? view.getUint32(at, true) : u64(view, at));
      found.push(field);
      if (!field) missing = true;
    }
    if (missing) return this.entryWith(found, offset, bytes, view, listed);
    this.emit(offset, bytes, view, found, listed);
    return undefined;
  }

  private async entryWith(found: Array<DataField | Unreadable | undefined>, offset: number, bytes: Uint8Array, view: DataView, listed: boolean): Promise<void> {
    const { compact } = this.header;
    const itemBytes = compact ? 4 : 16;
    for (const [i, known] of found.entries()) {
      if (known) continue;
      const at = ENTRY_ITEMS + i * itemBytes;
      const place = compact ? view.getUint32(at, true) : u64(view, at);
      found[i] = this.data.get(place) ?? (await this.data.load(place));
    }
    this.emit(offset, bytes, view, found, listed);
  }

  private emit(offset: number, bytes: Uint8Array, view: DataView, found: ReadonlyArray<DataField | Unreadable | undefined>, listed: boolean): void {
    const { compact } = this.header;
    const itemBytes = compact ? 4 : 16;
    const entry: Entry = new Map();
    const bootId = this.bootOf(bytes);
    const head = this.describe(view, bootId);
    entry.set('__CURSOR', [head.cursor]);
    if (head.hasTime) entry.set('__REALTIME_TIMESTAMP', [head.realtime]);
    entry.set('__MONOTONIC_TIMESTAMP', [head.monotonic]);
    entry.set('__SEQNUM', [head.seqnum]);
    if (bootId !== NO_BOOT) entry.set('_BOOT_ID', [bootId]);
    let chars = 0;
    let read = 0;
    let missing = 0;
    let first = '';
    const leftOut = (code: keyof typeof PROBLEMS, place: number): void => {
      if (missing++ === 0) first = `at byte ${place} ${PROBLEMS[code]}`;
    };
    for (let i = 0, at = ENTRY_ITEMS; i < found.length; i++, at += itemBytes) {
      const place = compact ? view.getUint32(at, true) : u64(view, at);
      const field = found[i];
      if (field?.name === undefined) {
        if (field) leftOut(field.code, place);
        continue;
      }
      if (!compact && isOther(field, view.getUint32(at + 8, true), view.getUint32(at + 12, true))) {
        leftOut('other-hash', place);
        continue;
      }
      chars += field.value.length;
      if (chars > MAX_ENTRY_CHARS) {
        leftOut('value-too-large', place);
        continue;
      }
      read++;
      const values = entry.get(field.name);
      if (!values) entry.set(field.name, field.values);
      else if (field.name !== '_BOOT_ID' || !values.includes(field.value)) entry.set(field.name, [...values, field.value]);
    }
    if (missing > 0) {
      this.counts.fieldsLeftOut += missing;
      this.report('field-damaged', 'warning', missing === 1 ? `A field of the entry cannot be read: ${first}.` : `${missing} fields of the entry cannot be read; of the first: ${first}.`, offset, bytes.length);
    }
    this.send(entry, offset, bytes.length, read > 0, listed);
  }

  private bootOf(bytes: Uint8Array): string {
    let same = this.boot !== '';
    for (let i = 0; i < 16 && same; i++) same = bytes[40 + i] === this.bootBytes[i];
    if (!same) {
      this.bootBytes.set(bytes.subarray(40, 56));
      this.boot = hex(bytes, 40);
    }
    return this.boot;
  }

  private send(entry: Entry, offset: number, length: number, understood: boolean, listed: boolean): void {
    const record = this.record;
    clearRecord(record);
    record.offsetBytes = offset;
    record.lengthBytes = length;
    const problem = readEntry(entry, record);
    record.understood = understood;
    if (!listed) {
      this.counts.unlistedEntries++;
      // Written, and then the machine stopped before it was listed: journalctl does not show it.
      record.attributes = Object.assign(emptyAttributes(), record.attributes, { 'journald.unlisted': true });
    }
    if (problem !== undefined) this.report('no-time', 'warning', problem, offset, length);
    this.counts.entries++;
    this.end = offset + length;
    this.sink.record(record);
  }

  /** What an entry says of itself, as journalctl writes it. */
  private describe(view: DataView, bootId: string): { cursor: string; realtime: string; hasTime: boolean; monotonic: string; seqnum: string } {
    const seqnum = decimal(view, 16);
    const realtime = decimal(view, 24);
    const monotonic = decimal(view, 32);
    const cursor = `${this.cursorBegin}${hex64(view, 16)};b=${bootId};m=${hex64(view, 32)};t=${hex64(view, 24)};x=${hex64(view, 56)}`;
    return { cursor, realtime, hasTime: realtime !== '0' && realtime.length <= 16, monotonic, seqnum };
  }

  private reportLost(): void {
    if (!this.lost) return;
    const { from, to, count } = this.lost;
    this.lost = undefined;
    this.counts.unreadableEntries += count;
    const where = count === 1 ? `An entry is listed at byte ${from}; it` : `${count} entries are listed from byte ${from} to byte ${to}; they`;
    this.report('entries-lost', 'warning', `${where} cannot be read.`, from, Math.min(this.source.sizeBytes, to + 1) - from);
  }

  private report(code: string, severity: 'info' | 'warning', message: string, offsetBytes: number, lengthBytes: number): void {
    this.sink.diagnostic({ code: `journal/${code}`, severity, message, offsetBytes, lengthBytes });
  }
}

function decimal(view: DataView, at: number): string {
  const high = view.getUint32(at + 4, true);
  return high < 0x20_0000 ? String(high * 0x1_0000_0000 + view.getUint32(at, true)) : view.getBigUint64(at, true).toString();
}

function hex64(view: DataView, at: number): string {
  const high = view.getUint32(at + 4, true);
  const low = view.getUint32(at, true).toString(16);
  return high === 0 ? low : high.toString(16) + low.padStart(8, '0');
}

/** Whether an entry was written with another field. Zeros say nothing: the page with the hash was not written. */
function isOther(field: DataField, hashLow: number, hashHigh: number): boolean {
  return (field.hashLow !== hashLow || field.hashHigh !== hashHigh) && (hashLow !== 0 || hashHigh !== 0);
}
