import { headLines, readLines, sniffText, takeNuls } from '../contract-lines.ts';
import { blankRecord, clearRecord, MAX_BODY } from '../contract-record.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { bodyParts, directReader, severityOfStatus } from './direct.ts';
import { fields, type Damage } from './fields.ts';
import { AccessLineReader } from './line.ts';

const DAMAGE: Record<Damage, string> = {
  truncated: 'The line breaks off; what stands before is read.',
  'fields-missing': 'Client, identity and user are not all there; the rest is read.',
  'unreadable-time': 'The time in brackets is not of a known form; the record has no time.',
  'unescaped-quotes': 'Quotes inside the request are not escaped; the request is taken to end where a status follows.',
};

const SAMPLE = 200;

/** Web server access logs: NCSA common and combined and their family. */
export const webAccess: Format = {
  id: 'web-access',
  title: 'Web server access log',
  growsByLine: true,
  extensions: ['log', 'access', 'txt'],
  magic: ['lines of: client identity user [time] "request" status size'],
  specification: [
    { title: 'Apache HTTP Server: mod_log_config', url: 'https://httpd.apache.org/docs/2.4/mod/mod_log_config.html' },
    { title: 'nginx: ngx_http_log_module', url: 'https://nginx.org/en/docs/http/ngx_http_log_module.html' },
    { title: 'Apache Tomcat: AccessLogValve', url: 'https://tomcat.apache.org/tomcat-10.1-doc/config/valve.html#Access_Logging' },
    { title: 'OpenTelemetry semantic conventions for HTTP', url: 'https://opentelemetry.io/docs/specs/semconv/http/http-spans/' },
  ],
  fields,
  bodyParts,
  detect,
  async parse(source, sink, options, signal) {
    const reader = new AccessLineReader(options.zone);
    const record = blankRecord();
    const counts = { blankLines: 0, withoutStatus: 0 };
    const statusClasses: Record<string, number> = { '1xx': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 };
    const count = (status: number): void => {
      const name = `${Math.floor(status / 100)}xx`;
      statusClasses[name] = (statusClasses[name] ?? 0) + 1;
    };
    const classes = new Uint32Array(10);
    const direct = sink.ranges && directReader(sink.ranges, (status) => {
      classes[Math.floor(status / 100)]!++;
    });
    const kind = sniffText(await source.read(0, 4096), source.sizeBytes <= 4096);
    const skipBytes = kind.text ? kind.bomBytes : 0;
    const encoding = kind.text && kind.encoding !== 'latin1' ? kind.encoding : 'utf-8';
    const { lines } = await readLines(source, { encoding, skipBytes }, sink, signal, (line) => {
      const nuls = takeNuls(line);
      if (nuls > 0) {
        sink.diagnostic({
          code: 'web-access/nul-bytes', severity: 'info', offsetBytes: line.offsetBytes - nuls, lengthBytes: nuls,
          message: 'NUL bytes where a line should begin, as a lost write leaves them.',
        });
      }
      const text = line.text;
      if (text.trim() === '') {
        counts.blankLines++;
        return;
      }
      clearRecord(record);
      record.offsetBytes = line.offsetBytes;
      record.lengthBytes = line.lengthBytes;
      record.line = line.number;
      record.body = text.length > MAX_BODY ? text.slice(0, MAX_BODY) : text;
      const report = (code: string, severity: 'info' | 'warning', message: string): void => {
        sink.diagnostic({ code: `web-access/${code}`, severity, message, offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes });
      };
      const read = text.length > MAX_BODY ? undefined : reader.read(text);
      if (read) {
        record.timeNs = read.timeNs;
        record.timeText = read.timeText;
        record.severityNumber = severityOfStatus(read.status);
        record.fields = read.values;
        record.attributes = read.attributes;
        if (read.status === 0) counts.withoutStatus++;
        else count(read.status);
        if (read.damage) {
          record.understood = read.damage !== 'truncated' || read.status !== 0;
          report(read.damage, read.damage === 'unescaped-quotes' ? 'info' : 'warning', DAMAGE[read.damage]);
        }
      } else {
        record.understood = false;
        if (text.length > MAX_BODY) report('line-too-long', 'warning', `The line has ${line.lengthBytes} bytes; its first ${MAX_BODY} characters are kept as text.`);
        else report('not-understood', 'warning', 'The line is not of an access log; kept as text.');
      }
      if (line.damaged) report('invalid-utf8', 'info', 'Some bytes are not UTF-8; they show as U+FFFD.');
      sink.record(record);
    }, direct);
    classes.forEach((requests, digit) => {
      if (requests > 0) statusClasses[`${digit}xx`] = (statusClasses[`${digit}xx`] ?? 0) + requests;
    });
    return { counts: { ...counts, lines }, summary: { statusClasses } };
  },
};

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, SAMPLE);
  if (lines.length === 0) return undefined;
  const reader = new AccessLineReader('UTC');
  let strict = 0;
  let loose = 0;
  for (const line of lines) {
    const read = line.length > MAX_BODY ? undefined : reader.read(line);
    if (!read || read.timeNs === undefined) continue;
    if (read.damage === undefined || read.damage === 'unescaped-quotes') strict++;
    else loose++;
  }
  const share = (strict + loose / 2) / lines.length;
  if (strict === 0 || share < 0.35) return undefined;
  return {
    confidence: Math.round((strict === lines.length ? 0.95 : 0.9 * share) * 100) / 100,
    reason: `${strict + loose} of ${lines.length} sampled lines are of the access log family`,
  };
}
