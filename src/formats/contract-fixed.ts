import type { ByteSource, RecordSink } from './contract.ts';

/**
 * Calls `onRecord` for each record of a file of records of one size, from `fromBytes` on. Answers what is left over at
 * the end. The view is valid only during the call.
 */
export async function readFixed(
  source: ByteSource, fromBytes: number, recordBytes: number, sink: Pick<RecordSink, 'room'>, signal: AbortSignal, onRecord: (view: DataView, offsetBytes: number) => void,
): Promise<{ leftBytes: number }> {
  let rest = new Uint8Array();
  let offset = fromBytes;
  for await (const chunk of source.chunks(fromBytes, signal)) {
    signal.throwIfAborted();
    let bytes = chunk;
    if (rest.length > 0) {
      bytes = new Uint8Array(rest.length + chunk.length);
      bytes.set(rest);
      bytes.set(chunk, rest.length);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    for (; at + recordBytes <= bytes.length; at += recordBytes) {
      onRecord(new DataView(view.buffer, view.byteOffset + at, recordBytes), offset);
      offset += recordBytes;
    }
    rest = Uint8Array.from(bytes.subarray(at));
    await sink.room();
  }
  signal.throwIfAborted();
  return { leftBytes: rest.length };
}

/** Text of at most `length` bytes that a NUL ends, as C writes it. */
export function cString(view: DataView, at: number, length: number): string {
  const bytes = Buffer.from(view.buffer, view.byteOffset + at, length);
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? length : end);
}

/** Whether the bytes are text that NULs follow to the end: no control bytes in it. */
export function isCString(view: DataView, at: number, length: number): boolean {
  let i = at;
  const end = at + length;
  for (; i < end; i++) {
    const byte = view.getUint8(i);
    if (byte === 0) break;
    if (byte < 0x20 || byte === 0x7f) return false;
  }
  return true;
}

/** An address of 16 bytes in network order; one of IPv4 has the first four, or the last four behind ::ffff. `undefined` for none. */
export function ipAddress(view: DataView, at: number): string | undefined {
  const words = Array.from({ length: 8 }, (_, i) => view.getUint16(at + i * 2));
  const four = (from: number): string => [0, 1, 2, 3].map((i) => view.getUint8(at + from + i)).join('.');
  if (words.slice(2).every((word) => word === 0)) return words[0] === 0 && words[1] === 0 ? undefined : four(0);
  if (words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff) return four(12);
  return ipv6Text(words);
}

/** RFC 5952: the longest run of zeros, of two at least, is left out. */
export function ipv6Text(words: readonly number[]): string {
  let best = { from: -1, length: 1 };
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (from + length < 8 && words[from + length] === 0) length++;
    if (length > best.length) best = { from, length };
  }
  const text = words.map((word) => word.toString(16));
  if (best.from < 0) return text.join(':');
  return `${text.slice(0, best.from).join(':')}::${text.slice(best.from + best.length).join(':')}`;
}
