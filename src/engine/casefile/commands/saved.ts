import { encodeCanonical } from '../canonical-json.ts';
import type { Store } from '../store.ts';
import { type Change, defineCommand, NOTHING, type Outcome, refuse } from './define.ts';
import { quote } from './words.ts';

/** Puts `after` in the place of `before`; the same again changes nothing. */
function put<T>(before: T | undefined, after: T, write: () => void, back: (before: T) => Change, takeOut: Change, said: (isNew: boolean) => string): Outcome {
  const summary = said(before === undefined);
  if (before !== undefined && encodeCanonical(before) === encodeCanonical(after)) return { inverse: NOTHING, summary };
  write();
  return { inverse: [before === undefined ? takeOut : back(before)], summary };
}

export const filterSave = defineCommand({
  name: 'filter.save',
  apply: ({ saved }, { filter }) => put(
    saved.filter(filter.id), filter, () => saved.putFilter(filter),
    (before) => ({ name: 'filter.save', input: { filter: before } }), { name: 'filter.remove', input: { id: filter.id } },
    (isNew) => `${isNew ? 'Saved' : 'Changed'} the filter ${quote(filter.name)}`,
  ),
});

export const filterRemove = defineCommand({
  name: 'filter.remove',
  apply({ saved }, { id }) {
    const filter = saved.filter(id) ?? refuse('filter/not-found', 'The case has no such filter; it may have been removed elsewhere.', { id });
    saved.removeFilter(id);
    return { inverse: [{ name: 'filter.save', input: { filter } }], summary: `Removed the filter ${quote(filter.name)}` };
  },
});

export const highlighterSave = defineCommand({
  name: 'highlighter.save',
  apply({ saved }, { highlighter }) {
    const before = saved.highlighter(highlighter.id);
    return put(
      before, highlighter, () => saved.putHighlighter(highlighter),
      (old) => ({ name: 'highlighter.save', input: { highlighter: old } }), { name: 'highlighter.remove', input: { id: highlighter.id } },
      (isNew) => {
        const switched = before !== undefined && before.active !== highlighter.active;
        return `${isNew ? 'Added' : switched ? (highlighter.active ? 'Switched on' : 'Switched off') : 'Changed'} the highlighter ${quote(highlighter.text)}`;
      },
    );
  },
});

export const highlighterRemove = defineCommand({
  name: 'highlighter.remove',
  apply({ saved }, { id }) {
    const highlighter = saved.highlighter(id) ?? refuse('highlighter/not-found', 'The case has no such highlighter; it may have been removed elsewhere.', { id });
    saved.removeHighlighter(id);
    return { inverse: [{ name: 'highlighter.save', input: { highlighter } }], summary: `Removed the highlighter ${quote(highlighter.text)}` };
  },
});

export const markSet = defineCommand({
  name: 'mark.set',
  apply(store, { mark }) {
    inEvidence(store, mark);
    const { saved } = store;
    const { sha256, offsetBytes } = mark;
    return put(
      saved.mark(sha256, offsetBytes), mark, () => saved.putMark(mark),
      (before) => ({ name: 'mark.set', input: { mark: before } }), { name: 'mark.remove', input: { sha256, offsetBytes } },
      () => `Marked ${quote(mark.excerpt)}`,
    );
  },
});

export const markRemove = defineCommand({
  name: 'mark.remove',
  apply({ saved }, { sha256, offsetBytes }) {
    const mark = saved.mark(sha256, offsetBytes) ?? refuse('mark/not-found', 'There is no such mark; it may have been removed elsewhere.', { sha256, offsetBytes });
    saved.removeMark(sha256, offsetBytes);
    return { inverse: [{ name: 'mark.set', input: { mark } }], summary: `Took the mark from ${quote(mark.excerpt)}` };
  },
});

/** A mark stands on evidence that the case holds. */
function inEvidence(store: Store, { sha256, offsetBytes, lengthBytes }: { sha256: string; offsetBytes: number; lengthBytes: number }): void {
  const sizeBytes = store.sizeOfArtifact(sha256);
  if (sizeBytes === undefined) refuse('evidence/not-found', `The case has no evidence ${sha256.slice(0, 8)}. Add the file to the case before marking it.`, { sha256 });
  if (offsetBytes + lengthBytes > sizeBytes) refuse('evidence/not-found', `Byte ${offsetBytes} of ${sha256.slice(0, 8)} lies outside the file, which has ${sizeBytes} bytes.`, { sha256, sizeBytes });
}
