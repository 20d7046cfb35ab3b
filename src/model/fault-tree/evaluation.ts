import { betaDeviate, gammaDeviate, normalDeviate, normalQuantile, type RandomNumbers } from './deviates.ts';
import { ExpressionProblem } from './expression-problem.ts';
import type { ExpressionTree } from './expression.ts';
import { LAWS } from './laws.ts';

/** Worked-out values of expressions: of mean values, or of one trial of a simulation. */

/** What an expression is worked out in. */
export interface ExpressionScope {
  /** Gives the value of a parameter; throws `ExpressionProblem` for names that do not exist and for loops. */
  readonly parameter: (name: string) => number;
  /** Hours; `undefined` when the tree says none. */
  readonly missionTimeHours: number | undefined;
  /** Deviates are drawn from it; without it they stand for their means. */
  readonly random?: RandomNumbers;
}

/**
 * The value of an expression. Throws `ExpressionProblem` where it has none: a name nobody defined, a division by zero, an
 * argument outside what its law allows. With `random`, arguments that a trial drew outside are taken as they come.
 */
export function valueOf(tree: ExpressionTree, scope: ExpressionScope): number {
  const value = work(tree, scope);
  if (Number.isFinite(value)) return value;
  throw new ExpressionProblem(Number.isNaN(value) ? 'the expression has no value here' : 'the value is infinite');
}

function work(tree: ExpressionTree, scope: ExpressionScope): number {
  switch (tree.kind) {
    case 'number': return tree.value;
    case 'boolean': return tree.value ? 1 : 0;
    case 'name': return scope.parameter(tree.name);
    default: return call(tree.name, tree.args, scope);
  }
}

function call(name: string, args: readonly ExpressionTree[], scope: ExpressionScope): number {
  if (name === 'mission-time') {
    if (scope.missionTimeHours === undefined) throw new ExpressionProblem('the tree has no mission time');
    return scope.missionTimeHours;
  }
  if (name === 'ite') return work(work(args[0]!, scope) !== 0 ? args[1]! : args[2]!, scope);
  if (name === 'switch') {
    let at = 0;
    while (at + 1 < args.length && work(args[at]!, scope) === 0) at += 2;
    return work(args[at + 1 < args.length ? at + 1 : at]!, scope);
  }
  const values = args.map((arg) => work(arg, scope));
  const deviate = DEVIATES[name];
  if (deviate !== undefined) return deviate(values, scope.random);
  const law = LAWS[name];
  if (law !== undefined) {
    if (scope.random === undefined) law.check(values);
    return law.value(values);
  }
  return arithmetic(name, values);
}

function arithmetic(name: string, values: readonly number[]): number {
  const operation = OPERATIONS[name];
  if (operation === undefined) throw new ExpressionProblem(`there is no function “${name}”`);
  return operation(...values);
}

const flag = (value: boolean): number => (value ? 1 : 0);

const OPERATIONS: Readonly<Record<string, (...values: readonly number[]) => number>> = {
  pi: () => Math.PI,
  neg: (x = 0) => -x,
  add: (...v) => v.reduce((a, b) => a + b, 0),
  sub: (...v) => v.slice(1).reduce((a, b) => a - b, v[0]!),
  mul: (...v) => v.reduce((a, b) => a * b, 1),
  div: (...v) => v.slice(1).reduce((a, b) => {
    if (b === 0) throw new ExpressionProblem('a division by zero');
    return a / b;
  }, v[0]!),
  pow: (x = 0, y = 0) => {
    if (x === 0 && y <= 0) throw new ExpressionProblem('zero to a power that is not positive');
    return x ** y;
  },
  mod: (x = 0, y = 0) => {
    if (Math.trunc(y) === 0) throw new ExpressionProblem('a remainder of a division by zero');
    return Math.trunc(x) % Math.trunc(y);
  },
  abs: (x = 0) => Math.abs(x), acos: (x = 0) => Math.acos(x), asin: (x = 0) => Math.asin(x), atan: (x = 0) => Math.atan(x),
  cos: (x = 0) => Math.cos(x), cosh: (x = 0) => Math.cosh(x), sin: (x = 0) => Math.sin(x), sinh: (x = 0) => Math.sinh(x),
  tan: (x = 0) => Math.tan(x), tanh: (x = 0) => Math.tanh(x), exp: (x = 0) => Math.exp(x),
  log: (x = 0) => Math.log(x), log10: (x = 0) => Math.log10(x), sqrt: (x = 0) => Math.sqrt(x),
  ceil: (x = 0) => Math.ceil(x), floor: (x = 0) => Math.floor(x),
  min: (...v) => v.reduce((a, b) => Math.min(a, b)), max: (...v) => v.reduce((a, b) => Math.max(a, b)),
  mean: (...v) => v.reduce((a, b) => a + b, 0) / v.length,
  not: (x) => flag(x === 0), and: (...v) => flag(v.every((x) => x !== 0)), or: (...v) => flag(v.some((x) => x !== 0)),
  eq: (x, y) => flag(x === y), df: (x, y) => flag(x !== y),
  lt: (x = 0, y = 0) => flag(x < y), gt: (x = 0, y = 0) => flag(x > y), leq: (x = 0, y = 0) => flag(x <= y), geq: (x = 0, y = 0) => flag(x >= y),
};

