import { fail, type Result } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';

export type ReportHandlers = Pick<Handlers<Api, Session>, 'renderReport' | 'writeReport' | 'renderTimeline'>;

/** Placeholder that lets the engine compile until this part lands; its owner replaces the file. */
export function reportHandlers(_engine: EngineContext): ReportHandlers {
  const missing = async (): Promise<Result<never>> => fail('internal', 'This part of the engine is being built.');
  return {
    renderReport: missing,
    writeReport: missing,
    renderTimeline: missing,
  };
}
