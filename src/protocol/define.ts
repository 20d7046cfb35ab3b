import type { z } from 'zod';

/**
 * A method of the protocol. `call` answers once; `stream` sends items (with backpressure) and may report
 * progress before its one result. `scope: 'case'` methods need an open case in the session and are forwarded
 * as they are when another process on this machine holds it. Client types, registration and validation
 * all derive from this object.
 */
export interface MethodDefinition<
  Name extends string = string,
  Kind extends 'call' | 'stream' = 'call' | 'stream',
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Item extends z.ZodType = z.ZodType,
  Progress extends z.ZodType = z.ZodType,
> {
  readonly name: Name;
  readonly kind: Kind;
  readonly scope: 'shell' | 'case';
  readonly input: Input;
  readonly output: Output;
  /** Streams only. */
  readonly item?: Item;
  readonly progress?: Progress;
  /** Failure codes a caller may meet beside the common ones (`COMMON_ERRORS`). */
  readonly errors: readonly string[];
}

/** Codes any method may answer with. `internal` carries an id that the log has too. */
export const COMMON_ERRORS = [
  'internal', 'cancelled', 'protocol/invalid-input', 'protocol/unknown-method', 'protocol/disconnected', 'case/not-open',
  'protocol/too-large', 'protocol/too-many-calls',
  /** These end the connection: every call on it answers so. */
  'protocol/version', 'protocol/invalid-frame', 'protocol/refused',
  /** The process that held the case ended in the middle of the call: nobody knows whether it took effect. */
  'case/interrupted',
] as const;

export function defineMethod<
  const Name extends string,
  const Kind extends 'call' | 'stream',
  Input extends z.ZodType,
  Output extends z.ZodType,
  Item extends z.ZodType = z.ZodNever,
  Progress extends z.ZodType = z.ZodNever,
>(definition: MethodDefinition<Name, Kind, Input, Output, Item, Progress>): MethodDefinition<Name, Kind, Input, Output, Item, Progress> {
  return definition;
}

export type AnyMethod = MethodDefinition;
/** What a caller may pass (defaults are optional). */
export type InputOf<M extends AnyMethod> = z.input<M['input']>;
/** What a handler receives (defaults filled in). */
export type ParsedInputOf<M extends AnyMethod> = z.output<M['input']>;
export type OutputOf<M extends AnyMethod> = z.output<M['output']>;
export type ItemOf<M extends AnyMethod> = M extends MethodDefinition<string, 'stream', z.ZodType, z.ZodType, infer I> ? z.output<I> : never;
export type ProgressOf<M extends AnyMethod> = M extends MethodDefinition<string, 'call' | 'stream', z.ZodType, z.ZodType, z.ZodType, infer P> ? z.output<P> : never;
