import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../base/result.ts';
import { NS_PER_S } from '../base/time.ts';
import {
  alignedClock, clockOfArtifacts, correctedTime, entryDelta, entryOrderEstablished, formatOffsetText, movedEntries, parseOffsetText, UNCHECKED_CLOCK_NS, type Clock,
} from './clock.ts';
import type { TimelineEntry } from './timeline.ts';

const APP = 'a'.repeat(64);
const EDGE = 'b'.repeat(64);
const EDGE_OLD = 'c'.repeat(64);

function pinned(sha256: string, startNs: bigint, uncertaintyNs = 0n, offsetBytes = 0): TimelineEntry {
  return {
    id: `${sha256[0]}${startNs}`, kind: 'observation', title: 't', note: '', role: '',
    time: { form: 'point', startNs, uncertaintyNs, basis: 'evidence', zone: 'UTC' },
    evidence: [{ sha256, locator: { kind: 'bytes', offsetBytes, lengthBytes: 1 }, excerpt: '', addedBy: '', addedAtNs: 0n }],
  };
}

function clocks(said: Record<string, Clock | undefined>): ReturnType<typeof clockOfArtifacts> {
  return clockOfArtifacts([[APP, 'app/app.log', said[APP]], [EDGE, 'edge/access.log', said[EDGE]], [EDGE_OLD, 'edge/access.log.1', said[EDGE_OLD]]]);
}

describe('an offset', () => {
  it('is read as people type it', () => {
    const read = (text: string): bigint => unwrap(parseOffsetText(text));
    expect([read('+7s'), read('-350ms'), read('+1h 0m 3s'), read('−2 min'), read('7'), read('0')]).toEqual([7n * NS_PER_S, -350_000_000n, 3603n * NS_PER_S, -120n * NS_PER_S, 7n * NS_PER_S, 0n]);
    expect(parseOffsetText('seven')).toMatchObject({ ok: false, failure: { code: 'time/not-understood' } });
    expect(parseOffsetText('+-7s').ok).toBe(false);
  });
  it('is written so that it reads back', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (ns) => {
      expect(unwrap(parseOffsetText(formatOffsetText(ns)))).toBe(ns);
    }));
  });
  it('never leaves 64 bits', () => {
    expect(correctedTime(2n ** 63n - 1n, { offsetNs: 5n })).toBe(2n ** 63n - 1n);
    expect(correctedTime(-(2n ** 63n), { offsetNs: -5n })).toBe(-(2n ** 63n));
    expect(correctedTime(5n, undefined)).toBe(5n);
  });
});

describe('aligning by the same moments', () => {
  const moment = (recordedNs: bigint, thereNs: bigint, resolutionNs = 1000n): { recordedNs: bigint; thereNs: bigint; resolutionNs: bigint } => ({ recordedNs, thereNs, resolutionNs });
  it('takes one pair with the coarser resolution, and the ± of the clock it is measured against', () => {
    expect(alignedClock([moment(0n, 7n * NS_PER_S)], 0n)).toEqual({ offsetNs: 7n * NS_PER_S, uncertaintyNs: 1000n });
    expect(alignedClock([moment(0n, 7n * NS_PER_S)], 500n)).toMatchObject({ uncertaintyNs: 1500n });
    expect(alignedClock([], 0n)).toBeUndefined();
  });
  it('takes the median of several, and how far they are apart', () => {
    expect(alignedClock([moment(0n, 7000n), moment(0n, 7100n), moment(0n, 90_000n)], 0n)).toEqual({ offsetNs: 7100n, uncertaintyNs: 82_900n });
    expect(alignedClock([moment(0n, 6000n, 1n), moment(0n, 8000n, 1n)], 0n)).toEqual({ offsetNs: 7000n, uncertaintyNs: 1000n });
  });
  it('brings back an offset that was planted, within the resolution', () => {
    const ns = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    fc.assert(fc.property(ns, fc.array(ns, { minLength: 1, maxLength: 9 }), fc.constantFrom(1n, 1000n, NS_PER_S), (planted, moments, resolution) => {
      const floor = (t: bigint): bigint => t - (((t % resolution) + resolution) % resolution);
      const clock = alignedClock(moments.map((t) => moment(floor(t - planted), floor(t), resolution)), 0n)!;
      const off = clock.offsetNs - planted;
      expect(off < 0n ? -off : off).toBeLessThanOrEqual(clock.uncertaintyNs);
    }));
  });
});

