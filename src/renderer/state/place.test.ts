import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlaceStore, formatPlace, parseBytesParam, parseEventId, parsePlace, rangeOf, rangeParams, type PlaceHost } from './place.ts';

/** A window with a history of hashes and a back button. */
function browser(hash = ''): PlaceHost & { back(): void; readonly length: number } {
  const entries = [hash];
  const listeners = new Set<() => void>();
  return {
    location: { get hash() { return entries[entries.length - 1]!; } },
    history: {
      pushState: (_s: unknown, _t: string, url?: string | URL | null) => void entries.push(String(url)),
      replaceState: (_s: unknown, _t: string, url?: string | URL | null) => { entries[entries.length - 1] = String(url); },
    },
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
    back: () => { entries.pop(); for (const l of listeners) l(); },
    get length() { return entries.length; },
  };
}

describe('place', () => {
  it('reads and writes every place the same', () => {
    fc.assert(fc.property(
      fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
      fc.constantFrom('evidence', 'explore', 'a b'),
      fc.dictionary(fc.string({ minLength: 1 }).filter((k) => k !== '__proto__'), fc.string()),
      (casePath, view, params) => {
        expect(parsePlace(formatPlace({ casePath, view, params }))).toEqual({ casePath, view, params: { ...params } });
      },
    ));
  });
  it('survives a hash that is not well encoded', () => {
    expect(parsePlace('#/case/%E0%A4/explore?filter=%zz').view).toBe('explore');
  });
  it('keeps the brush and finds each view where it was left', () => {
    const place = createPlaceStore(browser('#/case/%2Ftmp%2Fa/explore?filter=level%3Aerror&from=1&to=5'));
    place.go('evidence');
    expect(place.state.getState().params).toEqual({ from: '1', to: '5' });
    place.set({ from: '2' });
    place.go('explore');
    expect(place.state.getState().params).toEqual({ filter: 'level:error', from: '2', to: '5' });
    place.go('explore', { sel: 'x' });
    expect(place.state.getState().params).toEqual({ from: '2', to: '5', sel: 'x' });
  });
  it('goes back step by step, except over replaced places', () => {
    const host = browser('#/case/x/explore');
    const place = createPlaceStore(host);
    place.set({ filter: 'a' });
    place.set({ sel: '1' }, { replace: true });
    place.set({ sel: '2' }, { replace: true });
    expect(host.length).toBe(2);
    host.back();
    expect(place.state.getState().params).toEqual({});
  });
  it('does not step to where it already is', () => {
    const host = browser('#/case/x/explore');
    createPlaceStore(host).set({ filter: undefined });
    expect(host.length).toBe(1);
  });
  it('takes a range only when it is one', () => {
    const { from, to } = rangeParams({ fromNs: 1n, toNs: 2n });
    expect(rangeOf({ from: from!, to: to! })).toEqual({ fromNs: 1n, toNs: 2n });
    expect(rangeOf({ from: '2', to: '2' })).toBeUndefined();
    expect(rangeOf({ from: 'now', to: '2' })).toBeUndefined();
  });
  it('refuses what is no event and no byte range', () => {
    expect(parseEventId(`${'a'.repeat(64)}:12`)).toEqual({ sha256: 'a'.repeat(64), offsetBytes: 12 });
    expect(parseEventId('abc:12')).toBeUndefined();
    expect(parseBytesParam(`${'a'.repeat(64)}:0x10+4`)?.locator).toEqual({ kind: 'bytes', offsetBytes: 16, lengthBytes: 4 });
    expect(parseBytesParam(`${'a'.repeat(64)}:elsewhere`)).toBeUndefined();
  });
});
