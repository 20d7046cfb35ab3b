import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { fail, ok, type Result } from '../../base/result.ts';
import type { EventRow } from '../../model/event.ts';
import { EMPTY_FILTER, type Filter } from '../../model/filter.ts';
import type {
  MiningProgress, TemplateIndex, TemplateMining, TemplateRow, TemplateSort, TimeWindow, WindowCount, WindowCounts, WindowDetail,
} from './contract-templates.ts';
import { asQuery, ident, int64, rows, type Read } from './duck.ts';
import { pageRows, type Scope } from './queries.ts';
import type { ResultList, ResultLists } from './result-lists.ts';
import { storeTable, TEMPLATE_COLUMN } from './schema.ts';
import { fingerprintOf, mineAll, type MinedIndex } from './template-mining.ts';
import { countWindows, dimensionsOf, sparklines } from './windows.ts';

export interface TemplateSource extends MinedIndex {
  readonly lists: ResultLists;
  readonly read: Read;
}

/** Templates of messages: mined on demand, then a column of every record. */
export class DuckTemplateIndex implements TemplateIndex {
  private readonly source: TemplateSource;
  /** Of the whole case, for one revision. */
  private kept: { readonly revision: number; readonly rows: Promise<TemplateRow[]> } | undefined;

  constructor(source: TemplateSource) {
    this.source = source;
  }

  async state(): Promise<{ state: 'none' | 'stale' | 'fresh'; templates: number; records: number }> {
    const { catalog } = this.source;
    const [[mined, templates] = [null, 0]] = await this.source.read((connection) => rows(connection, "SELECT (SELECT any_value(value) FROM store.meta WHERE key = 'templates'), (SELECT count(*) FROM store.template)"));
    const state = typeof mined !== 'string' ? 'none' : mined === fingerprintOf(catalog) ? 'fresh' : 'stale';
    return { state, templates: state === 'none' ? 0 : Number(templates), records: catalog.totals().records };
  }

  async mine(mining: TemplateMining, signal: AbortSignal, progress: (done: MiningProgress) => void): Promise<Result<undefined>> {
    const { catalog, lists } = this.source;
    try {
      await mineAll(this.source, mining, signal, progress);
    } catch (error) {
      if (signal.aborted) return fail('cancelled', 'Mining templates was ended.');
      throw error;
    } finally {
      // What filters and SQL say of templates is another thing now, also where it was broken off.
      catalog.revise();
      lists.forget();
    }
    return ok(undefined);
  }

  list(filter: Filter | undefined, contains: string, sort: TemplateSort, from: number, count: number): Promise<Result<{ total: number; records: number; rows: TemplateRow[] }>> {
    return asQuery(async () => {
      const all = filter === undefined ? await this.all() : await this.source.lists.use(filter, (list) => this.source.read((connection) => summaries(connection, this.source.catalog.scope(), list)));
      const wanted = contains.toLowerCase();
      const found = all.filter((t) => t.pattern.toLowerCase().includes(wanted)).toSorted(ORDER[sort]);
      return { total: found.length, records: found.reduce((sum, t) => sum + t.count, 0), rows: found.slice(from, from + count) };
    });
  }

  get(id: string): Promise<Result<{ template: TemplateRow; sample: EventRow | undefined } | undefined>> {
    return asQuery(async () => {
      const template = (await this.all()).find((t) => t.id === id);
      if (!template) return undefined;
      const filter: Filter = { terms: [{ kind: 'field', field: 'template', op: ':', value: id, negated: false }] };
      const [sample] = await this.source.lists.use(filter, (list) => this.source.read((connection) => pageRows(connection, this.source.catalog.scope(), list, 0, 1)));
      return { template, sample };
    });
  }

  windows(filter: Filter, baseline: TimeWindow, incident: TimeWindow): Promise<Result<WindowCounts>> {
    return asQuery(() => this.source.lists.use(timeless(filter), async (list) => {
      const scope = this.source.catalog.scope();
      const templates = new Map((await this.all()).map((t) => [t.id, t]));
      const counted = await Promise.all(dimensionsOf(scope).map((dimension) => this.source.read((connection) => countWindows(connection, scope, list, dimension, baseline, incident))));
      const counts = counted.flatMap((part) => part.counts).map((count): WindowCount => {
        const template = count.kind === 'template' ? templates.get(count.value) : undefined;
        return template ? { ...count, label: template.pattern, firstNs: template.firstNs, lastNs: template.lastNs, isContinuation: template.isContinuation } : count;
      });
      // Every record has a level, be it none.
      const levels = counted.find((part) => part.dimension.kind === 'level');
      return { counts, baselineRecords: levels?.baselineRecords ?? 0, incidentRecords: levels?.incidentRecords ?? 0 };
    }));
  }

