import type { Stretch } from '../gaps/gaps.ts';

/** A time in which a source said much less than it usually does, and was not silent. */
export interface Collapse {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly count: number;
  /** Records that its usual rate would have made in that time. */
  readonly usual: number;
}

/** Stretches with fewer records than this, usually, say nothing of a rate. */
const FEWEST = 20;
/** A tenth of the usual rate. Poisson's chance of so few among twenty is below one in a hundred thousand. */
const SHARE = 0.1;
/** So many stretches on end: one alone may be a pause to reload. */
const ON_END = 3;

/**
 * Where a source fell to less than a tenth of its rate, over at least three stretches of equal length on end: a forwarder
 * that drops, a sampler that was turned on, a level that was raised. `widthNs`: length of a stretch; those without records
 * are left out, and are gaps.
 */
export function collapsesOf(stretches: readonly Stretch[], widthNs: bigint): Collapse[] {
  const sorted = stretches.toSorted((a, b) => (a.firstNs < b.firstNs ? -1 : 1));
  if (sorted.length < 4 * ON_END) return [];
  const usual = sorted.map((s) => s.count).toSorted((a, b) => a - b)[sorted.length >> 1]!;
  if (usual < FEWEST) return [];
  const found: Collapse[] = [];
  let run: Stretch[] = [];
  const end = (): void => {
    if (run.length >= ON_END) {
      const [fromNs, toNs] = [run[0]!.firstNs, run.at(-1)!.lastNs];
      found.push({ fromNs, toNs, count: run.reduce((sum, s) => sum + s.count, 0), usual: usual * run.length });
    }
    run = [];
  };
  // The last stretch ends early, and the first begins late.
  for (const stretch of sorted.slice(1, -1)) {
    const follows = run.length === 0 || stretch.firstNs - run.at(-1)!.firstNs < 2n * widthNs;
    if (!follows) end();
    if (stretch.count < usual * SHARE) run.push(stretch);
    else end();
  }
  end();
  return found;
}
