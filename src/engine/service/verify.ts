import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { FailureError, fail, ok, type Result } from '../../base/result.ts';
import { formatCount, plural } from '../../base/text.ts';
import { formatRfc3339 } from '../../base/time.ts';
import type { ItemOf, OutputOf, ProgressOf } from '../../protocol/define.ts';
import type { verifyCase } from '../../protocol/methods/case.ts';
import type { Custody } from '../casefile/contract.ts';
import { mend } from '../ingest/evidence-bytes.ts';
import type { Log } from './context.ts';
import type { OpenCase } from './open-case.ts';

type Item = ItemOf<typeof verifyCase>;

export interface VerifyContext {
  readonly signal: AbortSignal;
  readonly item: (item: Item) => Promise<void>;
  readonly progress: (progress: ProgressOf<typeof verifyCase>) => void;
  readonly log: Log;
}

/**
 * Whether a case is what it was: both databases, the journal, and every piece of evidence by its hash. Goes on
 * after a finding, so that one answer has all of them, and puts the outcome on the record.
 */
export async function verify(open: OpenCase, author: string, context: VerifyContext): Promise<Result<OutputOf<typeof verifyCase>>> {
  try {
    return await verifyOpen(open, author, { ...context, signal: AbortSignal.any([context.signal, open.closing]) });
  } catch (error) {
    if (!open.closing.aborted || context.signal.aborted) throw error;
    return fail('case/not-open', 'The case was closed before it was verified.');
  }
}

async function verifyOpen(open: OpenCase, author: string, { signal, item, progress, log }: VerifyContext): Promise<Result<OutputOf<typeof verifyCase>>> {
  const startedAt = performance.now();
  let checked = 0;
  let failed = 0;
  const tell = async (subject: string, check: Item['check'], result: Result<string>): Promise<void> => {
    checked++;
    if (!result.ok) failed++;
    await item({ subject, check, ok: result.ok, message: result.ok ? result.value : result.failure.message });
  };

  const { database, journal } = open.work.check();
  await tell('case.sqlite', 'case-database', database);
  await tell('case.sqlite', 'journal', journal);
  signal.throwIfAborted();
  await tell('index.duckdb', 'index-database', await open.index.check());

  const custody = open.work.custody();
  const bytesTotal = custody.reduce((sum, c) => sum + c.sizeBytes, 0);
  let bytesDone = 0;
  for (const artifact of custody) {
    const result = await checkEvidence(open.dir, artifact, signal, (readBytes) => {
      bytesDone += readBytes;
      progress({ bytesDone, bytesTotal });
    });
    await tell(artifact.paths[0]!, 'evidence', result);
  }
  signal.throwIfAborted();

  const summary = failed === 0 ? `Verified: ${plural(checked, 'check')}, all good` : `Verified: ${failed} of ${plural(checked, 'check')} failed`;
  try {
    open.work.note('case.verify', summary, { checked, failed }, author);
    open.changed();
  } catch (error) {
    // A file too damaged to take the note was reported above.
    if (!(error instanceof FailureError)) throw error;
    log({ level: 'warn', message: 'The verification was not put on record', data: { reason: error.failure.message } });
  }
  return ok({ ok: failed === 0, checked, failed, seconds: (performance.now() - startedAt) / 1000 });
}

/** Reads one artifact once and compares its hash. Throws only when aborted. */
async function checkEvidence(dir: string, artifact: Custody, signal: AbortSignal, onBytes: (count: number) => void): Promise<Result<string>> {
  const path = isAbsolute(artifact.location) ? artifact.location : join(dir, artifact.location);
  const bad = (message: string): Result<never> => ({ ok: false, failure: { code: 'evidence/changed', message } });
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      onBytes(chunk.length);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return bad(`The file is missing: ${path}. ${mend(artifact)}`);
    return bad(`The file cannot be read (${String(error.code)}): ${path}. Check its permissions and the disk.`);
  }
  const sha256 = hash.digest('hex');
  if (sha256 === artifact.sha256) return ok(`SHA-256 matches, ${formatCount(sizeBytes)} bytes`);
  const size = sizeBytes === artifact.sizeBytes ? 'Its size is the same' : `It had ${formatCount(artifact.sizeBytes)} bytes and has ${formatCount(sizeBytes)}`;
  const modified = await stat(path, { bigint: true }).then(({ mtimeNs }) => ` It was written ${formatRfc3339(mtimeNs)}.`, () => '');
  return bad(`${path} has other bytes than were taken in. ${size}, its SHA-256 is ${sha256.slice(0, 8)} instead of ${artifact.sha256.slice(0, 8)}.${modified} ${mend(artifact)}`);
}
