import { describe, expect, it } from 'vitest';
import { addSample, ingestWords, type IngestSample } from './ingest-rate.ts';

const sample = (seconds: number, bytesDone: number, running = true): IngestSample => ({ running, seconds, bytesDone, bytesTotal: 1_000_000_000 });

describe('ingest rate', () => {
  it('follows the last seconds, not the whole run', () => {
    let samples: readonly IngestSample[] = [];
    for (let s = 0; s <= 20; s++) samples = addSample(samples, sample(s, s < 10 ? s * 1e6 : 10e6 + (s - 10) * 40e6));
    expect(samples[0]!.seconds).toBe(15);
    const words = ingestWords(samples);
    expect(words.rate).toBe('40.0 MB/s');
    expect(words.left).toBe('about 15 s left');
    expect(words.fraction).toBeCloseTo(0.41);
  });
  it('starts afresh with a new ingest and forgets a finished one', () => {
    const old = addSample([sample(100, 9e8)], sample(0, 0));
    expect(old).toHaveLength(1);
    expect(addSample(old, sample(1, 10, false))).toEqual([]);
  });
  it('says nothing it does not know', () => {
    expect(ingestWords([])).toEqual({ fraction: undefined, rate: '', left: '' });
    expect(ingestWords([{ ...sample(0, 0), bytesTotal: 0 }]).fraction).toBeUndefined();
    expect(ingestWords([sample(3, 0), sample(5, 0)]).left).toBe('');
  });
});
