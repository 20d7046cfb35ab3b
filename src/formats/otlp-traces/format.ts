import { otlpHead, otlpPlan, OTLP_SPECIFICATION, OtlpSurroundings, signalOfKeys } from '../contract-otlp.ts';
import { readDocuments } from '../contract-json-stream.ts';
import { blankRecord, clearRecord } from '../contract-record.ts';
import { SPAN_FIELDS } from '../contract-span.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { isSpan, readSpan } from './span.ts';

/** Where spans stand: requests, what backends answer (Tempo: `batches`, `trace`; Jaeger: `result`), names of 2021. */
const plan = otlpPlan(
  ['resourceSpans', 'resource_spans', 'batches', 'trace.resourceSpans', 'result.resourceSpans'], ['scopeSpans', 'scope_spans', 'instrumentationLibrarySpans'], ['spans'],
);

/** Traces of the OpenTelemetry protocol as JSON. */
export const otlpTraces: Format = {
  id: 'otlp-traces',
  title: 'OpenTelemetry traces',
  extensions: ['json', 'jsonl'],
  magic: ['{"resourceSpans": […'],
  specification: [
    ...OTLP_SPECIFICATION,
    { title: 'opentelemetry.proto.trace.v1', url: 'https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto' },
  ],
  signal: 'spans',
  fields: SPAN_FIELDS,
  detect,
  async parse(source, sink, _options, signal) {
    const record = blankRecord();
    const surroundings = new OtlpSurroundings();
    const traces = new Set<string>();
    const counts = { documents: 0, spans: 0, errorSpans: 0, otherSignals: 0 };
    const report = (at: { offsetBytes: number; lengthBytes: number }, code: string, severity: 'info' | 'warning', message: string): void => {
      sink.diagnostic({ code: `otlp-traces/${code}`, severity, message, offsetBytes: at.offsetBytes, lengthBytes: at.lengthBytes });
    };
    const found = await readDocuments('otlp-traces', source, sink, signal, {
      plan,
      element(element) {
        if (!isSpan(element.value)) {
          report(element, 'not-a-span', 'warning', 'Not a span: it lacks a name or an id, or when it began.');
          return;
        }
        clearRecord(record);
        record.offsetBytes = element.offsetBytes;
        record.lengthBytes = element.lengthBytes;
        record.line = element.line;
        const { enclosing } = element;
        for (const { code, message } of readSpan(element.value, surroundings.resource(enclosing), surroundings.scope(enclosing), record)) report(element, code, 'warning', message);
        counts.spans++;
        if (record.severityNumber > 0) counts.errorSpans++;
        if (record.traceId !== undefined && traces.size < MAX_TRACES) traces.add(record.traceId);
        sink.record(record);
      },
      document(document) {
        if (document.elements > 0) return;
        const other = signalOfKeys(document.keys);
        if (other === 'traces') report(document, 'without-spans', 'info', 'An export request without spans.');
        else {
          counts.otherSignals++;
          report(document, 'other-signal', 'warning', `${other === undefined ? 'A document that is no request' : `A request with ${other}`}, in a file of traces; not read.`);
        }
      },
    });
    counts.documents = found.documents;
    return { counts: { ...counts, brokenElements: found.brokenElements }, summary: { traces: traces.size } };
  },
};

/** Traces that are told apart, at most: their ids are held. */
const MAX_TRACES = 1_000_000;

function detect(head: Head): Detection | undefined {
  const found = otlpHead(head);
  if (found?.signal !== 'traces') return undefined;
  const reason = found.cut ? 'begins as an OTLP traces document' : found.sampled === 1 ? 'one OTLP traces document'
    : `${found.requests} of ${found.sampled} sampled documents are OTLP traces`;
  return { confidence: 1, reason };
}
