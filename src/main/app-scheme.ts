import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { mediaTypeOf, PAGE_HEADERS } from '../protocol/page-headers.ts';
import { fileOfAddress } from './paths.ts';

/** Has to happen before the app is ready. `standard` and `secure` give the page an origin like https has. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
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
