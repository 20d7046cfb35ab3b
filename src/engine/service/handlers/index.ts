import type { Api, MethodKey } from '../../../protocol/api.ts';
import type { Handler, Handlers } from '../../../protocol/handler.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';
import { caseHandlers } from './case.ts';
import { commentsHandlers } from './comments.ts';
import { eventsHandlers } from './events.ts';
import { evidenceHandlers } from './evidence.ts';
import { focusHandlers } from './focus.ts';
import { followHandlers } from './follow.ts';
import { itemHandlers } from './items.ts';
import { savedHandlers } from './saved.ts';
import { shellHandlers } from './shell.ts';

/** A handler for every method of the protocol: a new method fails to compile until it has one. */
export function allHandlers(engine: EngineContext): Handlers<Api, Session> {
  return {
    ...shellHandlers(engine), ...caseHandlers(engine), ...evidenceHandlers(engine), ...followHandlers(engine), ...eventsHandlers(engine),
    ...focusHandlers(), ...savedHandlers(), ...commentsHandlers(), ...itemHandlers(),
    ...later(['estimateClock'], async () => (await import('./clocks.ts')).clocksHandlers()),
    ...later(['artifactTrust'], async () => (await import('./trust.ts')).trustHandlers()),
    ...later(['listGaps'], async () => (await import('./gaps.ts')).gapsHandlers()),
    ...later(['renderReport', 'writeReport', 'checkReport', 'statusTexts', 'renderTimeline'], async () => (await import('./report.ts')).reportHandlers(engine)),
    ...later(['analyseFaultTree', 'analyseFaultTreeFile'], async () => (await import('./fault-tree.ts')).faultTreeHandlers(engine)),
    ...later(['importFaultTree', 'renderFaultTree', 'writeFaultTree'], async () => (await import('./fault-tree-files.ts')).faultTreeFileHandlers(engine)),
    ...later(['listTraces', 'traceDurations', 'traceNames', 'getTrace', 'serviceMap'], async () => (await import('./traces.ts')).tracesHandlers(engine)),
    ...later(['renderActions', 'writeActions', 'readTracker'], async () => (await import('./actions.ts')).actionsHandlers()),
    ...later(['exportRecords'], async () => (await import('./export.ts')).exportHandlers()),
    ...later(['describeRecording', 'readRecording'], async () => (await import('./recordings.ts')).recordingsHandlers()),
    ...later(
      ['resolveBlocks', 'countClaims', 'checkGates', 'advancePostmortem', 'keepVersion', 'listVersions', 'getVersion'],
      async () => (await import('./postmortem.ts')).postmortemHandlers(engine),
    ),
    ...later(['ownFormats', 'addOwnFormat', 'removeOwnFormat', 'tryFormat'], async () => (await import('./formats.ts')).formatHandlers(engine)),
    ...later(['listTemplates', 'getTemplate', 'saveTemplate', 'removeTemplate'], async () => (await import('./templates.ts')).templateHandlers(engine)),
    ...later(['fileTemplates', 'templateState', 'mineTemplates', 'listMessageTemplates', 'getMessageTemplate', 'compareWindows'], async () => (await import('./message-templates.ts')).messageTemplatesHandlers(engine)),
    ...later(['proposeEntries'], async () => (await import('./import.ts')).importHandlers()),
    ...later(['filterToSql', 'exportSql'], async () => (await import('./sql.ts')).sqlHandlers()),
  };
}

/**
 * Handlers whose code is loaded when one of them is first asked: Markdown, lint, report and analyses take longer to load
 * than a case takes to open, and a question asked from a script needs none of them.
 */
function later<Key extends MethodKey>(keys: readonly Key[], load: () => Promise<Group<Key>>): Group<Key> {
  const handlers: Partial<Record<Key, unknown>> = {};
  let loaded: Promise<Group<Key>> | undefined;
  for (const key of keys) {
    handlers[key] = async (...[input, context]: Parameters<Handler<Api[Key], Session>>) => {
      loaded ??= load();
      const handler: Handler<Api[Key], Session> = (await loaded)[key];
      return handler(input, context);
    };
  }
  const isComplete = (made: object): made is Group<Key> => keys.every((key) => key in made);
  if (!isComplete(handlers)) throw new Error('a handler was not made');
  return handlers;
}

type Group<Key extends MethodKey> = Pick<Handlers<Api, Session>, Key>;
