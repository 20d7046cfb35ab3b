import { statfs } from 'node:fs/promises';
import { formatBytes } from '../../../base/bytes.ts';
import { formatCount } from '../../../base/text.ts';
import { ArchiveDamage, UnpackLimit } from './damage.ts';
import type { Meter } from './decoders.ts';

/** What one job may unpack. Real evidence stays far below; what is built to fill a disk does not. */
export interface UnpackLimits {
  /** Bytes that come out of all archives together. */
  readonly totalBytes: number;
  readonly members: number;
  /** Archives inside archives; one that was handed in itself is at 1. */
  readonly depth: number;
  /** Unpacked bytes per packed byte, of a member that unpacks to more than `ratioFromBytes`. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

export const UNPACK_LIMITS: UnpackLimits = { totalBytes: 20e9, members: 1_000_000, depth: 8, ratio: 1000, ratioFromBytes: 100e6 };

/** Left free on the disk of the case, whatever is unpacked. */
const RESERVE_BYTES = 1e9;

/** The limits of one job, and what it has used of them. */
export class Budget {
  readonly limits: UnpackLimits;
  private bytes = 0;
  private members = 0;

  constructor(limits: UnpackLimits) {
    this.limits = limits;
  }

  /** With the disk as a further limit. */
  static async forDisk(dir: string, limits: UnpackLimits): Promise<Budget> {
    const disk = await statfs(dir);
    return new Budget({ ...limits, totalBytes: Math.max(0, Math.min(limits.totalBytes, disk.bavail * disk.bsize - RESERVE_BYTES)) });
  }

  /** Throws `UnpackLimit` when there is no room for another member. */
  countMember(): void {
    if (++this.members > this.limits.members) {
      throw new UnpackLimit('archive/too-many-members', `More than ${formatCount(this.limits.members)} members were unpacked; the rest is left packed.`);
    }
  }

  /** Passes bytes on as long as there is room for them; the member then ends with `UnpackLimit`. */
  async *within(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      const room = this.limits.totalBytes - this.bytes;
      this.bytes += Math.min(room, chunk.length);
      if (chunk.length <= room) {
        yield chunk;
        continue;
      }
      if (room > 0) yield chunk.subarray(0, room);
      throw new UnpackLimit('archive/too-large', `More than ${formatBytes(this.limits.totalBytes)} would be unpacked; the rest is left packed. Free some space, or unpack what matters and add that.`);
    }
  }

  /** Passes bytes on until they are out of all proportion to what they came from. */
  async *inProportion(source: AsyncIterable<Uint8Array>, packed: Meter): AsyncGenerator<Uint8Array> {
    const { ratio, ratioFromBytes } = this.limits;
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > ratioFromBytes && size > ratio * packed.readBytes) {
        throw new ArchiveDamage('archive/bomb', `${formatBytes(packed.readBytes)} unpack to more than ${formatBytes(size - chunk.length)}, over ${formatCount(ratio)} times as much; what follows is left packed.`);
      }
      yield chunk;
    }
  }
}
