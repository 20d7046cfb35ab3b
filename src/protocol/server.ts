import { uuidv7 } from '../base/ids.ts';
import { FailureError, fail, ok, type Failure, type Result } from '../base/result.ts';
import type { RawClient } from './client.ts';
import { CodecError, decode, encode } from './codec.ts';
import { CONNECTION_LOST, never, onlyWhenCancelled } from './connection-lost.ts';
import type { AnyMethod } from './define.ts';
import { ClientFrame, describeIssue, type Call, type Hello, type ServerFrame } from './frames.ts';
import type { Handler, HandlerContext, Handlers } from './handler.ts';
import { HELLO_TIMEOUT_MS, MAX_RUNNING_CALLS, PROTOCOL_VERSION } from './limits.ts';
import { Outlet } from './outlet.ts';
import type { Transport } from './transport.ts';

export type Log = (entry: { readonly level: 'info' | 'warn' | 'error'; readonly message: string; readonly data?: Record<string, unknown> }) => void;

/** What the other side said of itself. */
export type Peer = Pick<Hello, 'client' | 'author' | 'token'>;

export interface ServeOptions<Methods extends Record<string, AnyMethod>, Session> {
  readonly transport: Transport;
  readonly methods: Methods;
  readonly handlers: Handlers<Methods, Session>;
  /** Name of this server, for the client's log. */
  readonly server: string;
  /** Makes the session when the peer has said hello. A failure refuses the connection and is what its calls answer. */
  readonly openSession: (peer: Peer) => Result<Session>;
  /** After the connection has ended and every handler has returned. */
  readonly closeSession?: (session: Session) => void | Promise<void>;
  /**
   * Asked for every call of a method with scope `case`: the client of the process that holds the session's case, when
   * another does. The call then goes there as it is, items, progress, cancellation and result included.
   */
  readonly forward?: (session: Session, method: AnyMethod) => RawClient | undefined;
  readonly log: Log;
}

export interface ServedConnection {
  /** Resolves when the connection has ended, every handler has returned and the session is closed. */
  readonly closed: Promise<void>;
  /** Ends the connection; `reason` is what the client's calls answer. */
  close(reason?: Failure): void;
}

interface RunningCall {
  readonly controller: AbortController;
  readonly outlet: Outlet;
}

/**
 * The engine's side of one connection. Frames and inputs are always validated. Calls run at once and are answered as
 * they end. A handler that throws is a bug: it is logged under an id, and the client is told that id and nothing else.
 * What handlers send is validated too: for our pages that costs about a microsecond a row, a wrong one stops at the
 * engine with its name in the log instead of breaking a view, and members that the method does not declare stay here.
 */
