import type { DuckDBInstance } from '@duckdb/node-api';
import { FailureError, type Result } from '../../base/result.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EventDetail, EventId, EventRow } from '../../model/event.ts';
import type { Filter } from '../../model/filter.ts';
import { activityOf } from './activity.ts';
import { sharedValues, type ValuePlace } from './anchors.ts';
import type { Catalog } from './catalog.ts';
import type { FieldName, FieldValues, SharedPlace } from './contract.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { asQuery, whileWanted, type Read } from './duck.ts';
import { focusOf } from './focus.ts';
import * as queries from './queries.ts';
import { recordsOf, writeParquet, type FullRecord, type RecordParts, type RecordRange } from './records.ts';
import type { ResultList, ResultLists } from './result-lists.ts';
import { holdsEvents } from './schema.ts';
import { recordTrust, type RecordTrust } from './source-trust.ts';
import { summarise } from './summaries.ts';
import { fieldNames, fieldValues } from './values.ts';

/** Queries over the events that pass a filter, and over single ones. */
export class EventQueries {
  private readonly instance: DuckDBInstance;
  private readonly catalog: Catalog;
  private readonly lists: ResultLists;
  private readonly read: Read;
  /** For what somebody waits for to go on: before summaries. */
  private readonly readFirst: Read;
  private askedAt: number | undefined;

  constructor(instance: DuckDBInstance, catalog: Catalog, lists: ResultLists, read: Read, readFirst: Read) {
    this.instance = instance;
    this.catalog = catalog;
    this.lists = lists;
    this.read = read;
    this.readFirst = readFirst;
  }

  quietMs(): number {
    return this.askedAt === undefined ? Infinity : performance.now() - this.askedAt;
  }

  page(filter: Filter, from: number, count: number): Promise<Result<{ total: number; unfiltered: number; rows: EventRow[] }>> {
    const unfiltered = this.catalog.orderedEvents;
    return this.query(filter, (list) => this.readFirst(async (connection) => {
      const found = await queries.pageRows(connection, this.catalog.scope(), list, from, count);
      return { total: list.total, unfiltered, rows: found };
    }));
  }

  seek(filter: Filter, fromRow: number, direction: 'next' | 'previous', target: queries.SeekTarget): Promise<Result<number | undefined>> {
    return this.query(filter, async (list) => {
      const run = (hits: string | undefined): Promise<number | undefined> =>
        this.readFirst((connection) => queries.seekRow(connection, this.catalog.scope(), list, fromRow, direction, target, hits));
      if (!target.term) return run(undefined);
      const term = target.term.kind === 'text'
        ? { kind: 'text' as const, text: target.term.text, negated: false }
        : { kind: 'regex' as const, pattern: target.term.text, negated: false };
      return this.list({ ...filter, terms: [...filter.terms, term] }, (hits) => run(hits.table));
    });
  }

  histogram(filter: Filter, buckets: number, fromNs: bigint | undefined, toNs: bigint | undefined): Promise<Result<queries.Histogram>> {
    return this.query(filter, (list) => this.read((connection) => queries.histogram(connection, list, buckets, fromNs, toNs)));
  }

  facets(filter: Filter, limit: number): Promise<Result<queries.Facet[]>> {
    return this.query(filter, (list) => summarise(this.catalog.scope(), list, limit, this.read));
  }

  overview(filter: Filter, buckets: number, events: readonly EventId[]): Promise<Result<queries.Overview>> {
    return this.query(filter, (list) => this.read((connection) => queries.overview(connection, this.catalog.scope(), list, buckets, events)));
  }

  values(filter: Filter, field: string, contains: string, limit: number): Promise<Result<FieldValues>> {
    return this.query(filter, (list) => this.read((connection) => fieldValues(connection, this.catalog.scope(), this.catalog.artifacts(), list, field, contains, limit)));
  }

  count(filter: Filter): Promise<Result<number>> {
    return this.query(filter, async (list) => list.total);
  }

  fields(): Promise<FieldName[]> {
    return this.read((connection) => fieldNames(connection, this.catalog.formatsPresent().filter(holdsEvents)));
  }

  focus(share: number): Promise<{ fromNs: bigint; toNs: bigint } | undefined> {
    this.askedAt = performance.now();
    return this.read((connection) => focusOf(connection, share));
  }

