import type { DraftSpan } from '../../../../test/support/spans-from-text.ts';
import { SPAN_KINDS } from '../../../model/trace.ts';
import type { SpanColumns } from './waterfall.ts';

/** Spans as the analyses take them, times from 0. */
export function columnsOf(spans: readonly DraftSpan[]): SpanColumns {
  return {
    count: spans.length,
    spanId: spans.map((s) => s.spanId),
    parentId: spans.map((s) => s.parentId ?? ''),
    startNs: Float64Array.from(spans, (s) => (s.startNs === undefined ? NaN : Number(s.startNs))),
    durationNs: Float64Array.from(spans, (s) => (s.durationNs === undefined ? NaN : Number(s.durationNs))),
    error: Uint8Array.from(spans, (s) => (s.error ? 1 : 0)),
    kind: Uint8Array.from(spans, (s) => SPAN_KINDS.indexOf(s.kind)),
  };
}
