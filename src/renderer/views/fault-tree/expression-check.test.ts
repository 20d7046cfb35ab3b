import { expect, test } from 'vitest';
import type { FaultTree } from '../../../model/fault-tree/document.ts';
import { checkExpression } from './expression-check.ts';

const parameter = (name: string, expression: string): FaultTree['parameters'][number] => ({ name, expression, unit: '', title: '' });
const tree: FaultTree = {
  kind: 'fault-tree', id: 't', title: 'T', note: '', tops: [], per: '', commonCauses: [], createdAtNs: 0n, missionTimeHours: 24,
  parameters: [parameter('lambda', '1e-3'), parameter('a', 'b'), parameter('b', 'a'), parameter('broken', '1 +')],
};
const problem = (text: string): string | undefined => checkExpression(text, tree).problem;

test('what an expression comes to, with the parameters and the mission time of its tree', () => {
  expect(checkExpression('0.02', tree)).toEqual({ value: 0.02, problem: undefined });
  expect(checkExpression('exponential(lambda, mission-time)', tree).value).toBeCloseTo(1 - Math.exp(-0.024), 12);
  expect(checkExpression('lognormal-deviate(0.02, 3, 0.95)', tree).value).toBeCloseTo(0.02, 12);
  expect(checkExpression('', tree)).toEqual({ value: undefined, problem: undefined });
  expect(checkExpression('4', tree, 'value').value).toBe(4);
});

test('what is wrong is a sentence that says where', () => {
  expect(problem('1.5')).toBe('1.5 is no probability: it lies outside 0 to 1.');
  expect(problem('mu * 2')).toBe('No parameter is called “mu”. Add it under Tree.');
  expect(problem('0.1 +')).toMatch(/^[A-Z].* at character \d+\.$/);
  expect(problem('a')).toMatch(/depends on itself\.$/);
  expect(problem('broken')).toMatch(/cannot be read/);
});
