import { useMemo } from 'react';
import type { Result } from '../../../base/result.ts';
import type { EntryPatch, SimpleCommand } from '../../../model/command.ts';
import { LANE_OF_KIND, type TimelineEntry } from '../../../model/timeline.ts';
import { LANE_TITLE } from '../../../figures/timeline-layout.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { runRepeatable, type Changed } from '../../rpc/run-repeatable.ts';
import { useActions } from '../../state/react.tsx';
import { useToast } from '../../ui/index.ts';
import { nameOf } from './words.ts';

export interface TimelineWork {
  /** True once it is on disk. */
  add(entry: TimelineEntry): Promise<boolean>;
  update(entry: TimelineEntry, patch: EntryPatch, said?: string): Promise<boolean>;
  remove(entry: TimelineEntry): Promise<boolean>;
  /** Several commands as one step of undo. `label` is what the history and the message say. */
  batch(label: string, commands: readonly SimpleCommand[], said?: 'said' | 'quiet'): Promise<boolean>;
}

/** Changes to the timeline as commands; failures and what can be undone are said in a toast. */
export function useTimelineWork(): TimelineWork {
  const session = useCaseSession();
  const toast = useToast();
  const actions = useActions();
  return useMemo(() => {
    const settle = async (result: Promise<Result<Changed>>, said: string | undefined): Promise<boolean> => {
      const done = await result;
      if (!done.ok) toast({ kind: 'failed', text: done.failure.message });
      else if (said !== undefined) toast({ text: said, actions: [{ label: 'Undo', run: () => undoIfNewest(done.value) }] });
      return done.ok;
    };
    // Undo takes back the newest step. A message that has been overtaken must not take back another's.
    const undoIfNewest = (changed: Changed): void => {
      if (changed && session.state.getState().info?.workRevision === changed.workRevision) void actions.undo();
      else toast({ text: 'Other changes came after this one. Undo takes them back first, newest first.', actions: [{ label: 'Undo newest', run: () => void actions.undo() }] });
    };
    return {
      add: (entry) => settle(runRepeatable(session, { name: 'timeline.add', input: { entry } }, 'timeline/entry-exists'), undefined),
      update: (entry, patch, said) => settle(runRepeatable(session, { name: 'timeline.update', input: { id: entry.id, patch } }), said),
      remove: (entry) => settle(
        runRepeatable(session, { name: 'timeline.remove', input: { id: entry.id } }, 'timeline/entry-not-found'),
        `Removed “${nameOf(entry)}” from ${LANE_TITLE[LANE_OF_KIND[entry.kind]].title}`,
      ),
      batch: (label, commands, said = 'said') => settle(
        runRepeatable(session, { name: 'batch', input: { label, commands: [...commands] } }, ALREADY_DONE[commands[0]?.name ?? '']),
        said === 'said' ? label : undefined,
      ),
    };
  }, [session, toast, actions]);
}

/** How a step is refused the second time, by what it does first. Updates do no harm again. */
const ALREADY_DONE: Readonly<Record<string, string>> = { 'timeline.add': 'timeline/entry-exists', 'timeline.remove': 'timeline/entry-not-found' };
