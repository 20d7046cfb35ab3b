import type { DocumentBuilder } from './document-builder.ts';
import type { FileProblems, Place } from './file-problem.ts';

/** Functional dependencies (fdep, pdep) without order and time: what depends fails by itself, or with the trigger. */
export interface Dependency {
  readonly name: string;
  readonly trigger: string;
  readonly dependents: readonly string[];
  /** With what probability the trigger makes it fail; `undefined`: always. */
  readonly probability: string | undefined;
  readonly at: Place;
}

/** Puts an OR between each dependent and all that takes it in: by itself, or by any of its triggers. */
export function dependentsInto(builder: DocumentBuilder, dependencies: readonly Dependency[], problems: FileProblems): void {
  const causes = new Map<string, string[]>();
  for (const { name, trigger, dependents, probability, at } of dependencies) {
    if (builder.has(name)) problems.fatal(`“${name}” is defined more than once.`, at);
    for (const dependent of dependents) {
      const key = probability === undefined ? trigger : chance(builder, name, trigger, probability, at);
      const others = causes.get(dependent);
      if (others === undefined) causes.set(dependent, [key]);
      else others.push(key);
    }
  }
  const instead = new Map<string, string>();
  for (const dependent of causes.keys()) {
    builder.mention(dependent);
    instead.set(dependent, builder.derive(dependent));
  }
  builder.replace(instead);
  for (const [dependent, triggers] of causes) {
    builder.gate(instead.get(dependent)!, { gate: 'or', inputs: [dependent, ...new Set(triggers)].map((input) => ({ key: input, complement: false })) });
  }
}

/** The trigger, and that it takes the dependents with it: one chance for all of one `pdep`. */
function chance(builder: DocumentBuilder, name: string, trigger: string, probability: string, at: Place): string {
  const key = `\0${name}`;
  if (builder.has(key)) return key;
  builder.event(`\0p${name}`, { event: 'conditioning', probability }, at, `${name}-spreads`);
  builder.gate(key, { gate: 'inhibit', inputs: [{ key: trigger, complement: false }, { key: `\0p${name}`, complement: false }] }, at, name);
  return key;
}
