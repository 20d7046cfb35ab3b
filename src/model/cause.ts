import { z } from 'zod';
import { EvidenceReference } from './evidence.ts';
import { Nanoseconds } from './primitives.ts';

/** Whys, contributing factors, barriers and failure modes: how people reason from what happened to what made it possible. */

const Id = z.string().min(1).max(64);
const Evidence = z.array(EvidenceReference).max(1000);

export const WHY_STATES = ['open', 'closed', 'ruled-out'] as const;
export const WhyState = z.enum(WHY_STATES);
export type WhyState = z.infer<typeof WhyState>;

/** One step of branching whys: an effect and, below it, the steps that answer why it came about. The first step has no `parentId`. */
export const Why = z.object({
  kind: z.literal('why'),
  id: Id,
  /** The step that this one answers; none: where a set of whys begins. */
  parentId: Id.optional(),
  /** Among the answers to the same step, ascending; those of equal order by id. */
  order: z.number(),
  /** What happened or was so, as a sentence. */
  statement: z.string().min(1).max(2000),
  note: z.string().max(100_000),
  /** The answers below are all needed together (`all`), or each is enough (`any`). */
  join: z.enum(['all', 'any']),
  state: WhyState,
  evidence: Evidence,
  /** Ids of timeline entries it stands for. */
  entries: z.array(Id).max(100),
  /** Of the first step: a step without evidence cannot be closed. */
  strict: z.boolean(),
  createdAtNs: Nanoseconds,
});
export type Why = z.infer<typeof Why>;

export const FACTOR_PARTS = ['trigger', 'enabler', 'latent', 'detection', 'response', 'mitigator', 'luck'] as const;
export const FactorPart = z.enum(FACTOR_PARTS);
export type FactorPart = z.infer<typeof FactorPart>;

/** What contributed to the incident, to its length or to its end. */
export const Factor = z.object({
  kind: z.literal('factor'),
  id: Id,
  title: z.string().min(1).max(500),
  note: z.string().max(100_000),
  part: FactorPart,
  /** Categories of taxonomies, by `taxonomy/category` ids. */
  tags: z.array(z.string().min(1).max(200)).max(100),
  evidence: Evidence,
  /** Whys, timeline entries, fault-tree nodes and actions it belongs to. */
  whys: z.array(Id).max(100),
  entries: z.array(Id).max(100),
  nodes: z.array(Id).max(100),
  actions: z.array(Id).max(100),
  createdAtNs: Nanoseconds,
});
export type Factor = z.infer<typeof Factor>;

/** Categories to tag factors with. Those that come with Tephra stand in taxonomies.ts until somebody edits one; its copy is then the case's. */
export const Taxonomy = z.object({
  kind: z.literal('taxonomy'),
  id: Id,
  title: z.string().min(1).max(200),
  note: z.string().max(5000),
  categories: z.array(z.object({ id: Id, title: z.string().min(1).max(200), hint: z.string().max(2000), parentId: Id.optional() })).max(1000),
});
export type Taxonomy = z.infer<typeof Taxonomy>;

export const BARRIER_STATES = ['held', 'failed', 'bypassed', 'missing', 'unknown'] as const;

/** Something that stood, or could have stood, between a hazard and harm. */
export const Barrier = z.object({
  kind: z.literal('barrier'),
  id: Id,
  title: z.string().min(1).max(500),
  note: z.string().max(100_000),
  /** What it stops, and what it protects. */
  hazard: z.string().max(500),
  target: z.string().max(500),
  function: z.enum(['prevent', 'detect', 'contain', 'recover']),
  state: z.enum(BARRIER_STATES),
  order: z.number(),
  evidence: Evidence,
  actions: z.array(Id).max(100),
  createdAtNs: Nanoseconds,
});
export type Barrier = z.infer<typeof Barrier>;

/** 1 (best) to 10 (worst), as in the AIAG & VDA FMEA handbook (2019). */
const Rating = z.number().int().min(1).max(10);

/** A row of the FMEA sheet. */
export const FailureMode = z.object({
  kind: z.literal('failure-mode'),
  id: Id,
  /** What fails ("connection pool"), what it is for, how it fails, what follows, why. */
  component: z.string().min(1).max(300),
  function: z.string().max(1000),
  mode: z.string().min(1).max(1000),
  effect: z.string().max(2000),
  cause: z.string().max(2000),
  prevention: z.string().max(2000),
  detection: z.string().max(2000),
  severity: Rating.optional(),
  occurrence: Rating.optional(),
  detectability: Rating.optional(),
  evidence: Evidence,
  factors: z.array(Id).max(100),
  nodes: z.array(Id).max(100),
  actions: z.array(Id).max(100),
  createdAtNs: Nanoseconds,
});
export type FailureMode = z.infer<typeof FailureMode>;
