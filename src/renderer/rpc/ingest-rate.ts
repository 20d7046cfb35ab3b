import { formatBytes } from '../../base/bytes.ts';
import { formatDuration, NS_PER_S } from '../../base/time.ts';

/** The part of ingest progress that a rate is made of. */
export interface IngestSample {
  readonly running: boolean;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Since the ingest began. */
  readonly seconds: number;
}

/** A rate looks this far back: long enough to be calm, short enough to follow a change of file. */
const WINDOW_SECONDS = 5;

/** The samples of the window, the new one last. A new ingest starts afresh. */
export function addSample<T extends IngestSample>(samples: readonly T[], sample: T): readonly T[] {
  const last = samples.at(-1);
  if (!sample.running) return [];
  if (last && (sample.seconds < last.seconds || sample.bytesDone < last.bytesDone)) return [sample];
  return [...samples.filter((s) => s.seconds >= sample.seconds - WINDOW_SECONDS), sample];
}

/** How far, how fast, how long still, in words. `fraction` is `undefined` while the total is not known. */
export function ingestWords(samples: readonly IngestSample[]): { fraction: number | undefined; rate: string; left: string } {
  const last = samples.at(-1);
  const first = samples[0];
  if (!last || !first || last.bytesTotal <= 0) return { fraction: undefined, rate: '', left: '' };
  const fraction = Math.min(1, last.bytesDone / last.bytesTotal);
  const seconds = last.seconds - first.seconds;
  const bytesPerSecond = seconds > 0.2 ? (last.bytesDone - first.bytesDone) / seconds : last.seconds > 0.2 ? last.bytesDone / last.seconds : 0;
  if (bytesPerSecond <= 0) return { fraction, rate: '', left: '' };
  const left = (last.bytesTotal - last.bytesDone) / bytesPerSecond;
  return {
    fraction,
    rate: `${formatBytes(Math.round(bytesPerSecond))}/s`,
    left: left < 1 ? 'almost done' : left > 86_400 ? 'more than a day left' : `about ${formatDuration(BigInt(Math.ceil(left)) * NS_PER_S)} left`,
  };
}
