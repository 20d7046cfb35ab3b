import { useMemo } from 'react';
import { truncate, visibleText } from '../../../base/text.ts';
import type { Action } from '../../../model/action.ts';
import type { SimpleCommand } from '../../../model/command.ts';
import { useChange } from '../../parts/use-change.ts';

export interface ActionWork {
  /** True once it is on disk. */
  save(action: Action, said?: string): Promise<boolean>;
  /** Takes it away, and out of what waits for it, as one step. */
  remove(action: Action, all: readonly Action[]): Promise<boolean>;
  /** Several as one step of undo. */
  saveAll(actions: readonly Action[], label: string): Promise<boolean>;
}

const saveOf = (item: Action): SimpleCommand => ({ name: 'item.save', input: { item } });

/** Changes to actions as commands. They are saved whole: the one on disk is what the screen showed, with one thing changed. */
export function useActionWork(): ActionWork {
  const change = useChange();
  return useMemo(() => ({
    save: (action, said) => change(saveOf(action), said),
    remove: (action, all) => {
      const said = `Removed “${shortTitle(action)}”`;
      const waiting = all.filter((other) => other.dependsOn.includes(action.id)).map((other) => saveOf({ ...other, dependsOn: other.dependsOn.filter((id) => id !== action.id) }));
      const remove: SimpleCommand = { name: 'item.remove', input: { kind: 'action', id: action.id } };
      return change(waiting.length === 0 ? remove : { name: 'batch', input: { label: said, commands: [remove, ...waiting] } }, said, 'item/not-found');
    },
    saveAll: (actions, label) => change({ name: 'batch', input: { label, commands: actions.map(saveOf) } }, label),
  }), [change]);
}

export function shortTitle(action: Pick<Action, 'title'>): string {
  return truncate(visibleText(action.title), 60);
}

/** An action that nobody has said anything about but its title. */
export function newAction(id: string, title: string, createdAtNs: bigint): Action {
  return {
    kind: 'action', id, title, note: '', type: 'prevent', state: 'proposed', ownerRole: '', due: '', doneWhen: '', dependsOn: [], entries: [], evidence: [], links: [], reason: '', createdAtNs,
  };
}
