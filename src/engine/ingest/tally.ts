import { formatCount, wellFormedJson } from '../../base/text.ts';
import type { EventRecord, Format, RangeRow } from '../../formats/contract.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ArtifactFacts } from '../index/contract.ts';
import { MAX_ATTRIBUTES } from './batch.ts';

/** Diagnostics kept of one artifact; the rest is counted. */
export const MAX_DIAGNOSTICS = 10_000;

/** Counts what a parse yields, whoever takes it. */
export class Tally {
  records = 0;
  understoodBytes = 0;
  notUnderstood = 0;
  diagnostics = 0;
  fromNs: bigint | undefined;
  toNs: bigint | undefined;
  /** Of rows: first and last time, in seconds and nanoseconds. */
  private fromSeconds = Number.POSITIVE_INFINITY;
  private fromNanosecond = 0;
  private toSeconds = Number.NEGATIVE_INFINITY;
  private toNanosecond = 0;

  record(record: EventRecord): void {
    this.records++;
    if (record.understood) this.understoodBytes += record.lengthBytes;
    else this.notUnderstood++;
    if (record.timeNs !== undefined) this.time(record.timeNs);
  }

  /** A record that came as ranges. */
  row(row: RangeRow): void {
    this.records++;
    this.understoodBytes += row.to - row.from;
    const { timeSeconds, timeNanosecond } = row;
    if (timeSeconds < this.fromSeconds || (timeSeconds === this.fromSeconds && timeNanosecond < this.fromNanosecond)) {
      this.fromSeconds = timeSeconds;
      this.fromNanosecond = timeNanosecond;
    }
    if (timeSeconds > this.toSeconds || (timeSeconds === this.toSeconds && timeNanosecond > this.toNanosecond)) {
      this.toSeconds = timeSeconds;
      this.toNanosecond = timeNanosecond;
    }
  }

  private time(time: bigint): void {
    if (this.fromNs === undefined || time < this.fromNs) this.fromNs = time;
    if (this.toNs === undefined || time > this.toNs) this.toNs = time;
  }

  /** Whether to keep it. */
  diagnostic(): boolean {
    return ++this.diagnostics <= MAX_DIAGNOSTICS;
  }

  counts(): TallyCounts {
    if (this.toSeconds >= this.fromSeconds) {
      this.time(nanoseconds(this.fromSeconds, this.fromNanosecond));
      this.time(nanoseconds(this.toSeconds, this.toNanosecond));
    }
    const { records, understoodBytes, notUnderstood, diagnostics, fromNs, toNs } = this;
    return { records, understoodBytes, notUnderstood, diagnostics, fromNs, toNs };
  }
}

export type TallyCounts = Pick<ArtifactFacts, 'records' | 'understoodBytes' | 'notUnderstood' | 'diagnostics' | 'fromNs' | 'toNs'>;

export const NO_COUNTS: TallyCounts = { records: 0, understoodBytes: 0, notUnderstood: 0, diagnostics: 0, fromNs: undefined, toNs: undefined };

function nanoseconds(seconds: number, nanosecond: number): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanosecond);
}

/** Times that the index holds: 1677-09-21 to 2262-04-11, 64 bits of nanoseconds. */
const EARLIEST = -(2n ** 63n) + 1n;
const LATEST = 2n ** 63n - 1n;

/** Takes away times that 64 bits of nanoseconds do not hold ("9999-12-31"), and says so. The text of the time stays. */
export function soundTimes(record: EventRecord): Diagnostic | undefined {
  if (record.observedTimeNs !== undefined && (record.observedTimeNs < EARLIEST || record.observedTimeNs > LATEST)) record.observedTimeNs = undefined;
  if (record.timeNs === undefined || (record.timeNs >= EARLIEST && record.timeNs <= LATEST)) return undefined;
  record.timeNs = undefined;
  return {
    code: 'ingest/time-out-of-range', severity: 'warning', offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes,
    message: 'The time is before 1677 or after 2262, where nanoseconds in 64 bits end; the record has no time.',
  };
}

/** The last attributes that cannot change. */
const shared: { attributes: unknown; answer: { json: string | undefined; left: Diagnostic | undefined } } = { attributes: undefined, answer: { json: undefined, left: undefined } };

/** A record's attributes as JSON, or why they are left out (nested too deep, too long). */
export function attributesJson(record: Pick<EventRecord, 'attributes' | 'offsetBytes' | 'lengthBytes'>): { json: string | undefined; left: Diagnostic | undefined } {
  if (record.attributes === undefined) return { json: undefined, left: undefined };
  // What many records share (a year that was inferred) is written once.
  if (record.attributes === shared.attributes) return shared.answer;
  const leave = (message: string): { json: undefined; left: Diagnostic } => ({
    json: undefined,
    left: { code: 'ingest/attributes-left-out', severity: 'warning', message, offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes },
  });
  try {
    const json = wellFormedJson(stringify(record.attributes));
    if (json.length > MAX_ATTRIBUTES) return leave(`The record's fields have ${formatCount(json.length)} characters and are not indexed; they stand in the bytes.`);
    const answer = { json, left: undefined };
    if (Object.isFrozen(record.attributes)) {
      shared.attributes = record.attributes;
      shared.answer = answer;
    }
    return answer;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return leave('The record is nested too deep; its fields are not indexed, they stand in the bytes.');
  }
}

/** The same of a row of ranges. */
export function rowAttributesJson(row: RangeRow): { json: string | undefined; left: Diagnostic | undefined } {
  const { attributes } = row;
  if (attributes === undefined) return NO_ATTRIBUTES;
  if (attributes === shared.attributes) return shared.answer;
  return attributesJson({ attributes, offsetBytes: row.offsetBytes, lengthBytes: row.to - row.from });
}

const NO_ATTRIBUTES = { json: undefined, left: undefined };

/** Records of one file are alike. */
let withLongIntegers = false;

/** A function that looks at every value costs several times the rest: only records with integers beyond 2^53 pay for it. */
function stringify(attributes: unknown): string {
  if (!withLongIntegers) {
    try {
      return JSON.stringify(attributes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      withLongIntegers = true;
    }
  }
  return JSON.stringify(attributes, exact);
}

function exact(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? JSON.rawJSON(String(value)) : value;
}

/** `understood` by a format; text of no known kind, kinds that are only known by name, and whatever is not even text, are `carried`. */
export function statusOf(format: Format | undefined): 'understood' | 'carried' {
  return format === undefined || format.carried === true ? 'carried' : 'understood';
}
