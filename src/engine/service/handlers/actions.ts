import { basename, isAbsolute } from 'node:path';
import { plural } from '../../../base/text.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { byPriority, type ActionState } from '../../../model/action.ts';
import { itemsOf } from '../../../model/item.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { ActionsFormat } from '../../../protocol/methods/actions.ts';
import { entryTitlesOf, withRoles, type ActionsInput } from '../../actions/input.ts';
import { ACTION_EXPORTERS, renderActions } from '../../actions/render.ts';
import type { CaseReader } from '../../casefile/contract.ts';
import { replaceFile } from '../replace-file.ts';
import type { Session } from '../session.ts';
import { fileName, lastChangeNs } from './report.ts';

export type ActionsHandlers = Pick<Handlers<Api, Session>, 'renderActions' | 'writeActions' | 'readTracker'>;

/** Actions on their way out and back. */
export function actionsHandlers(): ActionsHandlers {
  return {
    renderActions: async ({ format, states, asRoles }, { session }) => {
      const { work } = session.requireCase();
      const rendered = render(work, format, states, asRoles);
      if (!rendered.ok) return rendered;
      const { mediaType, extension } = ACTION_EXPORTERS[format];
      return ok({ ...rendered.value, mediaType, fileName: fileName(work, 'actions', extension) });
    },

    writeActions: async ({ format, states, asRoles, path }, { session }) => {
      if (!isAbsolute(path)) return fail('file/not-writable', `${path} is not an absolute path. Give the whole path of the file to write.`, { path });
      const open = session.requireCase();
      const rendered = render(open.work, format, states, asRoles);
      if (!rendered.ok) return rendered;
      const { bytes, actions } = rendered.value;
      const replaced = await replaceFile(path, bytes);
      if (!replaced.ok) return replaced;
      open.work.note('actions.write', `Wrote ${plural(actions, 'action')} to ${basename(path)}`, { format, path, actions, bytes: bytes.length }, session.author);
      open.changed();
      return ok({ path, bytes: bytes.length, actions });
    },

    readTracker: async ({ text }, { session }) => {
      const { work } = session.requireCase();
      // Loaded when it is asked for: every command of the command line would wait for the reader of CSV.
      const { proposeFromTracker } = await import('../../actions/read/propose.ts');
      return proposeFromTracker(text, itemsOf(work.items(['action']), 'action'), BigInt(Date.now()) * 1_000_000n);
    },
  };
}

function render(work: CaseReader, format: ActionsFormat, states: readonly ActionState[] | undefined, asRoles: boolean): Result<{ bytes: Uint8Array<ArrayBuffer>; actions: number }> {
  const { title, incidentId } = work.meta();
  const input: ActionsInput = {
    title, incidentId, asOfNs: lastChangeNs(work),
    actions: itemsOf(work.items(['action']), 'action').filter((action) => states?.includes(action.state) ?? true).toSorted(byPriority),
    entryTitles: entryTitlesOf(work.timeline()),
    paths: new Map(work.custody().map((item) => [item.sha256, item.paths[0] ?? item.sha256])),
  };
  const text = renderActions(format, asRoles ? withRoles(input, itemsOf(work.items(['person']), 'person')) : input);
  return text.ok ? ok({ bytes: new TextEncoder().encode(text.value), actions: input.actions.length }) : text;
}
