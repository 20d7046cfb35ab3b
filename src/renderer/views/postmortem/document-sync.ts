import type { Failure, Result } from '../../../base/result.ts';
import type { TextEdit } from '../../../model/command.ts';
import { applyEdits, diffText } from '../../../model/text-edit.ts';
import { mergeText } from '../../../model/text-merge.ts';

/** A text and its revision as the case has them on disk. */
export interface DocumentState {
  readonly text: string;
  readonly revision: number;
}

/** How far what is on screen has come. Only `saved` means: all of it is on disk. */
export type SyncStatus = 'loading' | 'saved' | 'unsaved' | 'offline' | 'failed';

export interface SyncState {
  readonly status: SyncStatus;
  /** What the editor shows. `undefined` until the text has been read for the first time. */
  readonly text: string | undefined;
  readonly failure: Failure | undefined;
  /** Places where two people wrote at once and both texts were kept, counted since the start. */
  readonly conflicts: number;
}

export interface SyncOptions {
  fetch(): Promise<Result<DocumentState>>;
  /** Sends edits to the text of `baseRevision`. A good result means that they are on disk. */
  send(edits: readonly TextEdit[], baseRevision: number): Promise<Result<{ workRevision: number }>>;
  /** Calls back after the pause that joins keystrokes into one edit; returns what cancels it. */
  later(run: () => void): () => void;
  onState(state: SyncState): void;
}

/**
 * Keeps one text the same on screen and on disk. Keystrokes are joined, one edit is in flight at a time, and the text
 * on disk is the truth: what was changed elsewhere, or whether an edit arrived before a connection was lost, is found
 * out by reading it and merging. Typing is never dropped.
 */
export interface DocumentSync {
  state(): SyncState;
  /** The editor's text has changed. */
  change(text: string): void;
  /** The case has changed up to this revision; ours or somebody else's. */
  caseChanged(workRevision: number): void;
  /** The connection is back. */
  reconnected(): void;
  /** Sends what waits, without the pause. */
  flush(): void;
}

export function createDocumentSync(options: SyncOptions): DocumentSync {
  let state: SyncState = { status: 'loading', text: undefined, failure: undefined, conflicts: 0 };
  /** On disk as far as we know. */
  let known: DocumentState | undefined;
  /** Text of an edit that was sent and never answered: it may or may not be on disk. */
  let unanswered: string | undefined;
  let ownWorkRevision = -1;
  let mustRead = true;
  let busy = false;
  let cancelPause: (() => void) | undefined;

  function set(patch: Partial<SyncState>): void {
    state = { ...state, ...patch };
    options.onState(state);
  }

  function settle(): void {
    if (!known || state.text === undefined) return;
    const status: SyncStatus = state.text === known.text && !mustRead ? 'saved' : 'unsaved';
    if (status !== state.status || state.failure) set({ status, failure: undefined });
  }

  /** The disk has `now`: what was typed since the text both sides knew is put on top of it. */
  function integrate(now: DocumentState): void {
    const base = now.text === unanswered ? now.text : known?.text ?? now.text;
    unanswered = undefined;
    const mine = state.text ?? now.text;
    const merged = mergeText(base, mine, now.text);
    known = now;
    if (merged.text !== state.text || merged.conflicts > 0) set({ text: merged.text, conflicts: state.conflicts + merged.conflicts });
  }

  function stopped(failure: Failure): void {
    mustRead = true;
    set({ status: failure.code === 'protocol/disconnected' || failure.code === 'cancelled' ? 'offline' : 'failed', failure });
  }

  async function pump(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (;;) {
        if (mustRead) {
          mustRead = false;
          const read = await options.fetch();
          if (!read.ok) return stopped(read.failure);
          integrate(read.value);
          continue;
        }
        if (cancelPause || !known || state.text === undefined) return settle();
        const edit = diffText(known.text, state.text);
        if (!edit) return settle();
        set({ status: 'unsaved', failure: undefined });
        const base = known;
        const sent = await options.send([edit], base.revision);
        if (sent.ok) {
          known = { text: applyEdits(base.text, [edit])!, revision: base.revision + 1 };
          ownWorkRevision = Math.max(ownWorkRevision, sent.value.workRevision);
        } else if (sent.failure.code === 'postmortem/conflict') {
          mustRead = true;
        } else {
          unanswered = applyEdits(base.text, [edit]);
          return stopped(sent.failure);
        }
      }
    } finally {
      busy = false;
    }
  }

  void pump();

  return {
    state: () => state,
    change(text) {
      if (state.text === undefined || text === state.text) return;
      set({ text, ...(state.status === 'saved' ? { status: 'unsaved' as const } : {}) });
      if (state.status === 'offline') return;
      cancelPause?.();
      cancelPause = options.later(() => {
        cancelPause = undefined;
        void pump();
      });
    },
    caseChanged(workRevision) {
      // Our own edit comes back through the watch as well, sometimes before its answer does.
      if (workRevision <= ownWorkRevision || state.status === 'offline') return;
      ownWorkRevision = workRevision;
      mustRead = true;
      void pump();
    },
    reconnected() {
      mustRead = true;
      void pump();
    },
    flush() {
      cancelPause?.();
      cancelPause = undefined;
      if (state.status !== 'offline') void pump();
    },
  };
}
