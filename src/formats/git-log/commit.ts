import { parseEpoch, parseTimeText } from '../contract-time.ts';
import { emptyAttributes, MAX_BODY } from '../contract-record.ts';
import type { EventRecord, FieldDefinition } from '../contract.ts';

export const fields: readonly FieldDefinition[] = [
  { name: 'vcs.ref.head.revision', type: 'string', description: 'Full hash of the commit.' },
  { name: 'vcs.ref.head.name', type: 'string', description: 'Branches and tags that point at it, where the log shows them.' },
  { name: 'git.author.name', type: 'string', description: 'Who wrote the change.', facet: true },
  { name: 'git.author.email', type: 'string', description: 'Address of the author.', facet: true },
  { name: 'git.committer.name', type: 'string', description: 'Who put it into the repository.', facet: true },
  { name: 'git.committer.email', type: 'string', description: 'Address of the committer.' },
  { name: 'git.parents', type: 'integer', description: 'Number of parents where the log names them: 2 or more is a merge.' },
  { name: 'git.files_changed', type: 'integer', description: 'Files changed, where the log lists or counts them.' },
  { name: 'git.insertions', type: 'integer', description: 'Lines added, by --stat or --numstat.' },
  { name: 'git.deletions', type: 'integer', description: 'Lines removed, by --stat or --numstat.' },
];

/** What the lines of one commit said so far. */
export interface Commit {
  hash: string;
  refs: string | undefined;
  parents: number | undefined;
  author: string | undefined;
  committer: string | undefined;
  authorDate: string | undefined;
  committerDate: string | undefined;
  headers: Array<readonly [string, string]>;
  message: string[];
  rest: string[];
  restLength: number;
  changes: Changes;
}

/** Counts from whichever of --stat, --numstat, --name-status, --name-only, --raw and -p there is. */
interface Changes {
  summary: readonly [files: number, insertions: number, deletions: number] | undefined;
  diffs: number;
  listed: number;
  named: number;
  numstat: number;
  insertions: number;
  deletions: number;
}

export function newCommit(hash: string, refs: string | undefined): Commit {
  return {
    hash, refs, parents: undefined, author: undefined, committer: undefined, authorDate: undefined, committerDate: undefined,
    headers: [], message: [], rest: [], restLength: 0,
    changes: { summary: undefined, diffs: 0, listed: 0, named: 0, numstat: 0, insertions: 0, deletions: 0 },
  };
}

const SUMMARY = /^ (\d{1,12}) files? changed(?:, (\d{1,12}) insertions?\(\+\))?(?:, (\d{1,12}) deletions?\(-\))?$/;
const NUMSTAT = /^(\d{1,12}|-)\t(\d{1,12}|-)\t./;
const LISTED = /^(?:[ACDMRTUXB]\d{0,3}\t.|:\d{6} \d{6} [\da-f]+)/;

/** A line below the message. */
export function addChange(commit: Commit, line: string): void {
  const { changes } = commit;
  if (commit.restLength < MAX_BODY) {
    commit.rest.push(line.slice(0, MAX_BODY - commit.restLength));
    commit.restLength += line.length + 1;
  }
  if (line.startsWith('diff --')) changes.diffs++;
  else if (changes.diffs > 0) return;
  const summary = SUMMARY.exec(line);
  const numstat = summary ? null : NUMSTAT.exec(line);
  if (summary) changes.summary = [Number(summary[1]), Number(summary[2] ?? 0), Number(summary[3] ?? 0)];
  else if (numstat) {
    changes.numstat++;
    changes.insertions += numstat[1] === '-' ? 0 : Number(numstat[1]);
    changes.deletions += numstat[2] === '-' ? 0 : Number(numstat[2]);
  } else if (LISTED.test(line)) changes.listed++;
  else if (line !== '' && !line.startsWith(' ') && !line.startsWith('---')) changes.named++;
}

/** Fills the record. Returns the text of a date that could not be read. */
export function readCommit(commit: Commit, record: EventRecord, zone: string): string | undefined {
  const dateText = commit.committerDate ?? commit.authorDate;
  record.timeNs = dateText === undefined ? undefined : gitTime(dateText, zone);
  record.timeText = record.timeNs === undefined ? undefined : dateText;
  const [authorName, authorEmail] = person(commit.author);
  const [committerName, committerEmail] = person(commit.committer);
  const { summary, diffs, listed, named, numstat, insertions, deletions } = commit.changes;
  const files = summary?.[0] ?? (numstat || listed || diffs || named || undefined);
  record.fields = [
    commit.hash, commit.refs, authorName, authorEmail, committerName, committerEmail, commit.parents, files,
    summary?.[1] ?? (numstat > 0 ? insertions : undefined), summary?.[2] ?? (numstat > 0 ? deletions : undefined),
  ];
  const message = trimmed(commit.message).join('\n');
  const rest = trimmed(commit.rest).join('\n');
  record.body = (rest === '' ? message : message === '' ? rest : `${message}\n\n${rest}`).slice(0, MAX_BODY);
  const attributes = emptyAttributes();
  attributes['event.name'] = 'git.commit';
  if (commit.committerDate !== undefined && commit.authorDate !== undefined) attributes['git.author.date'] = commit.authorDate;
  for (const [name, value] of commit.headers) attributes[`git.${name.toLowerCase()}`] = value;
  record.attributes = attributes;
  return dateText !== undefined && record.timeNs === undefined ? dateText : undefined;
}

function trimmed(lines: readonly string[]): readonly string[] {
  let from = 0;
  let to = lines.length;
  while (from < to && lines[from]!.trim() === '') from++;
  while (to > from && lines[to - 1]!.trim() === '') to--;
  return lines.slice(from, to);
}

/** `Name <address>`. */
function person(text: string | undefined): readonly [string | undefined, string | undefined] {
  if (text === undefined) return [undefined, undefined];
  const m = /^(.*?) ?<([^<>]*)>/.exec(text);
  return m ? [m[1] || undefined, m[2] || undefined] : [text, undefined];
}

/** `Wed Oct 14 10:34:11 2026 +0200`, without the offset for --date=local. */
const DEFAULT = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})(?: ([+-]\d{4}))?$/;
const RAW = /^(\d{9,11}) [+-]\d{4}$/;

/**
 * The forms of `--date` that say when: default, local, iso, iso-strict, rfc, raw, unix.
 * https://git-scm.com/docs/git-log#Documentation/git-log.txt---dateformat
 */
export function gitTime(text: string, zone: string): bigint | undefined {
  const m = DEFAULT.exec(text);
  if (m) return parseTimeText(`${m[2]} ${m[1]} ${m[4]} ${m[3]}${m[5] === undefined ? '' : ` ${m[5]}`}`, zone);
  const raw = RAW.exec(text);
  return raw ? parseEpoch(raw[1]!) : parseTimeText(text, zone) ?? parseEpoch(text);
}
