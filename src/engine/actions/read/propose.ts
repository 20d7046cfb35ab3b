import { ok, type Result } from '../../../base/result.ts';
import type { Action, ActionState } from '../../../model/action.ts';
import type { MatchedBy, TrackerProblem, TrackerProposal } from '../../../protocol/methods/actions.ts';
import { idInMarker } from '../input.ts';
import { summaryOf } from '../jira-csv.ts';
import { readTrackerCsv } from './csv.ts';
import { readTrackerJson } from './json.ts';
import type { TrackerFile, TrackerRow } from './rows.ts';
import type { Meaning } from './states.ts';

export interface TrackerReading {
  readonly source: string;
  readonly rows: number;
  readonly proposals: TrackerProposal[];
  readonly problems: TrackerProblem[];
}

/**
 * What a tracker's file says of the actions. `readAtNs`: now. Every row of the file is in the answer once, as a proposal or as a
 * problem; an action has one proposal at most. Codes: `tracker/not-understood`.
 */
export function proposeFromTracker(text: string, actions: readonly Action[], readAtNs: bigint): Result<TrackerReading> {
  const read: Result<TrackerFile> = /^\ufeff?\s*[[{]/.test(text) ? readTrackerJson(text) : readTrackerCsv(text);
  if (!read.ok) return read;
  const { source, rows, unread } = read.value;
  const finder = finderOf(actions);
  const problems: TrackerProblem[] = [...unread];
  const found = new Map<string, { row: TrackerRow; action: Action; matchedBy: MatchedBy }>();
  for (const row of rows) {
    const match = finder(row);
    if ('problem' in match) {
      problems.push({ place: row.place, title: row.title, message: match.problem });
      continue;
    }
    const before = found.get(match.action.id);
    const wins = !before || STRENGTH[match.matchedBy] > STRENGTH[before.matchedBy];
    if (before) {
      const [kept, left] = wins ? [row, before.row] : [before.row, row];
      problems.push({ place: left.place, title: left.title, message: `It speaks of the same action as ${kept.place} (${kept.key}).` });
    }
    if (wins) found.set(match.action.id, { row, ...match });
  }
  const proposals = [...found.values()].map(({ row, action, matchedBy }): TrackerProposal => {
    const state = row.meaning && stateFrom(row.meaning, action.state);
    return {
      actionId: action.id, matchedBy, place: row.place, title: row.title,
      tracker: { system: row.system, key: cut(row.key, 200), url: cut(row.url || (sameKey(action, row) ? action.tracker!.url : ''), 2000), status: cut(row.status, 200), readAtNs },
      ...(state ? { state } : {}),
      reason: state === 'declined' ? `${SYSTEM[row.system]}: ${row.resolution || row.status}` : '',
    };
  });
  problems.sort((a, b) => Number(/\d+/.exec(a.place)) - Number(/\d+/.exec(b.place)));
  return ok({ source, rows: rows.length + unread.length, proposals, problems });
}

const STRENGTH: Readonly<Record<MatchedBy, number>> = { key: 3, marker: 2, title: 1 };
const SYSTEM = { jira: 'Jira', github: 'GitHub', gitlab: 'GitLab' } as const;

/** "Open" says nothing about whether somebody works on it: who does goes on. */
function stateFrom(meaning: Meaning, now: ActionState): ActionState {
  return meaning !== 'open' ? meaning : now === 'in-progress' ? 'in-progress' : 'accepted';
}

type Found = { readonly action: Action; readonly matchedBy: MatchedBy } | { readonly problem: string };

function finderOf(actions: readonly Action[]): (row: TrackerRow) => Found {
  const byId = new Map(actions.map((action) => [action.id, action]));
  const byTitle = Map.groupBy(actions, (action) => plainTitle(action.title));
  const byCutTitle = Map.groupBy(actions, (action) => plainTitle(summaryOf(action)));
  return (row) => {
    const byKey = actions.filter((action) => sameKey(action, row));
    if (byKey.length === 1) return { action: byKey[0]!, matchedBy: 'key' };
    if (byKey.length > 1) return { problem: `${byKey.length} actions have the key ${row.key}. Take it away from all but one.` };
    const marked = idInMarker(row.text);
    const action = marked === undefined ? undefined : byId.get(marked);
    if (action) return { action, matchedBy: 'marker' };
    const titled = byTitle.get(plainTitle(row.title)) ?? byCutTitle.get(plainTitle(row.title)) ?? [];
    if (titled.length === 1) return { action: titled[0]!, matchedBy: 'title' };
    if (titled.length > 1) return { problem: `${titled.length} actions have this title. Write the key ${row.key} into the one that is meant.` };
    return { problem: marked === undefined ? 'No action of this case has its key or title.' : 'The action it was made from is not in this case.' };
  };
}

/** The same issue: the same address where both have one, else the same key of the same tracker. */
function sameKey(action: Action, row: TrackerRow): boolean {
  const { tracker } = action;
  if (!tracker || tracker.system !== row.system || tracker.key.toLowerCase() !== row.key.toLowerCase()) return false;
  return tracker.url === '' || row.url === '' || tracker.url === row.url;
}

function plainTitle(title: string): string {
  return title.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}
