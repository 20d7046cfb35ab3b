import { SEVERITY_NUMBER } from '../../model/severity.ts';
import { clipBody, firstText, NO_FINDINGS, type EventFinding } from '../contract-json-events.ts';
import { meaning } from '../contract-json-keys.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { readObject } from '../contract-json-reading.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord } from '../contract.ts';
import type { Shape } from './shape.ts';
import { isSurrounding, timeAt, timeMembers, valueAt } from './times.ts';

/** An object of a document, read as a line of a structured log is, with the time where this document has it. */
export function readRecord(object: Json, text: string, shape: Shape, zone: string, record: EventRecord): readonly EventFinding[] {
  readObject(object, record, zone);
  readTime(object, shape, zone, record);
  const title = titleOf(object, shape.latest, zone);
  if (title !== undefined && (record.body === '' || shape.latest || firstText(object['title'], object['summary']) !== undefined)) {
    record.body = clipBody(title);
    // What the body would have been stays an attribute.
    for (const key in object) if (meaning(key).role === 'message') keep(record, key, object[key]);
  } else if (record.body === '') record.body = clipBody(text);
  // Kubernetes says Normal or Warning.
  if (object['kind'] === 'Event' && object['type'] === 'Warning') {
    record.severityNumber = SEVERITY_NUMBER.warn;
    record.severityText = 'Warning';
  }
  return NO_FINDINGS;
}

function readTime(object: Json, shape: Shape, zone: string, record: EventRecord): void {
  const taken = record.timeText;
  record.timeNs = undefined;
  record.timeText = undefined;
  for (const path of shape.times) {
    const time = timeAt(valueAt(object, path), zone);
    if (!time || (record.timeNs !== undefined && time.ns <= record.timeNs)) continue;
    record.timeNs = time.ns;
    record.timeText = time.text;
    if (!shape.latest) break;
  }
  // What was taken for the time and is not stays an attribute.
  if (taken !== undefined && taken !== record.timeText) for (const key in object) if (meaning(key).role === 'time') keep(record, key, object[key]);
}

function keep(record: EventRecord, key: string, value: unknown): void {
  if (record.attributes && Object.hasOwn(record.attributes, key)) return;
  const attributes = emptyAttributes();
  for (const known in record.attributes) attributes[known] = record.attributes[known];
  attributes[key] = value;
  record.attributes = attributes;
}

const TITLES = ['title', 'summary', 'display_title', 'headline', 'subject', 'name', 'displayName', 'description', 'reason', 'key', 'tag_name', 'content', 'body', 'text', 'message'];

/** What a person would call it: its title or name, with what happened to it. */
function titleOf(object: Json, isMessage: boolean, zone: string): string | undefined {
  const action = typeof object['action'] === 'string' ? object['action'] : undefined;
  if (isMessage) {
    const subject = subjectOf(object, zone);
    if (subject === undefined) return action;
    const title = named(subject.about);
    return `${subject.name} ${action ?? ''}${title === undefined ? '' : `: ${title}`}`;
  }
  const direct = named(object);
  if (direct !== undefined) return direct;
  const { metadata, kind } = object;
  if (isObject(metadata) && typeof metadata['name'] === 'string') {
    const name = typeof metadata['namespace'] === 'string' ? `${metadata['namespace']}/${metadata['name']}` : metadata['name'];
    return typeof kind === 'string' ? `${kind} ${name}` : name;
  }
  for (const key of ['data', 'attributes', 'event', 'payload']) {
    const inner = object[key];
    const title = isObject(inner) ? firstText(inner['message']) ?? titleOf(inner, false, zone) : undefined;
    if (title !== undefined) return title;
  }
  const objects = Object.keys(object).filter((key) => isObject(object[key]) && !isSurrounding(key));
  const only = objects.length === 1 ? object[objects[0]!] : undefined;
  return (isObject(only) ? named(only) : undefined) ?? firstText(object['event_type'], object['type'], action, kind);
}

/** What a message is about: the object that changed last, of equals the more particular one, which stands behind. */
function subjectOf(object: Json, zone: string): { name: string; about: Json } | undefined {
  let found: { name: string; about: Json } | undefined;
  let latest: bigint | undefined;
  for (const name in object) {
    const about = object[name];
    if (!isObject(about) || isSurrounding(name)) continue;
    const at = timeMembers(about, zone).reduce<bigint | undefined>((max, { ns }) => (max === undefined || ns > max ? ns : max), undefined);
    if (found && (at === undefined || (latest !== undefined && at < latest))) continue;
    found = { name, about };
    latest = at ?? latest;
  }
  return found;
}

function named(object: Json): string | undefined {
  return firstText(...TITLES.map((name) => object[name]));
}
