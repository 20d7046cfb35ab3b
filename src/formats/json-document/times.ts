import { meaning, normalName } from '../contract-json-keys.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { timeOfValue } from '../contract-json-time.ts';

/** A member that says when, by its names from the object down. */
export interface TimeMember {
  readonly path: readonly string[];
  readonly ns: bigint;
  /** Lower is better. */
  readonly rank: number;
}

/** Names that say when something happened, the best first: what happened, then when it was first seen, then when it last changed. */
const NAMES: ReadonlyMap<string, number> = new Map([
  'timestamp', 'time', 'ts', 'datetime', 'eventtime', 'occurredat', 'happenedat', 'triggeredat', 'detectedat', 'lasttimestamp', 'firsttimestamp', 'startedat', 'startsat',
  'starttime', 'startdate', 'date', 'createdat', 'created', 'createdtime', 'createddate', 'creationtimestamp', 'creationtime', 'publishedat', 'submittedat', 'receivedat', 'activeat', 'activatedat',
].map((name, rank) => [name, rank]));
const OTHER_TIME = 40;
const LATER = 60;
/** When a thing last changed says that it is there, not that something happened. */
const CHANGED = 80;
const NESTED = 1000;

/** What will or may happen, and ages of things rather than of what happened to them. */
const NOT_WHEN = /expir|due|until|valid|deadline|scheduled|next|timeout|retention|birth|lease|tolerat/;
/** What comes after the event that a record is about. */
const AFTERWARDS = /updat|modif|chang|end|stop|clos|resol|complet|finish|merg|delet|cancel|last|archiv|push|sync/;
/** What the names of times end in, a unit or zone behind them left out. */
const TIME_WORDS = new Set(['time', 'timestamp', 'date', 'datetime', 'at', 'on', 'ts', 'when']);
const UNIT_WORDS = new Set(['ms', 'us', 'ns', 's', 'sec', 'seconds', 'millis', 'micros', 'nanos', 'utc', 'gmt', 'unix', 'epoch', 'iso', 'iso8601', 'local']);

/** `lastTransitionTime`, `triggered_at`, `sent_ts_ms`; not `uptime`, `timezone`, `update`. */
function namesTime(key: string): boolean {
  const words = key.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z\d]+/).filter((word) => word !== '');
  if (words.length > 1 && UNIT_WORDS.has(words.at(-1)!)) words.pop();
  const last = words.at(-1);
  // A lone `at` or `on` may be anything.
  return last !== undefined && TIME_WORDS.has(last) && (words.length > 1 || last.length > 2);
}

/** How well a name says that its value is when it happened; `undefined` when it does not. */
function rankOf(key: string): number | undefined {
  const name = normalName(key);
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  if (NOT_WHEN.test(name)) return undefined;
  if (meaning(key).role === 'time') return OTHER_TIME;
  if (/^(?:last)?(?:updated|modified|changed|seen)/.test(name)) return CHANGED;
  if (!namesTime(key)) return undefined;
  return AFTERWARDS.test(name) ? LATER : OTHER_TIME;
}

/** Whether a rank is that of something that happened. */
export function isWhen(rank: number): boolean {
  return rank % (NESTED / 2) !== CHANGED % (NESTED / 2);
}

/** 2000 to 2100: numbers beyond are counters, durations or clocks that began elsewhere. */
const EARLIEST = 946_684_800_000_000_000n;
const LATEST = 4_102_444_800_000_000_000n;

export function timeAt(value: unknown, zone: string): { ns: bigint; text: string } | undefined {
  if (value === null || value === undefined || typeof value === 'boolean') return undefined;
  const time = timeOfValue(value, zone);
  return time && time.ns >= EARLIEST && time.ns < LATEST ? time : undefined;
}

/** Who and where rather than what: their times are of accounts and places, not of the event. */
const SURROUNDINGS = new Set([
  'repository', 'repo', 'organization', 'organisation', 'org', 'sender', 'user', 'owner', 'author', 'creator', 'actor', 'assignee', 'reporter', 'team', 'enterprise',
  'installation', 'app', 'account', 'customer', 'license', 'milestone', 'changes', 'old', 'previous', 'project', 'tenant', 'member',
]);

export function isSurrounding(key: string): boolean {
  return SURROUNDINGS.has(normalName(key));
}

/** Objects that only wrap what a record says (JSON:API, events in envelopes). */
const WRAPPERS = new Set(['data', 'attributes', 'event', 'payload', 'resource', 'properties', 'detail', 'body', 'metadata']);
const MAX_DEPTH = 4;

/** Members of an object, and of objects in it, that say when. */
export function timeMembers(object: Json, zone: string): TimeMember[] {
  const found: TimeMember[] = [];
  const visit = (at: Json, path: readonly string[], base: number, depth: number): void => {
    for (const key in at) {
      const value = at[key];
      const rank = rankOf(key);
      const time = rank === undefined ? undefined : timeAt(value, zone);
      if (time) found.push({ path: [...path, key], ns: time.ns, rank: base + rank! });
      else if (isObject(value) && !isSurrounding(key) && depth < MAX_DEPTH) {
        const wrapper = WRAPPERS.has(normalName(key));
        if (wrapper || depth === 1) visit(value, [...path, key], base + (wrapper ? NESTED / 2 : NESTED), wrapper ? depth : depth + 1);
      }
    }
  };
  visit(object, [], 0, 1);
  return found;
}

export function valueAt(object: Json, path: readonly string[]): unknown {
  let value: unknown = object;
  for (const step of path) value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return value;
}
