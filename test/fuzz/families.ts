import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formats } from '../../src/formats/index.ts';
import type { Format } from '../../src/formats/contract.ts';
import { lineDefinitions } from '../../src/formats/line-formats/index.ts';
import { BINARY_CHANGES } from './mutate-binary.ts';
import type { Corpus } from './mutate.ts';

const root = fileURLToPath(new URL('../../src/formats', import.meta.url));

export const FAMILIES = ['archives', 'text', 'json', 'lines', 'terminal', 'tables', 'binary'] as const;
export type Family = (typeof FAMILIES)[number];

/** Families that fixtures alone do not tell apart; every other format is `binary`, `json` or `text` by how its fixtures begin. */
const BY_ID: Readonly<Record<string, Family>> = { asciicast: 'terminal', 'script-recording': 'terminal', csv: 'tables', timesketch: 'tables', l2tcsv: 'tables', 'dynamic-csv': 'tables', 'container-log': 'json', journald: 'json' };

/** Formats told in data: their samples are their fixtures. */
const SAMPLES = new Map(lineDefinitions.map(({ id, samples }) => [id, samples.map(({ line }) => new TextEncoder().encode(`${line}\n`))]));

/** Pieces of the languages of a family. */
const TOKENS: Readonly<Record<Family, readonly string[]>> = {
  archives: [],
  text: [
    '10.0.0.1 - - [14/Oct/2026:10:33:58 +0000] "GET / HTTP/1.1" 200 5', ' "-" "curl/8"', '::1 - u [', '] "', '2026-10-14 10:34:11,204 ', '2026-10-14T10:34:11.204567891Z ', 'Oct 14 10:33:58 h a[1]: ',
    'Feb 29 00:00:00 h ', '<34>1 2026-10-14T10:33:58Z h a 1 m ', '<191>', '[a@1 b="c\\]"]', 'I1014 10:34:11.204567  1 a.cc:1] ', '[main] INFO a.B - ', '\tat a.b(C.java:1)\n', 'java.lang.Error: x\n', 'Caused by: ',
    'Traceback (most recent call last):\n', '  File "a.py", line 1, in <module>\n', 'goroutine 1 [running]:\n', 'panic: ', 'commit aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n', 'Author: A <a@b>\n', 'Date:   Wed Oct 14 10:34:11 2026 +0200\n',
    '    message\n', 'ts=2026-10-14T10:33:58Z level=warn msg="', 'a=b ', 'a="\\', '2026/10/14 10:33:58 [error] 1#1: *2 ', ', client: ', ', request: "', '[Wed Oct 14 10:33:58 2026] [core:error] ', '[client ::1:5] ',
    '2026-10-14 10:33:58.1 CEST [7] ', 'ERROR:  ', 'STATEMENT:  ', 'DETAIL:  ', '2026-10-14 10:33:58 UTC,"u","d",7,"h:1",a.b,1,"",,,0,LOG,00000,"', ',,,,,,,,,,', '-- Reboot --', 'last message repeated 2 times', ' ERROR ', ' WARN ',
    'From a@b Wed Oct 14 10:40:00 2026\n', 'From: a <a@b>\nDate: Wed, 14 Oct 2026 10:40:00 GMT\n', 'Content-Type: multipart/mixed; boundary=b\n\n', '--b\n', '--b--\n', '=?utf-8?q?a_=C3?=', '#1791974051\n', ': 1791974051:0;a\\\n', '- cmd: a\\n\n', '  when: 1791974051\n',
    '+14:00', '-99:99', 'Z', '24:00:60', '29/Feb/2025:', '0000-00-00', '9999-12-31T23:59:59.999999999Z', '1677-09-21T00:12:43Z', '2262-04-11T23:47:17Z',
  ],
  json: [
    '{', '}', '[', ']', ',', ':', '"', '"time":', '"ts":', '"@timestamp":', '"msg":"x"', '"level":"', '"severity":', '"trace_id":"', '"resourceLogs":[', '"scopeLogs":[', '"logRecords":[', '"resourceSpans":[', '"scopeSpans":[', '"spans":[',
    '"resourceMetrics":[', '"scopeMetrics":[', '"metrics":[', '"dataPoints":[', '{"key":"service.name","value":{"stringValue":"s"}}', '"startTimeUnixNano":"1791974051000000000"', '"traceId":"', '"status":"success","data":{"resultType":"matrix","result":[',
    '{"metric":{"__name__":"up"},"values":[[1791974051.1,"1"]]}', '"alerts":[', '"labels":{', '"startsAt":"2026-10-14T10:33:58Z"', '"log":{"version":"1.2","entries":[', '"startedDateTime":"2026-10-14T10:33:58Z"', '"request":{', '"response":{',
    '{"log":"a\\n","stream":"stdout","time":"2026-10-14T10:34:11.3Z"}\n', '2026-10-14T10:34:11.204567891Z stdout P ', '2026-10-14T10:34:11.3Z stderr F ', '__CURSOR=1\n', '__REALTIME_TIMESTAMP=1791974051204567\n', 'MESSAGE\n', 'MESSAGE=x\n',
    '{"type":"message","ts":"1791974051.2","text":"<@U|a>"}', '"messages":[', '"log_entries":[', '"event":{"event_type":"a","occurred_at":"', '"incident_updates":[', '"tinyId":"1","createdAt":', '"value":[{"messageType":"',
    '\u0003\0\0\0\0\0\0\0', '\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f', '{"__CURSOR":"1","__REALTIME_TIMESTAMP":"1791974051204567","MESSAGE":[1,2]}\n', '"__proto__":{', '\\u0000', '\\ud83d', '\\udc00', '1e999', '-', '2026-10-14T10:33:58Z',
  ],
  lines: [' ', '"', '\\"', '[', ']', '{', '}', '-', '\t', ',', ';', ' - - - - ', '    ', '""""', ' 200 ', ' INFO ', '2026-10-14T10:34:11.204567Z ', '2026-10-14 10:34:11,204 ', 'Oct 14 10:33:58 ', '1791974051.204 ', '0000-00-00', '29/Feb/2025:', '99:99:99', '\u00a0', '\u2028', '\u00e9', 'a=b ', '{"a":1}', '-1e999'],
  terminal: [
    '{"version": 2, "width": 80, "height": 24}\n', '{"version":3,"term":{"cols":80,"rows":24}}\n', '[1.5, "o", "', '"]\n', '[1, "i", "a\\r"]\n', '[0.1, "r", "80x24"]\n', '[1e9, "m", ""]\n', '["x", "o", 1]\n', '\\r\\n', '\\u001b[?1049h', '\\u001b[2J', '\\u001b]0;t\\u0007',
    'Script started on 2026-10-14 10:34:11+00:00 [TERM="xterm"]\n', 'Script done on 2026-10-14 10:34:11+00:00 [COMMAND_EXIT_CODE="0"]\n', 'H 0.000000 START_TIME 2026-10-14\n', 'O 0.5 12\n', 'I 0.1 1\n', 'S 0.1 SIGWINCH ROWS=24 COLS=80\n',
    '\u001b[?1049h', '\u001b[?1049l', '\u001b[2J', '\u001b[1;1H', '\u001b[99999999A', '\u001b[K', '\u001b]133;A\u0007', '\u001b]133;C\u0007', '\u001b]133;D;1\u0007', '\u001b]', '\u001bP', '\u001b\\', '\u009b31m', '\b', '\r', '$ ', '# ', '\u0007', '\u001b[?2004h',
  ],
  binary: ['ElfFile\0', 'ElfChnk\0', '**\0\0\u0040\0\0\0', '\u000f\u0001\u0001\0\u000c\u0001', '\u0041\u00ff\u00ff', '\u000e\0\0\u0021', 'LPKSHHRH', '\u0003\0\0\0\0\0\0\0', '\u0001\0\0\0\0\0\0\0\u0060\0\0\0\0\0\0\0', 'MESSAGE=x', '\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f', '\u0089PNG\r\n\u001a\n', 'IHDR', 'IDAT', 'IEND', 'GIF89a', 'RIFF', 'WEBPVP8X', '\u00ff\u00d8\u00ff\u00e0', 'JFIF', 'Exif\0\0', '<svg xmlns="http://www.w3.org/2000/svg" width="1e9">'],
  tables: [',', ';', '\t', '|', '"', '""', '"\n', 'time', 'timestamp', 'level', 'message', 'value', 'sep=,\n', '#', '2026-10-14 10:33:58', '14/10/2026 10:33', '1791974051204', '1.234,5', '=1+1', 'a,b,c\n', '1,2,3\n', ',,,,,,\n', '"a\nb",'],
};

