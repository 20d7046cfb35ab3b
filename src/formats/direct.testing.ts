import type { ByteSource, EventRecord, Format, ParseOptions, RangeRow, RecordSink } from './contract.ts';

/** Bytes in chunks of one buffer that is written over, as the contract allows and files are read. */
export function chunked(bytes: Uint8Array, chunkBytes: number): ByteSource {
  return {
    sizeBytes: bytes.length,
    async *chunks(fromBytes, signal) {
      const buffer = Buffer.alloc(chunkBytes);
      for (let at = fromBytes; at < bytes.length; at += chunkBytes) {
        signal.throwIfAborted();
        const part = bytes.subarray(at, at + chunkBytes);
        buffer.fill(0x58);
        buffer.set(part);
        yield buffer.subarray(0, part.length);
      }
    },
    read: async (offset, length) => bytes.slice(offset, offset + length),
  };
}

/** What a record says, however it came. */
export function said(format: Format, record: EventRecord): Record<string, unknown> {
  return { ...record, fields: format.fields.map((_, i) => record.fields[i]), attributes: record.attributes && structuredClone({ ...record.attributes }) };
}

/** What a row of ranges says, as the index reads it. */
export function saidOfRow(format: Format, row: RangeRow, block: Uint8Array): Record<string, unknown> {
  const text = (from: number, to: number): string | undefined => (from < 0 ? undefined : Buffer.from(block.subarray(from, to)).toString('utf8'));
  const fields = format.fields.map((field, i) => {
    if (field.type === 'string') return row.words[i] ?? text(row.ranges[i * 2]!, row.ranges[i * 2 + 1]!);
    return Number.isNaN(row.numbers[i]!) ? undefined : row.numbers[i];
  });
  const timeText = text(row.timeTextFrom, row.timeTextTo);
  const made = format.bodyParts?.map((part) => {
    if (typeof part === 'string') return part;
    const value = part.column === 'time_text' ? timeText : fields[format.fields.findIndex((f) => f.name === part.column)];
    return value === undefined ? (part.missing ?? '') : `${part.before ?? ''}${String(value)}`;
  }).join('');
  return {
    offsetBytes: row.offsetBytes, lengthBytes: row.to - row.from, line: row.line, timeNs: BigInt(row.timeSeconds) * 1_000_000_000n + BigInt(row.timeNanosecond),
    observedTimeNs: undefined, timeText, severityNumber: row.severityNumber, severityText: row.severityText, serviceName: text(row.serviceFrom, row.serviceTo),
    hostName: text(row.hostFrom, row.hostTo), traceId: undefined, spanId: undefined, body: text(row.bodyFrom, row.bodyTo) ?? made, fields,
    attributes: row.attributes && structuredClone({ ...row.attributes }), understood: true,
  };
}

export interface Read {
  readonly said: unknown[];
  readonly diagnostics: unknown[];
  readonly summary: unknown;
  /** Records that came as ranges. */
  readonly direct: number;
}

/** Reads all of a source, as ranges where the format can and `withRanges` is set. */
export async function readAll(format: Format, source: ByteSource, withRanges: boolean, options: ParseOptions): Promise<Read> {
  const found: unknown[] = [];
  const diagnostics: unknown[] = [];
  let block: Uint8Array = new Uint8Array();
  let open: Array<{ at: number; row: RangeRow }> = [];
  let direct = 0;
  const sink: RecordSink = {
    record: (record) => found.push(said(format, record)),
    diagnostic: (diagnostic) => diagnostics.push(diagnostic),
    room: () => undefined,
    ...(withRanges ? {
      ranges: {
        // Bytes must still be there when the block ends.
        block: (next: Uint8Array) => {
          for (const { at, row } of open) found[at] = saidOfRow(format, row, block);
          open = [];
          block = next;
        },
        row: (row: RangeRow) => {
          direct++;
          const kept = { ...row, words: row.words.slice(), ranges: row.ranges.slice(), numbers: row.numbers.slice() };
          open.push({ at: found.push(saidOfRow(format, kept, block)) - 1, row: kept });
        },
      },
    } : {}),
  };
  const summary = await format.parse(source, sink, options, new AbortController().signal);
  return { said: found, diagnostics, summary, direct };
}
