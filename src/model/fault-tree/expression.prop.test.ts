import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatExpression, namesIn, parseExpression, type ExpressionTree } from './expression.ts';
import { EXPRESSION_FUNCTIONS } from './functions.ts';

const counts = (name: string): fc.Arbitrary<number> => {
  const shape = EXPRESSION_FUNCTIONS.get(name)!;
  if (name === 'histogram') return fc.constantFrom(3, 5, 7);
  if (name === 'switch') return fc.constantFrom(1, 3, 5);
  // Of one operand an operator says nothing.
  if (['add', 'sub', 'mul', 'div'].includes(name)) return fc.integer({ min: 2, max: 4 });
  return shape.repeats === true ? fc.integer({ min: 1, max: 4 }) : fc.constantFrom(...[shape.args, ...(shape.forms ?? [])].map((form) => form.length));
};

const leaf: fc.Arbitrary<ExpressionTree> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): ExpressionTree => ({ kind: 'number', value })),
  fc.constantFrom('lambda', 'pump-1', 'A.b', 'x_2', 'e5').map((name): ExpressionTree => ({ kind: 'name', name })),
  fc.boolean().map((value): ExpressionTree => ({ kind: 'boolean', value })),
  fc.constantFrom('pi', 'mission-time').map((name): ExpressionTree => ({ kind: 'call', name, args: [] })),
);

const tree: fc.Arbitrary<ExpressionTree> = fc.letrec<{ tree: ExpressionTree }>((tie) => ({
  tree: fc.oneof({ maxDepth: 5 }, leaf, fc.constantFrom(...EXPRESSION_FUNCTIONS.keys()).chain((name) => counts(name).chain((count) =>
    fc.array(tie('tree'), { minLength: count, maxLength: count }).map((args): ExpressionTree => ({ kind: 'call', name, args }))))),
})).tree;

const read = (text: string): ExpressionTree => {
  const parsed = parseExpression(text);
  if ('problem' in parsed) throw new Error(`${parsed.problem} at ${parsed.offset} of ${text}`);
  return parsed.expression;
};

/** What the text cannot keep apart: `(a + b) + c` is a sum of three, and minus a number is a number. */
function plain(of: ExpressionTree): ExpressionTree {
  if (of.kind !== 'call') return of;
  const args = of.args.map(plain);
  const [first] = args;
  if (of.name === 'neg' && first?.kind === 'number' && first.value >= 0 && !Object.is(first.value, -0)) return { kind: 'number', value: -first.value };
  if (['add', 'sub', 'mul', 'div'].includes(of.name) && first?.kind === 'call' && first.name === of.name) return { ...of, args: [...first.args, ...args.slice(1)] };
  return { ...of, args };
}

describe('expressions as text', () => {
  it('say the same when read again', () => {
    fc.assert(fc.property(tree, (of) => {
      const text = formatExpression(of);
      expect(read(text)).toEqual(plain(of));
      expect(formatExpression(read(text))).toBe(text);
    }));
  });

  it('are read or refused at a place in the text, whatever it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('(', ')', '+', '-', '^', ',', 'exp', 'a', '1', 'e', '.', ' '), { maxLength: 40 }).map((parts) => parts.join(''))), (text) => {
      const parsed = parseExpression(text);
      if ('problem' in parsed) expect(parsed.offset).toSatisfy((at: number) => at >= 0 && at <= text.length);
      else expect(formatExpression(parsed.expression)).not.toBe('');
    }));
  });

  it.each([
    ['lambda-1', 'lambda-1'], ['lambda - 1', 'lambda - 1'], ['lambda -1', 'lambda - 1'], ['3-lambda', '3 - lambda'],
    ['a - (b - c)', 'a - (b - c)'], ['(a - b) - c', 'a - b - c'], ['-2^2', '-2 ^ 2'], ['(-2)^2', '(-2) ^ 2'], ['2 ^ -x', '2 ^ -x'],
    ['.5e-9', '5e-10'], ['exponential( 0.001,mission-time )', 'exponential(0.001, mission-time)'], ['a × 2 − 1', 'a * 2 - 1'],
  ])('%s is %s', (text, formatted) => {
    expect(formatExpression(read(text))).toBe(formatted);
  });

  it.each([
    ['', 'A number, a name or “(” is missing at the end', 0],
    ['1 +', 'A number, a name or “(” is missing at the end', 3],
    ['2 lambda', 'An operator is missing before “lambda”', 2],
    ['(1', '“)” is missing at the end', 2],
    ['1)', 'There is no “(” for this “)”', 1],
    ['1 + expon(2)', 'There is no function “expon”', 4],
    ['exponential(1)', '“exponential” takes 2 (lambda, t) arguments, here is 1', 0],
    ['lognormal-deviate(1)', '“lognormal-deviate” takes 3 (mean, error-factor, level) or 2 (mu, sigma) arguments, here is 1', 0],
    ['1e999', '“1e999” is too large a number', 0],
    ['('.repeat(5000), 'The expression is nested too deeply', 67],
    ['-'.repeat(5000), 'The expression is nested too deeply', undefined],
    ['1' + '+1-1'.repeat(5000), 'The expression is nested too deeply', undefined],
  ])('%.30s is refused', (text, problem, offset) => {
    expect(parseExpression(text)).toEqual({ problem, offset: offset ?? expect.any(Number) });
  });

  it('names its parameters', () => {
    expect([...namesIn(read('a * exponential(b, a + mission-time)'))]).toEqual(['a', 'b']);
  });
});
