import { fail, ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { gapsOf } from '../../analyse/gaps/gaps.ts';
import { collapsesOf } from '../../analyse/trust/collapses.ts';
import type { Session } from '../session.ts';

export type TrustHandlers = Pick<Handlers<Api, Session>, 'artifactTrust'>;

/** Enough that the ends of a stretch do not hide a pause of a hundredth of the span; few enough to be read at once. */
const STRETCHES = 600;
const LISTED = 20;

export function trustHandlers(): TrustHandlers {
  return {
    async artifactTrust({ sha256 }, { session, signal }) {
      const { index, work } = session.requireCase();
      const custody = work.artifact(sha256);
      const records = custody && (await index.recordTrust(sha256, signal));
      if (!records) return fail('evidence/not-found', `There are no records of ${sha256.slice(0, 8)} in this case.`, { sha256 });
      const facts = index.facts().find((f) => f.sha256 === sha256);
      const { fromNs, toNs } = facts ?? {};
      if (fromNs === undefined || toNs === undefined) return ok({ ...records, gaps: [], collapses: [] });
      const stretches = (await index.activity(fromNs, toNs, STRETCHES)).filter(({ path }) => path === custody.paths[0]);
      const gaps = gapsOf(stretches).sort((a, b) => (a.toNs - a.fromNs > b.toNs - b.fromNs ? -1 : 1));
      const collapses = collapsesOf(stretches, (toNs - fromNs) / BigInt(STRETCHES) + 1n).sort((a, b) => b.usual - b.count - (a.usual - a.count));
      return ok({ ...records, gaps: gaps.slice(0, LISTED), collapses: collapses.slice(0, LISTED) });
    },
  };
}
