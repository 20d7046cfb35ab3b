import { describe, expect, it } from 'vitest';
import { chartInput, defaultChart } from './chart-choice.ts';
import type { Column } from '../model/result-text.ts';

const col = (name: string, type: string): Column => ({ name, type });
const minute = col('minute', 'TIMESTAMP');
const service = col('service_name', 'VARCHAR');
const n = col('n', 'BIGINT');
const ms = col('p99_ms', 'DOUBLE');

describe('what to draw', () => {
  const rows = [[null]];
  it('counts over time are bars, split by text', () => {
    expect(defaultChart([minute, service, n], rows)).toEqual({ kind: 'bar', x: 0, y: [2], series: 1 });
    expect(defaultChart([minute, n], rows)).toEqual({ kind: 'bar', x: 0, y: [1], series: undefined });
  });
  it('measures over time are lines', () => {
    expect(defaultChart([ms, minute, col('p50_ms', 'DOUBLE')], rows)).toEqual({ kind: 'line', x: 1, y: [0, 2], series: undefined });
  });
  it('names are rows of bars', () => {
    expect(defaultChart([service, n], rows)).toEqual({ kind: 'bar', x: 0, y: [1], series: undefined });
  });
  it('a text that is different in each row splits nothing', () => {
    const each = Array.from({ length: 100 }, (_, i) => [null, `request ${i}`, i]);
    expect(defaultChart([minute, service, n], each)).toEqual({ kind: 'bar', x: 0, y: [2], series: undefined });
  });
  it('two numbers are a line over the first', () => {
    expect(defaultChart([n, ms], rows)).toEqual({ kind: 'line', x: 0, y: [1], series: undefined });
  });
  it('places and identities are no heights', () => {
    expect(defaultChart([col('artifact', 'VARCHAR'), col('offset_bytes', 'BIGINT'), col('time_ns', 'BIGINT')], rows)).toBeUndefined();
    expect(defaultChart([n], rows)).toBeUndefined();
    expect(defaultChart([minute, n], [])).toBeUndefined();
  });
});

describe('a result as series', () => {
  it('in order of time from the first, with gaps for NULL', () => {
    const { data, withoutPlace } = chartInput([minute, ms], [['1970-01-01T00:02:00.000000000Z', 2], ['1970-01-01T00:01:00.000000000Z', null], [null, 5]], { kind: 'line', x: 0, y: [1], series: undefined });
    expect(data.x).toEqual({ kind: 'time', title: 'minute', originNs: 60_000_000_000n });
    expect([...data.series[0]!.x]).toEqual([0, 60e9]);
    expect([...data.series[0]!.y]).toEqual([Number.NaN, 2]);
    expect(withoutPlace).toBe(1);
  });
  it('split by a column, in order of its names', () => {
    const { data } = chartInput([n, service, ms], [[1, 'b', 1], [1, 'a', 2], [2, null, 3]], { kind: 'line', x: 0, y: [2], series: 1 });
    expect(data.series.map((s) => [s.name, ...s.x])).toEqual([['NULL', 2], ['a', 1], ['b', 1]]);
  });
  it('counts what shares a place', () => {
    expect(chartInput([n, ms], [[1, 1], [1, 2], [2, 3]], { kind: 'line', x: 0, y: [1], series: undefined }).doubled).toBe(1);
    expect(chartInput([n, ms], [[1, 1], [1, 2]], { kind: 'scatter', x: 0, y: [1], series: undefined }).doubled).toBe(0);
  });
  it('of names in the order they came, and of integers too large for a double', () => {
    const { data } = chartInput([service, n], [['b', 9007199254740993n], ['a', 1]], { kind: 'bar', x: 0, y: [1], series: undefined });
    expect(data.x).toMatchObject({ labels: ['b', 'a'] });
    expect(data.series[0]!.y[0]).toBe(9007199254740992);
  });
});