/** MEF V.3.6: the mean of a deviate, or a drawn value. */
const DEVIATES: Readonly<Record<string, (values: readonly number[], random: RandomNumbers | undefined) => number>> = {
  'uniform-deviate': ([lower = 0, upper = 0], random) => {
    need(lower < upper, 'the lower bound of “uniform-deviate” is not below the upper');
    return random === undefined ? (lower + upper) / 2 : lower + (upper - lower) * random.next();
  },
  'normal-deviate': ([mean = 0, sigma = 0], random) => {
    need(sigma > 0, 'sigma of “normal-deviate” is not above zero');
    return random === undefined ? mean : mean + sigma * normalDeviate(random);
  },
  'lognormal-deviate': (values, random) => lognormal(values, random),
  'gamma-deviate': ([k = 0, theta = 0], random) => {
    need(k > 0 && theta > 0, 'k and theta of “gamma-deviate” are not both above zero');
    return random === undefined ? k * theta : theta * gammaDeviate(random, k);
  },
  'beta-deviate': ([alpha = 0, beta = 0], random) => {
    need(alpha > 0 && beta > 0, 'alpha and beta of “beta-deviate” are not both above zero');
    return random === undefined ? alpha / (alpha + beta) : betaDeviate(random, alpha, beta);
  },
  histogram: (values, random) => histogram(values, random),
};

/** By mean, error factor (the quantile at `level` ÷ the median) and level, or by mu and sigma of the logarithm. */
function lognormal(values: readonly number[], random: RandomNumbers | undefined): number {
  if (values.length === 2) {
    const [mu = 0, sigma = 0] = values;
    need(sigma > 0, 'sigma of “lognormal-deviate” is not above zero');
    return random === undefined ? Math.exp(mu + sigma ** 2 / 2) : Math.exp(mu + sigma * normalDeviate(random));
  }
  const [mean = 0, errorFactor = 0, level = 0] = values;
  need(mean > 0, 'the mean of “lognormal-deviate” is not above zero');
  need(errorFactor > 1, 'the error factor of “lognormal-deviate” is not above 1');
  need(level > 0 && level < 1, 'the level of “lognormal-deviate” is not between 0 and 1');
  if (random === undefined) return mean;
  const sigma = Math.log(errorFactor) / normalQuantile(level);
  return mean * Math.exp(sigma * normalDeviate(random) - sigma ** 2 / 2);
}

/** A lower bound, then upper bound and weight of each bin; within a bin all values are equally probable. */
function histogram(values: readonly number[], random: RandomNumbers | undefined): number {
  let weights = 0;
  let sum = 0;
  for (let at = 1; at + 1 < values.length; at += 2) {
    const from = values[at === 1 ? 0 : at - 2]!;
    const to = values[at]!;
    const weight = values[at + 1]!;
    need(from < to, 'the bounds of “histogram” do not ascend');
    need(weight >= 0, 'a weight of “histogram” is below zero');
    weights += weight;
    sum += weight * (from + to) / 2;
  }
  need(weights > 0, 'all weights of “histogram” are zero');
  if (random === undefined) return sum / weights;
  let left = random.next() * weights;
  for (let at = 1; at + 1 < values.length; at += 2) {
    const weight = values[at + 1]!;
    const from = values[at === 1 ? 0 : at - 2]!;
    if (left < weight) return from + (values[at]! - from) * left / weight;
    left -= weight;
  }
  return values[values.length - 2]!;
}

function need(holds: boolean, otherwise: string): void {
  if (!holds) throw new ExpressionProblem(otherwise);
}
