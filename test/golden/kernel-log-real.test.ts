import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../src/formats/index.ts';
import { kernelLog } from '../../src/formats/kernel-log/index.ts';
import { headOf, parseAll } from '../support/formats.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';

const folder = join(REAL_EVIDENCE, '05-dumps-heaps-gc/kernel-oops');
const here = existsSync(folder);
if (!here) console.log('Real evidence is not on this machine: the tests over kernel logs are skipped.');

describe.skipIf(!here)('kernel logs of real crashes', () => {
  it('names the crash as syzkaller does', async () => {
    const rows = readFileSync(join(folder, 'EXPECTED_titles.csv'), 'utf8').trim().split('\n').slice(1).map((line) => /^([^,]+),(.*),([^,]*),([^,]*),[^,]*,[^,]*$/.exec(line)!);
    const others: string[] = [];
    let same = 0;
    let damaged = 0;
    let damagedSame = 0;
    for (const [, file, title, type, corrupted] of rows) {
      const bytes = new Uint8Array(readFileSync(join(folder, file!)));
      const isKernel = detectFormat(headOf(bytes, 'x')).format?.id === 'kernel-log';
      const report = (await parseAll(kernelLog, bytes)).records.find((record) => record.fields[1] !== undefined);
      // In logs that are cut or mixed up syzkaller names no function; what it says of the kind stands.
      if (corrupted === 'Y') {
        damaged++;
        if (String(report?.fields[1]).startsWith(title!.replace(/ in corrupted$/, ''))) damagedSame++;
      } else if (isKernel && report?.fields[1] === title && (type === '' || report?.fields[2] === type)) same++;
      else others.push(title!);
    }
    // What the kernel itself does not say: that it booted again; and a leak, in a log of another program.
    expect(others.sort()).toEqual(['memory leak in new_inode_pseudo', 'unexpected kernel reboot']);
    expect(same).toBe(30);
    expect(damagedSame / damaged).toBeGreaterThan(0.6);
  });
});
