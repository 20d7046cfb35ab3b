import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, createBlockCache } from './block-cache.ts';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('createBlockCache', () => {
  it('reads only the blocks on screen, each once', async () => {
    const asked: number[] = [];
    const cache = createBlockCache((offset) => {
      asked.push(offset / BLOCK_BYTES);
      return Promise.resolve({ bytes: new Uint8Array(4) });
    });
    cache.want(0, 100);
    cache.want(0, BLOCK_BYTES + 1);
    await settle();
    cache.want(0, BLOCK_BYTES + 1);
    expect(asked).toEqual([0, 1]);
    expect([...cache.store.getState().blocks.keys()]).toEqual([0, 1]);
  });
  it('gives up what scrolled out of sight', async () => {
    const signals: AbortSignal[] = [];
    const cache = createBlockCache((_o, _l, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    cache.want(0, 10);
    cache.want(50 * BLOCK_BYTES, 50 * BLOCK_BYTES + 10);
    expect(signals.map((s) => s.aborted)).toEqual([true, false]);
    cache.close();
    expect(signals.map((s) => s.aborted)).toEqual([true, true]);
    await settle();
  });
  it('stays small while a large file is walked through', async () => {
    const cache = createBlockCache(() => Promise.resolve({ bytes: new Uint8Array(1) }));
    for (let i = 0; i < 100; i++) {
      cache.want(i * BLOCK_BYTES, i * BLOCK_BYTES + 1);
      await settle();
    }
    expect(cache.store.getState().blocks.size).toBe(16);
    expect(cache.store.getState().blocks.has(99)).toBe(true);
  });
  it('says why bytes cannot be read', async () => {
    const cache = createBlockCache(() => Promise.resolve({ problem: 'a.log has changed since it was added.' }));
    cache.want(0, 1);
    await settle();
    expect(cache.store.getState().problem).toBe('a.log has changed since it was added.');
  });
});
