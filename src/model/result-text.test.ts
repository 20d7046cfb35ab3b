import { describe, expect, it } from 'vitest';
import { formatRows } from './result-text.ts';

const columns = [{ name: 'name', type: 'VARCHAR' }, { name: 'n', type: 'BIGINT' }, { name: 'attributes', type: 'JSON' }];
const rows = [['a,"b"\nc', 9007199254740993n, '{"k": [1]}'], [null, 2, null], ['', 3, 'not json']];

describe('rows for elsewhere', () => {
  it('CSV', () => {
    expect(formatRows('csv', columns, rows)).toBe('name,n,attributes\r\n"a,""b""\nc",9007199254740993,"{""k"": [1]}"\r\n,2,\r\n"",3,not json');
  });
  it('TSV', () => {
    expect(formatRows('tsv', columns.slice(0, 2), [['a\tb', 1], ['c d', 2]])).toBe('name\tn\n"a\tb"\t1\nc d\t2');
  });
  it('nothing of a cell that a spreadsheet would run', () => {
    expect(formatRows('csv', columns.slice(0, 2), [['=HYPERLINK("x")', -1], ['-5\u001b[31m', 2]])).toBe('name,n\r\n"\'=HYPERLINK(""x"")",-1\r\n\'-5␛[31m,2');
  });
  it('Markdown, in which nothing of a cell becomes markup', () => {
    expect(formatRows('markdown', columns.slice(0, 2), [['a|b\n<img>', 1], [null, 2]])).toBe('| name | n |\n| --- | ---: |\n| a\\|b␊\\<img\\> | 1 |\n|  | 2 |');
  });
  it('JSON lines that read back with every digit in them', () => {
    const text = formatRows('jsonl', columns, rows);
    expect(text.split('\n')).toHaveLength(3);
    expect(text).toContain('"n":9007199254740993');
    expect(text.split('\n').map((line) => JSON.parse(line) as unknown)).toMatchObject([{ attributes: { k: [1] } }, { name: null, attributes: null }, { name: '', attributes: 'not json' }]);
  });
});
