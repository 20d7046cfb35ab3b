import { once } from 'node:events';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { FailureError, ok } from '../base/result.ts';
import { connect } from '../protocol/client.ts';
import { defineMethod } from '../protocol/define.ts';
import { MAX_FRAME_BYTES } from '../protocol/limits.ts';
import { serve } from '../protocol/server.ts';
import type { Transport } from '../protocol/transport.ts';
import { webSocketTransport } from '../protocol/transports/web-socket.ts';
import { startHost, type Host } from './host.ts';

const methods = {
  echo: defineMethod({ name: 'test.echo', kind: 'call', scope: 'shell', errors: [], input: z.object({ value: z.unknown() }), output: z.object({ value: z.unknown() }) }),
};

/** Counts the connections that got through to it. */
function engine(): { connect(transport: Transport): void; connections: number } {
  return {
    connections: 0,
    connect(transport) {
      this.connections++;
      serve({ transport, methods, server: 'test', handlers: { echo: async ({ value }) => ok({ value }) }, openSession: () => ok({}), log: () => {} });
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('the browser shell', () => {
  let folder: string;
  let host: Host;
  let log: string[];
  let served: ReturnType<typeof engine>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tephra-host-'));
    const rendererDir = join(folder, 'renderer');
    await mkdir(join(rendererDir, 'assets'), { recursive: true });
    await writeFile(join(rendererDir, 'index.html'), '<title>the workbench</title>');
    await writeFile(join(rendererDir, 'assets', 'app-0f3a.js'), 'the script');
    await writeFile(join(rendererDir, '.hidden'), 'secret');
    await mkdir(join(folder, 'renderer-next-door'));
    await writeFile(join(folder, 'renderer-next-door', 'secret.txt'), 'secret');
    await writeFile(join(folder, 'secret.txt'), 'secret');
    log = [];
    served = engine();
    host = await startHost({ engine: served, rendererDir, openPath: '/cases/a b.tephra', log: (entry) => log.push(JSON.stringify(entry)) });
  });
  afterEach(async () => {
    await host.close();
    await rm(folder, { recursive: true });
  });

  const us = (): string => `127.0.0.1:${host.port}`;

  /** One request as it stands: the path is not tidied up on the way. */
  async function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
    const request = httpRequest({ host: '127.0.0.1', port: host.port, path, method, headers: { host: us(), ...headers }, agent: false });
    request.end();
    const [response] = await once(request, 'response');
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  }

  const pathOf = (url: string): string => {
    const { pathname, search } = new URL(url);
    return pathname + search;
  };

  async function signIn(url = host.url): Promise<string> {
    const { status, headers } = await ask(pathOf(url));
    expect(status).toBe(303);
    return headers['set-cookie']![0]!.split(';')[0]!;
  }

  /** The status that a WebSocket handshake ends with; 101 when it opens. */
  async function upgrade(headers: Record<string, string>, path = '/ws'): Promise<number> {
    const request = httpRequest({
      host: '127.0.0.1', port: host.port, path, agent: false,
      headers: {
        host: us(), connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', ...headers,
      },
    });
    request.end();
    return new Promise((resolve, reject) => {
      request.on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode ?? 0);
      });
      request.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', reject);
    });
  }

  const openSocket = (cookie: string): WebSocket => new WebSocket(`ws://${us()}/ws`, { headers: { cookie }, origin: `http://${us()}` });

  describe('signing in', () => {
    it('exchanges the token of the address once for a session and takes it out of the address', async () => {
      expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}#\/case\/%2Fcases%2Fa%20b\.tephra$/);
      const first = await ask(pathOf(host.url));
      expect(first.status).toBe(303);
      // No fragment of its own: so the browser keeps that of the address.
      expect(first.headers.location).toBe('/');
      expect(first.headers['cache-control']).toBe('no-store');
      expect(first.headers['set-cookie']).toEqual([expect.stringMatching(new RegExp(`^tephra-session-${host.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`))]);
      const cookie = first.headers['set-cookie']![0]!.split(';')[0]!;
      expect(await ask('/', { cookie })).toMatchObject({ status: 200, body: '<title>the workbench</title>' });
    });

    it('refuses a token that was used, and says how to come by another', async () => {
      await signIn();
      const second = await ask(pathOf(host.url));
      expect(second.status).toBe(401);
      expect(second.headers['set-cookie']).toBeUndefined();
      expect(second.body).toContain('Start Tephra once more');
    });

    it('lets a browser that is signed in use its old address', async () => {
      const cookie = await signIn();
      const again = await ask(pathOf(host.url), { cookie });
      expect(again).toMatchObject({ status: 303 });
      expect(again.headers['set-cookie']).toBeUndefined();
    });

    it.each(['', 'wrong', 'A'.repeat(43), '%00'])('refuses a wrong token (%s) without using up the right one', async (token) => {
      expect((await ask(`/?token=${token}`)).status).toBe(401);
      await signIn();
    });

    it('uses no token up for HEAD, another path, or a request from elsewhere', async () => {
      expect((await ask(pathOf(host.url), {}, 'HEAD')).status).toBe(401);
      expect((await ask(pathOf(host.url).replace('/?', '/index.html?'))).status).toBe(401);
      expect((await ask(pathOf(host.url), { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
      expect((await ask(pathOf(host.url), { host: 'evil.example' })).status).toBe(421);
      await signIn();
    });

    it('makes further addresses, each for a session of its own', async () => {
      const cookies = [await signIn(), await signIn(host.newLoginUrl()), await signIn(host.newLoginUrl())];
      expect(new Set(cookies).size).toBe(3);
      for (const cookie of cookies) expect((await ask('/', { cookie })).status).toBe(200);
    });

    it('shows nothing without a session, or with a made-up one', async () => {
      for (const cookie of ['', `tephra-session-${host.port}=`, `tephra-session-${host.port}=${'A'.repeat(43)}`, 'other=1']) {
        for (const path of ['/', '/index.html', '/assets/app-0f3a.js', '/no-such-file']) {
          const { status, body } = await ask(path, { cookie });
          expect(status).toBe(401);
          expect(body).not.toMatch(/the workbench|the script/);
        }
      }
    });

    it('takes no session of another host', async () => {
      const other = await startHost({ engine: engine(), rendererDir: folder, log: () => {} });
      const cookie = (await signIn()).replace(String(host.port), String(other.port));
      await other.close();
      expect((await ask('/', { cookie })).status).toBe(401);
    });

    it('writes no secret to the log', async () => {
      const cookie = await signIn();
      await ask(pathOf(host.url));
      await ask(pathOf(host.url), { host: 'evil.example', cookie });
      await upgrade({ cookie, origin: 'http://evil.example' });
      expect(log.length).toBeGreaterThanOrEqual(2);
      const token = new URL(host.url).searchParams.get('token')!;
      for (const secret of [token, cookie.split('=')[1]!]) expect(log.join('\n')).not.toContain(secret);
    });
  });

  describe('requests', () => {
    it.each(['127.0.0.1:1', 'localhost', 'localhost:9000', 'LOCALHOST:9000', '[::1]:7777'])('answers to %s, the end of a tunnel', async (name) => {
      expect((await ask('/', { host: name, cookie: await signIn() })).status).toBe(200);
    });

    it.each([
      'evil.example', 'evil.example:80', 'localhost.evil.example', '127.0.0.1.evil.example', '127.0.0.2', '0.0.0.0', '[::]', 'localhost:', 'a@localhost', 'localhost/..',
    ])('does not answer to %s (DNS rebinding)', async (name) => {
      const { status, body } = await ask('/', { host: name, cookie: await signIn() });
      expect(status).toBe(421);
      expect(body).not.toContain('the workbench');
    });

    it.each(['cross-site', 'same-site'])('refuses what another page asks for (%s)', async (site) => {
      expect((await ask('/', { 'sec-fetch-site': site, cookie: await signIn() })).status).toBe(403);
    });

    it.each(['same-origin', 'none'])('answers its own page and the address bar (%s)', async (site) => {
      expect((await ask('/', { 'sec-fetch-site': site, cookie: await signIn() })).status).toBe(200);
    });

    it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('refuses %s', async (method) => {
      const { status, headers } = await ask('/', { cookie: await signIn() }, method);
      expect(status).toBe(405);
      expect(headers.allow).toBe('GET, HEAD');
    });

    it('serves files with their type, how long they hold, and the headers of every page', async () => {
      const cookie = await signIn();
      const html = await ask('/', { cookie });
      expect(html.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'content-security-policy':
          "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      });
      const script = await ask('/assets/app-0f3a.js?v=1', { cookie });
      expect(script).toMatchObject({ status: 200, body: 'the script' });
      expect(script.headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'private, max-age=31536000, immutable' });
      const head = await ask('/assets/app-0f3a.js', { cookie }, 'HEAD');
      expect(head).toMatchObject({ status: 200, body: '' });
      expect(head.headers['content-length']).toBe('10');
      for (const answer of [await ask('/'), await ask('/', { host: 'evil.example' }), await ask('/none', { cookie })]) {
        expect(answer.headers['content-security-policy']).toBe(html.headers['content-security-policy']);
        expect(answer.headers['cache-control']).toBe('no-store');
      }
    });

    it.each([
      '/../secret.txt', '/%2e%2e/secret.txt', '/%2E%2E%2Fsecret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/assets/%2e%2e/%2e%2e/secret.txt',
      '/..%5csecret.txt', '/%252e%252e/secret.txt', '//secret.txt', '/../renderer-next-door/secret.txt', '/.hidden', '/assets/./app-0f3a.js', '/secret.txt%00.html',
      '/index.html%00', '/%', '/%ff', '/assets', '/assets/', '/no-such-file',
    ])('finds nothing at %s', async (path) => {
      const { status, body } = await ask(path, { cookie: await signIn() });
      expect(status).toBe(404);
      expect(body).not.toMatch(/secret|script/);
    });

    it('finds nothing by an absolute path or address', async () => {
      const cookie = await signIn();
      expect((await ask(`/${folder}/secret.txt`, { cookie })).status).toBe(404);
      expect((await ask(`${folder}/secret.txt`, { cookie })).status).toBe(404);
      expect((await ask(`http://${us()}/index.html`, { cookie })).status).toBe(400);
      expect((await ask('*', { cookie })).status).toBe(400);
    });

    it('survives bytes that are no HTTP', async () => {
      for (const bytes of ['GET /\0index.html HTTP/1.1\r\nHost: localhost\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', '\x16\x03\x01\x02', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n\r\n`]) {
        const socket = connectSocket(host.port, '127.0.0.1');
        socket.end(bytes);
        // A reset instead of an answer will do for what was not read to its end.
        expect(await text(socket).catch(() => 'reset')).toMatch(/^HTTP\/1\.1 4\d\d |^reset$/);
      }
      await signIn();
    });

    it('listens on the loopback address alone', async () => {
      const outside = Object.values(networkInterfaces()).flatMap((list) => list ?? []).filter((each) => each.family === 'IPv4' && !each.internal);
      // All of 127/8 is this machine on Linux, so that there is one to try without a network too.
      const alsoHere = process.platform === 'linux' ? ['127.0.0.2'] : [];
      for (const address of [...outside.map((each) => each.address), ...alsoHere]) {
        const socket = connectSocket(host.port, address);
        const [error] = await once(socket, 'error');
        expect(error).toMatchObject({ code: 'ECONNREFUSED' });
      }
    });

    it('says so when the port is taken', async () => {
      const second = startHost({ engine: engine(), rendererDir: folder, port: host.port, log: () => {} });
      await expect(second).rejects.toThrow(FailureError);
      await expect(second).rejects.toMatchObject({ failure: { code: 'host/port-in-use', message: expect.stringContaining(String(host.port)) as unknown } });
    });
  });

  describe('the WebSocket', () => {
    it('carries the protocol', async () => {
      const client = connect(webSocketTransport(openSocket(await signIn())), { client: 'test' });
      expect(await client.call(methods.echo, { value: 2n ** 60n })).toEqual({ ok: true, value: { value: 2n ** 60n } });
      client.close();
    });

    it('opens for our own page alone', async () => {
      const cookie = await signIn();
      const origin = `http://${us()}`;
      expect(await upgrade({ cookie, origin })).toBe(101);
      expect(await upgrade({ cookie, origin, 'sec-fetch-site': 'same-origin' })).toBe(101);
      expect(await upgrade({ cookie, host: 'localhost:9000', origin: 'http://localhost:9000' })).toBe(101);
      expect(served.connections).toBe(3);
      const refused: [Record<string, string>, number][] = [
        [{ cookie }, 403],
        [{ cookie, origin: 'null' }, 403],
        [{ cookie, origin: 'http://evil.example' }, 403],
        [{ cookie, origin: 'https://evil.example' }, 403],
        [{ cookie, origin: `https://${us()}` }, 403],
        [{ cookie, origin: 'http://127.0.0.1:1' }, 403],
        [{ cookie, origin: `http://localhost:${host.port}` }, 403],
        [{ cookie, origin: `${origin}.evil.example` }, 403],
        [{ cookie, host: 'evil.example', origin: 'http://evil.example' }, 403],
        [{ cookie, origin, 'sec-fetch-site': 'cross-site' }, 403],
        [{ cookie, origin, 'sec-fetch-site': 'same-site' }, 403],
        [{ origin }, 401],
        [{ origin, cookie: `tephra-session-${host.port}=${'A'.repeat(43)}` }, 401],
      ];
      for (const [headers, status] of refused) expect([headers, await upgrade(headers)]).toEqual([headers, status]);
      for (const path of ['/', '/ws/', '/ws?token=1', '/other']) expect(await upgrade({ cookie, origin }, path)).toBe(404);
      const { searchParams } = new URL(host.newLoginUrl());
      expect(await upgrade({ origin }, `/ws?token=${searchParams.get('token')}`)).toBe(404);
      expect(served.connections).toBe(3);
    });

    it('ends a connection that sends more than a frame holds, or text', async () => {
      const cookie = await signIn();
      for (const [message, code] of [[new Uint8Array(MAX_FRAME_BYTES + 1), 1009], ['{"type":"hello"}', 1003]] as const) {
        const socket = openSocket(cookie);
        await once(socket, 'open');
        socket.send(message);
        expect((await once(socket, 'close'))[0]).toBe(code);
      }
    });

    it('gives up a peer that no longer answers, and no other', async () => {
      const quick = await startHost({ engine: engine(), rendererDir: folder, log: () => {}, pingIntervalMs: 500 });
      const { headers } = await fetch(quick.url, { redirect: 'manual' });
      const cookie = headers.get('set-cookie')!.split(';')[0]!;
      const address = `ws://127.0.0.1:${quick.port}/ws`;
      const origin = `http://127.0.0.1:${quick.port}`;
      const alive = new WebSocket(address, { headers: { cookie }, origin });
      const dead = new WebSocket(address, { headers: { cookie }, origin, autoPong: false });
      await Promise.all([once(alive, 'open'), once(dead, 'open')]);
      expect((await once(dead, 'close'))[0]).toBe(1006);
      // The connection itself, not only the socket: another ping comes and is answered.
      await once(alive, 'ping');
      expect(alive.readyState).toBe(WebSocket.OPEN);
      await quick.close();
    });

    it('ends every connection when it closes', async () => {
      const socket = openSocket(await signIn());
      await once(socket, 'open');
      const closed = once(socket, 'close');
      const second = await startHost({ engine: engine(), rendererDir: folder, log: () => {} });
      await host.close();
      await closed;
      host = second;
    });
  });
});
