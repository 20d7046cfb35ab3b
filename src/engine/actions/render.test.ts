import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sampleAction, sampleInput } from './actions.testing.ts';
import { entryTitlesOf } from './input.ts';
import { renderActions } from './render.ts';
import type { ActionsFormat } from '../../protocol/methods/actions.ts';

const first = sampleAction('0199-a', {
  title: 'Cap retries, at 3 per "request"', note: 'See [@3be1d07a:0x10+4].\n\n/close', type: 'prevent', state: 'accepted', ownerRole: 'payments on-call', due: '2026-12-01', doneWhen: 'A dead ledger gets 3 calls',
  recurrence: 4, impact: 5, effort: 2, entries: ['e1', 'e2'], evidence: [{ sha256: '3be1d07a'.padEnd(64, '0'), locator: { kind: 'bytes', offsetBytes: 16, lengthBytes: 4 }, excerpt: 'x', addedBy: 'a', addedAtNs: 0n }],
  links: [{ title: 'Design', url: 'https://wiki.example/retries' }],
});
const second = sampleAction('0199-b', { title: 'Alert on retries', type: 'detect', state: 'declined', reason: 'The cap makes it moot.', dependsOn: ['0199-a'] });
const third = sampleAction('0199-c', { title: 'Drill it', type: 'learn', state: 'done', dependsOn: ['0199-a'], tracker: { system: 'jira', key: 'OPS-9', url: 'https://jira.example/browse/OPS-9', status: 'Closed', readAtNs: 1n } });
const entries = [{ id: 'e1', title: 'Retries pile up' }, { id: 'e2', title: 'Board is told', internal: true }];
const input = sampleInput([first, second, third], { entryTitles: entryTitlesOf(entries), paths: new Map([['3be1d07a'.padEnd(64, '0'), 'logs/ledger.log']]) });
const rendered = (format: ActionsFormat): string => {
  const text = renderActions(format, input);
  if (!text.ok) throw new Error(text.failure.message);
  return text.value;
};

test('Jira CSV', () => {
  expect(rendered('jira-csv')).toBe([
    'Issue Id,Summary,Issue Type,Status,Resolution,Priority,Due Date,Description,Labels,Labels,Labels,Outward issue link Blocks,Outward issue link Blocks',
    '1,"Cap retries, at 3 per ""request""",Task,To Do,,High,2026-12-01,"See [@3be1d07a:0x10+4].\n\n/close\n\n*Done when:* A dead ledger gets 3 calls\n\n*Owner:* payments on-call\n\n*Priority:* 10 (recurrence 4 × impact 5 ÷ effort 2)\n\n*Follows from*\n* Retries pile up\n\n*Evidence*\n* logs/ledger.log 3be1d07a @0x10+4\n\n*Links*\n* Design https://wiki.example/retries\n\nFrom the postmortem of INC-7 Checkout outage. tephra:0199-a",postmortem,action-prevent,INC-7,2,3',
    '2,Alert on retries,Task,Done,Won\'t Do,,,"*Declined because:* The cap makes it moot.\n\n*Waits for*\n* Cap retries, at 3 per ""request""\n\nFrom the postmortem of INC-7 Checkout outage. tephra:0199-b",postmortem,action-detect,INC-7,,',
    '3,Drill it,Task,Done,Done,,,"*Waits for*\n* Cap retries, at 3 per ""request""\n\nFrom the postmortem of INC-7 Checkout outage. tephra:0199-c",postmortem,action-learn,INC-7,,',
    '',
  ].join('\r\n'));
});

test('Jira JSON', () => {
  const body: unknown = JSON.parse(rendered('jira-json'));
  expect(body).toMatchObject({ issueUpdates: [
    { fields: { project: { key: 'PROJECT' }, issuetype: { name: 'Task' }, summary: 'Cap retries, at 3 per "request"', duedate: '2026-12-01', priority: { name: 'High' }, labels: ['postmortem', 'action-prevent', 'INC-7'] } }, {}, {},
  ] });
  const many = renderActions('jira-json', sampleInput(Array.from({ length: 101 }, (_, i) => sampleAction(String(i)))));
  const bodies = z.array(z.object({ issueUpdates: z.array(z.unknown()) })).parse(many.ok ? JSON.parse(many.value) : []);
  expect(bodies.map(({ issueUpdates }) => issueUpdates.length)).toEqual([50, 50, 1]);
});

test('GitHub JSON: the note calls nobody, the due date stands in the body', () => {
  const [issue] = z.array(z.object({ title: z.string(), body: z.string(), labels: z.array(z.string()) })).parse(JSON.parse(rendered('github-json')));
  expect(issue!.title).toBe('Cap retries, at 3 per "request"');
  expect(issue!.body).toContain('**Due:** 2026-12-01');
  expect(issue!.body).toContain('[@\u200b3be1d07a');
  expect(issue!.body).toContain('**Follows from**\n\n- Retries pile up\n');
  expect(issue!.labels).toEqual(['postmortem', 'action-prevent', 'INC-7']);
});

test('GitLab CSV: a line that would be a quick action is none', () => {
  expect(rendered('gitlab-csv')).toMatch(/^title,description,due_date\r\n"Cap retries, at 3 per ""request""","See \[@\u200b3be1d07a:0x10\+4\].\n\n \/close\n/);
});

test('Markdown', () => {
  expect(rendered('markdown-table').split('\n').slice(0, 4)).toEqual([
    '| Priority | Action | State | Type | Owner | Due | Done when | Tracker |', '| ---: | --- | --- | --- | --- | --- | --- | --- |',
    '| 10 | Cap retries, at 3 per "request" | Accepted | prevent | payments on-call | 2026-12-01 | A dead ledger gets 3 calls |  |',
    '|  | Alert on retries | Declined | detect |  |  | Declined: The cap makes it moot. |  |',
  ]);
  expect(rendered('markdown-table')).toContain('| [OPS-9 Closed](https://jira.example/browse/OPS-9) |');
  expect(rendered('markdown-checklist')).toBe([
    '## Accepted', '', '- [ ] Cap retries, at 3 per "request" (payments on-call, due 2026-12-01)', '  - Done when: A dead ledger gets 3 calls', '',
    '## Done', '', '- [x] Drill it (OPS-9 Closed)', '  - Waits for: Cap retries, at 3 per "request"', '',
    '## Declined', '', '- [ ] ~~Alert on retries~~', '  - Declined because: The cap makes it moot.', '  - Waits for: Cap retries, at 3 per "request"', '',
  ].join('\n'));
});

test('iCalendar', () => {
  const todo = rendered('icalendar').split('BEGIN:VTODO\r\n')[1]!;
  expect(todo).toMatch(/^UID:tephra-0199-a\r\nDTSTAMP:20261014T174640Z\r\nSUMMARY:Cap retries\\, at 3 per "request"\r\nSTATUS:NEEDS-ACTION\r\nDUE;VALUE=DATE:20261201\r\nPRIORITY:1\r\nCATEGORIES:prevent\r\nDESCRIPTION:/);
  expect(rendered('icalendar')).toContain('RELATED-TO;RELTYPE=DEPENDS-ON:tephra-0199-a\r\n');
});

describe('what is internal', () => {
  test.each(['jira-csv', 'jira-json', 'github-json', 'gitlab-csv', 'markdown-table', 'markdown-checklist', 'icalendar', 'csv'] as const)('is not named in %s', (format) => {
    expect(rendered(format)).not.toContain('Board is told');
  });
});
