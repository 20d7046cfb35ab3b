import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { expect, test } from '../support/app.ts';

/**
 * What only the web shell has: a port that every page in the browser can reach. A real browser decides which cookies
 * and headers it sends; src/host/host.test.ts has the requests that no browser makes.
 */

let other: Server | undefined;
test.afterEach(() => {
  other?.closeAllConnections();
  other?.close();
});

/** A page of somebody else's on this machine; answers with its port. */
async function serveOtherSite(html: string): Promise<number> {
  other = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html)).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

test('the token is gone from the address, the session out of reach of scripts, the page isolated', async ({ app }) => {
  await app.start();
  expect(new URL(app.page.url()).search).toBe('');
  const [cookie] = await app.page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(await app.page.evaluate(() => [document.cookie, crossOriginIsolated])).toEqual(['', true]);
});

for (const name of ['127.0.0.1', 'localhost']) {
  test(`a page of another port of ${name} gets nothing, though the browser is signed in`, async ({ app }) => {
    await app.start();
    const { origin, host } = new URL(app.page.url());
    const port = await serveOtherSite(`<a href="${origin}/">Tephra</a>`);
    const page = await app.page.context().newPage();
    await page.goto(`http://${name}:${port}/`);
    const got = await page.evaluate(async ([origin, host]) => {
      const opened = (address: string): Promise<string> => new Promise((resolve) => {
        const socket = new WebSocket(address);
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => resolve('refused'));
      });
      const loaded = (element: HTMLScriptElement | HTMLImageElement | HTMLIFrameElement, address: string): Promise<string> => new Promise((resolve) => {
        element.addEventListener('load', () => resolve('loaded'));
        element.addEventListener('error', () => resolve('refused'));
        element.src = address;
        document.body.append(element);
      });
      return {
        socket: await opened(`ws://${host}/ws`),
        script: await loaded(document.createElement('script'), `${origin}/`),
        image: await loaded(document.createElement('img'), `${origin}/`),
        fetched: await fetch(`${origin}/`, { credentials: 'include' }).then(() => 'readable', () => 'refused'),
        opaque: await fetch(`${origin}/`, { credentials: 'include', mode: 'no-cors' }).then(() => 'answered', () => 'refused'),
      };
    }, [origin, host] as const);
    expect(got).toEqual({ socket: 'refused', script: 'refused', image: 'refused', fetched: 'refused', opaque: 'refused' });
    await page.getByRole('link', { name: 'Tephra' }).click();
    await expect(page.getByRole('heading', { name: 'Opened from another site' })).toBeVisible();
    await page.close();
  });
}
