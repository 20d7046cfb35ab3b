import { ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { Session } from '../session.ts';

export type SavedHandlers = Pick<Handlers<Api, Session>, 'listSaved'>;

/** What people keep of their searches. */
export function savedHandlers(): SavedHandlers {
  return {
    listSaved: async (_, { session }) => {
      const { filters, highlighters, marks } = session.requireCase().work.saved();
      return ok({ filters: [...filters], highlighters: [...highlighters], marks: [...marks] });
    },
  };
}
