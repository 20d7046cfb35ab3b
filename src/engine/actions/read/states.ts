import type { ActionState } from '../../../model/action.ts';

/** What a tracker's word for a status means here. `open`: not ended, and nothing said about whether somebody works on it. */
export type Meaning = ActionState | 'open';

/** Jira's status categories (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-workflow-status-categories/), by key and by name. */
const CATEGORY: Readonly<Record<string, Meaning>> = { new: 'accepted', indeterminate: 'in-progress', done: 'done', 'to do': 'accepted', 'in progress': 'in-progress' };

/** Names of statuses in workflows that come with trackers, and common ones of teams. In lower case. */
const STATUS: Readonly<Record<string, Meaning>> = {
  open: 'open', opened: 'open', reopened: 'open', new: 'accepted', 'to do': 'accepted', todo: 'accepted', backlog: 'accepted', 'selected for development': 'accepted', ready: 'accepted', planned: 'accepted', accepted: 'accepted', waiting: 'accepted', 'on hold': 'accepted', blocked: 'accepted',
  'in progress': 'in-progress', doing: 'in-progress', started: 'in-progress', 'in development': 'in-progress', 'in review': 'in-progress', review: 'in-progress', 'code review': 'in-progress', 'in test': 'in-progress', testing: 'in-progress', 'under review': 'in-progress',
  done: 'done', closed: 'done', resolved: 'done', completed: 'done', complete: 'done', fixed: 'done', released: 'done', deployed: 'done', verified: 'done',
  declined: 'declined', rejected: 'declined', cancelled: 'declined', canceled: 'declined', "won't do": 'declined', "won't fix": 'declined', invalid: 'declined', duplicate: 'declined',
  offen: 'open', 'zu erledigen': 'accepted', 'in arbeit': 'in-progress', 'in bearbeitung': 'in-progress', erledigt: 'done', fertig: 'done', geschlossen: 'done', abgelehnt: 'declined', verworfen: 'declined',
};

/** Ways to end without having done it. In lower case. */
const NOT_DONE: ReadonlySet<string> = new Set([
  "won't do", 'wont do', "won't fix", 'wontfix', 'declined', 'rejected', 'duplicate', 'cannot reproduce', 'incomplete', 'invalid', 'obsolete', 'known error', 'not_planned', 'not planned', 'not a bug', 'abandoned', 'wird nicht erledigt', 'abgelehnt', 'duplikat',
]);

const plain = (word: string): string => word.trim().toLowerCase().replaceAll('\u2019', "'");

/** What status, its category and the resolution say together; `undefined` for a word nobody here knows. */
export function meaningOf({ status, category = '', resolution = '' }: { status: string; category?: string; resolution?: string }): Meaning | undefined {
  const meaning = CATEGORY[plain(category)] ?? STATUS[plain(status)];
  const ended = meaning === 'done' || meaning === 'declined';
  return (ended || meaning === undefined) && NOT_DONE.has(plain(resolution)) ? 'declined' : meaning;
}
