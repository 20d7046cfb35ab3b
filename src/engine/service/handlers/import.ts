import { ok } from '../../../base/result.ts';
import { visibleText } from '../../../base/text.ts';
import { byTime, type TimelineEntry } from '../../../model/timeline.ts';
import type { Api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { clocksOf } from '../../ingest/clocks.ts';
import { propose, type Actor } from '../../analyse/import-entries/propose.ts';
import type { EventIndex } from '../../index/contract.ts';
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
      const citing = citingEntries([...standing.values()]);
      const held = new Set([...standing.values()].map((entry) => entry.milestone));
      const nowNs = BigInt(Date.now()) * 1_000_000n;
      const proposals: OutputOf<Api['proposeEntries']>['proposals'] = [];
      const clocks = clocksOf(work);
      const ids = new Set<string>();
      const actors: Array<Actor | undefined> = [];
      const names = await usersOf(index, signal);
      let withoutTime = 0;
      const read = await index.records(filter, { from, count }, 'all', signal, async (records) => {
        for (const record of records) {
          const proposal = propose(record, nowNs, clocks.get(record.sha256)?.uncertaintyNs);
          if (!proposal) {
            withoutTime++;
            continue;
          }
          const { entry, who, suggested } = proposal;
          if (who?.id !== undefined && who.name !== undefined) names.set(who.id, who.name);
          // An export of one timeline may lie here in several formats.
          if (ids.has(entry.id)) continue;
          ids.add(entry.id);
          const { milestone, ...rest } = entry;
          const stands = standing.has(entry.id);
          const citedBy = stands ? undefined : citing.get(recordKey(record.sha256, record.offsetBytes));
          // What is told already is not taken unasked, and a milestone is told once.
          const isFree = milestone !== undefined && !held.has(milestone) && citedBy === undefined;
          if (isFree && !stands) held.add(milestone);
          proposals.push({ entry: isFree ? entry : rest, suggested, standing: stands, ...(citedBy === undefined ? {} : { citedBy }), path: record.path });
          actors.push(who);
        }
      });
      if (!read.ok) return read;
      const named = proposals.map((proposal, i) => {
        const actor = actors[i];
        const who = actor?.name ?? (actor?.id === undefined ? undefined : (names.get(actor.id) ?? actor.id));
        return who === undefined ? proposal : { ...proposal, who };
      });
      return ok({ total: total.value, withoutTime, proposals: named });
    },
  };
}

const recordKey = (sha256: string, offsetBytes: number): string => `${sha256}:${offsetBytes}`;

/** Titles of entries by the records whose bytes they cite; of several the first in time. */
function citingEntries(entries: readonly TimelineEntry[]): Map<string, string> {
  const titles = new Map<string, string>();
  for (const { title, evidence } of entries.toSorted(byTime)) {
    for (const { sha256, locator } of evidence) {
      if (locator.kind !== 'bytes') continue;
      const key = recordKey(sha256, locator.offsetBytes);
      if (!titles.has(key)) titles.set(key, title);
    }
  }
  return titles;
}

/** Names by id, as the users of a chat's export have them: messages often carry the id alone. */
async function usersOf(index: EventIndex, signal: AbortSignal): Promise<Map<string, string>> {
  const found = await index.sql('SELECT "user.id", "user.full_name" FROM slack_directory WHERE "user.id" IS NOT NULL AND "user.full_name" IS NOT NULL', MOST_USERS, signal);
  if (!found.ok) return new Map();
  return new Map(found.value.rows.map(([id, name]) => [String(id), visibleText(String(name)).slice(0, 200)]));
}

const MOST_USERS = 100_000;
