import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BZIP2_RUNS, BZIP2_TWICE, LOG, pax, tar, XZ_TWICE, zip } from './archives.testing.ts';
import { Budget, UNPACK_LIMITS, type UnpackLimits } from './limits.ts';
import { containerAt, unpack, type Unpacked } from './unpack.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tephra-test-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

interface Opened extends Unpacked {
  readonly files: Record<string, string>;
  readonly codes: string[];
}

async function open(name: string, bytes: Uint8Array, limits: Partial<UnpackLimits> = {}): Promise<Opened> {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  const { signal } = new AbortController();
  const kind = await containerAt(path, signal);
  if (!kind) throw new Error('no container');
  const files: Record<string, string> = {};
  const result = await unpack(path, name, kind, {
    budget: new Budget({ ...UNPACK_LIMITS, ...limits }), signal,
    member: async (member, chunks) => {
      const parts: Uint8Array[] = [];
      for await (const chunk of chunks) parts.push(chunk.slice());
      files[member] = Buffer.concat(parts).toString('latin1');
    },
  });
  return { ...result, files, codes: result.diagnostics.map((d) => d.code) };
}

/** Text that does not shrink much, so that a cut falls into the middle of it. */
const noise = (length: number): Buffer => {
  let state = 1;
  return Buffer.from(Uint8Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return 33 + (state % 90);
  }));
};

describe('compressed files', () => {
  it.each([
    ['log.gz', Buffer.concat([gzipSync(LOG), gzipSync(LOG)]), 'gzip'],
    ['log.zst', Buffer.concat([zstdCompressSync(LOG), Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]), zstdCompressSync(LOG)]), 'zstd'],
    ['log.bz2', BZIP2_TWICE, 'bzip2'],
    ['log.xz', XZ_TWICE, 'xz'],
  ])('%s: every stream in it is one file', async (name, bytes, kind) => {
    const { files, diagnostics, ...result } = await open(name, bytes);
    expect(files).toEqual({ log: LOG + LOG });
    expect(diagnostics).toEqual([]);
    expect(result.kind.id).toBe(kind);
  });

  it('undoes long runs of bzip2', async () => {
    const { files, codes } = await open('a.bz2', BZIP2_RUNS);
    expect(codes).toEqual([]);
    expect(files['a']).toBe('a'.repeat(3_000_000));
  });

  it.each([
    ['gzip', gzipSync(noise(400_000)), 'x.gz'],
    ['zstd', zstdCompressSync(noise(400_000)), 'x.zst'],
  ])('%s that is cut off keeps what came before', async (_kind, whole, name) => {
    const { files, codes, diagnostics } = await open(name, whole.subarray(0, whole.length / 2));
    expect(codes).toEqual(['archive/truncated']);
    expect(diagnostics[0]!.message).toMatch(/ends early\. Kept are the /);
    expect(files['x']!.length).toBeGreaterThan(100_000);
    expect(noise(400_000).toString('latin1').startsWith(files['x']!)).toBe(true);
  });

  it.each([['bzip2', BZIP2_TWICE, 'x.bz2'], ['xz', XZ_TWICE, 'x.xz']])('%s that is cut off keeps the streams before', async (_kind, whole, name) => {
    const { files, codes } = await open(name, whole.subarray(0, whole.length - 20));
    expect(codes).toEqual(['archive/truncated']);
    expect(files['x']).toMatch(/^10\.0\.0\.1/);
  });

  it.each([
    ['gzip', gzipSync(LOG), 'x.gz'], ['zstd', zstdCompressSync(LOG), 'x.zst'], ['bzip2', BZIP2_TWICE, 'x.bz2'],
  ])('%s with something behind its end is whole, and says so', async (_kind, whole, name) => {
    const { files, diagnostics } = await open(name, Buffer.concat([whole, Buffer.from('something else')]));
    expect(diagnostics).toMatchObject([{ code: 'archive/trailing-bytes', severity: 'warning', offsetBytes: whole.length }]);
    expect(files['x']).toMatch(new RegExp(`^(?:${LOG.replace(/[[\]().+?]/g, '\\$&')}){1,2}$`));
  });

  it('names a checksum that does not match', async () => {
    for (const [name, bytes, back] of [['x.gz', gzipSync(LOG), 6], ['x.bz2', BZIP2_TWICE, 3]] as const) {
      const bad = Buffer.from(bytes);
      bad[bad.length - back]! ^= 0x10;
      const { codes, files } = await open(name, bad);
      expect(codes).toEqual(['archive/checksum']);
      expect(files['x']).toContain('10.0.0.3');
    }
  });

  it('takes zeros behind the end for padding', async () => {
    expect((await open('x.gz', Buffer.concat([gzipSync(LOG), Buffer.alloc(512)]))).codes).toEqual([]);
  });
});

