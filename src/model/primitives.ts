import { z } from 'zod';

/** A SHA-256 in lower-case hex: the address of an artifact. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** An instant or duration in nanoseconds, within the signed 64 bits that the index and the wire carry. */
export const Nanoseconds = z.bigint().min(-(2n ** 63n)).max(2n ** 63n - 1n);

/** A count or byte offset; exact in a double. */
export const Count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** An IANA zone name or offset. Whether the runtime knows it is checked where it is used (`isZone`). */
export const Zone = z.string().min(1).max(64);
