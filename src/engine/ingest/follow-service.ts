import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { uuidv7 } from '../../base/ids.ts';
import { fail, FailureError, ok, type Result } from '../../base/result.ts';
import { plural } from '../../base/text.ts';
import { knownFormats } from './known-formats.ts';
import type { Artifact } from '../../model/artifact.ts';
import type { FollowedSource as FollowedState } from '../../protocol/methods/follow.ts';
import type { FollowedSource } from '../casefile/contract.ts';
import { detectContainer } from '../intake/archive/detect.ts';
import { unreadable } from '../intake/walk.ts';
import { toArtifact } from './artifact.ts';
import type { AddEvidenceOutput, IngestService } from './contract.ts';
import { FollowedFile } from './followed-file.ts';
import { FollowedStream, streamGone } from './followed-stream.ts';
import { SourceIntake, type FollowHost } from './source-intake.ts';

export type FollowedSourceState = z.output<typeof FollowedState>;

export interface FollowRequest {
  readonly followId: string;
  readonly paths: readonly string[];
  readonly zone: string;
  readonly author: string;
}

export interface FollowListener {
  item(artifact: Artifact): void | Promise<void>;
  progress(sources: readonly FollowedSourceState[]): void;
}

/** One source while it is followed. */
interface Followed {
  readonly intake: SourceIntake;
  readonly followId: string;
  readonly note: (sentence: string) => void;
  state: FollowedSourceState;
}

interface OpenStream {
  readonly stream: FollowedStream;
  readonly followed: Followed;
  readonly author: string;
  readonly startedAt: number;
  bytes: number;
}

/** What is followed in one open case. */
export class FollowService {
  private readonly host: FollowHost;
  private readonly add: IngestService['add'];
  private readonly followed = new Map<string, Followed>();
  private readonly streams = new Map<string, OpenStream>();
  private readonly stops = new Map<string, AbortController>();
  private readonly running = new Set<Promise<unknown>>();
  private readonly listeners = new Set<(sources: readonly FollowedSourceState[]) => void>();

  constructor(host: FollowHost, add: IngestService['add']) {
    this.host = host;
    this.add = add;
  }

  /** Calls the listener with all sources now and after every change; returns the way to stop. */
  watch(listener: (sources: readonly FollowedSourceState[]) => void): () => void {
    this.listeners.add(listener);
    listener(this.states());
    return () => this.listeners.delete(listener);
  }

  /** Ends a follow; false when there is none of that name. */
  stop(followId: string): boolean {
    const stop = this.stops.get(followId);
    stop?.abort();
    return stop !== undefined;
  }

  /** Stops all that is followed and waits for it. Slices that are not parsed yet are when the case is next opened. */
  async close(): Promise<void> {
    for (const stop of this.stops.values()) stop.abort();
    await Promise.all([...this.streams.keys()].map((id) => this.endStream(id, true).catch(() => undefined)));
    await Promise.allSettled(this.running);
    this.listeners.clear();
  }

  /**
   * Checks that the files are there and can be followed, and begins. The follow itself goes on until it is stopped:
   * `done` resolves with what was taken in.
   */
  async follow(request: FollowRequest, listener: FollowListener, signal: AbortSignal): Promise<Result<{ done: Promise<Result<AddEvidenceOutput>> }>> {
    if (this.stops.has(request.followId)) return fail('evidence/followed-already', `There is a follow ${request.followId} already. Choose another name for it.`);
    // It can be stopped from now on, also while it is being prepared.
    const stop = new AbortController();
    this.stops.set(request.followId, stop);
    const begun = await this.beginFiles(request, listener, AbortSignal.any([signal, stop.signal, this.host.closing])).catch((error: unknown) => {
      this.stops.delete(request.followId);
      throw error;
    });
    if (!begun.ok) this.stops.delete(request.followId);
    return begun;
  }

  private async beginFiles(request: FollowRequest, listener: FollowListener, end: AbortSignal): Promise<Result<{ done: Promise<Result<AddEvidenceOutput>> }>> {
    await this.host.ready();
    const paths = [...new Set(request.paths.map((path) => resolve(path)))];
    for (const path of paths) {
      const refused = await this.refuses(path);
      if (refused) return refused;
    }
    const started = performance.now();
    const tell = (): void => {
      const states = [...this.followed.values()].filter((one) => one.followId === request.followId).map((one) => one.state);
      if (states.length > 0) listener.progress(states);
    };
    const all = paths.map((path) => {
      const source = this.sourceOf('file', path, request.zone, basename(path));
      const followed = this.begin(source, request, { item: (artifact) => listener.item(artifact), changed: tell });
      return { followed, done: this.followFile(followed, end) };
    });
    const finish = async (): Promise<Result<AddEvidenceOutput>> => {
      try {
        await Promise.all(all.map(({ done }) => done));
        const refused = all.flatMap(({ followed: { state } }) => (state.state === 'ended' && state.note !== undefined ? [{ path: state.location, code: 'evidence/not-followable', message: state.note }] : []));
        const followed = all.map((one) => one.followed);
        if (refused.length === all.length) return fail('evidence/not-followable', refused[0]!.message, { path: refused[0]!.path });
        return ok(this.answer(followed, refused, request.author, started));
      } finally {
        this.stops.delete(request.followId);
        for (const { followed } of all) this.followed.delete(followed.intake.source.id);
        this.tell();
      }
    };
    const done = this.run(finish());
    return ok({ done });
  }

