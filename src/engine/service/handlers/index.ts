import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';
import { actionsHandlers } from './actions.ts';
import { caseHandlers } from './case.ts';
import { commentsHandlers } from './comments.ts';
import { eventsHandlers } from './events.ts';
import { evidenceHandlers } from './evidence.ts';
import { exportHandlers } from './export.ts';
import { focusHandlers } from './focus.ts';
import { followHandlers } from './follow.ts';
import { gapsHandlers } from './gaps.ts';
import { importHandlers } from './import.ts';
import { itemHandlers } from './items.ts';
import { postmortemHandlers } from './postmortem.ts';
import { recordingsHandlers } from './recordings.ts';
import { reportHandlers } from './report.ts';
import { savedHandlers } from './saved.ts';
import { shellHandlers } from './shell.ts';
import { sqlHandlers } from './sql.ts';
import { templateHandlers } from './templates.ts';
import { tracesHandlers } from './traces.ts';

/** A handler for every method of the protocol: a new method fails to compile until it has one. */
export function allHandlers(engine: EngineContext): Handlers<Api, Session> {
  return { ...shellHandlers(engine), ...caseHandlers(engine), ...evidenceHandlers(engine), ...followHandlers(engine), ...eventsHandlers(engine), ...focusHandlers(), ...gapsHandlers(), ...reportHandlers(engine), ...tracesHandlers(engine), ...savedHandlers(), ...commentsHandlers(), ...itemHandlers(), ...actionsHandlers(), ...exportHandlers(), ...recordingsHandlers(), ...postmortemHandlers(), ...templateHandlers(engine), ...importHandlers(), ...sqlHandlers() };
}
