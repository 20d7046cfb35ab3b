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

test('a city behind a time is text, and the preview says how to mean the zone; in the cell of a time it is the zone', () => {
  const now = { ...context, nowNs: at('2026-11-20T08:00:00Z') };
  const [backup, name, rolled] = readPasted('yesterday 23:10 Berlin backup\n23:20 New York, failover\n23:30 rolled back', now);
  expect(backup).toMatchObject({ entry: { title: 'Berlin backup', time: { startNs: at('2026-11-19T23:10:00Z'), zone: 'UTC' } }, said: ['“Berlin” is taken as text. If it is the zone, write Europe/Berlin.'] });
  expect(name!.said).toEqual(['“New York” is taken as text. If it is the zone, write America/New_York.']);
  expect(rolled!.said).toEqual([]);
  expect(readPasted('Time\tWhat\n10:42 Berlin\tBackup', context)[0]!.entry).toMatchObject({ title: 'Backup', time: { startNs: at('2026-10-08T08:42:00Z'), zone: 'Europe/Berlin' } });
  expect(readPasted('10:42 Berlin\tBackup', context)[0]!.entry!.time.zone).toBe('Europe/Berlin');
  expect(readPasted('10:42\tSydney\tRolled back the release', context)[0]!.entry).toMatchObject({ role: 'Sydney', title: 'Rolled back the release', time: { zone: 'UTC' } });
});

test('where the clock goes round it is the next day, and said; a row written late stays on its day, and that is said', () => {
  const rows = readPasted('2026-10-08 23:10 backup\n10:31 looked\n10:29 errors\n10:40 rolled back', context);
  expect(rows.map((r) => [r.entry?.time.startNs, r.said])).toEqual([
    [at('2026-10-08T23:10:00Z'), []],
    [at('2026-10-09T10:31:00Z'), ['No date: read as the day after the row above, 9 Oct 2026.']],
    [at('2026-10-09T10:29:00Z'), ['Earlier than the row above.']],
    [at('2026-10-09T10:40:00Z'), []],
  ]);
  // A date that somebody wrote is theirs, whatever the row above.
  expect(readPasted('2026-10-08 23:10 backup\n2026-10-07 10:31 looked', context)[1]).toMatchObject({ said: [], entry: { time: { startNs: at('2026-10-07T10:31:00Z') } } });
});

test('a list that runs from new to old goes back over midnight', () => {
  const rows = readPasted('2026-10-08 02:00 d\n01:00 c\n23:00 b\n21:00 a', context);
  expect(rows.map((r) => r.entry?.time.startNs)).toEqual([at('2026-10-08T02:00:00Z'), at('2026-10-08T01:00:00Z'), at('2026-10-07T23:00:00Z'), at('2026-10-07T21:00:00Z')]);
  expect(rows.map((r) => r.said.length)).toEqual([0, 0, 1, 0]);
});

test('an interval over midnight ends the next day', () => {
  expect(readPasted('Time\tEnd\tWhat\n23:50\t00:10\tDown', context)[0]!.entry!.time).toMatchObject({ form: 'interval', startNs: at('2026-10-08T23:50:00Z'), endNs: at('2026-10-09T00:10:00Z') });
});

test('a line without a time is left out and stays to be seen; indented it is a note; below a bare time it is what happened', () => {
  const rows = readPasted('10:42 rolled back\nwho did that?\n  and why\n10:43\nAda: all clear\n\tat the edge too', context);
  expect(rows.map((r) => [r.entry?.title, r.entry?.role, r.entry?.note, r.line, r.problem === undefined])).toEqual([
    ['rolled back', '', '', '10:42 rolled back', true],
    [undefined, undefined, undefined, 'who did that?\n  and why', false],
    ['all clear', 'Ada', 'at the edge too', '10:43\nAda: all clear\n\tat the edge too', true],
  ]);
  expect(rows[1]!.problem).toContain('No time found');
});

test('a time that comes twice says so', () => {
  expect(readPasted('2026-10-25 02:30 switched', { ...context, zone: 'Europe/Berlin' })[0]!.said).toEqual([expect.stringContaining('came twice that day')]);
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
  expect(readPasted('no time here', context)).toEqual([{ line: 'no time here', entry: undefined, problem: expect.stringContaining('No time found'), said: [] }]);
  expect(readPasted('a\tb\tc', context)[0]!.entry).toBeUndefined();
  expect(readPasted('10:42', context)[0]!.problem).toBe('It says when, but not what.');
  expect(readPasted('\n \n', context)).toEqual([]);
});
