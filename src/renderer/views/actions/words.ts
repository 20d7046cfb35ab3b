import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { actionPriority, type Action, type ActionState, type ActionType } from '../../../model/action.ts';
import { daysFrom, isOverdue, priorityText } from '../../../model/action-plan.ts';

export const STATE_TITLE: Readonly<Record<ActionState, string>> = {
  proposed: 'Proposed', accepted: 'Accepted', 'in-progress': 'In progress', done: 'Done', declined: 'Declined',
};

export const TYPE_TITLE: Readonly<Record<ActionType, string>> = {
  prevent: 'Prevent', detect: 'Detect', mitigate: 'Mitigate', recover: 'Recover', process: 'Process', learn: 'Learn',
};

/** What an action of a type changes. */
export const TYPE_ABOUT: Readonly<Record<ActionType, string>> = {
  prevent: 'It does not happen again', detect: 'It is noticed sooner', mitigate: 'Less breaks', recover: 'It is mended faster', process: 'People work together better', learn: 'More is known',
};

/** How far off a due date is, in words: colour alone says nothing. */
export function dueText(action: Pick<Action, 'state' | 'due'>, today: string): string {
  if (action.due === '') return '';
  if (!isOverdue(action, today)) return action.due;
  return `${action.due}, ${plural(-daysFrom(today, action.due), 'day')} late`;
}

/** "Recurrence 3 × impact 4 ÷ effort 2 = 6", or what is still missing. */
export function priorityWords(action: Pick<Action, 'recurrence' | 'impact' | 'effort'>): string {
  const priority = actionPriority(action);
  const part = (score: number | undefined): string => (score === undefined ? '?' : formatCount(score));
  const sum = `Recurrence ${part(action.recurrence)} × impact ${part(action.impact)} ÷ effort ${part(action.effort)}`;
  return priority === undefined ? `${sum}: say all three for a priority` : `${sum} = ${priorityText(priority)}`;
}

/** Everything a card or row says, for who hears it. */
export function spokenAction(action: Action, { today, waits, findings, comments, show }: { today: string; waits: number; findings: number; comments: number; show: (text: string) => string }): string {
  const priority = actionPriority(action);
  return [
    visibleText(show(action.title)), STATE_TITLE[action.state], TYPE_TITLE[action.type],
    priority === undefined ? 'no priority' : `priority ${priorityText(priority)}`,
    action.ownerRole === '' ? 'no owner' : `owner ${visibleText(show(action.ownerRole))}`,
    action.due === '' ? 'no due date' : `due ${dueText(action, today)}`,
    ...(waits > 0 ? [`waits for ${plural(waits, 'action')}`] : []),
    ...(findings > 0 ? [`${plural(findings, 'remark')} on its wording`] : []),
    ...(comments > 0 ? [plural(comments, 'open comment')] : []),
    ...(action.tracker ? [`${visibleText(action.tracker.key)} ${visibleText(action.tracker.status)}`.trim()] : []),
  ].join(', ');
}
