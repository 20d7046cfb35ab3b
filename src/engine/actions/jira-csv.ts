import { csvText } from '../report/timeline/csv.ts';
import { actionLevel } from '../../model/action-plan.ts';
import type { Action } from '../../model/action.ts';
import { describe, oneLine } from './description.ts';
import { JIRA_RESOLUTION, JIRA_STATUS, labelsOf, type ActionsInput } from './input.ts';
import { wikiDescription } from './markup.ts';

const PRIORITY = { high: 'High', medium: 'Medium', low: 'Low' } as const;

/** What Jira's CSV importer is to be told about dates, in its second step. */
export const JIRA_DATE_FORMAT = 'yyyy-MM-dd';

/**
 * A file for Jira's CSV importer, by the rules Atlassian publishes in "Prepare a CSV file for import"
 * (https://support.atlassian.com/jira-software-cloud/docs/prepare-a-csv-file-for-import/), "Create issues using the CSV importer"
 * (https://support.atlassian.com/jira-software-cloud/docs/create-issues-using-the-csv-importer/) and "Importing data from CSV"
 * (https://confluence.atlassian.com/servicedeskcloud/importing-data-from-csv-1097176622.html): a header row with a column
 * Summary and no punctuation in its names; commas that are never left out for empty values; double quotes around what has
 * commas or line breaks, doubled inside; the same column name once for each value of a field with several (Labels, links);
 * `Issue Id` for links within the file; one format for all dates. UTF-8 without a byte order mark: a header of U+FEFF
 * and "Summary" would be no Summary.
 *
 * No apostrophe is put before "=" or "+" here: the reader is an importer, and what it adds would stand in every summary.
 */
export function jiraCsv(input: ActionsInput): string {
  const rows = input.actions.map((action) => ({ action, labels: labelsOf(input, action), blocks: blockedBy(input, action) }));
  const most = (counts: readonly number[]): number => counts.reduce((a, b) => Math.max(a, b), 0);
  const labelColumns = most(rows.map(({ labels }) => labels.length));
  const linkColumns = most(rows.map(({ blocks }) => blocks.length));
  const ids = new Map(input.actions.map((action, i) => [action.id, String(i + 1)]));
  const header = [
    'Issue Id', 'Summary', 'Issue Type', 'Status', 'Resolution', 'Priority', 'Due Date', 'Description',
    ...Array.from({ length: labelColumns }, () => 'Labels'), ...Array.from({ length: linkColumns }, () => 'Outward issue link Blocks'),
  ];
  return csvText([header, ...rows.map(({ action, labels, blocks }) => {
    const level = actionLevel(action);
    return [
      ids.get(action.id)!, summaryOf(action), 'Task', JIRA_STATUS[action.state], JIRA_RESOLUTION[action.state], level ? PRIORITY[level] : '', action.due,
      wikiDescription(describe(input, action)), ...padded(labels, labelColumns), ...padded(blocks.map((other) => ids.get(other.id)!), linkColumns),
    ];
  })]);
}

/** Jira's summary is one line of at most 255 characters; the whole title then stands in the description of none, so it is cut where words end. */
export function summaryOf(action: Pick<Action, 'title'>): string {
  const line = oneLine(action.title);
  if (line.length <= 255) return line;
  const cut = line.slice(0, 254);
  const end = cut.lastIndexOf(' ');
  return `${(end > 200 ? cut.slice(0, end) : cut).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Those that wait for it: what Jira words as "blocks". */
function blockedBy(input: ActionsInput, action: Action): Action[] {
  return input.actions.filter((other) => other.dependsOn.includes(action.id));
}

function padded(values: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, i) => values[i] ?? '');
}
