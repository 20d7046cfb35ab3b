/**
 * One block of LZ4 (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md): sequences of a token, literals, and
 * a match by its distance back. `undefined` when it is damaged or does not make exactly `size` bytes.
 */
export function lz4Block(packed: Uint8Array, size: number): Uint8Array | undefined {
  // No block makes more than 255 bytes of one.
  if (size > packed.length * 255) return undefined;
  const out = new Uint8Array(size);
  let at = 0;
  let to = 0;
  while (at < packed.length) {
    const token = packed[at++]!;
    let literals = token >> 4;
    if (literals === 15) {
      for (let more = 255; more === 255; literals += more) {
        if (at >= packed.length) return undefined;
        more = packed[at++]!;
      }
    }
    if (at + literals > packed.length || to + literals > size) return undefined;
    out.set(packed.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    // The last sequence has no match.
    if (at === packed.length) return to === size ? out : undefined;
    if (at + 2 > packed.length) return undefined;
    const distance = packed[at]! | (packed[at + 1]! << 8);
    at += 2;
    let length = (token & 15) + 4;
    if (length === 19) {
      for (let more = 255; more === 255; length += more) {
        if (at >= packed.length) return undefined;
        more = packed[at++]!;
      }
    }
    if (distance === 0 || distance > to || to + length > size) return undefined;
    // A match may reach into what it writes itself.
    if (distance >= length) out.copyWithin(to, to - distance, to - distance + length);
    else for (let i = 0; i < length; i++) out[to + i] = out[to - distance + i]!;
    to += length;
  }
  return undefined;
}
