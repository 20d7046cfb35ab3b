import { createHash } from 'node:crypto';
import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement, DuckDBValue } from '@duckdb/node-api';
import type { Result } from '../../base/result.ts';
import { fail, FailureError, ok } from '../../base/result.ts';
import type { Format } from '../../formats/contract.ts';
import { correctedTime, type Clock } from '../../model/clock.ts';
import { Diagnostic } from '../../model/diagnostic.ts';
import type { EventDetail, EventId, EventRow } from '../../model/event.ts';
import type { Filter } from '../../model/filter.ts';
import type { ArtifactFacts, ArtifactWriter, EventIndex, UnnamedWriter, FieldName, FieldValues, SqlResult } from './contract.ts';
import { asQuery, duckMessage, literal, Readers, rows, runAll } from './duck.ts';
import { Feed } from './feed.ts';
import { filterSql } from './filter-sql.ts';
import { activityOf } from './activity.ts';
import { focusOf } from './focus.ts';
import { Lanes } from './lanes.ts';
import { orderTail } from './order-tail.ts';
import * as queries from './queries.ts';
import { exportsDirOf } from './exports-dir.ts';
import { recordsOf, writeParquet, type FullRecord, type RecordParts, type RecordRange } from './records.ts';
import { summarise } from './summaries.ts';
import { changedClocks, reachOf, readClocks, writeClocks } from './clocks.ts';
import { CUSTODY_TABLES, insertMembers, type IndexedMember } from './members.ts';
import { shortPath, type ArtifactNames } from './predicate.ts';
import { ResultLists, type ResultList } from './result-lists.ts';
import { DuckTraceIndex } from './traces.ts';
import { spansSql } from './span-sql.ts';
import { describeSchema, formatTable, holdsEvents, inFileOrder, ORDER_TABLE, ORDERED, storeTable, viewStatements, type TableFormat } from './schema.ts';
import { trustOf, type ArtifactTrust } from './trust.ts';
import { exportUserSql, runUserSql } from './user-sql.ts';
import { fieldNames, fieldValues } from './values.ts';
import { DuckArtifactWriter, insertDiagnostics, type WriterHost } from './writer.ts';

/** Seconds a query of a screen may take. */
const LIMIT_SECONDS = 60;

interface KnownArtifact extends ArtifactNames {
  readonly id: number;
  readonly path: string;
  facts: ArtifactFacts | undefined;
  /** Whether `store.artifact` has an entry of it. */
  stored: boolean;
}

/** The index over DuckDB. Everything that changes tables other than a writer's rows runs on one connection, in turn. */
export class DuckEventIndex implements EventIndex, WriterHost {
  readonly instance: DuckDBInstance;
  private readonly path: string;
  private readonly readers: Readers;
  private readonly lists: ResultLists;
  readonly feed: Feed;
  readonly factsSql = INSERT_FACTS;
  readonly traces: DuckTraceIndex;
  private readonly control: DuckDBConnection;
  private turn: Promise<unknown> = Promise.resolve();
  private known = new Map<string, KnownArtifact>();
  private formats: TableFormat[] = [];
  private nextId = 0;
  private nextArtifact = 1;
  private currentRevision = 1;
  private writers = new Set<DuckArtifactWriter>();
  /** By format. */
  private readonly lanes = new Map<string, Lanes>();
  /** Who said that more will come soon. */
  private expecting = 0;
  /** Whether the file says that it may hold rows of artifacts that are not complete. */
  private unclean = false;
  /** Such rows could not be removed. */
  private rowsLeft = false;
  /** Whether anything was written since the file was opened. */
  private written = false;
  private readonly allThreads: number;
  private threads: number;
  private settingThreads: Promise<void> = Promise.resolve();
  private closed = false;
  private askedAt: number | undefined;
  /** Of artifacts by their number, as `store.clock` has them. */
  private clocks: ReadonlyMap<number, Clock> = new Map();
  private readonly memberKeys = new Set<string>();
  /** Of artifacts as they were last read. */
  private readonly trusted = new Map<string, { readonly of: ArtifactFacts; readonly trust: ArtifactTrust | undefined }>();

  static async create(instance: DuckDBInstance, path: string, threads: number): Promise<DuckEventIndex> {
    const index = new DuckEventIndex(instance, path, await instance.connect(), threads);
    await index.load();
    return index;
  }

