import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formats } from '../../src/formats/index.ts';
import type { Format } from '../../src/formats/contract.ts';
import { lineDefinitions } from '../../src/formats/line-formats/index.ts';
import { BINARY_CHANGES } from './mutate-binary.ts';
import type { Corpus } from './mutate.ts';

const root = fileURLToPath(new URL('../../src/formats', import.meta.url));

export const FAMILIES = ['archives', 'text', 'json', 'lines', 'terminal', 'tables', 'binary', 'desktop', 'fault-tree'] as const;
export type Family = (typeof FAMILIES)[number];

/** Families that fixtures alone do not tell apart; every other format is `binary`, `json` or `text` by how its fixtures begin. */
const BY_ID: Readonly<Record<string, Family>> = { 'apple-log': 'desktop', atlassian: 'desktop', bodyfile: 'desktop', cmtrace: 'desktop', 'drive-sync': 'desktop', exim: 'desktop', 'bitbucket-access': 'desktop', 'fast-alert': 'desktop', 'ftp-log': 'desktop', 'onedrive-log': 'desktop', 'package-log': 'desktop', 'popularity-contest': 'desktop', 'powershell-transcript': 'desktop', santa: 'desktop', setupapi: 'desktop', 'sophos-av': 'desktop', 'symantec-av': 'desktop', teamviewer: 'desktop', 'trend-micro-av': 'desktop', viminfo: 'desktop', 'w3c-log': 'desktop', wincc: 'desktop', 'windows-servicing': 'desktop', xchat: 'desktop', asciicast: 'terminal', 'script-recording': 'terminal', csv: 'tables', timesketch: 'tables', l2tcsv: 'tables', 'dynamic-csv': 'tables', 'system-stats': 'tables', 'container-log': 'json', journald: 'json' };

/** Formats told in data: their samples are their fixtures. */
const SAMPLES = new Map(lineDefinitions.map(({ id, samples }) => [id, samples.map(({ line }) => new TextEncoder().encode(`${line}\n`))]));

