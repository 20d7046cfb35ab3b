import { describe, expect, it } from 'vitest';
import type { Comment } from './comment.ts';
import type { Item } from './item.ts';
import { checkGates, gatesBetween, requiredGates, stateOf, type GateFacts, type GateResult } from './postmortem-gates.ts';
import { DEFAULT_GATES, type Gate } from './postmortem-status.ts';

const NOTHING: GateFacts = { text: '', entries: [], comments: [], items: [], claims: [], findings: [] };
const gate = (wanted: Gate, facts: Partial<GateFacts>): GateResult => checkGates({ ...NOTHING, ...facts }).find((g) => g.gate === wanted)!;
const comment = (subjectKind: Comment['subjectKind'], subjectId: string, resolved = false): Comment => ({ id: subjectId, subjectKind, subjectId, quote: '', text: 'x', author: 'ada', atNs: 1n, ...(resolved ? { resolvedAtNs: 2n } : {}) });
const review = (patch: Partial<Extract<Item, { kind: 'review' }>>): Item => ({ kind: 'review', id: 'r', title: 'R', agenda: [], attendance: [], ...patch });

describe('gates', () => {
  it('lead to where an open comment stands', () => {
    expect(gate('comments-settled', { comments: [comment('postmortem', '', true)] })).toEqual({ gate: 'comments-settled', ok: true, reason: '1 comment, none open.' });
    expect(gate('comments-settled', { comments: [comment('entry', 'e1'), comment('postmortem', '')] }).jump).toEqual({ to: 'panel', panel: 'comments' });
    expect(gate('comments-settled', { comments: [comment('entry', 'e1')] }).jump).toEqual({ to: 'view', view: 'timeline', params: { sel: 'e1' } });
    expect(gate('comments-settled', { comments: [comment('action', 'a1')] })).toMatchObject({ ok: false, jump: { to: 'view', view: 'actions' } });
  });
  it('want a review that ended, and somebody who was there', () => {
    expect(gate('review-held', {}).reason).toBe('No review was held yet.');
    expect(gate('review-held', { items: [review({ startedAtNs: 1n })] }).reason).toBe('The review has not ended yet.');
    expect(gate('review-held', { items: [review({ startedAtNs: 1n, endedAtNs: 2n })] }).ok).toBe(true);
    const attendance = [{ personId: 'p', part: 'scribe' as const, present: false }];
    expect(gate('attendance-taken', { items: [review({ attendance })] }).ok).toBe(false);
    expect(gate('attendance-taken', { items: [review({ attendance: [{ ...attendance[0]!, present: true }] })] })).toMatchObject({ ok: true, reason: '1 person was there.' });
  });
  it('name the first action that lacks something, a declined one without a reason too', () => {
    const action: Item = {
      kind: 'action', id: 'a', title: 'Alert on the pool', note: '', type: 'detect', state: 'accepted', ownerRole: 'shop', due: '2026-12-01', doneWhen: 'it fires', dependsOn: [], entries: [], evidence: [], links: [], reason: '', createdAtNs: 1n,
    };
    expect(gate('actions-complete', { items: [action] })).toMatchObject({ ok: true, reason: '1 action, all complete.' });
    expect(gate('actions-complete', { items: [action, { ...action, id: 'b', due: '', doneWhen: '' }] }).reason).toBe('1 of 2 actions not complete: “Alert on the pool” lacks a date, a test of done.');
    expect(gate('actions-complete', { items: [{ ...action, state: 'declined' }] }).ok).toBe(false);
  });
  it('find a secret by its line, in entries too, and no personal data', () => {
    expect(gate('no-secrets', { text: `a\nb password=hunter2secret` })).toMatchObject({ ok: false, jump: { to: 'line', line: 2 } });
    expect(gate('no-secrets', { text: 'mail ada@example.org' }).ok).toBe(true);
  });
  it('of all steps between two states, none backwards', () => {
    expect(gatesBetween(DEFAULT_GATES, 'draft', 'in-review')).toEqual(['milestones-set', 'no-secrets']);
    expect(gatesBetween(DEFAULT_GATES, 'in-review', 'closed')).toEqual(['claims-cited', 'milestones-agree', 'severity-set', 'comments-settled', 'actions-complete', 'review-held', 'attendance-taken', 'no-secrets']);
    expect(gatesBetween(DEFAULT_GATES, 'closed', 'draft')).toEqual([]);
    expect([stateOf([]), requiredGates([])]).toEqual(['draft', DEFAULT_GATES]);
  });
});