export function serve<Methods extends Record<string, AnyMethod>, Session>(options: ServeOptions<Methods, Session>): ServedConnection {
  const { transport, log } = options;
  const methods = new Map<string, { method: AnyMethod; handler: Handler<AnyMethod, Session> }>();
  for (const [key, method] of Object.entries(options.methods)) {
    // Input, items and output are checked against `method` at run time: the one place where the handler's types are let go.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    methods.set(method.name, { method, handler: options.handlers[key] as unknown as Handler<AnyMethod, Session> });
  }
  const running = new Map<number, RunningCall>();
  const closed = Promise.withResolvers<void>();
  let session: { readonly value: Session } | undefined;
  let ended = false;
  let client = 'unknown';

  function send(frame: ServerFrame): void {
    transport.send(encode(frame));
  }

  function end(reason?: Failure): void {
    if (ended) return;
    if (reason) {
      send({ type: 'close', failure: { code: reason.code, message: reason.message } });
      log({ level: 'warn', message: 'Connection ended by the engine', data: { client, code: reason.code, reason: reason.message } });
    }
    ended = true;
    clearTimeout(helloTimer);
    transport.close();
    for (const call of running.values()) call.controller.abort(CONNECTION_LOST);
    if (running.size === 0) void finish();
  }

  async function finish(): Promise<void> {
    try {
      if (session) await options.closeSession?.(session.value);
    } catch (error) {
      logBug('Closing a session failed', error, {});
    }
    closed.resolve();
  }

  /** Logs a bug under a new id and makes the failure that names it. */
  function logBug(message: string, error: unknown, data: Record<string, unknown>): Failure {
    const id = uuidv7();
    log({ level: 'error', message, data: { id, ...data, error: error instanceof Error ? (error.stack ?? error.message) : String(error) } });
    return { code: 'internal', message: `Something went wrong inside Tephra. The log has the details under ${id}.`, data: { id } };
  }

  function receiveHello(value: unknown): void {
    const version = readVersion(value);
    if (version !== undefined && version !== PROTOCOL_VERSION) return end(versionMismatch(version));
    const frame = ClientFrame.safeParse(value);
    if (!frame.success || frame.data.type !== 'hello') return end(invalidFrame('a connection starts with a hello'));
    clearTimeout(helloTimer);
    client = frame.data.client;
    let opened: Result<Session>;
    try {
      opened = options.openSession({ client, author: frame.data.author, token: frame.data.token });
    } catch (error) {
      opened = { ok: false, failure: logBug('Opening a session failed', error, { client }) };
    }
    if (!opened.ok) return end(opened.failure);
    session = { value: opened.value };
    send({ type: 'helloResult', version: PROTOCOL_VERSION, server: options.server });
  }

  function receive(bytes: Uint8Array): void {
    let value: unknown;
    try {
      value = decode(bytes);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      return end(invalidFrame(error.message));
    }
    if (!session) return receiveHello(value);
    const parsed = ClientFrame.safeParse(value);
    if (!parsed.success) return end(invalidFrame(describeIssue(parsed.error)));
    const frame = parsed.data;
    switch (frame.type) {
      case 'hello': return end(invalidFrame('a second hello'));
      case 'close': return end();
      case 'call': return startCall(frame, session.value);
      // Frames to calls that are no longer running were under way when the answer went out.
      case 'cancel': return running.get(frame.id)?.controller.abort();
      case 'credit': {
        const outlet = running.get(frame.id)?.outlet;
        if (frame.items > 0) outlet?.addCredit(frame.items);
        if (frame.progress) outlet?.progressArrived();
      }
    }
  }

  function startCall(call: Call, session: Session): void {
    if (running.has(call.id)) return end(invalidFrame(`call ${call.id} is already running`));
    if (running.size >= MAX_RUNNING_CALLS) {
      return answer(call, fail('protocol/too-many-calls', `More than ${MAX_RUNNING_CALLS} calls run on this connection. Wait for some to end.`));
    }
    const controller = new AbortController();
    const outlet = new Outlet(controller.signal, call.credit);
    running.set(call.id, { controller, outlet });
    void runCall(call, session, controller.signal, outlet);
  }

  async function runCall(call: Call, session: Session, signal: AbortSignal, outlet: Outlet): Promise<void> {
    const result = await resultOf(call, session, signal, outlet);
    running.delete(call.id);
    if (!ended) answer(call, result);
    else if (running.size === 0) await finish();
  }

  /** Never rejects. */
  async function resultOf(call: Call, session: Session, signal: AbortSignal, outlet: Outlet): Promise<Result<unknown>> {
    try {
      const known = methods.get(call.method);
      if (!known) return fail('protocol/unknown-method', `This engine has no method "${call.method}".`, { method: call.method });
      const remote = known.method.scope === 'case' ? options.forward?.(session, known.method) : undefined;
      const result = remote ? await relay(call, remote, signal, outlet) : await handle(call, known, session, signal, outlet);
      // A failure overtakes items that the receiver has no room for: it may be that the receiver never will.
      if (result.ok) await outlet.end();
      return result;
    } catch (error) {
      if (error instanceof FailureError) return { ok: false, failure: error.failure };
      if (signal.aborted && isAbort(error, signal)) return fail('cancelled', 'Cancelled.');
      return { ok: false, failure: logBug(`${call.method} failed`, error, { method: call.method, client }) };
    }
  }

  async function handle(
    call: Call, known: { method: AnyMethod; handler: Handler<AnyMethod, Session> }, session: Session, signal: AbortSignal, outlet: Outlet,
  ): Promise<Result<unknown>> {
    const { method, handler } = known;
    const input = method.input.safeParse(call.input);
    if (!input.success) return fail('protocol/invalid-input', `Invalid input of ${method.name}: ${describeIssue(input.error)}.`, { method: method.name });
    const context: HandlerContext<AnyMethod, Session> = {
      session,
      signal,
      item: (item: unknown) => {
        const frame = encodeFor(method, { type: 'item', id: call.id, item: checked(method, 'item', item) });
        const room = outlet.item(() => transport.send(frame));
        // A handler that does not wait must not end the process when it is cancelled.
        room.catch(() => {});
        return room;
      },
      progress: (progress: unknown) => {
        const frame = encodeFor(method, { type: 'progress', id: call.id, progress: checked(method, 'progress', progress) });
        outlet.progress(() => transport.send(frame));
      },
    };
    const result = await handler(input.data, context);
    return result.ok ? ok(checked(method, 'output', result.value)) : result;
  }

  /**
   * The same call on the process that holds the case. Its client's window and ours bound what is under way. When our
   * client is gone, the link to that process ends with the session, so that there too it is a lost connection and no cancel.
   */
  async function relay(call: Call, remote: RawClient, signal: AbortSignal, outlet: Outlet): Promise<Result<unknown>> {
    const forward = async (item: unknown): Promise<void> => {
      try {
        await outlet.item(() => send({ type: 'item', id: call.id, item }));
      } catch (error) {
        if (signal.reason === CONNECTION_LOST) await never();
        throw error;
      }
    };
    const lost = new Promise<Result<never>>((resolve) => {
      signal.addEventListener('abort', () => {
        if (signal.reason === CONNECTION_LOST) resolve(fail('cancelled', 'Cancelled.'));
      }, { once: true });
    });
    const result = await Promise.race([lost, remote.callRaw(call.method, call.input, {
      signal: onlyWhenCancelled(signal), onItem: forward,
      onProgress: (progress) => outlet.progress(() => send({ type: 'progress', id: call.id, progress })),
    })]);
    if (result.ok || result.failure.code !== 'protocol/disconnected') return result;
    // Our own client is still connected, so that it must not read "disconnected".
    return fail('case/not-open', 'The process that held this case has ended. Open the case again.');
  }

  function answer(call: Call, result: Result<unknown>): void {
    try {
      if (result.ok) send({ type: 'result', id: call.id, value: result.value });
      else send({ type: 'error', id: call.id, failure: result.failure });
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      const failure = error.code === 'unsupported'
        ? logBug(`The answer of ${call.method} cannot be encoded`, error, { method: call.method, client })
        : tooLarge(call.method, error);
      send({ type: 'error', id: call.id, failure });
    }
  }

  const helloTimer = setTimeout(() => end(invalidFrame('no hello came')), HELLO_TIMEOUT_MS);
  transport.onClose(() => end());
  transport.onFrame((bytes) => {
    if (!ended) receive(bytes);
  });
  return { closed: closed.promise, close: end };
}

