import { clipBody, NO_FINDINGS, readEventDocuments, type EventFinding } from './contract-json-events.ts';
import { knownHead, knownJson, type KnownJson } from './contract-json-known.ts';
import { isObject, type Json } from './contract-json-object.ts';
import { readObject } from './contract-json-reading.ts';
import { timeOfValue } from './contract-json-time.ts';
import { blankValues, emptyAttributes } from './contract-record.ts';
import type { Detection, EventRecord, FieldValue, Format, Head } from './contract.ts';

/** A format for objects of a known writer (contract-json-known.ts), one a line or in documents. */
export interface KnownJsonFormat extends Omit<Format, 'detect' | 'parse' | 'id'> {
  readonly id: Exclude<KnownJson, 'mongodb'>;
  /** What its objects are called: "audit events". */
  readonly noun: string;
  /** Fills the record and the values of the fields, which are all `undefined`. */
  readonly read: (object: Json, record: EventRecord, values: FieldValue[], zone: string) => void;
}

const UNREADABLE_TIME: readonly EventFinding[] = [{ code: 'no-time', message: 'None of its members is a time; the record has none.' }];

export function knownJsonFormat(known: KnownJsonFormat): Format {
  const { noun, read, ...rest } = known;
  const blank = blankValues(known.fields.length);
  return {
    ...rest,
    // Where they stand one a line; whoever follows a source looks whether it is a document over several lines.
    growsByLine: true,
    detect: (head) => detectKnown(head, known.id, noun),
    async parse(source, sink, options, signal) {
      const bytes = await source.read(0, 64 * 1024);
      const head = knownHead({ bytes, complete: source.sizeBytes <= bytes.length, name: options.name, sizeBytes: source.sizeBytes });
      let others = 0;
      const { events, documents, brokenElements } = await readEventDocuments(source, sink, signal, {
        formatId: known.id, plan: { elements: [head?.kind === known.id ? head.path : ''] }, noun,
        read(element, record) {
          if (!isObject(element.value)) return undefined;
          const values = blank();
          if (knownJson(element.value) === known.id) read(element.value, record, values, options.zone);
          else {
            // What else stands between them is read as any structured log is.
            others++;
            readObject(element.value, record, options.zone);
          }
          record.fields = values;
          record.body = clipBody(record.body === '' ? element.text : record.body);
          return record.timeNs === undefined ? UNREADABLE_TIME : NO_FINDINGS;
        },
      });
      return { counts: { documents, events, brokenElements, others }, summary: { path: head?.path ?? '' } };
    },
  };
}

function detectKnown(head: Head, kind: KnownJson, noun: string): Detection | undefined {
  const first = head.bytes[0];
  // `{`, `[`, white space, a byte order mark.
  if (first !== 0x7b && first !== 0x5b && first !== 0xef && !(first !== undefined && first <= 0x20)) return undefined;
  const found = knownHead(head);
  if (found?.kind !== kind) return undefined;
  const share = found.known / found.sampled;
  return {
    confidence: share === 1 ? 0.96 : Math.round((0.5 + 0.3 * share) * 100) / 100,
    reason: `${found.known} of ${found.sampled} sampled objects are ${noun}${found.path === '' ? '' : `, under ${found.path}`}`,
  };
}

/** The first of some values that is a time. */
export function setTime(record: EventRecord, zone: string, ...values: readonly unknown[]): void {
  for (const value of values) {
    if (value === undefined || value === null || value === '') continue;
    const time = timeOfValue(value, zone);
    if (!time) continue;
    record.timeNs = time.ns;
    record.timeText = time.text;
    return;
  }
}

/** Members that stand nowhere else, under their own names. */
export function setRest(record: EventRecord, object: Json, taken: ReadonlySet<string>): void {
  let rest: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    if (taken.has(key) || object[key] === null) continue;
    rest ??= emptyAttributes();
    rest[key] = object[key];
  }
  record.attributes = rest;
}

/** A member of a member. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const step of path) found = isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  return found;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function integerOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}
