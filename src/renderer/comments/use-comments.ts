import { useMemo } from 'react';
import { openComments, type Comment, type CommentSubject } from '../../model/comment.ts';
import { api } from '../../protocol/api.ts';
import { useRead, type Reading } from '../rpc/react.tsx';

/** Comments on all subjects of one kind: read once, however many of them are on screen. */
export function useComments(subjectKind: CommentSubject): Reading<Comment[]> {
  return useRead(api.listComments, { subjectKind }, { dependsOn: 'work' });
}

const NONE: ReadonlyMap<string, number> = new Map();

/** How many comments are open on each subject. The same map until one of them changes. */
export function useOpenComments(subjectKind: CommentSubject): ReadonlyMap<string, number> {
  const comments = useComments(subjectKind).data;
  // A new work revision brings the same comments as new objects: nothing is to be drawn again for that.
  const text = useMemo(() => JSON.stringify([...openComments(comments ?? [])]), [comments]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written in the line before
  return useMemo(() => (text === '[]' ? NONE : new Map(JSON.parse(text) as ReadonlyArray<readonly [string, number]>)), [text]);
}
