import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A gate that lets everything through looks like one that has nothing to stop: mistakes are planted in a copy, and the check has to see each. */
describe('npm run check', () => {
  let copy: string;
  let output: string;
  let lastLine: string | undefined;
  let status: number | null;

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'tephra-gate-'));
    for (const name of ['src', 'test', 'resources', 'package.json', 'package-lock.json', 'tsconfig.json', '.oxlintrc.json', 'electron.vite.config.ts']) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    // Not the folder as a whole: the caches in it belong to the project.
    mkdirSync(join(copy, 'node_modules'));
    for (const name of readdirSync(join(root, 'node_modules'))) {
      if (name === '.bin' || !name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
    }

    writeFileSync(join(copy, 'src/base/planted-type-error.ts'), "export const count: number = 'one';\n");
    writeFileSync(join(copy, 'src/base/planted-lint-error.ts'), 'export function isOne(value: unknown): boolean {\n  return value == 1;\n}\n');
    const golden = readdirSync(join(copy, 'src/formats'), { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith('expected.json'));
    if (golden === undefined) throw new Error('no golden file');
    const path = join(copy, 'src/formats', golden);
    const expected = readFileSync(path, 'utf8');
    writeFileSync(path, expected.replace(/\d/, (digit) => (digit === '7' ? '8' : '7')));

    const run = spawnSync(process.execPath, ['test/run.ts', 'check', 'test/golden/formats.test.ts'], { cwd: copy, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' } });
    output = `${run.stdout}${run.stderr}`;
    lastLine = run.stdout.trimEnd().split('\n').at(-1);
    status = run.status;
  }, 240_000);
  afterAll(() => {
    if (copy !== undefined && existsSync(copy)) rmSync(copy, { recursive: true, force: true });
  });

  test('ends red', () => {
    expect(status).toBe(1);
    expect(lastLine).toMatch(/^\d+ passed, [1-9]\d* failed, \d+ skipped$/);
  });
  test('sees a type error', () => {
    expect(output).toMatch(/planted-type-error\.ts.*error TS2322/);
    expect(output).toMatch(/^FAILED types src\/tsconfig\.node\.json/m);
    expect(output).toMatch(/^ok {5}types src\/preload\/tsconfig\.json/m);
  });
  test('sees a lint error', () => {
    expect(output).toMatch(/planted-lint-error\.ts/);
    expect(output).toMatch(/^FAILED lint/m);
  });
  test('sees a golden file that is not what is parsed', () => {
    expect(output).toMatch(/FAIL +test\/golden\/formats\.test\.ts/);
  });
});
