import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { run } from '../support/cli.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';

/** Runs of OpenStack into which a fault was injected, with the moments at which it fired (dessertlab/Fault-Injection-Dataset). */
const FOLDER = join(REAL_EVIDENCE, '09-rca-incidents', 'openstack-fault-injection');

interface Incident {
  readonly name: string;
  readonly logs: string;
  /** The service whose code the fault was put into. */
  readonly subsystem: string;
  readonly firedNs: readonly bigint[];
}

function incidents(): Incident[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(join(FOLDER, 'EXPECTED')).toSorted().flatMap((file): Incident[] => {
    const name = /^(.+)\.trigger_log$/.exec(file)?.[1];
    if (name === undefined) return [];
    const fired = readFileSync(join(FOLDER, 'EXPECTED', file), 'utf8').trim().split('\n').map((line) => BigInt(Math.round(Number.parseFloat(line) * 1e6)) * 1000n);
    return [{ name, logs: join(FOLDER, name), subsystem: name.split('_')[0]!.toLowerCase(), firedNs: fired }];
  });
}

const Changes = z.object({
  changes: z.array(z.object({
    rank: z.number(), kind: z.string(), change: z.string(), label: z.string(), severityNumber: z.number(),
    sample: z.object({ time: z.string().nullable(), source: z.string(), text: z.string() }).nullable(),
  })),
});

/** Rows of the first screen of the tab. */
const FIRST_SCREEN = 20;
/** A fault shows within these seconds of having fired. */
const WITHIN_NS = 5_000_000_000n;
/** The logs name no zone and were written in this one: the times at which faults fired are seconds since 1970. */
const ZONE = 'America/New_York';

const found = incidents();

describe.skipIf(found.length === 0)('baseline against incident', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(`${tmpdir()}/tephra-incidents-`);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it.each(found)('brings errors that the fault made into the first rows: $name', async ({ name, logs, subsystem, firedNs }) => {
    const options = { cwd: folder, dataFolder: folder };
    expect(await run(['ingest', logs, '--case', name, '--zone', ZONE, '--json'], options)).toMatchObject({ code: 0 });
    const at = (ns: bigint): string => new Date(Number(ns / 1_000_000n)).toISOString();
    const from = firedNs[0]!;
    const windows = ['--incident', `${at(from)}/${at(from + 120_000_000_000n)}`, '--baseline', `${at(from - 600_000_000_000n)}/${at(from)}`];
    const ran = await run(['templates', '--case', name, ...windows, '--limit', String(FIRST_SCREEN), '--json'], options);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { changes } = Changes.parse(JSON.parse(ran.stdout));
    const isOfFault = ({ sample, severityNumber }: (typeof changes)[number]): boolean => {
      if (!sample?.time || severityNumber < 17) return false;
      const ns = BigInt(Date.parse(sample.time)) * 1_000_000n;
      return firedNs.some((fired) => ns >= fired - 1_000_000n && ns <= fired + WITHIN_NS);
    };
    const ofFault = changes.filter((change) => change.kind === 'template' && isOfFault(change));
    expect(ofFault.map((change) => change.rank)[0]).toBeLessThanOrEqual(5);
    expect(ofFault.length).toBeGreaterThanOrEqual(3);
    expect(ofFault.some(({ sample }) => sample!.source.includes(subsystem))).toBe(true);
  }, 120_000);
});
