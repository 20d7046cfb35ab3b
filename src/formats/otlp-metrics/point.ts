import { isObject, type Json } from '../contract-json-object.ts';
import { stringifyJson } from '../contract-json.ts';
import { attributesOf, enumName, integer, list, member, nanoseconds, text } from '../contract-otlp.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord, FieldValue } from '../contract.ts';

/** The member of a metric that holds its points, and how its type is called in the contract. */
export const METRIC_TYPES: Readonly<Record<string, string>> = {
  gauge: 'gauge', sum: 'sum', histogram: 'histogram', exponentialHistogram: 'exponential_histogram', exponential_histogram: 'exponential_histogram', summary: 'summary',
};

/** What a metric says of all its points. */
export interface Metric {
  readonly name: string;
  readonly unit: string | undefined;
  /** A value of `METRIC_TYPES`. */
  readonly type: string;
  readonly monotonic: boolean | undefined;
  readonly temporality: string | undefined;
}

const TEMPORALITIES = ['', 'DELTA', 'CUMULATIVE'];

/** `metric` and `data` are kept members of the metric and of the object that holds its points. */
export function readMetric(metric: Json, data: Json, type: string): Metric | undefined {
  const name = text(metric['name']);
  if (name === undefined) return undefined;
  const monotonic = member(data, 'isMonotonic');
  return {
    name, unit: text(metric['unit']), type,
    // What is false or zero is left out in protobuf's JSON.
    monotonic: type === 'sum' ? monotonic === true : undefined,
    temporality: enumName(member(data, 'aggregationTemporality'), TEMPORALITIES, 'AGGREGATION_TEMPORALITY_')?.toLowerCase() || undefined,
  };
}

/** Bit of `flags`: there is no value, the series has ended (DataPointFlags). */
const NO_RECORDED_VALUE = 1;

/**
 * One point of any kind. `common` are labels that its resource and scope give it.
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto
 */
export function readPoint(point: Json, metric: Metric, common: Readonly<Record<string, string>>, record: EventRecord): void {
  const timeText = member(point, 'timeUnixNano');
  record.timeNs = nanoseconds(timeText);
  if (record.timeNs !== undefined) record.timeText = typeof timeText === 'string' ? timeText : String(record.timeNs);
  const labels = emptyAttributes();
  const own = attributesOf(point['attributes'] ?? point['labels']);
  for (const key in own) labels[key] = labelText(own[key]);
  for (const key in common) labels[key] ??= common[key];
  record.attributes = Object.keys(labels).length > 0 ? labels : undefined;

  const none = (Number(point['flags'] ?? 0) & NO_RECORDED_VALUE) !== 0;
  const scalar = metric.type === 'gauge' || metric.type === 'sum';
  const count = scalar ? undefined : integer(point['count'] ?? 0);
  const sum = scalar ? undefined : double(point['sum']);
  const value = none ? Number.NaN : scalar ? double(member(point, 'asDouble') ?? member(point, 'asInt'))
    : sum !== undefined && count !== undefined && count !== 0 ? sum / Number(count) : undefined;
  const start = nanoseconds(member(point, 'startTimeUnixNano'));
  const buckets = bucketsOf(point, metric.type);
  const values: FieldValue[] = [
    metric.name, metric.type, metric.unit, value, count, sum, buckets === undefined ? undefined : stringifyJson(buckets),
    start === undefined ? undefined : integer(start), metric.monotonic, metric.temporality,
  ];
  record.fields = values;
}

/** A double; NaN and the infinities are words in protobuf's JSON. */
function double(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string' || value === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) && value !== 'NaN' ? undefined : number;
}

function bucketsOf(point: Json, type: string): Json | undefined {
  if (type === 'summary') {
    const quantiles = list(member(point, 'quantileValues'));
    return quantiles.length === 0 ? undefined : { quantiles: quantiles.map((q) => double(q['quantile'] ?? 0)), values: quantiles.map((q) => double(q['value'] ?? 0)) };
  }
  const ends = Object.fromEntries(['min', 'max'].flatMap((end) => {
    const value = double(point[end]);
    return value === undefined ? [] : [[end, value]];
  }));
  if (type === 'histogram') {
    const counts = numbers(member(point, 'bucketCounts'));
    return counts.length === 0 && Object.keys(ends).length === 0 ? undefined : { bounds: numbers(member(point, 'explicitBounds')), counts, ...ends };
  }
  if (type !== 'exponential_histogram') return undefined;
  const side = (value: unknown): Json | undefined => (isObject(value) ? { offset: integer(value['offset'] ?? 0), counts: numbers(member(value, 'bucketCounts')) } : undefined);
  return {
    scale: integer(point['scale'] ?? 0), zero_count: integer(member(point, 'zeroCount') ?? 0), zero_threshold: double(member(point, 'zeroThreshold') ?? 0),
    positive: side(point['positive']), negative: side(point['negative']), ...ends,
  };
}

function numbers(value: unknown): Array<number | bigint | null> {
  return Array.isArray(value) ? value.map((v: unknown) => integer(v) ?? double(v) ?? null) : [];
}

/** Labels are text. */
export function labelText(value: unknown): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : stringifyJson(value);
}
