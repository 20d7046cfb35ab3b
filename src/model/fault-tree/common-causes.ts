import type { CommonCauseGroup } from './document.ts';

/**
 * Common-cause groups as independent events (Open-PSA MEF 2.0, III.1; NUREG/CR-5485): each member becomes the OR of the
 * events that stand for the failures of the sets of members it is in. Factors stand from the level at which the model begins.
 */

/** Probability of the common failure of one set of exactly `size` members, for the total probability 1 of one member. */
export interface CommonCauseLevel {
  readonly size: number;
  readonly share: number;
}

/** How many factors a model of `members` events takes at most. */
export function mostFactors(model: CommonCauseGroup['model'], members: number): number {
  return model === 'beta-factor' ? 1 : model === 'MGL' ? members - 1 : members;
}

/**
 * The levels of a group, sizes ascending: of k factors the sets of more members than they reach are not considered, as in
 * SCRAM. `factors`: their values, each from 0 to 1.
 *
 * beta: Q1 = (1 - β) Q, Qn = β Q. MGL: Qk = ρ1…ρk (1 - ρk+1) Q ÷ C(n-1, k-1), ρ1 = 1. alpha: Qk = k αk Q ÷ (C(n-1, k-1) Σ i αi).
 * phi: Qk = φk Q.
 */
export function commonCauseLevels(model: CommonCauseGroup['model'], members: number, factors: readonly number[]): CommonCauseLevel[] {
  const sets = (size: number): number => choose(members - 1, size - 1);
  switch (model) {
    case 'beta-factor': {
      const beta = factors[0] ?? 0;
      return [{ size: 1, share: 1 - beta }, { size: members, share: beta }];
    }
    case 'MGL': {
      let reached = 1;
      return Array.from({ length: factors.length + 1 }, (_, at) => {
        if (at > 0) reached *= factors[at - 1]!;
        return { size: at + 1, share: reached * (1 - (factors[at] ?? 0)) / sets(at + 1) };
      });
    }
    case 'alpha-factor': {
      const total = factors.reduce((sum, alpha, at) => sum + (at + 1) * alpha, 0);
      return factors.map((alpha, at) => ({ size: at + 1, share: total === 0 ? 0 : (at + 1) * alpha / (sets(at + 1) * total) }));
    }
    default: return factors.map((phi, at) => ({ size: at + 1, share: phi }));
  }
}

/** Binomial coefficient. */
export function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = result * (n - i + 1) / i;
  return Math.round(result);
}

/** Sets of `size` of 0 … n - 1, in lexical order. */
export function* subsets(n: number, size: number): Generator<number[]> {
  const set = Array.from({ length: size }, (_, at) => at);
  for (;;) {
    yield [...set];
    let at = size - 1;
    while (at >= 0 && set[at] === n - size + at) at--;
    if (at < 0) return;
    set[at]!++;
    for (let next = at + 1; next < size; next++) set[next] = set[next - 1]! + 1;
  }
}
