import { z } from 'zod';
import { EvidenceReference } from './evidence.ts';
import { Nanoseconds } from './primitives.ts';

/** What an action changes: whether it happens again, who notices, how much breaks, how fast it is mended, what people know. */
export const ACTION_TYPES = ['prevent', 'detect', 'mitigate', 'recover', 'process', 'learn'] as const;
export const ActionType = z.enum(ACTION_TYPES);
export type ActionType = z.infer<typeof ActionType>;

/** `proposed` until somebody takes it on. `declined` stays on record with its reason. */
export const ACTION_STATES = ['proposed', 'accepted', 'in-progress', 'done', 'declined'] as const;
export const ActionState = z.enum(ACTION_STATES);
export type ActionState = z.infer<typeof ActionState>;

/** 1 (low) to 5 (high). */
const Score = z.number().int().min(1).max(5);

/** What a tracker said of an action when it was last read back. */
export const TrackerState = z.object({
  /** "jira", "github", "gitlab", or a name of the team's own. */
  system: z.string().min(1).max(60),
  /** "OPS-1432", "#87". */
  key: z.string().min(1).max(200),
  url: z.string().max(2000),
  /** The tracker's own word ("In Review"). */
  status: z.string().max(200),
  readAtNs: Nanoseconds,
});
export type TrackerState = z.infer<typeof TrackerState>;

/** Something to be done so that it goes better next time. Empty strings: not said yet. */
export const Action = z.object({
  kind: z.literal('action'),
  id: z.string().min(1).max(64),
  /** Begins with a verb: "Alert on pool saturation before requests queue". */
  title: z.string().min(1).max(500),
  /** Markdown. */
  note: z.string().max(100_000),
  type: ActionType,
  state: ActionState,
  /** The role that owns it ("payments on-call"), not a person's name. */
  ownerRole: z.string().max(200),
  /** A calendar day, `2026-09-30`; empty for none. */
  due: z.union([z.literal(''), z.iso.date()]),
  /** The test of done: how anybody can see that it is. */
  doneWhen: z.string().max(5000),
  /** How likely it happens again without it, how bad that would be, and how much work it is. */
  recurrence: Score.optional(),
  impact: Score.optional(),
  effort: Score.optional(),
  /** Ids of actions that have to be done first. */
  dependsOn: z.array(z.string().min(1).max(64)).max(100),
  /** Ids of timeline entries it follows from. */
  entries: z.array(z.string().min(1).max(64)).max(100),
  evidence: z.array(EvidenceReference).max(100),
  links: z.array(z.object({ title: z.string().max(300), url: z.string().min(1).max(2000) })).max(50),
  tracker: TrackerState.optional(),
  /** Why it was declined. */
  reason: z.string().max(5000),
  createdAtNs: Nanoseconds,
});
export type Action = z.infer<typeof Action>;

/** Recurrence × impact ÷ effort: 0.2 to 25; `undefined` until all three are said. */
export function actionPriority({ recurrence, impact, effort }: Pick<Action, 'recurrence' | 'impact' | 'effort'>): number | undefined {
  return recurrence === undefined || impact === undefined || effort === undefined ? undefined : (recurrence * impact) / effort;
}

/** The order of every list of actions: open before done before declined, the highest priority first, those without one last, then by due date and age. */
export function byPriority(a: Action, b: Action): number {
  const rank = (x: Action): number => (x.state === 'declined' ? 2 : x.state === 'done' ? 1 : 0);
  const due = (x: Action): string => x.due || '9999';
  return rank(a) - rank(b) || (actionPriority(b) ?? -1) - (actionPriority(a) ?? -1)
    || (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0)
    || (a.createdAtNs < b.createdAtNs ? -1 : a.createdAtNs > b.createdAtNs ? 1 : a.id < b.id ? -1 : 1);
}

/** What an action still lacks before somebody can take it on and show that it is done. */
export function actionGaps(action: Action): Array<'owner' | 'due' | 'test of done' | 'priority' | 'reason'> {
  if (action.state === 'declined') return action.reason.trim() === '' ? ['reason'] : [];
  return [
    ...(action.ownerRole.trim() === '' ? ['owner' as const] : []),
    ...(action.due === '' ? ['due' as const] : []),
    ...(action.doneWhen.trim() === '' ? ['test of done' as const] : []),
    ...(actionPriority(action) === undefined ? ['priority' as const] : []),
  ];
}
