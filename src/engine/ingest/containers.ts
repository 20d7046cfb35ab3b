import { basename } from 'node:path';
import type { Custody } from '../casefile/contract.ts';
import type { ContainerKind } from '../intake/archive/detect.ts';
import { claimedKind } from '../intake/archive/detect.ts';
import { Budget } from '../intake/archive/limits.ts';
import { containerAt, unpack, type Unpacked } from '../intake/archive/unpack.ts';
import { streamIn, type TakenIn } from '../intake/take-in.ts';
import type { ArtifactFacts } from '../index/contract.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { artifactPath, readEvidence } from './evidence-bytes.ts';
import type { JobHost } from './job.ts';
import { NO_COUNTS } from './tally.ts';

/** Members that are put on record in one transaction; a slow archive's come sooner. */
const GROUP_MEMBERS = 64;
const GROUP_MS = 250;

export interface ContainerListener {
  /** Bytes that were unpacked. */
  bytes(count: number, shownPath: string): void;
  /** Members that are in custody now. */
  members(found: ReadonlyArray<{ custody: Custody; shownPath: string; isNew: boolean }>): Promise<void>;
  /** A container whose facts are in the index now. */
  done(custody: Custody): Promise<void>;
}

/**
 * Archives of one job, unpacked one after the other into evidence of the case. A container's facts are written when all
 * its members are in custody: broken off before, it is unpacked again, and what came out already is known by its hash.
 */
export class ContainerQueue {
  private readonly queue: Array<{ custody: Custody; kind: ContainerKind }> = [];
  private budget: Budget | undefined;
  private readonly host: JobHost;
  private readonly signal: AbortSignal;
  private readonly listener: ContainerListener;

  constructor(host: JobHost, signal: AbortSignal, listener: ContainerListener) {
    this.host = host;
    this.signal = signal;
    this.listener = listener;
  }

  /** Takes an artifact if it is a container. One whose bytes cannot be had is for the parser to report. */
  async offer(custody: Custody): Promise<boolean> {
    if (!(await readEvidence(this.host.dir, custody, 0, 0)).ok) return false;
    const kind = await containerAt(artifactPath(this.host.dir, custody), this.signal);
    if (kind) this.queue.push({ custody, kind });
    return kind !== undefined;
  }

  /** Unpacks what waits, and the containers in it. */
  async drain(): Promise<void> {
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      this.signal.throwIfAborted();
      await this.unpackOne(next.custody, next.kind);
      await this.listener.done(next.custody);
    }
  }

  private async unpackOne(custody: Custody, kind: ContainerKind): Promise<void> {
    const { index, limits } = this.host;
    const shownPath = custody.paths[0] ?? custody.sha256;
    if (this.depthOf(custody) > limits.depth) {
      const message = `It lies more than ${limits.depth} archives deep and is left packed. Add it on its own to look inside.`;
      await index.carry(factsOf(custody, { title: kind.title, reason: message, kind: kind.id, diagnostics: 1, failed: false }), shownPath, [
        { code: 'archive/too-deep', severity: 'error', message, offsetBytes: 0, lengthBytes: custody.sizeBytes },
      ]);
      return;
    }
    const result = await this.members(custody, shownPath, kind);
    const claimed = claimedKind(basename(shownPath));
    const found: Diagnostic[] = [...result.diagnostics];
    if (claimed && claimed.id !== kind.id && claimed.id !== result.kind.id) {
      found.push({ code: 'intake/wrong-extension', severity: 'info', message: `Its name says ${claimed.title}; it is a ${result.title}.`, offsetBytes: 0, lengthBytes: Math.min(16, custody.sizeBytes) });
    }
    await index.carry(factsOf(custody, {
      title: result.title, reason: result.reason, kind: result.kind.id, failed: result.failed,
      diagnostics: result.diagnosticCount + found.length - result.diagnostics.length,
    }), shownPath, found);
  }

  private async members(custody: Custody, shownPath: string, kind: ContainerKind): Promise<Unpacked> {
    const { dir, limits, options } = this.host;
    this.budget ??= await Budget.forDisk(dir, limits);
    let group: Array<{ taken: TakenIn; path: string }> = [];
    let since = performance.now();
    const flush = async (): Promise<void> => {
      const ready = group;
      group = [];
      since = performance.now();
      if (ready.length === 0) return;
      const fresh = new Set(ready.map(({ taken }) => taken.sha256).filter((sha256) => options.work.artifact(sha256) === undefined));
      options.work.addAllCustody(ready.map(({ taken, path }): Custody => ({
        sha256: taken.sha256, paths: [`${shownPath}/${path}`], sizeBytes: taken.sizeBytes, addedAtNs: this.host.nowNs(), addedBy: custody.addedBy,
        storage: 'copied', location: taken.location, zone: custody.zone, partOf: [{ container: custody.sha256, path }],
      })));
      await this.host.index.members(ready.map(({ taken, path }) => ({ sha256: taken.sha256, container: custody.sha256, path })));
      await this.listener.members(ready.map(({ taken, path }) => ({
        custody: options.work.artifact(taken.sha256)!, shownPath: `${shownPath}/${path}`, isNew: fresh.delete(taken.sha256),
      })));
    };
    const result = await unpack(artifactPath(dir, custody), basename(shownPath), kind, {
      budget: this.budget, signal: this.signal,
      member: async (path, bytes) => {
        const taken = await streamIn(bytes, dir, this.signal, (count) => this.listener.bytes(count, `${shownPath}/${path}`));
        group.push({ taken, path });
        if (group.length >= GROUP_MEMBERS || performance.now() - since > GROUP_MS) await flush();
      },
    });
    await flush();
    return result;
  }

  /** 1 for what was handed in itself, 2 for an archive in it … */
  private depthOf(custody: Custody, above: ReadonlySet<string> = new Set()): number {
    const { partOf = [], paths, sha256 } = custody;
    if (partOf.length === 0 || paths.length > partOf.length || above.has(sha256)) return 1;
    const parents = partOf.flatMap(({ container }) => this.host.options.work.artifact(container) ?? []);
    return 1 + Math.min(...parents.map((parent) => this.depthOf(parent, new Set([...above, sha256]))));
  }
}

function factsOf(custody: Custody, found: { title: string; reason: string; kind: string; diagnostics: number; failed: boolean }): ArtifactFacts {
  return {
    sha256: custody.sha256, ...NO_COUNTS, diagnostics: found.diagnostics, status: found.failed ? 'failed' : 'understood',
    kind: found.kind, title: found.title, confidence: 1, reason: found.reason,
  };
}
