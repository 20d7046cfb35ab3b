import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatRfc3339 } from '../../src/base/time.ts';
import { detectFormat } from '../../src/formats/index.ts';
import { headOf, parseAll, type Parsed } from '../support/formats.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';

/**
 * Real files that nobody on this project wrote, where a machine has them: every record, right times. The expectations
 * are those of the peers they come from (plaso's tests, lnav's file names), not of this program.
 */
const here = existsSync(join(REAL_EVIDENCE, '02-plaso-test_data'));
if (!here) console.log('Real evidence is not on this machine: 4 tests over it are skipped.');

const plaso = join(REAL_EVIDENCE, '02-plaso-test_data');
const lnav = join(REAL_EVIDENCE, '03-lnav-logs', 'logfiles');

async function read(path: string): Promise<Parsed & { kind: string | undefined; times: string[] }> {
  const bytes = new Uint8Array(readFileSync(path));
  const { format } = detectFormat(headOf(bytes, basename(path)));
  const parsed = format ? await parseAll(format, bytes) : { records: [], diagnostics: [], summary: { summary: {}, counts: {} } };
  return { ...parsed, kind: format?.id, times: parsed.records.map((r) => (r.timeNs === undefined ? '' : formatRfc3339(r.timeNs).replace(/\.?0+Z$/, 'Z'))) };
}

function files(folder: string): string[] {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

describe.skipIf(!here)('real evidence', () => {
  const families: Record<string, string> = {
    'apache_access.log': 'web-access', 'jira_access.log': 'web-access', 'jira_access_months.log': 'web-access',
    'jsonl/aws_cloudtrail.jsonl': 'json-lines', 'jsonl/azure_activity_log.jsonl': 'json-lines', 'jsonl/gcp_logging.jsonl': 'json-lines',
  };

  it("plaso: every event of the two families, each with a time", async () => {
    const expected = readFileSync(join(plaso, 'EXPECTED_plaso_counts.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    let checked = 0;
    for (const [path, , , events, warnings] of expected) {
      const kind = families[path!];
      if (kind === undefined) continue;
      checked++;
      const found = await read(join(plaso, path!));
      expect(found.kind, path).toBe(kind);
      // What plaso warns about and leaves out is a record with a diagnostic here.
      expect(found.records.length, path).toBe(Number(events) + Number(warnings));
      expect(found.times.filter((time) => time === ''), path).toEqual([]);
      expect(found.diagnostics.filter((d) => d.severity !== 'info').length, path).toBe(Number(warnings));
    }
    expect(checked).toBe(7);
  });

  it('plaso: times as the files have them', async () => {
    expect((await read(join(plaso, 'jira_access.log'))).times).toEqual(['2022-10-03T09:00:01Z', '2022-10-03T09:00:15Z', '2022-10-03T09:01:30Z', '2022-10-03T14:02:00Z']);
    expect((await read(join(plaso, 'jira_access_months.log'))).times).toEqual(Array.from({ length: 12 }, (_, i) => `2022-${String(i + 1).padStart(2, '0')}-01T10:00:00Z`));
    const apache = await read(join(plaso, 'apache_access.log'));
    expect([apache.times[0], apache.times[4], apache.times[14]]).toEqual(['2016-01-13T19:31:16Z', '2016-01-13T17:31:20Z', '2019-11-16T07:46:42Z']);
    expect((await read(join(plaso, 'jsonl', 'aws_cloudtrail.jsonl'))).times[0]).toBe('2022-02-07T22:23:37Z');
  });

  it('lnav: every line of the access logs and JSON logs is a record with its time', async () => {
    const kinds: Array<[RegExp, string]> = [
      [/^logfile_(?:bad_|regexp_|shop_)?access_log/, 'web-access'],
      [/^logfile_(?:json|invalid_json|mixed_json|bunyan|caddy|cloudflare|mongodb|pino|rust_tracing)/, 'json-lines'],
      [/^logfile_journald/, 'journald'],
    ];
    // Lines that are no JSON, and one whose time is "xxx".
    const withoutTime: Record<string, number> = { 'logfile_mixed_json2.json': 5, 'logfile_json.json': 1 };
    let checked = 0;
    for (const path of files(lnav)) {
      const kind = kinds.find(([name]) => name.test(basename(path)))?.[1];
      if (kind === undefined) continue;
      checked++;
      const found = await read(path);
      const lines = readFileSync(path, 'latin1').split('\n').filter((line) => line.trim() !== '').length;
      expect([basename(path), found.kind, found.records.length]).toEqual([basename(path), kind, lines]);
      expect(found.times.filter((time) => time === '').length, path).toBe(withoutTime[basename(path)] ?? 0);
    }
    expect(checked).toBeGreaterThanOrEqual(20);
  });

  it('nothing else is taken for one of the two families, and nothing breaks', async () => {
    const known = new Set(Object.keys(families).map((path) => join(plaso, path)));
    for (const path of [...files(plaso), ...files(lnav)]) {
      if (known.has(path) || /EXPECTED|SOURCES|logfile_.*(?:access_log|json|bunyan|caddy|cloudflare|journald|mongodb|pino|rust_tracing)/.test(path)) continue;
      const found = await read(path);
      expect([relative(REAL_EVIDENCE, path), found.kind === 'web-access' || found.kind === 'json-lines']).toEqual([relative(REAL_EVIDENCE, path), false]);
      if (found.kind === 'plain-text') expect(found.records.every((record) => !record.understood)).toBe(true);
    }
  });
});
