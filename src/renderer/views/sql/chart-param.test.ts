import { describe, expect, it } from 'vitest';
import { formatChart, parseChart } from './chart-param.ts';

const columns = [{ name: 'minute, UTC', type: 'TIMESTAMP' }, { name: 'a+b', type: 'BIGINT' }, { name: 'c', type: 'DOUBLE' }, { name: 'service', type: 'VARCHAR' }];

describe('a chart in a link', () => {
  it.each([
    { kind: 'area', x: 0, y: [1, 2], series: undefined }, { kind: 'bar', x: 3, y: [2], series: undefined }, { kind: 'line', x: 0, y: [1], series: 3 },
  ] as const)('comes back: %o', (choice) => expect(parseChart(formatChart(choice, columns), columns)).toEqual(choice));
  it('means nothing for a result with other columns', () => {
    expect(parseChart('line,hour,n', columns)).toBeUndefined();
    expect(parseChart('line,c,service', columns)).toBeUndefined();
    expect(parseChart('pie,c,a%2Bb', columns)).toBeUndefined();
    expect(parseChart('line,service,c', columns)).toBeUndefined();
    expect(parseChart(undefined, columns)).toBeUndefined();
  });
});
