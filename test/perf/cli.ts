import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the built command line; answers with what it printed and how long it took in all, start of Node included. */
export function tephra(folder: string, args: readonly string[]): { readonly json: unknown; readonly seconds: number } {
  const started = performance.now();
  const done = spawnSync(process.execPath, [join(root, 'src/cli/bin.mjs'), ...args, '--json'], {
    cwd: folder, env: { ...process.env, TEPHRA_DATA: join(folder, 'data') }, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit'],
  });
  const seconds = (performance.now() - started) / 1_000;
  if (done.status !== 0) throw new Error(`tephra ${args.join(' ')} ended with ${done.status ?? done.signal}: ${done.stdout}`);
  return { json: JSON.parse(done.stdout), seconds };
}
