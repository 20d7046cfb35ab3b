import { ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { clocksOf } from '../../ingest/clocks.ts';
import { propose } from '../../analyse/import-entries/propose.ts';
import type { Session } from '../session.ts';

export type ImportHandlers = Pick<Handlers<Api, Session>, 'proposeEntries'>;

/** Records as entries of the timeline, for a person to choose from. */
export function importHandlers(): ImportHandlers {
  return {
    async proposeEntries({ filter, from, count }, { session, signal }) {
      const { index, work } = session.requireCase();
      const total = await index.count(filter);
      if (!total.ok) return total;
      const standing = new Map(work.timeline().map((entry) => [entry.id, entry]));
      const held = new Set([...standing.values()].map((entry) => entry.milestone));
      const nowNs = BigInt(Date.now()) * 1_000_000n;
      const proposals: OutputOf<Api['proposeEntries']>['proposals'] = [];
      const clocks = clocksOf(work);
      const ids = new Set<string>();
      let withoutTime = 0;
      const read = await index.records(filter, { from, count }, 'all', signal, async (records) => {
        for (const record of records) {
          const proposal = propose(record, nowNs, clocks.get(record.sha256)?.uncertaintyNs);
          if (!proposal) {
            withoutTime++;
            continue;
          }
          const { entry, who, suggested } = proposal;
          // An export of one timeline may lie here in several formats.
          if (ids.has(entry.id)) continue;
          ids.add(entry.id);
          const { milestone, ...rest } = entry;
          const isFree = milestone !== undefined && !held.has(milestone);
          if (isFree && !standing.has(entry.id)) held.add(milestone);
          proposals.push({ entry: isFree ? entry : rest, ...(who === undefined ? {} : { who }), suggested, standing: standing.has(entry.id), path: record.path });
        }
      });
      return read.ok ? ok({ total: total.value, withoutTime, proposals }) : read;
    },
  };
}
