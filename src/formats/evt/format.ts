import { formatCount } from '../../base/text.ts';
import { blankRecord, clearRecord } from '../contract-record.ts';
import type { ByteSource, Format, Head, ParseSummary, RecordSink } from '../contract.ts';
import { endsOf, EOF_RECORD, flagWords, HEADER, isEof, isHeader, LEAST_RECORD, MOST_RECORD, readHeader, SIGNATURE, viewOf, type Ends } from './file.ts';
import { fillRecord } from './record.ts';

/** Event logs of Windows NT to 2003. */
export const evt: Format = {
  id: 'evt',
  title: 'Windows event log (EVT)',
  extensions: ['evt'],
  magic: ['30 00 00 00 "LfLe" at 0'],
  specification: [
    { title: 'Event Log File Format', url: 'https://learn.microsoft.com/en-us/windows/win32/eventlog/event-log-file-format' },
    { title: 'EVENTLOGRECORD structure (winnt.h)', url: 'https://learn.microsoft.com/en-us/windows/win32/api/winnt/ns-winnt-eventlogrecord' },
    { title: 'libyal: Windows Event Log (EVT) format', url: 'https://github.com/libyal/libevt/blob/main/documentation/Windows%20Event%20Log%20(EVT)%20format.asciidoc' },
  ],
  fields: [
    { name: 'winlog.event_id', type: 'integer', description: 'Number of the kind of event, within its source: the lower half of EventID.', facet: true },
    { name: 'winlog.provider_name', type: 'string', description: 'What wrote the event (SourceName).' },
    { name: 'winlog.record_id', type: 'integer', description: 'Number of the record in its log (RecordNumber); it counts up by one.', countsRecords: true },
    { name: 'winlog.task', type: 'integer', description: 'Category, a number that the source has words for (EventCategory).' },
    { name: 'winlog.event_qualifiers', type: 'integer', description: 'Upper half of EventID.' },
    { name: 'user.id', type: 'string', description: 'SID of the account the event was written under.' },
  ],
  detect({ bytes }: Head) {
    return isHeader(bytes) ? { confidence: 1, reason: 'the first bytes are those of an event log of Windows NT to 2003' } : undefined;
  },
  parse: (source, sink, _options, signal) => new Reading(source, sink).run(signal),
};

/** A log is a ring: behind the newest record stands what ends it, then the oldest ones up to the end of the file, of which the last may go on behind the header. */
class Reading {
  private readonly source: ByteSource;
  private readonly sink: RecordSink;
  private readonly record = blankRecord();
  private ends: Ends | undefined;
  private records = 0;
  private recovered = 0;
  private damaged = 0;
  private firstId = Number.POSITIVE_INFINITY;
  private lastId = 0;
  /** Bytes of the file in `window` begin here. */
  private base = HEADER;
  private window: Buffer = Buffer.alloc(0);
  /** Where a stretch begins that holds no record. */
  private lost = -1;
  private leftFrom = -1;
  private leftTo = 0;
  private left = 0;
  private tries = 0;

  constructor(source: ByteSource, sink: RecordSink) {
    this.source = source;
    this.sink = sink;
  }

  async run(signal: AbortSignal): Promise<ParseSummary> {
    signal.throwIfAborted();
    const { source, sink } = this;
    const head = await source.read(0, HEADER);
    if (!isHeader(head)) {
      if (source.sizeBytes > 0) sink.diagnostic({ code: 'evt/not-a-log', severity: 'warning', message: 'The file does not begin as an event log does.', offsetBytes: 0, lengthBytes: source.sizeBytes });
      return { counts: { recovered: 0, damaged: 0 }, summary: {} };
    }
    const header = readHeader(head);
    const flags = flagWords(header.flags);
    if (flags.dirty) sink.diagnostic({ code: 'evt/not-closed', severity: 'info', message: 'The log was in use when the file was copied, or the machine stopped: its header may be behind its records.', offsetBytes: 36, lengthBytes: 4 });
    this.ends = await endsOf(source, header, signal);
    if (!this.ends) sink.diagnostic({ code: 'evt/no-end', severity: 'warning', message: 'The record that ends the log is missing; every record that stands in the file was read.', offsetBytes: 0, lengthBytes: HEADER });
    // Records go over the ends of chunks: they are put together in large pieces, however small the chunks are.
    let parts: Buffer[] = [this.window];
    let bytes = 0;
    for await (const chunk of source.chunks(HEADER, signal)) {
      parts.push(Buffer.from(chunk));
      bytes += chunk.length;
      if (bytes < 4 * MOST_RECORD) continue;
      this.window = Buffer.concat(parts);
      await this.walk(this.base + this.window.length >= source.sizeBytes);
      parts = [this.window];
      bytes = 0;
      const wait = sink.room();
      if (wait) await wait;
    }
    this.window = Buffer.concat(parts);
    await this.walk(true);
    this.tellLost(source.sizeBytes);
    this.tellLeft();
    const { recovered, damaged, firstId, lastId, records } = this;
    return {
      counts: { recovered, damaged, missingRecordIds: records === 0 ? 0 : Math.max(0, lastId - firstId + 1 - records) },
      summary: { ...flags, nextRecordId: header.nextRecord, oldestRecordId: header.oldestRecord, ...(records > 0 ? { first: firstId, last: lastId } : {}) },
    };
  }

