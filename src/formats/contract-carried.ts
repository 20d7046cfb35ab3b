import { readLines, sniffText } from './contract-lines.ts';
import { blankRecord, clearRecord, MAX_BODY } from './contract-record.ts';
import type { Detection, Format, Head, ParseSummary } from './contract.ts';

/** A kind that is known by name before it is read. */
export interface CarriedKind {
  readonly id: string;
  readonly title: string;
  readonly extensions: readonly string[];
  readonly magic: readonly string[];
  readonly specification: Format['specification'];
  /** Its lines say something to a person: each is a record of its own, without a time. Else it has no records. */
  readonly lines?: true;
  detect(head: Head): Detection | undefined;
}

/** The format of such a kind: it detects and names. When somebody writes its reader, the id stays. */
export function carriedFormat(kind: CarriedKind): Format {
  const { id, title, extensions, magic, specification, lines } = kind;
  return {
    id, title, extensions, magic, specification, fields: [], carried: true, ...(lines === true ? { byLine: true } : {}),
    detect(head) {
      const found = kind.detect(head);
      return found && { confidence: found.confidence, reason: `${found.reason}; not read yet: carried${lines === true ? ', line by line' : ''}` };
    },
    async parse(source, sink, _options, signal): Promise<ParseSummary> {
      signal.throwIfAborted();
      const text = sniffText(await source.read(0, 65_536), source.sizeBytes <= 65_536);
      if (lines !== true || !text.text) return { counts: {}, summary: {} };
      const record = blankRecord();
      const read = await readLines(source, { encoding: text.encoding, skipBytes: text.bomBytes }, sink, signal, (line) => {
        if (line.text.trim() === '') return;
        clearRecord(record);
        record.offsetBytes = line.offsetBytes;
        record.lengthBytes = line.lengthBytes;
        record.line = line.number;
        record.body = line.text.slice(0, MAX_BODY);
        record.understood = false;
        sink.record(record);
      });
      return { counts: { lines: read.lines }, summary: {} };
    },
  };
}
