import { api, type Api } from '../../protocol/api.ts';
import type { AnyMethod } from '../../protocol/define.ts';
import type { Handler, Handlers } from '../../protocol/handler.ts';
import type { Session } from './session.ts';

/** Questions of screens about records, which the index answers while their evidence has no SHA-256 yet. */
const SEE_UNNAMED: ReadonlySet<string> = new Set<keyof Api>([
  'pageEvents', 'seekEvent', 'overviewEvents', 'listFields', 'fieldValues', 'histogram', 'facets', 'getEvent', 'eventContext', 'focusEvents',
]);
/** What makes something of records for others to read: each has its name then. Those of a file that takes longer to copy are left out. */
const TAKE_RECORDS: ReadonlySet<string> = new Set<keyof Api>(['searchEvents', 'exportRecords', 'proposeEntries']);

const WAIT_MS = 10_000;

/**
 * Handlers that get names of evidence where who asked had stand-ins (`EvidenceNames`). What is no question about records,
 * a command above all, waits until the evidence it is about is in custody.
 */
export function namedFirst(handlers: Handlers<Api, Session>): Handlers<Api, Session> {
  const methods: Readonly<Record<string, AnyMethod>> = api;
  const all = Object.entries<unknown>(handlers).map(([key, handler]) => [key, methods[key]?.scope === 'case' ? named(key, handler) : handler] as const);
  // Each with the type it had.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(all) as unknown as Handlers<Api, Session>;
}

function named(key: string, handlerOfKey: unknown): Handler<AnyMethod, Session> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const handler = handlerOfKey as Handler<AnyMethod, Session>;
  return async (input, context) => {
    const { names } = context.session.requireCase().ingest;
    if (SEE_UNNAMED.has(key)) return handler(names.inPlace(input), context);
    if (TAKE_RECORDS.has(key)) await names.allKnown(AbortSignal.any([context.signal, AbortSignal.timeout(WAIT_MS)])).catch(() => context.signal.throwIfAborted());
    const known = await names.whenKnown(input, context.signal);
    return known.ok ? handler(known.value, context) : known;
  };
}
