import { emptyAttributes, MAX_BODY } from './contract-record.ts';
import type { EventRecord, FieldDefinition, FieldValue } from './contract.ts';
import { isNest, meaning, normalName } from './contract-json-keys.ts';
import { severityOf } from './contract-level.ts';
import { isObject, type Json } from './contract-json-object.ts';
import { stringifyJson } from './contract-json.ts';
import { timeOfValue } from './contract-json-time.ts';

export const fields: readonly FieldDefinition[] = [
  { name: 'logger.name', type: 'string', description: 'Logger, target or category that wrote the record.', facet: true },
  { name: 'thread.name', type: 'string', description: 'Thread that wrote the record.', facet: true },
  { name: 'process.pid', type: 'integer', description: 'Process that wrote the record.' },
];

/** What reading one object found wrong. */
export interface Finding {
  /** A member that should be the time is none. */
  unreadableTime: string | undefined;
}

/**
 * One object of a structured log. Members with a meaning (keys.ts) become fields of the record; everything else is
 * kept under its own name as attributes. Members of nested objects such as `fields` (Rust tracing), `log` (ECS) or
 * `attr` are looked at when the record itself does not have what they hold; they stay in the attributes.
 */
export function readObject(object: Json, record: EventRecord, zone: string): Finding {
  const best: Best = {};
  collect(object, 0, best);
  for (const key of Object.keys(object)) if (isObject(object[key]) && isNest(key)) collect(object[key], 1000, best);
  const used = new Set<string>();
  const finding: Finding = { unreadableTime: undefined };

  for (const candidate of best.time ?? []) {
    const time = timeOfValue(candidate.value, zone);
    if (time) {
      record.timeNs = time.ns;
      record.timeText = time.text;
      use(candidate, used);
      finding.unreadableTime = undefined;
      break;
    }
    // `event`-like words under `t` or `date` are not damage; a well-known name is.
    if (candidate.rank < 5 && typeof candidate.value === 'string') finding.unreadableTime ??= candidate.key;
  }
  for (const candidate of best.observed ?? []) {
    const time = timeOfValue(candidate.value, zone);
    if (!time) continue;
    record.observedTimeNs = time.ns;
    use(candidate, used);
    break;
  }
  readLevel(object, best, record, used);
  for (const candidate of best.message ?? []) {
    const text = messageText(candidate.value);
    if (text === undefined || text === '') continue;
    record.body = candidate.key === '@mt' || candidate.name === 'messagetemplate' ? rendered(text, object) : text;
    if (typeof candidate.value === 'string') use(candidate, used);
    break;
  }
  record.serviceName = take(best.service, used, nameText);
  record.hostName = take(best.host, used, nameText);
  record.traceId = take(best.trace, used, (v) => hexId(v, 32));
  record.spanId = take(best.span, used, (v) => hexId(v, 16));
  // bunyan and pino: `name` is the application where pid and hostname stand beside it.
  if (record.serviceName === undefined && typeof object['name'] === 'string' && 'pid' in object && 'hostname' in object) {
    record.serviceName = object['name'];
    used.add('name');
  }
  const values: FieldValue[] = [
    take(best.logger, used, asText),
    take(best.thread, used, asText),
    take(best.pid, used, (v) => (typeof v === 'number' && Number.isSafeInteger(v) ? v : typeof v === 'string' && /^\d{1,10}$/.test(v) ? Number(v) : undefined)),
  ];
  record.fields = values;
  record.attributes = leftover(object, used);
  return finding;
}

interface Candidate {
  readonly key: string;
  readonly name: string;
  readonly value: unknown;
  readonly rank: number;
  readonly top: boolean;
}

type Best = { [R in 'time' | 'observed' | 'level' | 'message' | 'service' | 'host' | 'trace' | 'span' | 'logger' | 'thread' | 'pid']?: Candidate[] };

