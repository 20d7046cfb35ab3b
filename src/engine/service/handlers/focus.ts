import { ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { Session } from '../session.ts';

export type FocusHandlers = Pick<Handlers<Api, Session>, 'focusEvents'>;

/** Where in time most events lie; the index answers. */
export function focusHandlers(): FocusHandlers {
  return {
    async focusEvents({ share }, { session }) {
      const span = await session.requireCase().index.focus(share);
      return ok(span === undefined ? {} : { span });
    },
  };
}
