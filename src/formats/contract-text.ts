import { readLines, sniffText, takeNuls, type DirectReader, type Line } from './contract-lines.ts';
import { blankRecord, clearRecord, MAX_BODY } from './contract-record.ts';
import type { ByteSource, EventRecord, RecordSink } from './contract.ts';

/** What a text log has beside its lines. */
export interface TextLogCounts {
  lines: number;
  blankLines: number;
}

/**
 * Reads a text log line by line: finds the encoding, reports NUL bytes, bytes that are not of the encoding and lines
 * that are cut, and leaves blank lines out. `onLine` gets at most `MAX_BODY` characters of a line that `direct` does not take.
 * Diagnostics are named `<formatId>/…`.
 */
export async function readTextLog(
  formatId: string, source: ByteSource, sink: RecordSink, signal: AbortSignal, onLine: (text: string, line: Line) => void, direct?: DirectReader,
): Promise<TextLogCounts> {
  const kind = sniffText(await source.read(0, 4096), source.sizeBytes <= 4096);
  const encoding = kind.text && kind.encoding !== 'latin1' ? kind.encoding : 'utf-8';
  let blankLines = 0;
  const { lines } = await readLines(source, { encoding, skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => {
    if (line.text.charCodeAt(0) === 0) {
      const nuls = takeNuls(line);
      sink.diagnostic({
        code: `${formatId}/nul-bytes`, severity: 'info', offsetBytes: line.offsetBytes - nuls, lengthBytes: nuls,
        message: 'NUL bytes where a line should begin, as a lost write leaves them.',
      });
    }
    const text = line.text;
    if (text === '' || (text.charCodeAt(0) <= 0x20 || text.charCodeAt(0) > 0x7f) && text.trim() === '') {
      blankLines++;
      return;
    }
    if (line.damaged) {
      sink.diagnostic({
        code: `${formatId}/invalid-utf8`, severity: 'info', offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes,
        message: 'Some bytes are not UTF-8; they show as U+FFFD.',
      });
    }
    if (text.length > MAX_BODY) {
      sink.diagnostic({
        code: `${formatId}/line-too-long`, severity: 'info', offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes,
        message: `The line has ${line.lengthBytes} bytes; its first ${MAX_BODY} characters are read.`,
      });
      onLine(text.slice(0, MAX_BODY), line);
    } else onLine(text, line);
  }, direct);
  return { lines, blankLines };
}

/** Most lines of one record: what follows is not of it any more, whatever it is. */
const MAX_RECORD_LINES = 2000;

/**
 * A record that the lines after it may belong to. `begin` opens one (and sends the one before), `join` adds a line,
 * `end` sends the last. `finish`, if given, sees the whole body before it goes.
 */
export class JoinedRecord {
  readonly record: EventRecord = blankRecord();
  /** Lines that were joined to a record above them. */
  joinedLines = 0;
  private open = false;
  private lines = 0;
  private parts: string[] = [];
  private partsLength = 0;
  private readonly sink: RecordSink;
  private readonly finish: ((record: EventRecord) => void) | undefined;

  constructor(sink: RecordSink, finish?: (record: EventRecord) => void) {
    this.sink = sink;
    this.finish = finish;
  }

  /** Whether there is a record to join lines to. */
  get isOpen(): boolean {
    return this.open;
  }

  /** A new record at this line, cleared. Its body is the caller's to set before the next call. */
  begin(line: Line): EventRecord {
    this.end();
    const record = this.record;
    clearRecord(record);
    record.offsetBytes = line.offsetBytes;
    record.lengthBytes = line.lengthBytes;
    record.line = line.number;
    this.open = true;
    this.lines = 1;
    return record;
  }

  /** Adds a line to the open record, as `text` in its body; false when there is none, or it has too many lines already. */
  join(text: string, line: Line): boolean {
    if (!this.open || this.lines >= MAX_RECORD_LINES || this.partsLength > MAX_BODY) return false;
    this.record.lengthBytes = line.offsetBytes + line.lengthBytes - this.record.offsetBytes;
    this.parts.push(text);
    this.partsLength += text.length + 1;
    this.lines++;
    this.joinedLines++;
    return true;
  }

  /** Adds a line that the record says in its own way: its range grows, its body does not. False as `join`. */
  cover(line: Line): boolean {
    if (!this.open || this.lines >= MAX_RECORD_LINES || this.partsLength > MAX_BODY) return false;
    this.record.lengthBytes = line.offsetBytes + line.lengthBytes - this.record.offsetBytes;
    this.lines++;
    this.joinedLines++;
    return true;
  }

  /** Adds a line to the open record whose text is not kept any more; false when there is none. */
  extend(line: Line): boolean {
    if (!this.open) return false;
    this.record.lengthBytes = line.offsetBytes + line.lengthBytes - this.record.offsetBytes;
    this.lines++;
    this.joinedLines++;
    return true;
  }

  end(): void {
    if (!this.open) return;
    this.open = false;
    const record = this.record;
    if (this.parts.length > 0) {
      record.body = `${record.body}\n${this.parts.join('\n')}`;
      this.parts = [];
      this.partsLength = 0;
    }
    this.finish?.(record);
    if (record.body.length > MAX_BODY) record.body = record.body.slice(0, MAX_BODY);
    this.sink.record(record);
  }
}
