// `npm run fuzz -- FAMILY [--seconds 600] [--seed N] [--only]`: gives mutated fixtures to the formats (or archives) of a
// family and holds their contract against what comes out. Each finding is written to a folder and made smaller.
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAMILIES, formatsOf, type Family } from './families.ts';
import { corpus, inputOf, Judge, minimise, subject } from './fuzzer.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '600' }, seed: { type: 'string' }, only: { type: 'boolean', default: false } },
});
const family = FAMILIES.find((name) => name === positionals[0]);
if (family === undefined || positionals.length !== 1) {
  console.error(`Name one family: ${FAMILIES.join(', ')}. "npm run fuzz -- text --seconds 60 --seed 1"; --only runs that one seed.`);
  process.exit(2);
}
process.exitCode = await fuzz(family, Number(values.seed ?? Date.now() % 2 ** 31), values.only ? 0 : Number(values.seconds));

async function fuzz(name: Family, firstSeed: number, seconds: number): Promise<number> {
  const from = corpus(name);
  const folder = join(tmpdir(), `tephra-fuzz-${name}`);
  const judge = new Judge(name);
  const found = new Map<string, number>();
  const started = Date.now();
  let told = started;
  let seed = firstSeed;
  console.log(`${name}: seed ${firstSeed}, ${name === 'archives' ? 'zip, tar, gzip, bzip2, xz, zstd' : name === 'fault-tree' ? 'mef, galileo, aralia, openfta' : formatsOf(name).map((f) => f.id).join(', ')}; ${from.inputs.length} inputs to begin with`);
  do {
    const bytes = inputOf(from, seed);
    const broken = await judge.broken(seed, bytes);
    if (broken !== undefined) {
      const about = subject(broken);
      const times = found.get(about) ?? 0;
      found.set(about, times + 1);
      if (times === 0) {
        mkdirSync(folder, { recursive: true });
        const path = join(folder, String(seed));
        writeFileSync(path, bytes);
        console.log(`\nseed ${seed}: ${broken}\n  input (${bytes.length} bytes): ${path}`);
        const small = await minimise(judge, { seed, bytes, broken });
        writeFileSync(`${path}.small`, small);
        console.log(`  smaller (${small.length} bytes): ${path}.small`);
      }
    }
    seed++;
    if (Date.now() - told > 30_000) {
      told = Date.now();
      console.log(`${Math.round((told - started) / 1000)} s, ${seed - firstSeed} inputs, ${found.size} findings`);
    }
  } while (Date.now() - started < seconds * 1000);
  await judge.close();
  console.log(`\n${name}: ${seed - firstSeed} inputs in ${((Date.now() - started) / 1000).toFixed(0)} s, ${found.size} findings`);
  for (const [about, times] of found) console.log(`  ${times} × ${about}`);
  return found.size === 0 ? 0 : 1;
}
