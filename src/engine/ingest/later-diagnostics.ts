import { basename } from 'node:path';
import { claimedKind } from '../intake/archive/detect.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Custody } from '../casefile/contract.ts';
import type { EventIndex } from '../index/contract.ts';
import { UNREAD } from './parse-artifact.ts';
import { MAX_DIAGNOSTICS } from './tally.ts';

interface Host {
  readonly index: EventIndex;
}

/** Adds to what is known of an artifact that was read: diagnostics, and words behind its reason. */
export async function addDiagnostics({ index }: Host, custody: Custody, found: readonly Diagnostic[], note?: string): Promise<void> {
  const facts = index.facts().find((f) => f.sha256 === custody.sha256);
  if (!facts) return;
  const { diagnostics } = await index.diagnostics(custody.sha256, MAX_DIAGNOSTICS);
  const reason = note === undefined ? facts.reason : `${facts.reason}; ${note}`;
  await index.carry({ ...facts, reason, diagnostics: facts.diagnostics + found.length }, custody.paths[0] ?? custody.sha256, [...diagnostics, ...found]);
}

/** What a parser does not see: a file of no bytes, and one that is no archive though its name says so. */
export async function noteClaim(host: Host, custody: Custody): Promise<void> {
  // Whether bytes that could not be had are an archive nobody knows.
  if (host.index.facts().some((f) => f.sha256 === custody.sha256 && f.kind === UNREAD)) return;
  const at = { offsetBytes: 0, lengthBytes: Math.min(16, custody.sizeBytes) };
  if (custody.sizeBytes === 0) {
    await addDiagnostics(host, custody, [{ code: 'intake/empty', severity: 'info', message: 'It is empty: there is not one byte in it.', ...at }]);
    return;
  }
  const claimed = custody.paths.map((path) => claimedKind(basename(path))).find((kind) => kind !== undefined);
  if (!claimed) return;
  await addDiagnostics(host, custody, [{
    code: 'intake/wrong-extension', severity: 'warning', message: `Its name says ${claimed.title}, but its first bytes are of no archive.`, ...at,
  }]);
}
