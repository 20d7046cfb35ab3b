import { ACTION_STATES, actionPriority, type Action, type ActionState } from '../../model/action.ts';
import { priorityText } from '../../model/action-plan.ts';
import { oneLine } from './description.ts';
import type { ActionsInput } from './input.ts';
import { escapeMarkdown } from './markup.ts';

const STATE_TITLE: Readonly<Record<ActionState, string>> = { proposed: 'Proposed', accepted: 'Accepted', 'in-progress': 'In progress', done: 'Done', declined: 'Declined' };

/** A table of GitHub Flavored Markdown (https://github.github.com/gfm/#tables-extension-): no line break in a cell, a bar escaped. */
export function markdownTable({ actions }: ActionsInput): string {
  const head = ['Priority', 'Action', 'State', 'Type', 'Owner', 'Due', 'Done when', 'Tracker'];
  const rows = actions.map((action) => {
    const priority = actionPriority(action);
    return [
      priority === undefined ? '' : priorityText(priority), cell(action.title), STATE_TITLE[action.state], action.type, cell(action.ownerRole), action.due, cell(action.state === 'declined' ? `Declined: ${action.reason}` : action.doneWhen), trackerCell(action),
    ];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(['---:', ...head.slice(1).map(() => '---')]), ...rows.map(line), ''].join('\n');
}

/** A task list by state; what waits stands with what it waits for. Declined ones say why. */
export function markdownChecklist({ actions }: ActionsInput): string {
  const titles = new Map(actions.map((action) => [action.id, action.title]));
  const sections = ACTION_STATES.flatMap((state) => {
    const own = actions.filter((action) => action.state === state);
    if (own.length === 0) return [];
    return [`## ${STATE_TITLE[state]}`, '', ...own.flatMap((action) => {
      const facts = [action.ownerRole, action.due === '' ? '' : `due ${action.due}`, trackerText(action)].filter((text) => text.trim() !== '').map(cell).join(', ');
      const waits = action.dependsOn.flatMap((id) => titles.get(id) ?? []);
      return [
        `- [${state === 'done' ? 'x' : ' '}] ${state === 'declined' ? `~~${cell(action.title)}~~` : cell(action.title)}${facts === '' ? '' : ` (${facts})`}`,
        ...(action.doneWhen.trim() === '' || state === 'declined' ? [] : [`  - Done when: ${cell(action.doneWhen)}`]),
        ...(state === 'declined' ? [`  - Declined because: ${cell(action.reason)}`] : []),
        ...(waits.length === 0 ? [] : [`  - Waits for: ${waits.map(cell).join('; ')}`]),
      ];
    }), ''];
  });
  return sections.join('\n');
}

function cell(text: string): string {
  return escapeMarkdown(oneLine(text));
}

function trackerText(action: Action): string {
  return action.tracker ? `${action.tracker.key} ${action.tracker.status}`.trim() : '';
}

/** A link where the tracker gave an address that can stand in one (CommonMark §6.3). */
function trackerCell(action: Action): string {
  const text = cell(trackerText(action));
  const url = action.tracker?.url ?? '';
  return /^https?:\/\/[^\s<>()\\|]+$/.test(url) ? `[${text}](${url})` : text;
}
