import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { ok, type Result } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { refuseRegions } from '../../ingest/regions.ts';
import type { EngineContext } from '../context.ts';
import type { OpenCase } from '../open-case.ts';
import type { Session } from '../session.ts';
import { verify } from '../verify.ts';

/** Changes that come faster than this (records during ingest) are told of together. */
const COALESCE_MS = 50;

export type CaseHandlers = Pick<
  Handlers<Api, Session>,
  'caseInfo' | 'watchCase' | 'verifyCase' | 'caseHistory' | 'entryHistory' | 'doCommand' | 'undo' | 'redo' | 'listTimeline' | 'getPostmortem'
>;

export function caseHandlers(engine: EngineContext): CaseHandlers {
  return {
    caseInfo: async (_, { session }) => ok(session.info()),

    watchCase: async (_, { session, signal, item }) => {
      const open = session.requireCase();
      const ended = AbortSignal.any([signal, session.left, open.closing]);
      for await (const _ of changesOf(open, ended)) {
        await item(session.info());
        await delay(COALESCE_MS, undefined, { signal: ended }).catch(() => {});
      }
      return ok({});
    },

    verifyCase: (_, { session, signal, item, progress }) => verify(session.requireCase(), session.author, { signal, item, progress, log: engine.options.log }),

    caseHistory: async ({ beforeSeq, limit }, { session }) => ok([...session.requireCase().work.history(beforeSeq, limit)]),
    entryHistory: async ({ id, limit }, { session }) => ok([...session.requireCase().work.entryHistory(id, limit)]),
    doCommand: async ({ command }, { session }) => {
      const open = session.requireCase();
      const outside = await refuseRegions(open.index, command);
      return outside ?? changing(open, ({ work }) => work.run(command, session.author));
    },
    undo: async (_, { session }) => changing(session.requireCase(), (open) => open.work.undo(session.author)),
    redo: async (_, { session }) => changing(session.requireCase(), (open) => open.work.redo(session.author)),
    listTimeline: async (_, { session }) => ok([...session.requireCase().work.timeline()]),
    getPostmortem: async (_, { session }) => ok(session.requireCase().work.postmortem()),
  };
}

function changing<T>(open: OpenCase, change: (open: OpenCase) => Result<T>): Result<T> {
  const result = change(open);
  if (result.ok) open.changed();
  return result;
}

/** Once at once, then once after each change or run of changes, until `ended`. */
async function* changesOf(open: OpenCase, ended: AbortSignal): AsyncGenerator<undefined> {
  const wake = new EventTarget();
  let isNew = true;
  const stop = open.onChange(() => {
    isNew = true;
    wake.dispatchEvent(new Event('change'));
  });
  try {
    while (!ended.aborted) {
      if (isNew) {
        isNew = false;
        yield undefined;
      } else {
        await once(wake, 'change', { signal: ended }).catch(() => {});
      }
    }
  } finally {
    stop();
  }
}