  private constructor(instance: DuckDBInstance, path: string, control: DuckDBConnection, threads: number) {
    this.allThreads = threads;
    this.threads = threads;
    this.instance = instance;
    this.path = path;
    this.control = control;
    this.feed = new Feed(control);
    this.readers = new Readers(instance, 4);
    const spanFormats = (): TableFormat[] => this.formats.filter((f) => f.signal === 'spans');
    this.traces = new DuckTraceIndex({
      formats: spanFormats,
      spans: () => spansSql(spanFormats(), this.hasClocks()),
      revision: () => this.currentRevision,
      read: (work) => this.read(work),
    });
    this.lists = new ResultLists({
      formats: () => this.formats.filter(holdsEvents),
      artifacts: () => this.names(),
      reach: () => reachOf(this.clocks.values()),
      revision: () => this.currentRevision,
      read: (work) => this.readers.use(LIMIT_SECONDS, work),
    });
  }

  revision(): number {
    return this.currentRevision;
  }

  facts(): readonly ArtifactFacts[] {
    return [...this.known.values()].flatMap((a) => (a.facts ? [this.withClock(a.id, a.facts)] : []));
  }

  /** Facts as the clock of the artifact corrects them. */
  private withClock(id: number, facts: ArtifactFacts): ArtifactFacts {
    const clock = this.clocks.get(id);
    if (!clock) return facts;
    const { fromNs, toNs } = facts;
    return { ...facts, clock, fromNs: fromNs === undefined ? undefined : correctedTime(fromNs, clock), toNs: toNs === undefined ? undefined : correctedTime(toNs, clock) };
  }

  private hasClocks(): boolean {
    return this.clocks.size > 0;
  }

  totals(): { records: number; diagnostics: number; fromNs: bigint | undefined; toNs: bigint | undefined } {
    let records = 0;
    let diagnostics = 0;
    let fromNs: bigint | undefined;
    let toNs: bigint | undefined;
    for (const facts of this.facts()) {
      records += facts.records;
      diagnostics += facts.diagnostics;
      if (facts.fromNs !== undefined && (fromNs === undefined || facts.fromNs < fromNs)) fromNs = facts.fromNs;
      if (facts.toNs !== undefined && (toNs === undefined || facts.toNs > toNs)) toNs = facts.toNs;
    }
    return { records, diagnostics, fromNs, toNs };
  }

  quietMs(): number {
    return this.askedAt === undefined ? Infinity : performance.now() - this.askedAt;
  }

  async useFormats(wanted: readonly Format[]): Promise<void> {
    await this.exclusively(async () => {
      const changed = wanted.filter((format) => {
        const here = this.formats.find((f) => f.id === format.id);
        return !here || here.title !== format.title || JSON.stringify([here.fields, here.bodyParts, here.signal]) !== JSON.stringify([format.fields, format.bodyParts, format.signal]);
      });
      if (changed.length > 0) await this.replaceFormats(changed.map(({ id, title, fields, bodyParts, signal }) => ({ id, title, fields, bodyParts, signal })));
    });
  }

  async carry(facts: ArtifactFacts, path: string, found: readonly Diagnostic[]): Promise<void> {
    await this.exclusively(async () => {
      const before = this.known.get(facts.sha256);
      // What it was taken for before had records of its own.
      if (before && before.kind !== facts.kind) await this.deleteRows(before.id, before.kind);
      this.written = true;
      const artifact: KnownArtifact = { id: before?.id ?? this.nextArtifact++, sha256: facts.sha256, path, kind: facts.kind, facts: before?.facts, stored: before?.stored ?? false };
      this.known.set(facts.sha256, artifact);
      await this.inTransaction(async () => {
        await this.control.run(`DELETE FROM store.diagnostic WHERE artifact = ${artifact.id}`);
        await insertDiagnostics(this.control, artifact.id, 0, found);
        await this.insertFacts(this.control, artifact.id, facts, artifact.stored);
      });
      this.factsCommitted(artifact.id, facts);
    });
  }

  async members(found: readonly IndexedMember[]): Promise<void> {
    await this.exclusively(async () => {
      const key = ({ sha256, container, path }: IndexedMember): string => `${sha256}/${container}/${path}`;
      const fresh = found.filter((member) => !this.memberKeys.has(key(member)));
      if (fresh.length === 0) return;
      this.written = true;
      await insertMembers(this.control, this.memberKeys.size, fresh);
      for (const member of fresh) this.memberKeys.add(key(member));
    });
  }

