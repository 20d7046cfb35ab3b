import { test as base, expect, type Page } from '@playwright/test';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DesktopApp } from './desktop-app.ts';
import { machine } from './machine.ts';
import { TestBrowser } from './test-browser.ts';
import { WebApp } from './web-app.ts';

export interface Options {
  shell: 'web' | 'desktop';
}

/** Absolute paths for what an action asks: evidence to add, a case to open, where to keep a new case. */
export interface Answers {
  readonly evidence?: readonly string[];
  readonly openCase?: string;
  readonly newCase?: string;
  /** A folder to look in for evidence that moved. */
  readonly lookIn?: string;
}

/** The workbench in one of its shells, with the differences between them hidden. */
export interface App {
  readonly shell: 'web' | 'desktop';
  /** The window or tab; after `start`. */
  readonly page: Page;
  /** Starts the shell, on a case when one is given. */
  start(casePath?: string): Promise<void>;
  /** Ends the shell as a person would. */
  close(): Promise<void>;
  /** kill -9 of the process that has the engine in it; resolves when it is gone. */
  killEngine(): Promise<void>;
  /** Back on a running engine after `killEngine`: by itself in Electron, by starting the host again in a browser. */
  recover(casePath: string): Promise<void>;
  /** Does `action`, and answers what it asks for as the shell's person would. */
  answer(answers: Answers, action: () => Promise<void>): Promise<void>;
  /** Does `action`, which saves a file, and answers with the file's path on disk. */
  savedFile(name: string, action: () => Promise<void>): Promise<string>;
  /** What went wrong in the page without a test noticing: errors, broken rules of the content policy. */
  readonly problems: readonly string[];
}

interface Fixtures {
  /** An empty folder of this test. */
  folder: string;
  app: App;
}

interface WorkerFixtures {
  browserOfWorker: TestBrowser;
}

export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  shell: ['web', { option: true }],

  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
  browserOfWorker: [async ({}, use) => {
    const browser = new TestBrowser();
    await use(browser);
    await browser.close();
  }, { scope: 'worker' }],

  // eslint-disable-next-line no-empty-pattern -- as above
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'tephra-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },

  app: async ({ shell, folder, browserOfWorker }, use, testInfo) => {
    const { chromium, electron } = machine();
    if (shell === 'web' && !chromium.ok) testInfo.skip(true, chromium.reason);
    if (shell === 'desktop' && !electron.ok) testInfo.skip(true, electron.reason);
    const data = join(folder, 'data');
    if (!existsSync(data)) mkdirSync(data);
    const app: App = shell === 'web' ? new WebApp(folder, data, browserOfWorker) : new DesktopApp(folder, data);
    await use(app);
    if (testInfo.status !== testInfo.expectedStatus && testInfo.status !== 'skipped') {
      await testInfo.attach('page', { body: await app.page.screenshot().catch(() => Buffer.alloc(0)), contentType: 'image/png' }).catch(() => undefined);
    }
    await app.close();
    expect(app.problems, 'errors in the page').toEqual([]);
  },
});

export { expect };
