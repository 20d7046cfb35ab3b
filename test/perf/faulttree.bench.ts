import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { readFaultTree } from '../../src/engine/fault-tree-files/read.ts';
import { FaultTreeAnalyst } from '../../src/engine/service/fault-tree-analyst.ts';
import type { FaultTreeAnalysis } from '../../src/model/fault-tree/result.ts';
import type { FaultTreeDocument } from '../../src/model/fault-tree/document.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';
import { drawnTree } from './drawn-tree.ts';
import type { BenchOptions, Measurement } from './bench.ts';
import { installed, median } from './processes.ts';

export const title = 'fault trees: the models of the Aralia set in one worker, beside scram --bdd and --zbdd where it is installed';

/** SCRAM may take hours, and gigabytes of report: it is given this long, and its report goes nowhere. */
const PATIENCE_SECONDS = 60;

/** Processor's seconds, of this process with its worker and of SCRAM's process: on a busy machine the clock says little. */
export async function run(_folder: string, { only, runs }: BenchOptions): Promise<readonly Measurement[]> {
  const folder = join(REAL_EVIDENCE, '10-fault-trees/Aralia');
  const models = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml') && (only === undefined || name.startsWith(only))).toSorted() : [];
  const analyst = new FaultTreeAnalyst(() => new Worker(new URL('../../src/engine/service/fault-tree-thread.ts', import.meta.url)));
  const hasScram = await installed('scram');
  const cpuSeconds = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;
  const analysed = async (document: FaultTreeDocument): Promise<FaultTreeAnalysis> => {
    const answer = await analyst.ask(document, { products: 'minimal-cut-sets' }, new AbortController().signal, () => undefined);
    if (answer.kind !== 'analysed') throw new Error(JSON.stringify(answer));
    return answer.analysis;
  };
  if (models.length === 0) console.log('  The models are not beside the checkout.');
  else console.log(`  ${'model'.padEnd(10)}${'cut sets'.padStart(16)}${'P(top)'.padStart(14)}${'CPU s'.padStart(9)}${'scram --bdd'.padStart(14)}${'÷'.padStart(9)}${'scram --zbdd'.padStart(14)}${'÷'.padStart(9)}`);
  let all = 0;
  for (const name of models) {
    const path = join(folder, name);
    const before = cpuSeconds();
    const document = readFaultTree(new Uint8Array(readFileSync(path)), name).documents[0]!;
    const top = (await analysed(document)).tops[0]!;
    const own = cpuSeconds() - before;
    all += own;
    const peers = (['--bdd', '--zbdd'] as const).map((algorithm) => (hasScram ? scramSeconds(algorithm, path) : undefined));
    const columns = peers.map((seconds) => `${(seconds === undefined ? (hasScram ? `> ${PATIENCE_SECONDS}` : '-') : seconds.toFixed(2)).padStart(14)}${(seconds === undefined ? '-' : (own / seconds).toFixed(3)).padStart(9)}`);
    console.log(`  ${basename(name, '.xml').padEnd(10)}${String(top.cutSets.count ?? '-').padStart(16)}${(top.probability?.toPrecision(6) ?? '-').padStart(14)}${own.toFixed(2).padStart(9)}${columns.join('')}`);
  }
  const measured: Measurement[] = models.length === 0 ? [] : [
    { what: 'all models, read and analysed, CPU', value: all, unit: 's', ...(only === undefined ? { target: 60 } : {}) },
    { what: 'most memory of the process with its worker', value: process.resourceUsage().maxRSS / 1024, unit: 'MB', target: 2048 },
  ];
  const tree = drawnTree(200);
  const times: number[] = [];
  for (let n = 0; n < Math.max(20, runs); n++) {
    const before = cpuSeconds();
    await analysed(tree);
    times.push((cpuSeconds() - before) * 1000);
  }
  return [...measured, { what: 'a tree of 200 nodes, asked and answered, CPU', value: median(times), unit: 'ms', target: 100 }];
}

/** `undefined`: it gave up or was given up. */
function scramSeconds(algorithm: '--bdd' | '--zbdd', path: string): number | undefined {
  const script = `TIMEFORMAT='%U %S'; time timeout ${PATIENCE_SECONDS} scram ${algorithm} --probability 1 -o /dev/null "$0"`;
  const ran = spawnSync('bash', ['-c', script, path], { encoding: 'utf8' });
  const [user, system] = (ran.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return ran.status === 0 && user !== undefined && system !== undefined ? user + system : undefined;
}
