import { lineLogFormat, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { headLines } from '../contract-lines.ts';
import { emptyAttributes } from '../contract-record.ts';
import { parseTimeText } from '../contract-time.ts';
import type { Detection, EventRecord, FieldValue, Head } from '../contract.ts';

const F = { code: 0 } as const;

/** Alert logs of Oracle Database, as text. */
export const oracleAlert = lineLogFormat({
  id: 'oracle-alert',
  title: 'Oracle alert log',
  growsByLine: true,
  extensions: ['log', 'txt'],
  magic: ['a line that is a time, then messages: Thread 1 advanced to log sequence …'],
  specification: [
    { title: 'Oracle Database: monitoring errors with trace files and the alert log', url: 'https://docs.oracle.com/en/database/oracle/oracle-database/19/admin/monitoring-the-database.html' },
    { title: 'Oracle Database: UNIFORM_LOG_TIMESTAMP_FORMAT', url: 'https://docs.oracle.com/en/database/oracle/oracle-database/19/refrn/UNIFORM_LOG_TIMESTAMP_FORMAT.html' },
  ],
  fields: [
    { name: 'oracle.error_code', type: 'string', description: 'First error that the messages name: ORA-01555.', facet: true },
  ],
  detect,
  reader: (context) => new AlertReader(context),
});

/** `Wed Oct 14 10:34:11 2026` until 12.1, `2026-10-14T10:34:11.204567+02:00` since; nothing else in the line. */
const STAMP = /^(?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}[+-]\d\d:\d\d)$/;
/** Messages that every instance writes. */
const SAID = /^(?:Starting ORACLE instance|Starting up:?|Oracle Database |ORACLE_BASE |Thread \d+ (?:advanced to|opened at|cannot allocate new) log|ORA-\d{5}|Errors in file |ALTER (?:DATABASE|SYSTEM)|alter database|Completed: |Archived Log entry|ARC\d+:|LGWR|LNS\d*:|PMON |Shutting down instance|Instance terminated by|Checkpoint not complete|\(?[A-Z]\w{0,30}\)?:? ?Resize operation completed|Beginning (?:log switch|global) checkpoint|db_recovery_file_dest_size|TT\d\d|\*{10,}$|Fatal NI connect error|WARNING: )/;

class AlertReader implements LineReader {
  private readonly context: LineLogContext;
  private values: FieldValue[] = [];
  private readonly codes = new Map<string, number>();

  constructor(context: LineLogContext) {
    this.context = context;
  }

  get summary(): Readonly<Record<string, unknown>> {
    return { errors: Object.fromEntries([...this.codes].toSorted((a, b) => b[1] - a[1]).slice(0, 20)) };
  }

  line(text: string): boolean {
    const stamp = text.length <= 35 && STAMP.test(text) ? parseTimeText(text, this.context.options.zone) : undefined;
    if (stamp === undefined) return false;
    const record = this.context.begin();
    record.timeNs = stamp;
    record.timeText = text;
    this.values = [undefined];
    record.fields = this.values;
    return true;
  }

  finish(record: EventRecord): void {
    // The time stands in a line of its own.
    record.body = record.body.replace(/^\n/, '');
    const codes = new Set(record.body.match(/\bORA-\d{5}\b/g));
    for (const code of codes) if (this.codes.size < 10_000 || this.codes.has(code)) this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
    const [first] = codes;
    this.values[F.code] = first;
    if (codes.size > 1) {
      const attributes = emptyAttributes();
      attributes['oracle.error_codes'] = [...codes];
      record.attributes = attributes;
    }
    record.severityNumber = levelOf(record.body, codes);
  }
}

/** Internal errors and what ends an instance are fatal; other errors of a message are errors. */
function levelOf(body: string, codes: ReadonlySet<string>): number {
  if (codes.has('ORA-00600') || codes.has('ORA-07445') || /^(?:Instance terminated by|.{0,40}terminating (?:the )?instance)/m.test(body)) return 21;
  if (codes.size > 0 || /^(?:Errors in file|Fatal NI connect error|Error )/m.test(body)) return 17;
  return /^(?:WARNING|Warning)|cannot allocate new log|Checkpoint not complete/m.test(body) ? 13 : 9;
}

const SAMPLE = 400;

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, SAMPLE);
  let stamps = 0;
  let said = 0;
  for (const [i, line] of lines.entries()) {
    if (line.length <= 35 && STAMP.test(line)) stamps++;
    else if (SAID.test(line)) said++;
    if (i === 40 && stamps === 0) return undefined;
  }
  if (stamps === 0 || said === 0 || said * 20 < lines.length) return undefined;
  return { confidence: STAMP.test(lines[0]!) ? 0.93 : 0.85, reason: `${stamps} times and ${said} messages of an Oracle instance in ${lines.length} sampled lines` };
}
