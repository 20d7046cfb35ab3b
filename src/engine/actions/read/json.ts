import { z } from 'zod';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { TrackerFile, TrackerRow, Unread } from './rows.ts';
import { meaningOf } from './states.ts';

const Name = z.object({ name: z.string() });
const text = z.string().nullish().transform((value) => value ?? '');

/** https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/: an issue of the search, its fields as far as they were asked for. */
const JiraIssue = z.object({
  key: z.string().min(1),
  self: text,
  fields: z.object({
    summary: text,
    status: Name.extend({ statusCategory: z.object({ key: z.string() }).optional() }),
    resolution: Name.nullish(),
    /** Atlassian Document Format, or wiki text of version 2. */
    description: z.unknown().optional(),
  }),
});

/** https://docs.github.com/en/rest/issues/issues#list-repository-issues, and what `gh issue list --json number,title,state,stateReason,url,body` writes. */
const GitHubIssue = z.object({
  number: z.number().int().positive(),
  title: z.string(),
  state: z.enum(['open', 'closed', 'OPEN', 'CLOSED']),
  state_reason: text, stateReason: text,
  html_url: text, url: text,
  body: text,
  pull_request: z.unknown().optional(),
});

/** https://docs.gitlab.com/api/issues/#list-issues */
const GitLabIssue = z.object({
  iid: z.number().int().positive(), title: z.string(), state: z.enum(['opened', 'closed', 'reopened', 'locked']), web_url: text, description: text,
  labels: z.array(z.string()).nullish(),
});

type Read = { readonly row: TrackerRow } | { readonly unread: Unread };

/** Jira's search as JSON, GitHub's or GitLab's list of issues: told apart by what their issues have. */
export function readTrackerJson(json: string): Result<TrackerFile> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return fail('tracker/not-understood', `This is no whole JSON file: ${error instanceof Error ? error.message : 'it cannot be read'}.`);
  }
  const list = issuesIn(value);
  const shape = SHAPES.find(({ key }) => list.some((issue) => typeof issue === 'object' && issue !== null && key in issue));
  if (!shape) return fail('tracker/not-understood', 'This is neither what Jira’s search answers (issues with a key and fields), nor a list of issues of GitHub (number, state) or GitLab (iid, state).');
  const read = list.map((issue, i): Read => shape.read(issue, `issue ${i + 1}`));
  return ok({ source: shape.source, rows: read.flatMap((one) => ('row' in one ? [one.row] : [])), unread: read.flatMap((one) => ('unread' in one ? [one.unread] : [])) });
}

/** A list, a search's page (`issues`, `items`), pages one after the other, or one issue alone. */
function issuesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => (hasList(item) ? issuesIn(item) : [item]));
  if (hasList(value)) return Array.isArray(value.issues) ? value.issues : Array.isArray(value.items) ? value.items : [];
  return [value];
}

function hasList(value: unknown): value is { readonly issues?: unknown; readonly items?: unknown } {
  return typeof value === 'object' && value !== null && (('issues' in value && Array.isArray(value.issues)) || ('items' in value && Array.isArray(value.items)));
}

const SHAPES: ReadonlyArray<{ readonly source: string; readonly key: string; readonly read: (issue: unknown, place: string) => Read }> = [
  {
    source: 'Jira JSON', key: 'fields',
    read: (issue, place) => parsed(JiraIssue, issue, place, ({ key, self, fields }) => ({
      place, system: 'jira', key, url: browseUrl(self, key), status: fields.status.name, title: fields.summary, text: typeof fields.description === 'string' ? fields.description : textOf(fields.description),
      resolution: fields.resolution?.name ?? '',
      meaning: meaningOf({ status: fields.status.name, category: fields.status.statusCategory?.key ?? '', resolution: fields.resolution?.name ?? '' }),
    })),
  },
  {
    source: 'GitLab JSON', key: 'iid',
    read: (issue, place) => parsed(GitLabIssue, issue, place, ({ iid, title, state, web_url: url, description, labels }) => {
      // Boards of GitLab are labels: "Doing", "workflow::in dev".
      const doing = state !== 'closed' && (labels ?? []).some((label) => /\b(?:doing|in progress|in dev|in review)\b/i.test(label));
      return { place, system: 'gitlab', key: `#${iid}`, url, status: state, title, text: description, resolution: '', meaning: doing ? 'in-progress' : meaningOf({ status: state }) };
    }),
  },
  {
    source: 'GitHub JSON', key: 'number',
    read: (issue, place) => {
      const read = parsed(GitHubIssue, issue, place, (one) => {
        const resolution = (one.state_reason || one.stateReason).toLowerCase();
        const state = one.state.toLowerCase();
        const reason = resolution === 'completed' || state === 'open' ? '' : resolution.replaceAll('_', ' ');
        return {
          place, system: 'github', key: `#${one.number}`, url: one.html_url || one.url, status: reason === '' ? state : `${state}, ${reason}`, title: one.title, text: one.body, resolution: reason,
          meaning: meaningOf({ status: state, resolution }),
        };
      });
      const isPull = typeof issue === 'object' && issue !== null && 'pull_request' in issue && issue.pull_request !== null && issue.pull_request !== undefined;
      return 'row' in read && isPull ? { unread: { place, title: read.row.title, message: 'It is a pull request, which GitHub lists among the issues.' } } : read;
    },
  },
];

function parsed<T>(schema: z.ZodType<T>, issue: unknown, place: string, rowOf: (value: T) => TrackerRow): Read {
  const read = schema.safeParse(issue);
  if (read.success) return { row: rowOf(read.data) };
  const [first] = read.error.issues;
  return { unread: { place, title: '', message: `It cannot be read: ${first ? `${first.path.join('.') || 'the issue'}: ${first.message}` : 'it has another shape'}.` } };
}

/** `https://example.atlassian.net/rest/api/3/issue/10001` → `https://example.atlassian.net/browse/OPS-1`. */
function browseUrl(self: string, key: string): string {
  const site = /^(https?:\/\/[^\s]+?)\/rest\/api\//.exec(self)?.[1];
  return site === undefined ? '' : `${site}/browse/${encodeURIComponent(key)}`;
}

/** All text of an Atlassian document, in order. */
function textOf(node: unknown, depth = 0): string {
  if (depth > 64 || typeof node !== 'object' || node === null) return '';
  if (Array.isArray(node)) return node.map((child: unknown) => textOf(child, depth + 1)).join('\n');
  const own = 'text' in node && typeof node.text === 'string' ? node.text : '';
  return 'content' in node ? `${own}${textOf(node.content, depth + 1)}` : own;
}
