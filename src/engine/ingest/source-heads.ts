import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CaseFile } from '../casefile/contract.ts';
import { artifactPath } from './evidence-bytes.ts';

/** What detection looks at. */
export const HEAD_BYTES = 64 * 1024;

/**
 * Beginnings of runs: what each slice of a run is, its first 64 KiB decide, so that a slice of continuation lines is no
 * other kind than the rest, and so that reading the evidence again comes to the same.
 */
export class SourceHeads {
  private readonly heads = new Map<string, Uint8Array>();
  private readonly dir: string;
  private readonly work: CaseFile;

  constructor(dir: string, work: CaseFile) {
    this.dir = dir;
    this.work = work;
  }

  /** Bytes that were just taken in. */
  add(source: string, run: number, offsetBytes: number, bytes: Uint8Array): void {
    const key = `${source} ${run}`;
    const known = offsetBytes === 0 ? new Uint8Array() : this.heads.get(key);
    if (known?.length === offsetBytes && offsetBytes < HEAD_BYTES) this.heads.set(key, Buffer.concat([known, bytes.subarray(0, HEAD_BYTES - offsetBytes)]));
  }

  /** Of a slice: the name of its source, and how its run begins. */
  async of(sha256: string): Promise<{ name: string; head: Uint8Array } | undefined> {
    const slice = this.work.followedSlice(sha256);
    const source = slice && this.work.followedSources().find(({ id }) => id === slice.source);
    if (!source) return undefined;
    const key = `${slice.source} ${slice.run}`;
    let head = this.heads.get(key);
    if (!head) this.heads.set(key, (head = await this.load(slice.source, slice.run)));
    return { name: basename(source.name), head };
  }

  private async load(source: string, run: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (const { sha256, lengthBytes } of this.work.followedSlices(source, run)) {
      if (length >= HEAD_BYTES) break;
      const custody = this.work.artifact(sha256);
      if (!custody) break;
      const handle = await open(artifactPath(this.dir, custody)).catch(() => undefined);
      // Without it the rest decides.
      if (!handle) break;
      try {
        const part = new Uint8Array(Math.min(lengthBytes, HEAD_BYTES - length));
        const { bytesRead } = await handle.read(part, 0, part.length, 0);
        parts.push(part.subarray(0, bytesRead));
        length += bytesRead;
      } finally {
        await handle.close();
      }
    }
    return Buffer.concat(parts);
  }
}
