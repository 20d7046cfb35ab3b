import type { ActionsFormat } from '../../../protocol/methods/actions.ts';

export interface FormatChoice {
  readonly id: ActionsFormat;
  readonly label: string;
  readonly ending: 'csv' | 'json' | 'md' | 'ics';
  /** What takes the file, and what one has to tell it. */
  readonly about: string;
}

/** What actions can be handed over as, for people. */
export const FORMATS: readonly FormatChoice[] = [
  { id: 'jira-csv', label: 'Jira CSV', ending: 'csv', about: 'For Jira’s CSV importer. Map columns of the same name to the field of that name, Issue Id to “Issue Id”, Outward issue link Blocks to “Link: blocks”. When it asks for the date format: yyyy-MM-dd.' },
  { id: 'jira-json', label: 'Jira JSON', ending: 'json', about: 'For POST /rest/api/3/issue/bulk. Write your project’s key in place of PROJECT first.' },
  { id: 'github-json', label: 'GitHub JSON', ending: 'json', about: 'An array of issues: send each to POST /repos/OWNER/REPO/issues, as with gh api --input.' },
  { id: 'gitlab-csv', label: 'GitLab CSV', ending: 'csv', about: 'For “Import CSV” on a project’s page of issues.' },
  { id: 'icalendar', label: 'iCalendar', ending: 'ics', about: 'To-dos for a calendar. Taking the file in again updates those it knows.' },
  { id: 'markdown-table', label: 'Markdown table', ending: 'md', about: 'For a document or a wiki.' },
  { id: 'markdown-checklist', label: 'Markdown checklist', ending: 'md', about: 'A task list by state.' },
  { id: 'csv', label: 'Plain CSV', ending: 'csv', about: 'Everything about each action, for spreadsheets and scripts. Text that a spreadsheet would run gets an apostrophe.' },
];
