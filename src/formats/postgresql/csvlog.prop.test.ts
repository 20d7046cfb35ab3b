import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAll } from '../../../test/support/formats.ts';
import { splitRow } from './csvlog.ts';
import { F } from './fields.ts';
import { postgresql } from './index.ts';

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

it('a row reads back as it was written', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('', '"', '""', ',', '\n', 'a"b,c')), { minLength: 1, maxLength: 30 }), (columns) => {
    expect(splitRow(columns.map(quote).join(','))).toEqual(columns);
  }));
});

/** Text of a statement: what a line of a file can hold. */
const statement = fc.array(fc.constantFrom('SELECT', '"a"', ',', '\n', ' ', "'", '2026-10-14 10:33:58 UTC', '""', 'é'), { minLength: 1, maxLength: 20 })
  .map((parts) => `x${parts.join('')}x`);

it('rows of several lines are records, each with its statement', async () => {
  await fc.assert(fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 5 }), async (statements) => {
    const rows = statements.map((text, i) => `2026-10-14 10:33:58.120 UTC,"ann","shop",${i + 1},"[local]",64bf2ff1.1,1,"SELECT",2026-10-14 10:33:57 UTC,3/1,0,ERROR,42601,${quote('bad')},,,,,,${quote(text)},1,,"psql","client backend",,0\n`);
    const { records, diagnostics } = await parseAll(postgresql, new TextEncoder().encode(rows.join('')));
    expect(diagnostics).toEqual([]);
    // Blank lines inside a text are left out.
    expect(records.map((record) => record.fields[F.query])).toEqual(statements.map((text) => text.replace(/\n(?:[^\S\n]*\n)+/g, '\n')));
  }));
});