  async trust(): Promise<ArtifactTrust[]> {
    const known = [...this.known.values()].flatMap((a) => (a.facts?.fromNs === undefined ? [] : [{ ...a, facts: a.facts }]));
    for (const format of this.formats.filter(holdsEvents)) {
      const fresh = known.filter((a) => a.kind === format.id && this.trusted.get(a.sha256)?.of !== a.facts);
      if (fresh.length === 0) continue;
      const found = await this.read((connection) => trustOf(connection, format.id, new Map(fresh.map((a) => [a.id, a.sha256]))));
      const by = new Map(found.map((one) => [one.sha256, one]));
      for (const { sha256, facts } of fresh) this.trusted.set(sha256, { of: facts, trust: by.get(sha256) });
    }
    return known.flatMap((a) => {
      const one = this.trusted.get(a.sha256);
      return one?.of === a.facts && one.trust ? [one.trust] : [];
    });
  }

  async begin(sha256: string, path: string, format: Format): Promise<ArtifactWriter> {
    await this.useFormats([format]);
    return this.exclusively(async () => {
      await this.markUnclean();
      const before = this.known.get(sha256);
      if (before) await this.deleteRows(before.id, before.kind);
      if (before?.stored === true) await this.control.run('UPDATE store.artifact SET path = $1, kind = $2 WHERE id = $3', [path, format.id, before.id]);
      const artifact: KnownArtifact = { id: before?.id ?? this.nextArtifact++, sha256, path, kind: format.id, facts: undefined, stored: before?.stored ?? false };
      this.known.set(sha256, artifact);
      return this.writer(artifact.id, format, artifact.stored);
    });
  }

  async beginUnnamed(path: string, format: Format): Promise<UnnamedWriter> {
    await this.useFormats([format]);
    return this.exclusively(async () => {
      await this.markUnclean();
      const id = this.nextArtifact++;
      const writer = await this.writer(id, format, false);
      return {
        append: (batch) => writer.append(batch),
        diagnostics: (found) => writer.diagnostics(found),
        finish: (facts) => writer.finish(facts),
        identify: (sha256) => this.exclusively(async () => {
          const before = this.known.get(sha256);
          if (before) await this.deleteRows(before.id, before.kind);
          if (before?.stored === true) await this.control.run(`DELETE FROM store.artifact WHERE id = ${before.id}`);
          this.known.set(sha256, { id, sha256, path, kind: format.id, facts: undefined, stored: false });
        }),
        abandon: () => writer.abandon(),
      };
    });
  }

  expectMore(): () => Promise<void> {
    this.expecting++;
    let released: Promise<void> | undefined;
    return () => (released ??= this.expectLess());
  }

  private async expectLess(): Promise<void> {
    this.expecting--;
    if (this.expecting > 0) return;
    await Promise.all([...this.lanes.values()].map((lanes) => lanes.flush()));
    this.endLanes();
  }

  private async writer(artifactId: number, format: Format, hasEntry: boolean): Promise<DuckArtifactWriter> {
    const table = this.formats.find((f) => f.id === format.id)!;
    let lanes = this.lanes.get(format.id);
    if (!lanes) {
      lanes = new Lanes(this.instance, this.feed, table, () => this.expecting > 0);
      this.lanes.set(format.id, lanes);
    }
    const writer = new DuckArtifactWriter(this, lanes, artifactId, table, hasEntry);
    this.writers.add(writer);
    await this.useThreads();
    return writer;
  }

  ended(writer: DuckArtifactWriter): void {
    this.writers.delete(writer);
    this.endLanes();
  }

  private endLanes(): void {
    if (this.writers.size > 0 || this.expecting > 0) return;
    for (const lanes of this.lanes.values()) lanes.end();
    this.lanes.clear();
    void this.useThreads();
  }

  /** Rows that nobody has signed for are possible from now on, until the index is closed. */
  private async markUnclean(): Promise<void> {
    this.written = true;
    if (this.unclean) return;
    this.unclean = true;
    await this.control.run("INSERT INTO store.meta VALUES ('unclean', '')");
  }

  /**
   * While rows are written each statement runs on the thread that called it: an INSERT from the feed is one task, and
   * DuckDB's caller would wait for another thread to do it by spinning, at the cost of half a core.
   */
  private async useThreads(): Promise<void> {
    const wanted = this.writers.size > 0 || this.expecting > 0 ? 1 : this.allThreads;
    if (wanted === this.threads) return;
    this.threads = wanted;
    this.settingThreads = this.setThreads(this.settingThreads, wanted);
    await this.settingThreads;
  }

