import { fail, type Result } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';

export type EventsHandlers = Pick<Handlers<Api, Session>, 'pageEvents' | 'seekEvent' | 'histogram' | 'facets' | 'getEvent' | 'eventContext' | 'runSql' | 'sqlSchema' | 'searchEvents'>;

/** Placeholder that lets the engine compile until this part lands; its owner replaces the file. */
export function eventsHandlers(_engine: EngineContext): EventsHandlers {
  const missing = async (): Promise<Result<never>> => fail('internal', 'This part of the engine is being built.');
  return {
    pageEvents: missing,
    seekEvent: missing,
    histogram: missing,
    facets: missing,
    getEvent: missing,
    eventContext: missing,
    runSql: missing,
    sqlSchema: missing,
    searchEvents: missing,
  };
}