describe('tar', () => {
  const two = [{ name: 'dir/', type: '5' }, { name: 'dir/a.log', bytes: 'A' }, { name: 'dir/b.log', bytes: LOG }];

  it('is one level with its compression', async () => {
    const packed = await open('bundle.tar.gz', gzipSync(tar(two)));
    expect(packed.files).toEqual({ 'dir/a.log': 'A', 'dir/b.log': LOG });
    expect(packed.title).toBe('tar archive, gzip');
    expect(packed.codes).toEqual([]);
    expect((await open('bundle.tar', tar(two))).files).toEqual(packed.files);
    expect((await open('bundle.tzst', zstdCompressSync(tar(two)))).files).toEqual(packed.files);
  });

  it('reads long names of pax and GNU, and bytes that are no UTF-8', async () => {
    const long = `${'d'.repeat(120)}/${'é'.repeat(60)}`;
    const { files, codes } = await open('x.tar', tar([
      pax({ path: long, mtime: '1.5' }), { name: 'short', bytes: '1' },
      { name: '././@LongLink', type: 'L', bytes: `${'g'.repeat(200)}\0` }, { name: 'short', bytes: '2' },
      { name: Buffer.from([0x61, 0xe9]), bytes: '3' },
    ]));
    expect(files).toEqual({ [long]: '1', ['g'.repeat(200)]: '2', 'aé': '3' });
    expect(codes).toEqual([]);
  });

  it('keeps members before a cut, the last one in part', async () => {
    const whole = tar([{ name: 'a', bytes: 'A' }, { name: 'b', bytes: noise(5000) }]);
    const { files, diagnostics } = await open('x.tar', whole.subarray(0, 1024 + 512 + 1000));
    expect(files['a']).toBe('A');
    expect(files['b']).toHaveLength(1000);
    expect(diagnostics).toMatchObject([{ code: 'archive/truncated', offsetBytes: 1024 }]);
    expect((await open('x.tar', tar([{ name: 'a', bytes: 'A' }], { end: false }))).codes).toEqual(['archive/truncated']);
  });

  it('finds the next member behind a damaged header', async () => {
    const bytes = tar([{ name: 'a', bytes: 'A' }, { name: 'b', bytes: 'B' }, { name: 'c', bytes: 'C' }]);
    bytes[1024 + 5] = 0xff;
    const { files, diagnostics } = await open('x.tar', bytes);
    expect(files).toEqual({ a: 'A', c: 'C' });
    expect(diagnostics).toMatchObject([{ code: 'archive/damaged', offsetBytes: 1024 }]);
  });

  it('follows no link and opens no device', async () => {
    const { files, diagnostics } = await open('x.tar', tar([
      { name: 'l', type: '2', linkName: '/etc/passwd' }, { name: 'h', type: '1', linkName: '../../x' }, { name: 'null', type: '3' }, { name: 'pipe', type: '6' }, { name: 'a', bytes: 'A' },
    ]));
    expect(files).toEqual({ a: 'A' });
    expect(diagnostics.map((d) => [d.code, d.offsetBytes])).toEqual([['archive/link', 0], ['archive/link', 512], ['archive/special-file', 1024], ['archive/special-file', 1536]]);
    expect(diagnostics[0]!.message).toContain('/etc/passwd');
  });
});

describe('zip', () => {
  it('reads stored, deflated, streamed and zstd members', async () => {
    const { files, codes } = await open('x.zip', zip([
      { name: 'a', bytes: 'A', method: 0 }, { name: 'd/', bytes: '' }, { name: 'd/b', bytes: LOG }, { name: 'c', bytes: LOG, streamed: true },
      { name: 'z', bytes: LOG, method: 93, packed: zstdCompressSync(LOG) }, { name: 'x', bytes: LOG + LOG, method: 95, packed: XZ_TWICE }, { name: 'empty', bytes: '', method: 0 },
    ]));
    expect(codes).toEqual([]);
    expect(files).toEqual({ a: 'A', 'd/b': LOG, c: LOG, z: LOG, x: LOG + LOG, empty: '' });
  });

  it('leaves out what is encrypted, packed in an unknown way or a link, and goes on', async () => {
    const { files, diagnostics } = await open('x.zip', zip([
      { name: 'secret', bytes: 'S', flags: 1 }, { name: 'old', bytes: 'O', method: 9 }, { name: 'l', bytes: '/etc/passwd', unixMode: 0o120777 }, { name: 'a', bytes: 'A' },
    ]));
    expect(files).toEqual({ a: 'A' });
    expect(diagnostics.map((d) => d.code)).toEqual(['archive/encrypted', 'archive/unsupported', 'archive/link']);
    expect(diagnostics[0]!.message).toContain('secret');
    expect(diagnostics[1]!.message).toContain('deflate64');
  });

  it('keeps a member whose checksum or size is not as stated, and says which', async () => {
    const { files, diagnostics } = await open('x.zip', zip([{ name: 'a', bytes: 'A', crc: 1 }, { name: 'b', bytes: 'B' }]));
    expect(files).toEqual({ a: 'A', b: 'B' });
    expect(diagnostics).toMatchObject([{ code: 'archive/checksum', offsetBytes: 0 }]);
  });

  it('without its end is read member by member', async () => {
    for (const streamed of [false, true]) {
      const whole = zip([{ name: 'a', bytes: LOG, streamed }, { name: 'b', bytes: noise(3000), streamed }, { name: 'c', bytes: noise(3000), streamed }]);
      const { files, codes } = await open('x.zip', whole.subarray(0, whole.length - 1500));
      expect(files['a']).toBe(LOG);
      expect(files['b']).toBe(noise(3000).toString('latin1'));
      expect(noise(3000).toString('latin1').startsWith(files['c']!)).toBe(true);
      expect(codes).toEqual(['archive/truncated', 'archive/truncated']);
    }
  });
});