  /** Opens a stream by name; its bytes come with `append`. */
  async openStream(request: { readonly name: string; readonly zone: string; readonly author: string }): Promise<Result<{ streamId: string }>> {
    await this.host.ready();
    const source = this.sourceOf('stream', request.name, request.zone, request.name);
    if (this.followed.has(source.id)) return fail('evidence/followed-already', `A stream named "${request.name}" is being taken in now. Give this one another name.`, { name: request.name });
    const streamId = uuidv7();
    const followed = this.begin(source, { followId: streamId, author: request.author }, { item: () => undefined, changed: () => undefined });
    const stream = new FollowedStream(this.host, followed.intake, { note: followed.note, accept: async (head) => (await this.kindOf(head, source.name)).grows });
    this.streams.set(streamId, { stream, followed, author: request.author, startedAt: performance.now(), bytes: 0 });
    return ok({ streamId });
  }

  async append(streamId: string, bytes: Uint8Array): Promise<Result<{ bytes: number; records: number; whole: boolean }>> {
    const open = this.streams.get(streamId);
    if (!open) return streamGone(streamId);
    const received = await open.stream.append(bytes);
    if (!received.ok) return received;
    open.bytes += bytes.length;
    return ok({ bytes: open.bytes, records: open.followed.intake.records, whole: open.stream.isWhole });
  }

  /** The end of a stream. What could only be read as a whole is added, unless the stream was broken off. */
  async endStream(streamId: string, cancelled: boolean): Promise<Result<AddEvidenceOutput>> {
    const open = this.streams.get(streamId);
    if (!open) return streamGone(streamId);
    this.streams.delete(streamId);
    return this.run(this.finishStream(open, cancelled));
  }

  private async finishStream({ stream, followed, author, startedAt }: OpenStream, cancelled: boolean): Promise<Result<AddEvidenceOutput>> {
    try {
      const ended = await stream.end();
      if (!ended.ok) return ended;
      const { source } = followed.intake;
      const { whole } = ended.value;
      if (whole !== undefined) {
        if (cancelled) return fail('cancelled', 'The stream was broken off. It can only be read as a whole: nothing of it was taken in.');
        return await this.add({ paths: [whole], storage: 'copied', zone: source.zone, author }, { signal: this.host.closing, item: () => undefined, progress: () => undefined });
      }
      if (followed.intake.taken.length === 0 && stream.alreadyThere().length === 0) {
        return fail('evidence/nothing-readable', `Nothing came from ${source.name}.`);
      }
      return ok(this.answer([followed], [], author, startedAt, stream.alreadyThere().map(({ sha256 }) => sha256)));
    } finally {
      this.followed.delete(followed.intake.source.id);
      this.tell();
    }
  }

  private async followFile(followed: Followed, end: AbortSignal): Promise<void> {
    const { intake } = followed;
    const { location, name } = intake.source;
    const file = new FollowedFile(this.host, intake, {
      state: (state) => {
        if (followed.state.state === state) return;
        followed.state = { ...followed.state, state };
        this.tell();
      },
      note: followed.note,
      accept: async (head) => {
        const { grows, title } = await this.kindOf(head, name);
        if (!grows) followed.state = { ...followed.state, state: 'ended', note: `${location} (${title}) can only be read as a whole and is not followed. Take it in without following it.` };
        return grows;
      },
    });
    try {
      await file.run(end);
      await intake.settled();
    } catch (error) {
      if (this.host.closing.aborted) return;
      const reason = error instanceof FailureError ? error.failure.message : error instanceof Error ? error.message : String(error);
      followed.state = { ...followed.state, state: 'ended', note: `${location} is not followed any more: ${reason}` };
      this.host.job.log({ level: 'error', message: 'A follow ended', data: { path: location, reason: error instanceof Error ? (error.stack ?? reason) : reason } });
    }
    this.tell();
  }

  private begin(source: FollowedSource, { followId, author }: { followId: string; author: string }, listener: { item(artifact: Artifact): void | Promise<void>; changed(): void }): Followed {
    const { id, kind, name, location } = source;
    const intake = new SourceIntake(this.host, source, author, {
      item: (artifact) => listener.item(artifact),
      changed: () => {
        followed.state = { ...followed.state, bytes: intake.takenBytes, records: intake.records, lastNs: intake.lastTakenNs };
        listener.changed();
        this.tell();
      },
    });
    const followed: Followed = {
      intake, followId,
      state: { followId, kind, name, location, state: 'following', bytes: 0, records: 0 },
      note: (sentence) => {
        this.host.job.options.work.note('evidence.follow', sentence, { source: id, location }, author);
        this.host.job.options.changed();
        followed.state = { ...followed.state, note: sentence };
        listener.changed();
        this.tell();
      },
    };
    this.followed.set(id, followed);
    this.tell();
    return followed;
  }

