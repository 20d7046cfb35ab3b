import { attributesOf, otlpHead, otlpPlan } from '../contract-otlp.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { readDocuments, type Enclosing } from '../contract-json-stream.ts';
import { blankRecord, clearRecord, emptyAttributes, MAX_BODY } from '../contract-record.ts';
import type { ByteSource, EventRecord, Head, ParseSummary, RecordSink } from '../contract.ts';
import { readOtlp } from './otlp.ts';

const plan = otlpPlan(['resourceLogs', 'resource_logs'], ['scopeLogs', 'scope_logs', 'instrumentationLibraryLogs'], ['logRecords', 'log_records']);

/** Whether a head is that of OTLP logs in a document over several lines, or in one so long that no line ends in the head. */
export function isOtlpLogsDocument(head: Head): boolean {
  if (otlpHead(head)?.signal !== 'logs') return false;
  const lineEnd = head.bytes.indexOf(0x0a);
  return lineEnd < 0 || otlpHead({ ...head, bytes: head.bytes.subarray(0, lineEnd), complete: true })?.cut !== false;
}

/** The records that lines of such requests give, from a document of any size. */
export async function readOtlpDocument(source: ByteSource, sink: RecordSink, signal: AbortSignal): Promise<ParseSummary> {
  const record = blankRecord();
  const resources = new WeakMap<Enclosing, Json>();
  const resourceOf = (enclosing: Enclosing | undefined): Json => {
    if (!enclosing) return emptyAttributes();
    let found = resources.get(enclosing);
    if (!found) {
      const resource = enclosing.members['resource'];
      resources.set(enclosing, (found = attributesOf(isObject(resource) ? resource['attributes'] : undefined)));
    }
    return found;
  };
  const place = (at: { offsetBytes: number; lengthBytes: number; line: number }): EventRecord => {
    clearRecord(record);
    record.offsetBytes = at.offsetBytes;
    record.lengthBytes = at.lengthBytes;
    record.line = at.line;
    return record;
  };
  let objects = 0;
  const found = await readDocuments('json-lines', source, sink, signal, {
    plan,
    element(element) {
      const scope = element.enclosing?.members['scope'];
      place(element);
      if (isObject(element.value)) readOtlp({ resource: resourceOf(element.enclosing?.parent), scope: isObject(scope) ? scope : undefined, log: element.value }, record);
      else {
        record.body = element.text.slice(0, MAX_BODY);
        record.understood = false;
        sink.diagnostic({ code: 'json-lines/not-a-log-record', severity: 'warning', message: 'Not a log record; kept as text.', offsetBytes: element.offsetBytes, lengthBytes: element.lengthBytes });
      }
      sink.record(record);
    },
    broken(element) {
      place(element);
      record.body = element.text.slice(0, MAX_BODY);
      record.understood = false;
      sink.record(record);
    },
    document(document) {
      objects++;
      if (document.elements > 0) return;
      sink.diagnostic({
        code: 'json-lines/otlp-without-records', severity: 'info', message: 'A document without log records.', offsetBytes: document.offsetBytes, lengthBytes: document.lengthBytes,
      });
    },
  });
  return { counts: { blankLines: 0, objects, invalidLines: found.brokenElements, lines: 0 }, summary: { otlp: true } };
}
