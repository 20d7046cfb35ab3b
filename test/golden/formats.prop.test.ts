import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sniffText } from '../../src/formats/contract-lines.ts';
import { formats } from '../../src/formats/index.ts';
import { lineDefinitions } from '../../src/formats/line-formats/index.ts';
import type { Format } from '../../src/formats/contract.ts';
import { headOf, parseAll, type Parsed } from '../support/formats.ts';

const root = new URL('../../src/formats', import.meta.url).pathname;
/** Formats told in data have samples for fixtures. */
const samples = new Map(lineDefinitions.map(({ id, samples: lines }) => [id, lines.map(({ line }) => line)]));
const inputs: Array<{ format: Format; bytes: Uint8Array }> = formats.flatMap((format) => {
  const lines = samples.get(format.id);
  if (lines) return [{ format, bytes: new TextEncoder().encode(`${lines.slice(0, 3).join('\n')}\n`) }];
  const dir = join(root, format.id, 'fixtures');
  return readdirSync(dir).map((name) => {
    const file = readdirSync(join(dir, name)).find((f) => f.startsWith('input'))!;
    return { format, bytes: new Uint8Array(readFileSync(join(dir, name, file))) };
  });
});

/** Formats whose records are elements of a document: what holds them together is no record. */
const DOCUMENTS = new Set(['otlp-traces', 'otlp-metrics', 'prometheus-query', 'alerts', 'har', 'deploy-records', 'json-document', 'jaeger', 'zipkin', 'loki-query', 'slack-export', 'slack-directory', 'teams-export', 'pagerduty', 'opsgenie', 'statuspage', 'node-report', 'kubernetes-audit', 'kubernetes-events', 'aws-cloudtrail', 'gcp-logging', 'azure-monitor', 'hashicorp-audit', 'okta-system-log', 'github-audit', 'suricata-eve', 'microsoft365-audit']);
/** Only known by name: their bytes belong to nothing. */
const CARRIED = new Set(formats.filter((f) => f.carried === true && f.id !== 'plain-text').map((f) => f.id));
/** Tables whose header is no record. */
const HEADED = new Set(['system-stats', 'csv', 'timesketch', 'l2tcsv', 'dynamic-csv']);
/** Objects of a file that records refer to, and its header, are no records. */
const BINARY = new Set(['apple-asl', 'evt', 'evtx', 'journal', 'lastlog', 'sysstat-sa']);
const ENVELOPED = new Set([...DOCUMENTS, ...BINARY, ...HEADED, ...CARRIED, 'json-lines']);

function comparable(parsed: Parsed): string {
  return JSON.stringify([parsed.records, parsed.diagnostics, parsed.summary], (_key, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v));
}

/** Offsets ascend, ranges lie in the file and do not overlap; what no record and no diagnostic covers is white space. */
function checkCoverage(bytes: Uint8Array, parsed: Parsed, envelopes: boolean): void {
  const covered = new Uint8Array(bytes.length);
  let end = 0;
  for (const record of parsed.records) {
    expect(record.offsetBytes).toBeGreaterThanOrEqual(end);
    expect(record.lengthBytes).toBeGreaterThan(0);
    end = record.offsetBytes + record.lengthBytes;
    expect(end).toBeLessThanOrEqual(bytes.length);
    covered.fill(1, record.offsetBytes, end);
  }
  for (const d of parsed.diagnostics) {
    expect(d.offsetBytes + d.lengthBytes).toBeLessThanOrEqual(bytes.length);
    covered.fill(1, d.offsetBytes, d.offsetBytes + d.lengthBytes);
  }
  if (envelopes) return;
  const rest = bytes.filter((_, i) => covered[i] === 0);
  // Line ends of UTF-16 are two bytes, also where no byte order mark says so.
  const kind = sniffText(bytes.subarray(0, 4096), bytes.length <= 4096);
  const encoding = kind.text && kind.encoding.startsWith('utf-16') ? kind.encoding : isUtf8(rest) ? 'utf-8' : 'windows-1252';
  expect(new TextDecoder(encoding).decode(rest).trim()).toBe('');
}