  private async setThreads(before: Promise<void>, threads: number): Promise<void> {
    await before;
    if (!this.closed) await this.control.run(`SET threads = ${threads}`);
  }

  reserveIds(count: number): number {
    const first = this.nextId;
    this.nextId += count;
    return first;
  }

  async insertFacts(connection: DuckDBConnection, artifactId: number, facts: ArtifactFacts, replaces: boolean, prepared?: DuckDBPreparedStatement): Promise<void> {
    const artifact = this.known.get(facts.sha256)!;
    if (replaces) await connection.run(`DELETE FROM store.artifact WHERE id = ${artifactId}`);
    const values = [
      artifactId, facts.sha256, artifact.path, facts.status, facts.kind, facts.title, facts.confidence, facts.reason, facts.records,
      facts.understoodBytes, facts.notUnderstood, facts.diagnostics, facts.fromNs ?? null, facts.toNs ?? null,
    ];
    if (prepared) {
      prepared.bind(values);
      await prepared.run();
    } else await connection.run(INSERT_FACTS, values);
    if (replaces) await connection.run(`DELETE FROM store.reading WHERE artifact = ${artifactId}`);
    if (facts.reading !== undefined) await connection.run('INSERT INTO store.reading VALUES ($1, $2)', [artifactId, facts.reading]);
  }

  factsCommitted(artifactId: number, facts: ArtifactFacts): void {
    const artifact = this.known.get(facts.sha256)!;
    if (artifact.id !== artifactId) return;
    artifact.facts = facts;
    artifact.stored = true;
  }

  async insertPending(connection: DuckDBConnection, artifactId: number): Promise<boolean> {
    const artifact = [...this.known.values()].find((a) => a.id === artifactId);
    if (!artifact) return false;
    await connection.run("INSERT INTO store.artifact VALUES ($1, $2, $3, 'pending', $4, '', 0, '', 0, 0, 0, 0, NULL, NULL)", [artifactId, artifact.sha256, artifact.path, artifact.kind]);
    artifact.stored = true;
    return true;
  }

  async removeRows(artifactId: number, formatId: string): Promise<void> {
    try {
      await this.exclusively(() => this.deleteRows(artifactId, formatId));
    } catch (error) {
      this.rowsLeft = true;
      throw error;
    }
  }

  private async deleteRows(artifactId: number, formatId: string): Promise<void> {
    this.written = true;
    if (this.formats.some((f) => f.id === formatId)) await this.control.run(`DELETE FROM ${storeTable(formatId)} WHERE artifact = ${artifactId}`);
    await this.control.run(`DELETE FROM store.diagnostic WHERE artifact = ${artifactId}`);
    const artifact = [...this.known.values()].find((a) => a.id === artifactId);
    if (artifact?.facts) {
      await this.control.run(`UPDATE store.artifact SET status = 'pending' WHERE id = ${artifactId}`);
      artifact.facts = undefined;
    }
  }

  async order(signal: AbortSignal): Promise<void> {
    await this.exclusively(async () => {
      this.written = true;
      signal.throwIfAborted();
      const stop = (): void => this.control.interrupt();
      signal.addEventListener('abort', stop);
      try {
        await this.orderAll(this.hasClocks());
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener('abort', stop);
      }
      this.currentRevision++;
      this.lists.forget();
    });
  }

  private async orderAll(hasClocks: boolean): Promise<void> {
    // All threads are given back before rows are put in order.
    await this.settingThreads;
    const parts = this.formats.filter(holdsEvents).map((f) => ORDERED(f, hasClocks));
    if (parts.length > 0) await this.control.run(ORDER_TABLE(parts.join(' UNION ALL '), inFileOrder([...this.known.values()])));
  }