/** Formats of a family. A new format joins by its fixtures. */
export function formatsOf(family: Family): Format[] {
  return formats.filter((format) => familyOf(format) === family);
}

export function corpusOf(family: Family): Corpus {
  // Input of one format is given to the others as well: what a file is, only detection says.
  const inputs = formatsOf(family).flatMap(fixtures);
  return { inputs: inputs.length > 0 ? inputs : [new Uint8Array()], tokens: TOKENS[family], ...(family === 'binary' ? { changes: BINARY_CHANGES } : {}) };
}

export function familyOf(format: Format): Family {
  if (SAMPLES.has(format.id)) return 'lines';
  const known = BY_ID[format.id];
  if (known) return known;
  const inputs = fixtures(format);
  if (inputs.filter((bytes) => bytes.subarray(0, 512).includes(0)).length * 2 > inputs.length) return 'binary';
  const begins = inputs.map((bytes) => String.fromCharCode(bytes.find((c) => c > 0x20 && c < 0x7f) ?? 0x20));
  return begins.filter((c) => c === '{' || c === '[').length * 2 > begins.length ? 'json' : 'text';
}

function fixtures(format: Format): Uint8Array[] {
  const samples = SAMPLES.get(format.id);
  if (samples) return samples;
  const dir = join(root, format.id, 'fixtures');
  return readdirSync(dir).filter((name) => statSync(join(dir, name)).isDirectory()).sort().flatMap((name) =>
    readdirSync(join(dir, name)).filter((file) => file.startsWith('input')).sort().map((file) => new Uint8Array(readFileSync(join(dir, name, file)))));
}
