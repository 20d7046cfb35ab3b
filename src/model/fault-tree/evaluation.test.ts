import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile, seededRandom } from './deviates.ts';
import { valueOf, type ExpressionScope } from './evaluation.ts';
import { parseExpression } from './expression.ts';

const scope: ExpressionScope = { missionTimeHours: 8760, parameter: (name) => ({ lambda: 1e-4, mu: 0.05 })[name] ?? Number.NaN };

function worth(text: string, within: ExpressionScope = scope): number {
  const parsed = parseExpression(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return valueOf(parsed.expression, within);
}

describe('mean values', () => {
  it.each([
    ['2 * 3 + 4 / 8 - 1', 5.5], ['-2 ^ 2', -4], ['2 ^ 3 ^ 2', 512], ['7 - 2 - 1', 4], ['mod(-7, 3)', -1], ['min(3, 1, 2) + max(3, 1) + mean(1, 2, 6)', 7],
    ['exp(log(5)) + log10(1000) + sqrt(16) + abs(-1) + ceil(0.2) + floor(0.9)', 14], ['cos(pi) + sin(0) + atan(0) + cosh(0) + tanh(0)', 0],
    ['ite(lt(1, 2), 10, 1 / 0)', 10], ['switch(eq(1, 2), 5, geq(2, 2), 6, 7)', 6], ['switch(false, 5, 7)', 7], ['and(true, 1) + or(0, false) + not(0) + df(1, 2)', 3],
    ['exponential(lambda, mission-time)', 1 - Math.exp(-0.876)],
    ['GLM(0.01, lambda, 0, 100)', 1 - 0.99 * Math.exp(-0.01)], ['GLM(0, lambda, mu, 1e9)', 1e-4 / (1e-4 + 0.05)],
    ['Weibull(1000, 1, 0, 500)', 1 - Math.exp(-0.5)], ['Weibull(1000, 2, 100, 100)', 0], ['Weibull(1000, 2, 100, 600)', 1 - Math.exp(-0.25)],
    ['uniform-deviate(1, 3) + normal-deviate(4, 1) + gamma-deviate(2, 3) + beta-deviate(1, 3)', 12.25],
    ['lognormal-deviate(0.01, 3, 0.95)', 0.01], ['lognormal-deviate(-10, 2)', Math.exp(-8)], ['histogram(0, 1, 2, 3, 4)', (2 * 0.5 + 4 * 2) / 6],
  ])('%s', (text, value) => {
    expect(worth(text)).toBeCloseTo(value, 12);
  });

  it.each([
    ['1 / 0', 'a division by zero'], ['0 ^ -1', 'zero to a power that is not positive'], ['log(-1)', 'the expression has no value here'], ['exp(1000)', 'the value is infinite'],
    ['exponential(-1, 1)', 'lambda of “exponential” is below zero'], ['GLM(2, 1, 1, 1)', 'gamma of “GLM” is not between 0 and 1'], ['lognormal-deviate(1, 1, 0.9)', 'the error factor of “lognormal-deviate” is not above 1'],
    ['histogram(1, 1, 1)', 'the bounds of “histogram” do not ascend'],
  ])('%s has none', (text, message) => {
    expect(() => worth(text)).toThrow(message);
  });

  it('need the mission time where they name it', () => {
    expect(() => worth('exponential(lambda, mission-time)', { ...scope, missionTimeHours: undefined })).toThrow('the tree has no mission time');
  });
});

describe('a component that is tested', () => {
  /** The states stepped through in small times, by Euler's rule: slow, and short enough to see that it is right. */
  function stepped({ lambda, lambdaInTest, mu, tau, theta, gamma, duration, sigma, omega, t }: Record<string, number>): number {
    const steps = 40_000;
    let working = 1, failed = 0, repair = 0, startedTest = -1;
    const dt = t! / steps;
    for (let i = 0; i < steps; i++) {
      const now = (i + 0.5) * dt;
      const test = now < theta! ? -1 : Math.floor((now - theta!) / tau!);
      const testing = test >= 0 && now - theta! - test * tau! < duration!;
      if (test !== startedTest) {
        startedTest = test;
        const demand = working * gamma!;
        working -= demand;
        const found = (failed + demand) * sigma!;
        failed = failed + demand - found;
        repair += found;
      }
      const rate = testing ? lambdaInTest! : lambda!;
      const fails = working * rate * dt, back = repair * mu! * dt;
      working += back * (1 - omega!) - fails;
      repair -= back;
      failed += fails + back * omega!;
    }
    return 1 - working;
  }

  it('agrees with its states stepped through, where a test takes no time', () => {
    fc.assert(fc.property(fc.record({
      lambda: fc.double({ min: 1e-3, max: 0.05, noNaN: true }), mu: fc.double({ min: 0.01, max: 0.5, noNaN: true }), tau: fc.integer({ min: 5, max: 60 }),
      theta: fc.integer({ min: 1, max: 40 }), t: fc.integer({ min: 1, max: 200 }),
    }), (of) => {
      // At the moment of a test both readings are right.
      fc.pre((of.t - of.theta) % of.tau !== 0);
      const exact = worth(`periodic-test(${of.lambda}, ${of.mu}, ${of.tau}, ${of.theta}, ${of.t})`);
      expect(exact).toBeCloseTo(stepped({ ...of, lambdaInTest: of.lambda, gamma: 0, duration: 0, sigma: 1, omega: 0 }), 2);
    }), { numRuns: 40 });
  });

  it('is as good as new after each test where repair takes no time, and before the next as worn as ever', () => {
    expect(worth('periodic-test(0.001, 100, 50, 40)')).toBeCloseTo(1 - Math.exp(-0.04), 12);
    expect(worth('periodic-test(0.001, 100, 50, 180)')).toBeCloseTo(1 - Math.exp(-0.03), 12);
    expect(worth('periodic-test(0.001, 100, 50, 150)')).toBeCloseTo(1 - Math.exp(-0.1), 12);
    // A repair so quick that it takes no time.
    expect(worth('periodic-test(0.001, 1e9, 100, 50, 180)')).toBeCloseTo(worth('periodic-test(0.001, 100, 50, 180)'), 8);
  });

  it('with all its arguments is the simpler law where they say nothing', () => {
    expect(worth('periodic-test(0.001, 0.001, 0.05, 100, 50, 0, 1e-6, true, 1, 0, 330)')).toBeCloseTo(worth('periodic-test(0.001, 0.05, 100, 50, 330)'), 6);
    expect(worth('periodic-test(0.001, 0.001, 0.05, 100, 50, 0, 10, false, 1, 0, 355)')).toBeGreaterThan(0.999);
    const wornByTests = worth('periodic-test(0.001, 0.001, 0.05, 100, 50, 0.2, 1, true, 0, 0, 351)');
    expect(wornByTests).toBeGreaterThan(1 - 0.8 ** 3);
  });

  it('is a probability, for any times', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { minLength: 5, maxLength: 5 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }), (n, p) => {
      const value = worth(`periodic-test(${n[0]}, ${n[1]}, ${n[2]}, ${n[3]! + 1}, ${n[4]}, ${p[0]}, ${(n[3]! + 1) * Math.max(1e-9, p[1]!)}, ${p[2]! > 0.5}, ${p[2]}, ${p[3]}, ${n[4]! * 3})`);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }));
  });
});