  async useClocks(said: ReadonlyMap<string, Clock>): Promise<boolean> {
    return this.exclusively(async () => {
      const clocks = new Map<number, Clock>();
      for (const { sha256, id } of this.known.values()) {
        const clock = said.get(sha256);
        if (clock) clocks.set(id, { offsetNs: clock.offsetNs, uncertaintyNs: clock.uncertaintyNs });
      }
      const { any, moved } = changedClocks(this.clocks, clocks);
      if (!any) return false;
      this.written = true;
      const [ordered] = moved.length === 0 ? [] : await rows(this.control, `SELECT 1 FROM store.ord WHERE artifact IN (${moved.join(', ')}) LIMIT 1`);
      // Clocks, the views that ask for them and the order are one: whoever reads meanwhile sees all as it was.
      await this.inTransaction(async () => {
        await writeClocks(this.control, clocks);
        if (clocks.size > 0 !== this.hasClocks()) await this.makeViews(viewStatements(this.formats, clocks.size > 0));
        if (ordered) await this.orderAll(clocks.size > 0);
      });
      this.clocks = clocks;
      this.currentRevision++;
      this.lists.forget();
      return true;
    });
  }

  async orderNew(artifacts: readonly string[], signal: AbortSignal): Promise<void> {
    const isDone = await this.exclusively(async () => {
      this.written = true;
      signal.throwIfAborted();
      const fresh = artifacts.flatMap((sha256) => this.known.get(sha256) ?? []);
      if (!(await orderTail(this.control, this.formats, [...this.known.values()], fresh, this.hasClocks()))) return false;
      this.currentRevision++;
      this.lists.forget();
      return true;
    });
    if (!isDone) await this.order(signal);
  }

  page(filter: Filter, from: number, count: number): Promise<Result<{ total: number; unfiltered: number; rows: EventRow[] }>> {
    return asQuery(() => this.list(filter, (list) => this.read(async (connection) => {
      const [all] = await rows(connection, 'SELECT count(*) FROM store.ord');
      const found = await queries.pageRows(connection, this.scope(), list, from, count);
      return { total: list.total, unfiltered: Number(all![0]), rows: found };
    })));
  }

  seek(filter: Filter, fromRow: number, direction: 'next' | 'previous', target: queries.SeekTarget): Promise<Result<number | undefined>> {
    return asQuery(() => this.list(filter, async (list) => {
      const run = (hits: string | undefined): Promise<number | undefined> =>
        this.read((connection) => queries.seekRow(connection, this.scope(), list, fromRow, direction, target, hits));
      if (!target.term) return run(undefined);
      const term = target.term.kind === 'text'
        ? { kind: 'text' as const, text: target.term.text, negated: false }
        : { kind: 'regex' as const, pattern: target.term.text, negated: false };
      return this.list({ ...filter, terms: [...filter.terms, term] }, (hits) => run(hits.table));
    }));
  }

  histogram(filter: Filter, buckets: number, fromNs: bigint | undefined, toNs: bigint | undefined): Promise<Result<queries.Histogram>> {
    return asQuery(() => this.list(filter, (list) => this.read((connection) => queries.histogram(connection, list, buckets, fromNs, toNs))));
  }

  focus(share: number): Promise<{ fromNs: bigint; toNs: bigint } | undefined> {
    this.askedAt = performance.now();
    return this.read((connection) => focusOf(connection, share));
  }

  async activity(fromNs: bigint, toNs: bigint, buckets: number): Promise<Array<{ path: string; count: number; firstNs: bigint; lastNs: bigint }>> {
    this.askedAt = performance.now();
    const found = await this.read((connection) => activityOf(connection, fromNs, toNs, buckets));
    const paths = new Map([...this.known.values()].map((a) => [a.id, a.path]));
    return found.flatMap(({ artifact, ...stretch }) => {
      const path = paths.get(artifact);
      return path === undefined ? [] : [{ path, ...stretch }];
    });
  }

  facets(filter: Filter, limit: number): Promise<Result<queries.Facet[]>> {
    return asQuery(() => this.list(filter, (list) => summarise(this.scope(), list, limit, (work) => this.read(work))));
  }

  overview(filter: Filter, buckets: number, events: readonly EventId[]): Promise<Result<queries.Overview>> {
    return asQuery(() => this.list(filter, (list) => this.read((connection) => queries.overview(connection, this.scope(), list, buckets, events))));
  }

  fields(): Promise<FieldName[]> {
    const kinds = new Set([...this.known.values()].map((a) => a.kind));
    return this.read((connection) => fieldNames(connection, this.formats.filter((f) => holdsEvents(f) && kinds.has(f.id))));
  }

  values(filter: Filter, field: string, contains: string, limit: number): Promise<Result<FieldValues>> {
    return asQuery(() => this.list(filter, (list) => this.read((connection) => fieldValues(connection, this.scope(), this.names(), list, field, contains, limit))));
  }

