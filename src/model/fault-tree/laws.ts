import { ExpressionProblem } from './expression-problem.ts';

/**
 * The built-in laws of the MEF's stochastic layer (Open-PSA MEF 2.0, V.3.5): unavailability at time t. All of them are
 * written for a component that works at time 0 (GLM: that does with probability 1 - gamma).
 */
export interface Law {
  /** Throws `ExpressionProblem` for arguments outside what the law allows. */
  readonly check: (values: readonly number[]) => void;
  readonly value: (values: readonly number[]) => number;
}

export const LAWS: Readonly<Record<string, Law>> = {
  exponential: {
    check: ([lambda = 0, t = 0]) => {
      notNegative('exponential', { lambda, t });
    },
    value: ([lambda = 0, t = 0]) => failedBy(lambda, t),
  },
  GLM: {
    check: ([gamma = 0, lambda = 0, mu = 0, t = 0]) => {
      between('GLM', { gamma });
      positive('GLM', { lambda });
      notNegative('GLM', { mu, t });
    },
    value: ([gamma = 0, lambda = 0, mu = 0, t = 0]) => {
      const rate = lambda + mu;
      return (lambda - (lambda - gamma * rate) * Math.exp(-rate * t)) / rate;
    },
  },
  Weibull: {
    check: ([alpha = 0, beta = 0, t0 = 0, t = 0]) => {
      positive('Weibull', { alpha, beta });
      notNegative('Weibull', { t0, t });
    },
    value: ([alpha = 0, beta = 0, t0 = 0, t = 0]) => (t <= t0 ? 0 : -Math.expm1(-(((t - t0) / alpha) ** beta))),
  },
  'periodic-test': {
    check: (values) => {
      const { lambda, lambdaInTest, mu, tau, theta, gamma, duration, sigma, omega, t } = tested(values);
      positive('periodic-test', { lambda, tau });
      notNegative('periodic-test', { theta, t, mu: mu ?? 0, 'lambda*': lambdaInTest });
      between('periodic-test', { gamma, sigma, omega });
      if (values.length !== 11) return;
      positive('periodic-test', { pi: duration });
      if (duration > tau) throw new ExpressionProblem('pi of “periodic-test”, how long a test takes, is more than tau, the time between tests');
    },
    value: (values) => periodicTest(tested(values)),
  },
};

/** Probability that a component of constant rate has failed by `t`. */
function failedBy(rate: number, t: number): number {
  return -Math.expm1(-rate * t);
}

/** Probability that a repair of rate `mu` has ended by `t` and the component has failed again, at rate `lambda`. */
function failedAgainBy(mu: number, lambda: number, t: number): number {
  const gap = lambda - mu;
  // The limit, also where the difference of two nearly equal rates would cancel.
  if (Math.abs(gap) * t < 1e-6) {
    const mean = (lambda + mu) / 2 * t;
    return -Math.expm1(-mean) - mean * Math.exp(-mean);
  }
  return (lambda * failedBy(mu, t) - mu * failedBy(lambda, t)) / gap;
}

interface Tested {
  readonly lambda: number;
  /** Rate of failure while under test. */
  readonly lambdaInTest: number;
  /** Rate of repair; `undefined`: repair takes no time. */
  readonly mu: number | undefined;
  /** Between starts of tests; until the first. */
  readonly tau: number;
  readonly theta: number;
  /** Probability that the start of a test makes it fail. */
  readonly gamma: number;
  readonly duration: number;
  /** Whether it does its work while it is tested. */
  readonly availableInTest: boolean;
  /** Probabilities that a test finds the failure, and that the repaired component fails as it starts again. */
  readonly sigma: number;
  readonly omega: number;
  readonly t: number;
}

function tested(values: readonly number[]): Tested {
  const simple = { gamma: 0, duration: 0, availableInTest: true, sigma: 1, omega: 0 };
  if (values.length === 11) {
    const [lambda = 0, lambdaInTest = 0, mu = 0, tau = 0, theta = 0, gamma = 0, duration = 0, x = 0, sigma = 0, omega = 0, t = 0] = values;
    return { lambda, lambdaInTest, mu, tau, theta, gamma, duration, availableInTest: x !== 0, sigma, omega, t };
  }
  if (values.length === 5) {
    const [lambda = 0, mu = 0, tau = 0, theta = 0, t = 0] = values;
    return { ...simple, lambda, lambdaInTest: lambda, mu, tau, theta, t };
  }
  const [lambda = 0, tau = 0, theta = 0, t = 0] = values;
  return { ...simple, lambda, lambdaInTest: lambda, mu: undefined, tau, theta, t };
}

