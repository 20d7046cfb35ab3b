import { useMemo } from 'react';
import { uuidv7 } from '../../base/ids.ts';
import type { NewComment } from '../../model/comment.ts';
import { useChange } from '../parts/use-change.ts';

export interface CommentWork {
  /** True once it is on disk. */
  add(comment: Omit<NewComment, 'id'>): Promise<boolean>;
  edit(id: string, text: string): Promise<boolean>;
  resolve(id: string, resolved: boolean): Promise<boolean>;
  remove(id: string): Promise<boolean>;
}

/** Changes to comments as commands. */
export function useCommentWork(): CommentWork {
  const change = useChange();
  return useMemo(() => ({
    add: (comment) => change({ name: 'comment.add', input: { comment: { ...comment, id: uuidv7() } } }, undefined, 'comment/exists'),
    edit: (id, text) => change({ name: 'comment.edit', input: { id, text } }),
    resolve: (id, resolved) => change({ name: 'comment.resolve', input: { id, resolved } }),
    remove: (id) => change({ name: 'comment.remove', input: { id } }, 'Removed a comment', 'comment/not-found'),
  }), [change]);
}
