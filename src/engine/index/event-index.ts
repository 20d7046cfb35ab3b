import { existsSync } from 'node:fs';
import type { DuckDBInstance } from '@duckdb/node-api';
import type { Result } from '../../base/result.ts';
import { ArtifactTable } from './artifact-table.ts';
import { Catalog } from './catalog.ts';
import { reachOf } from './clocks.ts';
import type { EventIndex } from './contract.ts';
import { Control } from './control.ts';
import { Readers, type Read } from './duck.ts';
import { EventOrder } from './event-order.ts';
import { EventQueries } from './event-queries.ts';
import { exportsDirOf } from './exports-dir.ts';
import { filterSql } from './filter-sql.ts';
import { FormatTables } from './format-tables.ts';
import { checkTables } from './integrity.ts';
import { load } from './loading.ts';
import { Members } from './members.ts';
import { ResultLists } from './result-lists.ts';
import { describeSchema, type TableFormat } from './schema.ts';
import { spansSql } from './span-sql.ts';
import { DuckTemplateIndex } from './templates.ts';
import { DuckTraceIndex } from './traces.ts';
import { TrustCache } from './trust-cache.ts';
import { exportUserSql, runUserSql } from './user-sql.ts';
import { Writers } from './writers.ts';

/** Seconds a query of a screen may take. */
const LIMIT_SECONDS = 60;
const READERS = 4;

/** The index over the DuckDB file at `path`, put together. `threads`: of DuckDB while nothing is written. */
export async function createEventIndex(instance: DuckDBInstance, path: string, threads: number): Promise<EventIndex> {
  const control = new Control(await instance.connect(), threads);
  const readers = new Readers(instance, READERS);
  const read: Read = (work) => readers.use(LIMIT_SECONDS, work);
  const readFirst: Read = (work) => readers.use(LIMIT_SECONDS, work, true);
  const catalog = new Catalog();
  const tables = new FormatTables(control, catalog);
  const artifacts = new ArtifactTable(control, catalog);
  const members = new Members(control);
  const writers = new Writers(instance, control, catalog, tables, artifacts);
  const lists = new ResultLists({
    formats: () => catalog.eventFormats(),
    artifacts: () => catalog.artifacts(),
    reach: () => reachOf(catalog.clocks.values()),
    revision: () => catalog.revision(),
    ordered: () => catalog.orderedEvents,
    read,
  });
  const order = new EventOrder(control, catalog, tables, lists);
  const events = new EventQueries(instance, catalog, lists, read, readFirst);
  const trust = new TrustCache(catalog, read);
  const spanFormats = (): TableFormat[] => catalog.formats.filter((f) => f.signal === 'spans');
  const traces = new DuckTraceIndex({
    formats: spanFormats,
    spans: () => spansSql(spanFormats(), catalog.hasClocks()),
    revision: () => catalog.revision(),
    read,
  });
  const templates = new DuckTemplateIndex({ instance, control, catalog, tables, lists, read });
  let closed = false;
  if (!(await load(control, catalog, tables, artifacts, members))) await order.renew(new AbortController().signal);

  return {
    traces,
    templates,
    revision: () => catalog.revision(),
    facts: () => catalog.facts(),
    totals: () => catalog.totals(),
    carry: (facts, at, found) => artifacts.carry(facts, at, found),
    members: (found) => members.add(found),
    trust: () => trust.all(),
    useFormats: (formats) => tables.use(formats),
    knowFormats: (formats) => tables.know(formats),
    formatsFrom: (all) => tables.knowFrom(all),
    begin: (sha256, at, format) => writers.begin(sha256, at, format),
    beginUnnamed: (standIn, at, format) => writers.beginUnnamed(standIn, at, format),
    expectMore: () => writers.expectMore(),
    order: (signal) => order.renew(signal),
    orderNew: (added, signal) => order.add(added, signal),
    useClocks: (said) => order.useClocks(said),
    quietMs: () => events.quietMs(),
    page: (filter, from, count) => events.page(filter, from, count),
    seek: (filter, fromRow, direction, target) => events.seek(filter, fromRow, direction, target),
    overview: (filter, buckets, marked) => events.overview(filter, buckets, marked),
    fields: () => events.fields(),
    values: (filter, field, contains, limit) => events.values(filter, field, contains, limit),
    histogram: (filter, buckets, fromNs, toNs) => events.histogram(filter, buckets, fromNs, toNs),
    focus: (share) => events.focus(share),
    recordTrust: (sha256, signal) => events.recordTrust(sha256, signal),
    sharedValues: (here, sources, signal) => events.sharedValues(here, sources, signal),
    activity: (fromNs, toNs, buckets) => events.activity(fromNs, toNs, buckets),
    facets: (filter, limit) => events.facets(filter, limit),
    event: (id) => events.event(id),
    context: (id, seconds, sameArtifact, limit) => events.context(id, seconds, sameArtifact, limit),
    diagnostics: (sha256, limit) => events.diagnostics(sha256, limit),
    search: (filter, limit, signal) => events.search(filter, limit, signal),
    count: (filter) => events.count(filter),
    records: (filter, range, what, signal, take) => events.records(filter, range, what, signal, take),
    writeParquet: (filter, range, to, note, signal, progress) => events.writeParquet(filter, range, to, note, signal, progress),
    exportsDir: () => exportsDirOf(path),
    sql: (query, maxRows, signal) => withTables(tables, () => runUserSql(instance, query, maxRows, signal)),
    sqlParquet: (query, to, signal) => withTables(tables, () => exportUserSql(instance, query, to, signal)),
    filterSql: (filter) => filterSql(filter, catalog.formats, catalog.artifacts()),
    schema: () => describeSchema(catalog.formats),
    check: () => checkTables(path, catalog.formats, read),
    close: async (leaveToProcess = false) => {
      if (closed) return;
      closed = true;
      await control.settle();
      await readers.close();
      await writers.signOff();
      await control.close();
      // Everything is in the file by now; what DuckDB put aside in a folder of its own only it clears away.
      if (!leaveToProcess || existsSync(`${path}.tmp`)) instance.closeSync();
    },
  };
}

/** A query over kinds of evidence that the case has none of has no rows, and is no mistake. */
async function withTables<T>(tables: FormatTables, ask: () => Promise<Result<T>>): Promise<Result<T>> {
  const asked = new Set<string>();
  for (;;) {
    const answer = await ask();
    const name = answer.ok ? undefined : MISSING_TABLE.exec(answer.failure.message)?.[1];
    if (name === undefined || asked.has(name) || !(await tables.missing(name))) return answer;
    asked.add(name);
  }
}

const MISSING_TABLE = /Table with name "?([a-z0-9_]+)"? does not exist/;