/** Members by what they mean, the best first. `offset` puts members of nested objects behind those of the record. */
function collect(object: Json, offset: number, best: Best): void {
  for (const key of Object.keys(object)) {
    const { role, rank } = meaning(key);
    if (role === 'other' || role === 'nest') continue;
    const value = object[key];
    if (value === null || value === undefined) continue;
    const candidate: Candidate = { key, name: normalName(key), value, rank: rank + offset, top: offset === 0 };
    const list = (best[role] ??= []);
    let at = list.length;
    while (at > 0 && list[at - 1]!.rank > candidate.rank) at--;
    // Nearly always the last: splicing costs as much as all the rest here.
    if (at === list.length) list.push(candidate);
    else list.splice(at, 0, candidate);
  }
}

function use(candidate: Candidate, used: Set<string>): void {
  if (candidate.top) used.add(candidate.key);
}

function take<T>(candidates: Candidate[] | undefined, used: Set<string>, read: (value: unknown) => T | undefined): T | undefined {
  for (const candidate of candidates ?? []) {
    const value = read(candidate.value);
    if (value === undefined) continue;
    if (typeof candidate.value !== 'object') use(candidate, used);
    return value;
  }
  return undefined;
}

function readLevel(object: Json, best: Best, record: EventRecord, used: Set<string>): void {
  let text: string | undefined;
  for (const candidate of best.level ?? []) {
    if (typeof candidate.value !== 'string' && typeof candidate.value !== 'number') continue;
    const number = severityOf(candidate.value, candidate.name);
    if (number === 0) {
      // An unknown word under a well-known name is kept as the level's text (STATS, NOTE).
      if (text === undefined && candidate.name !== 's' && candidate.name !== 'priority') {
        text = String(candidate.value);
        use(candidate, used);
      }
      continue;
    }
    record.severityNumber = number;
    text = String(candidate.value);
    use(candidate, used);
    break;
  }
  // CLEF (https://clef-json.org): without @l the level is Information.
  if (text === undefined && typeof object['@t'] === 'string' && ('@mt' in object || '@m' in object)) record.severityNumber = 9;
  record.severityText = text;
}

/** A message is text; journald writes bytes that are not UTF-8 as a list of numbers. */
function messageText(value: unknown): string | undefined {
  if (typeof value === 'string') return clip(value);
  if (Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === 'number' && v >= 0 && v <= 255)) {
    return clip(Buffer.from(value).toString('utf8'));
  }
  if (isObject(value)) {
    const inner = value['message'] ?? value['msg'] ?? value['original'];
    if (typeof inner === 'string') return clip(inner);
  }
  return undefined;
}

function clip(text: string): string {
  return text.length > MAX_BODY ? text.slice(0, MAX_BODY) : text;
}

/** A message template (https://messagetemplates.org) with its holes filled from the record. */
function rendered(template: string, object: Json): string {
  return template.replace(/\{\{|\}\}|\{[@$]?([\w.]+)(?:,[^}:]*)?(?::[^}]*)?\}/g, (hole: string, name: string | undefined) => {
    if (hole === '{{' || hole === '}}') return hole[0]!;
    const value = name === undefined ? undefined : object[name];
    if (value === undefined) return hole;
    if (typeof value === 'string') return value;
    // Only a value that has other values in it can be nested too deep.
    return typeof value === 'object' && value !== null ? hole : stringifyJson(value);
  });
}

/** A name, or an object that has one (ECS `host`, `service`). */
function nameText(value: unknown): string | undefined {
  const plain = isObject(value) ? (value['name'] ?? value['hostname']) : value;
  return typeof plain === 'string' && plain !== '' ? plain : undefined;
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** W3C Trace Context ids in lower case. Google writes `projects/P/traces/ID`; ECS nests `{id}`. Other ids stay attributes. */
export function hexId(value: unknown, digits: number): string | undefined {
  const plain = isObject(value) ? value['id'] : value;
  if (typeof plain !== 'string') return undefined;
  const id = plain.slice(plain.lastIndexOf('/') + 1);
  return id.length === digits && /^[\dA-Fa-f]+$/.test(id) && !/^0+$/.test(id) ? id.toLowerCase() : undefined;
}

/** Members that no field took. Without a prototype, so that a member named `__proto__` is only a name. */
function leftover(object: Json, used: ReadonlySet<string>): Json | undefined {
  let rest: Json | undefined;
  for (const key of Object.keys(object)) {
    if (used.has(key)) continue;
    rest ??= emptyAttributes();
    rest[key] = object[key];
  }
  return rest;
}
