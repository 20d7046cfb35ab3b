import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sysstatSa } from '../../src/formats/sysstat-sa/index.ts';
import { parseAll } from '../support/formats.ts';

const sadc = ['/usr/lib/sysstat/sadc', '/usr/lib64/sa/sadc'].find(existsSync);
const sadf = spawnSync('sadf', ['-V']).status === 0;
if (sadc === undefined || !sadf) console.log('sysstat is not on this machine: its files are not compared with what sadf says.');

const Sample = z.looseObject({
  'process-and-context-switch': z.object({ proc: z.number(), cswch: z.number() }), paging: z.looseObject({ fault: z.number() }), memory: z.looseObject({ memfree: z.number(), slab: z.number() }),
  queue: z.looseObject({ 'ldavg-1': z.number(), 'plist-sz': z.number() }), network: z.looseObject({ 'net-dev': z.array(z.looseObject({ iface: z.string(), rxkB: z.number() })) }),
});
const Answer = z.object({ sysstat: z.object({ hosts: z.array(z.looseObject({ nodename: z.string(), statistics: z.array(Sample) })) }) });

describe.skipIf(sadc === undefined || !sadf)('what sysstat collects on this machine', () => {
  it('has the values that sadf prints', { timeout: 60_000 }, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tephra-sa-'));
    try {
      const file = join(dir, 'sa');
      spawnSync(sadc!, ['-S', 'XALL', '1', '3', file]);
      const { records, diagnostics, summary } = await parseAll(sysstatSa, new Uint8Array(readFileSync(file)));
      expect(diagnostics).toEqual([]);
      const host = Answer.parse(JSON.parse(spawnSync('sadf', ['-j', file, '--', '-A']).stdout.toString())).sysstat.hosts[0]!;
      expect(summary.summary['nodename']).toBe(host.nodename);
      const samples: Array<Map<string, number>> = [];
      for (const { fields, attributes } of records) {
        if (fields[0] === 'system.uptime') samples.push(new Map());
        samples.at(-1)!.set(`${String(fields[0])} ${Object.values(attributes ?? {}).join(' ')}`.trim(), Number(fields[3]));
      }
      expect(samples.length).toBe(host.statistics.length + 1);
      host.statistics.forEach((theirs, i) => {
        const now = (name: string): number => samples[i + 1]!.get(name)!;
        const rate = (name: string): number => (now(name) - samples[i]!.get(name)!) / (now('system.uptime') - samples[i]!.get('system.uptime')!);
        expect(rate('system.linux.context_switches')).toBeCloseTo(theirs['process-and-context-switch'].cswch, 1);
        expect(rate('system.process.created')).toBeCloseTo(theirs['process-and-context-switch'].proc, 1);
        expect(rate('system.paging.faults any')).toBeCloseTo(theirs.paging.fault, 1);
        expect([now('system.memory.usage free') / 1024, now('system.memory.usage slab') / 1024]).toEqual([theirs.memory.memfree, theirs.memory.slab]);
        expect([now('system.cpu.load_average.1m'), now('system.process.threads')]).toEqual([theirs.queue['ldavg-1'], theirs.queue['plist-sz']]);
        for (const { iface, rxkB } of theirs.network['net-dev']) expect(rate(`system.network.io receive ${iface}`) / 1024).toBeCloseTo(rxkB, 1);
      });
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
