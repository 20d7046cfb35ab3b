import { plural } from '../../base/text.ts';
import { formatDate, formatTimeOfDay } from '../../base/time.ts';
import { actionPriority, byPriority, type Action, type ActionState, type ActionType } from '../../model/action.ts';
import { severityLevel } from '../../model/incident-severity.ts';
import { itemsOf, type Item } from '../../model/item.ts';
import type { Person } from '../../model/person.ts';
import { UNKNOWN_ROLE } from '../../model/person.ts';
import { parsePostmortem } from '../../model/postmortem.ts';
import type { PostmortemState } from '../../model/postmortem-status.ts';
import { ATTENDEE_PARTS, type Minute, type MinuteForm, type Review } from '../../model/review.ts';
import type { ActionRow, MinuteRow, ReviewSession, Severity, Status } from './document.ts';
import type { ReportInput } from './input.ts';
import { toBlocks } from './markdown-body.ts';
import type { Register } from './register.ts';
import { sentence } from './rows.ts';
import { exactTimeOfDay } from './times.ts';

/** What people wrote beside text and timeline, as rows. */

export const STATE_TITLE: Readonly<Record<PostmortemState, string>> = { draft: 'Draft', 'in-review': 'In review', reviewed: 'Reviewed', closed: 'Signed off' };
export const ACTION_STATE_TITLE: Readonly<Record<ActionState, string>> = { proposed: 'Proposed', accepted: 'Accepted', 'in-progress': 'In progress', done: 'Done', declined: 'Declined' };
export const ACTION_TYPE_TITLE: Readonly<Record<ActionType, string>> = {
  prevent: 'Prevent', detect: 'Detect', mitigate: 'Mitigate', recover: 'Recover', process: 'Process', learn: 'Learn',
};

/** `undefined` while nobody said how severe it was. */
export function severityOf(items: readonly Item[], register: Register): Severity | undefined {
  const [severity] = itemsOf(items, 'severity');
  if (!severity) return undefined;
  return {
    ...severityLevel(severity),
    interruption: sentence(severity.interruption.replaceAll('-', ' ')),
    steps: severity.why.map(({ question, answer, evidence }) => ({ question, answer, citations: register.numbers(evidence) })),
  };
}

/** `undefined` where nobody has said: a case whose text is a draft like any other. */
export function statusOf(items: readonly Item[], zone: string): Status | undefined {
  const [status] = itemsOf(items, 'status');
  if (!status) return undefined;
  const versions = itemsOf(items, 'version').sort((a, b) => (a.atNs < b.atNs ? -1 : a.atNs > b.atNs ? 1 : a.id < b.id ? -1 : 1));
  const signed = status.state === 'closed' ? versions.findLast((version) => version.state === 'closed') : undefined;
  if (!signed) return { state: status.state, line: STATE_TITLE[status.state], sha256: undefined };
  const when = `${formatDate(signed.atNs, zone)} ${formatTimeOfDay(signed.atNs, zone, 'minute')}`;
  return { state: 'closed', line: `Signed off ${when}, version ${versions.indexOf(signed) + 1}`, sha256: signed.sha256 };
}

/** Actions in the order of every list of them (`byPriority`). */
/** Without a `register` nothing is cited: rows that are not printed where citations are counted. */
export function actionRows(actions: readonly Action[], all: readonly Action[], register: Register | undefined): ActionRow[] {
  const titles = new Map(all.map((action) => [action.id, action.title]));
  return [...actions].sort(byPriority).map((action) => {
    const priority = actionPriority(action);
    return {
      title: action.title,
      note: register ? toBlocks(parsePostmortem(action.note), { cite: register.cite, topLevel: 1, isNote: true }) : [],
      type: ACTION_TYPE_TITLE[action.type],
      state: ACTION_STATE_TITLE[action.state] + (action.tracker?.status ? `, ${action.tracker.key} ${action.tracker.status}` : ''),
      isDone: action.state === 'done',
      isAgreed: action.state === 'accepted' || action.state === 'in-progress',
      owner: action.ownerRole,
      due: action.due,
      doneWhen: action.doneWhen,
      priority: priority === undefined ? '' : String(Number(priority.toFixed(1))),
      reason: action.reason,
      after: action.dependsOn.flatMap((id) => titles.get(id) ?? []),
      links: [...action.links, ...(action.tracker?.url ? [{ title: action.tracker.key, url: action.tracker.url }] : [])].map(({ title, url }) => ({ title: title === '' ? url : title, url })),
      citations: register?.numbers(action.evidence) ?? [],
    };
  });
}