const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ maxLength: 200, unit: 'binary' }).map((s) => new TextEncoder().encode(s)),
  // Pieces of the languages the formats read, in any order.
  fc.array(fc.constantFrom(
    '{', '}', '[', ']', '"', '\\', ':', ',', '\n', '\r\n', '\0', ' ', '-', '"time":', '"msg":"x"', '"resourceLogs"', '"logRecords":[', '{"resourceSpans":[{"scopeSpans":[{"spans":[', '{"traceId":"1","spanId":"2","name":"x","startTimeUnixNano":"1791974051000000000"}', ']}],"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]}}]}', '{}', '1e999', 'é', '\u2028',
    '10.0.0.1 - - [14/Oct/2026:10:33:58 +0000] "GET / HTTP/1.1" 200 5', '"a" "b"', '\u00ff', '\ufeff', '\ud83d\ude00', '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{},{}]}]}]}',
    '2026-10-14T10:34:11.204567891Z stdout P a', '2026-10-14T10:34:11.3Z stderr F b', '{"log":"a","stream":"stdout","time":"2026-10-14T10:34:11.3Z"}',
    '__CURSOR=1', '__REALTIME_TIMESTAMP=1791974051204567', 'MESSAGE', 'MESSAGE=x', '\u0003\0\0\0\0\0\0\0', '{"__CURSOR":"1","__REALTIME_TIMESTAMP":"1791974051204567","MESSAGE":[1,2]}',
    '2026-10-14 10:34:11,204 ', 'I1014 10:34:11.204567  1 a.cc:1] ', '[main] INFO a.B - ', '\tat a.b(C.java:1)', 'java.lang.Error: x', 'Traceback (most recent call last):',
    `commit ${'a'.repeat(40)}`, 'Author: A <a@b>', 'Date:   Wed Oct 14 10:34:11 2026 +0200', '    message', `${'b'.repeat(40)}|2026-10-14T10:34:11Z|x`,
    'Oct 14 10:33:58 h a[1]: ', '<34>1 2026-10-14T10:33:58Z h a 1 m ', '[a@1 b="c\\]"]', 'Feb 29 00:00:00 h ', ': %A-3-B: ', '-- Reboot --', 'last message repeated 2 times',
    'ts=2026-10-14T10:33:58Z level=warn msg="', 'a=b ', '2026/10/14 10:33:58 [error] 1#1: *2 ', ', client: ', ', request: "', '[Wed Oct 14 10:33:58 2026] [core:error] ', '[client ::1:5] ',
    '{"version": 2, "width": 80, "height": 24}', '[1.5, "o", "', '[1, "i", "a\\r"]', '\\r\\n', '\\u001b[?1049h', '\\u001b[2J', '"]', 'Script started on 2026-10-14 10:34:11+00:00', 'H 0.000000 START_TIME ', 'O 0.5 12', '\u001b[?1049l',
    '2026-10-14 10:33:58.1 CEST [7] ', 'ERROR:  ', 'STATEMENT:  ', '\t', '[{"type":"message","ts":"1791974051.2","text":"<@U|a>"}', '{"event":{"event_type":"a","occurred_at":"b"}}', '"incident_updates":[{"status":"x","created_at":"2026-10-14T10:34:11Z"}]', 'From a@b Wed Oct 14 10:40:00 2026', 'From: a <a@b>', 'Date: Wed, 14 Oct 2026 10:40:00 GMT', 'Content-Type: multipart/mixed; boundary=b', '--b', '--b--', '#1791974051', ': 1791974051:0;a\\', '- cmd: a', '  when: 1791974051',
    'date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra', '10/14/2026,10:34:11,UTC', 'datetime,timestamp_desc,message,parser,display_name', ',"a', '""', 'message,datetime,timestamp_desc',
    '2026-10-14 10:33:58 UTC,"u","d",7,"h:1",a.b,1,"",,,0,LOG,00000,"', ',,,,,,,,,,',
    '# Time: 261014 12:34:11', '# User@Host: a[a] @ h [::1]  Id: 7', '# Query_time: 1.5  Lock_time: 0', 'SET timestamp=1791974051;', 'use a;', '261014  9:34:11\t     42 Query\tselect 1', '261014  9:34:11 [ERROR] x', '10:33:58 UTC - mysqld got signal 6 ;',
    '2026-10-14 10:34:11 0x7f INNODB MONITOR OUTPUT', '=====================================', '------------', 'TRANSACTIONS', '---TRANSACTION 7, ACTIVE 1 sec', 'END OF INNODB MONITOR OUTPUT', '# at 120', '#261014 12:34:11 server id 7  end_log_pos 204 \tQuery\tthread_id=14', "BINLOG '", '/*!*/;',
    'Thu Oct  9 15:20:19.328 [conn1] ', '2026-10-14T10:34:11.204Z I  NETWORK  [conn4] ', '{"t":{"$date":"2026-10-14T10:34:11Z"},"s":"I","c":"A","ctx":"a","msg":"Slow query","attr":{"ns":"a.b"}}', 'Thread 3 (Thread 0x41 (LWP 7)):', '#0  0x7f in a::b<c (d)> () from /l', 'TS 1791974051.2 x',
    'LAST SEEN   TYPE   REASON   OBJECT   MESSAGE', '5m3s (x2 over 1h)  Warning  BackOff  pod/a  b', 'Name:  a', '    Last State:  Terminated', '      Finished:  Wed, 14 Oct 2026 12:34:11 +0200', 'Events:', '  Type  Reason  Age  From  Message',
    '{"kind":"Event","auditID":"a","stage":"Panic","user":1,"requestReceivedTimestamp":"2026-10-14T10:34:11Z"}', '{"involvedObject":{"kind":"Pod"},"reason":"a"}', '{"eventSource":"a","eventName":"b","eventVersion":"1","userIdentity":[]}', '{"logName":"a","insertId":"b","timestamp":"c","protoPayload":{"status":{"code":7}}}',
  ), { maxLength: 40 }).map((parts) => new TextEncoder().encode(parts.join(''))),
);

