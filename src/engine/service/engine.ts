import { fail, ok, type Result } from '../../base/result.ts';
import { api } from '../../protocol/api.ts';
import { serve, type Peer, type ServedConnection } from '../../protocol/server.ts';
import type { Transport } from '../../protocol/transport.ts';
import { loadSqlite } from '../casefile/open.ts';
import { loadDuckdb } from '../index/duck.ts';
import { knownFormats } from '../ingest/known-formats.ts';
import { CaseRegistry } from './case-registry.ts';
import type { EngineContext, EngineOptions } from './context.ts';
import { isToken } from './endpoint.ts';
import { allHandlers } from './handlers/index.ts';
import { giveWay } from './give-way.ts';
import { namedFirst } from './named-first.ts';
import { FormatLibrary } from './format-library.ts';
import { PersonNotes } from './person-notes.ts';
import { RecentCases } from './recent-cases.ts';
import { Session, type SessionOptions } from './session.ts';
import { SpareWorker } from './spare-worker.ts';

export type { EngineOptions } from './context.ts';

/** The window is being drawn until then. */
const WARM_AFTER_MS = 400;
/** A case that was opened meanwhile is drawn until then. */
const OPENED_MS = 5_000;

/** What the shells are thin around. One per process. */
export interface Engine {
  /** Serves one client over a transport: a session of its own, cases shared with the others. */
  connect(transport: Transport): void;
  /** For a shell with a window: loads, a moment from now, what the first case needs, and lets the window go first from then on. */
  warm(): void;
  /** Somebody is about to open this case: it is opened while their window is being drawn. */
  expect(path: string): void;
  /** Ends every connection, closes every case. Resolves when nothing is left open; then the process may end. */
  close(): Promise<void>;
}

export function createEngine(given: EngineOptions): Engine {
  const spare = new SpareWorker(given.createParseWorker);
  let hasWindow = false;
  const options: EngineOptions = {
    ...given,
    createParseWorker() {
      const worker = spare.take();
      // It has threads of its own once it runs.
      if (hasWindow) worker.once('online', giveWay);
      return worker;
    },
  };
  const connections = new Set<ServedConnection>();
  let closing: Promise<void> | undefined;

  const library = new FormatLibrary(options.appDataDir);
  const cases = new CaseRegistry(options, library, (transport, token, admit) => {
    connectSession(transport, (peer) => {
      if (!isToken(token, peer.token)) return fail('protocol/refused', 'This case is not shared with you.');
      const held = admit();
      if (!held) return fail('protocol/disconnected', 'The case is being closed.');
      return ok({ author: peer.author ?? options.author, guestOf: { held, joined: true } });
    });
  });
  const context: EngineContext = { options, cases, recent: new RecentCases(options.appDataDir, options.log), notes: new PersonNotes(options.appDataDir, options.log), library };
  const handlers = namedFirst(allHandlers(context));

  function connectSession(transport: Transport, admit: (peer: Peer) => Result<Pick<SessionOptions, 'author' | 'guestOf'>>): void {
    if (closing) return transport.close();
    const connection = serve({
      transport, methods: api, handlers, server: 'tephra-engine', log: options.log,
      openSession: (peer) => {
        const admitted = admit(peer);
        return admitted.ok ? ok(new Session({ cases, serveWithin, ...admitted.value })) : admitted;
      },
      closeSession: (session) => session.leave(),
      forward: (session) => session.remote(),
    });
    connections.add(connection);
    void connection.closed.then(() => connections.delete(connection));
  }

  const serveWithin: SessionOptions['serveWithin'] = (transport, held) => {
    connectSession(transport, (peer) => ok({ author: peer.author ?? options.author, guestOf: { held, joined: false } }));
  };

  async function closeAll(): Promise<void> {
    await cases.interruptIngest();
    for (const connection of connections) connection.close();
    await Promise.all([...connections].map((connection) => connection.closed));
    await cases.settled();
    await spare.end();
    await context.recent.saved();
  }

  return {
    connect: (transport) => connectSession(transport, (peer) => ok({ author: peer.author ?? options.author })),
    warm() {
      const whenQuiet = (waited: boolean): void => {
        if (closing) return;
        hasWindow = true;
        giveWay();
        // A case that is being opened goes first.
        if (cases.busy && !waited) return void setTimeout(whenQuiet, OPENED_MS, true).unref();
        // Whoever opens a case is told what is wrong with these.
        for (const loading of [loadDuckdb(), knownFormats()]) loading.catch(() => undefined);
        loadSqlite();
        spare.start();
      };
      setTimeout(whenQuiet, WARM_AFTER_MS, false).unref();
    },
    expect(path) {
      if (!closing) void cases.expect(path, options.author).catch(() => undefined);
    },
    close: () => (closing ??= closeAll()),
  };
}
