import { fail, ok, type Result } from '../../base/result.ts';
import type { ActionsFormat } from '../../protocol/methods/actions.ts';
import { githubJson } from './github.ts';
import { gitlabCsv } from './gitlab-csv.ts';
import { iCalendar } from './icalendar.ts';
import type { ActionsInput } from './input.ts';
import { jiraCsv } from './jira-csv.ts';
import { jiraJson } from './jira-json.ts';
import { markdownChecklist, markdownTable } from './markdown.ts';
import { actionsCsv } from './plain-csv.ts';

interface Exporter {
  readonly extension: string;
  readonly mediaType: string;
  readonly render: (input: ActionsInput) => string;
}

const CSV = 'text/csv; charset=utf-8';

/** A file for each that takes actions. A new one is a function of `ActionsInput` and a line here and in the protocol. */
export const ACTION_EXPORTERS: Readonly<Record<ActionsFormat, Exporter>> = {
  'jira-csv': { extension: 'csv', mediaType: CSV, render: jiraCsv },
  'jira-json': { extension: 'json', mediaType: 'application/json', render: jiraJson },
  'github-json': { extension: 'json', mediaType: 'application/json', render: githubJson },
  'gitlab-csv': { extension: 'csv', mediaType: CSV, render: gitlabCsv },
  'markdown-table': { extension: 'md', mediaType: 'text/markdown; charset=utf-8', render: markdownTable },
  'markdown-checklist': { extension: 'md', mediaType: 'text/markdown; charset=utf-8', render: markdownChecklist },
  icalendar: { extension: 'ics', mediaType: 'text/calendar; charset=utf-8', render: iCalendar },
  csv: { extension: 'csv', mediaType: CSV, render: actionsCsv },
};

/** The file as text. Same input, same bytes. Fails with `actions/none`: no tracker takes an empty file, and a calendar must not be one. */
export function renderActions(format: ActionsFormat, input: ActionsInput): Result<string> {
  if (input.actions.length === 0) return fail('actions/none', 'There is no action to export. Write one first, or export all states.');
  return ok(ACTION_EXPORTERS[format].render(input));
}
