import { ok } from '../../../base/result.ts';
import { sourceName } from '../../../model/source-name.ts';
import type { EventId, EventRow } from '../../../model/event.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { ClockEstimate } from '../../../protocol/methods/clocks.ts';
import { estimateOffset, type Anchor } from '../../analyse/clocks/estimate.ts';
import type { EventIndex } from '../../index/contract.ts';
import type { Session } from '../session.ts';

export type ClocksHandlers = Pick<Handlers<Api, Session>, 'estimateClock'>;

/** A clock that is more than a day off has a wrong date, and people see it: a wrong zone is half a day. */
const FARTHEST_NS = 86_400_000_000_000n;
const SECOND_NS = 1_000_000_000n;

/** Offsets between clocks; the index finds what two sources share, the analysis judges. */
export function clocksHandlers(): ClocksHandlers {
  return {
    async estimateClock({ sha256s }, { session, signal }) {
      const { index, work } = session.requireCase();
      const paths = new Map(work.custody().map((c) => [c.sha256, sourceName(c.paths[0]!).path]));
      const timed = index.facts().flatMap((f) => (f.fromNs === undefined || f.toNs === undefined || !paths.has(f.sha256) ? [] : [{ ...f, fromNs: f.fromNs, toNs: f.toNs, source: paths.get(f.sha256)! }]));
      const here = timed.filter((f) => sha256s.includes(f.sha256));
      if (here.length === 0) return ok([]);
      const [fromNs, toNs] = [least(here.map((f) => f.fromNs)), most(here.map((f) => f.toNs))];
      const own = new Set(here.map((f) => f.source));
      const near = timed.filter((f) => !own.has(f.source) && f.fromNs <= toNs + FARTHEST_NS && f.toNs >= fromNs - FARTHEST_NS);
      const sources = [...Map.groupBy(near, (f) => f.source)];
      const shared = await index.sharedValues(here.map((f) => f.sha256), sources.map(([, files]) => files.map((f) => f.sha256)), signal);
      const resolutions = new Map((await index.trust()).map((one) => [one.sha256, one.resolutionNs ?? SECOND_NS]));
      const resolutionOf = (sha256: string): bigint => resolutions.get(sha256) ?? SECOND_NS;
      const bySource = Map.groupBy(shared, (one) => one.source);
      const estimates = await Promise.all(sources.map(async ([source, files], i): Promise<ClockEstimate> => {
        const pairs = bySource.get(i) ?? [];
        const anchors = pairs.map((pair): Anchor => ({
          leastNs: pair.there.firstNs - pair.here.lastNs - resolutionOf(pair.here.sha256),
          mostNs: pair.there.lastNs - pair.here.firstNs + resolutionOf(pair.there.sha256),
          atNs: pair.here.firstNs,
        }));
        const span = most([toNs - fromNs, most(files.map((f) => f.toNs)) - least(files.map((f) => f.fromNs)), SECOND_NS]);
        const estimate = estimateOffset(anchors, span);
        const about = { source, sha256s: files.map((f) => f.sha256), anchors: estimate.anchors };
        if (estimate.kind === 'none') return { ...about, reason: estimate.reason };
        const { offsetNs, uncertaintyNs, agreeing, drift } = estimate;
        const examples = await Promise.all(estimate.examples.map(async (at) => exampleOf(index, pairs[at]!)));
        return { ...about, found: { offsetNs, uncertaintyNs, agreeing, ...(drift === undefined ? {} : { drift }), examples: examples.flatMap((one) => one ?? []) } };
      }));
      return ok(estimates.sort((a, b) => surer(a, b)));
    },
  };
}

async function exampleOf(index: EventIndex, pair: { value: string; here: EventId; there: EventId }): Promise<{ value: string; here: EventRow; there: EventRow } | undefined> {
  const [here, there] = await Promise.all([pair.here, pair.there].map(({ sha256, offsetBytes }) => index.event({ sha256, offsetBytes })));
  return here && there ? { value: pair.value, here, there } : undefined;
}

/** Found before not found, then the narrower ±, then more that agree. */
function surer(a: ClockEstimate, b: ClockEstimate): number {
  if (!a.found || !b.found) return a.found ? -1 : b.found ? 1 : b.anchors - a.anchors || (a.source < b.source ? -1 : 1);
  if (a.found.uncertaintyNs !== b.found.uncertaintyNs) return a.found.uncertaintyNs < b.found.uncertaintyNs ? -1 : 1;
  return b.found.agreeing - a.found.agreeing || (a.source < b.source ? -1 : 1);
}

const least = (values: readonly bigint[]): bigint => values.reduce((a, b) => (a < b ? a : b));
const most = (values: readonly bigint[]): bigint => values.reduce((a, b) => (a > b ? a : b));