  /** Records as far as the window has them; `last`: the file ends with it. */
  private async walk(last: boolean): Promise<void> {
    const { window } = this;
    const view = viewOf(window);
    let at = 0;
    let eof = -1;
    while (at < window.length) {
      const rest = window.length - at;
      if (rest < MOST_RECORD && !last) break;
      const offset = this.base + at;
      if (isEof(view, at)) {
        this.tellLost(offset);
        at += EOF_RECORD;
        continue;
      }
      const size = rest >= 8 && view.getUint32(at + 4, true) === SIGNATURE ? view.getUint32(at, true) : 0;
      if (size >= LEAST_RECORD && size <= MOST_RECORD) {
        if (size <= rest && view.getUint32(at + size - 4, true) === size) {
          this.found(window.subarray(at, at + size), offset, size);
          at += size;
          continue;
        }
        if (size > rest && last && (await this.wrapped(window.subarray(at), offset, size))) return;
      }
      if (this.lost < 0) this.lost = offset;
      // A record's length stands before its signature.
      const next = window.indexOf('LfLe', at + 5, 'latin1');
      // Looked for once, however many stretches end before it.
      if (eof <= at) {
        const found = window.indexOf(EOF_START, at + 1);
        eof = found < 0 ? window.length : found;
      }
      const stop = Math.min(next < 0 ? window.length : next - 4, eof);
      at = Math.max(at + 1, stop < window.length || last ? stop : window.length - (EOF_RECORD - 1));
      if (stop >= window.length && !last) break;
    }
    this.base += at;
    this.window = Buffer.from(window.subarray(at));
  }

  /** The record at the end of the file, whose rest stands behind the header. */
  private async wrapped(begin: Uint8Array, offset: number, size: number): Promise<boolean> {
    if (!this.live(offset) || this.tries >= MOST_TRIES) return false;
    this.tries++;
    const rest = await this.source.read(HEADER, size - begin.length);
    const whole = Buffer.concat([begin, rest]);
    if (whole.length !== size || whole.readUInt32LE(size - 4) !== size) return false;
    this.found(whole, offset, begin.length);
    this.base += this.window.length;
    this.window = Buffer.alloc(0);
    return true;
  }

  /** Whether a place belongs to the log as it is; the rest of a file is of before. */
  private live(offset: number): boolean {
    if (!this.ends) return true;
    const { start, end } = this.ends;
    return start <= end ? offset >= start && offset < end : offset >= start || offset < end;
  }

  private found(bytes: Uint8Array, offset: number, lengthBytes: number): void {
    this.tellLost(offset);
    if (!this.live(offset)) {
      this.recovered++;
      this.left++;
      if (this.leftFrom < 0) this.leftFrom = offset;
      this.leftTo = offset + lengthBytes;
      return;
    }
    const { record } = this;
    clearRecord(record);
    record.offsetBytes = offset;
    record.lengthBytes = lengthBytes;
    fillRecord(bytes, record);
    const id = viewOf(bytes).getUint32(8, true);
    this.records++;
    if (id < this.firstId) this.firstId = id;
    if (id > this.lastId) this.lastId = id;
    this.sink.record(record);
  }

  /** Bytes of the log that hold no record. What is of before may hold anything, and the end of a record may stand behind the header. */
  private tellLost(to: number): void {
    const from = this.lost;
    this.lost = -1;
    if (from < 0 || to <= from || !this.live(from) || (from === HEADER && this.ends !== undefined && this.ends.start > this.ends.end)) return;
    this.damaged++;
    this.sink.diagnostic({ code: 'evt/damaged', severity: 'warning', message: `${formatCount(to - from)} bytes of the log hold no record.`, offsetBytes: from, lengthBytes: to - from });
  }

  private tellLeft(): void {
    if (this.left === 0) return;
    this.sink.diagnostic({
      code: 'evt/recoverable', severity: 'info', offsetBytes: this.leftFrom, lengthBytes: this.leftTo - this.leftFrom,
      message: `${formatCount(this.left)} older ${this.left === 1 ? 'record stands' : 'records stand'} outside the log in the file. They are not among the records.`,
    });
  }
}

/** Of what looks like a record that goes on behind the header; there is one at most. */
const MOST_TRIES = 16;

const EOF_START = Uint8Array.of(0x28, 0, 0, 0, 0x11, 0x11, 0x11, 0x11);