/** Pieces of the languages of a family. */
const TOKENS: Readonly<Record<Family, readonly string[]>> = {
  archives: [], 'fault-tree': [],
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
  desktop: [
    '<![LOG[', ']LOG]!><time="12:34:11.204+120" date="10-14-2026" component="a" type="3" thread="1" file="a.cpp:7">', '$$<a><10-14-2026 10:34:11.204+00><thread=1 (0x1)>', '>>>  [Device Install - a]\r\n', '>>>  Section start 2026/10/14 10:34:11.204\r\n', '<<<  Section end 2026/10/14 10:34:12.204\r\n', '<<<  [Exit status: FAILURE(0x1)]\r\n', '!!!  dvi: a\r\n',
    '[Boot Session: 2026/10/14 10:30:00.498]\r\n', '0|/a|11|d/drwx|0|0|1|1|2|3|4\n', '20261014<;>1034<;>A<;>1<;>1<;>0<;>C:\\<;>a<;><;>1791974051<;><;>\n', '38090E0A220B,5,1,2,PC,ana,A,C:\\a,1,2,3,', ',,,,,,,,,,,,,,,,,,,,', '"a ""b"" c"', '12/31-23:59:58.765402 [**] [1:366:11] "A" [**] [Priority: 3] {ICMP} ::1 -> ::2\n', '02/29-00:00:00.0 ',
    '#Fields: date time c-ip cs-method cs-uri-stem sc-status\n', '#Fields: time c-ip\n', '#Date: 2026-10-14 10:00:00\n', '#GMT-Offset: -0800\n', '2026-10-14 10:34:11 10.0.0.1 GET /a 200\n', '23:59:59 10.0.0.1\n', 'T 1791974051 \u000319,3a\u000f\n', '**** BEGIN LOGGING AT Wed Oct 14 10:34:11 2026\n', 'Oct 14 10:34:11 <ana>\ta\n', 'Feb 29 00:00:00 <a>\tb\n',
    'POPULARITY-CONTEST-0 TIME:1791974051 ID:1 a\n', '1791970000 0 at /usr/sbin/atd <OLD>\n', 'END-POPULARITY-CONTEST-0 TIME:1\n', '20261014 103411 File "a" belongs to virus/spyware \'b\'.\n', '2026-10-14 10:34:11, Error                 CBS    a [HRESULT = 0x80000001]\n', '######Logging started. Version=1 StartSystemTime:2026-10-14-103411.204 \n', '10-14-26,10:34:12.649,13,a98,0,AUTH,a.cpp(280),0,0,ERR,a\n', '10-14-2026 10:34:11.204 a.cpp:6!b (ERROR): c\n',
    '2026/10/14 12:34:11.204  2136       3688 G1!! a\n', 'Start:              2026/10/14 12:34:11.548 (UTC+2:00)\n', '1660360496\tA\t14-10-2026 10:34:11\t14-10-2026 10:35:30\tana\tRemoteControl\t{b35110b2-7dc5-4bb9-8d54-ca80953f65f8}\n', '2303,14.10.2026,10:34:11:204,1,4,,H,S,a,MSG_STATE_COME\r\n', '2026-10-14 10:34:11,204 INFO [main] [com.atlassian.a.B] c d\n', '10.0.0.7 | AEvent | ana | 1791974051204 | A/b | {} | @1 | 2\n', ' -- url: /a | userName: b\n',
    '2026-10-14 10:34:11 upgrade tar:amd64 1 2\n', 'Start-Date: 2026-10-14  10:34:11\n', 'Install: a:amd64 (1, automatic), b (1, 2)\n', 'End-Date: 2026-10-14  10:34:12\n', '[2026-10-14T12:34:11+0200] [ALPM] upgraded a (1 -> 2)\n', 'Dec 31 23:59:58 Installed: 1:a-1-1.x86_64\n', '2026-10-14 10:34:12|install|a|1|x86_64|u|r|c|\n',
    '2026-10-14 10:34:12 1a2b3c-000123-4D <= a@b H=c (d) [192.0.2.7]:1 P=esmtps A=login:u S=1\n', 'H=(a) [::1] F=<b> rejected RCPT <c>: d\n', 'Wed Oct 14 10:34:11.204 <airportd[88]> a\n', 'Oct 14 10:34:11 secd[1] <Error> [user{a} b]: c\n', '2026-10-14 12:34:11.204567+0200 0x1a Default     0x0                  88     0    a: (b) [c.d:e] f\n', '2026-10-14 12:34:11.204567+0200  localhost a[1]: (b) [c.d:e] f\n', '--- last message repeated 3 times ---\n', '[2026-10-14T10:34:11.204Z] I santad: action=EXEC|decision=DENY|path=/a|args=a|b\n',
    'Wed Oct 14 10:34:14 2026 [pid 3] [ana] OK UPLOAD: Client "10.0.0.7", "/a", 8 bytes\n', 'Wed Oct 14 10:34:11 2026 5 h 8 /a b b _ o r u ftp 0 * c\n', '# This viminfo file was generated by Vim 9.1.\n', ':wq\n|2,0,1791974051,,"wq"\n', '|3,0,10,1,1,0,1791974051,>24\n|<"a\n|<b"\n', '**********************\n', 'Windows PowerShell transcript start\n', 'Start time: 20261014103411\n', 'Username: a\n',
  ],
  tables: ['Linux 6.1 (h) 10/14/26 _x86_64_ (2 CPU)\n', '10:34:11 CPU %user\n', '10:34:11 PM all 1,5\n', 'Average: ', 'avg-cpu: %user\n', 'procs ---memory---\n', ' r  b us\n', 'top - 23:59:58 up 1, load average: 1, 2, 3\n', '%Cpu(s): 1.0 us\n', ',', ';', '\t', '|', '"', '""', '"\n', 'time', 'timestamp', 'level', 'message', 'value', 'sep=,\n', '#', '2026-10-14 10:33:58', '14/10/2026 10:33', '1791974051204', '1.234,5', '=1+1', 'a,b,c\n', '1,2,3\n', ',,,,,,\n', '"a\nb",'],
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
