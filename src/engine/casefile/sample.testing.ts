import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Action } from '../../model/action.ts';
import type { EvidenceReference } from '../../model/evidence.ts';
import type { TimelineEntry } from '../../model/timeline.ts';
import type { CaseFile, Custody } from './contract.ts';
import { createCaseFile } from './open.ts';

export const SHA_A = 'a'.repeat(64);
export const SHA_B = 'b'.repeat(64);
/** 2026-10-14T10:00:00Z. */
export const T0 = 1_791_972_000_000_000_000n;

/** A folder that goes away after the test. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tephra-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** An action with nothing said but what is given. */
export function sampleAction(some: Partial<Action>): Action {
  return {
    kind: 'action', id: 'a1', title: 'Alert on pool saturation', note: '', type: 'detect', state: 'proposed', ownerRole: '', due: '', doneWhen: '', dependsOn: [], entries: [],
    evidence: [], links: [], reason: '', createdAtNs: T0, ...some,
  };
}

/** A clock that a test moves by hand. */
export function handClock(): { nowNs: () => bigint; advance: (byNs: bigint) => void } {
  let atNs = T0;
  return { nowNs: () => atNs, advance: (byNs) => { atNs += byNs; } };
}

export interface OpenSample {
  readonly dir: string;
  readonly file: CaseFile;
}

/** A new case with two pieces of evidence. Its clock stands 10 s further at each reading unless one is given. */
export function sampleCase(nowNs: () => bigint = steppingClock()): OpenSample {
  const dir = join(temporaryFolder(), 'sample.tephra');
  const file = unwrap(createCaseFile(dir, { author: 'ada' }, { nowNs }));
  onTestFinished(() => file.close());
  file.addCustody(custody(SHA_A, 'logs/access.log'));
  file.addCustody(custody(SHA_B, 'logs/app.jsonl'));
  return { dir, file };
}

export function steppingClock(): () => bigint {
  let atNs = T0;
  return () => (atNs += 10_000_000_000n);
}

export function custody(sha256: string, path: string): Custody {
  return {
    sha256, paths: [path], sizeBytes: 1000, addedAtNs: T0, addedBy: 'ada', storage: 'copied',
    location: `evidence/${sha256.slice(0, 2)}/${sha256}`, zone: 'UTC',
  };
}

export function reference(sha256: string, offsetBytes: number, lengthBytes = 10): EvidenceReference {
  return { sha256, locator: { kind: 'bytes', offsetBytes, lengthBytes, line: 3 }, excerpt: 'GET /pay 503', addedBy: 'ada', addedAtNs: T0 };
}

export function entry(id: string, more: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id, kind: 'change', title: `Entry ${id}`, note: '', role: '', evidence: [],
    time: { form: 'point', startNs: T0, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' }, ...more,
  };
}

/** Everything people can read of a case, but for the numbers that only grow. */
export function readable(file: CaseFile): unknown {
  return {
    meta: file.meta(), timeline: file.timeline(), postmortem: file.postmortem().text, references: file.references(), custody: file.custody(),
    saved: file.saved(), comments: file.comments(), items: file.items(),
  };
}
