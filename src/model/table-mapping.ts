import { z } from 'zod';

/**
 * How the times of a table are written. `text`: a form that says itself what stands where (ISO 8601, 14/Oct/2026,
 * 14.10.2026, 2026/10/14). `day-first` and `month-first`: 03/04/2026, which nothing in it decides. `epoch-…`: a number
 * since 1970.
 */
export const TABLE_TIME_FORMATS = ['text', 'day-first', 'month-first', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns'] as const;
export type TableTimeFormat = (typeof TABLE_TIME_FORMATS)[number];

/** Place of a column, from 0. */
const Column = z.number().int().min(0).max(9999);

/**
 * What the columns of a table (CSV and its relatives) mean. Columns without a role become attributes. The zone of times
 * that name none is the artifact's own.
 */
export const TableMapping = z.object({
  delimiter: z.enum([',', ';', '\t', '|']),
  /** Empty: quotes are text like any other. */
  quote: z.enum(['"', "'", '']),
  /** The first row names the columns. */
  header: z.boolean(),
  time: z.object({
    column: Column,
    /** The time of day, where date and time stand in two columns. */
    clock: Column.optional(),
    format: z.enum(TABLE_TIME_FORMATS),
  }).optional(),
  message: Column.optional(),
  level: Column.optional(),
  service: Column.optional(),
  host: Column.optional(),
  trace: Column.optional(),
});
export type TableMapping = z.infer<typeof TableMapping>;

/** Roles of one column, in the order a person is asked for them. */
export const TABLE_ROLES = ['message', 'level', 'service', 'host', 'trace'] as const;
export type TableRole = (typeof TABLE_ROLES)[number];
