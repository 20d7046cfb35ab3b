import { z } from 'zod';
import { Clock, ClockNote } from './clock.ts';
import { Count, Nanoseconds, Sha256, Zone } from './primitives.ts';
import { LineFormatDefinition } from './line-format.ts';
import { TableMapping } from './table-mapping.ts';

/**
 * One piece of evidence, addressed by the SHA-256 of its bytes. The custody half (paths, size, when it came in)
 * is in case.sqlite; the derived half (kind, records, span) is in the index and may be absent while indexing.
 */
export const Artifact = z.object({
  sha256: Sha256,
  /** Every path the same bytes were added under, the first one first; relative to the folder that was opened. */
  paths: z.array(z.string()).min(1),
  sizeBytes: Count,
  addedAtNs: Nanoseconds,
  addedBy: z.string(),
  /** `copied` into the case, or `referenced` where it lies (`location` is then an absolute path). */
  storage: z.enum(['copied', 'referenced']),
  location: z.string(),
  /** Zone for its times that name none. */
  zone: Zone,
  /**
   * `understood` by a format; `carried`: kept and hashed, of no known kind; `pending`: not indexed yet;
   * `failed`: indexing broke off (see diagnostics), what was read is kept.
   */
  status: z.enum(['pending', 'understood', 'carried', 'failed']),
  /** Format id ("web-access"), or "unknown". */
  kind: z.string(),
  title: z.string(),
  confidence: z.number().min(0).max(1),
  reason: z.string(),
  records: Count,
  /** Bytes inside records the format understood; `sizeBytes` minus blank lines would be all of it. */
  understoodBytes: Count,
  /** Lines (or records) that were kept as text only. */
  notUnderstood: Count,
  diagnostics: Count,
  /** For archives and compressed files: how many members were unpacked into artifacts of their own. */
  members: Count.optional(),
  /** How people said it is to be read, where it is not as it was handed in. */
  reading: z.object({ zone: Zone.optional(), mapping: TableMapping.optional(), format: LineFormatDefinition.optional() }).optional(),
  /** Archives whose member this is: the container's hash, and the member's path in it. */
  partOf: z.array(z.object({ container: Sha256, path: z.string() })).optional(),
  /** What people said of the clock that wrote it; `fromNs` and `toNs` are corrected by it. */
  clock: Clock.extend({ note: ClockNote }).optional(),
  fromNs: Nanoseconds.optional(),
  toNs: Nanoseconds.optional(),
});
export type Artifact = z.infer<typeof Artifact>;
