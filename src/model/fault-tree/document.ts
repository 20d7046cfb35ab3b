import { z } from 'zod';
import { EvidenceReference } from '../evidence.ts';
import { Nanoseconds } from '../primitives.ts';

/**
 * Fault trees as people draw them (IEC 61025:2006) and as the Open-PSA Model Exchange Format 2.0 exchanges them.
 * A tree is an item of a case and each of its nodes another, so that an edit writes what it changes and no more;
 * what is read from a file has the same shape.
 */

/**
 * The connectives. `null` passes its one input on. `inhibit` is an AND whose second input is its condition; `pand` an AND
 * whose inputs happen from left to right: neither has a word of its own in the MEF. `imply` and `iff` have two inputs.
 */
export const GATE_TYPES = ['or', 'and', 'atleast', 'xor', 'not', 'nand', 'nor', 'iff', 'imply', 'cardinality', 'inhibit', 'pand', 'null'] as const;
export const GateType = z.enum(GATE_TYPES);
export type GateType = z.infer<typeof GateType>;

export const EVENT_TYPES = ['basic', 'undeveloped', 'house', 'conditioning'] as const;
export const EventType = z.enum(EVENT_TYPES);
export type EventType = z.infer<typeof EventType>;

const Id = z.string().min(1).max(64);
/** A name as the MEF has it ("E1", "pump-1", "ElectricSource.Failure"): unique among the nodes of a tree. */
export const NodeName = z.string().max(200).regex(/^[A-Za-z_](?:[\w-]*\w)?(?:\.[A-Za-z_0-9](?:[\w-]*\w)?)*$/);

/**
 * A number, a parameter, or a function of the MEF's stochastic layer under the name of its element, with its arguments in
 * their order: `0.02`, `2 * lambda`, `exponential(lambda, mission-time)`, `periodic-test(lambda, tau, theta, mission-time)`,
 * `lognormal-deviate(0.01, 3, 0.95)`. Empty: not said.
 */
export const Expression = z.string().max(4000);

export const Parameter = z.object({
  name: NodeName,
  expression: Expression,
  /** A unit of the MEF ("hours", "hours-1", "fit", "years", "demands", "bool"), or empty. */
  unit: z.string().max(40),
  title: z.string().max(300),
});
export type Parameter = z.infer<typeof Parameter>;

export const CCF_MODELS = ['beta-factor', 'MGL', 'alpha-factor', 'phi-factor'] as const;

/** Events that fail of a common cause. `factors` from the level the model begins with (beta and MGL: 2; alpha and phi: 1). */
export const CommonCauseGroup = z.object({
  name: NodeName,
  title: z.string().max(300),
  model: z.enum(CCF_MODELS),
  /** Ids of basic events, two or more. */
  members: z.array(Id).max(100),
  /** Probability that one member fails of all its causes. */
  distribution: Expression,
  factors: z.array(Expression).max(100),
});
export type CommonCauseGroup = z.infer<typeof CommonCauseGroup>;

export const FaultTree = z.object({
  kind: z.literal('fault-tree'),
  id: Id,
  /** "Checkout cannot place orders". */
  title: z.string().min(1).max(300),
  /** Markdown. */
  note: z.string().max(100_000),
  /** Ids of nodes: the events that the tree explains, in the order of its pages. */
  tops: z.array(Id).max(1000),
  /** Hours; what `mission-time` means in expressions. */
  missionTimeHours: z.number().positive().optional(),
  /** What a probability is of: "per deploy", "per year". */
  per: z.string().max(100),
  parameters: z.array(Parameter).max(10_000),
  commonCauses: z.array(CommonCauseGroup).max(1000),
  createdAtNs: Nanoseconds,
});
export type FaultTree = z.infer<typeof FaultTree>;

export const OBSERVED_STATES = ['happened', 'did-not-happen', 'unknown'] as const;
export const ObservedState = z.enum(OBSERVED_STATES);
export type ObservedState = z.infer<typeof ObservedState>;

/** Whether an event happened in this incident, and what shows it. */
export const Observation = z.object({
  state: ObservedState,
  atNs: Nanoseconds.optional(),
  note: z.string().max(20_000),
  evidence: z.array(EvidenceReference).max(1000),
});
export type Observation = z.infer<typeof Observation>;

export const UNOBSERVED: Observation = { state: 'unknown', note: '', evidence: [] };

/** What a gate takes in; `complement`: that it does not happen. */
export const GateInput = z.object({ id: Id, complement: z.boolean() });
export type GateInput = z.infer<typeof GateInput>;

const Node = {
  kind: z.literal('fault-node'),
  id: Id,
  treeId: Id,
  name: NodeName,
  /** The words in its rectangle; empty: the name alone is drawn. */
  title: z.string().max(500),
  note: z.string().max(100_000),
  observed: Observation,
};

/** An intermediate event with the gate under it. */
export const FaultGate = z.object({
  ...Node,
  type: z.literal('gate'),
  gate: GateType,
  /** `atleast` and `cardinality`: k of the inputs or more; `cardinality`: and no more than `max`. */
  min: z.number().int().min(0).max(100_000).optional(),
  max: z.number().int().min(0).max(100_000).optional(),
  /** Ids of nodes of the same tree, from left to right. One node may be an input of many gates. */
  inputs: z.array(GateInput).max(100_000),
  /** Drawn on a page of its own: where it is an input stands a transfer symbol. */
  ownPage: z.boolean(),
});
export type FaultGate = z.infer<typeof FaultGate>;

export const FaultEvent = z.object({
  ...Node,
  type: z.literal('event'),
  event: EventType,
  /** Of events other than house events. */
  probability: Expression,
  /** Of a house event: whether it is on. */
  on: z.boolean(),
});
export type FaultEvent = z.infer<typeof FaultEvent>;

export const FaultNode = z.discriminatedUnion('type', [FaultGate, FaultEvent]);
export type FaultNode = z.infer<typeof FaultNode>;

/** A tree with all its nodes: what is analysed, exchanged, drawn and edited. */
export interface FaultTreeDocument {
  readonly tree: FaultTree;
  readonly nodes: readonly FaultNode[];
}
