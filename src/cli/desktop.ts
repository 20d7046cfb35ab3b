import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where Electron is, or in two plain sentences why the window is out of reach and how to get it. */
export type DesktopSearch =
  | { readonly ok: true; readonly executable: string; readonly flags: readonly string[] }
  | { readonly ok: false; readonly reason: string; readonly advice: string; readonly downloadable?: true };

interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
}

const thisMachine: Machine = { env: process.env, platform: process.platform, isRoot: process.getuid?.() === 0 };

/** The executable itself: the folder named by TEPHRA_ELECTRON, or the official one that npm's package fetched. */
export function findElectronExecutable(root: string, env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string | undefined {
  const named = env['TEPHRA_ELECTRON'];
  if (named !== undefined && named !== '') {
    const executable = join(named, platform === 'win32' ? 'electron.exe' : 'electron');
    return existsSync(executable) ? executable : undefined;
  }
  const official = join(root, 'node_modules', 'electron');
  const pathFile = join(official, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = join(official, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? executable : undefined;
}

/** `root` is the checkout's folder. */
export function findDesktop(root: string, machine: Machine = thisMachine): DesktopSearch {
  const { env, platform } = machine;
  const flags = (env['TEPHRA_ELECTRON_FLAGS'] ?? '').split(/\s+/).filter((flag) => flag !== '');
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) {
    return { ok: false, reason: 'There is no display here.', advice: 'Start it from a desktop session to get a window.' };
  }
  if (platform === 'linux' && machine.isRoot && !flags.includes('--no-sandbox')) {
    return { ok: false, reason: 'Electron does not open a window for root.', advice: 'Start it as an ordinary user to get a window.' };
  }
  const executable = findElectronExecutable(root, env, platform);
  if (executable !== undefined) return { ok: true, executable, flags };
  if (env['TEPHRA_ELECTRON']) {
    return { ok: false, reason: `TEPHRA_ELECTRON names ${env['TEPHRA_ELECTRON']}, which holds no Electron.`, advice: 'Name the folder that holds the electron executable, or unset it.' };
  }
  return {
    ok: false,
    downloadable: true,
    reason: 'Electron has not been downloaded yet.',
    advice: 'Run "npx install-electron" where github.com can be reached to get a window.',
  };
}

/**
 * Fetches the official Electron, as its package does on first use (about 100 MB from github.com, or from
 * ELECTRON_MIRROR). Asks first whether the server answers, so that a machine without a network does not wait.
 */
export async function downloadElectron(root: string, say: (sentence: string) => void): Promise<boolean> {
  if (process.env['ELECTRON_SKIP_BINARY_DOWNLOAD']) return false;
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com';
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(5_000) });
  } catch {
    return false;
  }
  say('Downloading Electron, about 100 MB, once …');
  const done = spawnSync(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], { stdio: ['ignore', 'ignore', 'ignore'], timeout: 600_000 });
  return done.status === 0 && findElectronExecutable(root) !== undefined;
}

export type OpenedWindow =
  /** `closed` resolves with the exit code when the last window has gone. */
  | { readonly ok: true; readonly closed: Promise<number> }
  | { readonly ok: false; readonly reason: string; readonly advice: string };

/** The line that src/main/index.ts writes when its first window shows. */
const READY_LINE = 'tephra: window open';

/**
 * Starts the built app on `paths` and resolves once its window shows, or once it is known that it will not.
 * Aborting `signal` asks the app to quit, which saves and closes what is open.
 */
export async function openWindow(root: string, desktop: Extract<DesktopSearch, { ok: true }>, paths: readonly string[], signal?: AbortSignal): Promise<OpenedWindow> {
  const env: NodeJS.ProcessEnv = { ...process.env, TEPHRA_READY_LINE: READY_LINE };
  delete env['ELECTRON_RUN_AS_NODE'];
  const child = spawn(desktop.executable, [...desktop.flags, root, ...paths], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const quit = (): void => void child.kill('SIGTERM');
  if (signal?.aborted) quit();
  signal?.addEventListener('abort', quit, { once: true });
  const lastWords: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords.push(text);
    if (lastWords.length > 50) lastWords.shift();
  });
  const exited = new Promise<number>((resolve) => {
    child.on('error', (error) => {
      lastWords.push(error.message);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
  const ready = new Promise<'ready'>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      if (line === READY_LINE) resolve('ready');
    });
  });
  const first = await Promise.race([ready, exited]);
  // A second start hands its paths to the window that is open and leaves with 0.
  if (first === 'ready' || first === 0) return { ok: true, closed: exited };
  const why = lastWords.join('').trim().split('\n').findLast((line) => line.trim() !== '');
  return { ok: false, reason: `Electron stopped before it showed a window${why ? ` ("${why.trim().slice(0, 300)}")` : ` (exit code ${first})`}.`, advice: 'The same workbench opens in a browser.' };
}
