import { NS_PER_DAY, NS_PER_H, NS_PER_MIN, NS_PER_MS, NS_PER_S, NS_PER_US } from '../../base/time.ts';

/** Widths that people count in. */
const WIDTHS_NS: readonly bigint[] = [
  ...[1n, NS_PER_US, NS_PER_MS].flatMap((unit) => [1n, 2n, 5n, 10n, 20n, 50n, 100n, 200n, 500n].map((n) => n * unit)),
  ...[NS_PER_S, NS_PER_MIN].flatMap((unit) => [1n, 2n, 5n, 10n, 15n, 30n].map((n) => n * unit)),
  ...[1n, 2n, 3n, 6n, 12n].map((n) => n * NS_PER_H),
  ...[1n, 2n, 5n, 10n, 20n, 50n, 100n, 200n, 500n, 1_000n, 2_000n, 5_000n].map((n) => n * NS_PER_DAY),
];

/** Buckets of a round width on round times (UTC) that cover a span, at most about `most` of them. */
export function bucketGrid(fromNs: bigint, toNs: bigint, most: number): { fromNs: bigint; toNs: bigint; buckets: number } {
  const widthNs = WIDTHS_NS.find((w) => (toNs - fromNs) / w <= BigInt(most)) ?? (toNs - fromNs) / BigInt(most) + 1n;
  const rest = fromNs % widthNs;
  const start = fromNs - (rest < 0n ? rest + widthNs : rest);
  const buckets = Number((toNs - start + widthNs - 1n) / widthNs);
  return { fromNs: start, toNs: start + widthNs * BigInt(buckets), buckets };
}
