import { readdirSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** Levels of nice: a third of the processor time that a thread of the window gets, where both want it. */
const NICER = 5;

/**
 * Threads of this process other than the engine's own do the bulk of the work: reading, parsing, writing to the index. On a
 * machine with few cores the window that shows it must not wait for them. Linux alone has priorities of threads; what they
 * make inherits theirs.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    const nice = getPriority() + NICER;
    for (const thread of readdirSync('/proc/self/task')) if (Number(thread) !== process.pid) setPriority(Number(thread), nice);
  } catch {
    // A thread that has ended meanwhile, or a system that has other rules: then all are equal.
  }
}
