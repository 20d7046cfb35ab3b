import { z } from 'zod';
import { Nanoseconds } from './primitives.ts';

/** What a comment is about: an entry of the timeline, the postmortem or a passage of it, an action. */
export const COMMENT_SUBJECTS = ['entry', 'postmortem', 'action'] as const;
export const CommentSubject = z.enum(COMMENT_SUBJECTS);
export type CommentSubject = z.infer<typeof CommentSubject>;

/**
 * What somebody said about a piece of work, beside it. Comments are talk on the way to the finished thing: reports and
 * exports leave them out.
 */
export const Comment = z.object({
  id: z.string().min(1).max(64),
  subjectKind: CommentSubject,
  /** The entry's or action's id; '' for the postmortem. */
  subjectId: z.string().max(64),
  /** The words of the postmortem it is about; '' when it is about the whole. */
  quote: z.string().max(4000),
  /** Markdown. */
  text: z.string().min(1).max(20_000),
  author: z.string().max(200),
  /** The role they spoke in, where they said so ("database on-call"). */
  role: z.string().max(200).optional(),
  atNs: Nanoseconds,
  /** When it was settled, and by whom. Left out: open. */
  resolvedAtNs: Nanoseconds.optional(),
  resolvedBy: z.string().max(200).optional(),
});
export type Comment = z.infer<typeof Comment>;

/** A comment as it is sent: the case fills in who and when, unless it is carried over from elsewhere (entries merged). */
export const NewComment = Comment.partial({ author: true, atNs: true });
export type NewComment = z.infer<typeof NewComment>;

export function isOpen(comment: Pick<Comment, 'resolvedAtNs'>): boolean {
  return comment.resolvedAtNs === undefined;
}

/** How many comments are open on each subject, by its id. Subjects without one are left out. */
export function openComments(comments: readonly Comment[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const comment of comments) if (isOpen(comment)) counts.set(comment.subjectId, (counts.get(comment.subjectId) ?? 0) + 1);
  return counts;
}
