// `npm run bench -- NAME…`: runs benchmarks on the built app and prints what was measured. Numbers are for people to
// compare on one machine; no test depends on them.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

/** A benchmark is a file `<name>.bench.ts` here that exports `title` and `run`. `folder` is empty and its own. */
interface Benchmark {
  readonly title: string;
  run(folder: string): Promise<readonly Measurement[]>;
}

function isBenchmark(module: unknown): module is Benchmark {
  return typeof module === 'object' && module !== null && 'title' in module && 'run' in module && typeof module.run === 'function';
}

const names = readdirSync(import.meta.dirname).flatMap((file) => (file.endsWith('.bench.ts') ? [file.slice(0, -'.bench.ts'.length)] : [])).toSorted();
const wanted = process.argv.slice(2);
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
    for (const { what, value, unit } of await module.run(folder)) {
      console.log(`  ${what.padEnd(40)} ${value.toLocaleString('en', { maximumFractionDigits: 2 }).padStart(14)} ${unit}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
