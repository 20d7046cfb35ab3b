import { ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { Session } from '../session.ts';

export type SavedHandlers = Pick<Handlers<Api, Session>, 'listSaved' | 'listSearches' | 'keepSearches' | 'forgetSearches'>;

/** What people keep of their searches. */
export function savedHandlers(): SavedHandlers {
  return {
    listSaved: async (_, { session }) => {
      const { filters, highlighters, marks } = session.requireCase().work.saved();
      return ok({ filters: [...filters], highlighters: [...highlighters], marks: [...marks] });
    },
    listSearches: async (_, { session }) => ok([...session.requireCase().work.searches()]),
    keepSearches: async ({ searches }, { session }) => {
      const { work } = session.requireCase();
      for (const search of searches) work.keepSearch(search.by === '' ? { ...search, by: session.author } : search);
      return ok({});
    },
    forgetSearches: async ({ id }, { session }) => {
      session.requireCase().work.forgetSearches(id);
      return ok({});
    },
  };
}
