import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatRfc3339 } from '../../src/base/time.ts';
import { detectFormat } from '../../src/formats/index.ts';
import { headOf, parseAll, type Parsed } from '../support/formats.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';
import { EXPLAINED } from '../oracles/explained.ts';
import { fail2banLog } from '../oracles/fail2ban.ts';

/**
 * Real files that nobody on this project wrote, where a machine has them: every record, right times. The expectations
 * are those of the peers they come from (plaso's tests, lnav's file names), not of this program.
 */
const here = existsSync(join(REAL_EVIDENCE, '02-plaso-test_data'));
if (!here) console.log('Real evidence is not on this machine: 24 tests over it are skipped.');

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
    'jsonl/aws_cloudtrail.jsonl': 'aws-cloudtrail', 'jsonl/azure_activity_log.jsonl': 'azure-monitor', 'jsonl/gcp_logging.jsonl': 'gcp-logging',
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
      [/^logfile_(?:json|invalid_json|mixed_json|bunyan|caddy|cloudflare|pino|rust_tracing)/, 'json-lines'],
      [/^logfile_mongodb/, 'mongodb'],
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

  it('asciinema: every event of every recording, and how long it lasts', async () => {
    const exports = join(REAL_EVIDENCE, '08-traces-alerts-exports');
    const expected = readFileSync(join(exports, 'asciinema', 'EXPECTED_casts.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    let checked = 0;
    for (const [path, version, events, seconds] of expected) {
      // One recording broke the peer that the expectations come from: text where its time should be.
      if (version === '?') continue;
      checked++;
      const found = await read(join(exports, path!));
      expect([path, found.kind, found.summary.counts['events'], found.summary.summary['version']]).toEqual([path, 'asciicast', Number(events), Number(version)]);
      // Times that are text, or lie before the last one, are told of and not believed.
      const isBelieved = found.diagnostics.every((d) => d.code !== 'asciicast/time-goes-back' && d.code !== 'asciicast/not-an-event');
      if (isBelieved) expect(found.summary.summary['durationSeconds'], path).toBeCloseTo(Number(seconds), 3);
    }
    expect(checked).toBe(33);
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

  it('plaso: every text log is of a kind of its own, with as many records as plaso has events, or the number that is explained', async () => {
    const expected = readFileSync(join(plaso, 'EXPECTED_plaso_counts.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    let checked = 0;
    for (const [path, parser, , events, warnings] of expected) {
      if (!/parsers\/(?:text_plugins|jsonl_plugins|utmp|trendmicroav|symantec|wincc|bodyfile)/.test(parser!)) continue;
      checked++;
      const found = await read(join(plaso, path!));
      expect([path, ['plain-text', 'timestamped-text', undefined].includes(found.kind)]).toEqual([path, false]);
      const counts = EXPLAINED[path!] ? [EXPLAINED[path!]!.records] : [Number(events), Number(events) + Number(warnings || 0)];
      expect(counts, path).toContain(found.records.length);
    }
    expect(checked).toBe(46);
  });

  it.each([
    ['snort3_alert_fast.log', 2, '-01-02T11:30:23.358639Z', 'INDICATOR-SHELLCODE x86 NOOP'],
    ['suricata_alert_fast.log', 0, '2010-05-10T10:08:59.667372Z', 'ET WEB_CLIENT ACTIVEX iDefense COMRaider ActiveX Control Arbitrary File Deletion'],
    // No year: the newest in which the 14th of November was a Thursday.
    ['wifi.log', 8, '2024-12-31T23:59:38.165Z', '_doAutoJoin: Already associated to “AndroidAP”. Bailing on auto-join.'],
    ['Symantec.Log', 1, '2012-11-30T10:47:29Z', 'W32.Changeup!gen33 in D:\\Twinkle_Prod$\\VM11 XXX\\outside\\test.exe.txt: action 14'],
    ['sccm_various.log', 0, '2014-11-28T14:03:19.766Z', '+++ Starting Install enforcement for App DT "Application Foo Version 2.2"'],
    ['skydrive_v1.log', 0, '2013-08-01T21:22:28.999Z', '17.0.2011.0627 (Ship)'],
    ['wincc_sys.log', 0, '2019-05-27T10:09:04.54Z', '[(null),224]failed to insert into MSARCLONG'],
    ['OfcUrlf.log', 0, '2018-01-23T13:16:04Z', 'Malware Accomplice met: http://www.eicar.org/download/eicar.com'],
    ['setupapi.dev.log', 0, '2015-11-22T17:59:28.11Z', '>>>  [Device Install (Hardware initiated) - SWD\\IP_TUNNEL_VBUS\\ISATAP_0]'],
    ['teamviewer/TeamViewer15_Logfile.log', 0, '2024-02-16T14:05:19.349Z', 'Logger started.'],
    ['iis/iis_without_date.log', 0, '2013-07-30T00:00:00Z', '00:00:00 SOME1234NAME'],
    ['dpkg.log', 2, '2016-08-06T17:35:39Z', 'install base-passwd:amd64 <none> 3.5.33'],
  ])('plaso: %s at its time', async (path, index, time, body) => {
    const found = await read(join(plaso, path));
    expect(found.times[index]).toContain(time);
    expect(found.records[index]!.body.slice(0, body.length)).toBe(body);
  });

  it('fail2ban: services are known and their lines have their times', async () => {
    const folder = join(REAL_EVIDENCE, '07-evtx-journal-audit', 'fail2ban-logs');
    const logs = readFileSync(join(folder, 'EXPECTED_matches.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',')[0]!);
    const total = { dated: 0, times: 0, hosts: 0, hostsFound: 0 };
    for (const name of logs) {
      const found = await fail2banLog(readFileSync(join(folder, name), 'utf8'), name);
      for (const key of ['dated', 'times', 'hosts', 'hostsFound'] as const) total[key] += found[key];
    }
    expect(logs).toHaveLength(50);
    // What is missing are samples of several services in one file, and forms whose day and month nobody can tell apart.
    expect(total.times / total.dated).toBeGreaterThan(0.89);
    expect(total.hostsFound / total.hosts).toBeGreaterThan(0.6);
  });

  const exports = join(REAL_EVIDENCE, '08-traces-alerts-exports');

  it('traces of Jaeger and Zipkin: as many spans, services and traces as their own readers count', async () => {
    const expected = readFileSync(join(exports, 'EXPECTED_trace_counts.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    let checked = 0;
    for (const [path, , spans, services, traces] of expected) {
      const kind = /^(jaeger|zipkin)\//.exec(path!)?.[1];
      if (kind === undefined) continue;
      checked++;
      const { kind: found, records } = await read(join(exports, path!));
      const distinct = (values: Array<string | undefined>): number => new Set(values.filter((value) => value !== undefined)).size;
      expect([path, found, records.length, distinct(records.map((r) => r.traceId))]).toEqual([path, kind, Number(spans), Number(traces)]);
      if (services !== '') expect(distinct(records.map((r) => r.serviceName)), path).toBe(Number(services));
    }
    expect(checked).toBe(5);
  });

  it('OTLP: every span and log record that is in the documents, with its own bytes', async () => {
    let checked = 0;
    for (const path of [...files(join(exports, 'otlp')), ...files(join(exports, 'jaeger'))]) {
      const text = readFileSync(path, 'utf8');
      const document: { resourceSpans?: Group[]; resourceLogs?: Group[] } = JSON.parse(text);
      const groups = [...(document.resourceSpans ?? []), ...(document.resourceLogs ?? [])];
      if (groups.length === 0) continue;
      checked++;
      const scopes = groups.flatMap((group) => [...(group.scopeSpans ?? []), ...(group.scopeLogs ?? [])]);
      const elements = scopes.flatMap((scope) => [...(scope.spans ?? []), ...(scope.logRecords ?? [])]);
      const { records, kind } = await read(path);
      expect(kind, path).toBe(document.resourceSpans ? 'otlp-traces' : 'json-lines');
      const bytes = Buffer.from(text);
      expect(records.map((r) => JSON.parse(bytes.subarray(r.offsetBytes, r.offsetBytes + r.lengthBytes).toString('utf8')))).toEqual(elements);
    }
    expect(checked).toBeGreaterThanOrEqual(18);
  });

  it('a Slack export: as many messages, users and channels as its files have', async () => {
    const folder = join(exports, 'slack-export');
    const length = (path: string): number => z.array(z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8'))).length;
    const days = files(join(folder, 'B75B4C7'));
    expect(days).toHaveLength(4);
    for (const path of days) {
      const found = await read(path);
      expect([found.kind, found.records.length, found.summary.counts['messages']]).toEqual(['slack-export', length(path), length(path)]);
      expect(found.times).not.toContain('');
      expect(found.diagnostics).toEqual([]);
    }
    for (const [name, counted] of [['users.json', 'users'], ['channels.json', 'channels']] as const) {
      const found = await read(join(folder, name));
      expect([found.kind, found.summary.counts[counted]]).toEqual(['slack-directory', length(join(folder, name))]);
    }
  });

  it('PagerDuty: what its own examples call incidents, log entries, alerts and changes', async () => {
    const folder = join(exports, 'pagerduty');
    let checked = 0;
    for (const name of readdirSync(folder).sort()) {
      const document = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      const key = ['incidents', 'incident', 'log_entries', 'alerts', 'alert', 'change_events', 'change_event', 'past_incidents', 'related_incidents'].find((member) => member in document);
      const found = await read(join(folder, name));
      expect([name, found.kind === 'pagerduty']).toEqual([name, key !== undefined]);
      if (key === undefined) continue;
      checked++;
      const list = document[key];
      expect([name, found.records.length]).toEqual([name, Array.isArray(list) ? list.length : 1]);
      expect(found.records.every((record) => record.understood && record.timeNs !== undefined), name).toBe(true);
    }
    expect(checked).toBe(11);
  });

  it('plaso: every command of a history of zsh', async () => {
    const found = await read(join(plaso, 'zsh_extended_history.txt'));
    expect([found.kind, found.records.length, found.diagnostics.length]).toEqual(['shell-history', 4, 0]);
    expect([found.times[0], found.times[3], found.records[3]!.body]).toEqual(['2016-03-12T08:26:50Z', '2016-03-26T11:54:57Z', 'PYTHONPATH=. ./runtests.py']);
  });
});

interface Group {
  readonly scopeSpans?: readonly Scope[];
  readonly scopeLogs?: readonly Scope[];
}

interface Scope {
  readonly spans?: readonly unknown[];
  readonly logRecords?: readonly unknown[];
}
