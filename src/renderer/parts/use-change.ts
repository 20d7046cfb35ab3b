import { useCallback, useMemo } from 'react';
import type { Result } from '../../base/result.ts';
import type { Command } from '../../model/command.ts';
import { useCaseSession } from '../rpc/react.tsx';
import { runRepeatable, type Changed } from '../rpc/run-repeatable.ts';
import { useActions } from '../state/react.tsx';
import { useToast } from '../ui/index.ts';

/**
 * Runs a command whose second arrival does no harm, and answers whether it is on disk. A failure is said in a toast; so is
 * `said`, with the way back. `alreadyDone`: the failure that only says that the first arrival had been enough.
 */
export type Change = (command: Command, said?: string, alreadyDone?: string) => Promise<boolean>;

export function useChange(): Change {
  const session = useCaseSession();
  const toast = useToast();
  const undoIfNewest = useUndoOf();
  return useMemo(() => async (command, said, alreadyDone) => {
    const done: Result<Changed> = await runRepeatable(session, command, alreadyDone);
    if (!done.ok) toast({ kind: 'failed', text: done.failure.message });
    else if (said !== undefined) toast({ text: said, actions: [{ label: 'Undo', run: () => undoIfNewest(done.value) }] });
    return done.ok;
  }, [session, toast, undoIfNewest]);
}

/** Takes back a step where it is the newest. A message that has been overtaken must not take back another's. */
export function useUndoOf(): (changed: Changed) => void {
  const session = useCaseSession();
  const toast = useToast();
  const actions = useActions();
  return useCallback((changed) => {
    if (changed && session.state.getState().info?.workRevision === changed.workRevision) void actions.undo();
    else toast({ text: 'Other changes came after this one. Undo takes them back first, newest first.', actions: [{ label: 'Undo newest', run: () => void actions.undo() }] });
  }, [session, toast, actions]);
}
