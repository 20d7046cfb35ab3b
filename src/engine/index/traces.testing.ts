import type { DraftSpan } from '../../../test/support/spans-from-text.ts';
import { SPAN_FIELDS } from '../../formats/contract-span.ts';
import { blankRecord } from '../../formats/contract-record.ts';
import type { EventRecord, Format } from '../../formats/contract.ts';
import { BatchBuilder } from '../ingest/batch.ts';
import { attributesJson, Tally } from '../ingest/tally.ts';
import type { EventIndex } from './contract.ts';

export const spanFormat: Format = {
  id: 'test-spans', title: 'Test spans', extensions: [], magic: [], specification: [], fields: SPAN_FIELDS, signal: 'spans',
  detect: () => undefined,
  parse: async () => ({ summary: {}, counts: {} }),
};

/** Puts spans into the index as a parse worker would; each at its own offset, a hundred bytes apart. */
export async function putSpans(index: EventIndex, sha256: string, path: string, spans: readonly DraftSpan[]): Promise<void> {
  const writer = await index.begin(sha256, path, spanFormat);
  const builder = new BatchBuilder(spanFormat);
  const tally = new Tally();
  for (const [i, span] of spans.entries()) {
    const record: EventRecord = {
      ...blankRecord(), offsetBytes: i * 100, lengthBytes: 99, line: i + 1, timeNs: span.startNs, severityNumber: span.error ? 17 : 0,
      traceId: span.traceId, spanId: span.spanId, serviceName: span.service, body: span.name, attributes: { ...span.attributes },
      fields: [span.parentId, span.kind, span.durationNs, span.error ? 'ERROR' : 'UNSET', undefined, undefined, undefined, undefined],
    };
    tally.record(record);
    builder.add(record, attributesJson(record).json);
    if (builder.full) await writer.append(builder.take());
  }
  await writer.append(builder.take());
  await writer.finish({ sha256, status: 'understood', kind: spanFormat.id, title: spanFormat.title, confidence: 1, reason: 'test', ...tally.counts() });
  await index.order(new AbortController().signal);
}
