import { NS_PER_S } from '../../base/time.ts';
import type { TextEdit } from '../../model/command.ts';
import type { Applicable } from './commands/index.ts';

/** A pause in typing that starts a new step of undo, and the longest stretch that is undone at once. */
const PAUSE_NS = 2n * NS_PER_S;
const STRETCH_NS = 30n * NS_PER_S;

/** The last typing step and where its caret was left. */
export interface Typing {
  readonly author: string;
  readonly group: number;
  readonly startedAtNs: bigint;
  readonly atNs: bigint;
  readonly caret: number;
}

/** Where the caret stands after a command that is typing: edits of which each goes on where the one before ended. */
export function caretAfter(command: Applicable, startCaret?: number): number | undefined {
  if (command.name !== 'postmortem.edit') return undefined;
  let caret = startCaret;
  for (const edit of command.input.edits) {
    if (caret !== undefined && !touches(edit, caret)) return undefined;
    caret = edit.offset + edit.inserted.length;
  }
  return caret;
}

/** Typing, backspace and forward delete at a caret: the range an edit replaces includes it. */
function touches(edit: TextEdit, caret: number): boolean {
  return edit.offset <= caret && caret <= edit.offset + edit.deleted.length;
}

/**
 * The undo group that a command continues, if it does: text typed by the same author, at the same place, without
 * a pause. Decided once, when the step is written, so that undo is the same after a restart.
 */
export function continuedGroup(last: Typing | undefined, command: Applicable, author: string, nowNs: bigint): number | undefined {
  if (!last || last.author !== author) return undefined;
  if (nowNs < last.atNs || nowNs - last.atNs > PAUSE_NS || nowNs - last.startedAtNs > STRETCH_NS) return undefined;
  return caretAfter(command, last.caret) === undefined ? undefined : last.group;
}
