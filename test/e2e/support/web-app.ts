import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../support/machine.ts';
import type { Answers, App } from './app.ts';
import { PageProblems } from './page-problems.ts';
import { TestBrowser } from './test-browser.ts';

export class WebApp implements App {
  readonly shell = 'web';
  readonly #folder: string;
  readonly #data: string;
  readonly #browser: TestBrowser;
  readonly #isOwnBrowser: boolean;
  readonly #problems = new PageProblems();
  #host: ChildProcess | undefined;
  #context: BrowserContext | undefined;
  #page: Page | undefined;

  /** Without a browser that others use too it starts its own, which ends with it. */
  constructor(folder: string, data: string, browser?: TestBrowser) {
    this.#folder = folder;
    this.#data = data;
    this.#browser = browser ?? new TestBrowser();
    this.#isOwnBrowser = browser === undefined;
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
    this.#context = await this.#browser.newContext();
    this.#page = await this.#context.newPage();
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
    await this.#context?.close();
    this.#context = undefined;
    if (this.#isOwnBrowser) await this.#browser.close();
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
    // The folder it begins in comes with the first answer, and would stand before what is filled in meanwhile.
    await expect(path).not.toHaveValue('');
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
