import { constants, type Dirent, type Stats } from 'node:fs';
import { access, lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';

/** A regular file to take in. */
export interface FoundFile {
  readonly path: string;
  /** Relative to the folder that was opened, with its own name where `rootsOf` says so; the name alone for a file that was named itself. */
  readonly shownPath: string;
  readonly sizeBytes: number;
}

/** Something that is not taken in, and why. */
export interface Refused {
  readonly path: string;
  readonly code: 'file/not-found' | 'file/not-readable' | 'intake/special-file' | 'intake/link' | 'intake/case-folder';
  readonly message: string;
}

/** What stands behind `/./` of a path is kept in what is shown, as `rsync --relative` reads it. */
const KEPT = /[\\/]\.[\\/](.+)$/;

/**
 * Absolute paths of what is opened together. Of several, a folder keeps its own name (`web-1/syslog`, `web-2/syslog`),
 * and of two of the same name the folder around it too: files of two hosts must not look like one source. One alone
 * is shown by what is in it.
 */
export function rootsOf(paths: readonly string[]): string[] {
  const roots = [...new Set(paths.map((path) => resolve(path)))];
  if (roots.length < 2) return roots;
  const kept = (root: string, parts: number): string => root.split(sep).filter((part) => part !== '').slice(-parts).join(sep);
  return roots.map((root) => {
    let parts = 1;
    while (kept(root, parts) !== kept(root, parts + 1) && roots.some((other) => other !== root && kept(other, parts) === kept(root, parts))) parts++;
    const name = kept(root, parts);
    return name === '' || !root.endsWith(name) ? root : `${root.slice(0, -name.length)}.${sep}${name}`;
  });
}

/**
 * Regular files under a path, in the order of their names, so that two walks see the same. A path that was named is
 * followed if it is a link; links found inside a folder are not, unless they lead to a file within it. Pipes,
 * sockets and devices are refused by name, and so are folders of Tephra cases: their evidence is taken in already.
 */
export async function* walk(path: string, signal: AbortSignal): AsyncGenerator<{ file: FoundFile } | { refused: Refused }> {
  const named = resolve(path);
  let info: Stats;
  try {
    info = await stat(named);
  } catch (error) {
    yield { refused: unreadable(named, error) };
    return;
  }
  if (info.isFile()) {
    yield (await readable(named)) ?? { file: { path: named, shownPath: basename(named), sizeBytes: info.size } };
  } else if (info.isDirectory()) {
    const root = await realpath(named);
    const kept = KEPT.exec(path)?.[1];
    for await (const found of folder(root, root, signal)) {
      yield kept === undefined || 'refused' in found ? found : { file: { ...found.file, shownPath: `${kept.split(sep).join('/')}/${found.file.shownPath}` } };
    }
  } else yield { refused: special(named, info) };
}

async function* folder(dir: string, root: string, signal: AbortSignal): AsyncGenerator<{ file: FoundFile } | { refused: Refused }> {
  signal.throwIfAborted();
  let entries: Dirent[];
  try {
    entries = await readdir(dir, { withFileTypes: true });
  } catch (error) {
    yield { refused: unreadable(dir, error) };
    return;
  }
  if (entries.some((entry) => entry.name === 'case.sqlite' && entry.isFile())) {
    yield { refused: { path: dir, code: 'intake/case-folder', message: `${dir} is a Tephra case; open it instead of taking it in.` } };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const entry of entries) {
    signal.throwIfAborted();
    const path = join(dir, entry.name);
    if (entry.isDirectory()) {
      yield* folder(path, root, signal);
      continue;
    }
    let info: Stats;
    try {
      info = await lstat(path);
    } catch (error) {
      yield { refused: unreadable(path, error) };
      continue;
    }
    if (info.isSymbolicLink()) {
      const target = await insideTarget(path, root);
      if (target === undefined) {
        yield { refused: { path, code: 'intake/link', message: `${path} is a link that leads to no file of this folder; name its target to take it in.` } };
        continue;
      }
      info = target;
    }
    const shownPath = relative(root, path).split(sep).join('/');
    if (info.isFile()) yield (await readable(path)) ?? { file: { path, shownPath, sizeBytes: info.size } };
    else yield { refused: special(path, info) };
  }
}

/** The file a link leads to, if it lies under `root`. */
async function insideTarget(path: string, root: string): Promise<Stats | undefined> {
  try {
    const target = await realpath(path);
    if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
    const info = await stat(target);
    return info.isFile() ? info : undefined;
  } catch {
    return undefined;
  }
}

async function readable(path: string): Promise<{ refused: Refused } | undefined> {
  try {
    await access(path, constants.R_OK);
    return undefined;
  } catch (error) {
    return { refused: unreadable(path, error) };
  }
}

export function unreadable(path: string, error: unknown): Refused {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return { path, code: 'file/not-found', message: `There is no file at ${path}. Check the path.` };
  return { path, code: 'file/not-readable', message: `${path} cannot be read (${code || String(error)}). Check its permissions.` };
}

function special(path: string, info: Stats): Refused {
  const what = info.isFIFO() ? 'a named pipe' : info.isSocket() ? 'a socket' : info.isCharacterDevice() || info.isBlockDevice() ? 'a device' : 'not a regular file';
  return { path, code: 'intake/special-file', message: `${path} is ${what}; only regular files can be taken in.` };
}
