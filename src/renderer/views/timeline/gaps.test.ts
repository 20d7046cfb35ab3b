import { expect, test } from 'vitest';
import { parseRfc3339 } from '../../../base/time.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { gapDetails, interludesBefore, interludesOf, type Gap } from './gaps.ts';

const at = (time: string): bigint => parseRfc3339(`2026-10-14T${time}Z`)!;
const gap: Gap = { source: 'edge/access.log', fromNs: at('10:10:00'), toNs: at('10:14:12'), usualNs: 250_000_000n };
const entry = (kind: TimelineEntry['kind']): TimelineEntry => ({ id: kind, kind, title: kind, note: '', role: '', evidence: [], time: { form: 'point', startNs: 0n, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' } });

test('a gap says who was silent, for how long, when, and against what rate', () => {
  expect(gapDetails(gap, 'Europe/Berlin')).toBe('No records from edge/access.log for 4 min 12 s, 12:10:00 to 12:14:12 Europe/Berlin +02:00. Usually there is one every 250 ms.');
});

test('gaps and quiet stretches stand in time order between the rows', () => {
  const interludes = interludesOf([gap], [{ fromNs: at('10:05:00'), toNs: at('10:27:00'), before: entry('detection'), after: entry('action') }], 'UTC');
  expect(interludes.map((i) => i.text)).toEqual(['22 min 00 s without an entry, between detection and action', gapDetails(gap, 'UTC')]);
  const [quiet, silence] = interludes;
  expect(interludesBefore([at('10:00:00'), at('10:05:00'), at('10:06:00')], interludes)).toEqual([[], [], [quiet], [silence]]);
  expect(interludesBefore([at('10:00:00'), at('10:27:00')], interludes)).toEqual([[], [quiet, silence], []]);
  expect(interludesBefore([], interludes)).toEqual([[quiet, silence]]);
});
