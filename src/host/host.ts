import { once } from 'node:events';
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { FailureError } from '../base/result.ts';
import { MAX_FRAME_BYTES } from '../protocol/limits.ts';
import { PAGE_HEADERS } from '../protocol/page-headers.ts';
import type { Log } from '../protocol/server.ts';
import type { Transport } from '../protocol/transport.ts';
import { webSocketTransport } from '../protocol/transports/web-socket.ts';
import { Access, refusalOf, refusalOfUpgrade } from './access.ts';
import { PAGES, type Page } from './pages.ts';
import { readStaticFile } from './static-files.ts';

export interface HostOptions {
  /** Takes every connection of a browser. */
  readonly engine: { connect(transport: Transport): void; warm?(): void; expect?(path: string): void };
  /** Absolute path of the built renderer, with its `index.html`. */
  readonly rendererDir: string;
  /** A free port by default. */
  readonly port?: number;
  /** Absolute path of the case that the workbench starts with. */
  readonly openPath?: string;
  readonly log: Log;
  /** How often peers are asked whether they live; one that did not answer the last time is given up. */
  readonly pingIntervalMs?: number;
}

export interface Host {
  /** The address to open, once. */
  readonly url: string;
  readonly port: number;
  /** Another such address, when the first was used and the browser has lost its cookie. */
  newLoginUrl(): string;
  close(): Promise<void>;
}

const ADDRESS = '127.0.0.1';
const SOCKET_PATH = '/ws';
const PING_INTERVAL_MS = 30_000;

/**
 * The browser shell: serves the renderer and its WebSocket on the loopback interface.
 * Throws `FailureError` (`host/port-in-use`, `host/port-refused`).
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const access = new Access(port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });

  server.on('error', (error) => options.log({ level: 'error', message: 'The web server failed', data: { error: error.message } }));
  server.on('request', (request, response) => {
    answer(request, response, access, options).catch((error: unknown) => {
      options.log({ level: 'error', message: 'Answering a request failed', data: { error: String(error) } });
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    const refused = upgradeRefusal(request, access);
    if (refused !== undefined) {
      options.log({ level: 'warn', message: 'Refused a WebSocket', data: { reason: refused.reason } });
      return refuseUpgrade(socket, refused.status);
    }
    sockets.handleUpgrade(request, socket, head, (peer) => {
      options.engine.connect(webSocketTransport(peer));
      options.engine.warm?.();
    });
  });
  const stopPinging = pingRegularly(sockets, options.pingIntervalMs ?? PING_INTERVAL_MS);

  // A fragment never leaves the browser and survives the redirect that takes the token out of the address.
  const place = options.openPath === undefined ? '' : `#/case/${encodeURIComponent(options.openPath)}`;
  const newLoginUrl = (): string => `http://${ADDRESS}:${port}/?token=${access.newToken()}${place}`;

  return {
    url: newLoginUrl(),
    port,
    newLoginUrl,
    async close() {
      stopPinging();
      for (const peer of sockets.clients) peer.terminate();
      const closed = new Promise<void>((resolve) => { server.close(() => resolve()); });
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen({ host: ADDRESS, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenFailure(error, port) ?? error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return address.port;
}

function listenFailure(error: unknown, port: number): FailureError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const advice = 'Choose another with --port, or leave --port out for a free one.';
  if (code === 'EADDRINUSE') return new FailureError({ code: 'host/port-in-use', message: `Port ${port} is in use. ${advice}`, data: { port } });
  if (code === 'EACCES') return new FailureError({ code: 'host/port-refused', message: `This account may not use port ${port}. ${advice}`, data: { port } });
  return undefined;
}

async function answer(request: IncomingMessage, response: ServerResponse, access: Access, { rendererDir, log, engine, openPath }: HostOptions): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal !== undefined) {
    log({ level: 'warn', message: 'Refused a request', data: { reason: refusal } });
    return sendPage(request, response, refusal === 'host' ? PAGES.host : PAGES.crossSite);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return sendPage(request, response, PAGES.methodNotAllowed);
  }
  const target = request.url ?? '';
  // An absolute target (RFC 9112 §3.2.2) is for proxies.
  if (!target.startsWith('/')) return sendPage(request, response, PAGES.badRequest);
  const [path = '', query = ''] = target.split(/\?(.*)/s);

  const token = path === '/' ? new URLSearchParams(query).get('token') : null;
  const signedIn = access.hasSession(request);
  if (token !== null && request.method === 'GET') {
    const cookie = signedIn ? undefined : access.exchange(token);
    if (!signedIn && cookie === undefined) return sendPage(request, response, PAGES.tokenRefused);
    if (cookie !== undefined) response.setHeader('set-cookie', cookie);
    // The address that holds the token leads to this case.
    if (cookie !== undefined && openPath !== undefined) engine.expect?.(openPath);
    response.writeHead(303, { ...PAGE_HEADERS, 'cache-control': 'no-store', location: '/' }).end();
    return;
  }
  if (!signedIn) return sendPage(request, response, PAGES.signInNeeded);

  const file = await readStaticFile(rendererDir, path);
  if (file === undefined) return sendPage(request, response, PAGES.notFound);
  send(request, response, 200, { 'content-type': file.contentType, 'cache-control': file.cacheControl }, file.body);
}

function sendPage(request: IncomingMessage, response: ServerResponse, page: Page): void {
  send(request, response, page.status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, Buffer.from(page.html));
}

function send(request: IncomingMessage, response: ServerResponse, status: number, headers: Record<string, string>, body: Buffer): void {
  response.writeHead(status, { ...PAGE_HEADERS, ...headers, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function upgradeRefusal(request: IncomingMessage, access: Access): { readonly status: number; readonly reason: string } | undefined {
  const refusal = refusalOfUpgrade(request);
  if (refusal !== undefined) return { status: 403, reason: refusal };
  if (request.url !== SOCKET_PATH) return { status: 404, reason: 'path' };
  return access.hasSession(request) ? undefined : { status: 401, reason: 'not signed in' };
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Finds peers that are gone without a word (a lid that closed, a tunnel that broke). Returns the way to stop. */
function pingRegularly(sockets: WebSocketServer, intervalMs: number): () => void {
  const silent = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const peer of sockets.clients) {
      if (silent.has(peer)) {
        peer.terminate();
        continue;
      }
      silent.add(peer);
      peer.once('pong', () => silent.delete(peer));
      peer.ping();
    }
  }, intervalMs);
  return () => clearInterval(timer);
}
