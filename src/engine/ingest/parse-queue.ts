import { availableParallelism } from 'node:os';
import type { Custody } from '../casefile/contract.ts';
import type { EarlyParse } from './early-parse.ts';
import type { JobProgress } from './job-progress.ts';
import type { JobHost } from './job.ts';
import { noteClaim } from './later-diagnostics.ts';
import { parseArtifact, parseEarly, type ParseProgress } from './parse-artifact.ts';

/** Files that are read or wait to be put on record: small ones are, many at a time. */
const MOST_AT_ONCE = Math.max(64, availableParallelism() * 2);

/** What one job parses, many files at a time, while more are taken in. */
export class ParseQueue {
  private readonly host: JobHost;
  private readonly signal: AbortSignal;
  private readonly progress: JobProgress;
  private readonly indexed: (custody: Custody) => Promise<void>;
  private readonly parsing = new Set<Promise<void>>();
  private failure: unknown;
  /** Files that are not read to their end yet. */
  private reading = 0;
  /** Whether there may be more files. */
  private more = false;
  private expectNoMore: (() => Promise<void>) | undefined;

  /** `indexed`: an artifact is complete in the index. */
  constructor(host: JobHost, signal: AbortSignal, progress: JobProgress, indexed: (custody: Custody) => Promise<void>) {
    this.host = host;
    this.signal = signal;
    this.progress = progress;
    this.indexed = indexed;
  }

  /** Until `noMore`, what is complete may wait for others. */
  expectMore(): void {
    this.more = true;
    this.expectNoMore = this.host.index.expectMore();
  }

  noMore(): void {
    this.more = false;
    this.wasRead(0);
  }

  hasRoom(): boolean {
    return this.parsing.size < MOST_AT_ONCE;
  }

  /** Begins when there is room. Throws what went wrong with any before. */
  async add(custody: Custody): Promise<void> {
    while (!this.hasRoom()) await Promise.race(this.parsing);
    this.throwFailure();
    this.signal.throwIfAborted();
    this.follow(this.parse(Promise.resolve(custody), custody.paths[0] ?? custody.sha256, (progress) => parseArtifact(this.host, custody, this.signal, progress), custody));
  }

  addEarly(early: EarlyParse): void {
    this.follow(this.parse(early.custody, early.shownPath, (progress) => parseEarly(this.host, early, this.signal, progress), early));
  }

  /** Resolves when nothing is being parsed, whatever came of it. */
  async ended(): Promise<void> {
    await Promise.all(this.parsing);
  }

  /** The same; throws what went wrong. */
  async settled(): Promise<void> {
    await this.ended();
    this.throwFailure();
    this.signal.throwIfAborted();
  }

  private throwFailure(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  /** What is complete waits for no other when there is nothing left to read. */
  private wasRead(count: number): void {
    this.reading -= count;
    if (this.more || this.reading > 0) return;
    void this.expectNoMore?.();
    this.expectNoMore = undefined;
  }

  private follow(work: Promise<void>): void {
    const parse: Promise<void> = work.catch((error: unknown) => {
      this.failure ??= error;
    }).finally(() => this.parsing.delete(parse));
    this.parsing.add(parse);
  }

  private async parse(
    known: Promise<Custody | undefined>, shownPath: string, read: (progress: ParseProgress) => Promise<boolean>, what: { readonly sizeBytes: number },
  ): Promise<void> {
    this.progress.parsed(what, 0);
    this.reading++;
    let isRead = false;
    const wasRead = (): void => {
      if (!isRead) this.wasRead(1);
      isRead = true;
    };
    const done = await read({
      read: wasRead,
      bytes: (doneBytes) => {
        this.progress.parsed(what, Math.min(doneBytes, what.sizeBytes));
        this.progress.tell('index', shownPath);
      },
      records: (more, visible) => {
        this.progress.records += more;
        if (visible === 0) return;
        this.host.recordsCame(visible);
        void this.host.order(false, this.signal).catch(() => undefined);
      },
      named: () => this.host.options.changed(),
      // One that could not be read at all, too.
    }).finally(wasRead);
    this.progress.parseEnded(what);
    const custody = await known;
    if (!done || !custody) return;
    await noteClaim(this.host, custody);
    // The last rows of an artifact are committed with its end: an order that was made before did not see them.
    this.host.recordsCame(1);
    await this.indexed(custody);
  }
}
