import { randomBytes, timingSafeEqual } from 'node:crypto';
import { lstatSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, rmdir } from 'node:fs/promises';
import { connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../base/result.ts';
import { connect, type Connection } from '../../protocol/client.ts';
import type { Transport } from '../../protocol/transport.ts';
import { streamTransport } from '../../protocol/transports/stream.ts';
import type { Log } from './context.ts';
import { replaceFile } from './replace-file.ts';

/**
 * How a second process on this machine finds the one that holds a case: `endpoint.json` in the case folder, readable
 * by its owner only, names a local socket and the token its hello must carry. The socket lies in a folder of its own
 * that only the owner may enter.
 */
const ENDPOINT_FILE_NAME = 'endpoint.json';

const EndpointFile = z.object({
  pid: z.number().int().min(1),
  host: z.string(),
  socket: z.string().min(1),
  token: z.string().min(32),
});
export type EndpointFile = z.infer<typeof EndpointFile>;

/** Longest path a socket may have: `sun_path` has 104 bytes on macOS, 108 on Linux, one of them the final NUL. */
const MAX_SOCKET_PATH_BYTES = 103;
const FOLDER_PREFIX = 'tephra-';

/** Connecting to a local socket takes no time; a holder that is still opening the case answers the hello late. */
const HELLO_WAIT_MS = 10_000;

export interface Endpoint {
  readonly token: string;
  /** Takes no more connections and removes what it wrote. Connections that stand are not its business. */
  close(): Promise<void>;
}

/** Listens for others who want the case in `dir`. `undefined` where that is not possible: they will be told it is busy. */
export async function offerCase(dir: string, accept: (transport: Transport) => void, log: Log): Promise<Endpoint | undefined> {
  const path = join(dir, ENDPOINT_FILE_NAME);
  const token = randomBytes(32).toString('hex');
  let socket: string | undefined;
  let server: Server | undefined;
  try {
    // What a killed process left: its file points nowhere, its socket lies about.
    const stale = await readEndpoint(dir);
    if (stale && stale.host === hostname()) await removeSocket(stale.socket);
    await rm(path, { force: true });
    socket = await newSocketPath();
    server = createServer((connection) => accept(streamTransport(connection)));
    await listen(server, socket);
    server.on('error', (error) => log({ level: 'warn', message: 'Somebody could not join this case', data: { dir, error: String(error) } }));
    const endpoint: EndpointFile = { pid: process.pid, host: hostname(), socket, token };
    const written = await replaceFile(path, `${JSON.stringify(endpoint)}\n`, { mode: 0o600, lasting: false });
    if (!written.ok) throw new Error(written.failure.message);
  } catch (error) {
    log({ level: 'warn', message: 'Other processes cannot join this case', data: { dir, error: String(error) } });
    server?.close();
    if (socket !== undefined) await removeSocket(socket);
    return undefined;
  }
  const [listening, at] = [server, socket];
  return {
    token,
    async close() {
      await rm(path, { force: true });
      listening.close();
      await removeSocket(at);
    },
  };
}

/** Compares tokens in a time that does not tell how much of them agrees. */
export function isToken(expected: string, given: string | undefined): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given ?? '')];
  return a.length === b.length && timingSafeEqual(a, b);
}

export async function readEndpoint(dir: string): Promise<EndpointFile | undefined> {
  try {
    const parsed = EndpointFile.safeParse(JSON.parse(await readFile(join(dir, ENDPOINT_FILE_NAME), 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // Not there (yet, any more), of another user, or half of a file from elsewhere: nobody to join.
    return undefined;
  }
}

/** Connects to the holder. A failure says only that it did not come to a conversation. */
export async function joinCase(endpoint: EndpointFile, author: string): Promise<Result<Connection>> {
  const socket = await openSocket(endpoint.socket);
  if (!socket) return fail('protocol/disconnected', 'Nobody listens there.');
  const connection = connect(streamTransport(socket), { client: 'tephra-join', author, token: endpoint.token });
  const timer = setTimeout(() => connection.close(), HELLO_WAIT_MS);
  const ready = await connection.ready;
  clearTimeout(timer);
  return ready.ok ? ok(connection) : ready;
}

function openSocket(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connectSocket(path);
    const refused = (): void => resolve(undefined);
    socket.once('error', refused);
    socket.once('connect', () => {
      socket.off('error', refused);
      resolve(socket);
    });
  });
}

function listen(server: Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function newSocketPath(): Promise<string> {
  if (process.platform === 'win32') return `\\\\.\\pipe\\${FOLDER_PREFIX}${randomBytes(16).toString('hex')}`;
  let problem: unknown;
  for (const base of socketFolders()) {
    try {
      // mkdtemp makes the folder with mode 0700.
      const path = join(await mkdtemp(join(base, FOLDER_PREFIX)), 's');
      if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return path;
      await rmdir(dirname(path));
    } catch (error) {
      problem = error;
    }
  }
  throw problem ?? new Error('every folder for temporary files has too long a path for a socket');
}

function socketFolders(): string[] {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  return [...(runtime?.startsWith('/') === true ? [runtime] : []), tmpdir(), '/tmp'];
}

/** Removes a socket of ours and its folder. The path may come from a file of a case that somebody handed over. */
async function removeSocket(socket: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = dirname(socket);
  if (!basename(folder).startsWith(FOLDER_PREFIX) || !socketFolders().includes(dirname(folder))) return;
  try {
    if (lstatSync(socket).isSocket()) rmSync(socket);
  } catch {
    // Closing the server has removed it already.
  }
  await rmdir(folder).catch(() => {});
}
