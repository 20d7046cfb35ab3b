import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { openCaseFile } from './open.ts';
import { sampleCase } from './sample.testing.ts';

const CHILD = fileURLToPath(new URL('./kill.testing.ts', import.meta.url));

/** Lets the child work until it has acknowledged `steps` steps, kills it a moment later, and answers what it printed. */
async function workUntilKilled(dir: string, steps: number, momentMs: number): Promise<number[]> {
  const child = spawn(process.execPath, [CHILD, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (printed.split('\n').length - 2 >= steps) setTimeout(() => child.kill('SIGKILL'), momentMs);
  });
  const signal = await new Promise((resolve) => child.on('close', (_code, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
  // The last line may be half a number: it was not acknowledged.
  return printed.split('\n').slice(1, -1).map(Number);
}

test('killed at any moment, every acknowledged step is there, the chain is whole, and it opens without help', async () => {
  const { dir, file } = sampleCase();
  file.close();
  let most = 0;
  for (const [steps, momentMs] of [[1, 0], [3, 1], [20, 0], [35, 2], [50, 5]] as const) {
    const acknowledged = await workUntilKilled(dir, steps, momentMs);
    expect(acknowledged.length).toBeGreaterThanOrEqual(steps);
    const again = unwrap(openCaseFile(dir));
    const seqs = new Set(again.history(undefined, 1_000_000).map((e) => e.seq));
    expect(acknowledged.filter((seq) => !seqs.has(seq))).toEqual([]);
    // At most the one step that was under way when the signal came is there beyond what was heard of.
    expect(again.workRevision() - acknowledged.at(-1)!).toBeLessThanOrEqual(1);
    expect(again.check()).toMatchObject({ database: { ok: true }, journal: { ok: true } });
    expect(again.workRevision()).toBeGreaterThan(most);
    most = again.workRevision();
    again.close();
  }
});
