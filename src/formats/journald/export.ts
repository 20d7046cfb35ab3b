import type { ByteSource, RecordSink } from '../contract.ts';
import type { Entry } from '../contract-journal.ts';

/**
 * The journal export format: entries of `FIELD=value` lines with an empty line between; a field whose value is not
 * plain text is a line with its name alone, a 64-bit little-endian length, that many bytes, a line feed.
 * https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-export-format
 */
export interface ExportEntry {
  readonly entry: Entry;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

type Report = (code: string, message: string, offsetBytes: number, lengthBytes: number) => void;

/** DATA_SIZE_MAX of journald; a longer field is no field. */
const MAX_FIELD_BYTES = 768 * 1024 * 1024;
/** What is kept of one field, and of a line without an end. */
const KEPT_BYTES = 256 * 1024;
const MAX_LINE_BYTES = 1024 * 1024;
const MAX_ENTRY_FIELDS = 1024;
const LF = 0x0a;
const EQUALS = 0x3d;
const NAME = /^[A-Z_][A-Z0-9_]{0,63}$/;

export async function readExport(
  source: ByteSource, skipBytes: number, sink: Pick<RecordSink, 'room'>, signal: AbortSignal, onEntry: (entry: ExportEntry) => void, report: Report,
): Promise<void> {
  const reader = new ExportReader(skipBytes, onEntry, report);
  for await (const chunk of source.chunks(skipBytes, signal)) {
    for (let at = 0; at < chunk.length; at += 65_536) {
      signal.throwIfAborted();
      reader.push(chunk.subarray(at, Math.min(chunk.length, at + 65_536)));
      await sink.room();
    }
  }
  reader.end();
  await sink.room();
}

class ExportReader {
  /** Bytes not understood yet, and the offset of the first of them. */
  private held = new Uint8Array();
  private offset: number;
  private readonly onEntry: (entry: ExportEntry) => void;
  private readonly report: Report;
  private entry: Entry = new Map();
  private fieldCount = 0;
  private start = -1;
  private endOfLast = 0;
  /** A binary value that is being read: its name, what is kept of it, how much is still to come. */
  private value: { name: string; kept: Uint8Array[]; keptBytes: number; left: number; length: number; from: number } | undefined;
  /** A line too long to be a field is being passed over, from this offset on. */
  private skippingFrom = -1;

  constructor(offset: number, onEntry: (entry: ExportEntry) => void, report: Report) {
    this.offset = offset;
    this.onEntry = onEntry;
    this.report = report;
  }

  push(block: Uint8Array): void {
    const bytes = new Uint8Array(this.held.length + block.length);
    bytes.set(this.held);
    bytes.set(block, this.held.length);
    const at = this.steps(bytes, false);
    this.held = bytes.slice(at);
    this.offset += at;
  }

  end(): void {
    this.steps(this.held, true);
    const end = this.offset + this.held.length;
    if (this.value) {
      const { name, from, length, left } = this.value;
      this.add(name, Buffer.concat(this.value.kept).toString('utf8'));
      this.endOfLast = end;
      if (left > 0) this.report('truncated', `The value of ${name} has ${length} bytes by its own account; the file ends ${left} bytes before.`, from, end - from);
      this.value = undefined;
    }
    if (this.skippingFrom >= 0) this.reportLong(end);
    this.finish();
  }

  /** Reads as far as the bytes go; returns where what is left begins. */
  private steps(bytes: Uint8Array, last: boolean): number {
    let at = 0;
    while (at < bytes.length) {
      const next = this.step(bytes, at, last);
      if (next < 0) break;
      at = next;
    }
    return at;
  }

  /** Reads one thing at `at`; returns where the next begins, -1 when more bytes are needed. */
  private step(bytes: Uint8Array, at: number, last: boolean): number {
    if (this.value) return this.takeValue(bytes, at, last);
    const end = bytes.indexOf(LF, at);
    if (this.skippingFrom >= 0) {
      if (end < 0) return bytes.length;
      this.reportLong(this.offset + end);
      return end + 1;
    }
    if (end < 0) {
      if (bytes.length - at > MAX_LINE_BYTES) {
        this.skippingFrom = this.offset + at;
        return bytes.length;
      }
      return last ? this.takeLine(bytes, at, bytes.length, true) : -1;
    }
    return this.takeLine(bytes, at, end, last);
  }

