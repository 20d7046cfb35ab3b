import { actionLevel } from '../../model/action-plan.ts';
import type { Action } from '../../model/action.ts';
import { describe, type Description } from './description.ts';
import { labelsOf, type ActionsInput } from './input.ts';
import { summaryOf } from './jira-csv.ts';

const PRIORITY = { high: 'High', medium: 'Medium', low: 'Low' } as const;

/** Jira takes at most this many issues in one request. */
export const MOST_PER_REQUEST = 50;

/**
 * Bodies for `POST /rest/api/3/issue/bulk` (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-bulk-post):
 * `issueUpdates`, at most 50 in one, description in the Atlassian Document Format. The project's key is the reader's to fill
 * in, once per file: `PROJECT`. With more than 50 actions the file is an array of bodies. States are left out: a new
 * issue begins where its workflow begins. Links cannot be made in the same request; "Waits for" stands in the description.
 */
export function jiraJson(input: ActionsInput): string {
  const updates = input.actions.map((action) => ({ fields: fieldsOf(input, action) }));
  const bodies = [];
  for (let i = 0; i < updates.length; i += MOST_PER_REQUEST) bodies.push({ issueUpdates: updates.slice(i, i + MOST_PER_REQUEST) });
  return `${JSON.stringify(bodies.length === 1 ? bodies[0] : bodies, undefined, 2)}\n`;
}

function fieldsOf(input: ActionsInput, action: Action): Readonly<Record<string, unknown>> {
  const level = actionLevel(action);
  return {
    project: { key: 'PROJECT' },
    issuetype: { name: 'Task' },
    summary: summaryOf(action),
    description: documentOf(describe(input, action)),
    labels: labelsOf(input, action),
    ...(level ? { priority: { name: PRIORITY[level] } } : {}),
    ...(action.due === '' ? {} : { duedate: action.due }),
  };
}

interface Node {
  readonly type: string;
  readonly text?: string;
  readonly marks?: ReadonlyArray<{ readonly type: string }>;
  readonly content?: readonly Node[];
}

/**
 * https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/: a `doc` of version 1 with block nodes; a text
 * node is never empty and holds no line break, which is a `hardBreak`.
 */
function documentOf({ note, parts, source }: Description): Readonly<Record<string, unknown>> {
  const content: Node[] = [
    ...note.split(/\n{2,}/).filter((text) => text.trim() !== '').map((text) => paragraph(inline(text.trim()))),
    ...parts.flatMap(({ title, lines, isList }): Node[] => (isList
      ? [paragraph([strong(title)]), { type: 'bulletList', content: lines.map((line) => ({ type: 'listItem', content: [paragraph(inline(line))] })) }]
      : [paragraph([strong(`${title}: `), ...inline(lines.join(' '))])])),
    paragraph(inline(source)),
  ];
  return { type: 'doc', version: 1, content };
}

function paragraph(content: readonly Node[]): Node {
  return { type: 'paragraph', content };
}

function strong(text: string): Node {
  return { type: 'text', text, marks: [{ type: 'strong' }] };
}

function inline(text: string): Node[] {
  return text.split('\n').flatMap((line, i): Node[] => [...(i > 0 ? [{ type: 'hardBreak' }] : []), ...(line === '' ? [] : [{ type: 'text', text: line }])]);
}
