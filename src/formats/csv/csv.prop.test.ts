import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableMapping } from '../../model/table-mapping.ts';
import { formatRfc3339 } from '../../base/time.ts';
import { parseAll } from '../../../test/support/formats.ts';
import { csv } from './format.ts';
import { guessTable } from './guess.ts';
import { previewTable } from './preview.ts';
import { RowReader, type Dialect, type Row } from '../contract-rows.ts';
import { guessTime, timeReader } from './times.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function rowsOf(text: string, dialect: Dialect = { delimiter: ',', quote: '"' }): Row[] {
  const rows: Row[] = [];
  const reader = new RowReader(dialect, (row) => rows.push(row));
  let offsetBytes = 0;
  for (const [i, line] of text.split('\n').entries()) {
    reader.line(line, { offsetBytes, lengthBytes: line.length, number: i + 1 });
    offsetBytes += line.length + 1;
  }
  reader.end();
  return rows;
}

const dialects = fc.record({ delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const, '|' as const), quote: fc.constantFrom('"' as const, "'" as const) });

describe('rows', () => {
  it('what is written by RFC 4180 is read back, whatever stands in the cells', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', "'", ',', ';', '\t', '|', '\n', ' '), maxLength: 8 });
    fc.assert(fc.property(dialects, fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 }), (dialect, table) => {
      const { delimiter, quote } = dialect;
      const write = (text: string): string => (text.includes(delimiter) || text.includes(quote) || text.includes('\n') ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}` : text);
      const text = table.map((row) => row.map(write).join(delimiter)).join('\n');
      const rows = rowsOf(text, dialect);
      expect(rows.map((row) => row.cells)).toEqual(table);
      expect(rows.every((row) => row.problem === undefined)).toBe(true);
      expect(rows.map((row) => row.text).join('\n')).toBe(text);
    }));
  });

  it('a quote that is never closed costs one row, however many lines come after it', () => {
    const lines = Array.from({ length: 2500 }, (_, i) => `${i},x`);
    const rows = rowsOf(['a,b', '1,"open', ...lines].join('\n'));
    expect(rows).toHaveLength(2502);
    expect(rows.filter((row) => row.problem)).toEqual([expect.objectContaining({ line: 2, problem: 'quote-not-closed', text: '1,"open' })]);
    expect(rows.at(-1)!.cells).toEqual(['2499', 'x']);
  });

  it('text behind a closing quote is read on', () => {
    expect(rowsOf('a,"b"c,d')[0]).toMatchObject({ cells: ['a', 'bc', 'd'], problem: 'text-after-quote' });
  });

  it('a cell of many megabytes is one cell', async () => {
    const big = 'x, '.repeat(4_000_000);
    const { records, diagnostics } = await parseAll(csv, bytesOf(`time,note\n2026-10-14T09:59:59Z,first\n2026-10-14T10:00:00Z,"${big}"\n2026-10-14T10:00:01Z,short\n`));
    expect(records.map((record) => record.lengthBytes)).toEqual([26, 23 + big.length, 26]);
    expect(diagnostics).toEqual([]);
  });
});

describe('times', () => {
  it.each([
    ['text', '2026-10-14 10:34:11,204', '2026-10-14T10:34:11.204000000Z'], ['text', '2026/10/14 10:34', '2026-10-14T10:34:00.000000000Z'],
    ['text', '14.10.2026 10:34:11', '2026-10-14T10:34:11.000000000Z'], ['text', '14-Oct-2026 10:34:11 +0200', '2026-10-14T08:34:11.000000000Z'],
    ['text', 'Oct 14, 2026 1:34:11 PM', '2026-10-14T13:34:11.000000000Z'], ['text', '20261014T103411.5Z', '2026-10-14T10:34:11.500000000Z'], ['text', '2026-10-14', '2026-10-14T00:00:00.000000000Z'],
    ['day-first', '03/04/2026 10:00', '2026-04-03T10:00:00.000000000Z'], ['month-first', '03/04/26 12:00 AM', '2026-03-04T00:00:00.000000000Z'],
    ['epoch-s', '1791974051.25', '2026-10-14T10:34:11.250000000Z'], ['epoch-us', '1791974051204567', '2026-10-14T10:34:11.204567000Z'], ['epoch-ns', '-1', '1969-12-31T23:59:59.999999999Z'],
  ] as const)('%s: %s', (format, text, expected) => {
    expect(formatRfc3339(timeReader(format, 'UTC')(text)!)).toBe(expected);
  });
  it.each([['text', '03/04/2026 10:00'], ['text', '10.0.0.1'], ['month-first', '13/04/2026'], ['day-first', '31/02/2026'], ['text', '2026-10-14 25:00:00'], ['epoch-s', '12:00'], ['month-first', '1.2.2026'], ['text', '2026-10-14 10:00 13:00']] as const)('%s: %s is none', (format, text) => {
    const ns = timeReader(format, 'UTC')(text);
    // Full stops say the day first, whatever was asked for.
    if (text.startsWith('1.2')) expect(formatRfc3339(ns!)).toBe('2026-01-02T00:00:00.000000000Z');
    else expect(ns).toBeUndefined();
  });
  it('day and month are told apart by a number above twelve, or asked for', () => {
    expect(guessTime(['03/04/2026 10:00', '13/04/2026 10:00'], false)).toEqual({ format: 'day-first' });
    expect(guessTime(['03/04/2026 10:00', '04/13/2026 10:00'], false)).toEqual({ format: 'month-first' });
    expect(guessTime(['03/04/2026 10:00', '04/03/2026 10:00'], false)).toBe('ambiguous');
    expect(guessTime(['13/04/2026 10:00', '04/13/2026 10:00'], false)).toBeUndefined();
    // A number is a time only where its column says so.
    expect(guessTime(['1791974051'], false)).toBeUndefined();
    expect(guessTime(['1791974051'], true)).toEqual({ format: 'epoch-s' });
  });
});

describe('a mapping', () => {
  const text = 'a;b;c\n03/04/2026;x y;warn\n05/04/2026;z;info\n99;q;info\n1;2\n';
  const mapping: TableMapping = { delimiter: ';', quote: '"', header: true, time: { column: 0, format: 'day-first' }, message: 1, level: 2 };
  it('reads what it says, in the zone it is told, and tells each row that fails', async () => {
    expect(guessTable({ bytes: bytesOf(text), complete: true })?.mapping.delimiter).toBe(';');
    const preview = await previewTable(bytesOf(text), true, { mapping, zone: 'Europe/Berlin', rows: 2 });
    expect(preview.rows.map((row) => [row.cells[1], row.severityNumber, formatRfc3339(row.timeNs!)])).toEqual([['x y', 13, '2026-04-02T22:00:00.000000000Z'], ['z', 9, '2026-04-04T22:00:00.000000000Z']]);
    expect(preview.failing).toEqual([
      { code: 'csv/time-not-read', message: '“99” in “a” is no date with the day first; the row has no time.', offsetBytes: 44, lengthBytes: 9, line: 4 },
      { code: 'csv/wrong-columns', message: 'The row has 2 cells, and there are 3 columns; it is kept as text.', offsetBytes: 54, lengthBytes: 3, line: 5 },
    ]);
    expect([preview.rowsRead, preview.rowsFailing]).toEqual([4, 2]);
  });

  it('a clock without a date beside it is no time', () => {
    expect(guessTable({ bytes: bytesOf('9:58;\n9:59;1\n'), complete: true })?.mapping.time).toBeUndefined();
  });
  it('the preview of a head says what the whole says of those rows', async () => {
    const part = bytesOf(text).subarray(0, text.indexOf('99') + 1);
    const preview = await previewTable(part, false, { mapping, zone: 'UTC', rows: 50 });
    expect(preview.rowsRead).toBe(2);
    expect(preview.failing).toEqual([]);
  });
  it('columns it names and a row does not have break nothing', async () => {
    const wide: TableMapping = { ...mapping, time: { column: 40, clock: 41, format: 'text' }, message: 50, trace: 60 };
    const preview = await previewTable(bytesOf(text), true, { mapping: wide, zone: 'UTC', rows: 50 });
    expect(preview.rows[0]!.timeNs).toBeUndefined();
    expect(preview.rowsFailing).toBe(1);
  });
});
