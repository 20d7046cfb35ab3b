import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Filter } from '../../model/filter.ts';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../../protocol/client.ts';
import type { RecordsFormat } from '../../protocol/methods/export.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

const lines = (from: number, level: string): string[] => Array.from({ length: 50 }, (_, i) =>
  `{"time":"2026-10-08T10:00:${String(i).padStart(2, '0')}.${from}Z","level":"${level}","msg":"=${level} ${i}, \\"quoted\\""}`);

async function openCase(): Promise<{ client: Connection; dir: string; folder: string; errors: string[] }> {
  const { client, errors } = testEngine();
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'logs'));
  writeFileSync(join(folder, 'logs/one.jsonl'), `${lines(100, 'info').join('\n')}\n`);
  // Without a line break at its end.
  writeFileSync(join(folder, 'logs/two.jsonl'), lines(200, 'error').join('\n'));
  const ada = client('ada');
  const dir = join(folder, 'x.tephra');
  unwrap(await ada.call(api.createCase, { path: dir, title: 'Export' }));
  expect(unwrap(await ada.call(api.addEvidence, { paths: [join(folder, 'logs')] }))).toMatchObject({ events: 100 });
  return { client: ada, dir, folder, errors };
}

const errorsOnly: Filter = { terms: [{ kind: 'field', field: 'level', op: ':', value: 'error', negated: false }] };

async function download(client: Connection, format: RecordsFormat, filter: Filter, range: { from?: number; count?: number } = {}, note = false): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  unwrap(await client.call(api.exportRecords, { filter, format, note, ...range }, { onItem: ({ bytes }) => void parts.push(bytes) }));
  return Buffer.concat(parts);
}
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('exporting records', () => {
  test('text is the original lines, merged by time, each with its line break', async () => {
    const { client } = await openCase();
    const expected = lines(100, 'info').flatMap((line, i) => [line, lines(200, 'error')[i]!]);
    expect(text(await download(client, 'text', { terms: [] }))).toBe(`${expected.join('\n')}\n`);
    expect(text(await download(client, 'text', errorsOnly))).toBe(`${lines(200, 'error').join('\n')}\n`);
    expect(text(await download(client, 'text', { terms: [] }, { from: 3, count: 2 }))).toBe(`${expected.slice(3, 5).join('\n')}\n`);
  });

  test('text of UTF-16 is written so that it can be read, and many lines are all there', async () => {
    const { client, folder } = await openCase();
    const utf16 = join(folder, 'wide.log');
    writeFileSync(utf16, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('2026-10-08T11:00:00Z INFO größer\r\n2026-10-08T11:00:01Z INFO 磁盘\r\n', 'utf16le')]));
    const many = join(folder, 'many.log');
    const all = Array.from({ length: 9000 }, (_, i) => `2026-10-08T12:${String(Math.floor(i / 150)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}Z INFO line ${i}`);
    writeFileSync(many, `${all.join('\n')}\n`);
    unwrap(await client.call(api.addEvidence, { paths: [utf16, many] }));
    const wide = text(await download(client, 'text', { terms: [{ kind: 'field', field: 'file', op: ':', value: '*wide.log', negated: false }] }));
    expect(wide.trimEnd().split('\n')).toEqual([expect.stringContaining('größer'), expect.stringContaining('磁盘')]);
    const lined = text(await download(client, 'text', { terms: [{ kind: 'field', field: 'file', op: ':', value: '*many.log', negated: false }] }));
    expect(lined.trimEnd().split('\n').toSorted()).toEqual(all.toSorted());
  });

  test('CSV and JSON lines hold what is shown, in order, with a note when asked', async () => {
    const { client, errors } = await openCase();
    const json = text(await download(client, 'jsonl', errorsOnly)).trimEnd().split('\n').map((l): Record<string, unknown> => JSON.parse(l));
    expect(json.length).toBe(50);
    expect(json[7]).toMatchObject({ time: '2026-10-08T10:00:07.200000000Z', severity_number: 17, line: 8 });
    const csv = text(await download(client, 'csv', errorsOnly, { count: 2 }, true));
    expect(csv).toMatch(/^# Tephra, records of "Export"\r\n# exported by ada/);
    expect(csv).toContain('# filter: level:error\r\n');
    expect(csv).toContain('# records: 2 of 50 that pass the filter, 100 in the case\r\n');
    const rows = csv.split('\r\n').filter((l) => l !== '' && !l.startsWith('#'));
    expect(rows.length).toBe(3);
    expect(rows[1]).toContain(`"'=error 0, ""quoted"""`);
    const noted: unknown = JSON.parse(text(await download(client, 'jsonl', errorsOnly, {}, true)).split('\n')[0]!);
    expect(noted).toMatchObject({ tephra_export: { by: 'ada', filter: 'level:error', records: 50 } });
    expect(errors).toEqual([]);
  });

  test('a file is written where it is asked for, is on record, and leaves nothing behind', async () => {
    const { client, dir, folder } = await openCase();
    const exportsDir = join(dir, 'derived/exports');
    mkdirSync(exportsDir, { recursive: true });
    writeFileSync(join(exportsDir, 'left-by-a-crash.csv'), 'x');
    for (const format of ['csv', 'jsonl', 'parquet', 'text'] as const) {
      const path = join(folder, `out.${format}`);
      const progress: number[] = [];
      const done = unwrap(await client.call(api.exportRecords, { filter: errorsOnly, format, note: true, path }, { onProgress: ({ records }) => void progress.push(records) }));
      expect(done).toMatchObject({ records: 50, path, bytes: readFileSync(path).length });
      expect(progress.at(-1)).toBe(50);
    }
    expect(readFileSync(join(folder, 'out.parquet')).subarray(0, 4).toString()).toBe('PAR1');
    expect(readdirSync(exportsDir)).toEqual([]);
    const history = unwrap(await client.call(api.caseHistory, {}));
    expect(history.filter((h) => h.command === 'records.export').map((h) => h.summary)).toContain('Exported 50 records to out.csv');
  });

  test('what cannot be written is said, and nothing is left', async () => {
    const { client, dir, folder } = await openCase();
    const to = (path: string) => client.call(api.exportRecords, { filter: { terms: [] }, format: 'csv', note: false, path });
    expect(await to('out.csv')).toMatchObject({ ok: false, failure: { code: 'file/not-writable' } });
    expect(await to(join(folder, 'nowhere/out.csv'))).toMatchObject({ ok: false, failure: { code: 'file/not-writable', message: expect.stringContaining('nowhere') } });
    expect(readdirSync(join(dir, 'derived/exports'))).toEqual([]);
  });

  test('one that is cancelled leaves nothing', async () => {
    const { client, dir } = await openCase();
    const stop = new AbortController();
    const ended = await client.call(api.exportRecords, { filter: { terms: [] }, format: 'csv', note: false }, { signal: stop.signal, onProgress: () => stop.abort() });
    expect(ended).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    await expect.poll(() => readdirSync(join(dir, 'derived/exports'))).toEqual([]);
    expect(text(await download(client, 'text', errorsOnly, { count: 1 }))).toBe(`${lines(200, 'error')[0]!}\n`);
  });
});
