import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAll } from '../../../test/support/formats.ts';
import { journal } from './index.ts';
import { packLz4, packXz, packZstd, writeJournal, type WrittenEntry } from './journal-file.testing.ts';

const field = fc.tuple(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,12}$/), fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 20 }).map((s) => s.repeat(30))));
const written: fc.Arbitrary<WrittenEntry[]> = fc.array(
  fc.record({
    realtimeUs: fc.bigInt({ min: 1n, max: 4_000_000_000_000_000n }), monotonicUs: fc.bigInt({ min: 0n, max: 1n << 50n }),
    fields: fc.uniqueArray(field, { minLength: 1, maxLength: 8, selector: ([name]) => name }),
  }),
  { maxLength: 30 },
);

/** Fields of an entry as the record has them, but for those that have a place of their own in it. */
function left(entry: WrittenEntry): Record<string, string> {
  return Object.fromEntries(entry.fields.map(([name, value]) => [name, value.toWellFormed()]));
}

describe('a journal that was written', () => {
  it.each([['as it is', undefined], ['zstd', packZstd], ['lz4', packLz4], ['xz', packXz]] as const)('is read again, %s', async (name, pack) => {
    await fc.assert(
      fc.asyncProperty(written, fc.boolean(), fc.integer({ min: 0, max: 40 }), async (entries, compact, unlisted) => {
        const hidden = Math.min(unlisted, entries.length);
        const file = writeJournal(entries, { compact, ...(pack ? { pack } : {}), unlisted: hidden, padding: compact ? 64 : 0 });
        const { records, diagnostics, summary } = await parseAll(journal, file.bytes);
        expect(diagnostics.filter((d) => d.code !== 'journal/tail-lost')).toEqual([]);
        expect(records.map((r) => [r.offsetBytes, r.timeNs])).toEqual(entries.map((e, i) => [file.entries[i], e.realtimeUs * 1000n]));
        records.forEach((record, i) => {
          const expected = left(entries[i]!);
          expect(record.attributes).toMatchObject(Object.fromEntries(Object.entries(expected).filter(([key]) => !['MESSAGE', 'PRIORITY', 'UNIT'].includes(key) && !key.includes('_'))));
          if (expected['MESSAGE'] !== undefined) expect(record.body).toBe(expected['MESSAGE']);
          expect(record.attributes?.['journald.unlisted']).toBe(i >= entries.length - hidden ? true : undefined);
        });
        expect(summary.counts).toMatchObject({ entries: entries.length, unlistedEntries: hidden, unreadableEntries: 0, damagedBytes: 0 });
      }),
      { numRuns: name === 'xz' ? 20 : 100 },
    );
  });

  it('loses with a damaged object only what stood in it', async () => {
    await fc.assert(
      fc.asyncProperty(written.filter((e) => e.length > 2), fc.boolean(), fc.nat(), fc.integer({ min: 0, max: 255 }), async (entries, compact, at, byte) => {
        const file = writeJournal(entries, { compact, padding: 64 });
        const hit = file.entries[at % entries.length]!;
        file.bytes.fill(byte, hit, hit + 16);
        const { records, summary } = await parseAll(journal, file.bytes);
        const others = file.entries.filter((offset) => offset !== hit);
        expect(records.map((r) => r.offsetBytes).filter((offset) => offset !== hit)).toEqual(others);
        expect(summary.counts['unlistedEntries']).toBe(0);
      }),
    );
  });
});
