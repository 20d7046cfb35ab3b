import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';
import { uploadsFolder } from './ingest-service.ts';

/** Longest file name most file systems take, in UTF-8 bytes. */
const NAME_BYTES = 200;
const UPLOAD_ID = /^[0-9a-f-]{36}$/;

/**
 * Adds bytes to an upload, making it on the first call. An upload is a folder with one file, whose name is the one
 * the evidence has; `evidence.add` on that path takes both away.
 */
export async function receiveUpload(
  caseDir: string, upload: { readonly uploadId?: string | undefined; readonly name: string; readonly bytes: Uint8Array },
): Promise<Result<{ uploadId: string; receivedBytes: number; path: string }>> {
  const isNew = upload.uploadId === undefined;
  const uploadId = upload.uploadId ?? randomUUID();
  const folder = join(uploadsFolder(caseDir), uploadId);
  if (!UPLOAD_ID.test(uploadId)) return gone(uploadId);
  try {
    if (isNew) await mkdir(folder, { recursive: true });
    const name = isNew ? safeName(upload.name) : (await readdir(folder))[0];
    if (name === undefined) return gone(uploadId);
    const path = join(folder, name);
    const handle = await open(path, isNew ? 'wx' : 'a');
    try {
      await handle.write(upload.bytes, 0, upload.bytes.length);
    } finally {
      await handle.close();
    }
    return ok({ uploadId, receivedBytes: (await stat(path)).size, path });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    if (code === 'ENOENT') return gone(uploadId);
    return fail('file/not-writable', `The case cannot keep the upload (${code}). Check the disk of ${caseDir}.`, { path: folder });
  }
}

function gone(uploadId: string): Result<never> {
  return fail('evidence/upload-not-found', `There is no upload ${uploadId}. Start it again.`, { uploadId });
}

/** The name as given, without what would leave the folder or trouble a file system. */
function safeName(name: string): string {
  // oxlint-disable-next-line no-control-regex
  let safe = name.replace(/[/\\:\u0000-\u001f]/g, '_');
  while (Buffer.byteLength(safe) > NAME_BYTES) safe = safe.slice(1);
  return safe === '' || safe === '.' || safe === '..' ? 'upload' : safe;
}
