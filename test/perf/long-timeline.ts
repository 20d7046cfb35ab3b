import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { uuidv7 } from '../../src/base/ids.ts';
import { unwrap } from '../../src/base/result.ts';
import type { EvidenceReference } from '../../src/model/evidence.ts';
import { ENTRY_KINDS, MILESTONES, type EntryTime, type TimelineEntry } from '../../src/model/timeline.ts';
import { api } from '../../src/protocol/api.ts';
import { randomNumbers } from './generate.ts';
import { withClient } from './engine.ts';

const SECOND = 1_000_000_000n;

const SUBJECTS = ['Checkout', 'The payment gateway', 'web-3', 'The primary database', 'Search', 'The coupon service', 'Region west', 'The status page', '秋の感謝祭 campaign', 'The cart'];
const EVENTS = [
  'answers with 502 for one request in five', 'is slow', 'was restarted', 'has no free connection in its pool', 'deployed at 2.31.0, the release that forgets to give connections back when a coupon is not found',
  'is said to be well', 'rolled back', 'reports 40 % of calls over 3 s', 'paged its on-call', 'moved to read only until the queue is empty',
];
const ROLES = ['', '', 'shop on-call', 'database on-call', 'incident lead', 'support', 'communications', 'release manager'];
const NOTE = 'Seen on the board and confirmed by the second responder. Nobody touched the pool before this.\n\n- asked for a thread dump\n- told support to hold the banner\n';

/**
 * Writes `count` entries into a case, one step of undo each, through the engine: points, intervals and "between" of all
 * kinds and roles, most of them with evidence out of `log`, an access log of `generate.ts`. Three in five happen within
 * two hours of the outage, in bursts; the rest are spread over the whole log.
 */
export async function writeTimeline(folder: string, casePath: string, log: string, count: number): Promise<void> {
  await withClient(folder, async (client) => {
    unwrap(await client.call(api.openCase, { path: casePath }));
    const sha256 = unwrap(await client.call(api.listEvidence, {}))[0]!.sha256;
    for (const entry of entries(count, sha256, log)) unwrap(await client.call(api.doCommand, { command: { name: 'timeline.add', input: { entry } } }));
  });
}

function entries(count: number, sha256: string, log: string): TimelineEntry[] {
  const random = randomNumbers(77);
  const sizeBytes = statSync(log).size;
  const file = openSync(log, 'r');
  try {
    return Array.from({ length: count }, (_, i): TimelineEntry => {
      const burst = Math.floor(sizeBytes * (0.45 + 0.09 * ((i * 7) % 12) / 12)) + random(40_000);
      const line = lineAt(file, i % 5 < 3 ? burst : random(sizeBytes - 4000));
      const proof: EvidenceReference = { sha256, locator: { kind: 'bytes', offsetBytes: line.offsetBytes, lengthBytes: line.text.length }, excerpt: line.text, addedBy: 'Ada Tester', addedAtNs: line.ns };
      const milestone = i % 60 === 5 ? MILESTONES[Math.floor(i / 60)] : undefined;
      const time = timeOf(line.ns, random);
      return {
        id: uuidv7(), kind: ENTRY_KINDS[random(ENTRY_KINDS.length)]!, title: `${SUBJECTS[random(SUBJECTS.length)]!} ${EVENTS[random(EVENTS.length)]!}`,
        note: random(3) === 0 ? NOTE : '', time, role: ROLES[random(ROLES.length)]!,
        evidence: i % 4 === 0 ? [] : [proof],
        ...(milestone ? { milestone } : {}),
        ...(i % 5 === 4 && random(4) === 0 ? { knownSinceNs: (time.endNs ?? time.startNs) + 7200n * SECOND } : {}),
      };
    });
  } finally {
    closeSync(file);
  }
}

function timeOf(startNs: bigint, random: (below: number) => number): EntryTime {
  const form = (['point', 'point', 'point', 'point', 'interval', 'interval', 'between'] as const)[random(7)]!;
  const uncertaintyNs = random(3) === 0 ? BigInt(1 + random(30)) * SECOND : 0n;
  const lengthNs = BigInt(30 + random(900)) * SECOND;
  return { form, startNs, ...(form === 'point' ? {} : { endNs: startNs + lengthNs }), uncertaintyNs, basis: uncertaintyNs === 0n ? 'evidence' : 'estimated', zone: 'UTC' };
}

/** The first whole line after `position`, with its time. */
function lineAt(file: number, position: number): { readonly offsetBytes: number; readonly text: string; readonly ns: bigint } {
  const block = Buffer.alloc(2000);
  const text = block.toString('latin1', 0, readSync(file, block, 0, block.length, position));
  const begin = text.indexOf('\n') + 1;
  const line = text.slice(begin, text.indexOf('\n', begin));
  const [, day, month, year, clock] = /\[(\d\d)\/(\w{3})\/(\d{4}):([\d:]{8}) \+0000\]/.exec(line)!;
  return { offsetBytes: position + begin, text: line, ns: BigInt(Date.parse(`${day} ${month} ${year} ${clock} UTC`)) * 1_000_000n };
}
