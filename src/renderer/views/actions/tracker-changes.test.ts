import { expect, test } from 'vitest';
import type { TrackerProposal } from '../../../protocol/methods/actions.ts';
import { proposedAction, saysNothingNew } from './tracker-changes.ts';
import { newAction } from './work.ts';

const action = { ...newAction('a', 'Cap retries', 1n), note: 'kept' };
const tracker = { system: 'jira', key: 'OPS-1', url: '', status: 'Closed', readAtNs: 9n };
const proposal: TrackerProposal = { actionId: 'a', matchedBy: 'key', place: 'row 2', title: 'Cap', tracker, state: 'declined', reason: 'Jira: Duplicate' };

test('what the tracker says is taken over, all else stays; declined has the tracker’s word or its own', () => {
  expect(proposedAction(action, proposal, { isTaken: true, state: 'declined' })).toEqual({ ...action, tracker, state: 'declined', reason: 'Jira: Duplicate' });
  expect(proposedAction({ ...action, reason: 'Ours.' }, proposal, { isTaken: true, state: 'declined' }).reason).toBe('Ours.');
  expect(proposedAction(action, { ...proposal, reason: '' }, { isTaken: true, state: 'declined' }).reason).toBe('OPS-1: Closed');
  expect(proposedAction(action, proposal, { isTaken: true, state: 'done' })).toMatchObject({ state: 'done', reason: '' });
});

test('reading the same again is nothing new, whenever it is read', () => {
  const known = { ...action, state: 'done' as const, tracker: { ...tracker, readAtNs: 1n } };
  expect(saysNothingNew(known, proposal, { isTaken: true, state: 'done' })).toBe(true);
  expect(saysNothingNew(known, proposal, { isTaken: true, state: 'accepted' })).toBe(false);
  expect(saysNothingNew({ ...known, tracker: { ...tracker, status: 'Open' } }, proposal, { isTaken: true, state: 'done' })).toBe(false);
  expect(saysNothingNew(action, proposal, { isTaken: true, state: 'proposed' })).toBe(false);
});
