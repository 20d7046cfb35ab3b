import { fail, ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { isStandIn } from '../../../model/stand-in.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';

export type EventsHandlers = Pick<Handlers<Api, Session>, 'pageEvents' | 'seekEvent' | 'overviewEvents' | 'listFields' | 'fieldValues' | 'histogram' | 'facets' | 'getEvent' | 'eventContext' | 'runSql' | 'streamSql' | 'sqlSchema' | 'searchEvents'>;

/** Questions about events; the index answers them. */
export function eventsHandlers(_engine: EngineContext): EventsHandlers {
  return {
    async pageEvents({ filter, from, count, named }, { session, signal }) {
      const { index, ingest } = session.requireCase();
      if (named === true) await ingest.names.allKnown(signal);
      const indexRevision = index.revision();
      const page = await index.page(filter, from, count);
      if (page.ok && page.value.rows.length > 0) ingest.seen();
      return page.ok ? ok({ ...page.value, indexRevision }) : page;
    },

    async seekEvent({ filter, fromRow, direction, ...target }, { session }) {
      const row = await session.requireCase().index.seek(filter, fromRow, direction, target);
      return row.ok ? ok(row.value === undefined ? {} : { row: row.value }) : row;
    },

    overviewEvents: ({ filter, buckets, events }, { session }) => session.requireCase().index.overview(filter, buckets, events),

    listFields: async (_, { session }) => ok(await session.requireCase().index.fields()),

    async fieldValues({ filter, field, contains, limit }, { session }) {
      const found = await session.requireCase().index.values(filter, field, contains, limit);
      return found.ok ? ok({ field, distinct: found.value.distinct, values: [...found.value.values] }) : found;
    },

    histogram: ({ filter, buckets, fromNs, toNs }, { session }) => session.requireCase().index.histogram(filter, buckets, fromNs, toNs),

    facets: ({ filter, limit }, { session }) => session.requireCase().index.facets(filter, limit),

    async getEvent(id, { session }) {
      const event = await session.requireCase().index.event(id);
      return event ? ok(event) : notFound(id);
    },

    async eventContext({ seconds, sameArtifact, limit, ...id }, { session }) {
      const context = await session.requireCase().index.context(id, seconds, sameArtifact, limit);
      return context ? ok(context) : notFound(id);
    },

    async runSql({ sql, maxRows }, { session, signal }) {
      const result = await session.requireCase().index.sql(sql, maxRows, signal);
      return result.ok ? ok({ ...result.value, columns: [...result.value.columns], rows: result.value.rows.map((row) => [...row]) }) : result;
    },

    async streamSql({ sql, maxRows }, { session, signal, item }) {
      const result = await session.requireCase().index.sql(sql, maxRows, signal);
      if (!result.ok) return result;
      const { rows, columns, ...rest } = result.value;
      for (const part of inParts(rows)) await item({ rows: part });
      return ok({ ...rest, columns: [...columns] });
    },

    async sqlSchema(_input, { session }) {
      return ok(session.requireCase().index.schema().map((table) => ({ ...table, columns: [...table.columns] })));
    },

    async searchEvents({ filter, limit }, { session, signal, item }) {
      const { index } = session.requireCase();
      const started = performance.now();
      const total = await index.count(filter);
      if (!total.ok) return total;
      for await (const hit of index.search(filter, limit, signal)) if (!isStandIn(hit.sha256)) await item(hit);
      return ok({ total: total.value, seconds: (performance.now() - started) / 1000 });
    },
  };
}

const PART_BYTES = 300_000;

/** Rows in parts of about `PART_BYTES`; a larger row is a part of its own. */
function* inParts(rows: readonly (readonly unknown[])[]): Generator<unknown[][]> {
  let part: unknown[][] = [];
  let bytes = 0;
  for (const row of rows) {
    part.push([...row]);
    bytes += sizeOf(row);
    if (bytes < PART_BYTES) continue;
    yield part;
    part = [];
    bytes = 0;
  }
  if (part.length > 0) yield part;
}

/** About what a value takes in a frame: near enough to bound one. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return 5 + value.length * 3;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + sizeOf(one), 5);
  if (value instanceof Uint8Array) return 5 + value.length;
  if (typeof value === 'object' && value !== null) return Object.entries(value).reduce((sum, [key, one]) => sum + sizeOf(key) + sizeOf(one), 5);
  return 9;
}

function notFound({ sha256, offsetBytes }: { sha256: string; offsetBytes: number }): ReturnType<typeof fail> {
  return fail('events/not-found', `There is no event at byte ${offsetBytes} of ${sha256.slice(0, 8)}. It may not be indexed yet.`, { sha256, offsetBytes });
}
