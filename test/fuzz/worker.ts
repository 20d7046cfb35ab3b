import { parentPort } from 'node:worker_threads';
import { checkArchive } from './check-archive.ts';
import { checkFaultTree } from './check-fault-tree.ts';
import { checkFormats } from './check-format.ts';
import { formatsOf, type Family } from './families.ts';
import { Random } from './random.ts';

export interface Trial {
  readonly family: Family;
  readonly seed: number;
  readonly bytes: Uint8Array;
}

/** What was broken, or `undefined`. */
export type Verdict = { readonly seed: number; readonly broken: string | undefined };

async function judge({ family, seed, bytes }: Trial): Promise<Verdict> {
  try {
    if (family === 'archives') await checkArchive(bytes);
    else if (family === 'fault-tree') checkFaultTree(bytes);
    else await checkFormats(formatsOf(family), bytes, new Random(seed ^ 0x5eed));
    return { seed, broken: undefined };
  } catch (error) {
    return { seed, broken: error instanceof Error ? `${error.message}\n${(error.stack ?? '').split('\n').slice(1, 6).join('\n')}` : String(error) };
  }
}

parentPort?.on('message', (trial: Trial) => {
  void judge(trial).then((verdict) => parentPort?.postMessage(verdict, []));
});
