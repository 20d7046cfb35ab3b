import type { Change } from './mutate.ts';
import type { Random } from './random.ts';

/**
 * Changes of binary files that leave everything else in its place: where structures refer to one another by offset,
 * most other changes end at the first check. Places are picked among bytes that are not zero and those beside them.
 */
export const BINARY_CHANGES: readonly Change[] = [
  // A number is another: a limit, a little more or less, an offset into this file or its block.
  (random, bytes) => written(random, bytes, (copy, at, width) => put(copy, at, width, number(random, copy))),
  (random, bytes) => written(random, bytes, (copy, at, width) => put(copy, at, width, number(random, copy))),
  (random, bytes) => written(random, bytes, (copy, at, width) => put(copy, at, width, get(copy, at, width) + BigInt(random.below(33) - 16))),
  // One byte: a token, a type.
  (random, bytes) => written(random, bytes, (copy, at) => {
    copy[at] = random.below(3) === 0 ? random.below(256) : random.below(0x25) | (random.below(4) === 0 ? 0x80 : 0);
  }),
  // What stands elsewhere stands here as well, or what refers elsewhere refers to itself.
  (random, bytes) => written(random, bytes, (copy, at) => {
    copy.copyWithin(at, place(random, copy), place(random, copy) + random.size(200));
  }),
  (random, bytes) => written(random, bytes, (copy, at, width) => put(copy, at, width, BigInt(at - (at >= 4096 ? 4096 : 0)))),
  // A piece again and again, over what follows.
  (random, bytes) => written(random, bytes, (copy, at) => {
    const length = 1 + random.size(40);
    for (let n = random.size(400), to = at + length; n > 0 && to + length <= copy.length; n--, to += length) copy.copyWithin(to, at, at + length);
  }),
  // Gone.
  (random, bytes) => written(random, bytes, (copy, at) => {
    copy.fill(random.below(2) === 0 ? 0 : 0xff, at, at + random.size(600));
  }),
];

const LIMITS = [0n, 1n, 2n, 0x7fn, 0xffn, 0x7fffn, 0xffffn, 0x1_0000n, 0x7fff_ffffn, 0xffff_ffffn, 0x8000_0000n, 0x7fff_ffff_ffff_ffffn, 0xffff_ffff_ffff_ffffn];

function number(random: Random, bytes: Uint8Array): bigint {
  return random.below(2) === 0 ? random.pick(LIMITS) : BigInt(random.below(3) === 0 ? random.below(70_000) : place(random, bytes));
}

function written(random: Random, bytes: Uint8Array, change: (copy: Uint8Array, at: number, width: number) => void): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (copy.length < 16) return copy;
  for (let n = 1 + random.size(6); n > 0; n--) change(copy, Math.min(place(random, copy), copy.length - 8), random.pick([1, 2, 4, 8]));
  return copy;
}

/** A place where something stands, or close to one. */
function place(random: Random, bytes: Uint8Array): number {
  for (let tries = 0; tries < 40; tries++) {
    const at = random.below(bytes.length);
    if (bytes[at] !== 0) return Math.max(0, at - random.below(4));
  }
  return random.below(bytes.length);
}

function get(bytes: Uint8Array, at: number, width: number): bigint {
  let value = 0n;
  for (let i = width - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i]!);
  return value;
}

function put(bytes: Uint8Array, at: number, width: number, value: bigint): void {
  for (let i = 0; i < width; i++) bytes[at + i] = Number((value >> BigInt(i * 8)) & 0xffn);
}
