import { MAX_FRAME_BYTES } from './limits.ts';
import { MessagePackReader } from './messagepack-reader.ts';
import { MessagePackWriter } from './messagepack-writer.ts';

export { CodecError } from './codec-error.ts';

const writer = new MessagePackWriter();

/**
 * One value as MessagePack, in a buffer of exactly its size. Plain objects, arrays, strings, numbers, bigints,
 * booleans, null, `Uint8Array` and the other typed arrays; everything comes back as it went, except that
 * `undefined` members of objects are left out, `undefined` in arrays comes back as `null`, and -0 as 0.
 * Throws `CodecError` (`too-large`, `too-deep`, `unsupported`).
 */
export function encode(value: unknown, maxBytes: number = MAX_FRAME_BYTES): Uint8Array<ArrayBuffer> {
  return writer.write(value, maxBytes);
}

/** The value in `bytes`, sharing no memory with them. Hostile bytes throw `CodecError` in time linear in their number. */
export function decode(bytes: Uint8Array): unknown {
  return new MessagePackReader(bytes).read();
}