  async event(id: EventId): Promise<EventDetail | undefined> {
    const artifact = this.known.get(id.sha256);
    const format = this.formats.find((f) => f.id === artifact?.kind);
    if (!artifact || !format) return undefined;
    return this.read((connection) => queries.eventDetail(connection, artifact, this.clocks.get(artifact.id), format, id.offsetBytes));
  }

  async context(id: EventId, seconds: number, sameArtifact: boolean, limit: number): Promise<{ rows: EventRow[]; total: number } | undefined> {
    const artifact = this.known.get(id.sha256);
    const format = this.formats.find((f) => f.id === artifact?.kind);
    if (!artifact || !format) return undefined;
    return this.read((connection) => queries.contextRows(connection, this.scope(), artifact, format, id.offsetBytes, seconds, sameArtifact, limit));
  }

  async diagnostics(sha256: string, limit: number): Promise<{ total: number; diagnostics: Diagnostic[] }> {
    const artifact = this.known.get(sha256);
    if (!artifact) return { total: 0, diagnostics: [] };
    return this.read(async (connection) => {
      const [count] = await rows(connection, `SELECT count(*) FROM store.diagnostic WHERE artifact = ${artifact.id}`);
      const found = await rows(connection, `SELECT code, severity, message, offset_bytes, length_bytes FROM store.diagnostic
        WHERE artifact = ${artifact.id} ORDER BY offset_bytes, seq LIMIT ${Math.floor(limit)}`);
      return {
        // Of very many only the first are kept.
        total: Math.max(Number(count![0]), artifact.facts?.diagnostics ?? 0),
        diagnostics: found.map(([code, severity, message, offset, length]) => Diagnostic.parse({
          code, severity, message, offsetBytes: Number(offset), lengthBytes: Number(length),
        })),
      };
    });
  }

  async *search(filter: Filter, limit: number, signal: AbortSignal): AsyncIterable<EventRow & { path: string; text: string }> {
    const step = 1000;
    this.askedAt = performance.now();
    for (let from = 0; from < limit; from += step) {
      signal.throwIfAborted();
      const count = Math.min(step, limit - from);
      const found = await this.lists.use(filter, (list) => this.read((connection) => queries.hitRows(connection, this.scope(), list, from, count)));
      yield* found;
      if (found.length < count) return;
    }
  }

  count(filter: Filter): Promise<Result<number>> {
    return asQuery(() => this.list(filter, async (list) => list.total));
  }

  async records(filter: Filter, range: RecordRange, what: RecordParts, signal: AbortSignal, take: (records: readonly FullRecord[]) => Promise<void>): Promise<Result<undefined>> {
    return this.exporting(filter, signal, async (list) => {
      for await (const chunk of recordsOf(this.instance, this.scope(), list, range, what, signal)) await take(chunk);
    });
  }

  writeParquet(filter: Filter, range: RecordRange, path: string, note: string, signal: AbortSignal, progress: (share: number) => void): Promise<Result<undefined>> {
    return this.exporting(filter, signal, (list) => writeParquet(this.instance, this.scope(), list, range, path, note, signal, progress));
  }

  exportsDir(): string {
    return exportsDirOf(this.path);
  }

  private exporting(filter: Filter, signal: AbortSignal, work: (list: ResultList) => Promise<void>): Promise<Result<undefined>> {
    return asQuery(async () => {
      try {
        await this.lists.use(filter, work);
      } catch (error) {
        if (signal.aborted) throw new FailureError({ code: 'cancelled', message: 'The export was ended.' });
        throw error;
      }
      return undefined;
    });
  }

  sql(query: string, maxRows: number, signal?: AbortSignal): Promise<Result<SqlResult>> {
    return runUserSql(this.instance, query, maxRows, signal);
  }

  sqlParquet(query: string, path: string, signal: AbortSignal): Promise<Result<number>> {
    return exportUserSql(this.instance, query, path, signal);
  }

  filterSql(filter: Filter): Result<string> {
    return filterSql(filter, this.formats, [...this.known.values()]);
  }

  schema(): ReturnType<typeof describeSchema> {
    return describeSchema(this.formats);
  }

