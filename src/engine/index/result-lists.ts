import type { DuckDBConnection } from '@duckdb/node-api';
import type { Filter } from '../../model/filter.ts';
import { textParts } from './body-text.ts';
import type { ClockReach } from './clocks.ts';
import { rows, Sql, type Read } from './duck.ts';
import { isRowTerm, orderCondition, rowCondition, type ArtifactNames } from './predicate.ts';
import { storeTable, type TableFormat } from './schema.ts';
import { TableCache } from './table-cache.ts';

/** The events that pass a filter, in order: rows `first` … `first + total` of a table (n, id, time_ns, severity, artifact). */
export interface ResultList {
  readonly table: string;
  /** `n` of its first row: not 0 where a stretch of the whole order is the answer. */
  readonly first: number;
  readonly total: number;
  /** It is every event there is. */
  readonly whole: boolean;
}

/** Lists kept: a few views with a few filters each. */
const KEPT = 16;

export interface ListSource {
  readonly formats: () => readonly TableFormat[];
  readonly artifacts: () => readonly ArtifactNames[];
  /** How far clocks move times; `undefined` while none is set. */
  readonly reach: () => ClockReach | undefined;
  readonly revision: () => number;
  /** Events in the order. */
  readonly ordered: () => number;
  readonly read: Read;
}

/**
 * Ordered lists of what passes a filter, kept per filter and revision: a page is then a range read, its total is
 * known, and a place in it can be found. They live in an in-memory database beside the index and never reach JavaScript.
 */
export class ResultLists {
  private next = 1;
  private readonly source: ListSource;
  private readonly lists: TableCache<ResultList>;

  constructor(source: ListSource) {
    this.source = source;
    this.lists = new TableCache(KEPT, async ({ table }) => {
      if (table.startsWith('cache.')) await source.read(async (connection) => connection.run(`DROP TABLE IF EXISTS ${table}`));
    });
  }

  /** The list stays until `work` is done, whatever else happens. */
  use<T>(filter: Filter, work: (list: ResultList) => Promise<T>): Promise<T> {
    return this.lists.use(`${this.source.revision()} ${filterKey(filter)}`, () => this.make(filter), work);
  }

  /** Lists of an order that is no more. */
  forget(): void {
    this.lists.forget(() => false);
  }

  private async make(filter: Filter): Promise<ResultList> {
    const artifacts = this.source.artifacts();
    const reach = this.source.reach();
    if (filter.terms.length === 0 && (filter.artifacts?.length ?? 0) === 0 && filter.fromNs === undefined && filter.toNs === undefined) {
      return { table: 'store.ord', first: 0, total: this.source.ordered(), whole: true };
    }
    const onlyTime = filter.terms.length === 0 && (filter.artifacts?.length ?? 0) === 0;
    return this.source.read(async (connection) => {
      if (onlyTime) {
        const [row] = await rows(connection, `SELECT count(*), min(n) FROM store.ord WHERE ${orderCondition(filter, artifacts, 'severity') ?? 'true'}`);
        return { table: 'store.ord', first: Number(row![1] ?? 0), total: Number(row![0]), whole: false };
      }
      const table = `cache.r${this.next++}`;
      const kinds = new Set(artifacts.map((a) => a.kind));
      const formats = this.source.formats().filter((format) => kinds.has(format.id));
      const text = onlyText(filter);
      const hits = `${table}_hits`;
      const sql = new Sql();
      let select: string;
      if (text === undefined) select = selection(filter, formats, artifacts, reach, sql);
      else {
        const found = new Sql();
        await connection.run(`CREATE TABLE ${hits} AS ${textHits(filter, text, formats, artifacts, reach, found)}`, found.values);
        select = await inOrder(connection, hits, reach && whereInOrder(filter, artifacts));
      }
      await connection.run(`CREATE TABLE ${table} AS SELECT row_number() OVER () - 1 AS n, id, time_ns, severity, artifact FROM (${select})`, sql.values);
      if (text !== undefined) await connection.run(`DROP TABLE ${hits}`);
      const [row] = await rows(connection, `SELECT count(*) FROM ${table}`);
      return { table, first: 0, total: Number(row![0]), whole: false };
    });
  }
}

