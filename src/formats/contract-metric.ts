import type { FieldDefinition } from './contract.ts';

/**
 * What every metric point says beside the record's own `timeNs` and `serviceName`; its labels are the record's
 * `attributes`, text each. A format with `signal: 'metric-points'` begins its `fields` with these, in this order; the
 * SQL view `metric_points` reads them whatever the format. Its body is empty: a million points repeat no name.
 * OpenTelemetry metrics data model: https://opentelemetry.io/docs/specs/otel/metrics/data-model/
 */
export const METRIC_FIELDS: readonly FieldDefinition[] = [
  { name: 'metric.name', type: 'string', description: 'Name of the metric ("http_requests_total").', facet: true },
  { name: 'metric.type', type: 'string', description: 'gauge, sum, histogram, exponential_histogram, summary, or unknown.', facet: true },
  { name: 'metric.unit', type: 'string', description: 'UCUM unit; none when it is not said.' },
  { name: 'metric.value', type: 'double', description: 'Value of a gauge or sum; the mean of a histogram or summary. NaN: stale or not a number.' },
  { name: 'metric.count', type: 'integer', description: 'Observations in a histogram or summary.' },
  { name: 'metric.sum', type: 'double', description: 'Sum of the observations of a histogram or summary.' },
  { name: 'metric.buckets', type: 'string', description: 'JSON: histogram {bounds, counts}; summary {quantiles, values}.' },
  { name: 'metric.start_time_ns', type: 'integer', description: 'Since when a sum or histogram counts.' },
  { name: 'metric.is_monotonic', type: 'boolean', description: 'Whether a sum only grows, restarts aside.' },
  { name: 'metric.temporality', type: 'string', description: 'cumulative or delta.' },
];

/** Places of `METRIC_FIELDS` in a record's `fields`. */
export const METRIC_FIELD = {
  name: 0, type: 1, unit: 2, value: 3, count: 4, sum: 5, buckets: 6, startTimeNs: 7, isMonotonic: 8, temporality: 9,
} as const;
