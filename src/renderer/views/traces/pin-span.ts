import { uuidv7 } from '../../../base/ids.ts';
import { truncate, visibleText } from '../../../base/text.ts';
import { formatRfc3339 } from '../../../base/time.ts';
import { citationLabel, type EvidenceReference } from '../../../model/evidence.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { has, lengthNs, startOf, type Trace } from './trace-model.ts';
import { durationText, nameText, serviceText } from './words.ts';

/** Proof of a span: its bytes. The excerpt is for who has read them. */
export function spanReference(trace: Trace, row: number, nowNs: bigint): EvidenceReference {
  return {
    sha256: trace.texts[trace.artifact[row]!]!,
    locator: { kind: 'bytes', offsetBytes: trace.offsetBytes[row]!, lengthBytes: Math.max(1, trace.lengthBytes[row]!) },
    excerpt: '', addedBy: '', addedAtNs: nowNs,
  };
}

/** A span as a timeline entry: an observation over the time it ran. `undefined` when it has none. */
export function pinnedSpan(trace: Trace, row: number, reference: EvidenceReference): TimelineEntry | undefined {
  const startNs = startOf(trace, row);
  if (startNs === undefined) return undefined;
  const length = BigInt(Math.round(lengthNs(trace, row)));
  const failed = has(trace, row, 'error') ? ' failed' : '';
  const took = length === 0n ? '' : failed === '' ? ` took ${durationText(Number(length))}` : ` after ${durationText(Number(length))}`;
  return {
    id: uuidv7(), kind: 'observation', note: '', role: '', evidence: [reference],
    title: truncate(`${label(trace, row)}${failed}${took}`, 240),
    time: {
      form: length > 0n ? 'interval' : 'point', startNs, ...(length > 0n ? { endNs: startNs + length } : {}),
      uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC',
    },
  };
}

function label(trace: Trace, row: number): string {
  return `${serviceText(trace.texts[trace.service[row]!]!)}: ${nameText(trace.texts[trace.name[row]!]!)}`;
}

/** A span as a line to paste anywhere: time in UTC, what it was, its ids, and where the bytes are. */
export function copyText(trace: Trace, row: number): string {
  const startNs = startOf(trace, row);
  const { sha256, locator } = spanReference(trace, row, 0n);
  const facts = [
    ...(Number.isNaN(trace.durationsNs[row]!) ? [] : [durationText(trace.durationsNs[row]!)]),
    ...(has(trace, row, 'error') ? ['error'] : []),
    `trace ${visibleText(trace.traceId)}`, `span ${visibleText(trace.spanId[row]!)}`,
  ];
  return `${startNs === undefined ? '' : `${formatRfc3339(startNs)} `}${label(trace, row)} (${facts.join(', ')}) [${citationLabel({ sha256, locator })}]`;
}
