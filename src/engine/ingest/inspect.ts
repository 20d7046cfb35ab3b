import type { Result } from '../../base/result.ts';
import type { InspectOutput } from './contract.ts';

/** What one file is and what is in it, without a case. */
export async function inspectFile(
  path: string,
  zone: string,
  options: { signal: AbortSignal; progress: (progress: { bytesDone: number; bytesTotal: number }) => void },
): Promise<Result<InspectOutput>> {
  throw new Error(`inspection of ${path} (${zone}, ${options.signal.aborted}) is being built`);
}
