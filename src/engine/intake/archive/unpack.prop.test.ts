import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { BZIP2_TWICE, LOG, tar, XZ_TWICE, zip } from './archives.testing.ts';
import { containerKind } from './detect.ts';
import { Budget, UNPACK_LIMITS } from './limits.ts';
import { unpack } from './unpack.ts';

const dir = mkdtempSync(join(tmpdir(), 'tephra-test-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const members = [{ name: 'dir/a.log', bytes: LOG }, { name: 'b.log', bytes: LOG.repeat(20) }, { name: 'c', bytes: '' }];
const SAMPLES = {
  zip: zip([...members, { name: 's', bytes: LOG, streamed: true }]), tar: tar(members), gzip: gzipSync(tar(members)),
  zstd: zstdCompressSync(tar(members)), bzip2: BZIP2_TWICE, xz: XZ_TWICE,
} as const;

describe('damage of any kind', () => {
  it.each(['zip', 'tar', 'gzip', 'zstd', 'bzip2', 'xz'] as const)('%s: ends, within the limits, and is told when anything is missing', { timeout: 120_000 }, async (id) => {
    const whole = SAMPLES[id];
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    await fc.assert(fc.asyncProperty(fc.array(change, { maxLength: 6 }), fc.nat(whole.length), async (changes, cut) => {
      const bytes = Buffer.from(whole);
      for (const { at, byte } of changes) bytes[at] = byte;
      const path = join(dir, id);
      const isCut = cut % 2 === 0;
      writeFileSync(path, isCut ? bytes.subarray(0, cut) : bytes);
      let size = 0;
      const result = await unpack(path, id, containerKind(id)!, {
        budget: new Budget({ ...UNPACK_LIMITS, totalBytes: 1_000_000, members: 50 }), signal: new AbortController().signal,
        member: async (name, chunks) => {
          expect(name.split('/')).not.toContain('..');
          for await (const chunk of chunks) size += chunk.length;
        },
      });
      expect(size).toBeLessThanOrEqual(1_000_000);
      for (const { offsetBytes, lengthBytes } of result.diagnostics) expect(offsetBytes + lengthBytes).toBeLessThanOrEqual(isCut ? cut : bytes.length);
      if (changes.length === 0 && !isCut) expect(result.diagnostics).toEqual([]);
      // A cut within the first half loses something of every sample.
      if (isCut && cut < whole.length / 2) expect(result.diagnosticCount).toBeGreaterThan(0);
    }), { numRuns: 150, seed: 20261014 });
  });
});
