import { fail, ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { blocksOf } from '../../analyse/traces/blocks.ts';
import { criticalPath } from '../../analyse/traces/critical-path.ts';
import { assembleServiceMap } from '../../analyse/traces/service-map.ts';
import { buildWaterfall } from '../../analyse/traces/waterfall.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';

export type TracesHandlers = Pick<Handlers<Api, Session>, 'listTraces' | 'traceDurations' | 'traceNames' | 'getTrace' | 'serviceMap'>;

/** Spans of a trace that are read; one with more is a broken propagation rather than a request. */
const MOST_SPANS = 500_000;
/** Rows of an item: about a quarter of a megabyte. */
const BLOCK_ROWS = 2048;

/** Questions about traces; the index finds the spans, the analyses make sense of them. */
export function tracesHandlers(_engine: EngineContext): TracesHandlers {
  return {
    async listTraces({ filter, sort, descending, from, count }, { session }) {
      const { index } = session.requireCase();
      const indexRevision = index.revision();
      const page = await index.traces.list(filter, sort, descending, from, count);
      return page.ok ? ok({ ...page.value, indexRevision }) : page;
    },

    traceDurations: ({ filter, columns, bands }, { session }) => session.requireCase().index.traces.durations(filter, columns, bands),

    traceNames: ({ service, limit }, { session }) => session.requireCase().index.traces.names(service, limit),

    async getTrace({ traceId }, { session, signal, item }) {
      const found = await session.requireCase().index.traces.spans(traceId, MOST_SPANS);
      if (!found.ok) return found;
      const spans = found.value;
      if (!spans) return fail('traces/not-found', `There is no trace ${traceId === '' ? 'without an id' : traceId}. It may not be indexed yet.`, { traceId });
      signal.throwIfAborted();
      const waterfall = buildWaterfall(spans);
      const critical = criticalPath(waterfall);
      for (const block of blocksOf(spans, waterfall, BLOCK_ROWS)) await item(block);
      return ok({ baseNs: spans.baseNs, durationNs: spans.durationAllNs, spans: spans.count, leftOut: spans.leftOut, roots: waterfall.roots, critical });
    },

    async serviceMap({ filter }, { session }) {
      const found = await session.requireCase().index.traces.serviceSpans(filter);
      if (!found.ok) return found;
      const { traces, services, calls, peers } = found.value;
      return ok({ traces, ...assembleServiceMap(services, calls, peers) });
    },
  };
}
