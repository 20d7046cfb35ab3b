import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceReference } from '../model/evidence.ts';

/** A line of a file with its place in bytes, its end excluded. */
export interface FoundLine {
  readonly file: string;
  readonly line: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly text: string;
}

/** The text files of a bundle, to be cited by line. */
export class Bundle {
  readonly #lines: ReadonlyMap<string, readonly FoundLine[]>;

  private constructor(lines: ReadonlyMap<string, readonly FoundLine[]>) {
    this.#lines = lines;
  }

  static async read(folder: string, files: readonly string[]): Promise<Bundle> {
    const lines = new Map<string, FoundLine[]>();
    for (const file of files) {
      const bytes = await readFile(join(folder, file));
      const found: FoundLine[] = [];
      for (let at = 0; at < bytes.length;) {
        const end = bytes.indexOf(0x0a, at);
        const stop = end === -1 ? bytes.length : end;
        found.push(recordOf({ file, line: found.length + 1, offsetBytes: at, lengthBytes: stop - at, text: bytes.toString('utf8', at, stop) }));
        at = stop + 1;
      }
      lines.set(file, found);
    }
    return new Bundle(lines);
  }

  all(file: string, pattern: RegExp): readonly FoundLine[] {
    return (this.#lines.get(file) ?? []).filter(({ text }) => pattern.test(text));
  }

  /** The first line that matches; the sample's own text depends on it, so none is a bug. */
  first(file: string, pattern: RegExp): FoundLine {
    const found = this.all(file, pattern)[0];
    if (found === undefined) throw new Error(`no line of ${file} matches ${String(pattern)}`);
    return found;
  }

  last(file: string, pattern: RegExp): FoundLine {
    const found = this.all(file, pattern).at(-1);
    if (found === undefined) throw new Error(`no line of ${file} matches ${String(pattern)}`);
    return found;
  }
}

/** The log record inside a line of OTLP, which is what such a line's event is; any other line as it is. */
function recordOf(line: FoundLine): FoundLine {
  const record = /\{"timeUnixNano":.*\}(?=\]\}\]\}\]\}$)/.exec(line.text);
  if (record === null) return line;
  return {
    ...line, text: record[0], lengthBytes: Buffer.byteLength(record[0]),
    offsetBytes: line.offsetBytes + Buffer.byteLength(line.text.slice(0, record.index)),
  };
}

/** The reference that cites a line. */
export function referenceTo(line: FoundLine, sha256: string, addedBy: string, addedAtNs: bigint): EvidenceReference {
  return {
    sha256,
    locator: { kind: 'bytes', offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes, line: line.line },
    excerpt: line.text.slice(0, 4000),
    addedBy,
    addedAtNs,
  };
}