describe('the order of two entries', () => {
  it('is not established between two sources that nobody checked, and is once their clocks are known', () => {
    // The edge is 7 s behind: what it recorded at 4 s was at 11 s.
    const [asked, answered] = [pinned(APP, 10n * NS_PER_S), pinned(EDGE, 4n * NS_PER_S)];
    expect(entryOrderEstablished(asked, answered, clocks({}))).toBe(false);
    const known = { [APP]: { offsetNs: 0n, uncertaintyNs: 0n }, [EDGE]: { offsetNs: 7n * NS_PER_S, uncertaintyNs: NS_PER_S / 5n } };
    const [moved] = movedEntries([answered, asked], new Set([EDGE]), undefined, known[EDGE]);
    expect(moved!.time).toMatchObject({ startNs: 11n * NS_PER_S, uncertaintyNs: NS_PER_S / 5n });
    expect(entryOrderEstablished(asked, moved!, clocks(known))).toBe(true);
    // One of both alone is not enough.
    expect(entryOrderEstablished(asked, moved!, clocks({ [EDGE]: known[EDGE] }))).toBe(false);
  });
  it('is established beyond what both clocks may be wrong by', () => {
    expect(entryOrderEstablished(pinned(APP, 0n), pinned(EDGE, 2n * UNCHECKED_CLOCK_NS), clocks({}))).toBe(false);
    expect(entryOrderEstablished(pinned(APP, 0n), pinned(EDGE, 2n * UNCHECKED_CLOCK_NS + 1n), clocks({}))).toBe(true);
  });
  it('within one source needs no word about its clock: a rotation has one, and its ± is the same for both', () => {
    expect(entryOrderEstablished(pinned(EDGE_OLD, 0n), pinned(EDGE, 1n), clocks({}))).toBe(true);
    const wide = { offsetNs: 0n, uncertaintyNs: NS_PER_S };
    expect(entryOrderEstablished(pinned(EDGE, 0n, NS_PER_S), pinned(EDGE, 1n, NS_PER_S, 9), clocks({ [EDGE]: wide, [EDGE_OLD]: wide }))).toBe(true);
    // What a person added to the ± still counts.
    expect(entryOrderEstablished(pinned(EDGE, 0n, 2n * NS_PER_S), pinned(EDGE, 1n, NS_PER_S, 9), clocks({ [EDGE]: wide }))).toBe(false);
  });
  it('of one file is that of its lines where times are the same', () => {
    expect(entryOrderEstablished(pinned(APP, 5n, 0n, 0), pinned(APP, 5n, 0n, 30), clocks({}))).toBe(true);
    expect(entryOrderEstablished(pinned(APP, 5n, 0n, 0), pinned(APP, 5n, 0n, 0), clocks({}))).toBe(false);
    expect(entryOrderEstablished(pinned(EDGE, 5n), pinned(EDGE_OLD, 5n), clocks({}))).toBe(false);
  });
  it('is the same whichever is asked about first', () => {
    const entry = fc.tuple(fc.constantFrom(APP, EDGE, EDGE_OLD), fc.bigInt({ min: 0n, max: 12n * NS_PER_S }), fc.bigInt({ min: 0n, max: NS_PER_S }), fc.nat(3)).map((of) => pinned(...of));
    fc.assert(fc.property(entry, entry, fc.boolean(), (a, b, isKnown) => {
      const of = clocks(isKnown ? { [APP]: { offsetNs: 0n, uncertaintyNs: 5n } } : {});
      expect(entryOrderEstablished(a, b, of)).toBe(entryOrderEstablished(b, a, of));
    }));
  });
});

describe('the time between two entries', () => {
  it('has the ± of both, and of clocks that nobody checked, but for one source', () => {
    expect(entryDelta(pinned(APP, 0n, 3n), pinned(EDGE, 60n * NS_PER_S, 4n), clocks({}))).toEqual({ deltaNs: 60n * NS_PER_S, uncertaintyNs: 7n + 2n * UNCHECKED_CLOCK_NS, isOrdered: true });
    expect(entryDelta(pinned(EDGE, 60n * NS_PER_S, 4n), pinned(EDGE_OLD, 0n, 3n), clocks({}))).toEqual({ deltaNs: -60n * NS_PER_S, uncertaintyNs: 7n, isOrdered: true });
    expect(entryDelta(pinned(APP, 0n), pinned(EDGE, NS_PER_S), clocks({}))).toMatchObject({ isOrdered: false });
  });
  it('of a "between" is from its middle, with half its width', () => {
    const between = { ...pinned(APP, 0n), time: { form: 'between' as const, startNs: 0n, endNs: 10n, uncertaintyNs: 1n, basis: 'stated' as const, zone: 'UTC' } };
    expect(entryDelta(between, { ...between, time: { ...between.time, form: 'point', startNs: 30n, endNs: undefined } }, clocks({}))).toEqual({ deltaNs: 25n, uncertaintyNs: 7n, isOrdered: true });
  });
  it('is the same there and back', () => {
    const entry = fc.tuple(fc.constantFrom(APP, EDGE, EDGE_OLD), fc.bigInt({ min: 0n, max: 99n }), fc.bigInt({ min: 0n, max: 9n })).map((of) => pinned(...of));
    fc.assert(fc.property(entry, entry, (a, b) => {
      const [there, back] = [entryDelta(a, b, clocks({})), entryDelta(b, a, clocks({}))];
      expect(back).toEqual({ ...there, deltaNs: -there.deltaNs });
    }));
  });
});

describe('entries of a source whose clock is set', () => {
  it('move there and back, and no others do', () => {
    const stated: TimelineEntry = { ...pinned(EDGE, 9n), id: 's', time: { form: 'point', startNs: 9n, uncertaintyNs: 3n, basis: 'stated', zone: 'UTC' } };
    const entries = [pinned(EDGE, 5n, 2n), pinned(APP, 5n), stated];
    const clock = { offsetNs: 7n, uncertaintyNs: 4n };
    const moved = movedEntries(entries, new Set([EDGE]), undefined, clock);
    expect(moved.map((e) => [e.time.startNs, e.time.uncertaintyNs])).toEqual([[12n, 6n]]);
    expect(movedEntries(moved, new Set([EDGE]), clock, undefined).map((e) => [e.time.startNs, e.time.uncertaintyNs])).toEqual([[5n, 2n]]);
    expect(movedEntries(entries, new Set([EDGE]), clock, clock)).toEqual([]);
  });
});
