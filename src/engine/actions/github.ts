import { describe, oneLine } from './description.ts';
import { labelsOf, type ActionsInput } from './input.ts';
import { markdownDescription } from './markup.ts';

/**
 * An array of bodies for `POST /repos/{owner}/{repo}/issues` (https://docs.github.com/en/rest/issues/issues#create-an-issue): `title`,
 * `body`, `labels`. GitHub has no importer of its own; its command line takes them one by one:
 *
 *     jq -c '.[]' actions.json | while read -r issue; do gh api repos/OWNER/REPO/issues --input - <<< "$issue"; done
 *
 * GitHub has no due date: it stands in the body. Nor are states told: an issue is created open.
 */
export function githubJson(input: ActionsInput): string {
  return `${JSON.stringify(input.actions.map((action) => {
    const body = markdownDescription(describe(input, action));
    return { title: oneLine(action.title), body: action.due === '' ? body : `**Due:** ${action.due}\n\n${body}`, labels: labelsOf(input, action) };
  }), undefined, 2)}\n`;
}
