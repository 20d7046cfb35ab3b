import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../../base/result.ts';
import { NS_PER_MS } from '../../../base/time.ts';
import type { CaseInfo } from '../../../model/case.ts';
import type { Api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { isCaseFolder } from '../../casefile/open.ts';
import { belongsToCase } from '../../casefile/own-files.ts';
import { inspectFile } from '../../ingest/inspect.ts';
import { describeFormats } from '../../ingest/formats.ts';
import type { EngineContext } from '../context.ts';
import { sampleCaseDir } from '../places.ts';
import type { Session } from '../session.ts';

/** A folder beyond this is for a file manager, not for a prompt. */
const LISTED_ENTRIES = 5000;

export type ShellHandlers = Pick<
  Handlers<Api, Session>,
  'recentCases' | 'forgetRecentCase' | 'personNotes' | 'keepPersonNotes' | 'sampleCase' | 'listFolder' | 'listFormats' | 'inspect' | 'createCase' | 'openCase' | 'closeCase'
>;

export function shellHandlers(engine: EngineContext): ShellHandlers {
  // The list is asked for later, and waits for the file; the case does not.
  const remember = (opened: Result<CaseInfo>): Result<CaseInfo> => {
    if (opened.ok) void engine.recent.opened(opened.value.path, opened.value.title, BigInt(Date.now()) * NS_PER_MS);
    return opened;
  };
  return {
    recentCases: async () => ok(await engine.recent.list()),
    forgetRecentCase: async ({ path }) => {
      await engine.recent.forget(path);
      return ok({});
    },
    personNotes: async () => ok(await engine.notes.read()),
    keepPersonNotes: async (notes) => {
      await engine.notes.keep(notes);
      return ok({});
    },
    sampleCase: async () => {
      const dir = sampleCaseDir(engine.options.appDataDir);
      return ok(isCaseFolder(dir) ? { path: await realpath(dir) } : {});
    },
    listFolder: ({ path }) => listFolder(fullPath(path ?? '~')),
    listFormats: async () => ok(await describeFormats()),
    inspect: async ({ path, zone }, { signal, progress }) => {
      const file = fullPath(path);
      if (belongsToCase(file)) return fail('file/not-readable', `${file} belongs to a case and is not evidence. Open the case instead.`, { path: file });
      return inspectFile(file, zone, { signal, progress, own: await engine.library.definitions() });
    },
    createCase: async ({ path, title }, { session }) => remember(await session.create(fullPath(path), { title })),
    openCase: async ({ path }, { session }) => remember(await session.open(fullPath(path))),
    closeCase: async (_, { session }) => {
      await session.leave();
      return ok({});
    },
  };
}

/** As a prompt takes it: `~` is the home folder. */
function fullPath(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(path);
}

async function listFolder(path: string): Promise<Result<OutputOf<Api['listFolder']>>> {
  let found: Dirent[];
  try {
    found = await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'ENOENT') return fail('file/not-found', `There is no folder ${path}.`, { path });
    if (error.code === 'ENOTDIR') return fail('file/not-readable', `${path} is a file, not a folder.`, { path });
    return fail('file/not-readable', `The folder ${path} cannot be read (${String(error.code)}).`, { path });
  }
  const parent = dirname(path);
  const listed = found.sort((a, b) => COLLATOR.compare(a.name, b.name)).slice(0, LISTED_ENTRIES);
  const entries = (await Promise.all(listed.map((entry) => describeEntry(join(path, entry.name))))).filter((e) => e !== undefined);
  // Folders and cases before files, each by name.
  entries.sort((a, b) => Number(a.kind === 'file') - Number(b.kind === 'file'));
  return ok({ path, ...(parent === path ? {} : { parent }), entries, omitted: found.length - listed.length });
}

const COLLATOR = new Intl.Collator('en', { numeric: true });

type Entry = OutputOf<Api['listFolder']>['entries'][number];

/** `undefined` for what is neither file nor folder, and for links that lead nowhere. */
async function describeEntry(path: string): Promise<Entry | undefined> {
  try {
    const info = await stat(path);
    const name = basename(path);
    if (info.isDirectory()) return { name, path, kind: isCaseFolder(path) ? 'case' : 'folder', sizeBytes: 0 };
    return info.isFile() ? { name, path, kind: 'file', sizeBytes: info.size } : undefined;
  } catch {
    return undefined;
  }
}