  async recordTrust(sha256: string, signal: AbortSignal): Promise<RecordTrust | undefined> {
    const known = this.catalog.read(sha256);
    if (!known || !holdsEvents(known.format)) return undefined;
    const { format, artifact: { id } } = known;
    return this.read((connection) => whileWanted(connection, signal, () => recordTrust(connection, { format, id, sha256, clock: this.catalog.clocks.get(id) })));
  }

  async sharedValues(here: readonly string[], sources: ReadonlyArray<readonly string[]>, signal: AbortSignal): Promise<Array<{ source: number; value: string; here: SharedPlace; there: SharedPlace }>> {
    const ids = new Map(this.catalog.artifacts().map((a) => [a.sha256, a.id]));
    const hashes = new Map([...ids].map(([sha256, id]) => [id, sha256]));
    const idsOf = (some: readonly string[]): number[] => some.flatMap((sha256) => ids.get(sha256) ?? []);
    const there = new Map(sources.flatMap((some, source) => idsOf(some).map((id) => [id, source] as const)));
    const found = await this.read((connection) => whileWanted(connection, signal, () => sharedValues(connection, this.catalog.scope().formats, idsOf(here), there, this.catalog.hasClocks())));
    const placed = ({ artifact, ...place }: ValuePlace): SharedPlace => ({ sha256: hashes.get(artifact)!, ...place });
    return found.map((one) => ({ ...one, here: placed(one.here), there: placed(one.there) }));
  }

  async activity(fromNs: bigint, toNs: bigint, buckets: number): Promise<Array<{ path: string; count: number; firstNs: bigint; lastNs: bigint }>> {
    this.askedAt = performance.now();
    const found = await this.read((connection) => activityOf(connection, fromNs, toNs, buckets));
    const paths = new Map(this.catalog.artifacts().map((a) => [a.id, a.path]));
    return found.flatMap(({ artifact, ...stretch }) => {
      const path = paths.get(artifact);
      return path === undefined ? [] : [{ path, ...stretch }];
    });
  }

  async event(id: EventId): Promise<EventDetail | undefined> {
    const known = this.catalog.read(id.sha256);
    if (!known) return undefined;
    const { artifact, format } = known;
    return this.readFirst((connection) => queries.eventDetail(connection, artifact, this.catalog.clocks.get(artifact.id), format, id.offsetBytes));
  }

  async context(id: EventId, seconds: number, sameArtifact: boolean, limit: number): Promise<{ rows: EventRow[]; total: number } | undefined> {
    const known = this.catalog.read(id.sha256);
    if (!known) return undefined;
    return this.read((connection) => queries.contextRows(connection, this.catalog.scope(), known.artifact, known.format, id.offsetBytes, seconds, sameArtifact, limit));
  }

  async diagnostics(sha256: string, limit: number): Promise<{ total: number; diagnostics: Diagnostic[] }> {
    const artifact = this.catalog.get(sha256);
    if (!artifact) return { total: 0, diagnostics: [] };
    return this.read((connection) => diagnosticsOf(connection, artifact, limit));
  }

  async *search(filter: Filter, limit: number, signal: AbortSignal): AsyncIterable<EventRow & { path: string; text: string }> {
    const step = 1000;
    this.askedAt = performance.now();
    for (let from = 0; from < limit; from += step) {
      signal.throwIfAborted();
      const count = Math.min(step, limit - from);
      const found = await this.lists.use(filter, (list) => this.read((connection) => queries.hitRows(connection, this.catalog.scope(), list, from, count)));
      yield* found;
      if (found.length < count) return;
    }
  }

  records(filter: Filter, range: RecordRange, what: RecordParts, signal: AbortSignal, take: (records: readonly FullRecord[]) => Promise<void>): Promise<Result<undefined>> {
    return this.exporting(filter, signal, async (list) => {
      for await (const chunk of recordsOf(this.instance, this.catalog.scope(), list, range, what, signal)) await take(chunk);
    });
  }

  writeParquet(filter: Filter, range: RecordRange, path: string, note: string, signal: AbortSignal, progress: (share: number) => void): Promise<Result<undefined>> {
    return this.exporting(filter, signal, (list) => writeParquet(this.instance, this.catalog.scope(), list, range, path, note, signal, progress));
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

  private query<T>(filter: Filter, work: (list: ResultList) => Promise<T>): Promise<Result<T>> {
    return asQuery(() => this.list(filter, work));
  }

  private list<T>(filter: Filter, work: (list: ResultList) => Promise<T>): Promise<T> {
    this.askedAt = performance.now();
    return this.lists.use(filter, work);
  }
}
