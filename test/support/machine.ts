import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectronExecutable } from '../../src/cli/desktop.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What this machine has for the tests that need a screen. A reason says in a sentence why it has not. */
export interface Machine {
  readonly chromium: { readonly ok: true; readonly executable: string } | { readonly ok: false; readonly reason: string };
  /** `folder` is set for an Electron that is not the official one of node_modules. */
  readonly electron: { readonly ok: true; readonly executable: string; readonly folder: string | undefined; readonly needsXvfb: boolean } | { readonly ok: false; readonly reason: string };
  /** pdftotext and pdfinfo read the report with other eyes than ours. */
  readonly poppler: { readonly ok: true } | { readonly ok: false; readonly reason: string };
}

export function onPath(command: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(process.platform === 'win32' ? ';' : ':')) {
    const file = join(folder, process.platform === 'win32' ? `${command}.exe` : command);
    if (folder !== '' && existsSync(file)) return file;
  }
  return undefined;
}

/** Finds what is there and, with `install`, fetches what may be fetched: Debian's packages as root, else Playwright's own browser. */
export function prepareMachine(install: boolean): Machine {
  if (install) installPackages();
  return { chromium: findChromium(install), electron: findElectron(), poppler: findPoppler() };
}

function installPackages(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || onPath('apt-get') === undefined) return;
  const wanted = [
    ...(systemChromium() === undefined ? ['chromium'] : []),
    ...(onPath('pdftotext') === undefined ? ['poppler-utils'] : []),
    ...(findAnyElectron() !== undefined && !hasDisplay() && onPath('xvfb-run') === undefined ? ['xvfb', 'xauth'] : []),
  ];
  if (wanted.length === 0) return;
  console.log(`Installing ${wanted.join(', ')} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore', timeout: 180_000 });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], { env, stdio: 'ignore', timeout: 600_000 });
}

function systemChromium(): string | undefined {
  return ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map(onPath).find((path) => path !== undefined);
}

/** Playwright's own browser, in a process of its own: its module must not be loaded before the download. */
function playwrightChromium(): string | undefined {
  const asked = spawnSync(process.execPath, ['-e', "import('@playwright/test').then(({chromium}) => console.log(chromium.executablePath()))"], { cwd: ROOT, encoding: 'utf8' });
  const path = asked.stdout.trim();
  return path !== '' && existsSync(path) ? path : undefined;
}

function findChromium(install: boolean): Machine['chromium'] {
  const named = process.env['TEPHRA_CHROMIUM'];
  if (named !== undefined && named !== '') {
    return existsSync(named) ? { ok: true, executable: named } : { ok: false, reason: `TEPHRA_CHROMIUM names ${named}, which is not there.` };
  }
  const present = systemChromium() ?? playwrightChromium();
  if (present !== undefined) return { ok: true, executable: present };
  if (install) {
    console.log("Downloading Playwright's Chromium …");
    spawnSync(process.execPath, [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'], { cwd: ROOT, stdio: 'ignore', timeout: 300_000 });
    const downloaded = playwrightChromium();
    if (downloaded !== undefined) return { ok: true, executable: downloaded };
  }
  return { ok: false, reason: 'There is no Chromium and none could be downloaded. Install it ("apt-get install chromium", or "npx playwright install chromium"), or name one with TEPHRA_CHROMIUM.' };
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** TEPHRA_ELECTRON, the official Electron, or the one that a tool beside the project brings where the official is out of reach. */
function findAnyElectron(): string | undefined {
  const found = findElectronExecutable(ROOT);
  if (found !== undefined) return found;
  const tool = join(ROOT, '../shared/tools/electron-runtime');
  if (process.env['TEPHRA_ELECTRON'] !== undefined || !existsSync(tool)) return undefined;
  const asked = spawnSync(tool, [], { encoding: 'utf8', timeout: 600_000, stdio: ['ignore', 'pipe', 'inherit'] });
  if (asked.status !== 0) return undefined;
  return findElectronExecutable(ROOT, { TEPHRA_ELECTRON: asked.stdout.trim() });
}

function findElectron(): Machine['electron'] {
  const executable = findAnyElectron();
  if (executable === undefined) {
    return { ok: false, reason: 'There is no Electron. Fetch it ("npx install-electron", from github.com), or name the folder of one with TEPHRA_ELECTRON.' };
  }
  const folder = executable.startsWith(join(ROOT, 'node_modules')) ? undefined : dirname(executable);
  if (hasDisplay()) return { ok: true, executable, folder, needsXvfb: false };
  if (onPath('xvfb-run') !== undefined) return { ok: true, executable, folder, needsXvfb: true };
  return { ok: false, reason: 'There is an Electron but no display, and no xvfb-run. Install xvfb and xauth, or run the tests from a desktop session.' };
}

function findPoppler(): Machine['poppler'] {
  if (onPath('pdftotext') !== undefined && onPath('pdfinfo') !== undefined) return { ok: true };
  return { ok: false, reason: 'There is no pdftotext or pdfinfo. Install poppler-utils.' };
}
