import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaTypeOf } from '../protocol/page-headers.ts';

export interface StaticFile {
  readonly body: Buffer;
  readonly contentType: string;
  readonly cacheControl: string;
}

/**
 * The file of `rendererDir` that a request path names. Decoded once; a path that is not plainly below the folder
 * (dot segments, hidden files, backslashes, NUL) names nothing.
 */
export async function readStaticFile(rendererDir: string, path: string): Promise<StaticFile | undefined> {
  const name = decode(path);
  if (name === undefined || !name.startsWith('/') || /[\0\\]/.test(name)) return undefined;
  const segments = name.slice(1).split('/');
  if (segments.some((segment) => segment.startsWith('.'))) return undefined;
  // Without dot segments, `join` can only go down.
  const file = join(rendererDir, name === '/' ? 'index.html' : name);
  try {
    return {
      body: await readFile(file),
      contentType: mediaTypeOf(file),
      // The build names its assets by their content. All else is asked for anew, the page above all.
      cacheControl: segments[0] === 'assets' ? 'private, max-age=31536000, immutable' : 'no-cache',
    };
  } catch {
    return undefined;
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