/** Hits whose ids stand in the query: the order is then read where they are, and not from end to end. */
const FEW_HITS = 500;

/** The text of a filter that asks the records for nothing else. */
function onlyText(filter: Filter): string | undefined {
  const [term, ...more] = filter.terms.filter(isRowTerm);
  return term?.kind === 'text' && !term.negated && term.text !== '' && more.length === 0 ? term.text : undefined;
}

/** Ids of records that have a text where `counts`; one that has it in several columns comes several times. */
function textHits(filter: Filter, text: string, formats: readonly TableFormat[], artifacts: readonly ArtifactNames[], reach: ClockReach | undefined, sql: Sql): string {
  const inTable = orderCondition(filter, artifacts, 'severity_number', reach);
  const parts = formats.flatMap((format) => textParts(format, 'e', text, sql).map(({ condition, counts }) =>
    `SELECT e.id, ${counts} AS counts FROM ${storeTable(format.id)} e WHERE ${inTable === undefined ? '' : `${inTable} AND `}${condition}`));
  return parts.length === 0 ? 'SELECT 0::BIGINT AS id, true AS counts WHERE false' : parts.join(' UNION ALL ');
}

/** `condition`: what must hold of corrected times, where hits were found by recorded ones. */
async function inOrder(connection: DuckDBConnection, hits: string, condition: string | undefined): Promise<string> {
  const few = await rows(connection, `SELECT DISTINCT id FROM ${hits} WHERE counts LIMIT ${FEW_HITS + 1}`);
  const ids = few.map(([id]) => String(id));
  const also = condition ?? 'true';
  const passing = ids.length > FEW_HITS ? `SEMI JOIN (SELECT id FROM ${hits} WHERE counts) f ON f.id = o.id WHERE ${also}` : `WHERE ${ids.length === 0 ? 'false' : `o.id IN (${ids.join(', ')}) AND ${also}`}`;
  return `SELECT o.n, o.id, o.time_ns, o.severity, o.artifact FROM store.ord o ${passing} ORDER BY o.n`;
}

/** Conditions on the order `o` itself. */
function whereInOrder(filter: Filter, artifacts: readonly ArtifactNames[]): string | undefined {
  return orderCondition(filter, artifacts, 'o.severity')?.replaceAll('time_ns', 'o.time_ns').replaceAll('artifact IN', 'o.artifact IN');
}

function selection(filter: Filter, formats: readonly TableFormat[], artifacts: readonly ArtifactNames[], reach: ClockReach | undefined, sql: Sql): string {
  const inOrder = whereInOrder(filter, artifacts);
  const ordered = `SELECT o.n, o.id, o.time_ns, o.severity, o.artifact FROM store.ord o`;
  if (!filter.terms.some(isRowTerm)) return `${ordered} WHERE ${inOrder ?? 'true'} ORDER BY o.n`;
  const inTable = orderCondition(filter, artifacts, 'severity_number', reach);
  const matching = formats.map((format) => {
    const condition = rowCondition(filter, format, artifacts, sql);
    return `SELECT e.id FROM ${storeTable(format.id)} e WHERE ${inTable === undefined ? '' : `${inTable} AND `}${condition}`;
  });
  if (matching.length === 0) return `${ordered} WHERE false`;
  return `${ordered} SEMI JOIN (${matching.join(' UNION ALL ')}) f ON f.id = o.id${reach && inOrder !== undefined ? ` WHERE ${inOrder}` : ''} ORDER BY o.n`;
}

function filterKey(filter: Filter): string {
  return JSON.stringify([filter.terms, String(filter.fromNs), String(filter.toNs), filter.artifacts ?? []]);
}
