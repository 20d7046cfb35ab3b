import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAll } from '../support/formats.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';
import { readEntry } from '../../src/formats/contract-journal.ts';
import { blankRecord } from '../../src/formats/contract-record.ts';
import type { EventRecord } from '../../src/formats/contract.ts';
import { readJsonEntry } from '../../src/formats/journald/json.ts';
import { journal } from '../../src/formats/journal/index.ts';

const folder = join(REAL_EVIDENCE, '07-evtx-journal-audit/journal');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.includes('.journal')) : [];
if (files.length === 0) console.log('Real evidence is not on this machine: the tests over journals are skipped.');
const journalctl = spawnSync('journalctl', ['--version']).status === 0;

/** What journalctl and we say of one entry, comparable: fields of one name have no order. */
function comparable(record: EventRecord): unknown {
  const { timeNs, observedTimeNs, timeText, severityNumber, severityText, serviceName, hostName, traceId, spanId, fields } = record;
  const attributes = Object.entries(record.attributes ?? {})
    .filter(([name]) => name !== '__SEQNUM' && name !== '__SEQNUM_ID')
    .map(([name, value]) => [name, Array.isArray(value) ? value.map(String).sort() : value])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  // Without a message the body is the fields, in no order.
  return { timeNs, observedTimeNs, timeText, severityNumber, severityText, serviceName, hostName, traceId, spanId, fields, attributes, body: record.body.split(' ').sort().join(' ') };
}

describe.skipIf(files.length === 0)('journals of real machines', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tephra-journal-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it.each(files)('%s has the entries and fields that journalctl finds', async (name) => {
    const bytes = zstdDecompressSync(readFileSync(join(folder, name)));
    const { records } = await parseAll(journal, bytes, { chunkBytes: 1 << 20 });
    const row = readFileSync(join(folder, 'EXPECTED_journalctl_counts.csv'), 'utf8').split('\n').find((line) => line.startsWith(`${name},`));
    const listed = records.filter((record) => record.attributes?.['journald.unlisted'] === undefined);
    expect(listed.length).toBe(Number(row?.split(',')[2]));
    if (!journalctl) return;
    const path = join(dir, 'one.journal');
    writeFileSync(path, bytes);
    const lines = execFileSync('journalctl', ['--file', path, '-o', 'json', '--all'], { maxBuffer: 1 << 28 }).toString().trim().split('\n');
    const theirs = lines.map((line) => {
      const record = blankRecord();
      readEntry(readJsonEntry(line)!.entry, record);
      return comparable(record);
    });
    expect(listed.map(comparable)).toEqual(theirs);
  });
});
