import { createStore, type StoreApi } from 'zustand/vanilla';
import { ok } from '../../../base/result.ts';
import { api } from '../../../protocol/api.ts';
import type { CaseSession } from '../../rpc/case-session.ts';
import { createDocumentSync, type DocumentSync, type SyncState } from './document-sync.ts';

/** Keystrokes within this pause are one edit. */
const PAUSE_MS = 300;

export interface SessionSync {
  readonly sync: DocumentSync;
  readonly store: StoreApi<SyncState>;
}

const bySession = new WeakMap<CaseSession, SessionSync>();

/**
 * The postmortem of an open case. It belongs to the session, not to the view: what was typed a moment before going
 * elsewhere is still sent, and kept while the connection is away.
 */
export function documentSyncOf(session: CaseSession): SessionSync {
  const existing = bySession.get(session);
  if (existing) return existing;
  const store = createStore<SyncState>(() => ({ status: 'loading', text: undefined, failure: undefined, conflicts: 0 }));
  let countedAsSaving = false;
  const sync = createDocumentSync({
    fetch: () => session.call(api.getPostmortem, {}),
    async send(edits, baseRevision) {
      const done = await session.run({ name: 'postmortem.edit', input: { baseRevision, edits: [...edits] } });
      return done.ok ? ok({ workRevision: done.value.workRevision }) : done;
    },
    later(run) {
      const timer = setTimeout(run, PAUSE_MS);
      return () => clearTimeout(timer);
    },
    onState(state) {
      store.setState(state, true);
      // The frame says "All changes saved" when nothing is on its way: typing that waits is on its way too.
      const saving = state.status === 'unsaved' || state.status === 'offline' || state.status === 'failed';
      if (saving === countedAsSaving) return;
      countedAsSaving = saving;
      session.state.setState((s) => ({ saving: s.saving + (saving ? 1 : -1) }));
    },
  });
  let before = session.state.getState();
  session.state.subscribe((now) => {
    if (now.status === 'open' && before.status !== 'open') sync.reconnected();
    else if (now.info && now.info.workRevision !== before.info?.workRevision) sync.caseChanged(now.info.workRevision);
    before = now;
  });
  globalThis.addEventListener?.('pagehide', () => sync.flush());
  const made = { sync, store };
  bySession.set(session, made);
  return made;
}
