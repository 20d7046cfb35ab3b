import type { ByteSource, RecordSink } from '../contract.ts';

/** A piece without a line end is cut here; a terminal's escape sequences may be cut, they are read on. */
const MOST_PIECE = 64 * 1024;

/**
 * The bytes of a typescript, a physical line (with its end) at a time whatever the chunks are; longer lines in pieces
 * of `MOST_PIECE`, cut between characters. The bytes are valid until `onPiece` returns.
 */
export async function typescriptPieces(
  source: ByteSource, fromBytes: number, sink: Pick<RecordSink, 'room'>, signal: AbortSignal, onPiece: (bytes: Uint8Array, offsetBytes: number) => void,
): Promise<void> {
  let held = new Uint8Array(0);
  let offset = fromBytes;
  const give = (bytes: Uint8Array): void => {
    onPiece(bytes, offset);
    offset += bytes.length;
  };
  const drain = (bytes: Uint8Array, isEnd: boolean): Uint8Array => {
    let at = 0;
    while (at < bytes.length) {
      const newline = bytes.indexOf(0x0a, at);
      let end = newline < 0 ? bytes.length : newline + 1;
      if (end - at > MOST_PIECE) end = beforeSequence(bytes, at, at + MOST_PIECE);
      else if (newline < 0 && !isEnd) break;
      give(bytes.subarray(at, end));
      at = end;
    }
    return bytes.subarray(at);
  };
  for await (const chunk of source.chunks(fromBytes, signal)) {
    signal.throwIfAborted();
    const whole = held.length === 0 ? chunk : concat(held, chunk);
    held = Uint8Array.from(drain(whole, false));
    await sink.room();
  }
  signal.throwIfAborted();
  drain(held, true);
  await sink.room();
}

/** The last place at or before `end` where no UTF-8 sequence is cut. */
function beforeSequence(bytes: Uint8Array, from: number, end: number): number {
  let at = end;
  for (let back = 0; back < 3 && (bytes[at]! & 0xc0) === 0x80; back++) at--;
  return at > from ? at : end;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
