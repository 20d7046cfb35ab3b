import { z } from 'zod';
import { Filter } from '../../model/filter.ts';
import { defineMethod } from '../define.ts';

/** A query over `events` with the records of a filter in their order: what one sees in a list, to go on with in SQL. */
export const filterToSql = defineMethod({
  name: 'sql.ofFilter', kind: 'call', scope: 'case', errors: ['query/invalid'],
  input: z.object({ filter: Filter }),
  output: z.object({ sql: z.string() }),
});
