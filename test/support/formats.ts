import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { ByteSource, EventRecord, Format, ParseSummary, RecordSink } from '../../src/formats/contract.ts';

/** Bytes as a source whose chunks have the given size. */
export function memorySource(bytes: Uint8Array, chunkBytes = 65_536): ByteSource {
  return {
    sizeBytes: bytes.length,
    async *chunks(fromBytes, signal) {
      const buffer = new Uint8Array(chunkBytes);
      for (let at = fromBytes; at < bytes.length; at += chunkBytes) {
        signal.throwIfAborted();
        const part = bytes.subarray(at, Math.min(bytes.length, at + chunkBytes));
        // One buffer for all chunks, as the contract allows: what a parser keeps it must copy.
        buffer.fill(0x3f);
        buffer.set(part);
        yield buffer.subarray(0, part.length);
      }
    },
    read: async (offset, length) => bytes.slice(offset, Math.min(bytes.length, offset + length)),
  };
}

/** 2026-12-01: times without a year are not later, whenever the tests run. */
const NEWEST_NS = 1_796_083_200_000_000_000n;

export interface Parsed {
  readonly records: EventRecord[];
  readonly diagnostics: Diagnostic[];
  readonly summary: ParseSummary;
}

/** Everything a format says of some bytes. */
export async function parseAll(format: Format, bytes: Uint8Array, options: { chunkBytes?: number; zone?: string; name?: string; newestNs?: bigint } = {}): Promise<Parsed> {
  const records: EventRecord[] = [];
  const diagnostics: Diagnostic[] = [];
  const sink: RecordSink = {
    record: (record) => {
      records.push({ ...record, fields: [...record.fields], attributes: record.attributes === undefined ? undefined : { ...record.attributes } });
    },
    diagnostic: (diagnostic) => {
      diagnostics.push(diagnostic);
    },
    room: () => undefined,
  };
  const summary = await format.parse(
    memorySource(bytes, options.chunkBytes), sink,
    { name: options.name ?? 'input', zone: options.zone ?? 'UTC', newestNs: options.newestNs ?? NEWEST_NS }, new AbortController().signal,
  );
  return { records, diagnostics, summary };
}

/** A head as intake makes it. */
export function headOf(bytes: Uint8Array, name: string): { bytes: Uint8Array; complete: boolean; name: string; sizeBytes: number } {
  return { bytes: bytes.subarray(0, 65_536), complete: bytes.length <= 65_536, name, sizeBytes: bytes.length };
}
