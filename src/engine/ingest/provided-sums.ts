import { posix } from 'node:path';
import type { Custody } from '../casefile/contract.ts';
import { type Checksum, isChecksumList, MAX_LIST_BYTES, parseChecksums } from '../intake/checksums.ts';
import { readEvidence } from './evidence-bytes.ts';

export interface ProvidedSum {
  readonly state: 'verified' | 'mismatched';
  /** The list, itself evidence, and the line in it. */
  readonly list: string;
  readonly listed: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** Lines of lists by the list's hash: evidence never changes. */
const parsed = new Map<string, readonly Checksum[]>();

/** What provided lists of SHA-256 sums say of each artifact they name; a sum that differs outranks one that matches. */
export async function providedSums(caseDir: string, custody: readonly Custody[]): Promise<Map<string, ProvidedSum>> {
  const lists = custody.filter((c) => c.sizeBytes <= MAX_LIST_BYTES && c.paths.some((path) => isChecksumList(posix.basename(path))));
  const found = new Map<string, ProvidedSum>();
  if (lists.length === 0) return found;
  const byPath = new Map<string, string[]>();
  for (const { sha256, paths } of custody) for (const path of paths) byPath.set(path, [...(byPath.get(path) ?? []), sha256]);
  for (const list of lists) {
    const folder = posix.dirname(list.paths.find((path) => isChecksumList(posix.basename(path)))!);
    for (const { path, sha256, offsetBytes, lengthBytes } of await linesOf(caseDir, list)) {
      const here = byPath.get(posix.join(folder, path));
      if (!here) continue;
      const matches = here.includes(sha256);
      const target = matches ? sha256 : here[0]!;
      if (matches && found.has(target)) continue;
      found.set(target, { state: matches ? 'verified' : 'mismatched', list: list.sha256, listed: sha256, offsetBytes, lengthBytes });
    }
  }
  return found;
}

async function linesOf(caseDir: string, list: Custody): Promise<readonly Checksum[]> {
  const known = parsed.get(list.sha256);
  if (known) return known;
  const bytes = await readEvidence(caseDir, list, 0, list.sizeBytes);
  if (!bytes.ok) return [];
  const lines = parseChecksums(bytes.value);
  parsed.set(list.sha256, lines);
  return lines;
}
