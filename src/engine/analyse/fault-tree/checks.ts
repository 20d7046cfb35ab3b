import type { Check } from '../../../model/fault-tree/result.ts';

/** Ways that are tried to find fewer checks than the greedy choice has. */
const MOST_STEPS = 20_000;

/**
 * The fewest events such that each open set has one of them: found not to have happened, it excludes the set. `open`: index of
 * each open set and its undecided events. Greedy first, then branch and bound as long as that may find fewer.
 */
export function fewestChecks(open: ReadonlyArray<{ readonly index: number; readonly undecided: readonly string[] }>): Check[] {
  const sets = open.filter((set) => set.undecided.length > 0);
  const having = new Map<string, number[]>();
  sets.forEach((set, n) => { for (const id of set.undecided) having.set(id, [...(having.get(id) ?? []), n]); });
  const greedy = chosenGreedily(sets.length, having);
  const best = fewer(sets.map((set) => set.undecided), having, greedy);
  return best
    .map((id): Check => ({ id, settles: having.get(id)!.map((n) => sets[n]!.index) }))
    .sort((a, b) => b.settles.length - a.settles.length || (a.id < b.id ? -1 : 1));
}

function chosenGreedily(count: number, having: ReadonlyMap<string, readonly number[]>): string[] {
  const left = new Set(Array.from({ length: count }, (_, n) => n));
  const chosen: string[] = [];
  while (left.size > 0) {
    let best = '';
    let most = 0;
    for (const [id, sets] of having) {
      const settles = sets.reduce((sum, n) => sum + (left.has(n) ? 1 : 0), 0);
      if (settles > most || (settles === most && most > 0 && id < best)) {
        best = id;
        most = settles;
      }
    }
    chosen.push(best);
    for (const n of having.get(best)!) left.delete(n);
  }
  return chosen;
}

function fewer(sets: ReadonlyArray<readonly string[]>, having: ReadonlyMap<string, readonly number[]>, known: readonly string[]): readonly string[] {
  let best = known;
  let steps = 0;
  const hits = new Int32Array(sets.length);
  const chosen: string[] = [];
  /** Sets that share no event need a check each: a lower bound. */
  const leastMore = (): number => {
    const used = new Set<string>();
    let count = 0;
    sets.forEach((set, n) => {
      if (hits[n] !== 0 || set.some((id) => used.has(id))) return;
      count++;
      for (const id of set) used.add(id);
    });
    return count;
  };
  const search = (): void => {
    if (++steps > MOST_STEPS) return;
    let smallest = -1;
    sets.forEach((set, n) => { if (hits[n] === 0 && (smallest < 0 || set.length < sets[smallest]!.length)) smallest = n; });
    if (smallest < 0) {
      if (chosen.length < best.length) best = [...chosen];
      return;
    }
    if (chosen.length + leastMore() >= best.length) return;
    const tried = [...sets[smallest]!].sort((a, b) => having.get(b)!.length - having.get(a)!.length);
    for (const id of tried) {
      chosen.push(id);
      for (const n of having.get(id)!) hits[n]!++;
      search();
      for (const n of having.get(id)!) hits[n]!--;
      chosen.pop();
    }
  };
  if (known.length > 1) search();
  return best;
}
