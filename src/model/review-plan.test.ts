import { expect, test } from 'vitest';
import { currentReview, DEFAULT_AGENDA, knownThen, phaseOf, plannedMinutes } from './review-plan.ts';
import { Review } from './review.ts';
import type { TimelineEntry } from './timeline.ts';

const review = (id: string, startedAtNs?: bigint, endedAtNs?: bigint): Review => ({ kind: 'review', id, title: 'Review', agenda: [], attendance: [], startedAtNs, endedAtNs });
const entry = (id: string, startNs: bigint, knownSinceNs?: bigint): TimelineEntry => ({
  id, kind: 'observation', title: id, note: '', role: '', evidence: [], time: { form: 'point', startNs, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' }, ...(knownSinceNs === undefined ? {} : { knownSinceNs }),
});

test('the usual agenda takes an hour and is one that can be kept', () => {
  expect(plannedMinutes(DEFAULT_AGENDA)).toBe(60);
  expect(Review.safeParse({ ...review('r'), agenda: DEFAULT_AGENDA }).success).toBe(true);
  expect(new Set(DEFAULT_AGENDA.map((a) => a.id)).size).toBe(DEFAULT_AGENDA.length);
});

test('a review that runs comes first, then the newest plan, then the last that ended', () => {
  const ended = review('1', 1n, 2n);
  const running = review('2', 3n);
  const planned = review('3');
  expect([ended, running, planned].map(phaseOf)).toEqual(['ended', 'running', 'planned']);
  expect(currentReview([ended, running, planned])).toBe(running);
  expect(currentReview([ended, planned])).toBe(planned);
  expect(currentReview([ended])).toBe(ended);
  expect(currentReview([])).toBeUndefined();
});

test('what was known at an entry: not what came later, nor what was learned later', () => {
  const entries = [entry('deploy', 10n), entry('leak', 20n, 90n), entry('alert', 30n), entry('guess', 40n), entry('rollback', 95n)];
  const ids = (list: readonly TimelineEntry[]): string[] => list.map((e) => e.id);
  const guess = knownThen(entries, entries[3]!);
  expect(ids(guess.known)).toEqual(['alert', 'deploy']);
  expect(ids(guess.unknown)).toEqual(['leak']);
  expect(ids(knownThen(entries, entries[4]!).known)).toEqual(['guess', 'alert', 'leak', 'deploy']);
});
