import { describe, expect, it } from 'vitest';
import { isStandIn } from '../../model/stand-in.ts';
import { EvidenceNames } from './evidence-names.ts';

const SHA = 'c'.repeat(64);
const never = new AbortController().signal;

function pending(): { readonly names: EvidenceNames; readonly standIn: string; readonly known: (sha256: string | undefined) => Promise<void> } {
  const names = new EvidenceNames();
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const standIn = names.add(promise);
  return { names, standIn, known: async (sha256) => {
    resolve(sha256);
    await names.allKnown(never);
  } };
}

describe('names of evidence that is being hashed', () => {
  it('take the place of stand-ins wherever they stand, once they are known', async () => {
    const { names, standIn, known } = pending();
    const asked = { filter: { artifacts: [standIn, SHA] }, text: `see [@${standIn}:1] and ${standIn}`, bytes: new Uint8Array([1]), at: 5n, none: undefined };
    expect(isStandIn(standIn)).toBe(true);
    expect(names.inPlace(asked)).toBe(asked);
    await known(SHA);
    expect(names.inPlace(asked)).toEqual({ ...asked, filter: { artifacts: [SHA, SHA] }, text: `see [@${SHA}:1] and ${SHA}` });
    const other = { sha256: SHA, list: [1, 'x'] };
    expect(names.inPlace(other)).toBe(other);
    expect(isStandIn(SHA)).toBe(false);
  });

  it('are waited for, and only by who is about them', async () => {
    const { names, standIn, known } = pending();
    expect(await names.whenKnown({ sha256: SHA }, never)).toEqual({ ok: true, value: { sha256: SHA } });
    let answered = false;
    const waiting = names.whenKnown([standIn], never).then((answer) => {
      answered = true;
      return answer;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    await known(SHA);
    expect(await waiting).toEqual({ ok: true, value: [SHA] });
  });

  it('that never come fail what is about them, and hold nothing else up', async () => {
    const { names, standIn, known } = pending();
    const waiting = names.whenKnown(standIn, never);
    await known(undefined);
    expect(await waiting).toMatchObject({ ok: false, failure: { code: 'evidence/not-found' } });
    expect(names.inPlace(standIn)).toBe(standIn);
    const failed = names.add(Promise.reject(new Error('the disk is full')));
    await names.allKnown(never);
    expect(await names.whenKnown(failed, never)).toMatchObject({ ok: false });
  });

  it('are not waited for any longer than who asked does', async () => {
    const { names, standIn } = pending();
    const stop = new AbortController();
    const waiting = names.whenKnown(standIn, stop.signal);
    const all = names.allKnown(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow();
    await expect(all).rejects.toThrow();
  });
});
