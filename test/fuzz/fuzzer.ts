import { Worker } from 'node:worker_threads';
import { ARCHIVES } from './archive-samples.ts';
import { FAULT_TREES } from './fault-tree-samples.ts';
import { corpusOf, type Family } from './families.ts';
import { mutant, type Corpus } from './mutate.ts';
import { Random } from './random.ts';
import type { Trial, Verdict } from './worker.ts';

/** An input of at most 200 KB is read several times within milliseconds; what takes so long hangs. */
const PATIENCE_MS = 30_000;
/** Parsers stream: what needs more than this of such an input keeps what it should not. */
const MOST_MEGABYTES = 400;

export interface Finding {
  readonly seed: number;
  readonly bytes: Uint8Array;
  readonly broken: string;
}

/** Judges inputs of one family, one after the other, in a worker that is replaced when it hangs or dies. */
export class Judge {
  private worker: Worker | undefined;
  private readonly family: Family;

  constructor(family: Family) {
    this.family = family;
  }

  async broken(seed: number, bytes: Uint8Array): Promise<string | undefined> {
    const worker = (this.worker ??= new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES } }));
    const verdict = await new Promise<Verdict>((resolve) => {
      const done = (result: Verdict): void => {
        clearTimeout(timer);
        worker.off('message', onMessage);
        worker.off('error', onError);
        resolve(result);
      };
      const onMessage = (message: Verdict): void => done(message);
      const onError = (error: Error): void => {
        this.worker = undefined;
        done({ seed, broken: `the worker died: ${error.message}` });
      };
      const timer = setTimeout(() => {
        this.worker = undefined;
        void worker.terminate();
        done({ seed, broken: `it was not done after ${PATIENCE_MS / 1000} s` });
      }, PATIENCE_MS);
      worker.on('message', onMessage);
      worker.on('error', onError);
      const trial: Trial = { family: this.family, seed, bytes };
      worker.postMessage(trial, []);
    });
    return verdict.broken;
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }
}

export function corpus(family: Family): Corpus {
  return family === 'archives' ? ARCHIVES : family === 'fault-tree' ? FAULT_TREES : corpusOf(family);
}

/** The input of a seed. */
export function inputOf(from: Corpus, seed: number): Uint8Array {
  return mutant(new Random(seed), from);
}

/** What a finding is about, without numbers and places: two inputs that break the same thing are one finding. */
export function subject(broken: string): string {
  return broken.split('\n', 1)[0]!.replaceAll(/"[^"]*"/g, '""').replaceAll(/-?\d+/g, '0').slice(0, 80);
}

/** Makes an input smaller that breaks the same thing: pieces are left out, large ones first. Ends after `most` trials. */
export async function minimise(judge: Judge, { seed, bytes, broken }: Finding, most = 400): Promise<Uint8Array> {
  const wanted = subject(broken);
  // Each trial of one that hangs takes as long as patience is.
  if (wanted.startsWith('it was not done')) return bytes;
  let best = bytes;
  let trials = 0;
  for (let piece = Math.ceil(best.length / 2); piece >= 1 && trials < most; piece = Math.floor(piece / 2)) {
    for (let at = 0; at < best.length && trials < most; ) {
      const smaller = Buffer.concat([best.subarray(0, at), best.subarray(at + piece)]);
      trials++;
      const found = await judge.broken(seed, Uint8Array.from(smaller));
      if (found !== undefined && subject(found) === wanted) best = smaller;
      else at += piece;
    }
  }
  return best;
}
