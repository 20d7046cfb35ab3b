import { isObject, type Json } from '../contract-json-object.ts';
import { emptyAttributes } from '../contract-record.ts';

/** Labels of a series. */
export interface Series {
  readonly name: string | undefined;
  readonly serviceName: string | undefined;
  /** All labels but the name. */
  readonly labels: Json | undefined;
}

export const NO_SERIES: Series = { name: undefined, serviceName: undefined, labels: undefined };

export function readSeries(metric: unknown): Series {
  if (!isObject(metric)) return NO_SERIES;
  const labels = emptyAttributes();
  for (const key in metric) if (key !== '__name__' && typeof metric[key] === 'string') labels[key] = metric[key];
  const name = typeof metric['__name__'] === 'string' ? metric['__name__'] : undefined;
  // https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#resource-attributes: `job` is the service.
  const service = labels['service_name'] ?? labels['service'] ?? labels['job'];
  return { name, serviceName: typeof service === 'string' && service !== '' ? service : undefined, labels: Object.keys(labels).length > 0 ? labels : undefined };
}

export interface Histogram {
  readonly count: number | undefined;
  readonly sum: number | undefined;
  readonly buckets: { readonly bounds: readonly number[]; readonly counts: readonly number[] };
}

export interface Sample {
  readonly timeNs: bigint;
  readonly timeText: string;
  readonly value: number | undefined;
  readonly histogram: Histogram | undefined;
}

/** `[time, "value"]` or `[time, {histogram}]`; `undefined` when it is neither. */
export function readSample(pair: unknown): Sample | undefined {
  if (!Array.isArray(pair) || pair.length !== 2) return undefined;
  const [time, value] = pair as readonly unknown[];
  if (typeof time !== 'number') return undefined;
  const timeText = String(time);
  const timeNs = unixNs(timeText);
  if (timeNs === undefined) return undefined;
  if (isObject(value)) return { timeNs, timeText, value: undefined, histogram: readHistogram(value) };
  const number = sampleValue(value);
  return number === undefined ? undefined : { timeNs, timeText, value: number, histogram: undefined };
}

/** Seconds with a fraction, exactly as written. */
function unixNs(text: string): bigint | undefined {
  const m = /^(-?)(\d{1,11})(?:\.(\d{1,9})\d*)?$/.exec(text);
  if (!m) return undefined;
  const ns = BigInt(m[2]! + (m[3] ?? '').padEnd(9, '0'));
  return m[1] === '-' ? -ns : ns;
}

/** Sample values are text, so that NaN and the infinities can be said. */
export function sampleValue(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  switch (value) {
    case 'NaN': return Number.NaN;
    case '+Inf': case 'Inf': return Number.POSITIVE_INFINITY;
    case '-Inf': return Number.NEGATIVE_INFINITY;
    default: return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value) ? Number(value) : undefined;
  }
}

/**
 * A native histogram: buckets are `[rule, "left", "right", "count"]`, gaps are left out. Here they are bounds and the
 * counts between them, as histograms of OpenTelemetry have them: one count more than bounds.
 * https://prometheus.io/docs/prometheus/latest/querying/api/#native-histograms
 */
function readHistogram(value: Json): Histogram {
  const bounds: number[] = [];
  const counts: number[] = [0];
  const buckets: unknown = value['buckets'];
  for (const bucket of Array.isArray(buckets) ? (buckets as readonly unknown[]) : []) {
    if (!Array.isArray(bucket)) continue;
    const [left, right, count] = (bucket as readonly unknown[]).slice(1).map(sampleValue);
    if (left === undefined || right === undefined || count === undefined) continue;
    if (bounds.length === 0 || left > bounds.at(-1)!) {
      bounds.push(left);
      counts.push(0);
    }
    counts[bounds.length] = count;
    bounds.push(right);
    counts.push(0);
  }
  return { count: sampleValue(value['count']), sum: sampleValue(value['sum']), buckets: { bounds, counts } };
}
