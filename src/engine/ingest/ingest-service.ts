import { availableParallelism } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { rm } from 'node:fs/promises';
import { uuidv7 } from '../../base/ids.ts';
import { fail, FailureError, ok, type Result } from '../../base/result.ts';
import { plural } from '../../base/text.ts';
import { NS_PER_MS } from '../../base/time.ts';
import { knownFormats } from './known-formats.ts';
import type { Custody, IntakeRequest } from '../casefile/contract.ts';
import { UNPACK_LIMITS, type UnpackLimits } from '../intake/archive/limits.ts';
import { removeBrokenCopies } from '../intake/take-in.ts';
import { rootsOf } from '../intake/walk.ts';
import { clocksOf } from './clocks.ts';
import { toArtifact } from './artifact.ts';
import type { AddEvidenceOutput, AddOptions, AddRequest, IngestService, IngestServiceOptions, IngestState } from './contract.ts';
import { readEvidence } from './evidence-bytes.ts';
import { EvidenceNames } from './evidence-names.ts';
import { isReadOtherwise } from './reading.ts';
import { FirstRows, type Patience } from './first-rows.ts';
import { FollowService } from './follow-service.ts';
import { IngestJob, type JobHost, type JobListener } from './job.ts';
import { UNREAD } from './parse-artifact.ts';
import { SourceHeads } from './source-heads.ts';
import { WorkerPool } from './worker-pool.ts';

const PATIENCE_MS = 60_000;
/** Rows appear while loading at least this far apart, and further when ordering them takes long. */
const ORDER_EVERY_MS = 1500;
/** Rows appear once somebody has looked, and more while somebody looks: ordering costs as much as parsing a tenth of them. */
const QUIET_MS = 5000;
/** The order is renewed after each slice of a followed source, and less often when that takes long: an eighth of the time. */
const FOLLOW_ORDER_SHARE = 8;

/** So long after a case was opened what is left of its ingest waits for questions. */
const OPENED_MS = 150;

const IDLE: IngestState = {
  phase: 'walk', path: '', files: 0, filesDone: 0, bytesTotal: 0, bytesDone: 0, records: 0, seconds: 0, running: false,
};

export interface IngestTuning {
  readonly patienceMs?: number | undefined;
  readonly limits?: Partial<UnpackLimits> | undefined;
  readonly nowNs?: (() => bigint) | undefined;
  readonly firstRows?: Partial<Patience> | undefined;
}

/** The ingest of one open case. The tuning is for tests. */
export function createIngestService(options: IngestServiceOptions & IngestTuning): IngestService {
  return new Service(options, options);
}

/** Folder inside a case for bytes that came without a path; a file there goes away once it was taken in. */
export function uploadsFolder(caseDir: string): string {
  return join(caseDir, 'derived', 'uploads');
}

class Service implements IngestService {
  private readonly options: IngestServiceOptions;
  private readonly pool: WorkerPool;
  private readonly host: JobHost;
  readonly follows: FollowService;
  private orderTimer: NodeJS.Timeout | undefined;
  /** Slices whose records are not in the order of events. */
  private readonly unorderedSlices = new Set<string>();
  private orderSoonAt = 0;
  readonly names = new EvidenceNames();
  private readonly firstRows: FirstRows;
  private readonly listeners = new Set<(state: IngestState) => void>();
  private last: Promise<unknown> = Promise.resolve();
  /** Of `last`: how many have not ended. */
  private turns = 0;
  private hurry: (() => void) | undefined;
  private current: { job: IngestJob; stop: AbortController } | undefined;
  private readonly closing = new AbortController();
  /** Records that are in the index and not in its order yet. */
  private unordered = 0;
  private ordering: Promise<void> | undefined;
  private nextOrderAt = 0;
  /** Whether records of this case have been put in order since it was opened. */
  private ordered = false;
  private ready: Promise<void> | undefined;

