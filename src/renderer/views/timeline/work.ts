import { useMemo } from 'react';
import type { EntryPatch, SimpleCommand } from '../../../model/command.ts';
import { LANE_OF_KIND, type TimelineEntry } from '../../../model/timeline.ts';
import { LANE_TITLE } from '../../../figures/timeline-layout.ts';
import { useChange } from '../../parts/use-change.ts';
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
  const change = useChange();
  return useMemo(() => ({
    add: (entry) => change({ name: 'timeline.add', input: { entry } }, undefined, 'timeline/entry-exists'),
    update: (entry, patch, said) => change({ name: 'timeline.update', input: { id: entry.id, patch } }, said),
    remove: (entry) => change(
      { name: 'timeline.remove', input: { id: entry.id } },
      `Removed “${nameOf(entry)}” from ${LANE_TITLE[LANE_OF_KIND[entry.kind]].title}`, 'timeline/entry-not-found',
    ),
    batch: (label, commands, said = 'said') => change(
      { name: 'batch', input: { label, commands: [...commands] } },
      said === 'said' ? label : undefined, ALREADY_DONE[commands[0]?.name ?? ''],
    ),
  }), [change]);
}

/** How a step is refused the second time, by what it does first. Updates do no harm again. */
const ALREADY_DONE: Readonly<Record<string, string>> = { 'timeline.add': 'timeline/entry-exists', 'timeline.remove': 'timeline/entry-not-found' };
