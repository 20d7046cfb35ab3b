import { defineConfig } from '@playwright/test';
import type { Options } from './support/app.ts';

/** One suite, two shells: `web` is the browser shell in Chromium, `desktop` the real Electron. */
export default defineConfig<Options>({
  testDir: '.',
  outputDir: '../../test-results',
  // Two shells at once on two cores only make each other slow.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['list'], ['json']],
  // A trace of each test costs a sixth of its time; `--trace retain-on-failure` when one is looked for.
  use: { actionTimeout: 20_000, screenshot: 'only-on-failure' },
  projects: [
    { name: 'web', use: { shell: 'web' }, testIgnore: ['**/pictures.spec.ts', '**/desktop/**'] },
    { name: 'desktop', use: { shell: 'desktop' }, testIgnore: ['**/pictures.spec.ts', '**/web/**'], grepInvert: /@web\b/ },
    { name: 'pictures', use: { shell: 'web' }, testMatch: '**/pictures.spec.ts' },
  ],
});
