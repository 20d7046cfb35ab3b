// `npm run bench -- NAME…`: runs benchmarks on the built app and prints what was measured. Numbers are for people to
// compare on one machine; no test depends on them.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What is promised: at most so much. */
  readonly target?: number;
}

/** What the command line says of how much to do. */
export interface BenchOptions {
  /** Size of what is generated, in megabytes. */
  readonly mb: number;
  /** Runs of each measurement; the middle one is printed. */
  readonly runs: number;
  /** One part of the benchmark alone. */
  readonly only: string | undefined;
}

/** A benchmark is a file `<name>.bench.ts` here that exports `title` and `run`. `folder` is empty and its own. */
interface Benchmark {
  readonly title: string;
  run(folder: string, options: BenchOptions): Promise<readonly Measurement[]>;
}

function isBenchmark(module: unknown): module is Benchmark {
  return typeof module === 'object' && module !== null && 'title' in module && 'run' in module && typeof module.run === 'function';
}

const names = readdirSync(import.meta.dirname).flatMap((file) => (file.endsWith('.bench.ts') ? [file.slice(0, -'.bench.ts'.length)] : [])).toSorted();
const { positionals: wanted, values } = parseArgs({
  allowPositionals: true, options: { mb: { type: 'string', default: '500' }, runs: { type: 'string', default: '3' }, only: { type: 'string' } },
});
const options: BenchOptions = { mb: Math.max(1, Number(values.mb)), runs: Math.max(1, Number(values.runs)), only: values.only };
const unknown = wanted.filter((name) => !names.includes(name));
if (wanted.length === 0 || unknown.length > 0) {
  console.error(`${unknown.length > 0 ? `There is no benchmark "${unknown[0] ?? ''}". ` : ''}Name one or more of: ${names.join(', ')}.`);
  process.exit(2);
}

console.log(`Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const name of wanted) {
  const module: unknown = await import(`./${name}.bench.ts`);
  if (!isBenchmark(module)) throw new TypeError(`${name}.bench.ts exports no title and run`);
  const folder = mkdtempSync(join(tmpdir(), 'tephra-bench-'));
  try {
    console.log(`\n${name}: ${module.title}`);
    for (const { what, value, unit, target } of await module.run(folder, options)) {
      const promised = target === undefined ? '' : `   at most ${target.toLocaleString('en')} ${unit}: ${value <= target ? 'kept' : 'NOT KEPT'}`;
      console.log(`  ${what.padEnd(48)} ${value.toLocaleString('en', { maximumFractionDigits: 2 }).padStart(12)} ${unit}${promised}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
