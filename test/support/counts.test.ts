import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addUp, closingLine, readPlaywright, readVitest } from './counts.ts';

let dir: string;
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'tephra-counts-')); });
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function report(content: unknown): string {
  const path = join(dir, 'report.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}
const vitest = (numPassedTests: number, numFailedTests: number): unknown => ({ numPassedTests, numFailedTests, numPendingTests: 2, numTodoTests: 1 });

test('a run is counted as its report has it', () => {
  expect(readVitest(report(vitest(5, 1)), 1)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  expect(readVitest(report(vitest(5, 0)), 0)).toEqual({ passed: 5, failed: 0, skipped: 3 });
  expect(readPlaywright(report({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } }), 1)).toEqual({ passed: 4, failed: 2, skipped: 2 });
});

test('a run that failed without a failed test is one failure', () => {
  expect(readVitest(report(vitest(5, 0)), 1).failed).toBe(1);
  expect(readVitest(join(dir, 'never-written.json'), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(readVitest(join(dir, 'never-written.json'), 0).failed).toBe(1);
});

test('the closing line', () => {
  expect(closingLine(addUp([{ passed: 1, failed: 0, skipped: 2 }, { passed: 3, failed: 1, skipped: 0 }]))).toBe('4 passed, 1 failed, 2 skipped');
});
