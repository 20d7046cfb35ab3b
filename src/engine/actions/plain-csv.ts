import { formatRfc3339 } from '../../base/time.ts';
import { actionPriority } from '../../model/action.ts';
import { priorityText } from '../../model/action-plan.ts';
import { referenceKey } from '../../model/evidence.ts';
import { csvText, words } from '../report/timeline/csv.ts';
import type { ActionsInput } from './input.ts';

const COLUMNS = [
  'id', 'state', 'title', 'type', 'owner_role', 'due', 'done_when', 'priority', 'recurrence', 'impact', 'effort', 'waits_for', 'entries', 'evidence', 'links',
  'tracker', 'tracker_key', 'tracker_status', 'reason', 'note', 'created',
] as const;

/** All that is known of actions as a table for spreadsheets and scripts: RFC 4180, UTF-8; lists are parted by spaces, free text guarded against formulas. */
export function actionsCsv({ actions }: ActionsInput): string {
  const score = (value: number | undefined): string => (value === undefined ? '' : String(value));
  return csvText([[...COLUMNS], ...actions.map((action) => {
    const priority = actionPriority(action);
    return [
      action.id, action.state, words(action.title), action.type, words(action.ownerRole), action.due, words(action.doneWhen), priority === undefined ? '' : priorityText(priority),
      score(action.recurrence), score(action.impact), score(action.effort), action.dependsOn.join(' '), action.entries.join(' '), action.evidence.map(referenceKey).join(' '), words(action.links.map(({ url }) => url).join(' ')),
      action.tracker?.system ?? '', words(action.tracker?.key ?? ''), words(action.tracker?.status ?? ''), words(action.reason), words(action.note), formatRfc3339(action.createdAtNs),
    ];
  })]);
}
