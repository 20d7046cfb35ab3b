import type { FullRecord } from '../../index/contract.ts';
import { formatRfc3339 } from '../../../base/time.ts';
import { formatCitation } from '../../../model/evidence.ts';

export interface RecordColumn {
  readonly name: string;
  readonly description: string;
  /** `undefined`: the record does not say. */
  readonly value: (record: FullRecord) => string | number | undefined;
  /** Text from evidence, which a spreadsheet might run. */
  readonly free?: true;
}

/** Columns of an export, the same in every format. Names are those of the SQL table `events`. */
export const RECORD_COLUMNS: readonly RecordColumn[] = [
  { name: 'time', description: 'When it happened: RFC 3339 with nanoseconds, UTC, corrected where a clock was set. Empty when the record says no time.', value: (r) => (r.timeNs === undefined ? undefined : formatRfc3339(r.timeNs)) },
  { name: 'severity_number', description: 'OpenTelemetry severity 1 to 24; 0 not said; from 17 on an error.', value: (r) => r.severityNumber },
  { name: 'severity_text', description: 'The level as the record has it.', value: (r) => r.severityText, free: true },
  { name: 'service_name', description: 'service.name', value: (r) => r.serviceName, free: true },
  { name: 'host_name', description: 'host.name', value: (r) => r.hostName, free: true },
  { name: 'body', description: 'The message.', value: (r) => r.body, free: true },
  { name: 'trace_id', description: 'W3C trace id.', value: (r) => r.traceId, free: true },
  { name: 'span_id', description: 'W3C span id.', value: (r) => r.spanId, free: true },
  { name: 'kind', description: 'Format of the evidence.', value: (r) => r.kind },
  { name: 'citation', description: 'The record as a postmortem cites it.', value: (r) => formatCitation({ sha256: r.sha256, locator: { kind: 'bytes', offsetBytes: r.offsetBytes, lengthBytes: Math.max(1, r.lengthBytes) } }) },
  { name: 'artifact', description: 'SHA-256 of the evidence it stands in.', value: (r) => r.sha256 },
  { name: 'path', description: 'Path the evidence was taken in under.', value: (r) => r.path, free: true },
  { name: 'line', description: '1-based line of the first byte; 0 where there are no lines.', value: (r) => r.line },
  { name: 'offset_bytes', description: 'First byte of the record in the evidence.', value: (r) => r.offsetBytes },
  { name: 'length_bytes', description: 'Bytes of the record.', value: (r) => r.lengthBytes },
  { name: 'clock_offset_ns', description: 'What was added to the time as it stands in the evidence, because people said that its clock was wrong. Empty where nothing was.', value: (r) => exactNumber(r.clockOffsetNs) },
  { name: 'attributes', description: 'Everything else the record says, as JSON.', value: (r) => r.attributes },
];

function exactNumber(value: bigint): number | string | undefined {
  if (value === 0n) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}
