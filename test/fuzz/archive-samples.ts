import { gzipSync, zstdCompressSync } from 'node:zlib';
import { BZIP2_TWICE, LOG, pax, tar, XZ_TWICE, zip } from '../../src/engine/intake/archive/archives.testing.ts';
import type { Corpus } from './mutate.ts';

const members = [{ name: 'dir/a.log', bytes: LOG }, { name: 'b.log', bytes: LOG.repeat(8) }, { name: 'c', bytes: '' }];

/** Archives of every kind, small, with what makes them hard: escapes, links, streams, long names, archives inside. */
export const ARCHIVES: Corpus = {
  inputs: [
    zip([...members, { name: 's', bytes: LOG, streamed: true }]),
    zip([{ name: '../../etc/passwd', bytes: 'x' }, { name: '/abs', bytes: 'x' }, { name: 'C:\\a', bytes: 'x' }, { name: 'l', bytes: '/etc', unixMode: 0o120777 }, { name: 'e', bytes: 'x', flags: 1 }, { name: 'stored', bytes: LOG, method: 0, packed: Buffer.from(LOG) }]),
    zip([{ name: 'inner.zip', bytes: zip(members) }, { name: 'z.gz', bytes: gzipSync('0'.repeat(100_000)) }]),
    tar(members), tar([pax({ path: `long/${'n'.repeat(300)}`, size: '5' }), { name: 'short', bytes: 'hello' }, { name: 'link', type: '2', linkName: '/etc/passwd' }, { name: '../up', bytes: 'x' }]),
    tar([{ name: '././@LongLink', type: 'L', bytes: `${'d/'.repeat(120)}f\0` }, { name: 'f', bytes: LOG }, { name: 'dev', type: '3' }]),
    gzipSync(tar(members)), gzipSync(LOG), Buffer.concat([gzipSync('a'), gzipSync('b')]), gzipSync(Buffer.alloc(2_000_000)),
    zstdCompressSync(tar(members)), zstdCompressSync(LOG), BZIP2_TWICE, XZ_TWICE,
  ],
  tokens: ['PK\u0003\u0004', 'PK\u0001\u0002', 'PK\u0005\u0006', 'PK\u0007\b', 'ustar\u000000', '../', '/', '\\', '..', '\0', 'BZh9', '1AY&SY', '30 path=../../x\n', '0000777', '77777777777', 'GNU.sparse.size=9'],
};
