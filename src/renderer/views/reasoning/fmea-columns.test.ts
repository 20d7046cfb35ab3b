import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FailureMode } from '../../../model/cause.ts';
import { newFailureMode } from '../../../model/failure-mode.ts';
import { cellBeside, cellChange, cellText, COLUMNS } from './fmea-columns.ts';

test('what is typed into a cell is what it shows then, or is refused in words; the row stays one of the contract', () => {
  fc.assert(fc.property(fc.constantFrom(...COLUMNS), fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('', '1', '10', '11', '0', 'x', 'Pool')), (column, text) => {
    const row = newFailureMode('m', 0n, { severity: 3, occurrence: 4, detectability: 5 });
    const made = cellChange(column, text);
    if ('problem' in made) {
      expect(made.problem).toMatch(/\.$/);
      expect(column.kind).not.toBe('text');
      return;
    }
    const after = FailureMode.parse({ ...row, ...made.change });
    const isNamed = column.id === 'component' || column.id === 'mode';
    expect(cellText(after, column)).toBe(isNamed && text.trim() === '?' ? '' : text.trim());
  }));
});

test('ratings are numbers from 1 to 10, or not given', () => {
  const severity = COLUMNS.find(({ id }) => id === 'severity')!;
  expect(cellChange(severity, ' 10 ')).toEqual({ change: { severity: 10 } });
  expect(cellChange(severity, '')).toEqual({ change: { severity: undefined } });
  expect(cellChange(severity, '11')).toEqual({ problem: 'Severity of the effect is a number from 1 to 10.' });
});

test('Tab goes through all cells and back the same way', () => {
  const rows = 3;
  let at = { row: 0, column: 0 };
  const way = [at];
  for (let next = cellBeside(0, 0, 1, rows); next; next = cellBeside(next.row, next.column, 1, rows)) { at = next; way.push(at); }
  expect(way).toHaveLength(rows * COLUMNS.length);
  const back = [at];
  for (let next = cellBeside(at.row, at.column, -1, rows); next; next = cellBeside(next.row, next.column, -1, rows)) back.push(next);
  expect(back.toReversed()).toEqual(way);
});
