import { z } from 'zod';
import { plural } from '../base/text.ts';
import { actionGaps } from './action.ts';
import type { Claim } from './claims.ts';
import { isOpen, type Comment } from './comment.ts';
import { severityLevel } from './incident-severity.ts';
import { itemsOf, type Item } from './item.ts';
import { DEFAULT_GATES, Gate, GATES, POSTMORTEM_STATES, type Gates, type PostmortemState } from './postmortem-status.ts';
import { findSensitive, isSecret } from './sensitivity.ts';
import { milestoneProblems, MILESTONE_TITLE, type Milestone, type TimelineEntry } from './timeline.ts';

/** Where to go to mend what a gate asks for: a line of the text, a panel beside it, or another view with its parameters. */
export const GateJump = z.discriminatedUnion('to', [
  z.object({ to: z.literal('line'), line: z.number().int().min(1) }),
  z.object({ to: z.literal('panel'), panel: z.enum(['claims', 'language', 'comments', 'severity']) }),
  z.object({ to: z.literal('view'), view: z.string(), params: z.record(z.string(), z.string()) }),
]);
export type GateJump = z.infer<typeof GateJump>;

export const GateResult = z.object({ gate: Gate, ok: z.boolean(), reason: z.string(), jump: GateJump.optional() });
export type GateResult = z.infer<typeof GateResult>;

/** What the gates look at. */
export interface GateFacts {
  readonly text: string;
  readonly entries: readonly TimelineEntry[];
  readonly comments: readonly Comment[];
  readonly items: readonly Item[];
  readonly claims: readonly Claim[];
  /** Line of each finding of the language check. */
  readonly findings: readonly number[];
}

const NEEDED: readonly Milestone[] = ['impact-start', 'detected', 'mitigated', 'resolved'];

/** Every gate, open or not, with the reason in a sentence and the way to mend it. */
export function checkGates(facts: GateFacts): GateResult[] {
  return GATES.map((gate) => {
    const { ok, reason, jump } = CHECKS[gate](facts);
    return { gate, ok, reason, ...(ok || !jump ? {} : { jump }) };
  });
}

type Check = (facts: GateFacts) => { readonly ok: boolean; readonly reason: string; readonly jump?: GateJump };

const view = (id: string, params: Readonly<Record<string, string>> = {}): GateJump => ({ to: 'view', view: id, params });