  /** Reads every block of every table: DuckDB checks their checksums. */
  async check(): Promise<Result<string>> {
    try {
      return await this.read(async (connection) => {
        const tables = ['store.artifact', 'store.diagnostic', 'store.ord', ...this.formats.map((f) => storeTable(f.id))];
        for (const table of tables) await connection.run(`SELECT bit_xor(hash(t)) FROM ${table} t`);
        return ok(`${tables.length} tables of ${this.path} read and whole`);
      });
    } catch (error) {
      return fail('index/damaged', `The index is damaged: ${duckMessage(error)} Delete index.duckdb; it is made anew when the case is opened.`);
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.turn.catch(() => undefined);
    await this.settingThreads.catch(() => undefined);
    await this.readers.close();
    // Closing the file would do this on the engine's loop. What is not put in place now is when the file is next opened.
    if (this.unclean && this.writers.size === 0 && !this.rowsLeft) await this.control.run("DELETE FROM store.meta WHERE key = 'unclean'").catch(() => undefined);
    if (this.written) await this.control.run('CHECKPOINT').catch(() => undefined);
    this.control.disconnectSync();
    this.instance.closeSync();
  }

  private read<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.readers.use(LIMIT_SECONDS, work);
  }

  private list<T>(filter: Filter, work: (list: ResultList) => Promise<T>): Promise<T> {
    this.askedAt = performance.now();
    return this.lists.use(filter, work);
  }

  private scope(): queries.Scope {
    const byId = new Map([...this.known.values()].map((a) => [a.id, { ...a, short: shortPath(a.path), clock: this.clocks.get(a.id) }]));
    const formats = this.formats.filter(holdsEvents);
    // Most cases have a few kinds of evidence: every table more is one more to plan for.
    const kinds = new Set([...this.known.values()].map((a) => a.kind));
    const present = formats.filter((f) => kinds.has(f.id));
    return { formats: present.length > 0 ? present : formats, artifact: (id) => byId.get(id), hasClocks: this.hasClocks() };
  }

