import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

export const APP_ORIGIN = 'app://tephra';

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

/** The case in an address of the page: `…#/case/<path, percent-encoded>/…`, as src/renderer/state/place.ts writes it. */
export function caseOfAddress(address: string): string | undefined {
  const encoded = /#\/case\/([^/?]+)/.exec(address)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

/** A case is a folder with case.sqlite in it. */
export function isCase(path: string): boolean {
  return existsSync(join(path, 'case.sqlite')) && statSync(path).isDirectory();
}

/** The path that every name of a folder comes down to; the path itself when there is nothing there. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
