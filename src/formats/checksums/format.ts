import { readLines, sniffText } from '../contract-lines.ts';
import { blankRecord, clearRecord } from '../contract-record.ts';
import type { Detection, Format, Head } from '../contract.ts';

/** `hash  path` of coreutils (`*` before a binary file, `\` before a line with an escaped name), or BSD's `SHA256 (path) = hash`. */
const LINE = /^\\?([0-9a-fA-F]{32,128}) [ *](.+)$/;
const BSD = /^\\?([A-Z0-9/-]+) ?\((.+)\) ?= ?([0-9a-fA-F]{32,128})$/;
const BY_DIGITS: Readonly<Record<number, string>> = { 32: 'MD5', 40: 'SHA-1', 56: 'SHA-224', 64: 'SHA-256', 96: 'SHA-384', 128: 'SHA-512' };

/** Lists of sums of files. That the files have them is checked in custody; here they are records to be found and cited. */
export const checksums: Format = {
  id: 'checksums',
  title: 'Checksums',
  extensions: ['sha256', 'sha512', 'sha1', 'md5', 'txt'],
  magic: ['lines of a hexadecimal hash, two blanks, a path', 'SHA256 (path) = hash'],
  specification: [
    { title: 'GNU coreutils: md5sum and its like', url: 'https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html' },
    { title: 'OpenBSD: cksum(1)', url: 'https://man.openbsd.org/cksum.1' },
  ],
  fields: [
    { name: 'file.path', type: 'string', description: 'The file, as the list names it.' },
    { name: 'file.hash', type: 'string', description: 'Its sum, in lower case.' },
    { name: 'file.hash.algorithm', type: 'string', description: 'By name, or by the number of digits.', facet: true },
  ],
  detect,
  async parse(source, sink, _options, signal) {
    const kind = sniffText(await source.read(0, 65_536), source.sizeBytes <= 65_536);
    const record = blankRecord();
    let sums = 0;
    await readLines(source, { encoding: kind.text ? kind.encoding : 'latin1', skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => {
      if (line.text.trim() === '') return;
      clearRecord(record);
      record.offsetBytes = line.offsetBytes;
      record.lengthBytes = line.lengthBytes;
      record.line = line.number;
      record.body = line.text.slice(0, 10_000);
      const found = readSum(line.text);
      if (found) {
        sums++;
        record.fields = found;
      } else {
        record.understood = false;
        sink.diagnostic({ code: 'checksums/not-understood', severity: 'warning', message: 'The line is no sum of a file; kept as text.', offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes });
      }
      sink.record(record);
    });
    return { counts: { sums }, summary: {} };
  },
};

/** Path, hash, algorithm. */
function readSum(text: string): [string, string, string] | undefined {
  const gnu = LINE.exec(text);
  const algorithm = BY_DIGITS[gnu?.[1]!.length ?? 0];
  if (gnu && algorithm !== undefined) return [gnu[2]!, gnu[1]!.toLowerCase(), algorithm];
  const bsd = BSD.exec(text);
  return bsd ? [bsd[2]!, bsd[3]!.toLowerCase(), bsd[1]!] : undefined;
}

function detect({ bytes, complete }: Head): Detection | undefined {
  const kind = sniffText(bytes, complete);
  if (!kind.text) return undefined;
  const text = new TextDecoder(kind.encoding === 'latin1' ? 'windows-1252' : kind.encoding).decode(bytes);
  const lines = text.split(/\r?\n/).slice(0, complete ? undefined : -1).filter((line) => line.trim() !== '').slice(0, 200);
  const sums = lines.filter((line) => readSum(line)).length;
  if (sums === 0 || sums < lines.length * 0.9) return undefined;
  return { confidence: sums === lines.length ? 0.9 : 0.6, reason: `${sums} of ${lines.length} lines are the sum of a file` };
}