  windowDetails(filter: Filter, counts: readonly WindowCount[], fromNs: bigint, toNs: bigint, buckets: number): Promise<Result<WindowDetail[]>> {
    return asQuery(() => this.source.lists.use(timeless(filter), async (list) => {
      const scope = this.source.catalog.scope();
      const spark = new Map<WindowCount, Float64Array<ArrayBuffer>>();
      for (const dimension of dimensionsOf(scope)) {
        const wanted = counts.filter((c) => c.field === dimension.field);
        if (wanted.length === 0) continue;
        const values = wanted.map((c) => c.value);
        const lines = await this.source.read((connection) => sparklines(connection, scope, list, dimension, values, fromNs, toNs, buckets));
        for (const count of wanted) spark.set(count, lines.get(count.value) ?? new Float64Array(buckets));
      }
      const places = new Map(counts.map((c) => [c, c.firstInIncident >= 0 ? c.firstInIncident : c.lastInBaseline]));
      const samples = await this.source.read((connection) => rowsAt(connection, scope, list, [...places.values()].filter((place) => place >= 0)));
      return counts.map((c) => ({ sparkline: spark.get(c)!, sample: samples.get(places.get(c)!) }));
    }));
  }

  private all(): Promise<TemplateRow[]> {
    const { catalog, lists, read } = this.source;
    const revision = catalog.revision();
    if (this.kept?.revision !== revision) {
      const made = lists.use(EMPTY_FILTER, (list) => read((connection) => summaries(connection, catalog.scope(), list)));
      const kept = { revision, rows: made };
      this.kept = kept;
      made.catch(() => {
        if (this.kept === kept) this.kept = undefined;
      });
    }
    return this.kept.rows;
  }
}

const ORDER: Record<TemplateSort, (a: TemplateRow, b: TemplateRow) => number> = {
  count: (a, b) => b.count - a.count || byPattern(a, b),
  rarest: (a, b) => a.count - b.count || byPattern(a, b),
  first: (a, b) => compareTimes(a.firstNs, b.firstNs) || byPattern(a, b),
  severity: (a, b) => b.severityNumber - a.severityNumber || b.count - a.count || byPattern(a, b),
};

function byPattern(a: TemplateRow, b: TemplateRow): number {
  return a.pattern < b.pattern ? -1 : a.pattern > b.pattern ? 1 : 0;
}

/** Those without a time come last. */
function compareTimes(a: bigint | undefined, b: bigint | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function timeless(filter: Filter): Filter {
  const { fromNs: _from, toNs: _to, ...rest } = filter;
  return rest;
}

/** What the records of a list say, by template. */
async function summaries(connection: DuckDBConnection, scope: Scope, list: ResultList): Promise<TemplateRow[]> {
  if (scope.formats.length === 0 || list.total === 0) return [];
  const values = scope.formats.map((f) => `SELECT id, ${ident(TEMPLATE_COLUMN)} AS template FROM ${storeTable(f.id)} WHERE ${ident(TEMPLATE_COLUMN)} IS NOT NULL`).join(' UNION ALL ');
  const found = await rows(connection, `SELECT any_value(t.id), any_value(t.pattern), any_value(t.parameters), sum(g.count), min(g.first), max(g.last), max(g.severity), bool_and(t.continues)
    FROM (SELECT e.template, count(*) AS count, min(o.time_ns) AS first, max(o.time_ns) AS last, max(CASE WHEN o.severity <= 24 THEN o.severity ELSE 0 END) AS severity
      FROM (SELECT id, time_ns, severity FROM ${list.table} WHERE n >= ${int64(list.first)} AND n < ${int64(list.first + list.total)}) o JOIN (${values}) e ON e.id = o.id GROUP BY e.template) g
    JOIN store.template t ON t.n = g.template GROUP BY t.id`);
  return found.map(([id, pattern, parameters, count, first, last, severity, continues]) => ({
    id: String(id), pattern: String(pattern), parameters: String(parameters) === '' ? [] : String(parameters).split(','), count: Number(count),
    firstNs: instant(first), lastNs: instant(last), severityNumber: Number(severity), isContinuation: continues === true,
  }));
}

function instant(value: DuckDBValue | undefined): bigint | undefined {
  return typeof value === 'bigint' ? value : undefined;
}

/** Rows of a list by their places in it. */
async function rowsAt(connection: DuckDBConnection, scope: Scope, list: ResultList, places: readonly number[]): Promise<Map<number, EventRow>> {
  const found = new Map<number, EventRow>();
  for (const place of new Set(places)) {
    const [row] = await pageRows(connection, scope, list, place, 1);
    if (row) found.set(place, row);
  }
  return found;
}
