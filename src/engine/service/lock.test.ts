import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { LOCK_FILE_NAME, takeLock } from './lock.ts';

async function holder(dir: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./lock.testing.ts', import.meta.url)), dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said]: unknown[] = await once(child.stdout, 'data');
  return { child, said: String(said).trim() };
}

test('one holder at a time, in this process and between processes; release gives it away', async () => {
  const dir = temporaryFolder();
  const lock = unwrap(takeLock(dir));
  expect(lock).toBeDefined();
  expect(unwrap(takeLock(dir))).toBeUndefined();
  // The second attempt above opened and closed the file: POSIX would have dropped the lock, were it not SQLite's.
  expect((await holder(dir)).said).toBe('taken');
  lock!.release();
  expect((await holder(dir)).said).toBe('held');
  expect(unwrap(takeLock(dir))).toBeUndefined();
});

test('kill -9 of the holder frees it at once', async () => {
  const dir = temporaryFolder();
  for (let i = 0; i < 3; i++) {
    const { child, said } = await holder(dir);
    expect(said).toBe('held');
    expect(unwrap(takeLock(dir))).toBeUndefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = unwrap(takeLock(dir));
    expect(lock).toBeDefined();
    lock!.release();
  }
});

test('a file in its place that is no lock is named, with what to do', () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, LOCK_FILE_NAME), 'something else entirely, of some length'.repeat(40));
  expect(takeLock(dir)).toMatchObject({ ok: false, failure: { code: 'file/not-writable', message: expect.stringContaining('Delete that file') } });
});
