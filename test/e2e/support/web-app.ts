import { chromium, type Browser, type Locator, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../support/machine.ts';
import type { Answers, App } from './app.ts';
import { machine } from './machine.ts';
import { PageProblems } from './page-problems.ts';

const CHROMIUM_FLAGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export class WebApp implements App {
  readonly shell = 'web';
  readonly #folder: string;
  readonly #data: string;
  readonly #problems = new PageProblems();
  #host: ChildProcess | undefined;
  #browser: Browser | undefined;
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

  async start(casePath?: string): Promise<void> {
    const address = await this.#serve(casePath);
    const { chromium: found } = machine();
    if (!found.ok) throw new Error(found.reason);
    this.#browser = await chromium.launch({
      executablePath: found.executable,
      args: [...CHROMIUM_FLAGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    });
    // A context of its own and not browser.newPage(), so that tests can open another page beside it with the same cookies.
    const context = await this.#browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
    this.#page = await context.newPage();
    this.#problems.watch(this.#page);
    await this.#page.goto(address);
  }

  /** Starts `tephra serve` and answers with the one-time address that it prints. */
  async #serve(casePath: string | undefined): Promise<string> {
    const host = spawn(process.execPath, [join(ROOT, 'src/cli/bin.mjs'), 'serve', ...(casePath === undefined ? [] : [casePath])], {
      cwd: this.#folder,
      env: { ...process.env, TEPHRA_DATA: this.#data, TEPHRA_AUTHOR: 'Ada Tester' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#host = host;
    for await (const line of createInterface(host.stdout)) {
      const address = /http:\/\/\S+/.exec(line)?.[0];
      if (address !== undefined) return address;
    }
    throw new Error('"tephra serve" ended without an address.');
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.#browser = undefined;
    await this.#endHost('SIGTERM');
  }

  async #endHost(signal: NodeJS.Signals): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    if (host === undefined || host.exitCode !== null || host.signalCode !== null) return;
    const gone = once(host, 'exit');
    host.kill(signal);
    await gone;
  }

  async killEngine(): Promise<void> {
    this.#problems.expectLoss();
    await this.#endHost('SIGKILL');
  }

  async recover(casePath: string): Promise<void> {
    await this.page.goto(await this.#serve(casePath));
  }

  async answer(answers: Answers, action: () => Promise<void>): Promise<void> {
    await action();
    if (answers.evidence !== undefined) await this.#chooseEvidence(answers.evidence);
    if (answers.openCase !== undefined) {
      const sheet = await this.#goToFolder('Open a case', answers.openCase);
      await sheet.getByRole('button', { name: 'Open this folder as a case' }).click();
    }
    if (answers.lookIn !== undefined) {
      const sheet = await this.#goToFolder('Folder to look in', answers.lookIn);
      await sheet.getByRole('button', { name: 'Look in this folder' }).click();
    }
    if (answers.newCase !== undefined) {
      const sheet = await this.#goToFolder('Where to keep the new case', dirname(answers.newCase));
      await sheet.getByRole('textbox', { name: 'Name' }).fill(basename(answers.newCase));
      await sheet.getByRole('button', { name: 'Create here' }).click();
    }
  }

  async #chooseEvidence(paths: readonly string[]): Promise<void> {
    const [first = ''] = paths;
    const isFolder = paths.length === 1 && statSync(first).isDirectory();
    const sheet = await this.#goToFolder('Add evidence', isFolder ? first : dirname(first));
    if (isFolder) return sheet.getByRole('button', { name: 'Add this whole folder' }).click();
    for (const path of paths) await sheet.getByRole('option').filter({ hasText: basename(path) }).click({ modifiers: ['Control'] });
    await sheet.getByRole('button', { name: `Add ${paths.length} chosen` }).click();
  }

  async #goToFolder(title: string, folder: string): Promise<Locator> {
    const sheet = this.page.getByRole('dialog', { name: title });
    const path = sheet.getByRole('textbox', { name: 'Path' });
    await path.fill(folder);
    await path.press('Enter');
    await sheet.getByRole('listbox', { name: `Contents of ${folder}` }).waitFor();
    return sheet;
  }

  async savedFile(name: string, action: () => Promise<void>): Promise<string> {
    const downloading = this.page.waitForEvent('download');
    await action();
    const path = join(this.#folder, name);
    await (await downloading).saveAs(path);
    return path;
  }
}
