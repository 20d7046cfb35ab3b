import { rfc3339Ns } from './contract-clock.ts';
import { isObject } from './contract-json-object.ts';
import { epochOfNumber, parseEpoch, parseTimeText } from './contract-time.ts';

/** Nanoseconds of a JSON value that stands where a time should; the units of `parseEpoch`. */
export function timeOfValue(value: unknown, zone: string): { ns: bigint; text: string } | undefined {
  if (typeof value === 'string') {
    const ns = rfc3339Ns(value) ?? parseTimeText(value, zone) ?? parseEpoch(value);
    return ns === undefined ? undefined : { ns, text: value };
  }
  if (typeof value === 'number') {
    const ns = epochOfNumber(value);
    return ns === undefined ? undefined : { ns, text: String(value) };
  }
  if (typeof value === 'bigint') {
    const ns = parseEpoch(String(value));
    return ns === undefined ? undefined : { ns, text: String(value) };
  }
  if (!isObject(value)) return undefined;
  // MongoDB Extended JSON v2: {"$date": "…"} or {"$date": {"$numberLong": "…"}}, milliseconds.
  const date = value['$date'];
  if (date !== undefined) {
    const long = isObject(date) ? date['$numberLong'] : date;
    return timeOfValue(long, zone);
  }
  // log4j2 JsonLayout: {"epochSecond": …, "nanoOfSecond": …}; protobuf Timestamp as an object: {"seconds", "nanos"}.
  const seconds = value['epochSecond'] ?? value['seconds'];
  const nanos = value['nanoOfSecond'] ?? value['nanos'] ?? 0;
  if ((typeof seconds === 'number' || (typeof seconds === 'string' && /^\d{1,12}$/.test(seconds))) && Number.isSafeInteger(Number(seconds))
    && typeof nanos === 'number' && Number.isInteger(nanos) && nanos >= 0 && nanos < 1e9) {
    return { ns: BigInt(seconds) * 1_000_000_000n + BigInt(nanos), text: JSON.stringify('epochSecond' in value ? { epochSecond: seconds, nanoOfSecond: nanos } : { seconds, nanos }) };
  }
  return undefined;
}