describe('names', () => {
  it('never lead out, and what was wrong with them is told', async () => {
    const bad = ['../../etc/cron.d/x', '/etc/shadow', 'C:\\Windows\\x', '..\\..\\y', 'a/./b//c', 'new\nline', ''];
    const { files, diagnostics } = await open('x.zip', zip(bad.map((name, i) => ({ name, bytes: String(i) }))));
    expect(Object.keys(files)).toEqual(['etc/cron.d/x', 'etc/shadow', 'Windows/x', 'y', 'a/b/c', 'new_line', 'unnamed']);
    expect(diagnostics.map((d) => d.code)).toEqual(Array.from({ length: 6 }, () => 'archive/unsafe-name'));
    const inTar = await open('x.tar', tar([{ name: '../../etc/cron.d/x', bytes: '1' }, pax({ path: 'a\0b' }), { name: 'x', bytes: '2' }]));
    expect(inTar.files).toEqual({ 'etc/cron.d/x': '1', a_b: '2' });
    expect(inTar.codes).toEqual(['archive/unsafe-name', 'archive/unsafe-name']);
  });

  it('that are equal are told apart', async () => {
    const { files, codes } = await open('x.tar', tar([{ name: 'a', bytes: '1' }, { name: 'a', bytes: '2' }, { name: 'A', bytes: '3' }]));
    expect(files).toEqual({ a: '1', 'a (2)': '2', A: '3' });
    expect(codes).toEqual(['archive/duplicate-name', 'archive/case-collision']);
  });
});

describe('limits', () => {
  const zeros = Buffer.alloc(4_000_000);
  const tight = { ratioFromBytes: 1_000_000, ratio: 100 };

  it.each([
    ['gzip', 'x.gz', gzipSync(zeros)], ['zstd', 'x.zst', zstdCompressSync(zeros)], ['bzip2', 'x.bz2', BZIP2_RUNS], ['tar.gz', 'x.tar.gz', gzipSync(tar([{ name: 'x', bytes: zeros }]))],
  ])('a %s bomb is cut', async (_kind, name, bytes) => {
    const { files, diagnostics } = await open(name, bytes, tight);
    expect(diagnostics).toMatchObject([{ code: 'archive/bomb', severity: 'error' }]);
    expect(files['x']!.length).toBeLessThan(1_500_000);
  });

  it('a bomb in a zip is cut, its neighbours are not', async () => {
    const { files, codes } = await open('x.zip', zip([{ name: 'bomb', bytes: zeros }, { name: 'a', bytes: 'A' }]), tight);
    expect(files['a']).toBe('A');
    expect(files['bomb']!.length).toBeLessThan(1_500_000);
    expect(codes).toEqual(['archive/bomb']);
  });

  it('the total and the number of members end it, with what came before', async () => {
    const many = zip(Array.from({ length: 9 }, (_, i) => ({ name: `m${i}`, bytes: noise(1000) })));
    const byCount = await open('x.zip', many, { members: 3 });
    expect(Object.keys(byCount.files)).toEqual(['m0', 'm1', 'm2']);
    expect(byCount.codes).toEqual(['archive/too-many-members']);
    const bySize = await open('x.zip', many, { totalBytes: 2500 });
    expect(Object.values(bySize.files).map((text) => text.length)).toEqual([1000, 1000, 500]);
    expect(bySize.codes).toEqual(['archive/too-large']);
  });
});
