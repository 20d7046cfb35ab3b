import { describe, expect, test } from 'vitest';
import type { Action } from './action.ts';
import { lintAction } from './action-lint.ts';

const GOOD: Action = {
  kind: 'action', id: 'a1', title: 'Cap retries at 3 per request', note: '', type: 'prevent', state: 'accepted', ownerRole: 'payments on-call', due: '2026-12-01',
  doneWhen: 'A load test with a dead ledger shows at most 3 calls per request', dependsOn: [], entries: [], evidence: [], links: [], reason: '', createdAtNs: 0n,
};
const rules = (change: Partial<Action>): string[] => lintAction({ ...GOOD, ...change }).map((f) => f.rule);

describe('an action that can be finished', () => {
  test.each([
    'Cap retries at 3 per request', 'Alert on pool saturation before requests queue', 'Increase the pool from 50 to 200', 'Monitor connections and page at 90 %', 'Re-run the restore drill every quarter', 'Release the connection on every path of the coupon lookup',
    'Rate-limit the export', 'Investigate the timeouts and write down the answer', 'Review the timeouts by Friday', 'Backfill the ledger', 'Autoscale the workers', 'Roll back the flag by default', 'Containerise the importer', 'Train the fraud model on the March data',
    'Wiederholungen auf 3 begrenzen', 'Poolgröße auf 200 erhöhen', 'Begrenze Wiederholungen auf 3', 'Die Lasttests jede Woche ausführen',
  ])('%s', (title) => {
    expect(rules({ title })).toEqual([]);
  });
});

describe('what keeps one from it', () => {
  test.each([
    ['Improve monitoring', 'vague-verb', 'improve'], ['Investigate the timeouts', 'vague-verb', 'investigate'], ['Look into retries', 'vague-verb', 'look into'], ['Consider a queue', 'vague-verb', 'consider'],
    ['Ensure backups work', 'vague-verb', 'ensure'], ['Make sure that alerts fire', 'vague-verb', 'make sure'], ['Be more careful with deploys', 'vague-verb', 'be more careful'], ['Monitor better', 'vague-verb', 'monitor'],
    ['Investigate 502s', 'vague-verb', 'investigate'], ['Das Monitoring verbessern', 'vague-verb', 'verbessern'], ['Sicherstellen, dass Backups laufen', 'vague-verb', 'sicherstellen'], ['Beim Deploy besser aufpassen', 'vague-verb', 'besser aufpassen'],
    ['Better alerts', 'vague-verb', 'better'], ['The pool is too small', 'no-verb', 'the'], ['Connection pool limits', 'no-verb', 'connection'], ['Monitoring of the pool', 'no-verb', 'monitoring'], ['We should cap retries', 'no-verb', 'we'], ['Grenzen für den Pool', 'no-verb', 'grenzen'],
    ['Add alerts to all services', 'unbounded', 'all'], ['Always test migrations', 'unbounded', 'always'], ['Write runbooks as needed', 'unbounded', 'as needed'], ['Alle Dienste umstellen', 'unbounded', 'alle'],
    ['Train engineers to check the flag', 'blame', 'train'], ['Remind the on-call to read the runbook', 'blame', 'remind'], ['Talk to the engineer', 'blame', 'talk to the engineer'], ['Mitarbeiter schulen', 'blame', 'schulen'], ['Document the human error', 'blame', 'human error'],
  ] as const)('%s: %s', (title, rule, words) => {
    const found = lintAction({ ...GOOD, title });
    expect(found.map((f) => f.rule)).toContain(rule);
    const finding = found.find((f) => f.rule === rule)!;
    expect(finding.words).toBe(words);
    expect(finding.reason).not.toContain('{word}');
    expect(finding.suggestion.length).toBeGreaterThan(10);
  });

  test('who, when and how to see it are said by name', () => {
    expect(rules({ ownerRole: ' ', due: '', doneWhen: '' })).toEqual(['missing-owner', 'missing-due', 'missing-test']);
  });

  test('a person is no role', () => {
    const people = [{ kind: 'person' as const, id: 'p', name: 'Dana Reyes', aliases: ['dreyes'], role: 'database on-call' }];
    expect(lintAction({ ...GOOD, ownerRole: 'Dana Reyes' }, people).map((f) => [f.rule, f.suggestion])).toEqual([['person-as-owner', 'Name the role: “database on-call”.']]);
    expect(lintAction({ ...GOOD, ownerRole: 'database on-call' }, people)).toEqual([]);
  });

  test.each(['Done', 'It is implemented.', 'n/a', 'Retries are capped per request', 'Retries capped', 'erledigt', 'The retries have been capped'])('a test of done that says nothing new: %s', (doneWhen) => {
    expect(rules({ doneWhen })).toEqual(['restated-test']);
  });

  test.each(['Retries are capped at 3', 'A dead ledger gets 3 calls', 'The dashboard shows no fourth call'])('one that does: %s', (doneWhen) => {
    expect(rules({ title: 'Cap retries per request', doneWhen })).toEqual([]);
  });

  test('what is done is left alone, what is declined needs its reason', () => {
    const nothing = { title: 'Improve all', ownerRole: '', due: '', doneWhen: '' };
    expect(rules({ ...nothing, state: 'done' })).toEqual([]);
    expect(rules({ ...nothing, state: 'declined' })).toEqual(['missing-reason']);
    expect(rules({ ...nothing, state: 'declined', reason: 'The importer goes away in spring.' })).toEqual([]);
  });
});
