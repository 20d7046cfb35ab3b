import { describe, expect, it } from 'vitest';
import { parseRfc3339 } from '../../base/time.ts';
import type { EntryTime, Milestone, TimelineEntry } from '../timeline.ts';
import { lintPostmortem } from './lint.ts';

function entry(at: string, title: string, milestone?: Milestone, more: Partial<EntryTime> = {}): TimelineEntry {
  return {
    id: title, kind: 'observation', title, note: '', role: '', evidence: [], ...(milestone && { milestone }),
    time: { form: 'point', startNs: parseRfc3339(at)!, uncertaintyNs: 0n, basis: 'evidence', zone: 'Europe/Berlin', ...more },
  };
}

/** Impact 10:02, detected 10:05, mitigated 10:42, resolved 11:07; the case is in Berlin, two hours ahead. */
const ENTRIES: readonly TimelineEntry[] = [
  entry('2026-10-08T10:02:00Z', 'First 502 from the gateway', 'impact-start'),
  entry('2026-10-08T10:05:20Z', 'Alert CheckoutErrors fired', 'detected'),
  entry('2026-10-08T10:20:00Z', 'Replica promoted by hand'),
  entry('2026-10-08T10:42:00Z', '37 payments were retried by the worker', 'mitigated'),
  entry('2026-10-08T11:07:00Z', 'Error rate back to normal', 'resolved', { uncertaintyNs: 120_000_000_000n }),
];

function disagreements(text: string, entries = ENTRIES): Array<readonly [string, string]> {
  return lintPostmortem(text, { entries, zone: 'Europe/Berlin' }).filter((f) => f.rule === 'timeline-fact').map((f) => {
    const rewrite = f.rewrites[0]!;
    return [text.slice(f.offset, f.offset + f.length), rewrite.kind === 'replace' ? rewrite.text : ''];
  });
}

describe('times that disagree with the timeline', () => {
  it.each([
    ['The outage started at 10:12 UTC.', '10:12', '10:02'],
    ['The incident was detected at 10:15 UTC and mitigated later.', '10:15', '10:05'],
    ['At 12:25 Europe/Berlin the outage was detected.', '12:25', '12:05'],
    ['The outage started at 12:02 and was resolved at 14:07.', '14:07', '13:07'],
    ['Detected: 10:15 UTC', '10:15', '10:05'],
    ['Der Ausfall begann um 12:12 Uhr.', '12:12', '12:02'],
    ['Der Ausfall wurde um 12:15 Uhr entdeckt, und am Abend war alles wieder gut.', '12:15', '12:05'],
    ['The “Replica promoted by hand” happened at 10:30 UTC.', '10:30', '10:20'],
    ['The outage started on 2026-10-07 10:02 UTC.', '2026-10-07 10:02', '2026-10-08 10:02'],
    ['The incident was detected at 10:05:50 UTC.', '10:05:50', '10:05:20'],
  ])('%s', (text, said, right) => expect(disagreements(text)).toEqual([[said, right]]));

  it('says both values, the milestone and the entry', () => {
    const [found] = lintPostmortem('The incident was detected at 10:15 UTC.', { entries: ENTRIES, zone: 'UTC' });
    expect(found?.message).toBe('The text says 10:15 UTC, but the timeline says 10:05 UTC (Detected, “Alert CheckoutErrors fired”).');
  });

  it('reads a table whose row names a milestone or a duration', () => {
    const table = (row: string): string => `| What | Value |\n|---|---|\n${row}\n`;
    expect(disagreements(table('| Detected | 10:15 UTC |'))).toEqual([['10:15', '10:05']]);
    expect(disagreements(table('| Time to detect | 9 minutes |'))).toEqual([['9 minutes', '3 minutes']]);
    expect(disagreements(table('| Detected | 10:05 UTC |\n| Alert | 10:15 UTC |\n| Time to detect | 3 min |'))).toEqual([]);
  });
});

describe('durations that disagree', () => {
  it.each([
    ['The outage lasted 47 minutes.', '47 minutes', '1 hour 5 minutes'],
    ['It was a 47-minute outage.', '47-minute', '1 hour 5 minutes'],
    ['We measured a TTD of 5 minutes.', '5 minutes', '3 minutes'],
    ['The time to mitigate was 1 h 5 min.', '1 h 5 min', '40 min'],
    ['Die Störung dauerte 2 Stunden.', '2 Stunden', '1 Stunde 5 Minuten'],
    ['The incident was detected within 1 minute.', '1 minute', '3 minutes'],
  ])('%s', (text, said, right) => expect(disagreements(text)).toEqual([[said, right]]));
});

describe('counts that disagree', () => {
  it('are those of an entry whose title shares more words', () => {
    expect(disagreements('In the end 73 payments were retried by the worker process.')).toEqual([['73', '37']]);
    expect(disagreements('In the end 37 payments were retried by the worker.')).toEqual([]);
    expect(disagreements('There were 73 payments.')).toEqual([]);
    expect(disagreements('About 40 payments were retried by the worker.')).toEqual([]);
  });
});

describe('what is not said', () => {
  it.each([
    'The outage started at 10:02 UTC and was resolved at 11:07 UTC.',
    // No zone: the case's, the entry's and UTC are all taken.
    'The outage started at 12:02.', 'The outage started at 10:02.',
    // Within the uncertainty, or meant roughly.
    'The incident was resolved at 11:09 UTC.', 'The outage started around 10:10 UTC.', 'The outage lasted about an hour, roughly 60 minutes.',
    'The outage lasted 40 minutes.', 'The outage lasted 65 minutes.', 'The incident was detected within 5 minutes.', 'The outage lasted more than 30 minutes.',
    // Not about the incident, or several times in a clause.
    'A second spike was detected at 10:50 UTC.', 'The pod started at 09:12 UTC.', 'The next incident was detected at 10:50 UTC.', 'The cron job lasted 47 minutes.', 'The outage was visible from 10:02 to 11:07 UTC.',
    'The retry waits 47 minutes.', 'The incident was not detected at 10:01 UTC.', 'The issue was detected at 09:15 PST by a partner.',
    'We saw version 10:15 of the page.',
  ])('%s', (text) => expect(disagreements(text)).toEqual([]));

  it('nothing without a timeline', () => {
    expect(disagreements('The outage started at 10:12 UTC.', [])).toEqual([]);
    expect(disagreements('The outage was acknowledged at 10:12 UTC.')).toEqual([]);
  });
});
