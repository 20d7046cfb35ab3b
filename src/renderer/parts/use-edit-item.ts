import { api } from '../../protocol/api.ts';
import type { CaseSession } from '../rpc/case-session.ts';
import { useCaseSession } from '../rpc/react.tsx';
import { runRepeatable } from '../rpc/run-repeatable.ts';
import { useToast } from '../ui/index.ts';
import { createItemEdits, type EditItem } from './item-edits.ts';
import { useUndoOf } from './use-change.ts';

const edits = new WeakMap<CaseSession, EditItem>();

/** One line of edits for a case, whoever asks; failures and `said` in a toast. */
export function useEditItem(): EditItem {
  const session = useCaseSession();
  const toast = useToast();
  const undoIfNewest = useUndoOf();
  const known = edits.get(session);
  if (known) return known;
  const made = createItemEdits({
    read: async (kind) => {
      const answer = await session.read(api.listItems, { kinds: [kind] });
      if (answer.ok) return answer.value;
      toast({ kind: 'failed', text: answer.failure.message });
      return undefined;
    },
    save: async (item, said) => {
      const done = await runRepeatable(session, { name: 'item.save', input: { item } });
      if (!done.ok) toast({ kind: 'failed', text: done.failure.message });
      else if (said !== undefined) toast({ text: said, actions: [{ label: 'Undo', run: () => undoIfNewest(done.value) }] });
      return done.ok;
    },
  });
  edits.set(session, made);
  return made;
}
