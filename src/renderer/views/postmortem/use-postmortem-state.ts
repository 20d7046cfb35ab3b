import { useMemo } from 'react';
import { stateOf } from '../../../model/postmortem-gates.ts';
import type { PostmortemState } from '../../../model/postmortem-status.ts';
import { ok, fail, type Result } from '../../../base/result.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseSession, useRead } from '../../rpc/react.tsx';
import { useUndoOf } from '../../parts/use-change.ts';
import { useToast } from '../../ui/index.ts';
import type { SessionSync } from './session-sync.ts';
import { STATE_TITLE } from './status-panel.tsx';

/** Longest wait for what was typed to be on disk before a version is kept. */
const SAVE_MS = 8000;

export interface PostmortemWork {
  readonly state: PostmortemState;
  advance(to: PostmortemState): Promise<Result<unknown>>;
  keep(label: string): Promise<boolean>;
}

/** Where the postmortem stands, and the steps it takes: what was typed is on disk before any of them. */
export function usePostmortemWork({ sync, store }: SessionSync): PostmortemWork {
  const session = useCaseSession();
  const toast = useToast();
  const undo = useUndoOf();
  const items = useRead(api.listItems, { kinds: ['status'] }, { dependsOn: 'work' }).data;
  return useMemo(() => {
    const saved = (): Promise<Result<undefined>> => new Promise((resolve) => {
      const late = setTimeout(() => settle(fail('postmortem/not-saved', 'What was typed is not saved yet. Try again in a moment.')), SAVE_MS);
      const stop = store.subscribe((now) => { if (now.status === 'saved') settle(ok(undefined)); });
      const settle = (result: Result<undefined>): void => {
        clearTimeout(late);
        stop();
        resolve(result);
      };
      if (store.getState().status === 'saved') settle(ok(undefined));
      else sync.flush();
    });
    const told = async (work: () => Promise<Result<{ workRevision: number }>>, said: string): Promise<Result<unknown>> => {
      const ready = await saved();
      const done = ready.ok ? await work() : ready;
      if (!done.ok) toast({ kind: 'failed', text: done.failure.message });
      else toast({ text: said, about: 'postmortem', actions: [{ label: 'Undo', run: () => undo(done.value) }] });
      return done;
    };
    const now = stateOf(items ?? []);
    return {
      state: now,
      advance: (to) => told(() => session.call(api.advancePostmortem, { to }), to === 'closed' ? 'Signed off: text and blocks stay as they are' : now === 'closed' ? 'Opened again. What was signed off is kept under Versions' : `The postmortem is now: ${STATE_TITLE[to].toLowerCase()}`),
      keep: async (label) => (await told(() => session.call(api.keepVersion, { label }), `Kept “${label}”`)).ok,
    };
  }, [items, session, toast, undo, sync, store]);
}
