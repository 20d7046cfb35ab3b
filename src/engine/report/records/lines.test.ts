import { describe, expect, it } from 'vitest';
import type { FullRecord } from '../../index/contract.ts';
import { RECORD_COLUMNS } from './columns.ts';
import { csvHead, csvRecords, jsonRecords } from './lines.ts';
import { noteJson, noteLines } from './note.ts';

const record = (more: Partial<FullRecord> = {}): FullRecord => ({
  timeNs: 1_760_437_998_123_456_789n, clockOffsetNs: 0n, severityNumber: 17, severityText: undefined, serviceName: undefined, hostName: undefined, body: 'failed', traceId: undefined,
  spanId: undefined, kind: 'k', sha256: 'a'.repeat(64), path: 'a.log', line: 3, offsetBytes: 16, lengthBytes: 4, attributes: '{"n":12345678901234567890}', ...more,
});
const cells = (csv: string): string[] => csv.trimEnd().split(',');
const at = (name: string): number => RECORD_COLUMNS.findIndex((c) => c.name === name);

it('a corrected time says by how much; any other says nothing of it', () => {
  expect(JSON.parse(jsonRecords([record({ clockOffsetNs: 7_000_000_000n })]))).toMatchObject({ clock_offset_ns: 7_000_000_000 });
  expect(JSON.parse(jsonRecords([record()]))).not.toHaveProperty('clock_offset_ns');
  expect(jsonRecords([record({ clockOffsetNs: 2n ** 60n })])).toContain(`"clock_offset_ns":"${2n ** 60n}"`);
});

describe('CSV', () => {
  it('has a cell for every column and the time to the nanosecond', () => {
    const row = cells(csvRecords([record({ attributes: '{}' })]));
    expect(row.length).toBe(cells(csvHead()).length);
    expect(row[at('time')]).toBe('2025-10-14T10:33:18.123456789Z');
    expect(row[at('citation')]).toBe('[@aaaaaaaa:0x10+4]');
    expect(cells(csvRecords([record({ timeNs: undefined, attributes: '{}' })]))[at('time')]).toBe('');
  });
  it('lets a spreadsheet run nothing that stood in evidence', () => {
    for (const body of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx']) expect(cells(csvRecords([record({ body, attributes: '{}' })]))[at('body')]!.replace(/^"/, ''), body).toMatch(/^['\u2400-\u2420]/);
  });
  it('keeps a record in one piece', () => {
    expect(csvRecords([record({ body: 'a "b",\nc' })])).toContain('"a ""b"",\nc"');
  });
});

describe('JSON lines', () => {
  it('say what the record says, with every digit', () => {
    const line = jsonRecords([record({ body: 'a\nb' })]);
    expect(line.split('\n').length).toBe(2);
    expect(line).toContain('"attributes":{"n":12345678901234567890}');
    expect(JSON.parse(line)).toMatchObject({ time: '2025-10-14T10:33:18.123456789Z', body: 'a\nb', artifact: 'a'.repeat(64) });
    expect(Object.keys(JSON.parse(line))).not.toContain('trace_id');
  });
});

describe('the note', () => {
  const note = { title: 'Checkout', incidentId: 'INC-1', author: 'Ada', atNs: 0n, filter: 'body:"a\nb"', records: 2, ofRecords: 5, allRecords: 9 };
  it('names who, what, filter and zone, and cannot break out of its lines', () => {
    const lines = noteLines(note, true, '\n').trimEnd().split('\n');
    expect(lines.every((line) => line.startsWith('# '))).toBe(true);
    expect(lines.join('\n')).toMatch(/Checkout.*INC-1[^]*Ada, 1970-01-01T00:00:00[^]*filter: body:"a␊b"[^]*2 of 5[^]*9 in the case[^]*UTC/);
    for (const column of RECORD_COLUMNS) expect(lines.join('\n')).toContain(`column ${column.name}:`);
    expect(JSON.parse(noteJson(note))).toMatchObject({ case: 'Checkout', by: 'Ada', filter: 'body:"a\nb"', zone: 'UTC', records: 2 });
  });
});
