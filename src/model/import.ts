import type { Filter } from './filter.ts';

/** Most records of one import: more is for a filter to narrow. */
export const MOST_IMPORTED = 1000;

/** Kinds of evidence whose records are what a timeline is made of. */
const IMPORTABLE = new Set([
  'slack-export', 'teams-export', 'email', 'pagerduty', 'opsgenie', 'statuspage', 'alerts', 'deploy-records', 'git-log', 'shell-history', 'asciicast', 'script-recording',
  'timesketch', 'l2tcsv', 'dynamic-csv',
]);
const RECORDINGS = new Set(['asciicast', 'script-recording']);

/** The records of an artifact that an import begins with: all, of a terminal's recording the commands; `undefined` where entries are rarely made of its kind. */
export function importFilter({ kind, sha256 }: { readonly kind: string; readonly sha256: string }): Filter | undefined {
  if (!IMPORTABLE.has(kind)) return undefined;
  return { terms: RECORDINGS.has(kind) ? [{ kind: 'field', field: 'process.command_line', op: ':', value: '*', negated: false }] : [], artifacts: [sha256] };
}