const CHECKS: Readonly<Record<Gate, Check>> = {
  'claims-cited': ({ claims }) => {
    const open = claims.filter((c) => !c.cited).length;
    return { ok: open === 0, reason: claims.length === 0 ? 'The text states no facts yet.' : open === 0 ? `${plural(claims.length, 'claim')}, each with evidence.` : `${open} of ${plural(claims.length, 'claim')} without evidence.`, jump: { to: 'panel', panel: 'claims' } };
  },
  'entries-cited': ({ entries }) => {
    const open = entries.filter((e) => e.evidence.length === 0).length;
    return { ok: open === 0, reason: entries.length === 0 ? 'There are no entries yet.' : open === 0 ? `${plural(entries.length, 'entry', 'entries')}, each with evidence.` : `${open} of ${plural(entries.length, 'entry', 'entries')} without evidence.`, jump: view('timeline', { unsupported: '1' }) };
  },
  'milestones-set': ({ entries }) => {
    const missing = NEEDED.filter((m) => !entries.some((e) => e.milestone === m)).map((m) => MILESTONE_TITLE[m]);
    return { ok: missing.length === 0, reason: missing.length === 0 ? 'All four are set.' : `Not set: ${missing.join(', ')}.`, jump: view('timeline') };
  },
  'milestones-agree': ({ entries }) => {
    const found = milestoneProblems(entries).find((p) => p.kind === 'contradiction');
    return { ok: !found, reason: found?.text ?? 'None contradicts another.', jump: view('timeline', found ? { sel: found.entryId } : {}) };
  },
  'severity-set': ({ items }) => {
    const [severity] = itemsOf(items, 'severity');
    return { ok: severity !== undefined, reason: severity ? `${severityLevel(severity).level}.` : 'Nobody has set it.', jump: { to: 'panel', panel: 'severity' } };
  },
  'lint-clean': ({ findings }) => ({
    ok: findings.length === 0, reason: findings.length === 0 ? 'Nothing to look at.' : `${plural(findings.length, 'wording')} to look at.`, jump: { to: 'panel', panel: 'language' },
  }),
  'comments-settled': ({ comments }) => {
    const open = comments.filter(isOpen);
    const elsewhere = open.find((c) => c.subjectKind === 'entry');
    const jump: GateJump = open.some((c) => c.subjectKind === 'postmortem') || !elsewhere ? { to: 'panel', panel: 'comments' } : view('timeline', { sel: elsewhere.subjectId });
    return { ok: open.length === 0, reason: comments.length === 0 ? 'There are no comments.' : open.length === 0 ? `${plural(comments.length, 'comment')}, none open.` : `${plural(open.length, 'comment')} open.`, jump: open.every((c) => c.subjectKind === 'action') && open.length > 0 ? view('actions') : jump };
  },
  'actions-complete': ({ items }) => {
    const actions = itemsOf(items, 'action');
    const lacking = actions.filter((a) => actionGaps(a).some((gap) => gap !== 'priority'));
    const [first] = lacking;
    const said = first && actionGaps(first).flatMap((gap) => (gap === 'priority' ? [] : [LACKING[gap]])).join(', ');
    return {
      ok: lacking.length === 0,
      reason: actions.length === 0 ? 'There are no actions.' : first ? `${lacking.length} of ${plural(actions.length, 'action')} not complete: “${first.title}” lacks ${said}.` : `${plural(actions.length, 'action')}, all complete.`,
      jump: view('actions'),
    };
  },
  'review-held': ({ items }) => {
    const reviews = itemsOf(items, 'review');
    const held = reviews.findLast((r) => r.startedAtNs !== undefined && r.endedAtNs !== undefined);
    return { ok: held !== undefined, reason: held ? `“${held.title}” is over.` : reviews.some((r) => r.startedAtNs !== undefined) ? 'The review has not ended yet.' : 'No review was held yet.', jump: view('review') };
  },
  'attendance-taken': ({ items }) => {
    const present = Math.max(0, ...itemsOf(items, 'review').map((r) => r.attendance.filter((a) => a.present).length));
    return { ok: present > 0, reason: present > 0 ? `${plural(present, 'person was', 'people were')} there.` : 'Nobody is marked as present.', jump: view('review') };
  },
  'no-secrets': ({ text, entries }) => {
    const [first] = findSensitive(text).filter((s) => isSecret(s.kind));
    if (first) {
      const line = text.slice(0, first.start).split('\n').length;
      return { ok: false, reason: `Line ${line} of the text holds what looks like one.`, jump: { to: 'line', line } };
    }
    const entry = entries.find((e) => findSensitive(`${e.title}\n${e.note}`).some((s) => isSecret(s.kind)));
    return entry ? { ok: false, reason: `The entry “${entry.title}” holds what looks like one.`, jump: view('timeline', { sel: entry.id }) } : { ok: true, reason: 'Nothing looks like one.' };
  },
};

const LACKING = { owner: 'an owner', due: 'a date', 'test of done': 'a test of done', reason: 'a reason' } as const;

/** Gates of every step from one state up to another: none when it goes back. */
export function gatesBetween(required: Gates['required'], from: PostmortemState, to: PostmortemState): Gate[] {
  const [a, b] = [POSTMORTEM_STATES.indexOf(from), POSTMORTEM_STATES.indexOf(to)];
  const steps = POSTMORTEM_STATES.slice(a + 1, b + 1).filter((state) => state !== 'draft');
  const wanted = new Set(steps.flatMap((state) => required[state]));
  return GATES.filter((gate) => wanted.has(gate));
}

export function requiredGates(items: readonly Item[]): Gates['required'] {
  return itemsOf(items, 'gates')[0]?.required ?? DEFAULT_GATES;
}

export function stateOf(items: readonly Item[]): PostmortemState {
  return itemsOf(items, 'status')[0]?.state ?? 'draft';
}
