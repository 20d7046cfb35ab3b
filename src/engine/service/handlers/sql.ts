import { ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { Session } from '../session.ts';

export type SqlHandlers = Pick<Handlers<Api, Session>, 'filterToSql'>;

/** What the SQL console asks beside queries themselves (handlers/events.ts). */
export function sqlHandlers(): SqlHandlers {
  return {
    async filterToSql({ filter }, { session }) {
      const sql = session.requireCase().index.filterSql(filter);
      return sql.ok ? ok({ sql: sql.value }) : sql;
    },
  };
}