  private names(): ArtifactNames[] {
    return [...this.known.values()];
  }

  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const run = this.turn.then(work, work);
    this.turn = run.catch(() => undefined);
    return run;
  }

  /** In one transaction: a process killed in the middle leaves all tables with their entries and views, or none. */
  private async replaceFormats(changed: readonly TableFormat[]): Promise<void> {
    this.written = true;
    const had = new Set(this.formats.map((f) => f.id).filter((id) => changed.some((f) => f.id === id)));
    const formats = [...this.formats.filter((f) => !had.has(f.id)), ...changed].sort((a, b) => (a.id < b.id ? -1 : 1));
    await this.inTransaction(async () => {
      for (const format of changed) {
        if (had.has(format.id)) {
          await this.control.run(`DROP VIEW IF EXISTS events`);
          await this.control.run(`DROP TABLE ${storeTable(format.id)}`);
          await this.control.run('DELETE FROM store.format WHERE id = $1', [format.id]);
          await this.control.run("UPDATE store.artifact SET status = 'pending' WHERE kind = $1", [format.id]);
        }
      }
      const text = (value: string | undefined): string => (value === undefined ? 'NULL' : literal(value));
      await runAll(this.control, changed.flatMap((format) => [
        formatTable(format),
        `INSERT INTO store.format VALUES (${[format.id, format.title, JSON.stringify(format.fields), JSON.stringify(format.bodyParts ?? null), format.signal].map(text).join(', ')})`,
      ]));
      await this.makeViews(viewStatements(formats, this.hasClocks()));
    });
    if (had.size > 0) {
      for (const artifact of this.known.values()) if (had.has(artifact.kind)) artifact.facts = undefined;
      this.currentRevision++;
    }
    this.formats = formats;
  }

  /** Views are made anew when another Tephra made them: to make them each time is half of opening an index. */
  private async renewViews(): Promise<void> {
    const statements = viewStatements(this.formats, this.hasClocks());
    const [made] = await rows(this.control, "SELECT value FROM store.meta WHERE key = 'views'");
    if (made?.[0] === digest(statements)) return;
    this.written = true;
    await this.inTransaction(() => this.makeViews(statements));
  }

  private async makeViews(statements: readonly string[]): Promise<void> {
    await runAll(this.control, [...statements, "DELETE FROM store.meta WHERE key = 'views'"]);
    await this.control.run("INSERT INTO store.meta VALUES ('views', $1)", [digest(statements)]);
  }

  private async inTransaction(work: () => Promise<void>): Promise<void> {
    await this.control.run('BEGIN TRANSACTION');
    try {
      await work();
      await this.control.run('COMMIT');
    } catch (error) {
      await this.control.run('ROLLBACK');
      throw error;
    }
  }

  /** Removes rows of artifacts that were not complete when the process ended. */
  private async removeUnsigned(): Promise<void> {
    this.written = true;
    const unsigned = `artifact NOT IN (SELECT id FROM store.artifact WHERE status IN ${COMPLETE})`;
    await this.inTransaction(async () => {
      for (const format of this.formats) await this.control.run(`DELETE FROM ${storeTable(format.id)} WHERE ${unsigned}`);
      await this.control.run(`DELETE FROM store.diagnostic WHERE ${unsigned}`);
      await this.control.run("DELETE FROM store.meta WHERE key = 'unclean'");
    });
  }

  /** What is on disk, into memory. Rows of artifacts that were never finished go: they will be parsed again. */
  private async load(): Promise<void> {
    const formats = await rows(this.control, 'SELECT id, title, fields, body_parts, signal FROM store.format ORDER BY id');
    this.formats = formats.map(([id, title, fields, parts, signal]) => ({
      id: String(id), title: String(title), fields: JSON.parse(String(fields)), bodyParts: JSON.parse(String(parts)) ?? undefined,
      signal: signal === 'spans' || signal === 'metric-points' ? signal : undefined,
    }));
    await runAll(this.control, CUSTODY_TABLES);
    this.clocks = await readClocks(this.control);
    for (const [sha256, container, path] of await rows(this.control, 'SELECT sha256, container, path FROM store.member')) this.memberKeys.add(`${String(sha256)}/${String(container)}/${String(path)}`);
    const readings = new Map((await rows(this.control, 'SELECT artifact, reading FROM store.reading')).map(([id, reading]) => [Number(id), String(reading)]));
    for (const row of await rows(this.control, 'SELECT * FROM store.artifact')) {
      const artifact = artifactOf(row, readings);
      this.known.set(artifact.sha256, artifact);
      this.nextArtifact = Math.max(this.nextArtifact, artifact.id + 1);
    }
    const [unclean] = await rows(this.control, "SELECT 1 FROM store.meta WHERE key = 'unclean'");
    if (unclean) await this.removeUnsigned();
    await this.renewViews();
    // Rows have an artifact of their kind: the others were removed just now.
    const kinds = new Set([...this.known.values()].map((a) => a.kind));
    const tables = this.formats.filter((f) => kinds.has(f.id)).map((f) => `SELECT max(id), count(*), ${holdsEvents(f)} FROM ${storeTable(f.id)}`);
    const [counts] = await rows(this.control, `SELECT (SELECT count(*) FROM store.ord), coalesce(sum(n) FILTER (events), 0), max(id)
      FROM (${tables.length === 0 ? 'SELECT NULL::BIGINT, 0, false' : tables.join(' UNION ALL ')}) t (id, n, events)`);
    if (counts![2] !== null) this.nextId = Math.max(this.nextId, Number(counts![2]) + 1);
    if (Number(counts![0]) !== Number(counts![1])) await this.order(new AbortController().signal);
  }
}

/** Of `store.artifact`. */
const INSERT_FACTS = 'INSERT INTO store.artifact VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)';
/** What an artifact that was read to its end has for a status. */
const COMPLETE = "('understood', 'carried', 'failed')";

function digest(statements: readonly string[]): string {
  return createHash('sha256').update(statements.join(';')).digest('hex');
}

function artifactOf(row: DuckDBValue[], readings: ReadonlyMap<number, string>): KnownArtifact {
  const [id, sha256, path, status, kind, title, confidence, reason, records, understoodBytes, notUnderstood, diagnostics, fromNs, toNs] = row;
  const known = { id: Number(id), sha256: String(sha256), path: String(path), kind: String(kind), stored: true };
  if (status !== 'understood' && status !== 'carried' && status !== 'failed') return { ...known, facts: undefined };
  return {
    ...known,
    facts: {
      sha256: known.sha256, status, kind: known.kind, title: String(title), confidence: Number(confidence), reason: String(reason),
      records: Number(records), understoodBytes: Number(understoodBytes), notUnderstood: Number(notUnderstood), diagnostics: Number(diagnostics),
      fromNs: typeof fromNs === 'bigint' ? fromNs : undefined, toNs: typeof toNs === 'bigint' ? toNs : undefined,
      ...(readings.has(known.id) ? { reading: readings.get(known.id) } : {}),
    },
  };
}
