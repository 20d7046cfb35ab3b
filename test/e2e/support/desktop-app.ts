import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/machine.ts';
import type { Answers, App } from './app.ts';
import { machine } from './machine.ts';
import { PageProblems } from './page-problems.ts';

export class DesktopApp implements App {
  readonly shell = 'desktop';
  readonly #folder: string;
  readonly #data: string;
  readonly #problems = new PageProblems();
  #electron: ElectronApplication | undefined;
  #page: Page | undefined;

  constructor(folder: string, data: string) {
    this.#folder = folder;
    this.#data = data;
  }

  get problems(): readonly string[] {
    return this.#problems.found;
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error('The app has not been started.');
    return this.#page;
  }

  /** Electron's main process, for what only this shell has. */
  get electron(): ElectronApplication {
    if (this.#electron === undefined) throw new Error('The app has not been started.');
    return this.#electron;
  }

  async start(...paths: string[]): Promise<void> {
    const { electron } = machine();
    if (!electron.ok) throw new Error(electron.reason);
    // Not by `executablePath`: Playwright then leaves its loader out, and a window that opens quickly is sometimes missed.
    if (electron.folder !== undefined) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electron.folder;
    this.#electron = await _electron.launch({
      args: [ROOT, ...paths],
      // Chromium's sandbox refuses root, which is who runs tests in containers. The app itself never turns it off.
      chromiumSandbox: process.getuid?.() !== 0,
      cwd: ROOT,
      env: this.#environment(),
      timeout: 60_000,
    });
    this.#page = await this.#electron.firstWindow();
    this.#problems.watch(this.#page);
  }

  #environment(): Record<string, string> {
    const env: Record<string, string> = { TEPHRA_DATA: this.#data, TEPHRA_AUTHOR: 'Ada Tester' };
    for (const [name, value] of Object.entries(process.env)) {
      if (value !== undefined && name !== 'ELECTRON_RUN_AS_NODE' && !name.startsWith('TEPHRA_')) env[name] = value;
    }
    return env;
  }

  async close(): Promise<void> {
    const running = this.#electron;
    this.#electron = undefined;
    await running?.close();
  }

  async enginePid(): Promise<number | undefined> {
    return this.electron.evaluate(({ app }) => app.getAppMetrics().find((metric) => metric.type === 'Utility' && metric.name === 'Tephra engine')?.pid);
  }

  async killEngine(): Promise<void> {
    this.#problems.expectLoss();
    const pid = await this.enginePid();
    if (pid === undefined) throw new Error('No engine runs.');
    process.kill(pid, 'SIGKILL');
    await waitUntilGone(pid);
  }

  async recover(): Promise<void> {
    // The page asks for a new port by itself, and main starts the engine again.
  }

  async answer(answers: Answers, action: () => Promise<void>): Promise<void> {
    const folder = answers.openCase ?? answers.lookIn;
    const open = answers.evidence ?? (folder === undefined ? [] : [folder]);
    await this.#answerDialogs([...open], answers.newCase);
    await action();
  }

  async #answerDialogs(open: string[], save: string | undefined): Promise<void> {
    await this.electron.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: chosen.open.length === 0, filePaths: chosen.open });
      dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen.save === undefined, filePath: chosen.save ?? '' });
    }, { open, save });
  }

  async savedFile(name: string, action: () => Promise<void>): Promise<string> {
    const path = join(this.#folder, name);
    await this.#answerDialogs([], path);
    await action();
    await expect.poll(() => existsSync(path)).toBe(true);
    return path;
  }
}

export async function waitUntilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