/** Unavailability. Until the first test: failed since 0. Then by states: failed and not known, in repair, or working. */
function periodicTest(of: Tested): number {
  if (of.t <= of.theta) return failedBy(of.lambda, of.t);
  const since = of.t - of.theta;
  const periods = Math.floor(since / of.tau);
  const rest = Math.max(0, since - periods * of.tau);
  // As good as new after each test; at the moment of a test, still as before it.
  if (of.mu === undefined) return failedBy(of.lambda, rest === 0 ? of.tau : rest);
  const start: State = [failedBy(of.lambda, of.theta), 0];
  const before = apply(power(then(testFor(of, of.duration), workFor(of, of.tau - of.duration)), periods), start);
  if (rest > of.duration) return unavailable(apply(then(testFor(of, of.duration), workFor(of, rest - of.duration)), before));
  const during = apply(testFor(of, rest), before);
  const notWorking = of.availableInTest ? 0 : (1 - before[0] - before[1]) * (1 - of.gamma) * (1 - failedBy(of.lambdaInTest, rest));
  return Math.min(1, unavailable(during) + notWorking);
}

/** Probabilities of failed and not known, and of in repair; it works with what is left. */
type State = readonly [number, number];
/** An affine map of states: rows of two factors and a constant. */
type Step = readonly [readonly [number, number, number], readonly [number, number, number]];

function unavailable([failed, repair]: State): number {
  return Math.min(1, Math.max(0, failed + repair));
}

/** From a start of a test to `t` later, at most its end: what fails is found with probability sigma and is then in repair. */
function testFor(of: Tested, t: number): Step {
  const mu = of.mu ?? 0;
  const fails = of.gamma + (1 - of.gamma) * failedBy(of.lambdaInTest, t);
  const again = failsAgain(of, mu, t);
  const kept = 1 - fails;
  return [
    [(1 - of.sigma) * kept, again - (1 - of.sigma) * fails, (1 - of.sigma) * fails],
    [of.sigma * kept, Math.exp(-mu * t) - of.sigma * fails, of.sigma * fails],
  ];
}

/** `t` of work between tests: what fails stays unknown, what is in repair comes back. */
function workFor(of: Tested, t: number): Step {
  const mu = of.mu ?? 0;
  const fails = failedBy(of.lambda, t);
  return [[1 - fails, failsAgain(of, mu, t) - fails, fails], [0, Math.exp(-mu * t), 0]];
}

function failsAgain(of: Tested, mu: number, t: number): number {
  return failedBy(mu, t) * of.omega + (1 - of.omega) * failedAgainBy(mu, of.lambda, t);
}

function apply([failed, repair]: Step, [f, r]: State): State {
  return [failed[0] * f + failed[1] * r + failed[2], repair[0] * f + repair[1] * r + repair[2]];
}

/** First `a`, then `b`. */
function then(a: Step, b: Step): Step {
  const row = (of: readonly [number, number, number]): [number, number, number] => [of[0] * a[0][0] + of[1] * a[1][0], of[0] * a[0][1] + of[1] * a[1][1], of[0] * a[0][2] + of[1] * a[1][2] + of[2]];
  return [row(b[0]), row(b[1])];
}

/** `times` of a step, by squaring: a mission may hold any number of tests. */
function power(step: Step, times: number): Step {
  let result: Step = [[1, 0, 0], [0, 1, 0]];
  let square = step;
  for (let left = times; left >= 1; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = then(result, square);
    square = then(square, square);
  }
  return result;
}

function notNegative(law: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) if (value < 0) throw new ExpressionProblem(`${name} of “${law}” is below zero`);
}

function positive(law: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) if (!(value > 0)) throw new ExpressionProblem(`${name} of “${law}” is not above zero`);
}

function between(law: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) if (!(value >= 0 && value <= 1)) throw new ExpressionProblem(`${name} of “${law}” is not between 0 and 1`);
}
