import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../support/machine.ts';
import { expect, test } from '../support/app.ts';
import { DesktopApp, waitUntilGone } from '../support/desktop-app.ts';
import { machine } from '../support/machine.ts';
import { writeEvidence } from '../support/evidence.ts';
import { connected, makeSampleCase } from '../support/steps.ts';

/** What only the Electron shell has: its window, its process, its doors. */

function desktop(app: unknown): DesktopApp {
  if (!(app instanceof DesktopApp)) throw new TypeError('This test is for the desktop.');
  return app;
}

test('the page has no Node, is sandboxed and isolated', async ({ app }) => {
  await app.start();
  expect(await app.page.evaluate(() => [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process'), typeof Reflect.get(globalThis, 'module')])).toEqual(['undefined', 'undefined', 'undefined']);
  const preferences = await desktop(app).electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents: unknown = window?.webContents;
    const read: unknown = typeof contents === 'object' && contents !== null ? Reflect.get(contents, 'getLastWebPreferences') : undefined;
    return typeof read === 'function' ? JSON.parse(JSON.stringify(Reflect.apply(read, contents, []))) : undefined;
  });
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, webSecurity: true });
  // It would download its dictionaries.
  expect(await desktop(app).electron.evaluate(({ session }) => session.defaultSession.isSpellCheckerEnabled())).toBe(false);
});

test('what is handed to the page is what its type says, and no more', async ({ app }) => {
  await app.start();
  const names = await app.page.evaluate(() => Object.keys(Reflect.get(window, 'tephra') ?? {}).toSorted());
  expect(names).toEqual(['connect', 'initialCase', 'newCase', 'onMenuCommand', 'onOpenEvidence', 'onOpenPath', 'openCase', 'openFiles', 'openFolder', 'openWindow', 'pathsOfDroppedFiles', 'platform', 'saveFile', 'setMenuState']);
});

test('the page cannot leave: navigation, new windows and frames of others are refused', async ({ app }) => {
  await app.start();
  const before = app.page.url().split('#')[0];
  await app.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    document.body.append(link);
    link.click();
    link.remove();
  });
  expect(await app.page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  expect(await app.page.evaluate(() => window.open('app://tephra/') === null)).toBe(true);
  expect(app.page.url().split('#')[0]).toBe(before);
  expect(await desktop(app).electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('app:// serves the built page with its policy, and nothing outside of it', async ({ app }) => {
  await app.start();
  const answers = await desktop(app).electron.evaluate(async ({ net }, addresses) => {
    const all = [];
    for (const address of addresses) {
      const answer = await net.fetch(address).catch(() => undefined);
      all.push({ status: answer?.status, policy: answer?.headers.get('content-security-policy') ?? '', text: (await answer?.text())?.slice(0, 15) ?? '' });
    }
    return all;
  }, ['app://tephra/', 'app://tephra/index.html', 'app://tephra/..%2f..%2fpackage.json', 'app://tephra/%2e%2e/%2e%2e/package.json', 'app://tephra/..%5c..%5cpackage.json', 'app://tephra//etc/passwd', 'app://tephra/%00', 'app://tephra/%']);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 404, 404, 404, 404, 404, 404]);
  expect(answers[0]?.text.toLowerCase()).toContain('<!doctype html');
  for (const answer of answers) expect(answer.policy).toContain("default-src 'self'");
});

test('nothing is fetched from anywhere else', async ({ app, folder }) => {
  await app.start();
  const page = join(folder, 'elsewhere.html');
  writeFileSync(page, 'elsewhere');
  const refused = await desktop(app).electron.evaluate(async ({ BrowserWindow }, addresses) => {
    const window = new BrowserWindow({ show: false });
    const reasons: string[] = [];
    for (const address of addresses) await window.loadURL(address).catch((error: unknown) => reasons.push(String(error)));
    window.destroy();
    return reasons;
  }, [pathToFileURL(page).href, 'http://127.0.0.1:9/', 'app://other/index.html']);
  expect(refused).toHaveLength(3);
  for (const reason of refused) expect(reason).toContain('ERR_BLOCKED_BY_CLIENT');
});

test('permissions are refused: camera, place, notices', async ({ app }) => {
  await app.start();
  const states = await app.page.evaluate(async () => {
    const names: PermissionName[] = ['camera', 'microphone', 'geolocation', 'notifications'];
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
  });
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
});

