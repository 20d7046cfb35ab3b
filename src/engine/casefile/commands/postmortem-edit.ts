import type { TextEdit } from '../../../model/command.ts';
import { defineCommand, refuse } from './define.ts';

/** Every edit that succeeds raises the document's revision by exactly one, so that a writer need not ask for it. */
export const postmortemEdit = defineCommand({
  name: 'postmortem.edit',
  apply(store, input) {
    if (store.items.find('status', 'status')?.state === 'closed') {
      refuse('postmortem/signed-off', 'The postmortem is signed off. Open it again before changing its text.');
    }
    const before = store.postmortem();
    const conflict = (): never =>
      refuse('postmortem/conflict', 'The postmortem was changed elsewhere in the meantime. Take over its current text and make the change again.', before);
    if (input.baseRevision !== undefined && input.baseRevision !== before.revision) conflict();
    let text = before.text;
    for (const { offset, deleted, inserted } of input.edits) {
      const end = offset + deleted.length;
      if (end > text.length || text.slice(offset, end).toWellFormed() !== deleted.toWellFormed()) conflict();
      text = text.slice(0, offset) + inserted + text.slice(end);
    }
    // UTF-8 has no lone surrogates: what is stored, hashed and answered must be the same text.
    text = text.toWellFormed();
    store.setPostmortem(text);
    return { inverse: [{ name: 'postmortem.edit', input: { edits: [replacement(text, before.text)] } }], summary: 'Edited the postmortem' };
  },
});

/** The one edit that turns `from` into `to`: what lies between their common ends. */
function replacement(from: string, to: string): TextEdit {
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && from.charCodeAt(head) === to.charCodeAt(head)) head++;
  let tail = 0;
  while (tail < shorter - head && from.charCodeAt(from.length - 1 - tail) === to.charCodeAt(to.length - 1 - tail)) tail++;
  // Never cut a surrogate pair: the halves would not survive being stored.
  if (head > 0 && isHighSurrogate(from.charCodeAt(head - 1))) head--;
  if (tail > 0 && isLowSurrogate(from.charCodeAt(from.length - tail))) tail--;
  return { offset: head, deleted: from.slice(head, from.length - tail), inserted: to.slice(head, to.length - tail) };
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