  /** The source on record, or a new one; its name is unique in the case, with as much of its folder as that takes. */
  private sourceOf(kind: FollowedSource['kind'], location: string, zone: string, name: string): FollowedSource {
    const { work } = this.host.job.options;
    const sources = work.followedSources();
    const known = sources.find((one) => one.kind === kind && one.location === location);
    if (known) return known;
    const taken = new Set(sources.map((one) => one.name));
    let unique = name;
    if (kind === 'file') {
      for (let folder = dirname(location); taken.has(unique) && dirname(folder) !== folder; folder = dirname(folder)) unique = `${basename(folder)}/${unique}`;
    }
    for (let n = 2; taken.has(unique); n++) unique = `${name} (${n})`;
    const source: FollowedSource = { id: uuidv7(), kind, location, name: unique, zone };
    work.addFollowedSource(source);
    return source;
  }

  private async refuses(path: string): Promise<Result<never> | undefined> {
    try {
      const info = await stat(path);
      if (info.isDirectory()) return fail('evidence/not-followable', `${path} is a folder. Name the files in it that are to be followed.`, { path });
      if (!info.isFile()) return fail('evidence/not-followable', `${path} is not a regular file. Pipe it into "tephra ingest -" instead.`, { path });
    } catch (error) {
      const { code, message } = unreadable(path, error);
      return fail(code, message, { path });
    }
    const known = this.host.job.options.work.followedSources().find((one) => one.kind === 'file' && one.location === path);
    return known && this.followed.has(known.id) ? fail('evidence/followed-already', `${path} is being followed already.`, { path }) : undefined;
  }

  /** What a source is that begins so, and whether it can be taken in piece by piece. */
  private async kindOf(head: Uint8Array, name: string): Promise<{ grows: boolean; title: string }> {
    const container = detectContainer(head);
    if (container) return { grows: false, title: container };
    let found: string | undefined;
    await this.host.job.pool.run({ path: '', name: basename(name), zone: 'UTC', newestNs: 0n, head, detectOnly: true }, {
      detected: async ({ formatId }) => {
        found = formatId;
      },
      batch: async () => undefined,
      progress: () => undefined,
    }, this.host.closing);
    const format = found === undefined ? undefined : (await knownFormats()).formatById(found);
    // Lines of two-byte characters, and documents over several lines, cannot be cut at a line's end.
    const grows = format?.growsByLine === true && !head.subarray(0, 4096).includes(0) && !isDocument(head);
    return { grows, title: format?.title ?? 'not a known kind of text' };
  }

  private answer(
    followed: readonly Followed[], refused: AddEvidenceOutput['refused'], author: string, startedAt: number, before: readonly string[] = [],
  ): AddEvidenceOutput {
    const { work } = this.host.job.options;
    const facts = new Map(this.host.job.index.facts().map((f) => [f.sha256, f]));
    const artifacts: AddEvidenceOutput['artifacts'] = followed.flatMap(({ intake }) => [
      ...before.map((sha256) => ({ sha256, alreadyInCase: true })), ...intake.taken,
    ].flatMap(({ sha256, alreadyInCase }) => {
      const custody = work.artifact(sha256);
      return custody ? [{ ...toArtifact(custody, facts.get(sha256)), path: intake.source.name, alreadyInCase }] : [];
    }));
    const fresh = artifacts.filter((a) => !a.alreadyInCase);
    const events = fresh.reduce((sum, a) => sum + a.records, 0);
    const bytes = fresh.reduce((sum, a) => sum + a.sizeBytes, 0);
    if (fresh.length > 0) {
      const names = followed.map(({ intake }) => intake.source.name).join(', ');
      work.note('evidence.add', `Followed ${names}: took in ${plural(fresh.length, 'slice')} with ${plural(events, 'record')}`, { events, bytes }, author);
    }
    this.host.job.options.changed();
    return { artifacts, refused, events, bytes, seconds: (performance.now() - startedAt) / 1000 };
  }

  private run<T>(work: Promise<T>): Promise<T> {
    this.running.add(work);
    const forget = (): void => void this.running.delete(work);
    work.then(forget, forget);
    return work;
  }

  private states(): FollowedSourceState[] {
    return [...this.followed.values()].map(({ state }) => state);
  }

  private tell(): void {
    const states = this.states();
    for (const listener of this.listeners) listener(states);
  }
}

/** A JSON document over several lines; one line with a whole object is JSON lines. */
function isDocument(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 65_536)).toString('utf8').trimStart();
  const first = text.split('\n', 1)[0]!.trimEnd();
  return first.startsWith('[{') || first === '[' || (first.startsWith('{') && text.length > first.length && !first.endsWith('}'));
}
