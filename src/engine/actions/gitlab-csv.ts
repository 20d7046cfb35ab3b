import { csvText } from '../report/timeline/csv.ts';
import { describe, oneLine } from './description.ts';
import type { ActionsInput } from './input.ts';
import { markdownDescription } from './markup.ts';

/**
 * A file for GitLab's import of issues (https://docs.gitlab.com/user/project/issues/csv_import/): columns `title` and
 * `description`, `due_date` as YYYY-MM-DD; others are not read. A line that begins with "/" in a description is a quick action
 * that GitLab would run (https://docs.gitlab.com/user/project/quick_actions/): such lines of ours get a space before them.
 * No `milestone` column: its titles would have to exist in the project.
 */
export function gitlabCsv(input: ActionsInput): string {
  return csvText([
    ['title', 'description', 'due_date'],
    ...input.actions.map((action) => [oneLine(action.title).slice(0, 255), markdownDescription(describe(input, action)).replaceAll(/^\//gm, ' /'), action.due]),
  ]);
}
