import { ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { resolveLiveBlocks } from '../live-blocks.ts';
import type { Session } from '../session.ts';

export type PostmortemHandlers = Pick<Handlers<Api, Session>, 'resolveBlocks'>;

/** The postmortem beside its text: what its live blocks say. */
export function postmortemHandlers(): PostmortemHandlers {
  return {
    resolveBlocks: async ({ blocks }, { session, signal }) => ok(await resolveLiveBlocks(session.requireCase(), blocks, signal)),
  };
}
