import type { EventRecord, FieldValue, RangeRow } from './contract.ts';

/** A record to reuse for every line: sinks copy what they need. */
export function blankRecord(): EventRecord {
  return {
    offsetBytes: 0, lengthBytes: 0, line: 0, timeNs: undefined, observedTimeNs: undefined, timeText: undefined,
    severityNumber: 0, severityText: undefined, serviceName: undefined, hostName: undefined, traceId: undefined,
    spanId: undefined, body: '', fields: [], attributes: undefined, understood: true,
  };
}

/** A row of ranges without a value, of a format with so many fields. */
export function blankRow(fieldCount: number): RangeRow {
  return {
    offsetBytes: 0, line: 0, from: 0, to: 0, timeSeconds: 0, timeNanosecond: 0, timeTextFrom: 0, timeTextTo: 0, severityNumber: 0, severityText: undefined,
    serviceFrom: -1, serviceTo: 0, hostFrom: -1, hostTo: 0, bodyFrom: -1, bodyTo: 0, attributes: undefined,
    words: Array.from({ length: fieldCount }), ranges: new Int32Array(fieldCount * 2).fill(-1), numbers: new Float64Array(fieldCount).fill(Number.NaN),
  };
}

/** Clears everything but the place of a record. */
export function clearRecord(record: EventRecord): void {
  record.timeNs = undefined;
  record.observedTimeNs = undefined;
  record.timeText = undefined;
  record.severityNumber = 0;
  record.severityText = undefined;
  record.serviceName = undefined;
  record.hostName = undefined;
  record.traceId = undefined;
  record.spanId = undefined;
  record.body = '';
  record.fields = [];
  record.attributes = undefined;
  record.understood = true;
}

/** Values of a format's fields, none yet, as often as they are needed: copying is much quicker than `Array.from`. */
export function blankValues(count: number): () => FieldValue[] {
  const none = Array.from<FieldValue>({ length: count });
  return () => none.slice();
}

/** Attributes to fill: without a prototype, so that evidence with a member named `__proto__` is only that. */
export function emptyAttributes(): Record<string, unknown> {
  const attributes: Record<string, unknown> = Object.create(null);
  return attributes;
}

/** One more attribute of a record whose attributes were made for it (`clearRecord` takes them away). */
export function setAttribute(record: EventRecord, name: string, value: unknown): void {
  const attributes: Record<string, unknown> = record.attributes ?? emptyAttributes();
  attributes[name] = value;
  record.attributes = attributes;
}

/** Longest body that is kept beside the evidence, in UTF-16 units; the bytes have all of it. */
export const MAX_BODY = 256 * 1024;
