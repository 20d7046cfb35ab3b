import { fields } from '../contract-journal.ts';
import type { Detection, Format, Head, ParseSummary } from '../contract.ts';
import { incompatibleNames, isJournal, KNOWN_INCOMPATIBLE, MIN_HEADER_BYTES, readHeader } from './layout.ts';
import { Reader } from './reader.ts';
import { Walk } from './walk.ts';

/** Files of the systemd journal as journald writes them. */
export const journal: Format = {
  id: 'journal',
  title: 'systemd journal',
  extensions: ['journal', 'journal~'],
  magic: ['"LPKSHHRH" at 0'],
  specification: [
    { title: 'systemd: Journal File Format', url: 'https://systemd.io/JOURNAL_FILE_FORMAT/' },
    { title: 'systemd.journal-fields(7)', url: 'https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html' },
    { title: 'LZ4 block format', url: 'https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md' },
  ],
  fields,
  detect,
  async parse(source, sink, _options, signal): Promise<ParseSummary> {
    signal.throwIfAborted();
    const header = readHeader(await source.read(0, 512));
    if (!header) {
      if (source.sizeBytes > 0) sink.diagnostic({ code: 'journal/no-header', severity: 'error', message: 'The file ends in the header of a journal, or has none.', offsetBytes: 0, lengthBytes: source.sizeBytes });
      return { counts: {}, summary: {} };
    }
    const unknown = header.incompatible & ~KNOWN_INCOMPATIBLE;
    if (unknown !== 0) {
      sink.diagnostic({
        code: 'journal/unknown-flags', severity: 'warning', offsetBytes: 12, lengthBytes: 4,
        message: `The file asks for features this reader does not know (0x${(unknown >>> 0).toString(16)}); what is read may be incomplete.`,
      });
    }
    const reader = new Reader(source, sink, header);
    const headerBytes = header.headerBytes >= MIN_HEADER_BYTES && header.headerBytes <= source.sizeBytes ? header.headerBytes : MIN_HEADER_BYTES;
    await new Walk(source.sizeBytes, headerBytes, header.compact, reader).run(source, sink, signal);
    await reader.finish();
    await sink.room();
    const { state, fileId, machineId, seqnumId, entries, objects, arenaBytes } = header;
    return {
      counts: { ...reader.counts, headerEntries: Math.min(entries, Number.MAX_SAFE_INTEGER), headerObjects: Math.min(objects, Number.MAX_SAFE_INTEGER) },
      summary: { state, flags: incompatibleNames(header.incompatible), sealed: (header.compatible & 1) !== 0, fileId, machineId, seqnumId, arenaBytes },
    };
  },
};

function detect({ bytes }: Head): Detection | undefined {
  if (!isJournal(bytes)) return undefined;
  const header = readHeader(bytes);
  if (!header) return { confidence: 0.9, reason: 'begins with the signature of a systemd journal, and ends in its header' };
  const flags = incompatibleNames(header.incompatible);
  return { confidence: 1, reason: `begins with the header of a systemd journal, ${header.state}${flags.length > 0 ? `, ${flags.join(', ')}` : ''}` };
}
