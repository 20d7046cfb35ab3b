import { fail, ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { EngineContext } from '../context.ts';
import { treeAnalysis } from '../fault-tree-analyst.ts';
import { resolveLiveBlocks } from '../live-blocks.ts';
import { advance, caseClaims, gatesOf, headOf, keep, versionsOf } from '../postmortem-status.ts';
import type { Session } from '../session.ts';

export type PostmortemHandlers = Pick<Handlers<Api, Session>, 'resolveBlocks' | 'countClaims' | 'checkGates' | 'advancePostmortem' | 'keepVersion' | 'listVersions' | 'getVersion'>;

/** The postmortem beside its text: what its live blocks say, what it claims, where it stands, its versions. */
export function postmortemHandlers(engine: EngineContext): PostmortemHandlers {
  const analyse = treeAnalysis(engine);
  return {
    resolveBlocks: async ({ blocks }, { session, signal }) => ok(await resolveLiveBlocks(session.requireCase(), blocks, signal, analyse)),

    async countClaims(_, { session }) {
      const claims = await caseClaims(session.requireCase());
      return ok({ claims: claims.length, withoutEvidence: claims.filter((c) => !c.cited).length });
    },

    checkGates: async (_, { session }) => ok(await gatesOf(session.requireCase())),
    advancePostmortem: ({ to }, { session, signal }) => advance(session.requireCase(), to, session.author, signal, analyse),
    keepVersion: ({ label }, { session, signal }) => keep(session.requireCase(), label, session.author, signal, analyse),
    listVersions: async (_, { session }) => ok(versionsOf(session.requireCase()).map(headOf)),

    async getVersion({ id }, { session }) {
      const version = versionsOf(session.requireCase()).find((one) => one.id === id);
      return version ? ok(version) : fail('item/not-found', 'The case has no such version; it may have been taken away by Undo.', { id });
    },
  };
}
