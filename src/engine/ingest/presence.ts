import { stat } from 'node:fs/promises';
import type { Custody } from '../casefile/contract.ts';
import { artifactPath, readEvidence, sha256Now } from './evidence-bytes.ts';

/** Whether the bytes of an artifact are still where the case has them. */
export type Presence =
  | { readonly state: 'here' }
  | { readonly state: 'missing'; readonly message: string }
  | { readonly state: 'changed'; readonly message: string; readonly now: { readonly sizeBytes: number; readonly modifiedNs: bigint; readonly sha256?: string | undefined } };

/**
 * Looks where the bytes should be. A file that was touched is hashed, once for each time it was; one of another size is
 * other bytes whatever its hash, which is made only when asked for (`hash`).
 */
export async function presenceOf(caseDir: string, custody: Custody, hash: boolean): Promise<Presence> {
  const there = await readEvidence(caseDir, custody, 0, 0);
  if (there.ok) return { state: 'here' };
  const { code, message } = there.failure;
  if (code !== 'evidence/changed') return { state: 'missing', message };
  const path = artifactPath(caseDir, custody);
  try {
    const { size, mtimeNs } = await stat(path, { bigint: true });
    const sha256 = hash || Number(size) === custody.sizeBytes ? await sha256Now(path, mtimeNs) : undefined;
    return { state: 'changed', message, now: { sizeBytes: Number(size), modifiedNs: mtimeNs, sha256 } };
  } catch (error) {
    // Gone since it was looked at.
    if (error instanceof Error && 'code' in error) return { state: 'missing', message };
    throw error;
  }
}
