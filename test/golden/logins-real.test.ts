import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../src/formats/index.ts';
import { utmp } from '../../src/formats/utmp/index.ts';
import { headOf, parseAll } from '../support/formats.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';

const plaso = join(REAL_EVIDENCE, '02-plaso-test_data');
const files = existsSync(plaso) ? readdirSync(join(plaso, 'utmp')) : [];
if (files.length === 0) console.log('Real evidence is not on this machine: the tests over logins are skipped.');
const utmpdump = spawnSync('utmpdump', ['--version']).status === 0;

describe.skipIf(files.length === 0)('logins of real machines', () => {
  it.each(files)('%s has the records that plaso counts, and the fields that utmpdump reads', async (name) => {
    const bytes = new Uint8Array(readFileSync(join(plaso, 'utmp', name)));
    expect(detectFormat(headOf(bytes, 'x')).format?.id).toBe('utmp');
    const { records, summary } = await parseAll(utmp, bytes, { name });
    const expected = readFileSync(join(plaso, 'EXPECTED_plaso_counts.csv'), 'utf8').split('\n').map((line) => line.split(',')).find(([path]) => path === `utmp/${name}`);
    expect(records.length).toBe(Number(expected?.[3]));
    // utmpdump knows the records of the machine it runs on only.
    if (!utmpdump || process.arch !== 'x64' || summary.summary['layout'] !== '384 bytes, little endian') return;
    const lines = spawnSync('utmpdump', [join(plaso, 'utmp', name)]).stdout.toString().trim().split('\n');
    const theirs = lines.map((line) => Array.from(line.matchAll(/\[([^\]]*)\]/g), ([, cell]) => cell!.trim()));
    expect(theirs.length).toBe(records.length);
    records.forEach((record, i) => {
      const [type, user, line, address, host, pid] = record.fields;
      const [typeNumber, theirPid, , theirUser, theirLine, theirHost, theirAddress, time] = theirs[i]!;
      expect(['EMPTY', 'RUN_LVL', 'BOOT_TIME', 'NEW_TIME', 'OLD_TIME', 'INIT_PROCESS', 'LOGIN_PROCESS', 'USER_PROCESS', 'DEAD_PROCESS'][Number(typeNumber)]).toBe(type);
      expect([user ?? '', line ?? '', host ?? '', address ?? '0.0.0.0', pid ?? 0]).toEqual([theirUser, theirLine, theirHost, theirAddress, Number(theirPid)]);
      expect(Number((record.timeNs ?? 0n) / 1000n)).toBe(Date.parse(time!.replace(',', '.').replace(/(\.\d{3})\d+/, '$1')) * 1000 + Number(/,\d{3}(\d+)/.exec(time!)![1]));
    });
  });
});
