import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { mediaTypeOf, PAGE_HEADERS } from '../protocol/page-headers.ts';

export const APP_ORIGIN = 'app://tephra';

/** Has to happen before the app is ready. `standard` and `secure` give the page an origin like https has. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** The file under `rendererDir` that an app:// address names, or `undefined` when it names anything else. */
export function fileOfAddress(rendererDir: string, address: string): string | undefined {
  let path: string;
  try {
    const url = new URL(address);
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return undefined;
    path = decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0') || path.includes('\\')) return undefined;
  const file = join(rendererDir, path === '/' ? 'index.html' : path);
  return file.startsWith(rendererDir + sep) ? file : undefined;
}

export function serveAppScheme(rendererDir: string): void {
  protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? fileOfAddress(rendererDir, request.url) : undefined;
    if (file !== undefined) {
      try {
        return new Response(await readFile(file), { headers: { ...PAGE_HEADERS, 'content-type': mediaTypeOf(file) } });
      } catch {
        // Answered below, as for any other address that names nothing.
      }
    }
    return new Response('There is nothing at this address.', { status: 404, headers: { ...PAGE_HEADERS, 'content-type': 'text/plain' } });
  });
}
