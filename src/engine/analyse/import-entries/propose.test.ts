import { describe, expect, it, test } from 'vitest';
import { propose, type ImportRecord } from './propose.ts';

const SHA = 'ab'.repeat(32);

function record(kind: string, attributes: Record<string, unknown>, change: Partial<ImportRecord> = {}): ImportRecord {
  return { timeNs: 1_791_974_051_204_567_891n, body: 'What it says', kind, sha256: SHA, line: 3, offsetBytes: 4660, lengthBytes: 12, attributes: JSON.stringify(attributes), ...change };
}

describe('kinds', () => {
  it.each([
    ['slack-export', { 'event.name': 'chat.message', 'user.full_name': 'Ana' }, 'communication', 'What it says', 'Ana', true],
    ['slack-export', { 'event.name': 'chat.message', 'user.id': 'U1', 'chat.subtype': 'channel_join' }, 'communication', 'What it says', 'U1', false],
    ['slack-export', { 'event.name': 'chat.message', 'user.id': 'B1', 'chat.subtype': 'bot_message' }, 'communication', 'What it says', 'B1', true],
    ['teams-export', { 'user.full_name': 'Ben' }, 'communication', 'What it says', 'Ben', true],
    ['email', { 'email.subject': 'Re: Checkout', 'email.from.address': 'ana@example.org' }, 'communication', 'Re: Checkout', 'ana@example.org', true],
    ['pagerduty', { 'event.name': 'incident.triggered', 'incident.title': 'Errors', 'user.full_name': 'Ana' }, 'detection', 'Page: Errors', undefined, true],
    ['pagerduty', { 'event.name': 'incident.acknowledged', 'incident.title': 'Errors', 'user.full_name': 'Ana' }, 'action', 'Acknowledged: Errors', 'Ana', true],
    ['pagerduty', { 'event.name': 'incident.notified', 'incident.title': 'Errors' }, 'detection', 'Notified: Errors', undefined, false],
    ['pagerduty', { 'event.name': 'incident.resolved', 'incident.title': 'Errors', 'user.full_name': 'Ana' }, 'recovery', 'Resolved: Errors', 'Ana', true],
    ['pagerduty', { 'event.name': 'incident.annotated', 'incident.title': 'Errors' }, 'communication', 'What it says', undefined, true],
    ['pagerduty', { 'event.name': 'incident.annotated', 'incident.title': 'Errors', channel: { type: 'note', summary: 'Rolling back' }, 'user.full_name': 'Ana' }, 'communication', 'Rolling back', 'Ana', true],
    ['pagerduty', { 'event.name': 'change', 'incident.title': 'Deploy' }, 'change', 'What it says', undefined, true],
    ['pagerduty', { 'event.name': 'incident.priority_updated' }, 'observation', 'What it says', undefined, false],
    ['opsgenie', { 'event.name': 'alert.acknowledged', 'user.full_name': 'ana@example.org' }, 'action', 'What it says', 'ana@example.org', true],
    ['alerts', { 'alert.name': 'HighErrorRate' }, 'detection', 'What it says', undefined, true],
    ['deploy-records', { 'service.version': '1.4.2' }, 'change', 'What it says', undefined, true],
    ['statuspage', { 'event.name': 'status.update', 'incident.title': 'Payments fail' }, 'communication', 'What it says', undefined, true],
    ['shell-history', { 'event.name': 'shell.command' }, 'action', 'What it says', undefined, true],
    ['asciicast', { 'process.command_line': 'psql -h db-1' }, 'action', 'psql -h db-1', undefined, true],
    ['asciicast', {}, 'observation', 'What it says', undefined, false],
    ['l2tcsv', { timestamp_desc: 'ctime' }, 'observation', 'What it says', undefined, true],
    ['syslog', {}, 'observation', 'What it says', undefined, true],
  ] as const)('%s %j is %s', (format, attributes, kind, title, who, suggested) => {
    const proposal = propose(record(format, attributes), 5n)!;
    expect([proposal.entry.kind, proposal.entry.title, proposal.who?.name ?? proposal.who?.id, proposal.suggested]).toEqual([kind, title, who, suggested]);
    // Nobody is named: a person says which role it was.
    expect(proposal.entry.role).toBe('');
  });
});

test('an entry cites the bytes of its record, and is the same entry every time', () => {
  const { entry } = propose(record('slack-export', {}), 5n)!;
  expect(entry.evidence).toEqual([{ sha256: SHA, locator: { kind: 'bytes', offsetBytes: 4660, lengthBytes: 12, line: 3 }, excerpt: 'What it says', addedBy: '', addedAtNs: 5n }]);
  expect(entry.time).toEqual({ form: 'point', startNs: 1_791_974_051_204_567_891n, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' });
  expect(propose(record('slack-export', {}), 99n)!.entry.id).toBe(entry.id);
  expect(propose(record('slack-export', {}, { offsetBytes: 4661 }), 5n)!.entry.id).not.toBe(entry.id);
  expect(propose(record('slack-export', {}, { sha256: 'cd'.repeat(32) }), 5n)!.entry.id).not.toBe(entry.id);
});

test('a record without a time is no entry', () => {
  expect(propose(record('email', {}, { timeNs: undefined }), 5n)).toBeUndefined();
});

test('a command that took its time is an interval; the zone of an e-mail is that of its sender', () => {
  expect(propose(record('shell-history', { duration_ns: 12_000_000_000 }), 5n)!.entry.time).toMatchObject({ form: 'interval', endNs: 1_791_974_063_204_567_891n });
  expect(propose(record('email', { 'email.zone': '+02:00' }), 5n)!.entry.time.zone).toBe('+02:00');
  expect(propose(record('email', { 'email.zone': 'Nowhere/Land' }), 5n)!.entry.time.zone).toBe('UTC');
});

test('the message of a timeline tool is the title; the ± is that of the clock', () => {
  const { entry } = propose(record('l2tcsv', {}, { body: '[postgres pid: 1] FATAL: sorry,\n  too many clients' }), 5n, 7n)!;
  expect([entry.title, entry.time.uncertaintyNs]).toEqual(['[postgres pid: 1] FATAL: sorry, too many clients', 7n]);
});

test('hostile evidence gives an entry all the same', () => {
  const odd = { 'tephra.kind': 'rm -rf', 'tephra.id': '../../x', 'tephra.zone': 'x', 'tephra.form': 'interval', 'tephra.end': '1970-01-01T00:00:00Z', 'tephra.uncertainty_ns': '-1', 'tephra.role': 'r'.repeat(500), 'tephra.milestone': 'x' };
  const { entry } = propose(record('timesketch', odd, { body: `\u0000${'t'.repeat(2000)}` }), 5n)!;
  expect(entry).toMatchObject({ kind: 'observation', time: { form: 'point', zone: 'UTC', uncertaintyNs: 0n } });
  expect(entry.id).toMatch(/^import-/);
  expect([entry.title.length, entry.role.length, entry.milestone, entry.title[0]]).toEqual([500, 200, undefined, '␀']);
});
