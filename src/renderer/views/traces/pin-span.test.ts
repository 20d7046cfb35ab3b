import { expect, test } from 'vitest';
import { TimelineEntry } from '../../../model/timeline.ts';
import { copyText, pinnedSpan, spanReference } from './pin-span.ts';
import { BASE_NS, SHA, traceOf } from './traces.testing.ts';

const TRACE = traceOf(`
  web GET /     |-----------|
    pay charge    |---|        error
    web mark           |
  web nowhere
`);

test('a span is pinned over the time it ran, with its bytes as proof', () => {
  const reference = spanReference(TRACE, 1, 7n);
  expect(reference).toMatchObject({ sha256: SHA, locator: { kind: 'bytes', offsetBytes: 100, lengthBytes: 99 }, addedAtNs: 7n });
  const entry = TimelineEntry.parse(pinnedSpan(TRACE, 1, reference));
  expect(entry).toMatchObject({
    kind: 'observation', title: 'pay: charge failed after 4 ms', evidence: [reference],
    time: { form: 'interval', startNs: BASE_NS + 2_000_000n, endNs: BASE_NS + 6_000_000n, basis: 'evidence', uncertaintyNs: 0n },
  });
  expect(pinnedSpan(TRACE, 0, reference)?.title).toBe('web: GET / took 12 ms');
});

test('a moment is a point; without a time there is no entry', () => {
  const reference = spanReference(TRACE, 2, 7n);
  expect(TimelineEntry.parse(pinnedSpan(TRACE, 2, reference))).toMatchObject({ title: 'web: mark', time: { form: 'point' } });
  expect(pinnedSpan(TRACE, 3, reference)).toBeUndefined();
});

test('a copied span says when, what, which and where', () => {
  expect(copyText(TRACE, 1)).toBe(
    '2023-11-14T22:13:20.002000000Z pay: charge (4 ms, error, trace 0af7651916cd43dd8448eb211c80319c, span 0000000000000002) [cccccccc @0x64+99]',
  );
});
