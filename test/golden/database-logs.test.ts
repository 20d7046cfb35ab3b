import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatRfc3339 } from '../../src/base/time.ts';
import { detectFormat } from '../../src/formats/index.ts';
import { headOf, parseAll, type Parsed } from '../support/formats.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';

/**
 * Real logs of databases, against what the tools of the field say of them: pt-query-digest of slow logs, pt-pmp of
 * stacks, mtools of MongoDB's logs.
 */
const root = join(REAL_EVIDENCE, '13-database-logs');
const here = existsSync(root);
if (!here) console.log('Real evidence is not on this machine: 4 tests over logs of databases are skipped.');

async function read(path: string): Promise<Parsed & { kind: string | undefined }> {
  const bytes = new Uint8Array(readFileSync(path));
  const { format } = detectFormat(headOf(bytes, basename(path)));
  return { ...(format ? await parseAll(format, bytes) : { records: [], diagnostics: [], summary: { summary: {}, counts: {} } }), kind: format?.id };
}

describe.skipIf(!here)('logs of databases', () => {
  it('slow logs: as many queries as pt-query-digest counts, from the same time on, as long in all', async () => {
    const logs = join(root, 'mysql-slowlog');
    const reports = readdirSync(join(logs, 'EXPECTED_pt-query-digest'));
    let checked = 0;
    for (const name of readdirSync(logs).filter((file) => /^slow\d+\.txt$/.test(file))) {
      const base = name.slice(0, -4);
      // Reports of all queries; those that leave some out have a word for it in their name.
      const report = reports.find((file) => [`${base}.txt`, `${base}_report.txt`, `${base}_report01.txt`, `${base}-rtm-interval-1d.txt`, `${base}_reportbyfile.txt`].includes(file));
      const text = report === undefined ? '' : readFileSync(join(logs, 'EXPECTED_pt-query-digest', report), 'utf8');
      const counted = [...text.matchAll(/^# Count +\d+ +(\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
      const overall = /^# Overall: (\d+) total, (\d+) unique/m.exec(text);
      const expected = overall ? Number(overall[1]) : counted;
      if (expected === 0) continue;
      checked++;
      const { kind, records, summary } = await read(join(logs, name));
      expect([name, kind, summary.counts['queries']]).toEqual([name, 'mysql-slow', expected]);
      const from = /^# Time range: (?:all events occurred at )?(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/m.exec(text);
      const times = records.flatMap((record) => (record.timeNs === undefined ? [] : [record.timeNs]));
      if (from && overall) {
        const offset = summary.summary['zoneOffsetSeconds'];
        const first = times.reduce((min, ns) => (ns < min ? ns : min)) + BigInt(typeof offset === 'number' ? offset : 0) * 1_000_000_000n;
        expect(formatRfc3339(first).slice(0, 19), name).toBe(`${from[1]!}T${from[2]!}`);
        const total = /^# Exec time +(\d+)(us|ms|s)? /m.exec(text)!;
        const seconds = Number(total[1]) * { us: 1e-6, ms: 1e-3, s: 1 }[total[2] ?? 's']!;
        expect(summary.summary['totalQuerySeconds'], name).toBeCloseTo(seconds, total[2] === 'us' ? 6 : 2);
        const statement = (record: (typeof records)[number]): string => record.body.replace(/^Query_time: \S+ +/, '').replaceAll(/\b\d+\b|'[^']*'/g, '?');
        expect(new Set(records.filter((record) => record.fields[0] !== undefined).map(statement)).size, name).toBe(Number(overall[2]));
      }
    }
    expect(checked).toBe(13);
  });

  it('logs of MongoDB: every line that mtools counts, each record with its time', async () => {
    const logs = join(root, 'mongodb');
    const expected = readFileSync(join(logs, 'EXPECTED_lines.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    for (const [name, lines] of expected) {
      const { kind, records, summary } = await read(join(logs, name!));
      expect([name, kind, summary.counts['lines']]).toEqual([name, 'mongodb', Number(lines)]);
      expect(records.filter((record) => !record.understood || record.timeNs === undefined), name).toEqual([]);
      const { blankLines, joinedLines } = summary.counts;
      expect(records.length + blankLines! + joinedLines!, name).toBe(Number(lines));
    }
    expect(expected.length).toBe(16);
  });

  it('stacks of threads: as many in each as pt-pmp counts', async () => {
    const dumps = join(root, 'gdb-stack-dumps');
    let checked = 0;
    for (const name of readdirSync(dumps).filter((file) => file.endsWith('.in'))) {
      const { kind, records } = await read(join(dumps, name));
      const stack = (record: (typeof records)[number]): string => String(record.fields[4]);
      const counts = [...Map.groupBy(records, stack).values()].map((same) => same.length).toSorted((a, b) => b - a);
      const expected = readFileSync(join(dumps, name.replace(/in$/, 'out')), 'utf8').trim().split('\n').map((line) => Number.parseInt(line, 10)).toSorted((a, b) => b - a);
      expect([name, kind, counts]).toEqual([name, 'gdb-stacks', expected]);
      checked++;
    }
    expect(checked).toBe(3);
  });

  it('all others are of a kind of their own, and nothing in them is left as text', async () => {
    const kinds: Record<string, string> = { 'mysql-err-gen/mysql-err-gen': 'mysql-error mysql-general', 'innodb-status': 'innodb-status', 'mysql-tcpdump': 'tcpdump' };
    for (const [folder, allowed] of Object.entries(kinds)) {
      for (const name of readdirSync(join(root, folder))) {
        const { kind, records } = await read(join(root, folder, name));
        expect(allowed.split(' '), name).toContain(kind);
        expect(records.filter((record) => !record.understood || record.timeNs === undefined), name).toEqual([]);
      }
    }
  });
});
