import type { TraceSpans } from '../../index/contract.ts';
import type { Waterfall } from './waterfall.ts';

/** A run of rows of a waterfall, as `traces.get` sends it. */
export interface RowBlock {
  readonly from: number;
  readonly spans: number;
  readonly texts: string[];
  readonly spanId: string[];
  readonly startNs: Float64Array<ArrayBuffer>;
  readonly durationNs: Float64Array<ArrayBuffer>;
  readonly selfNs: Float64Array<ArrayBuffer>;
  readonly depth: Uint32Array<ArrayBuffer>;
  readonly parent: Int32Array<ArrayBuffer>;
  readonly subtree: Uint32Array<ArrayBuffer>;
  readonly subtreeErrors: Uint32Array<ArrayBuffer>;
  readonly service: Uint32Array<ArrayBuffer>;
  readonly name: Uint32Array<ArrayBuffer>;
  readonly kind: Uint8Array<ArrayBuffer>;
  readonly flags: Uint16Array<ArrayBuffer>;
  readonly artifact: Uint32Array<ArrayBuffer>;
  readonly offsetBytes: Float64Array<ArrayBuffer>;
  readonly lengthBytes: Float64Array<ArrayBuffer>;
}

/** The rows in runs of `size`. Services, names and hashes repeat: each is sent once and then numbered. */
export function* blocksOf(spans: TraceSpans, waterfall: Waterfall, size: number): Generator<RowBlock> {
  const numbers = new Map<string, number>();
  for (let from = 0; from < spans.count; from += size) {
    const end = Math.min(spans.count, from + size);
    const order = waterfall.span.subarray(from, end);
    const texts: string[] = [];
    const numberOf = (text: string): number => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      texts.push(text);
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    };
    yield {
      from, spans: end - from, texts,
      spanId: Array.from(order, (at) => spans.spanId[at]!),
      startNs: waterfall.startNs.slice(from, end), durationNs: waterfall.durationNs.slice(from, end), selfNs: waterfall.selfNs.slice(from, end),
      depth: waterfall.depth.slice(from, end), parent: waterfall.parent.slice(from, end),
      subtree: waterfall.subtree.slice(from, end), subtreeErrors: waterfall.subtreeErrors.slice(from, end),
      service: Uint32Array.from(order, (at) => numberOf(spans.service[at]!)),
      name: Uint32Array.from(order, (at) => numberOf(spans.name[at]!)),
      kind: Uint8Array.from(order, (at) => spans.kind[at]!),
      flags: waterfall.flags.slice(from, end),
      artifact: Uint32Array.from(order, (at) => numberOf(spans.artifact[at]!)),
      offsetBytes: Float64Array.from(order, (at) => spans.offsetBytes[at]!), lengthBytes: Float64Array.from(order, (at) => spans.lengthBytes[at]!),
    };
  }
}
