import { ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import { CONNECTION_LOST } from '../../../protocol/connection-lost.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';
import { sendNewest } from './newest.ts';

export type FollowHandlers = Pick<Handlers<Api, Session>, 'followEvidence' | 'startFollowing' | 'stopFollowing' | 'watchFollowed' | 'openStream' | 'appendStream' | 'endStream'>;

/** Sources that are taken in while they grow. */
export function followHandlers(_engine: EngineContext): FollowHandlers {
  return {
    async followEvidence(request, { session, signal, item, progress }) {
      const { ingest } = session.requireCase();
      const begun = await ingest.follows.follow({ ...request, author: session.author }, {
        item: async (artifact) => {
          try {
            await item(artifact);
          } catch (error) {
            // Who asked is gone: what came until then is taken in all the same.
            if (signal.reason !== CONNECTION_LOST) throw error;
          }
        },
        progress: (sources) => {
          if (!signal.aborted) progress([...sources]);
        },
      }, signal);
      return begun.ok ? begun.value.done : begun;
    },

    async startFollowing(request, { session }) {
      const { ingest, closing } = session.requireCase();
      const begun = await ingest.follows.follow({ ...request, author: session.author }, { item: () => undefined, progress: () => undefined }, closing);
      return begun.ok ? ok({ followId: request.followId }) : begun;
    },

    async stopFollowing({ followId }, { session }) {
      return ok({ stopped: session.requireCase().ingest.follows.stop(followId) });
    },

    async watchFollowed(_input, { session, signal, item }) {
      const { ingest, closing } = session.requireCase();
      await sendNewest(ingest.follows.watch.bind(ingest.follows), AbortSignal.any([signal, closing, session.left]), (sources) => item([...sources]));
      signal.throwIfAborted();
      return ok({});
    },

    async openStream(request, { session }) {
      const { ingest } = session.requireCase();
      const opened = await ingest.follows.openStream({ ...request, author: session.author });
      if (!opened.ok) return opened;
      const { streamId } = opened.value;
      // A shell that was killed sends no end.
      session.left.addEventListener('abort', () => void ingest.follows.endStream(streamId, true).catch(() => undefined), { once: true });
      return opened;
    },

    async appendStream({ streamId, bytes }, { session }) {
      return session.requireCase().ingest.follows.append(streamId, bytes);
    },

    async endStream({ streamId, cancelled }, { session }) {
      return session.requireCase().ingest.follows.endStream(streamId, cancelled);
    },
  };
}