  private takeLine(bytes: Uint8Array, at: number, end: number, last: boolean): number {
    const next = Math.min(bytes.length, end + 1);
    if (end === at) {
      this.finish();
      return next;
    }
    const from = this.offset + at;
    const equals = bytes.subarray(at, end).indexOf(EQUALS);
    if (equals >= 0) {
      const name = latin1(bytes.subarray(at, at + Math.min(equals, 80)));
      if (equals < 80 && NAME.test(name)) this.add(name, utf8(bytes.subarray(at + equals + 1, Math.min(end, at + equals + 1 + KEPT_BYTES))));
      else this.report('not-a-field', 'The line is no field of a journal entry.', from, end - at);
      this.begin(from, this.offset + end);
      return next;
    }
    const name = latin1(bytes.subarray(at, Math.min(end, at + 80)));
    if (end - at >= 80 || !NAME.test(name)) {
      if (!/^[\s\0]*$/.test(name)) {
        this.report('not-a-field', 'The line is no field of a journal entry.', from, end - at);
        this.begin(from, this.offset + end);
      } else this.report('not-a-field', 'Bytes that say nothing stand where a field should.', from, end - at);
      return next;
    }
    if (bytes.length < next + 8) {
      if (!last) return -1;
      this.report('truncated', `The file ends in the field ${name}.`, from, bytes.length - at);
      this.begin(from, this.offset + bytes.length);
      return bytes.length;
    }
    const length = new DataView(bytes.buffer, bytes.byteOffset + next, 8).getBigUint64(0, true);
    if (length > BigInt(MAX_FIELD_BYTES)) {
      this.report('impossible-length', `The value of ${name} would have ${length} bytes; no journal holds one.`, from, next + 8 - at);
      this.begin(from, this.offset + next + 8);
      return next + 8;
    }
    this.begin(from, this.offset + next + 8);
    this.value = { name, kept: [], keptBytes: 0, left: Number(length), length: Number(length), from };
    return next + 8;
  }

  private takeValue(bytes: Uint8Array, at: number, last: boolean): number {
    const value = this.value!;
    const taken = Math.min(value.left, bytes.length - at);
    const keep = Math.min(taken, KEPT_BYTES - value.keptBytes);
    if (keep > 0) {
      value.kept.push(bytes.slice(at, at + keep));
      value.keptBytes += keep;
    }
    value.left -= taken;
    const end = at + taken;
    if (value.left > 0) return end;
    // The line feed behind the value has still to come.
    if (end >= bytes.length && !last) return end;
    this.add(value.name, Buffer.concat(value.kept).toString('utf8'));
    this.value = undefined;
    this.endOfLast = this.offset + end;
    if (bytes[end] === LF) return end + 1;
    if (end < bytes.length) this.report('no-line-feed', `No line feed stands behind the value of ${value.name}; its length may be wrong.`, this.offset + end, 1);
    return end;
  }

  private begin(from: number, to: number): void {
    if (this.start < 0) this.start = from;
    this.endOfLast = to;
  }

  private add(name: string, value: string): void {
    if (++this.fieldCount > MAX_ENTRY_FIELDS) return;
    const values = this.entry.get(name);
    if (values) values.push(value);
    else this.entry.set(name, [value]);
  }

  private reportLong(to: number): void {
    const from = this.skippingFrom;
    this.skippingFrom = -1;
    this.report('line-too-long', `The line has ${to - from} bytes, more than a field can have.`, from, to - from);
    this.begin(from, to);
  }

  private finish(): void {
    if (this.start >= 0) this.onEntry({ entry: this.entry, offsetBytes: this.start, lengthBytes: this.endOfLast - this.start });
    this.entry = new Map();
    this.fieldCount = 0;
    this.start = -1;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Whether bytes begin as an export: the first lines are fields of the journal, among them its own time or cursor. */
export function looksLikeExport(head: Uint8Array): number {
  let fields = 0;
  let own = false;
  let at = 0;
  for (let i = 0; i < 12 && at < head.length; i++) {
    const end = head.indexOf(LF, at);
    if (end < 0) break;
    const text = latin1(head.subarray(at, Math.min(end, at + 200)));
    const name = text.includes('=') ? text.slice(0, text.indexOf('=')) : text;
    if (!NAME.test(name)) break;
    if (name === '__CURSOR' || name === '__REALTIME_TIMESTAMP' || name === '_BOOT_ID') own = true;
    fields++;
    at = end + 1;
    if (!text.includes('=')) {
      if (head.length < at + 8) break;
      const length = new DataView(head.buffer, head.byteOffset + at, 8).getBigUint64(0, true);
      if (length > BigInt(head.length)) break;
      at += 8 + Number(length) + 1;
    }
  }
  return own ? fields : 0;
}
