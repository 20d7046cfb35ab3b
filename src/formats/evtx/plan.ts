import type { JsonObject } from './json.ts';
import { isElement, type Element, type Part, type Substitution } from './binxml.ts';

/**
 * What to do with the elements of a template, found out once for all its instances: which value goes into which field,
 * which into an attribute of which name. The event schema has the names (learn.microsoft.com, "Event Schema").
 */
export interface EventPlan {
  readonly system: readonly SystemStep[];
  readonly children: readonly ChildPlan[];
}

/** Places of what `System` says. */
export const SLOT = {
  provider: 0, providerGuid: 1, eventSource: 2, eventId: 3, qualifiers: 4, version: 5, level: 6, task: 7, opcode: 8, keywords: 9, time: 10, recordId: 11,
  activityId: 12, relatedActivityId: 13, processId: 14, threadId: 15, channel: 16, computer: 17, userId: 18,
} as const;
export const SLOTS = 19;

const SYSTEM: ReadonlyMap<string, number> = new Map(Object.entries({
  'Provider@Name': SLOT.provider, 'Provider@Guid': SLOT.providerGuid, 'Provider@EventSourceName': SLOT.eventSource, EventID: SLOT.eventId, 'EventID@Qualifiers': SLOT.qualifiers,
  Version: SLOT.version, Level: SLOT.level, Task: SLOT.task, Opcode: SLOT.opcode, Keywords: SLOT.keywords, 'TimeCreated@SystemTime': SLOT.time, EventRecordID: SLOT.recordId,
  'Correlation@ActivityID': SLOT.activityId, 'Correlation@RelatedActivityID': SLOT.relatedActivityId, 'Execution@ProcessID': SLOT.processId, 'Execution@ThreadID': SLOT.threadId,
  Channel: SLOT.channel, Computer: SLOT.computer, 'Security@UserID': SLOT.userId,
}));

export interface SystemStep extends Memo {
  /** -1: none of the fields, an attribute of that `name`. */
  readonly slot: number;
  readonly name: string;
  /** The value; -1: `parts`. */
  readonly index: number;
  readonly parts: readonly Part[];
}

/** Where in the chunk the value stood last time, and what it was: hosts, channels and users repeat. */
export interface Memo {
  /** Number of the chunk. */
  chunk: number;
  at: number;
  size: number;
  value: string;
}

export type ChildPlan =
  | { readonly kind: 'data'; readonly data: DataPlan }
  | { readonly kind: 'user'; readonly parts: ReadonlyArray<DataPlan | Substitution> }
  | { readonly kind: 'other'; readonly element: Element }
  | { readonly kind: 'value'; readonly substitution: Substitution };

export interface DataPlan {
  readonly steps: readonly DataStep[];
  /** Filled anew for each record; its members keep their order. `undefined`: names are known only when values are. */
  readonly reused: JsonObject | undefined;
  /** Names that several steps have. */
  readonly several: readonly string[] | undefined;
}

export interface DataStep extends Memo {
  readonly name: string;
  /** ` name=`, for the body. */
  readonly prefix: string;
  /** The one value that it holds; -1: evaluate `part`. */
  readonly index: number;
  readonly optional: boolean;
  readonly part: Part;
  /** Others of the same name: an array. */
  many: boolean;
}

export function planEvent(event: Element): EventPlan {
  const system: SystemStep[] = [];
  const children: ChildPlan[] = [];
  for (const part of event.content) {
    if (typeof part === 'string') continue;
    if (!isElement(part)) children.push({ kind: 'value', substitution: part });
    else if (part.name === 'System') planSystem(part, system);
    else children.push(planChild(part));
  }
  return { system, children };
}

export function planSystem(system: Element, steps: SystemStep[] = []): SystemStep[] {
  const step = (name: string, parts: readonly Part[]): void => {
    const only = parts.length === 1 ? parts[0]! : '';
    const index = typeof only === 'string' || isElement(only) ? -1 : only.index;
    steps.push({ slot: SYSTEM.get(name) ?? -1, name, index, parts, chunk: -1, at: -1, size: -1, value: '' });
  };
  for (const part of system.content) {
    if (typeof part === 'string' || !isElement(part)) continue;
    for (const { name, parts } of part.attributes) if (!isNamespace(name)) step(`${part.name}@${name}`, parts);
    if (part.content.length > 0) step(part.name, part.content);
  }
  return steps;
}

export function planChild(element: Element): ChildPlan {
  if (element.name === 'EventData') return { kind: 'data', data: planData(element, 'EventData') };
  if (element.name === 'UserData') return { kind: 'user', parts: element.content.flatMap((part) => (typeof part === 'string' ? [] : [isElement(part) ? planData(part, 'UserData') : part])) };
  return { kind: 'other', element };
}

/** What holds the data: `EventData`, or the one element in `UserData`, whose name is then said as `UserData`. */
export function planData(element: Element, kind: 'EventData' | 'UserData'): DataPlan {
  const steps: DataStep[] = [];
  const add = (name: string, part: Part, index: number, optional: boolean): void => {
    steps.push({ name, prefix: ` ${name}=`, index, optional, part, many: false, chunk: -1, at: -1, size: -1, value: '' });
  };
  if (kind === 'UserData') add('UserData', element.name, -1, false);
  for (const { name, parts } of element.attributes) {
    if (isNamespace(name)) continue;
    const only = parts.length === 1 ? parts[0]! : '';
    add(kind === 'EventData' && name === 'Name' ? 'EventData' : name, { name, attributes: [], content: parts, dependency: -1 }, typeof only === 'string' || isElement(only) ? -1 : only.index, true);
  }
  for (const part of element.content) {
    if (typeof part === 'string') {
      if (part.trim() !== '') add('#text', part, -1, false);
      continue;
    }
    if (!isElement(part)) {
      add('', part, -1, part.optional);
      continue;
    }
    const named = part.attributes.find((attribute) => attribute.name === 'Name');
    const name = part.name === 'Data' && named !== undefined ? named.parts : part.name;
    const plain = part.dependency < 0 && part.attributes.every((attribute) => isNamespace(attribute.name) || (part.name === 'Data' && attribute === named));
    const key = typeof name === 'string' ? name : name.length === 1 && typeof name[0] === 'string' ? name[0] : undefined;
    if (key === undefined || key === '' || !plain) {
      add(part.name === 'Data' ? '' : part.name, part, -1, false);
      continue;
    }
    const only = part.content.length === 1 ? part.content[0]! : '';
    if (part.content.length === 0) add(key, '', -1, false);
    else if (typeof only !== 'string' && !isElement(only)) add(key, part, only.index, only.optional);
    else add(key, { ...part, attributes: [] }, -1, false);
  }
  // A fresh object for each record would cost more than reading it.
  let reused: JsonObject | undefined = {};
  let several: string[] | undefined;
  const firsts = new Map<string, DataStep>();
  for (const step of steps) {
    if (step.name === '' || step.name === '__proto__') reused = undefined;
    else if (reused) reused[step.name] = undefined;
    const before = firsts.get(step.name);
    if (before) {
      before.many = true;
      step.many = true;
      (several ??= []).push(step.name);
    } else firsts.set(step.name, step);
  }
  return { steps, reused, several };
}

export function isNamespace(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}