  constructor(options: IngestServiceOptions, { patienceMs = PATIENCE_MS, limits, nowNs = () => BigInt(Date.now()) * NS_PER_MS, firstRows }: IngestTuning) {
    this.options = options;
    this.firstRows = new FirstRows(firstRows);
    this.pool = new WorkerPool({ create: options.createParseWorker, size: Math.max(1, availableParallelism()), patienceMs });
    options.index.formatsFrom(async () => (await knownFormats()).formats);
    const heads = new SourceHeads(options.dir, options.work);
    this.host = {
      beginning: (sha256) => heads.of(sha256),
      ownFormats: options.ownFormats, keepFormat: (sha256, format) => options.work.keepFormat(sha256, format, options.author),
      dir: options.dir, index: options.index, pool: this.pool, names: this.names, firstRows: this.firstRows, log: options.log, options, limits: { ...UNPACK_LIMITS, ...limits },
      order: (force, signal) => this.order(force, signal),
      isAwaited: () => !this.ordered && options.index.quietMs() < Infinity && options.index.totals().records === 0,
      recordsCame: (count) => {
        this.unordered += count;
      },
      nowNs,
    };
    this.follows = new FollowService({
      job: this.host, heads, closing: this.closing.signal, orderSoon: (sha256) => this.orderSoon(sha256), ready: () => this.inTurn(() => this.prepare()),
    }, (request, listener) => this.add(request, listener));
  }

  add(request: AddRequest, { signal, item, progress }: AddOptions): Promise<Result<AddEvidenceOutput>> {
    // Before its turn: what comes first waits for nothing that a new case has to make for later.
    if (request.showFirst === true && this.current === undefined && this.options.index.totals().records === 0) this.firstRows.begin();
    return this.inTurn(async () => {
      const started = performance.now();
      const author = request.author ?? this.options.author;
      const paths = rootsOf(request.paths);
      const requests = paths.map((path): IntakeRequest => ({
        id: uuidv7(), path, storage: request.storage, zone: request.zone, requestedBy: author, requestedAtNs: this.host.nowNs(),
      }));
      for (const one of requests) this.options.work.requestIntake(one);
      try {
        const job = await this.run(signal, { item, progress }, (running) =>
          running.takeIn({ paths, storage: request.storage, zone: request.zone, author }));
        await this.tidyUploads(requests);
        return this.answer(job, author, (performance.now() - started) / 1000);
      } catch (error) {
        if (error instanceof FailureError) return { ok: false, failure: error.failure };
        if (signal.aborted || isAbort(error)) return fail('cancelled', 'The ingest was cancelled. What was taken in before stays in the case.');
        const full = outOfSpace(error);
        if (full) return fail('file/not-writable', full);
        throw error;
      } finally {
        // A request of an engine that is closing stays on record and goes on when the case is next opened.
        if (!this.closing.signal.aborted) for (const one of requests) this.options.work.finishIntake(one.id);
      }
    });
  }

  resume(): Promise<void> {
    return this.inTurn(async () => {
      await this.quiet();
      if (this.closing.signal.aborted) return;
      const { work, index, log } = this.options;
      await this.prepareWhereDue();
      if (work.artifactCount() === 0 && work.pendingIntake().length === 0) return removeBrokenCopies(this.options.dir);
      // The engine may have ended between a command and the index.
      await this.useClocks();
      const listener: JobListener = { item: () => undefined, progress: () => undefined };
      const never = new AbortController().signal;
      await removeBrokenCopies(this.options.dir);
      try {
        for (const request of work.pendingIntake()) {
          log({ level: 'info', message: 'Ingest goes on', data: { path: request.path } });
          await this.run(never, listener, (job) =>
            job.takeIn({ paths: [request.path], storage: request.storage, zone: request.zone, author: request.requestedBy }));
          await this.tidyUploads([request]);
          work.finishIntake(request.id);
        }
        const known = new Set(index.facts().filter((f) => f.kind !== UNREAD).map((f) => f.sha256));
        const facts = new Map(index.facts().map((f) => [f.sha256, f]));
        const missing = work.custody().filter((c) => !known.has(c.sha256));
        const otherwise = work.custody().filter((c) => known.has(c.sha256) && isReadOtherwise(c, facts.get(c.sha256)));
        await index.members(work.custody().flatMap(({ sha256, partOf = [] }) => partOf.map((part) => ({ sha256, ...part }))));
        if (otherwise.length > 0) await this.run(never, listener, (job) => job.readAgain(otherwise));
        if (missing.length > 0) await this.run(never, listener, (job) => job.parseAll(missing));
      } catch (error) {
        if (!this.closing.signal.aborted && !isAbort(error)) throw error;
      }
    });
  }

