// The test commands. `check` is for the minute before a commit: types, lint, rules, unit and golden tests.
// `test` is everything; `node test/run.ts e2e NAME…` both shells alone. `pictures` redraws the screens of the README. Names after `check` or `test` limit the tests
// of vitest to paths that contain them, and leave the browser out.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addUp, closingLine, readPlaywright, readVitest, type Counts } from './support/counts.ts';
import { prepareMachine, ROOT } from './support/machine.ts';

const [mode = 'test', ...filters] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'tephra-test-'));
const results: Counts[] = [];
const notices: string[] = [];

function tool(path: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, prefix: readonly string[] = []): number {
  const [command = process.execPath, ...rest] = [...prefix, process.execPath, join(ROOT, 'node_modules', path), ...args];
  return spawnSync(command, rest, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;
}

/** A step that is one test: it passes or fails as a whole. */
function step(title: string, run: () => number): void {
  const started = Date.now();
  const passed = run() === 0;
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  results.push({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });
}

/** Of whole engines (service, ingest, PDF), of every format against everything hostile, of incidents from end to end: two thirds of the time, and for `npm test`. */
const FOR_THE_WHOLE = [
  'src/**/{kill,join}.test.ts', 'src/engine/{service,ingest}/**', 'src/engine/report/pdf/**', 'src/engine/report/outputs.test.ts', 'test/golden/{fault-trees,formats.prop,incidents,templates}.test.ts',
];

function checkTypesAndLint(): void {
  for (const project of ['src/tsconfig.node.json', 'src/tsconfig.web.json', 'src/preload/tsconfig.json', 'test/tsconfig.json']) {
    step(`types ${project}`, () => tool('typescript/bin/tsc', ['-p', project]));
  }
  step('lint', () => tool('oxlint/bin/oxlint', ['--type-aware', '--quiet']));
}

function vitest(paths: readonly string[]): void {
  const report = join(scratch, 'vitest.json');
  const status = tool('vitest/vitest.mjs', ['run', '--config', 'test/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...paths]);
  results.push(readVitest(report, status));
}

function playwright(args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const machine = prepareMachine(true);
  const { chromium, electron, poppler } = machine;
  if (!chromium.ok) notices.push(`SKIPPED the tests in a browser. ${chromium.reason}`);
  if (!electron.ok) notices.push(`SKIPPED the tests in Electron. ${electron.reason}`);
  if (!poppler.ok) notices.push(`SKIPPED the reading of PDFs by poppler. ${poppler.reason}`);
  const report = join(scratch, 'playwright.json');
  const status = tool(
    '@playwright/test/cli.js',
    ['test', '--config', 'test/e2e/playwright.config.ts', ...args],
    { ...env, TEPHRA_TEST_MACHINE: JSON.stringify(machine), PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    electron.ok && electron.needsXvfb ? ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24'] : [],
  );
  results.push(readPlaywright(report, status));
}

try {
  switch (mode) {
    case 'check':
      checkTypesAndLint();
      vitest(filters.length > 0 ? filters : ['src', 'test/arch', 'test/golden', 'test/support', ...FOR_THE_WHOLE.map((glob) => `--exclude=${glob}`)]);
      break;
    case 'test':
      // First of all, so that the unit tests that read PDFs find what is installed for them.
      if (filters.length === 0) prepareMachine(true);
      checkTypesAndLint();
      vitest(filters);
      if (filters.length === 0) playwright(['--project=web', '--project=desktop']);
      break;
    case 'e2e':
      playwright(['--project=web', '--project=desktop', ...filters]);
      break;
    case 'pictures':
      playwright(['--project=pictures', ...filters]);
      break;
    default:
      console.error(`There is no "${mode}"; there are check, test, e2e and pictures.`);
      process.exit(2);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

const total = addUp(results);
for (const notice of notices) console.log(`\n!! ${notice}`);
console.log(`\n${closingLine(total)}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
