import { documentHead } from '../contract-json-head.ts';
import { isObject } from '../contract-json-object.ts';
import { readDocuments, type DocumentElement, type DocumentPlan, type Enclosing } from '../contract-json-stream.ts';
import { METRIC_FIELDS } from '../contract-metric.ts';
import { blankRecord, clearRecord } from '../contract-record.ts';
import type { Detection, FieldValue, Format, Head } from '../contract.ts';
import { NO_SERIES, readSample, readSeries, sampleValue, type Series } from './sample.ts';

/** The whole answer, its `data`, or only the list of series: what `jq .data` and `jq .data.result` leave. */
const SERIES = ['data.result[]', 'result[]', '[]'];
const POINTS = ['values[]', 'value', 'histograms[]', 'histogram'];

/** `warnings` and `infos` come beside the data, `error` instead of it. */
const REMARKS = ['warnings[]', 'infos[]', 'error'];

const seriesPlan: DocumentPlan = {
  elements: [...SERIES.flatMap((series) => POINTS.map((point) => `${series}.${point}`)), ...REMARKS],
  context: Object.fromEntries(SERIES.map((series) => [series, ['metric']])),
};
/** A scalar or string is one pair without a series. */
const scalarPlan: DocumentPlan = { elements: ['data.result', 'result', ...REMARKS] };

/** Answers of the Prometheus HTTP API to queries. */
export const prometheusQuery: Format = {
  id: 'prometheus-query',
  title: 'Prometheus query result',
  extensions: ['json'],
  magic: ['{"status": "success", "data": {"resultType": …'],
  specification: [
    { title: 'Prometheus HTTP API: expression queries', url: 'https://prometheus.io/docs/prometheus/latest/querying/api/#expression-queries' },
    { title: 'Prometheus HTTP API: result formats', url: 'https://prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats' },
  ],
  signal: 'metric-points',
  fields: METRIC_FIELDS,
  detect,
  async parse(source, sink, options, signal) {
    const bytes = await source.read(0, 64 * 1024);
    const kind = shape({ bytes, complete: source.sizeBytes <= bytes.length, name: options.name, sizeBytes: source.sizeBytes });
    const record = blankRecord();
    const known = new WeakMap<Enclosing, Series>();
    const seriesOf = (enclosing: Enclosing | undefined): Series => {
      if (!enclosing) return NO_SERIES;
      let series = known.get(enclosing);
      if (!series) {
        counts.series++;
        known.set(enclosing, (series = readSeries(enclosing.members['metric'])));
      }
      return series;
    };
    const counts = { documents: 0, series: 0, points: 0, remarks: 0 };
    const report = (at: { offsetBytes: number; lengthBytes: number }, code: string, severity: 'info' | 'warning' | 'error', message: string): void => {
      sink.diagnostic({ code: `prometheus-query/${code}`, severity, message, offsetBytes: at.offsetBytes, lengthBytes: at.lengthBytes });
    };
    const remark = (element: DocumentElement): void => {
      counts.remarks++;
      const text = typeof element.value === 'string' ? element.value.slice(0, 1000) : element.text.slice(0, 1000);
      if (element.path === 'error') report(element, 'query-failed', 'error', `The query failed: ${text}`);
      else report(element, element.path === 'infos[]' ? 'query-info' : 'query-warning', element.path === 'infos[]' ? 'info' : 'warning', `Prometheus said of this result: ${text}`);
    };
    const found = await readDocuments('prometheus-query', source, sink, signal, {
      plan: kind === 'scalar' || kind === 'string' ? scalarPlan : seriesPlan,
      element(element) {
        if (REMARKS.includes(element.path)) {
          remark(element);
          return;
        }
        const sample = readSample(element.value);
        if (!sample) {
          report(element, 'not-a-sample', 'warning', kind === 'string' ? 'A text result; there is no point in it.' : 'Not a time with a value.');
          return;
        }
        clearRecord(record);
        record.offsetBytes = element.offsetBytes;
        record.lengthBytes = element.lengthBytes;
        record.line = element.line;
        record.timeNs = sample.timeNs;
        record.timeText = sample.timeText;
        const series = seriesOf(element.enclosing);
        record.serviceName = series.serviceName;
        record.attributes = series.labels;
        const h = sample.histogram;
        const value = h ? (h.sum !== undefined && h.count !== undefined && h.count !== 0 ? h.sum / h.count : undefined) : sample.value;
        const values: FieldValue[] = [
          series.name, h ? 'histogram' : 'unknown', undefined, value,
          h?.count !== undefined && Number.isSafeInteger(h.count) ? h.count : undefined, h?.sum, h ? JSON.stringify(h.buckets) : undefined, undefined, undefined, undefined,
        ];
        record.fields = values;
        counts.points++;
        sink.record(record);
      },
      document(document) {
        if (document.elements === 0) report(document, 'no-points', 'info', 'A result without points: the query matched nothing.');
      },
    });
    counts.documents = found.documents;
    return { counts: { ...counts, brokenElements: found.brokenElements }, summary: { resultType: kind ?? 'unknown' } };
  },
};

type Shape = 'matrix' | 'vector' | 'scalar' | 'string' | 'failed';

/** What a head's first document is; `undefined` when it is no answer to a query. */
function shape(head: Head): Shape | undefined {
  const first = documentHead(head)?.first;
  if (Array.isArray(first)) return shapeOfSeries(first);
  if (!isObject(first)) return undefined;
  if (first['status'] === 'error' && typeof first['errorType'] === 'string' && typeof first['error'] === 'string') return 'failed';
  const data = isObject(first['data']) ? first['data'] : first;
  const type = data['resultType'];
  if (type !== undefined && type !== 'matrix' && type !== 'vector' && type !== 'scalar' && type !== 'string') return undefined;
  const result = data['result'];
  if (type !== undefined) return Array.isArray(result) || result === undefined ? type : undefined;
  return Array.isArray(result) ? shapeOfSeries(result) : undefined;
}

function shapeOfSeries(list: readonly unknown[]): Shape | undefined {
  const first = list[0];
  if (!isObject(first) || !isObject(first['metric'])) return undefined;
  if (Array.isArray(first['values']) && (first['values'].length === 0 || isPair(first['values'][0])) || Array.isArray(first['histograms'])) return 'matrix';
  return isPair(first['value']) || Array.isArray(first['histogram']) ? 'vector' : undefined;
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === 'number' && (value.length === 1 || sampleValue(value[1]) !== undefined);
}

function detect(head: Head): Detection | undefined {
  const kind = shape(head);
  if (kind === undefined) return undefined;
  return { confidence: 1, reason: kind === 'failed' ? 'an answer of the Prometheus API: the query failed' : `an answer of the Prometheus API, result type ${kind}` };
}
