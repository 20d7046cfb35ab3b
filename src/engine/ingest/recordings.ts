import { posix } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';
import { knownFormats } from './known-formats.ts';
import type { RecordingInfo, Replay, ReplayBatch, ReplayPosition } from '../../formats/contract.ts';
import type { CaseReader, Custody } from '../casefile/contract.ts';
import { artifactPath, readEvidence } from './evidence-bytes.ts';
import { FileSource } from './file-source.ts';

/** The case as recordings need it. */
export interface RecordingCase {
  readonly dir: string;
  readonly work: Pick<CaseReader, 'artifact' | 'custody'>;
  /** Format id of an artifact. */
  kindOf(sha256: string): string;
}

export interface RecordingPart {
  readonly sha256: string;
  readonly path: string;
  readonly reason: string;
  readonly fits: boolean;
}

export interface DescribedRecording extends RecordingInfo {
  readonly path: string;
  readonly sizeBytes: number;
  readonly parts: RecordingPart[];
}

/** Larger timing files are offered without being counted. */
const MOST_COUNTED_BYTES = 64 * 1024 * 1024;
const MOST_PARTS = 20;

/** Codes: those of `readEvidence`, `evidence/not-found`, `recordings/not-a-recording`. */
export async function describeRecording(of: RecordingCase, sha256: string, signal: AbortSignal): Promise<Result<DescribedRecording>> {
  const opened = await open(of, sha256);
  if (!opened.ok) return opened;
  const { custody, replay, source } = opened.value;
  try {
    const info = await replay.describe(source);
    const parts = info.role === 'timed' ? [] : await partsOf(of, custody, source, info.role, signal);
    return ok({ ...info, path: custody.paths[0]!, sizeBytes: custody.sizeBytes, parts });
  } finally {
    await source.close();
  }
}

/** Gives the events to `onBatch`, which may say false to stop. */
export async function readRecording(
  of: RecordingCase, { sha256, timing, from }: { sha256: string; timing?: string | undefined; from?: ReplayPosition | undefined },
  onBatch: (batch: ReplayBatch) => Promise<boolean>, signal: AbortSignal,
): Promise<Result<{ events: number; isEnd: boolean }>> {
  const opened = await open(of, sha256);
  if (!opened.ok) return opened;
  const { replay, source } = opened.value;
  let times: FileSource | undefined;
  const stopped = new AbortController();
  let events = 0;
  try {
    if (timing !== undefined) {
      const other = await open(of, timing);
      if (!other.ok) return other;
      times = other.value.source;
    }
    await replay.read(source, times, from, async (batch) => {
      events += batch.ends.length;
      if (!await onBatch(batch)) stopped.abort();
    }, AbortSignal.any([signal, stopped.signal]));
    return ok({ events, isEnd: true });
  } catch (error) {
    signal.throwIfAborted();
    if (!stopped.signal.aborted) throw error;
    return ok({ events, isEnd: false });
  } finally {
    await source.close();
    await times?.close();
  }
}

async function open(of: RecordingCase, sha256: string): Promise<Result<{ custody: Custody; replay: Replay; source: FileSource }>> {
  const custody = of.work.artifact(sha256);
  if (!custody) return fail('evidence/not-found', `There is no evidence ${sha256.slice(0, 8)} in this case.`, { sha256 });
  const replay = (await knownFormats()).formatById(of.kindOf(sha256))?.replay;
  if (!replay) return fail('recordings/not-a-recording', `${custody.paths[0]!} is no terminal recording.`, { sha256 });
  // Says so when the file is gone or is not what was taken in.
  const there = await readEvidence(of.dir, custody, 0, 1);
  if (!there.ok) return there;
  return ok({ custody, replay, source: await FileSource.open(artifactPath(of.dir, custody), () => undefined) });
}

/** Files beside a recording that may be its other half. */
async function partsOf(of: RecordingCase, custody: Custody, source: FileSource, role: 'needs-timing' | 'timing', signal: AbortSignal): Promise<RecordingPart[]> {
  const wanted = role === 'timing' ? 'needs-timing' : 'timing';
  const kind = of.kindOf(custody.sha256);
  const folders = new Set(custody.paths.map((path) => posix.dirname(path)));
  const parts: Array<{ part: RecordingPart; rank: number }> = [];
  for (const other of of.work.custody()) {
    signal.throwIfAborted();
    if (other.sha256 === custody.sha256 || of.kindOf(other.sha256) !== kind || parts.length >= MOST_PARTS) continue;
    const path = other.paths.find((p) => folders.has(posix.dirname(p)));
    if (path === undefined) continue;
    const opened = await open(of, other.sha256);
    if (!opened.ok) continue;
    const { replay, source: otherSource } = opened.value;
    try {
      if ((await replay.describe(otherSource)).role !== wanted) continue;
      const [typescript, timing] = role === 'timing' ? [otherSource, source] : [source, otherSource];
      const fits = timing.sizeBytes <= MOST_COUNTED_BYTES && (await replay.fits?.(typescript, timing, signal) ?? false);
      const named = custody.paths.some((own) => stem(own) === stem(path));
      const reason = [named ? 'has the same name' : 'lies in the same folder', ...(fits ? [role === 'timing' ? 'has exactly the bytes that are counted here' : 'counts exactly the bytes of the typescript'] : [])].join(' and ');
      parts.push({ part: { sha256: other.sha256, path, reason, fits }, rank: (fits ? 2 : 0) + (named ? 1 : 0) });
    } finally {
      await otherSource.close();
    }
  }
  return parts.sort((a, b) => b.rank - a.rank).map(({ part }) => part);
}

/** `session.log` and `session.tm` have one stem, and so have `typescript` and `timing`, as the manual names them. */
function stem(path: string): string {
  const name = posix.basename(path).replace(/\.(?:tm|tim|time|timing|log|txt|typescript|script|out)$/i, '').replace(/[-_.]?(?:timing|typescript|time)$/i, '');
  return name.toLowerCase();
}
