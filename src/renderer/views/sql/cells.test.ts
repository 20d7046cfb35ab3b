import { describe, expect, it } from 'vitest';
import { cellText, jsonText, kindOf, shownCell, sortedOrder, type Row } from './cells.ts';

describe('kinds of columns', () => {
  it.each([
    ['TIMESTAMP_NS', 'time'], ['TIMESTAMP WITH TIME ZONE', 'time'], ['BIGINT', 'integer'], ['UTINYINT', 'integer'], ['HUGEINT', 'integer'], ['INTEGER', 'integer'],
    ['DOUBLE', 'number'], ['DECIMAL(18,3)', 'number'], ['BOOLEAN', 'boolean'], ['JSON', 'json'], ['VARCHAR', 'text'], ['VARCHAR[]', 'nested'],
    ['STRUCT(a INTEGER)', 'nested'], ['MAP(VARCHAR, INTEGER)', 'nested'], ['INTEGER[3]', 'nested'], ['INTERVAL', 'text'], ['DATE', 'text'],
  ])('%s is %s', (type, kind) => expect(kindOf(type)).toBe(kind));
});

describe('cells', () => {
  it('keep every digit', () => {
    expect(cellText(9007199254740993n)).toBe('9007199254740993');
    expect(jsonText({ a: [1, 9007199254740993n, null, Number.NaN], 'b"': 'x' })).toBe('{"a":[1,9007199254740993,null,"NaN"],"b\\"":"x"}');
  });
  it('show times in the zone, as exact as they are', () => {
    expect(shownCell('2026-10-14T10:33:00.000000000Z', 'time', 'Europe/Berlin')).toBe('2026-10-14 12:33:00');
    expect(shownCell('2026-10-14T10:33:00.000000001Z', 'time', 'UTC')).toBe('2026-10-14 10:33:00.000000001');
    expect(shownCell('infinity', 'time', 'UTC')).toBe('infinity');
  });
  it('tell NULL from nothing written', () => {
    expect(shownCell(null, 'text', 'UTC')).toBeUndefined();
    expect(shownCell('', 'text', 'UTC')).toBe('');
  });
  it('show what would hide or reorder', () => {
    expect(shownCell('\u001b[31m\u202egnp\u0000', 'text', 'UTC')).toBe('␛[31m\\u{202e}gnp␀');
  });
  it('are cut for the row, not for the copy', () => {
    const long = 'x'.repeat(5000);
    expect(shownCell(long, 'text', 'UTC')).toHaveLength(400);
    expect(cellText(long)).toHaveLength(5000);
  });
});

describe('sorting', () => {
  const order = (values: unknown[], descending = false): unknown[] => {
    const rows: Row[] = values.map((v) => [v]);
    return [...sortedOrder(rows, { column: 0, descending })!].map((i) => values[i]);
  };
  it('compares numbers with exact integers', () => {
    expect(order([3, 9007199254740993n, 9007199254740992, -1.5, 9007199254740994n])).toEqual([-1.5, 3, 9007199254740992, 9007199254740993n, 9007199254740994n]);
  });
  it('puts NULL last both ways, and keeps equals as they were', () => {
    expect(order([null, 2, 1, null, 2])).toEqual([1, 2, 2, null, null]);
    expect(order([null, 2, 1], true)).toEqual([2, 1, null]);
    const rows: Row[] = [['b', 0], ['a', 1], ['b', 2], ['a', 3]];
    expect([...sortedOrder(rows, { column: 0, descending: true })!]).toEqual([0, 2, 1, 3]);
  });
  it('orders text by its letters', () => expect(order(['b', 'B', 'a'])).toEqual(['B', 'a', 'b']));
});
