import { posix } from 'node:path';
import { visibleText } from '../../base/text.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Custody } from '../casefile/contract.ts';
import { isChecksumList, MAX_LIST_BYTES, parseChecksums } from '../intake/checksums.ts';
import { readEvidence } from './evidence-bytes.ts';
import type { JobHost } from './job.ts';
import { addDiagnostics } from './later-diagnostics.ts';

/** Compares lists of SHA-256 sums among these artifacts with the files beside them, as they were handed in or unpacked. */
export async function checkLists(host: JobHost, artifacts: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
  const custody = host.options.work.custody();
  const lists = custody.filter((c) => artifacts.has(c.sha256) && c.sizeBytes <= MAX_LIST_BYTES && c.paths.some((path) => isChecksumList(posix.basename(path))));
  if (lists.length === 0) return;
  const byPath = new Map<string, Set<string>>();
  for (const { sha256, paths } of custody) {
    for (const path of paths) {
      const here = byPath.get(path);
      if (here) here.add(sha256);
      else byPath.set(path, new Set([sha256]));
    }
  }
  for (const list of lists) {
    signal.throwIfAborted();
    await checkList(host, list, byPath);
  }
}

async function checkList(host: JobHost, list: Custody, byPath: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
  const bytes = await readEvidence(host.dir, list, 0, list.sizeBytes);
  const sums = bytes.ok ? parseChecksums(bytes.value) : [];
  if (sums.length === 0) return;
  const folder = posix.dirname(list.paths.find((path) => isChecksumList(posix.basename(path)))!);
  const found: Diagnostic[] = [];
  let same = 0;
  let absent = 0;
  for (const { path, sha256, offsetBytes, lengthBytes } of sums) {
    const here = byPath.get(posix.join(folder, path));
    if (!here) absent++;
    else if (here.has(sha256)) same++;
    else {
      found.push({
        code: 'intake/checksum-mismatch', severity: 'error', offsetBytes, lengthBytes,
        message: `${visibleText(path)} has SHA-256 ${[...here][0]!.slice(0, 8)}, the list says ${sha256.slice(0, 8)}: it was changed or damaged after the list was made.`,
      });
    }
  }
  const parts = [`${same} of ${sums.length} sums match`, ...(found.length > 0 ? [`${found.length} differ`] : []), ...(absent > 0 ? [`${absent} are of files that are not here`] : [])];
  await addDiagnostics(host, list, found, parts.join(', '));
}