  readAgain(named: ReadonlySet<string> = new Set()): Promise<void> {
    return this.inTurn(async () => {
      const { work, index, dir } = this.options;
      const facts = new Map(index.facts().map((f) => [f.sha256, f]));
      const wanted: Custody[] = [];
      for (const one of work.custody()) {
        const known = facts.get(one.sha256);
        const due = named.has(one.sha256) || known?.kind === UNREAD || isReadOtherwise(one, known);
        if (due && (await readEvidence(dir, one, 0, 0)).ok) wanted.push(one);
      }
      if (wanted.length === 0) return;
      try {
        await this.run(new AbortController().signal, { item: () => undefined, progress: () => undefined }, (job) => job.readAgain(wanted));
      } catch (error) {
        if (!this.closing.signal.aborted && !isAbort(error)) throw error;
      }
    });
  }

  async useClocks(): Promise<void> {
    if (this.closing.signal.aborted) return;
    if (await this.options.index.useClocks(clocksOf(this.options.work))) this.options.changed();
  }

  seen(): void {
    this.firstRows.seen();
  }

  watch(listener: (state: IngestState) => void): () => void {
    this.listeners.add(listener);
    listener(this.state());
    return () => this.listeners.delete(listener);
  }

  cancel(): boolean {
    if (!this.current) return false;
    this.current.stop.abort();
    return true;
  }

  async close(): Promise<void> {
    await this.follows.close();
    this.closing.abort();
    this.hurry?.();
    this.cancel();
    clearTimeout(this.orderTimer);
    await this.last.catch(() => undefined);
    await this.ordering?.catch(() => undefined);
    await this.pool.close();
    this.listeners.clear();
  }

  private async run(signal: AbortSignal, listener: JobListener, work: (job: IngestJob) => Promise<void>): Promise<IngestJob> {
    await this.prepareWhereDue();
    const stop = new AbortController();
    const ended = AbortSignal.any([signal, stop.signal, this.closing.signal]);
    ended.addEventListener('abort', () => this.firstRows.end());
    const job = new IngestJob(this.host, {
      item: (artifact) => listener.item(artifact),
      progress: (progress) => {
        listener.progress(progress);
        this.tell({ ...progress, running: true });
        // Records that were there before somebody looked.
        void this.order(false, ended).catch(() => undefined);
      },
    }, ended);
    this.current = { job, stop };
    try {
      await work(job);
      await this.prepare();
      return job;
    } finally {
      this.firstRows.end();
      await this.tidyOrder();
      await this.useClocks();
      this.current = undefined;
      this.tell({ ...job.state(), running: false });
      this.options.changed();
    }
  }

  /**
   * Until then facts may be of what a format was in an older Tephra. Where there are none, evidence is copied while tables
   * are made; who writes to them waits.
   */
  private async prepareWhereDue(): Promise<void> {
    const prepared = this.prepare();
    prepared.catch(() => undefined);
    if (this.options.index.facts().length > 0) await prepared;
  }

  private prepare(): Promise<void> {
    this.ready ??= (this.firstRows.waiting() ?? Promise.resolve()).then(knownFormats).then(({ formats, ownFormat }) => {
      // What people described for this case has tables as well; one that cannot be used says so where it is read.
      const own = new Map(this.options.work.custody().flatMap(({ reading }) => (reading?.format ? [[reading.format.id, reading.format] as const] : [])));
      const usable = [...own.values()].flatMap((definition) => {
        try {
          return [ownFormat(definition)];
        } catch {
          return [];
        }
      });
      return this.options.index.knowFormats([...formats, ...usable]);
    });
    return this.ready;
  }

  private answer(job: IngestJob, author: string, seconds: number): Result<AddEvidenceOutput> {
    if (job.taken.length === 0) {
      const first = job.refused[0];
      if (!first) return fail('evidence/nothing-readable', 'There are no files in what was named.');
      if (first.code === 'file/not-found' || first.code === 'file/not-readable') return fail(first.code, first.message, { path: first.path });
      return fail('evidence/nothing-readable', first.message, { path: first.path });
    }
    const facts = new Map(this.options.index.facts().map((f) => [f.sha256, f]));
    const members = this.options.work.memberCounts();
    const artifacts = job.taken.map(({ file, sha256, alreadyInCase }) => ({
      ...toArtifact(this.options.work.artifact(sha256)!, facts.get(sha256), members.get(sha256)), path: file.shownPath, alreadyInCase,
    }));
    const fresh = new Map(artifacts.filter((a) => !a.alreadyInCase).map((a) => [a.sha256, a]));
    const events = [...fresh.values()].reduce((sum, a) => sum + a.records, 0);
    const bytes = [...fresh.values()].reduce((sum, a) => sum + a.sizeBytes, 0);
    if (fresh.size > 0) {
      this.options.work.note('evidence.add', `Took in ${plural(fresh.size, 'file')} with ${plural(events, 'record')}`, { artifacts: [...fresh.keys()], events, bytes }, author);
    }
    this.options.changed();
    return ok({ artifacts, refused: job.refused.map(({ path, code, message }) => ({ path, code, message })), events, bytes, seconds });
  }

