import type { SimpleCommand } from './command.ts';
import type { Item } from './item.ts';

/** An edit of items as one step of undo: what it is called, and the commands it is made of. No commands: nothing changes. */
export interface ItemChange {
  readonly label: string;
  readonly commands: readonly SimpleCommand[];
}

export const saveItem = (item: Item): SimpleCommand => ({ name: 'item.save', input: { item } });
export const removeItem = ({ kind, id }: Pick<Item, 'kind' | 'id'>): SimpleCommand => ({ name: 'item.remove', input: { kind, id } });

/** The items as they are after these commands: what a screen shows before the answer comes. Commands of other things change none. */
export function itemsAfter(items: readonly Item[], commands: readonly SimpleCommand[]): readonly Item[] {
  let after = items;
  for (const command of commands) {
    if (command.name === 'item.save') {
      const { item } = command.input;
      const at = after.findIndex((other) => other.kind === item.kind && other.id === item.id);
      after = at < 0 ? [...after, item] : after.with(at, item);
    } else if (command.name === 'item.remove') {
      const { kind, id } = command.input;
      after = after.filter((item) => item.kind !== kind || item.id !== id);
    }
  }
  return after;
}
