import { documentHead } from '../contract-json-head.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import type { Head } from '../contract.ts';
import { isSurrounding, isWhen, timeMembers } from './times.ts';

/** How a document is read. */
export interface Shape {
  /** Paths of its records; `''`: each document is one. */
  readonly paths: readonly string[];
  /** Where records say when, the best first. */
  readonly times: ReadonlyArray<readonly string[]>;
  /** A message about one thing (a webhook): it was sent when that last changed, the latest time it says. */
  readonly latest: boolean;
  readonly reason: string;
}

const SAMPLE = 50;
/** Lists are sought this many steps down. */
const MAX_STEPS = 4;
const MAX_LISTS = 8;

interface List {
  readonly path: string;
  readonly depth: number;
  readonly objects: readonly Json[];
  readonly timed: number;
}

/** What the head's documents are; `undefined` when nothing in them says when. Times without a zone are read as UTC here, which changes none of them into no time. */
export function shapeOf(head: Head): Shape | undefined {
  const found = documentHead(head);
  if (!found?.only) return undefined;
  const { first } = found;
  if (found.documents.length > 1) {
    const objects = found.documents.filter(isObject);
    return objects.length === found.documents.length ? single(objects) : undefined;
  }
  if (isObject(first) && 'traceEvents' in first) return undefined;
  const lists: List[] = [];
  collect(first, '', 0, lists);
  const chosen = lists.filter((list) => !lists.some((other) => other !== list && other.depth < list.depth && list.path.startsWith(`${other.path}.`)));
  const timed = chosen.reduce((sum, list) => sum + list.timed, 0);
  const root = isObject(first) ? single([first]) : undefined;
  const isMessage = isObject(first) && typeof first['action'] === 'string';
  if (timed > 0 && !isMessage && !(root && ownTime(first) && timed < 2)) {
    const objects = chosen.flatMap((list) => list.objects);
    const times = ranked(objects);
    const total = objects.length;
    return {
      paths: chosen.map((list) => list.path), times, latest: false,
      reason: `a JSON document: ${timed} of ${total} sampled objects in ${chosen.map((list) => list.path).join(', ')} say when (${times[0]!.join('.')})`,
    };
  }
  return root;
}

function ownTime(value: unknown): boolean {
  return isObject(value) && timeMembers(value, 'UTC').some((member) => member.path.length === 1);
}

/** Each document is a record. */
function single(objects: readonly Json[]): Shape | undefined {
  const times = ranked(objects);
  if (times.length === 0) return undefined;
  const timed = objects.filter((object) => timeMembers(object, 'UTC').length > 0).length;
  if (timed < objects.length * 0.6) return undefined;
  const latest = objects.every((object) => typeof object['action'] === 'string');
  const what = objects.length === 1 ? 'a JSON document that says when' : `${objects.length} sampled JSON documents that say when`;
  return { paths: [''], times, latest, reason: `${what} (${latest ? 'the latest of its times' : times[0]!.join('.')})` };
}

/** Lists of objects most of which say when. */
function collect(value: unknown, path: string, depth: number, lists: List[]): void {
  if (depth > MAX_STEPS || lists.length >= MAX_LISTS) return;
  if (Array.isArray(value)) {
    const at = `${path}[]`;
    const items = (value as readonly unknown[]).slice(0, SAMPLE);
    const objects = items.filter(isObject);
    // Trace viewers have formats and clocks of their own.
    if (objects.some((object) => 'ph' in object && 'ts' in object)) return;
    const timed = objects.filter((object) => timeMembers(object, 'UTC').some(({ rank }) => isWhen(rank))).length;
    // The last one may be cut.
    if (timed > 0 && objects.length >= items.length * 0.6 && timed >= (objects.length - 1) * 0.6) lists.push({ path: at, depth, objects, timed });
    for (const object of objects.slice(0, 5)) members(object, `${at}.`, depth + 1, lists);
  } else if (isObject(value)) members(value, path === '' ? '' : `${path}.`, depth, lists);
}

function members(object: Json, prefix: string, depth: number, lists: List[]): void {
  for (const key in object) {
    // Such a name cannot be said in a path.
    if (/[.[\]]/.test(key) || key === '' || isSurrounding(key)) continue;
    const value = object[key];
    if (typeof value !== 'object' || value === null) continue;
    // Lists within one thing that says when itself are parts of it.
    if (isObject(value) && ownTime(value)) continue;
    if (Array.isArray(value) && lists.some((list) => list.path === `${prefix}${key}[]`)) continue;
    collect(value, prefix + key, depth + 1, lists);
  }
}

/** Paths at which objects say when: in at least one of five, the best first. */
function ranked(objects: readonly Json[]): Array<readonly string[]> {
  const byPath = new Map<string, { path: readonly string[]; rank: number; count: number }>();
  for (const object of objects) {
    for (const { path, rank } of timeMembers(object, 'UTC')) {
      const key = path.join('\n');
      const known = byPath.get(key);
      if (known) known.count++;
      else byPath.set(key, { path, rank, count: 1 });
    }
  }
  const all = [...byPath.values()].filter((one) => one.count * 5 >= objects.length);
  return all.sort((a, b) => a.rank - b.rank || b.count - a.count).slice(0, 12).map((one) => one.path);
}
