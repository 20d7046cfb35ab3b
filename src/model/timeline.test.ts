import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NS_PER_MIN, NS_PER_S } from '../base/time.ts';
import { severityClass, severityFromText, severityIndex } from './severity.ts';
import { byTime, EntryTime, isHindsight, milestoneDurations, milestoneProblems, orderEstablished, type Milestone, type TimelineEntry } from './timeline.ts';

const point = (startNs: bigint, uncertaintyNs = 0n): EntryTime => ({ form: 'point', startNs, uncertaintyNs, basis: 'stated', zone: 'UTC' });
const entry = (id: string, time: EntryTime, milestone?: Milestone): TimelineEntry => ({
  id, kind: 'observation', title: id, note: '', time, role: '', evidence: [], ...(milestone ? { milestone } : {}),
});

describe('time of an entry', () => {
  it('is a point without an end, or a span with one that is not before its start', () => {
    expect(EntryTime.safeParse({ ...point(5n), endNs: 6n }).success).toBe(false);
    expect(EntryTime.safeParse({ ...point(5n), form: 'between' }).success).toBe(false);
    expect(EntryTime.safeParse({ ...point(5n), form: 'interval', endNs: 4n }).success).toBe(false);
    expect(EntryTime.safeParse({ ...point(5n), form: 'between', endNs: 5n }).success).toBe(true);
  });

  it('orders two events only outside their joint uncertainty', () => {
    expect(orderEstablished(point(0n, 2n * NS_PER_S), point(3n * NS_PER_S, NS_PER_S))).toBe(false);
    expect(orderEstablished(point(0n, 2n * NS_PER_S), point(3n * NS_PER_S + 1n, NS_PER_S))).toBe(true);
    const between: EntryTime = { form: 'between', startNs: 0n, endNs: 5n * NS_PER_S, uncertaintyNs: 0n, basis: 'estimated', zone: 'UTC' };
    expect(orderEstablished(between, point(4n * NS_PER_S))).toBe(false);
    expect(orderEstablished(point(6n * NS_PER_S), between)).toBe(true);
  });

  it('never says more about order when uncertainty grows', () => {
    const ns = fc.bigInt({ min: 0n, max: 1000n });
    fc.assert(fc.property(ns, ns, ns, ns, ns, (a, b, ua, ub, more) => {
      if (!orderEstablished(point(a, ua), point(b, ub))) {
        expect(orderEstablished(point(a, ua + more), point(b, ub))).toBe(false);
      }
      expect(orderEstablished(point(a, ua), point(b, ub))).toBe(orderEstablished(point(b, ub), point(a, ua)));
    }));
  });
});

describe('as known at the time', () => {
  it('leaves out what was learned after it was over, its uncertainty included', () => {
    const interval: EntryTime = { form: 'interval', startNs: 0n, endNs: 10n, uncertaintyNs: 2n, basis: 'stated', zone: 'UTC' };
    expect([undefined, 5n, 12n, 13n].map((knownSinceNs) => isHindsight({ time: interval, knownSinceNs }))).toEqual([false, false, false, true]);
    expect(isHindsight({ time: point(10n), knownSinceNs: 10n })).toBe(false);
    expect(isHindsight({ time: point(10n), knownSinceNs: 11n })).toBe(true);
  });
});

describe('what is wrong with milestones', () => {
  const texts = (...entries: TimelineEntry[]): string[] => milestoneProblems(entries).map((p) => `${p.kind} ${p.entryId}`);
  it('is an order that cannot be, an order that clocks do not tell, or nothing to measure from', () => {
    const impact = entry('i', point(0n), 'impact-start');
    expect(texts(impact, entry('d', point(5n), 'detected'), entry('s', point(7n), 'stabilised'), entry('r', point(7n), 'resolved'))).toEqual([]);
    expect(texts(impact, entry('m', point(9n), 'mitigated'), entry('r', point(5n), 'resolved'))).toEqual(['contradiction r']);
    expect(texts(impact, entry('m', point(9n, 3n), 'mitigated'), entry('r', point(8n, 3n), 'resolved'))).toEqual(['unsure r']);
    expect(texts(entry('d', point(5n), 'detected'))).toEqual(['incomplete d']);
    expect(texts()).toEqual([]);
  });
  it('is not a detection before the impact whose note says why', () => {
    const early = entry('d', point(-5n), 'detected');
    expect(texts(entry('i', point(0n), 'impact-start'), early)).toEqual(['contradiction d']);
    expect(texts(entry('i', point(0n), 'impact-start'), { ...early, note: 'The canary saw it first.' })).toEqual([]);
  });
});

describe('milestones', () => {
  it('define durations, each with its own uncertainty', () => {
    const entries = [
      entry('i', point(0n, NS_PER_S), 'impact-start'),
      entry('d', point(7n * NS_PER_MIN, 2n * NS_PER_S), 'detected'),
      entry('r', point(47n * NS_PER_MIN), 'resolved'),
    ];
    expect(milestoneDurations(entries).map((d) => [d.id, d.durationNs, d.uncertaintyNs])).toEqual([
      ['TTD', 7n * NS_PER_MIN, 3n * NS_PER_S],
      ['TTR', 47n * NS_PER_MIN, NS_PER_S],
    ]);
  });
  it('at a moment between two times count from its middle, so that the ± covers all it can have been and no more', () => {
    const between: EntryTime = { form: 'between', startNs: 24n * NS_PER_MIN, endNs: 25n * NS_PER_MIN, uncertaintyNs: NS_PER_S, basis: 'stated', zone: 'UTC' };
    const [mitigated] = milestoneDurations([entry('i', point(0n, 2n * NS_PER_S), 'impact-start'), entry('m', between, 'mitigated')]);
    expect(mitigated).toMatchObject({ id: 'TTM', durationNs: 24n * NS_PER_MIN + 30n * NS_PER_S, uncertaintyNs: 33n * NS_PER_S });
  });
  it('sort stably', () => {
    const entries = [entry('b', point(5n)), entry('a', point(5n)), entry('c', point(1n))];
    expect(entries.toSorted(byTime).map((e) => e.id)).toEqual(['c', 'a', 'b']);
  });
});

describe('severity', () => {
  it('has OpenTelemetry ranges and reads the words of loggers', () => {
    expect([0, 1, 4, 5, 9, 13, 17, 21, 24, 25].map(severityClass)).toEqual([
      'unset', 'trace', 'trace', 'debug', 'info', 'warn', 'error', 'fatal', 'fatal', 'unset']);
    expect(['WARN', 'Warning', 'E', 'notice', 'crit', 'emerg', 'sheep'].map((w) => severityIndex(severityFromText(w)))).toEqual([4, 4, 5, 3, 5, 6, 0]);
  });
});