describe('every format, on every input', () => {
  it.each(formats.map((f) => [f.id, f] as const))('%s: a file cut anywhere is read without an error', async (_id, format) => {
    for (const { bytes } of inputs.filter((i) => i.format === format)) {
      // Every place of a small file; of a large one some hundreds, at odd distances so that no alignment is left out.
      const step = samples.has(format.id) ? Math.max(3, Math.floor(bytes.length / 60)) : bytes.length > 1500 ? Math.max(3, 2 * Math.floor(bytes.length / 1400) + 1) : 1;
      for (let end = 0; end <= bytes.length; end += step) {
        const cut = bytes.subarray(0, end);
        checkCoverage(cut, await parseAll(format, cut), ENVELOPED.has(format.id));
      }
    }
  });

  it.each(formats.map((f) => [f.id, f] as const))('%s: the size of chunks does not matter', async (_id, format) => {
    for (const { bytes } of inputs.filter((i) => i.format === format)) {
      const whole = comparable(await parseAll(format, bytes, { chunkBytes: 1 << 20 }));
      for (const chunkBytes of [1, 2, 3, 7, 64, 1000]) expect(comparable(await parseAll(format, bytes, { chunkBytes }))).toBe(whole);
    }
  });

  it.each(formats.map((f) => [f.id, f] as const))('%s: anything at all is read without an error, the same in any chunks', async (_id, format) => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.integer({ min: 1, max: 50 }), async (bytes, chunkBytes) => {
        format.detect(headOf(bytes, 'x'));
        const parsed = await parseAll(format, bytes);
        checkCoverage(bytes, parsed, DOCUMENTS.has(format.id) || BINARY.has(format.id) || HEADED.has(format.id) || CARRIED.has(format.id) || new TextDecoder().decode(bytes).includes('resourceLogs'));
        expect(comparable(await parseAll(format, bytes, { chunkBytes }))).toBe(comparable(parsed));
      }),
      { numRuns: samples.has(format.id) ? 15 : 300 },
    );
  });
});