test('a message from any other page is refused', async ({ app }) => {
  await app.start();
  // The app's own preload in a page that is not the app's.
  const answer = await desktop(app).electron.evaluate(async ({ BrowserWindow }, preload) => {
    const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
    await window.loadURL('data:text/html,evil');
    const said: unknown = await window.webContents.executeJavaScript("window.tephra.openFiles().then(() => 'answered', (error) => String(error))");
    window.destroy();
    return said;
  }, join(ROOT, 'out/preload/index.cjs'));
  expect(answer).toContain('was asked for by a page that may not');
});

/** Starts the app a second time on the same person's folder; resolves when that start has handed over and left. */
async function startAgain(folder: string, ...paths: string[]): Promise<void> {
  const { electron } = machine();
  if (!electron.ok) throw new Error(electron.reason);
  const second = spawn(electron.executable, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ROOT, ...paths], {
    cwd: folder,
    env: { ...process.env, TEPHRA_DATA: join(folder, 'data') },
    stdio: 'ignore',
  });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
}

test('a second start hands its case to the app that runs, which has one window for each case', async ({ app, folder }) => {
  const first = await makeSampleCase(join(folder, 'data'));
  await app.start(first);
  await expect(app.page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  mkdirSync(join(folder, 'second.tephra'));
  writeFileSync(join(folder, 'second.tephra', 'case.sqlite'), '');
  const windows = (): Promise<number> => desktop(app).electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  for (const path of ['second.tephra', 'second.tephra', first]) {
    await startAgain(folder, path);
    await expect.poll(windows).toBe(2);
  }
});

test('a window that shows no case takes the one that is handed over', async ({ app, folder }) => {
  const path = await makeSampleCase(join(folder, 'data'));
  await app.start();
  await connected(app.page);
  await startAgain(folder, path);
  await expect(app.page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  expect(await desktop(app).electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the engine is a process of its own: killed, it is started again, and the page gets a new connection', async ({ app }) => {
  await app.start();
  const shell = desktop(app);
  await expect.poll(() => shell.enginePid()).toBeGreaterThan(0);
  const first = await shell.enginePid();
  await shell.killEngine();
  await expect.poll(() => shell.enginePid()).toBeGreaterThan(0);
  expect(await shell.enginePid()).not.toBe(first);
});

test('closing the app ends the engine', async ({ app }) => {
  await app.start();
  const shell = desktop(app);
  await expect.poll(() => shell.enginePid()).toBeGreaterThan(0);
  const pid = await shell.enginePid();
  await app.close();
  await waitUntilGone(pid ?? 0);
});

test('the window comes back where it was', async ({ app, folder }) => {
  await app.start();
  const shell = desktop(app);
  const bounds = { x: 40, y: 50, width: 1000, height: 700 };
  await shell.electron.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place), bounds);
  await app.close();
  expect(readdirSync(join(folder, 'data'))).toContain('windows.json');
  await app.start();
  const again = await shell.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect({ width: again?.width, height: again?.height }).toEqual({ width: 1000, height: 700 });
});

test('every command of the menu is one that the page knows, and what can be done now is enabled', async ({ app, folder }) => {
  const casePath = await makeSampleCase(join(folder, 'data'));
  await app.start(casePath);
  await expect(app.page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  const items = (): Promise<{ id: string; enabled: boolean }[]> => desktop(app).electron.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap((menu) => menu.submenu?.items ?? []).filter((item) => /^[a-z]+\.[a-zA-Z]+$/.test(item.id)).map(({ id, enabled }) => ({ id, enabled })));
  // Undo is there as well: making the sample was a change. Only redo has nothing to do.
  await expect.poll(async () => (await items()).filter((item) => !item.enabled).map((item) => item.id)).toEqual(['work.redo']);
  expect((await items()).length).toBeGreaterThan(10);
});

test('a command of the menu does what it says', async ({ app, folder }) => {
  const casePath = await makeSampleCase(join(folder, 'data'));
  await app.start(casePath);
  await expect(app.page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await desktop(app).electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('view.timeline')?.click());
  await expect(app.page.getByRole('main', { name: 'Timeline' })).toBeVisible();
});

test('the case that was open is opened again by the next start', async ({ app, folder }) => {
  const casePath = await makeSampleCase(join(folder, 'data'));
  await app.start(casePath);
  await expect(app.page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await app.close();
  await app.start();
  await expect(app.page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  expect(await app.page.title()).toContain('Sample');
});

test('evidence handed over by a second start becomes a case', async ({ app, folder }) => {
  const { appLog } = writeEvidence(folder);
  const casePath = join(folder, 'named.tephra');
  await app.start();
  await connected(app.page);
  await app.answer({ newCase: casePath }, () => startAgain(folder, appLog));
  await expect(app.page.getByRole('treegrid', { name: 'Evidence' }).getByRole('row').filter({ hasText: 'app.jsonl' })).toContainText('48');
});