  /** Renews the order; unless forced, only when some time has passed since the last. */
  private async order(force: boolean, signal: AbortSignal): Promise<void> {
    if (this.ordering) {
      if (!force) return;
      await this.ordering.catch(() => undefined);
    }
    if (this.unordered === 0 || (!force && (performance.now() < this.nextOrderAt || !this.isLookedAt()))) return;
    this.ordering = this.orderNow(signal);
    try {
      await this.ordering;
    } finally {
      this.ordering = undefined;
    }
  }

  /** Whether somebody looks at the events, or waits for the first. */
  private isLookedAt(): boolean {
    const quietMs = this.options.index.quietMs();
    return this.ordered ? quietMs <= QUIET_MS : quietMs < Infinity || this.firstRows.waiting() !== undefined;
  }

  private async orderNow(signal: AbortSignal): Promise<void> {
    const covered = this.unordered;
    const started = performance.now();
    // What came in since may be of a source whose clock is known: one order, and it is right.
    await this.useClocks();
    await this.options.index.order(signal);
    this.unordered -= covered;
    this.firstRows.ready();
    this.ordered = true;
    const took = performance.now() - started;
    this.nextOrderAt = performance.now() + Math.max(ORDER_EVERY_MS, took * 8);
    this.options.changed();
  }

  private orderSoon(sha256: string): void {
    this.unorderedSlices.add(sha256);
    if (this.orderTimer || this.closing.signal.aborted) return;
    this.orderTimer = setTimeout(() => {
      this.orderTimer = undefined;
      void this.orderFollowed();
    }, Math.max(0, this.orderSoonAt - performance.now()));
  }

  private async orderFollowed(): Promise<void> {
    const started = performance.now();
    const slices = [...this.unorderedSlices];
    this.unorderedSlices.clear();
    try {
      await this.ordering?.catch(() => undefined);
      await this.useClocks();
      await this.options.index.orderNew(slices, this.closing.signal);
      this.options.changed();
      this.orderSoonAt = performance.now() + (performance.now() - started) * FOLLOW_ORDER_SHARE;
    } catch (error) {
      if (!this.closing.signal.aborted) this.options.log({ level: 'error', message: 'The order of events could not be renewed', data: { error: String(error) } });
    }
  }

  /** After a job that was broken off: rows it had shown are gone. When the case is closing, opening it puts them in order. */
  private async tidyOrder(): Promise<void> {
    await this.ordering?.catch(() => undefined);
    if (this.unordered === 0 || this.closing.signal.aborted) return;
    await this.order(true, this.closing.signal).catch((error: unknown) => {
      if (!this.closing.signal.aborted) throw error;
    });
  }

  private state(): IngestState {
    return this.current ? { ...this.current.job.state(), running: true } : IDLE;
  }

  private tell(state: IngestState): void {
    for (const listener of this.listeners) listener(state);
  }

  /** Uploaded files are the case's own once they are in evidence. */
  private async tidyUploads(requests: readonly IntakeRequest[]): Promise<void> {
    const folder = uploadsFolder(this.options.dir) + sep;
    for (const { path } of requests) if (path.startsWith(folder)) await rm(dirname(resolve(path)), { recursive: true, force: true });
  }

  /** What is asked of a case that was just opened goes first: often it was opened for one question. Evidence that is to come in waits for nothing. */
  private quiet(): Promise<void> {
    if (this.turns > 1 || this.closing.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, OPENED_MS);
      this.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.turns++;
    this.hurry?.();
    const run = this.last.then(() => {
      if (this.closing.signal.aborted) throw new FailureError({ code: 'case/not-open', message: 'The case is closed.' });
      return work();
    });
    this.last = run.catch(() => undefined).finally(() => this.turns--);
    return run;
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || /Interrupted!/.test(error.message));
}

function outOfSpace(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'The disk of the case is full. Free some space and add the evidence again.';
  if (code === 'EROFS') return 'The case lies on a disk that cannot be written to. Move the case to another place.';
  return undefined;
}
