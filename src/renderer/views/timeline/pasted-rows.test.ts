import { expect, test } from 'vitest';
import { NS_PER_MIN, parseRfc3339 } from '../../../base/time.ts';
import { readPasted } from './pasted-rows.ts';

const at = (time: string): bigint => parseRfc3339(time)!;
const context = { zone: 'UTC', nearNs: at('2026-10-08T10:00:00Z'), nowNs: at('2026-11-20T08:00:00Z') };

test('lines of a chat: a time as people write it, who spoke, what they said; what has no time goes on with the line before', () => {
  const rows = readPasted('[10:42] Alice Smith: rolled back\n10:43:05 Europe/Berlin pool is full\n  again, it seems\n- 14 Oct 10:44 - all clear', context);
  expect(rows.map((r) => [r.entry?.time.startNs, r.entry?.title, r.entry?.role, r.entry?.note])).toEqual([
    [at('2026-10-08T10:42:00Z'), 'rolled back', 'Alice Smith', ''],
    [at('2026-10-08T08:43:05Z'), 'pool is full', '', 'again, it seems'],
    [at('2026-10-14T10:44:00Z'), 'all clear', '', ''],
  ]);
  expect(rows[1]!.entry!.time).toMatchObject({ zone: 'Europe/Berlin', text: '10:43:05 Europe/Berlin', basis: 'stated' });
});

test('a name behind a time is a name, also where a city is called so', () => {
  expect(readPasted('10:42 Sydney: rolled back', context)[0]!.entry).toMatchObject({ role: 'Sydney', title: 'rolled back', time: { startNs: at('2026-10-08T10:42:00Z'), zone: 'UTC' } });
});

test('a bare time is of the day of the row before', () => {
  const rows = readPasted('2026-10-09 23:50 one\n23:55 two', context);
  expect(rows[1]!.entry!.time.startNs - rows[0]!.entry!.time.startNs).toBe(5n * NS_PER_MIN);
});

test('cells of a spreadsheet with headings, whatever their order', () => {
  const rows = readPasted('Who\tDate\tTime\tEnd\tWhat happened\tType\tNotes\nsre\t2026-10-08\t10:42\t10:50\tRolled back\tAction\tby hand', context);
  expect(rows).toHaveLength(1);
  expect(readPasted('When\tWhat\n10:42\tRolled back\nno tab', context).map((r) => r.problem === undefined)).toEqual([true, false]);
  expect(rows[0]!.entry).toMatchObject({ kind: 'action', title: 'Rolled back', role: 'sre', note: 'by hand', time: { form: 'interval', startNs: at('2026-10-08T10:42:00Z'), endNs: at('2026-10-08T10:50:00Z') } });
});

test('cells without headings: the time is found, the longest of the rest says what', () => {
  const [row] = readPasted('2026-10-08\t10:42:05\tsre\tRolled back to the release before', context);
  expect(row!.entry).toMatchObject({ title: 'Rolled back to the release before', role: 'sre', time: { startNs: at('2026-10-08T10:42:05Z') } });
});

test('what cannot be read says so, and nothing is made up', () => {
  expect(readPasted('no time here', context)).toEqual([{ line: 'no time here', entry: undefined, problem: expect.stringContaining('No time found') }]);
  expect(readPasted('a\tb\tc', context)[0]!.entry).toBeUndefined();
  expect(readPasted('10:42', context)[0]!.problem).toBe('It says when, but not what.');
  expect(readPasted('\n \n', context)).toEqual([]);
});
