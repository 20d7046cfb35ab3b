import { useMemo } from 'react';
import { uuidv7 } from '../../base/ids.ts';
import type { Result } from '../../base/result.ts';
import type { NewComment } from '../../model/comment.ts';
import { useCaseSession } from '../rpc/react.tsx';
import { runRepeatable } from '../rpc/run-repeatable.ts';
import { useActions } from '../state/react.tsx';
import { useToast } from '../ui/index.ts';

export interface CommentWork {
  /** True once it is on disk. */
  add(comment: Omit<NewComment, 'id'>): Promise<boolean>;
  edit(id: string, text: string): Promise<boolean>;
  resolve(id: string, resolved: boolean): Promise<boolean>;
  remove(id: string): Promise<boolean>;
}

/** Changes to comments as commands. What fails, and what can be undone, is said in a toast. */
export function useCommentWork(): CommentWork {
  const session = useCaseSession();
  const toast = useToast();
  const actions = useActions();
  return useMemo(() => {
    const settle = async (result: Promise<Result<unknown>>, said?: string): Promise<boolean> => {
      const done = await result;
      if (!done.ok) toast({ kind: 'failed', text: done.failure.message });
      else if (said !== undefined) toast({ text: said, actions: [{ label: 'Undo', run: () => void actions.undo() }] });
      return done.ok;
    };
    return {
      add: (comment) => settle(runRepeatable(session, { name: 'comment.add', input: { comment: { ...comment, id: uuidv7() } } }, 'comment/exists')),
      edit: (id, text) => settle(runRepeatable(session, { name: 'comment.edit', input: { id, text } })),
      resolve: (id, resolved) => settle(runRepeatable(session, { name: 'comment.resolve', input: { id, resolved } })),
      remove: (id) => settle(runRepeatable(session, { name: 'comment.remove', input: { id } }, 'comment/not-found'), 'Removed a comment'),
    };
  }, [session, toast, actions]);
}
