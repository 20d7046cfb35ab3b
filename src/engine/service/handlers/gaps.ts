import { ok } from '../../../base/result.ts';
import { sourceName } from '../../../model/source-name.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { gapsOf } from '../../analyse/gaps/gaps.ts';
import type { Session } from '../session.ts';

export type GapsHandlers = Pick<Handlers<Api, Session>, 'listGaps'>;

/** Enough that the ends of a stretch do not hide a pause of a hundredth of the span; few enough to be read at once. */
const STRETCHES = 600;

/** Where sources fell silent; the index counts, the analysis judges. */
export function gapsHandlers(): GapsHandlers {
  return {
    async listGaps({ fromNs, toNs, limit }, { session }) {
      const activity = await session.requireCase().index.activity(fromNs, toNs, STRETCHES);
      const bySource = Map.groupBy(activity, ({ path }) => sourceName(path).path);
      const gaps = [...bySource].flatMap(([source, stretches]) => gapsOf(stretches).map((gap) => ({ source, ...gap })));
      const longest = gaps.sort((a, b) => (a.toNs - a.fromNs > b.toNs - b.fromNs ? -1 : 1)).slice(0, limit);
      return ok(longest.sort((a, b) => (a.fromNs < b.fromNs ? -1 : a.fromNs > b.fromNs ? 1 : a.source < b.source ? -1 : 1)));
    },
  };
}
