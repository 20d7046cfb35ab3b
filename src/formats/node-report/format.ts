import { NO_FINDINGS, readEventDocuments } from '../contract-json-events.ts';
import { headObject } from '../contract-json-head.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { emptyAttributes } from '../contract-record.ts';
import { parseTimeText } from '../contract-time.ts';
import type { EventRecord, Format } from '../contract.ts';
import { SEVERITY_NUMBER } from '../../model/severity.ts';
import { NS_PER_MS } from '../../base/time.ts';

/** Diagnostic reports of Node.js: one document, one moment, and why it was written. */
export const nodeReport: Format = {
  id: 'node-report',
  title: 'Node.js diagnostic report',
  extensions: ['json'],
  magic: ['{"header": {"reportVersion": …'],
  specification: [
    { title: 'Node.js: diagnostic report', url: 'https://nodejs.org/api/report.html' },
    { title: 'OpenTelemetry semantic conventions: process', url: 'https://opentelemetry.io/docs/specs/semconv/registry/attributes/process/' },
  ],
  fields: [
    { name: 'node.report.trigger', type: 'string', description: 'What had it written: OOMError, FatalError, Exception, Signal, GetReport.', facet: true },
    { name: 'process.pid', type: 'integer', description: 'The process.' },
    { name: 'process.runtime.version', type: 'string', description: 'The version of Node.js.' },
    { name: 'v8.heap.used_bytes', type: 'integer', description: 'Heap in use when it was written.' },
    { name: 'v8.heap.limit_bytes', type: 'integer', description: 'What the heap may not exceed.' },
  ],
  detect(head) {
    const header = headObject(head)?.['header'];
    if (!isObject(header) || typeof header['reportVersion'] !== 'number' || !('dumpEventTime' in header)) return undefined;
    return { confidence: 1, reason: `a diagnostic report of Node.js, version ${header['reportVersion']} of its form` };
  },
  async parse(source, sink, _options, signal) {
    let summary = {};
    const counts = await readEventDocuments(source, sink, signal, {
      formatId: 'node-report', noun: 'reports', plan: { elements: [''] },
      read(element, record) {
        const header = isObject(element.value) ? element.value['header'] : undefined;
        if (!isObject(element.value) || !isObject(header) || !('reportVersion' in header)) return undefined;
        readReport(element.value, header, record);
        summary = { event: header['event'], trigger: header['trigger'], command: header['commandLine'], notRead: 'stacks, spaces of the heap, handles, limits, libraries: in the bytes' };
        return NO_FINDINGS;
      },
    });
    return { counts: { reports: counts.events, brokenElements: counts.brokenElements }, summary };
  },
};

function readReport(report: Json, header: Json, record: EventRecord): void {
  const { event, trigger } = header;
  const fatal = trigger === 'OOMError' || trigger === 'FatalError';
  record.severityNumber = fatal ? SEVERITY_NUMBER.fatal : trigger === 'Exception' ? SEVERITY_NUMBER.error : SEVERITY_NUMBER.info;
  record.timeText = text(header['dumpEventTime']);
  // Milliseconds since 1970, as text; `dumpEventTime` has whole seconds.
  const stamp = text(header['dumpEventTimeStamp']);
  record.timeNs = stamp !== undefined && /^\d{1,16}$/.test(stamp) ? BigInt(stamp) * NS_PER_MS : parseTimeText(record.timeText ?? '', 'UTC');
  record.hostName = text(header['host']);
  const heap = isObject(report['javascriptHeap']) ? report['javascriptHeap'] : {};
  const stack = isObject(report['javascriptStack']) ? report['javascriptStack'] : {};
  record.body = [text(event) ?? 'Diagnostic report', text(trigger)].filter((part) => part !== undefined).join(' · ');
  record.fields = [text(trigger), integer(header['processId']), text(header['nodejsVersion']), integer(heap['usedMemory']), integer(heap['memoryLimit'])];
  const attributes = emptyAttributes();
  const { commandLine, cwd, arch, platform } = header;
  const lines = stack['stack'];
  Object.assign(attributes, {
    ...(Array.isArray(commandLine) ? { 'process.command_args': commandLine } : {}),
    ...(cwd === undefined ? {} : { 'process.working_directory': cwd }),
    ...(arch === undefined ? {} : { 'host.arch': arch }),
    ...(platform === undefined ? {} : { 'os.type': platform }),
    ...(text(stack['message']) === undefined ? {} : { 'exception.message': stack['message'] }),
    ...(Array.isArray(lines) && lines.every((line) => typeof line === 'string') ? { 'exception.stacktrace': lines.join('\n') } : {}),
  });
  record.attributes = attributes;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function integer(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}
