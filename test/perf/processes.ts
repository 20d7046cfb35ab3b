import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ran {
  readonly seconds: number;
  /** Most resident memory of the process and all it started, together; `undefined` where there is no /proc. */
  readonly peakMb: number | undefined;
  readonly output: string;
}

/** Runs a command to its end and measures the whole of it, its children included. */
export function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    const parts: Buffer[] = [];
    let peak = 0;
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    const timer = setInterval(() => {
      if (child.pid !== undefined) peak = Math.max(peak, mostBytes(child.pid));
    }, LOOK_MS);
    child.on('error', (error) => {
      clearInterval(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearInterval(timer);
      const seconds = (performance.now() - started) / 1000;
      const output = Buffer.concat(parts).toString('utf8');
      if (code === 0) resolve({ seconds, peakMb: peak === 0 ? undefined : peak / 1e6, output });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}: ${output.slice(0, 2000)}`));
    });
  });
}

/** The built command line. */
export function tephra(folder: string, args: readonly string[]): Promise<Ran> {
  return run(process.execPath, [join(root, 'src/cli/bin.mjs'), ...args, '--json'], { TEPHRA_DATA: join(folder, 'data') });
}

/** Whether a command is installed. */
export async function installed(command: string): Promise<boolean> {
  try {
    await run(command, ['--version']);
    return true;
  } catch {
    return false;
  }
}

/** Middle one of several runs. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Seldom: looking costs a millisecond for a process of many threads, on the cores that are measured. The kernel keeps the peak. */
const LOOK_MS = 100;

/** The most that a process and its children have held so far, each by itself: the kernel's own high-water mark (VmHWM). */
function mostBytes(pid: number): number {
  try {
    let sum = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024;
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      for (const child of readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1').split(' ')) if (child.trim() !== '') sum += mostBytes(Number(child));
    }
    return sum;
  } catch {
    return 0;
  }
}
