import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Custody } from '../casefile/contract.ts';
import { hashFile } from '../intake/take-in.ts';
import { walk, type FoundFile } from '../intake/walk.ts';
import { remember } from './evidence-bytes.ts';

export interface RelinkFound {
  readonly links: ReadonlyArray<{ readonly sha256: string; readonly location: string }>;
  /** Files that have the name of what is sought and other bytes, and why they were refused. */
  readonly refused: ReadonlyArray<{ readonly sha256: string; readonly path: string; readonly reason: 'size' | 'hash' }>;
}

export interface RelinkProgress {
  readonly files: number;
  /** Of files that may be it: hashing them takes the time. */
  readonly bytesTotal: number;
  readonly bytesDone: number;
  readonly found: number;
  readonly path: string;
}

/**
 * Looks for evidence that moved in a folder (or a file): files of the right size, those of the right name first, by their
 * hash. Only the same bytes are evidence. Throws when aborted.
 */
export async function findMoved(
  wanted: readonly Custody[], place: string, signal: AbortSignal, progress: (progress: RelinkProgress) => void,
): Promise<RelinkFound> {
  const sizes = new Set(wanted.map((c) => c.sizeBytes));
  const names = new Map<string, Custody[]>();
  for (const one of wanted) {
    for (const name of new Set([basename(one.location), ...one.paths.map((path) => basename(path))])) names.set(name, [...(names.get(name) ?? []), one]);
  }
  const candidates: FoundFile[] = [];
  const refused: Array<RelinkFound['refused'][number]> = [];
  let files = 0;
  let bytesTotal = 0;
  let bytesDone = 0;
  const links = new Map<string, string>();
  const tell = (path: string): void => progress({ files, bytesTotal, bytesDone, found: links.size, path });
  for await (const entry of walk(place, signal)) {
    if (!('file' in entry)) continue;
    files++;
    const { file } = entry;
    if (sizes.has(file.sizeBytes)) {
      candidates.push(file);
      bytesTotal += file.sizeBytes;
    } else for (const one of names.get(basename(file.path)) ?? []) refused.push({ sha256: one.sha256, path: file.path, reason: 'size' });
    if (files % 100 === 0) tell(file.path);
  }
  const named = (file: FoundFile): number => (names.has(basename(file.path)) ? 0 : 1);
  for (const file of candidates.toSorted((a, b) => named(a) - named(b))) {
    const open = wanted.filter((one) => one.sizeBytes === file.sizeBytes && !links.has(one.sha256));
    if (open.length === 0) {
      bytesTotal -= file.sizeBytes;
      continue;
    }
    tell(file.path);
    const hash = await hashOf(file.path, signal, (bytes) => {
      bytesDone += bytes;
      tell(file.path);
    });
    const same = open.find((one) => one.sha256 === hash);
    if (same) links.set(same.sha256, file.path);
    else if (hash !== undefined) for (const one of names.get(basename(file.path)) ?? []) if (one.sizeBytes === file.sizeBytes) refused.push({ sha256: one.sha256, path: file.path, reason: 'hash' });
  }
  tell('');
  return { links: [...links].map(([sha256, location]) => ({ sha256, location })), refused: refused.filter(({ sha256 }) => !links.has(sha256)) };
}

/** `undefined` for a file that went away or cannot be read: then it is not it. */
async function hashOf(path: string, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<string | undefined> {
  try {
    const { mtimeNs } = await stat(path, { bigint: true });
    const { sha256 } = await hashFile(path, signal, onBytes);
    remember(path, mtimeNs, sha256);
    return sha256;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
