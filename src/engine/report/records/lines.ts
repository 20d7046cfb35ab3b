import type { FullRecord } from '../../index/contract.ts';
import { csvText, words } from '../timeline/csv.ts';
import { RECORD_COLUMNS } from './columns.ts';

/** Names of the columns, as the first record of a CSV. */
export function csvHead(): string {
  return csvText([RECORD_COLUMNS.map((c) => c.name)]);
}

/** Records as RFC 4180; free text as `words` has it, so that a spreadsheet runs nothing of it (OWASP "CSV Injection"). */
export function csvRecords(records: readonly FullRecord[]): string {
  return csvText(records.map((record) => RECORD_COLUMNS.map((column) => {
    const value = column.value(record);
    return value === undefined ? '' : column.free ? words(String(value)) : String(value);
  })));
}

/** A record a line, https://jsonlines.org. What a record does not say is left out; numbers keep every digit. */
export function jsonRecords(records: readonly FullRecord[]): string {
  return records.map((record) => {
    const members = RECORD_COLUMNS.flatMap((column) => {
      const value = column.value(record);
      if (value === undefined) return [];
      return [`${JSON.stringify(column.name)}:${column.name === 'attributes' ? record.attributes : JSON.stringify(value)}`];
    });
    return `{${members.join(',')}}\n`;
  }).join('');
}
