import { z } from 'zod';
import { Comment, CommentSubject } from '../../model/comment.ts';
import { defineMethod } from '../define.ts';

/**
 * Comments, oldest first: all, those on one kind of subject, or those on one subject. Comments on entries that were
 * removed are not among them. Changed by commands (`work.do`).
 */
export const listComments = defineMethod({
  name: 'comment.list', kind: 'call', scope: 'case', errors: [],
  input: z.object({ subjectKind: CommentSubject.optional(), subjectId: z.string().max(64).optional() }),
  output: z.array(Comment),
});
