/** Names and numbers of arguments of the functions of the MEF's stochastic layer (Open-PSA MEF 2.0, V.2 and V.3; SCRAM's input.rng). */

export const EXPRESSION_CONSTANTS: ReadonlySet<string> = new Set(['pi', 'mission-time']);

export interface FunctionShape {
  /** Names of arguments, as the MEF has them. */
  readonly args: readonly string[];
  /** The last may come any number of times. */
  readonly repeats?: boolean;
  /** Other numbers of arguments that are right. */
  readonly forms?: readonly (readonly string[])[];
  /** A phrase for people who choose from a list. */
  readonly says: string;
}

const X = ['x'];
const XY = ['x', 'y'];

export const EXPRESSION_FUNCTIONS: ReadonlyMap<string, FunctionShape> = new Map<string, FunctionShape>(Object.entries({
  exponential: { args: ['lambda', 't'], says: 'fails at a constant rate: 1 - exp(-lambda t)' },
  GLM: { args: ['gamma', 'lambda', 'mu', 't'], says: 'fails on demand with gamma, then at rate lambda, repaired at rate mu' },
  Weibull: { args: ['alpha', 'beta', 't0', 't'], says: 'scale alpha, shape beta, from t0 on' },
  'periodic-test': {
    args: ['lambda', 'tau', 'theta', 't'], says: 'fails at rate lambda, found by a test each tau, the first at theta',
    forms: [['lambda', 'mu', 'tau', 'theta', 't'], ['lambda', 'lambda*', 'mu', 'tau', 'theta', 'gamma', 'pi', 'x', 'sigma', 'omega', 't']],
  },
  'uniform-deviate': { args: ['lower', 'upper'], says: 'anywhere from lower to upper' },
  'normal-deviate': { args: ['mean', 'sigma'], says: 'normal distribution' },
  'lognormal-deviate': { args: ['mean', 'error-factor', 'level'], forms: [['mu', 'sigma']], says: 'lognormal distribution' },
  'gamma-deviate': { args: ['k', 'theta'], says: 'gamma distribution, shape k, scale theta' },
  'beta-deviate': { args: ['alpha', 'beta'], says: 'beta distribution' },
  histogram: { args: ['from', 'to', 'weight'], repeats: true, says: 'bins: from, then the end and the weight of each' },
  neg: { args: X, says: 'minus x' },
  add: { args: X, repeats: true, says: 'sum' },
  sub: { args: X, repeats: true, says: 'the first less the others' },
  mul: { args: X, repeats: true, says: 'product' },
  div: { args: X, repeats: true, says: 'the first divided by the others' },
  pow: { args: XY, says: 'x to the power of y' },
  mod: { args: XY, says: 'remainder of whole numbers' },
  abs: { args: X, says: 'absolute value' }, acos: { args: X, says: 'arc cosine' }, asin: { args: X, says: 'arc sine' }, atan: { args: X, says: 'arc tangent' },
  cos: { args: X, says: 'cosine' }, cosh: { args: X, says: 'hyperbolic cosine' }, sin: { args: X, says: 'sine' }, sinh: { args: X, says: 'hyperbolic sine' },
  tan: { args: X, says: 'tangent' }, tanh: { args: X, says: 'hyperbolic tangent' }, exp: { args: X, says: 'e to the power of x' },
  log: { args: X, says: 'natural logarithm' }, log10: { args: X, says: 'decimal logarithm' }, sqrt: { args: X, says: 'square root' },
  ceil: { args: X, says: 'next whole number up' }, floor: { args: X, says: 'next whole number down' },
  min: { args: X, repeats: true, says: 'least' }, max: { args: X, repeats: true, says: 'greatest' }, mean: { args: X, repeats: true, says: 'average' },
  not: { args: X, says: '1 if x is 0, else 0' }, and: { args: X, repeats: true, says: '1 if none is 0' }, or: { args: X, repeats: true, says: '1 unless all are 0' },
  eq: { args: XY, says: 'equal' }, df: { args: XY, says: 'different' }, lt: { args: XY, says: 'less' }, gt: { args: XY, says: 'greater' },
  leq: { args: XY, says: 'less or equal' }, geq: { args: XY, says: 'greater or equal' },
  ite: { args: ['if', 'then', 'else'], says: 'if, then, else' },
  switch: { args: ['case', 'value', 'otherwise'], repeats: true, says: 'pairs of case and value, then the value otherwise' },
}));

/** What is wrong with `count` arguments of a function that exists, as a sentence without its full stop. */
export function arityOf(name: string, count: number): string | undefined {
  const shape = EXPRESSION_FUNCTIONS.get(name)!;
  if (name === 'histogram' || name === 'switch') {
    const least = name === 'histogram' ? 3 : 1;
    return count >= least && count % 2 === 1 ? undefined : `“${name}” takes ${name === 'histogram' ? 'a lower bound, then the upper bound and the weight of each bin' : 'pairs of case and value, then the value otherwise'}`;
  }
  if (shape.repeats === true) return count >= 1 ? undefined : `“${name}” takes one argument or more`;
  const forms = [shape.args, ...(shape.forms ?? [])];
  if (forms.some((form) => form.length === count)) return undefined;
  const wanted = forms.map((form) => `${form.length} (${form.join(', ')})`).join(' or ');
  return `“${name}” takes ${wanted} ${forms.length === 1 && shape.args.length === 1 ? 'argument' : 'arguments'}, here ${count === 1 ? 'is' : 'are'} ${count}`;
}
