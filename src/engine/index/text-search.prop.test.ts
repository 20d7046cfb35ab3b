import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Filter } from '../../model/filter.ts';
import { webAccess } from '../../formats/web-access/index.ts';
import { put, SHA_A, SHA_B, withIndex, type Draft } from './index.testing.ts';
import { BatchBuilder } from '../ingest/batch.ts';
import type { RangeRow } from '../../formats/contract.ts';

const LINES = [
  '10.0.0.1 - alice [08/Oct/2026:10:00:00 +0000] "GET /Items/7?q=Ärger HTTP/1.1" 200 512 "-" "Mozilla/5.0 (X11)"',
  '10.0.0.2 - - [08/Oct/2026:10:00:01 +0000] "POST /checkout HTTP/2" 503 - "https://shop.example/a" "curl/8"',
  '10.0.0.1 - - [08/Oct/2026:10:00:02 +0000] "GET /items/7 HTTP/1.1" 404 0 "-" "-"',
];
const DRAFTS: readonly Draft[] = [
  { body: 'Payment REFUSED for order 7', attributes: { 'order.id': 'A-7', note: 'refused twice' } },
  { body: 'straße gesperrt', attributes: { town: 'İstanbul', quoted: 'a "b" \\ c' } },
  { body: '', attributes: { only: 'Mozilla' } },
  { body: 'timed out after 503 ms' },
];

it('a text alone is sought by columns, and finds what it finds beside a condition that always holds', async () => {
  await withIndex(async (index) => {
    await put(index, SHA_A, 'app.jsonl', DRAFTS);
    // A body that is stored although the format can make one of fields: its fields are not sought.
    const writer = await index.begin(SHA_B, 'access.log', webAccess);
    const builder = new BatchBuilder(webAccess);
    const source = { sizeBytes: 0, async *chunks() { yield Buffer.from(`${LINES.join('\n')}\n`); }, read: async () => new Uint8Array() };
    let records = 0;
    await webAccess.parse(source, {
      record(record) {
        records++;
        builder.add(record, undefined);
      },
      diagnostic: () => undefined, room: () => undefined,
      ranges: {
        block: (bytes) => builder.block(bytes),
        row(row: RangeRow) {
          records++;
          builder.row(row, undefined);
        },
      },
    }, { name: 'access.log', zone: 'UTC' }, new AbortController().signal);
    await writer.append(builder.take());
    await writer.finish({ sha256: SHA_B, status: 'understood', kind: webAccess.id, title: '', confidence: 1, reason: '', records, understoodBytes: 0, notUnderstood: 0, diagnostics: 0, fromNs: undefined, toNs: undefined });
    await index.order(new AbortController().signal);
    expect(records).toBe(LINES.length);

    const found = async (filter: Filter): Promise<unknown> => unwrap(await index.page(filter, 0, 100)).rows.map((row) => [row.sha256, row.offsetBytes]);
    const everywhere = [...LINES, ...DRAFTS.map((d) => `${d.body ?? ''} ${JSON.stringify(d.attributes ?? {})}`)];
    const piece = fc.tuple(fc.nat(everywhere.length - 1), fc.nat(100), fc.integer({ min: 1, max: 10 })).map(([which, from, length]) => everywhere[which]!.slice(from % everywhere[which]!.length).slice(0, length));
    const asked = fc.oneof({ weight: 6, arbitrary: piece }, { weight: 1, arbitrary: fc.constantFrom('-', '503', '7', 'mozilla', 'STRASSE', 'ärger', '\u212a', 'zq-0', '"', '\\') });
    await fc.assert(fc.asyncProperty(asked.chain((text) => fc.constantFrom(text, text.toUpperCase(), text.toLowerCase())), fc.boolean(), async (text, errorsOnly) => {
      fc.pre(text !== '');
      const terms: Filter['terms'] = [{ kind: 'text', text, negated: false }, ...(errorsOnly ? [{ kind: 'field' as const, field: 'level', op: '>=' as const, value: 'warn', negated: false }] : [])];
      const always = { kind: 'field' as const, field: 'line', op: '>=' as const, value: '0', negated: false };
      expect(await found({ terms })).toEqual(await found({ terms: [...terms, always] }));
    }), { numRuns: 150 });
    // It can fail: some of these find something.
    expect(await found({ terms: [{ kind: 'text', text: 'REFUSED', negated: false }] })).toHaveLength(1);
    expect(await found({ terms: [{ kind: 'text', text: '/ITEMS/7', negated: false }] })).toHaveLength(2);
  });
});
