import type { Comment } from '../../../model/comment.ts';
import type { Store } from '../store.ts';
import { type Applicable, defineCommand, NOTHING, refuse } from './define.ts';
import { quote } from './words.ts';

export const commentAdd = defineCommand({
  name: 'comment.add',
  apply(store, { comment }) {
    const { id, subjectKind, subjectId } = comment;
    if (store.comments.isTaken(id)) refuse('comment/exists', `The case already has a comment ${id}.`, { id });
    if (subjectKind === 'entry' && !store.entry(subjectId)) refuse('timeline/entry-not-found', `The timeline has no entry ${subjectId} to comment on; it may have been removed elsewhere.`, { id: subjectId });
    // Who and when is on every one that was run (`signed`).
    store.comments.put({ ...comment, author: comment.author ?? '', atNs: comment.atNs ?? 0n, ...settled(comment) });
    return { inverse: [{ name: 'comment.remove', input: { id } }], summary: `Commented on ${subject(store, comment)}: ${quote(comment.text)}` };
  },
});

export const commentEdit = defineCommand({
  name: 'comment.edit',
  apply(store, { id, text }) {
    const before = find(store, id);
    const summary = `Changed a comment on ${subject(store, before)} to ${quote(text)}`;
    if (text === before.text) return { inverse: NOTHING, summary };
    store.comments.put({ ...before, text });
    return { inverse: [{ name: 'comment.edit', input: { id, text: before.text } }], summary };
  },
});

export const commentResolve = defineCommand({
  name: 'comment.resolve',
  apply(store, { id, resolved, by, atNs }) {
    const before = find(store, id);
    const summary = `${resolved ? 'Resolved' : 'Reopened'} the comment ${quote(before.text)} on ${subject(store, before)}`;
    if (resolved === (before.resolvedAtNs !== undefined)) return { inverse: NOTHING, summary };
    const { resolvedAtNs, resolvedBy, ...open } = before;
    store.comments.put(resolved ? { ...open, resolvedAtNs: atNs ?? 0n, resolvedBy: by ?? '' } : open);
    return { inverse: [{ name: 'comment.resolve', input: { id, resolved: !resolved, by: resolvedBy, atNs: resolvedAtNs } }], summary };
  },
});

export const commentRemove = defineCommand({
  name: 'comment.remove',
  apply(store, { id }) {
    const comment = find(store, id);
    store.comments.remove(id);
    return { inverse: [{ name: 'comment.add', input: { comment } }], summary: `Removed the comment ${quote(comment.text)} from ${subject(store, comment)}` };
  },
});

/** Both or neither: the table says so too. */
function settled({ resolvedAtNs, resolvedBy }: Pick<Comment, 'resolvedAtNs' | 'resolvedBy'>): Pick<Comment, 'resolvedAtNs' | 'resolvedBy'> {
  return resolvedAtNs === undefined ? { resolvedBy: undefined } : { resolvedAtNs, resolvedBy: resolvedBy ?? '' };
}

function find(store: Store, id: string): Comment {
  return store.comments.find(id) ?? refuse('comment/not-found', 'There is no such comment; it may have been removed elsewhere.', { id });
}

function subject(store: Store, { subjectKind, subjectId, quote: words }: Pick<Comment, 'subjectKind' | 'subjectId' | 'quote'>): string {
  if (subjectKind === 'postmortem') return words === '' ? 'the postmortem' : `${quote(words)} of the postmortem`;
  if (subjectKind === 'action') return 'an action';
  const entry = store.entry(subjectId);
  return entry ? quote(entry.title) : 'an entry';
}

/**
 * The command with who and when on its comments, as it goes into the journal: `apply` reads no clock. What says both
 * itself keeps them, so that comments can be carried over.
 */
export function signed<C extends Applicable>(command: C, author: string, atNs: bigint): C {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same command with optional members filled in
  return withWho(command, author, atNs) as C;
}

function withWho(command: Applicable, author: string, atNs: bigint): Applicable {
  switch (command.name) {
    case 'comment.add':
      return { name: 'comment.add', input: { comment: { ...command.input.comment, author: command.input.comment.author ?? author, atNs: command.input.comment.atNs ?? atNs } } };
    case 'comment.resolve':
      return { name: 'comment.resolve', input: { ...command.input, by: command.input.by ?? author, atNs: command.input.atNs ?? atNs } };
    case 'batch':
      return { name: 'batch', input: { label: command.input.label, commands: command.input.commands.map((c) => signed(c, author, atNs)) } };
    default:
      return command;
  }
}