const FORMS: Readonly<Record<MinuteForm, keyof Pick<ReviewSession, 'decisions' | 'learnings' | 'questions' | 'parked' | 'notes'>>> = {
  decision: 'decisions', learning: 'learnings', question: 'questions', parked: 'parked', note: 'notes',
};

/** Sessions in the order they were held, each with its minutes in the order they were written. Those of no session stand alone. */
export function reviewSessions(input: ReportInput, register: Register): ReviewSession[] {
  const reviews = itemsOf(input.items, 'review').sort((a, b) => compare(a.startedAtNs ?? 2n ** 63n, b.startedAtNs ?? 2n ** 63n) || (a.id < b.id ? -1 : 1));
  const minutes = itemsOf(input.items, 'minute').sort((a, b) => compare(a.atNs, b.atNs) || (a.id < b.id ? -1 : 1));
  const people = new Map(itemsOf(input.items, 'person').map((person) => [person.id, person]));
  const stray = minutes.filter((minute) => !reviews.some((review) => review.id === minute.reviewId));
  return [
    ...reviews.map((review) => ({
      title: review.title, when: whenText(review, input.zone), attendance: attendance(review, people, input.options.roles),
      ...minuteRows(minutes.filter((minute) => minute.reviewId === review.id), input, register),
    })),
    ...(stray.length === 0 ? [] : [{ title: 'Minutes', when: '', attendance: [], ...minuteRows(stray, input, register) }]),
  ];
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function whenText(review: Review, zone: string): string {
  const { startedAtNs: from, endedAtNs: to } = review;
  if (from === undefined) return 'not held yet';
  const start = `${formatDate(from, zone)} ${formatTimeOfDay(from, zone, 'minute')}`;
  return to === undefined ? `since ${start}` : `${start} to ${formatDate(to, zone) === formatDate(from, zone) ? '' : `${formatDate(to, zone)} `}${formatTimeOfDay(to, zone, 'minute')}`;
}

/** Who was there, by part; as roles each role once with how many had it. */
function attendance(review: Review, people: ReadonlyMap<string, Person>, asRoles: boolean): ReviewSession['attendance'] {
  return ATTENDEE_PARTS.flatMap((part) => {
    const present = review.attendance.filter((one) => one.part === part && one.present);
    if (present.length === 0) return [];
    const counts = new Map<string, number>();
    for (const { personId } of present) {
      const person = people.get(personId);
      const role = person?.role.trim() || (asRoles ? UNKNOWN_ROLE : '');
      const who = asRoles || !person ? role || UNKNOWN_ROLE : role === '' ? person.name : `${person.name}, ${role}`;
      counts.set(who, (counts.get(who) ?? 0) + 1);
    }
    return [{ part: sentence(part), who: [...counts].map(([who, count]) => (count === 1 ? who : `${who} (${count})`)) }];
  });
}

type Minutes = Pick<ReviewSession, 'decisions' | 'learnings' | 'questions' | 'parked' | 'notes'>;

function minuteRows(minutes: readonly Minute[], input: ReportInput, register: Register): Minutes {
  const out: Record<keyof Minutes, MinuteRow[]> = { decisions: [], learnings: [], questions: [], parked: [], notes: [] };
  const entries = new Map(input.entries.map((entry) => [entry.id, entry]));
  for (const minute of minutes) {
    const entry = minute.entryId === undefined ? undefined : entries.get(minute.entryId);
    const about = [
      minute.role,
      entry ? `at ${exactTimeOfDay(entry.time.startNs, input.zone)} ${entry.title}` : '',
      minute.votes.length > 0 ? plural(minute.votes.length, 'vote') : '',
      minute.settled && (minute.form === 'question' || minute.form === 'parked') ? 'settled' : '',
    ];
    out[FORMS[minute.form]].push({ text: toBlocks(parsePostmortem(minute.text), { cite: register.cite, topLevel: 1, isNote: true }), about: about.filter((word) => word !== '').join(', ') });
  }
  return out;
}
