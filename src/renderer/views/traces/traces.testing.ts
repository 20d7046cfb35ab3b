import { spansFromText, type DraftSpan } from '../../../../test/support/spans-from-text.ts';
import { blocksOf } from '../../../engine/analyse/traces/blocks.ts';
import { criticalPath } from '../../../engine/analyse/traces/critical-path.ts';
import { columnsOf } from '../../../engine/analyse/traces/traces.testing.ts';
import { buildWaterfall } from '../../../engine/analyse/traces/waterfall.ts';
import { SPAN_KINDS } from '../../../model/trace.ts';
import { api } from '../../../protocol/api.ts';
import { SpanBlock } from '../../../protocol/methods/traces.ts';
import { assemble, type Trace } from './trace-model.ts';

export const SHA = 'c'.repeat(64);
export const BASE_NS = 1_700_000_000_000_000_000n;

/** A trace as the view gets it: what the engine makes of spans, through the protocol's own checks, in blocks of three rows. */
export function traceOf(spans: readonly DraftSpan[] | string): Trace {
  const drafts = typeof spans === 'string' ? spansFromText(spans) : spans;
  const columns = {
    ...columnsOf(drafts), leftOut: 0, baseNs: BASE_NS,
    durationAllNs: drafts.reduce((last, s) => Math.max(last, Number((s.startNs ?? 0n) + (s.durationNs ?? 0n))), 0),
    kind: Uint8Array.from(drafts, (s) => SPAN_KINDS.indexOf(s.kind)),
    service: drafts.map((s) => s.service), name: drafts.map((s) => s.name), artifact: drafts.map(() => SHA),
    offsetBytes: Float64Array.from(drafts, (_, i) => i * 100), lengthBytes: Float64Array.from(drafts, () => 99),
  };
  const waterfall = buildWaterfall(columns);
  const critical = criticalPath(waterfall);
  const blocks = [...blocksOf(columns, waterfall, 3)].map((block) => SpanBlock.parse(block));
  const answer = api.getTrace.output.parse({ baseNs: BASE_NS, durationNs: columns.durationAllNs, spans: columns.count, leftOut: 0, roots: waterfall.roots, critical });
  return assemble('0af7651916cd43dd8448eb211c80319c', blocks, answer);
}

