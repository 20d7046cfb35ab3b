import { FailureError } from '../../../base/result.ts';
import type { RelinkCommand, SimpleCommand, TextEdit } from '../../../model/command.ts';
import { citationLabel, type EvidenceReference } from '../../../model/evidence.ts';
import type { Store } from '../store.ts';

/**
 * A change as an inverse holds it: a simple command, except that text edits apply to the text as it stands
 * (undo knows that it is the right one, and the revision has moved on since).
 */
export type Change =
  | Exclude<SimpleCommand, { name: 'postmortem.edit' }>
  | RelinkCommand
  | { readonly name: 'postmortem.edit'; readonly input: { readonly baseRevision?: number | undefined; readonly edits: readonly TextEdit[] } };

/** A command or what stands in a journal: a batch may hold changes as well. */
export type Applicable = Change | { readonly name: 'batch'; readonly input: { readonly label: string; readonly commands: readonly Change[] } };

/** Inputs by command name, and a command of one name: the pair that lets a table of commands be called with types. */
export type Inputs = { readonly [C in Applicable as C['name']]: C['input'] };
export type Named<Name extends keyof Inputs = keyof Inputs> = { readonly [N in Name]: { readonly name: N; readonly input: Inputs[N] } }[Name];

export interface Outcome {
  /** Changes that take it back, in the order to apply them. Empty: the command changed nothing. */
  readonly inverse: readonly Change[];
  /** One line for people. */
  readonly summary: string;
}

/**
 * What a command does. `apply` is part of the record for good: redo and the verification of a case run it again
 * on old inputs and must get the same state. It reads nothing but the store and the input, throws `FailureError`
 * on expected failure, and may leave half a change behind when it throws: the caller rolls back.
 */
export interface CommandDefinition<Name extends keyof Inputs> {
  readonly name: Name;
  apply(store: Store, input: Inputs[Name]): Outcome;
}

export function defineCommand<Name extends keyof Inputs>(definition: CommandDefinition<Name>): CommandDefinition<Name> {
  return definition;
}

export const NOTHING: readonly Change[] = [];

export function refuse(code: string, message: string, data?: Readonly<Record<string, unknown>>): never {
  throw new FailureError(data === undefined ? { code, message } : { code, message, data });
}

/** A citation must point into evidence that the case holds: that is what makes it proof. */
export function checkReference(store: Store, reference: EvidenceReference): void {
  const sizeBytes = store.sizeOfArtifact(reference.sha256);
  if (sizeBytes === undefined) {
    refuse('evidence/not-found', `The case has no evidence ${reference.sha256.slice(0, 8)}. Add the file to the case before citing it.`, { sha256: reference.sha256 });
  }
  const { locator } = reference;
  if (locator.kind === 'bytes' && locator.offsetBytes + locator.lengthBytes > sizeBytes) {
    refuse('evidence/not-found', `${citationLabel(reference)} lies outside the file, which has ${sizeBytes} bytes.`, { sha256: reference.sha256, sizeBytes });
  }
}