describe('drawn values', () => {
  it.each([
    ['uniform-deviate(1, 3)', 2, 1 / 3], ['normal-deviate(4, 2)', 4, 4], ['gamma-deviate(0.5, 2)', 1, 2], ['gamma-deviate(7, 0.5)', 3.5, 1.75], ['beta-deviate(2, 6)', 0.25, 12 / 64 / 9],
    ['histogram(0, 1, 1, 2, 3)', 1.25, undefined], ['lognormal-deviate(0.5, 2, 0.95)', 0.5, 0.25 * (Math.exp((Math.log(2) / normalQuantile(0.95)) ** 2) - 1)],
  ])('of %s have its mean and variance', (text, mean, variance) => {
    const random = seededRandom(7);
    const drawn = Array.from({ length: 40_000 }, () => worth(text, { ...scope, random }));
    const average = drawn.reduce((a, b) => a + b, 0) / drawn.length;
    expect(average).toSatisfy((value: number) => Math.abs(value - mean) < 0.03 * mean);
    if (variance === undefined) return;
    const spread = drawn.reduce((a, b) => a + (b - average) ** 2, 0) / drawn.length;
    expect(spread).toSatisfy((value: number) => Math.abs(value - variance) < 0.08 * variance);
  });

  it('are those of the seed', () => {
    const draw = (seed: number): number[] => { const random = seededRandom(seed); return Array.from({ length: 5 }, () => random.next()); };
    expect(draw(1)).toEqual(draw(1));
    expect(new Set([...draw(1), ...draw(2), ...draw(2 ** 32 + 1), ...draw(0)]).size).toBe(20);
  });

  it.each([[0.95, 1.6448536269514722], [0.975, 1.959963984540054], [1e-10, -6.361340902404056], [0.5, 0], [1e-300, -37.0471]])('the quantile of the normal distribution at %d', (p, x) => {
    expect(normalQuantile(p)).toBeCloseTo(x, 4);
    if (p > 1e-9) expect(normalQuantile(1 - p)).toBeCloseTo(-x, 6);
  });
});
