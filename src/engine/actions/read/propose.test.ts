import { describe, expect, test } from 'vitest';
import type { Action } from '../../../model/action.ts';
import { sampleAction } from '../actions.testing.ts';
import { proposeFromTracker, type TrackerReading } from './propose.ts';

const cap = sampleAction('0199-a', { title: 'Cap retries at 3', state: 'accepted', tracker: { system: 'jira', key: 'OPS-1', url: 'https://jira.example/browse/OPS-1', status: 'To Do', readAtNs: 1n } });
const alert = sampleAction('0199-b', { title: 'Alert on retries', state: 'in-progress' });
const drill = sampleAction('0199-c', { title: 'Drill it' });

function read(text: string, actions: readonly Action[] = [cap, alert, drill]): TrackerReading {
  const reading = proposeFromTracker(text, actions, 7n);
  if (!reading.ok) throw new Error(reading.failure.message);
  expect(reading.value.proposals.length + reading.value.problems.length).toBe(reading.value.rows);
  return reading.value;
}
const brief = ({ proposals }: TrackerReading): unknown[] => proposals.map((p) => [p.place, p.actionId, p.matchedBy, p.tracker.key, p.tracker.status, p.state]);

describe('Jira CSV', () => {
  // As "Export CSV (all fields)" writes it: columns of one name several times, punctuation in names.
  const header = 'Summary,Issue key,Issue id,Status,Status Category,Resolution,Labels,Labels,Description,Outward issue link (Blocks)';

  test('by key, by marker, by title; all rows are accounted for', () => {
    const reading = read([
      header,
      'Retries: cap them,OPS-1,10001,In Review,In Progress,,postmortem,INC-7,"Text\nof two lines",OPS-2',
      'A new title,OPS-2,10002,Done,Done,Done,,,From the postmortem of INC-7. tephra:0199-b,',
      '"drill  IT",OPS-3,10003,Done,Done,Won\'t Do,,,,',
      'Something else,OPS-4,10004,To Do,To Do,,,,,',
      'Short row,OPS-5',
      'Drill it again,OPS-6,10006,Done,Done,Done,,,tephra:0199-c,',
    ].join('\r\n'));
    expect(reading.source).toBe('Jira CSV');
    expect(brief(reading)).toEqual([
      ['row 2', '0199-a', 'key', 'OPS-1', 'In Review', 'in-progress'], ['row 3', '0199-b', 'marker', 'OPS-2', 'Done', 'done'], ['row 7', '0199-c', 'marker', 'OPS-6', 'Done', 'done'],
    ]);
    expect(reading.proposals[0]!.tracker).toMatchObject({ url: 'https://jira.example/browse/OPS-1', readAtNs: 7n });
    expect(reading.problems.map(({ place, message }) => [place, message])).toEqual([
      ['row 4', 'It speaks of the same action as row 7 (OPS-6).'],
      ['row 5', 'No action of this case has its key or title.'],
      ['row 6', 'It has 2 values, the header 10: which value belongs to which column is not clear.'],
    ]);
  });

  test('ended without having done it: declined, with the tracker’s word', () => {
    const [proposal] = read(`${header}\nDrill it,OPS-3,10003,Closed,Done,Won’t Do,,,,`).proposals;
    expect(proposal).toMatchObject({ state: 'declined', reason: 'Jira: Won’t Do' });
  });

  test('a status nobody knows leaves the state as it is', () => {
    const [proposal] = read('Summary;Issue key;Status\nDrill it;OPS-3;Parked at legal').proposals;
    expect(proposal).toMatchObject({ tracker: { status: 'Parked at legal' } });
    expect(proposal!.state).toBeUndefined();
  });

  test('two actions of one title are not guessed between', () => {
    expect(read(`Summary,Issue key,Status\nDrill it,OPS-3,Done`, [drill, { ...drill, id: 'x' }]).problems[0]!.message).toBe('2 actions have this title. Write the key OPS-3 into the one that is meant.');
  });
});

test('Jira search JSON: category, resolution, a document as description', () => {
  const issue = (key: string, summary: string, more: object): object => ({ id: '1', key, self: `https://team.atlassian.net/rest/api/3/issue/1`, fields: { summary, ...more } });
  const reading = read(JSON.stringify({ issues: [
    issue('OPS-9', 'Renamed', { status: { name: 'Parked', statusCategory: { key: 'indeterminate' } }, description: { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'From … tephra:0199-b' }] }] } }),
    issue('OPS-8', 'Drill it', { status: { name: 'Erledigt', statusCategory: { key: 'done' } }, resolution: { name: 'Duplicate' } }),
    { key: 'OPS-7' },
  ], isLast: true }));
  expect(brief(reading)).toEqual([['issue 1', '0199-b', 'marker', 'OPS-9', 'Parked', 'in-progress'], ['issue 2', '0199-c', 'title', 'OPS-8', 'Erledigt', 'declined']]);
  expect(reading.proposals[0]!.tracker.url).toBe('https://team.atlassian.net/browse/OPS-9');
  expect(reading.problems).toMatchObject([{ place: 'issue 3' }]);
});

test('GitHub: REST and gh, not planned is declined, pull requests are told', () => {
  const reading = read(JSON.stringify([
    { number: 87, title: 'Drill it', state: 'closed', state_reason: 'not_planned', html_url: 'https://github.com/acme/shop/issues/87', url: 'https://api.github.com/x', body: null },
    { number: 88, title: 'Alert on retries', state: 'OPEN', stateReason: '', url: 'https://github.com/acme/shop/issues/88', body: '' },
    { number: 89, title: 'Cap retries at 3', state: 'closed', html_url: '', body: '', pull_request: { url: 'x' } },
  ]));
  expect(brief(reading)).toEqual([['issue 1', '0199-c', 'title', '#87', 'closed, not planned', 'declined'], ['issue 2', '0199-b', 'title', '#88', 'open', 'in-progress']]);
  expect(reading.problems[0]!.message).toContain('pull request');
});

test('GitLab: its CSV and its list', () => {
  expect(brief(read('Title,Description,Issue ID,URL,State,Due Date\nDrill it,,12,https://gitlab.com/a/b/-/issues/12,Closed,\n'))).toEqual([['row 2', '0199-c', 'title', '#12', 'Closed', 'done']]);
  expect(brief(read(JSON.stringify([{ iid: 12, title: 'Drill it', state: 'opened', web_url: 'https://gitlab.com/a/b/-/issues/12', description: '', labels: ['workflow::in dev'] }])))).toEqual([['issue 1', '0199-c', 'title', '#12', 'opened', 'in-progress']]);
});

test('the same key in another place is another issue', () => {
  const mine = { ...drill, title: 'Mine', tracker: { system: 'github', key: '#87', url: 'https://github.com/acme/shop/issues/87', status: '', readAtNs: 0n } };
  const issue = (repo: string): string => JSON.stringify([{ number: 87, title: 'Other', state: 'closed', html_url: `https://github.com/acme/${repo}/issues/87` }]);
  expect(read(issue('shop'), [mine]).proposals).toHaveLength(1);
  expect(read(issue('pay'), [mine]).proposals).toHaveLength(0);
});

test.each([['Title,Name\na,b', 'neither the columns'], ['{"a":1}', 'neither what Jira'], ['[1, 2', 'no whole JSON'], ['Summary,Issue key,Status\n"a,b,c', 'no whole CSV']])('not understood, and said: %s', (text, words) => {
  const reading = proposeFromTracker(text, [], 1n);
  expect(reading.ok ? '' : reading.failure.message).toContain(words);
});
