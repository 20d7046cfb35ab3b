import { z } from 'zod';
import { Nanoseconds, Sha256 } from './primitives.ts';

/**
 * A filter over events, as data: what chips show, links carry and SQL is made from. All terms must hold.
 * `:` terms of the same field are alternatives ("level:error level:fatal"), unless negated; comparisons all hold
 * ("status>=400 status<500"). `level:error` is the whole class (17–20), `level>=warn` it and worse. filter-text.ts
 * has the language that people type.
 */
export const FilterTerm = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('field'),
    field: z.string().min(1).max(200),
    /** `:` equals (or contains, for body), with `*` as wildcard; the others compare numbers. */
    op: z.enum([':', '>', '>=', '<', '<=']),
    value: z.string().max(2000),
    negated: z.boolean(),
  }),
  /** Case-insensitive substring of the body or of the attributes. */
  z.object({ kind: z.literal('text'), text: z.string().min(1).max(2000), negated: z.boolean() }),
  /** RE2 syntax: linear time whatever is typed. */
  z.object({ kind: z.literal('regex'), pattern: z.string().min(1).max(2000), negated: z.boolean() }),
]);
export type FilterTerm = z.infer<typeof FilterTerm>;

export const Filter = z.object({
  terms: z.array(FilterTerm).max(100),
  /** Half-open: from ≤ time < to. Events with no time are left out once either is set. */
  fromNs: Nanoseconds.optional(),
  toNs: Nanoseconds.optional(),
  /** Only these artifacts; empty means all. */
  artifacts: z.array(Sha256).max(1000).optional(),
});
export type Filter = z.infer<typeof Filter>;

export const EMPTY_FILTER: Filter = { terms: [] };
