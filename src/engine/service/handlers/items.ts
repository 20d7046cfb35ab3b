import { ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { Session } from '../session.ts';

export type ItemHandlers = Pick<Handlers<Api, Session>, 'listItems'>;

export function itemHandlers(): ItemHandlers {
  return { listItems: async ({ kinds }, { session }) => ok([...session.requireCase().work.items(kinds)]) };
}
