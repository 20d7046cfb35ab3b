import { METRIC_FIELDS } from '../contract-metric.ts';
import { isObject } from '../contract-json-object.ts';
import { otlpHead, otlpPlan, OTLP_SPECIFICATION, OtlpSurroundings, signalOfKeys } from '../contract-otlp.ts';
import { readDocuments, type DocumentPlan, type Enclosing } from '../contract-json-stream.ts';
import { blankRecord, clearRecord } from '../contract-record.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { labelText, METRIC_TYPES, readMetric, readPoint, type Metric } from './point.ts';

const REQUESTS = ['resourceMetrics', 'resource_metrics'];
const SCOPES = ['scopeMetrics', 'scope_metrics', 'instrumentationLibraryMetrics'];

function pointPlan(): DocumentPlan {
  const types = Object.keys(METRIC_TYPES);
  const points = (type: string): string[] => [`metrics[].${type}.dataPoints`, `metrics[].${type}.data_points`];
  const { elements, context } = otlpPlan(REQUESTS, SCOPES, types.flatMap(points));
  const metrics = REQUESTS.flatMap((request) => SCOPES.map((scope) => `${request}[].${scope}[].metrics[]`));
  return {
    elements,
    context: {
      ...context,
      ...Object.fromEntries(metrics.map((metric) => [metric, ['name', 'unit']])),
      ...Object.fromEntries(metrics.flatMap((metric) => types.map((type) => [`${metric}.${type}`, ['aggregationTemporality', 'aggregation_temporality', 'isMonotonic', 'is_monotonic']]))),
    },
  };
}

const plan = pointPlan();

/** Metrics of the OpenTelemetry protocol as JSON. */
export const otlpMetrics: Format = {
  id: 'otlp-metrics',
  title: 'OpenTelemetry metrics',
  extensions: ['json', 'jsonl'],
  magic: ['{"resourceMetrics": […'],
  specification: [
    ...OTLP_SPECIFICATION,
    { title: 'opentelemetry.proto.metrics.v1', url: 'https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto' },
    { title: 'OpenTelemetry metrics data model', url: 'https://opentelemetry.io/docs/specs/otel/metrics/data-model/' },
  ],
  signal: 'metric-points',
  fields: METRIC_FIELDS,
  detect,
  async parse(source, sink, _options, signal) {
    const record = blankRecord();
    const surroundings = new Surroundings();
    const names = new Set<string>();
    const counts = { documents: 0, points: 0, otherSignals: 0 };
    const report = (at: { offsetBytes: number; lengthBytes: number }, code: string, severity: 'info' | 'warning', message: string): void => {
      sink.diagnostic({ code: `otlp-metrics/${code}`, severity, message, offsetBytes: at.offsetBytes, lengthBytes: at.lengthBytes });
    };
    const found = await readDocuments('otlp-metrics', source, sink, signal, {
      plan,
      element(element) {
        const metric = surroundings.metric(element.enclosing, element.path);
        if (!isObject(element.value) || !metric) {
          report(element, 'not-a-point', 'warning', metric ? 'Not a data point.' : 'A data point whose metric has no name or is not certain.');
          return;
        }
        clearRecord(record);
        record.offsetBytes = element.offsetBytes;
        record.lengthBytes = element.lengthBytes;
        record.line = element.line;
        const { labels, serviceName, hostName } = surroundings.labels(element.enclosing);
        record.serviceName = serviceName;
        record.hostName = hostName;
        readPoint(element.value, metric, labels, record);
        if (record.timeNs === undefined) report(element, 'without-time', 'warning', 'A data point that does not say when; it is in no series.');
        counts.points++;
        if (names.size < MAX_NAMES) names.add(metric.name);
        sink.record(record);
      },
      document(document) {
        if (document.elements > 0) return;
        const other = signalOfKeys(document.keys);
        if (other === 'metrics') report(document, 'without-points', 'info', 'An export request without data points.');
        else {
          counts.otherSignals++;
          report(document, 'other-signal', 'warning', `${other === undefined ? 'A document that is no request' : `A request with ${other}`}, in a file of metrics; not read.`);
        }
      },
    });
    counts.documents = found.documents;
    return { counts: { ...counts, brokenElements: found.brokenElements }, summary: { metrics: names.size } };
  },
};

/** Metrics that are told apart, at most: their names are held. */
const MAX_NAMES = 100_000;

interface Common {
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceName: string | undefined;
  readonly hostName: string | undefined;
}

const NOTHING: Common = { labels: {}, serviceName: undefined, hostName: undefined };

/** What points stand in: the object of their type, the metric, the scope, the resource. Each is read once. */
class Surroundings {
  private readonly otlp = new OtlpSurroundings();
  private readonly metrics = new WeakMap<Enclosing, Metric | undefined>();
  private readonly commons = new WeakMap<Enclosing, Common>();

  metric(data: Enclosing | undefined, path: string): Metric | undefined {
    if (!data?.parent) return undefined;
    if (!this.metrics.has(data)) {
      const type = /metrics\[\]\.(\w+)\./.exec(path)![1]!;
      this.metrics.set(data, readMetric(data.parent.members, data.members, METRIC_TYPES[type]!));
    }
    return this.metrics.get(data);
  }

  labels(data: Enclosing | undefined): Common {
    const scope = data?.parent?.parent;
    if (!scope) return NOTHING;
    let found = this.commons.get(scope);
    if (!found) {
      const { serviceName, hostName, attributes } = this.otlp.resource(scope);
      const { name, attributes: ofScope } = this.otlp.scope(scope);
      const labels: Record<string, string> = Object.create(null);
      if (name !== undefined) labels['otel.scope.name'] = name;
      if (hostName !== undefined) labels['host.name'] = hostName;
      for (const from of [attributes, ofScope]) for (const key in from) labels[key] ??= labelText(from[key]);
      this.commons.set(scope, (found = { labels, serviceName, hostName }));
    }
    return found;
  }
}

function detect(head: Head): Detection | undefined {
  const found = otlpHead(head);
  if (found?.signal !== 'metrics') return undefined;
  const reason = found.cut ? 'begins as an OTLP metrics document' : found.sampled === 1 ? 'one OTLP metrics document'
    : `${found.requests} of ${found.sampled} sampled documents are OTLP metrics`;
  return { confidence: 1, reason };
}
