import { ok, type Failure, type Result } from '../../base/result.ts';
import { api, type Api } from '../../protocol/api.ts';
import type { OutputOf } from '../../protocol/define.ts';
import type { CaseSession } from './case-session.ts';

export type IntakeResult = OutputOf<Api['addEvidence']>;

/** An open case, or a connection that has just made one. */
export type Calls = Pick<CaseSession, 'call'>;

/** `evidence.upload` takes at most 4 MiB a call. */
const UPLOAD_CHUNK_BYTES = 4 * 1024 * 1024;

/** Takes files and folders of this machine into the case. Progress comes through the session's `ingest`. */
export function addPaths(session: Calls, paths: string[], zone: string): Promise<Result<IntakeResult>> {
  return session.call(api.addEvidence, { paths, storage: 'copied', zone, showFirst: true }, { onItem: () => undefined });
}

/**
 * Sends a file whose path the browser hides, in pieces, and answers with the path the engine gave it.
 * `onSent` hears how many bytes have arrived.
 */
export async function uploadFile(session: Calls, file: File, onSent: (bytes: number) => void, signal: AbortSignal): Promise<Result<string>> {
  let uploadId: string | undefined;
  for (let from = 0; ; from += UPLOAD_CHUNK_BYTES) {
    const bytes = new Uint8Array(await file.slice(from, from + UPLOAD_CHUNK_BYTES).arrayBuffer());
    const last = from + UPLOAD_CHUNK_BYTES >= file.size;
    const sent = await session.call(api.uploadEvidence, { uploadId, name: file.name, bytes, last }, { signal });
    if (!sent.ok) return sent;
    uploadId = sent.value.uploadId;
    onSent(sent.value.receivedBytes);
    if (last) return sent.value.path === undefined ? { ok: false, failure: notStored(file.name) } : ok(sent.value.path);
  }
}

function notStored(name: string): Failure {
  return { code: 'internal', message: `${name} arrived, but the engine named no place for it. Add it again.` };
}

/** Every file of a drop, folders walked. Browsers only; Electron hands over paths instead. */
export async function filesOfDrop(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...data.files];
  const files: File[] = [];
  for (const entry of entries) await collect(entry, files);
  return files;
}

async function collect(entry: FileSystemEntry, into: File[]): Promise<void> {
  if (isFile(entry)) {
    into.push(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)));
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    for (;;) {
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (batch.length === 0) return;
      for (const child of batch) await collect(child, into);
    }
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
