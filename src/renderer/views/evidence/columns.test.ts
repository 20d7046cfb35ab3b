import { expect, it } from 'vitest';
import type { TableMapping } from '../../../model/table-mapping.ts';
import { rolesOf, withColumn, withTime } from './columns.ts';

const mapping: TableMapping = { delimiter: ',', quote: '"', header: true, time: { column: 0, format: 'day-first' }, message: 2 };

it('a column has one role', () => {
  expect(withColumn(mapping, 'level', 2)).toEqual({ ...mapping, message: undefined, level: 2 });
  expect(rolesOf(withColumn(mapping, 'service', 0))).toEqual(new Map([[0, 'service'], [2, 'message']]));
  expect(withColumn(mapping, 'message', undefined)).not.toHaveProperty('message');
});

it('a time in another column keeps its form; its time of day may stand apart', () => {
  expect(withTime(mapping, 2)).toEqual({ delimiter: ',', quote: '"', header: true, time: { column: 2, format: 'day-first' } });
  const apart = withTime(mapping, 0, 1);
  expect(apart.time).toEqual({ column: 0, clock: 1, format: 'day-first' });
  expect(withColumn(apart, 'host', 1).time).toEqual({ column: 0, format: 'day-first' });
  expect(withTime(apart, undefined)).not.toHaveProperty('time');
  expect(withTime(mapping, 0, 0).time).toEqual({ column: 0, format: 'day-first' });
});
