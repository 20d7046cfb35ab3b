import type { Store } from '../store.ts';
import { caseUpdate } from './case-update.ts';
import { clockClear, clockSet } from './clock.ts';
import { commentAdd, commentEdit, commentRemove, commentResolve } from './comment.ts';
import type { Applicable, Change, CommandDefinition, Inputs, Named, Outcome } from './define.ts';
import { evidenceCite, evidenceUncite } from './evidence-cite.ts';
import { evidenceRead, evidenceRelink } from './evidence-reading.ts';
import { itemRemove, itemSave } from './item.ts';
import { postmortemEdit } from './postmortem-edit.ts';
import { filterRemove, filterSave, highlighterRemove, highlighterSave, markRemove, markSet } from './saved.ts';
import { timelineAdd, timelineRemove, timelineUpdate } from './timeline.ts';

export type { Applicable, Change, Outcome } from './define.ts';

/** Several commands as one step: inverses in the opposite order. */
const batch: CommandDefinition<'batch'> = {
  name: 'batch',
  apply(store, { label, commands }) {
    const inverses = commands.map((command) => applyCommand(store, command).inverse);
    return { inverse: inverses.toReversed().flat(), summary: label };
  },
};

/** Every command there is. A new one: a file here, a schema in model/command.ts. */
export const COMMANDS: { readonly [Name in keyof Inputs]: CommandDefinition<Name> } = {
  'case.update': caseUpdate,
  'evidence.cite': evidenceCite,
  'evidence.uncite': evidenceUncite,
  'evidence.read': evidenceRead,
  'evidence.relink': evidenceRelink,
  'clock.set': clockSet,
  'clock.clear': clockClear,
  'timeline.add': timelineAdd,
  'timeline.update': timelineUpdate,
  'timeline.remove': timelineRemove,
  'postmortem.edit': postmortemEdit,
  'filter.save': filterSave,
  'filter.remove': filterRemove,
  'highlighter.save': highlighterSave,
  'highlighter.remove': highlighterRemove,
  'mark.set': markSet,
  'mark.remove': markRemove,
  'comment.add': commentAdd,
  'comment.edit': commentEdit,
  'comment.resolve': commentResolve,
  'comment.remove': commentRemove,
  'item.save': itemSave,
  'item.remove': itemRemove,
  batch,
};

/** Applies one command within the caller's transaction. Throws `FailureError` on expected failure. */
export function applyCommand<Name extends keyof Inputs>(store: Store, command: Named<Name>): Outcome {
  return COMMANDS[command.name].apply(store, command.input);
}

/** Applies the changes of an inverse, in order. */
export function applyChanges(store: Store, changes: readonly Change[]): void {
  for (const change of changes) applyCommand(store, change);
}

/** The command as redo applies it: text edits on the text as it stands (see `Change`). */
export function forRedo(command: Applicable): Applicable {
  if (command.name !== 'batch') return onTextAsItStands(command);
  return { name: 'batch', input: { label: command.input.label, commands: command.input.commands.map(onTextAsItStands) } };
}

function onTextAsItStands(change: Change): Change {
  return change.name === 'postmortem.edit' ? { name: change.name, input: { edits: change.input.edits } } : change;
}