/** What a handler sends, as its method declares it. Anything else is a bug of the handler. */
function checked(method: AnyMethod, part: 'item' | 'progress' | 'output', value: unknown): unknown {
  const schema = method[part];
  if (!schema) throw new Error(`${method.name} declares no ${part}`);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`${part} of ${method.name} is not as declared: ${describeIssue(parsed.error)}`);
}

function encodeFor(method: AnyMethod, frame: ServerFrame): Uint8Array<ArrayBuffer> {
  try {
    return encode(frame);
  } catch (error) {
    if (error instanceof CodecError && error.code !== 'unsupported') throw new FailureError(tooLarge(method.name, error));
    throw error;
  }
}

function tooLarge(method: string, error: CodecError): Failure {
  return { code: 'protocol/too-large', message: `The answer of ${method} is too large to send: ${error.message}. Ask for less.` };
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}

function readVersion(hello: unknown): number | undefined {
  if (typeof hello !== 'object' || hello === null || !('version' in hello)) return undefined;
  return typeof hello.version === 'number' ? hello.version : undefined;
}

function versionMismatch(theirs: number): Failure {
  return {
    code: 'protocol/version',
    message: `This Tephra speaks version ${PROTOCOL_VERSION} of its protocol, the other side version ${theirs}. Use the same Tephra on both sides.`,
  };
}

function invalidFrame(why: string): Failure {
  return { code: 'protocol/invalid-frame', message: `The connection was ended because of a frame that is not valid: ${why}.` };
}
