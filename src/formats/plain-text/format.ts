import { documentHead } from '../contract-json-head.ts';
import { readLines, sniffText } from '../contract-lines.ts';
import { blankRecord, clearRecord, MAX_BODY } from '../contract-record.ts';
import type { Format, Head } from '../contract.ts';
import { SEVERITY_NUMBER } from '../../model/severity.ts';

/**
 * Text of no kind known yet: a record per line, without a time, never understood, so that nothing is lost and
 * everything can be searched and cited. The lowest confidence there is: any other format wins.
 */
export const plainText: Format = {
  id: 'plain-text',
  title: 'Plain text',
  growsByLine: true,
  carried: true,
  byLine: true,
  extensions: ['txt', 'log', 'out', 'err'],
  magic: ['text in UTF-8, UTF-16 or Latin-1'],
  specification: [
    { title: 'The Unicode Standard, chapter 3.10: encoding schemes', url: 'https://www.unicode.org/versions/latest/core-spec/chapter-3/' },
    { title: 'ISO/IEC 8859-1', url: 'https://www.iso.org/standard/28245.html' },
  ],
  fields: [],
  detect(head: Head) {
    const kind = sniffText(head.bytes, head.complete);
    if (!kind.text) return undefined;
    if (documentHead(head)?.only === true) return { confidence: 0.3, reason: 'a JSON document of no kind known yet, and nothing in it says when; shown line by line' };
    return { confidence: 0.3, reason: `text of no kind known yet (${kind.reason}); shown line by line` };
  },
  async parse(source, sink, _options, signal) {
    const kind = sniffText(await source.read(0, 65_536), source.sizeBytes <= 65_536);
    const record = blankRecord();
    let blankLines = 0;
    const encoding = kind.text ? kind.encoding : 'latin1';
    const { lines } = await readLines(source, { encoding, skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => {
      if (line.text.trim() === '') {
        blankLines++;
        return;
      }
      clearRecord(record);
      record.offsetBytes = line.offsetBytes;
      record.lengthBytes = line.lengthBytes;
      record.line = line.number;
      record.understood = false;
      record.body = line.text;
      if (line.text.length > MAX_BODY) {
        record.body = line.text.slice(0, MAX_BODY);
        sink.diagnostic({
          code: 'plain-text/line-too-long', severity: 'info', offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes,
          message: `The line has ${line.lengthBytes} bytes; its first ${MAX_BODY} characters are kept as text.`,
        });
      }
      if (line.damaged) {
        sink.diagnostic({
          code: 'plain-text/invalid-encoding', severity: 'info', offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes,
          message: `Some bytes are not ${encoding.toUpperCase()}; they show as U+FFFD.`,
        });
      }
      const level = LEVEL.exec(record.body.length > 300 ? record.body.slice(0, 300) : record.body);
      if (level) {
        record.severityText = level[1];
        record.severityNumber = LEVELS[level[1]!]!;
      }
      sink.record(record);
    });
    return { counts: { lines, blankLines }, summary: { encoding, encodingReason: kind.reason } };
  },
};

/** Only a capital word that stands alone where levels stand: brackets, bars, colon or blanks around it. */
const LEVEL = /(?:^|[\s[(|<])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|CRITICAL|FATAL|PANIC)(?=[\s\])|>:]|$)/;
const LEVELS: Record<string, number> = {
  TRACE: SEVERITY_NUMBER.trace, DEBUG: SEVERITY_NUMBER.debug, INFO: SEVERITY_NUMBER.info, NOTICE: 10,
  WARN: SEVERITY_NUMBER.warn, WARNING: SEVERITY_NUMBER.warn, ERROR: SEVERITY_NUMBER.error, SEVERE: SEVERITY_NUMBER.error,
  CRITICAL: 18, FATAL: SEVERITY_NUMBER.fatal, PANIC: SEVERITY_NUMBER.fatal,
};
