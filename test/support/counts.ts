import { readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const VitestReport = z.object({
  numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number(), numTodoTests: z.number(),
});
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/**
 * Counts of a run whose JSON report is at `path`. A run that failed without a failed test (a file that does not
 * load, a report that was never written) counts as one failure, so that no failure is ever silent.
 */
function read(path: string, status: number, parse: (json: unknown) => Counts): Counts {
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    console.error(`The report ${path} cannot be read: ${String(error)}`);
    return { ...counts, failed: 1 };
  }
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

export function readVitest(path: string, status: number): Counts {
  return read(path, status, (json) => {
    const report = VitestReport.parse(json);
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests };
  });
}

/** A test that passed only when tried again counts as failed: nothing here is tried again. */
export function readPlaywright(path: string, status: number): Counts {
  return read(path, status, (json) => {
    const { stats } = PlaywrightReport.parse(json);
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  });
}

export function addUp(results: readonly Counts[]): Counts {
  return results.reduce((sum, one) => ({ passed: sum.passed + one.passed, failed: sum.failed + one.failed, skipped: sum.skipped + one.skipped }), { passed: 0, failed: 0, skipped: 0 });
}

export function closingLine(counts: Counts): string {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}
