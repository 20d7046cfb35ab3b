import { ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { Session } from '../session.ts';

export type CommentsHandlers = Pick<Handlers<Api, Session>, 'listComments'>;

/** What people said about entries, the postmortem and actions. */
export function commentsHandlers(): CommentsHandlers {
  return { listComments: async ({ subjectKind, subjectId }, { session }) => ok([...session.requireCase().work.comments(subjectKind, subjectId)]) };
}
