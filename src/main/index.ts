/** The Electron shell: windows, menus and dialogs around one engine. Starts with `electron CHECKOUT [PATH…]`. */
import { app, Menu } from 'electron';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { appDataDir } from '../engine/service/places.ts';
import { registerAppScheme, serveAppScheme } from './app-scheme.ts';
import { EngineProcess } from './engine-process.ts';
import { answerWindows } from './ipc.ts';
import { buildMenu } from './menu.ts';
import { APP_ORIGIN } from './paths.ts';
import { hardenApp } from './security.ts';
import { SettingsFile } from './settings.ts';
import { Windows } from './windows.ts';

/** out/main */
const here = import.meta.dirname;
const resourcesDir = app.isPackaged ? join(process.resourcesPath, 'tephra') : join(here, '../../resources');
/** electron-vite's server, in `npm run dev` alone. */
const developerServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
const origin = developerServer === undefined ? APP_ORIGIN : new URL(developerServer).origin;

/** What was asked for on the command line: what follows the app's own folder, without Chromium's switches. */
function pathsOf(argv: readonly string[], workingDirectory: string): string[] {
  const appAt = app.isPackaged ? 0 : argv.findIndex((argument, index) => index > 0 && resolve(workingDirectory, argument) === app.getAppPath());
  return argv.slice(appAt + 1).filter((argument) => !argument.startsWith('-') && argument !== '').map((argument) => resolve(workingDirectory, argument));
}

app.setName('Tephra');
app.setPath('userData', join(appDataDir(), 'electron'));

/** What the first instance gets to know from a second one. */
interface Started {
  readonly paths: string[];
}

const started: Started = { paths: pathsOf(process.argv, process.cwd()) };

if (!app.requestSingleInstanceLock(started)) {
  // The instance that runs got the paths with the lock request.
  app.exit(0);
} else {
  start();
}

function start(): void {
  registerAppScheme();
  hardenApp(origin);

  const settings = new SettingsFile(join(appDataDir(), 'windows.json'));
  const engine = new EngineProcess({ entry: join(here, 'engine.js'), resourcesDir });
  const icon = join(resourcesDir, 'icons', '512.png');
  const windows = new Windows({
    preload: join(here, '../preload/index.cjs'),
    icon: process.platform === 'linux' && existsSync(icon) ? icon : undefined,
    address: developerServer ?? `${APP_ORIGIN}/`,
    settings,
    onShown: sayReady,
    onOpening: (casePath) => engine.expect(casePath),
    onChange: () =>
      Menu.setApplicationMenu(buildMenu({ isEnabled: (id) => windows.isEnabled(id), run: (id) => windows.run(id), newWindow: () => windows.open(undefined) })),
  });
  answerWindows(windows, engine, origin);

  /** Paths that the system handed over before the app was ready (macOS). */
  const early: string[] = [];
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (app.isReady()) windows.openPaths([path]);
    else early.push(path);
  });
  app.on('second-instance', (_event, _argv, _workingDirectory, data) => windows.openPaths(isStarted(data) ? data.paths : []));
  app.on('activate', () => {
    if (windows.count === 0) windows.open(undefined);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void engine.close().finally(() => {
      closed = true;
      // Not at once: a quit asked for while this event is still being handled is ignored.
      setImmediate(() => app.quit());
    });
  });

  app.once('ready', () => {
    serveAppScheme(join(here, '../renderer'));
    const paths = [...started.paths, ...early];
    const { lastCase } = settings.value;
    if (paths.length > 0) windows.openPaths(paths);
    else windows.open(lastCase !== undefined && existsSync(lastCase) ? lastCase : undefined);
  });
}

/** The command that started the app waits for this line before it says that the window is open. */
function sayReady(): void {
  const line = process.env['TEPHRA_READY_LINE'];
  if (line !== undefined) process.stdout.write(`${line}\n`);
}

function isStarted(data: unknown): data is Started {
  return typeof data === 'object' && data !== null && 'paths' in data && Array.isArray(data.paths) && data.paths.every((path) => typeof path === 'string');
}
