import { severityFromText } from '../../model/severity.ts';
import { thrownIn } from '../contract-exception.ts';
import { civilNs, detectLines, fractionNs, lineLogFormat, secondsOfDay, type LineLogContext } from '../contract-line-log.ts';
import type { EventRecord } from '../contract.ts';

/** `2026-10-14 12:34:11,204 +0200 INFO pid=2376 7780:MainThread      logging_config.py:295 text`; Python tracebacks and dumps below. */
const LINE = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)[,.](\d{3}) ([+-]\d{4}) ([A-Z]{4,8}) pid=(\d{1,10}) (\d{1,20}):(\S{1,100}) {1,30}([\w./-]{1,100}):(\d{1,7}) ?(.*)$/s;

/** sync_log.log of Google Drive (Backup and Sync). */
export const driveSync = lineLogFormat({
  id: 'drive-sync',
  title: 'Google Drive sync log',
  extensions: ['log'],
  magic: ['lines of: yyyy-mm-dd hh:mm:ss,fff +hhmm LEVEL pid=n thread:name file.py:line text'],
  specification: [{ title: 'plaso: Google Drive Sync log', url: 'https://plaso.readthedocs.io/en/latest/_modules/plaso/parsers/text_plugins/gdrive_synclog.html' }],
  growsByLine: true,
  fields: [
    { name: 'process.pid', type: 'integer', description: 'Process that wrote the record.' },
    { name: 'thread.name', type: 'string', description: 'Thread that wrote it.', facet: true },
    { name: 'code.file.path', type: 'string', description: 'Source file that wrote it.', facet: true },
    { name: 'code.line.number', type: 'integer', description: 'Line in that file.' },
    { name: 'exception.type', type: 'string', description: 'Type of what was thrown, from the stack trace.', facet: true },
    { name: 'exception.message', type: 'string', description: 'Its message.' },
  ],
  detect: (head) => {
    let begins = 0;
    return detectLines(head, {
      begins: (line) => {
        const found = LINE.test(line);
        if (found) begins++;
        return found;
      },
      below: () => begins > 0, what: 'Google Drive', sure: 0.97,
    });
  },
  reader: (context) => ({ line: (text) => read(text, context), finish }),
});

function read(text: string, context: LineLogContext): boolean {
  const m = LINE.exec(text);
  if (!m) return false;
  const record = context.begin();
  const offset = (m[8]!.startsWith('-') ? -60 : 60) * (Number(m[8]!.slice(1, 3)) * 60 + Number(m[8]!.slice(3)));
  record.timeText = text.slice(0, 29);
  record.timeNs = civilNs(context.clock, Number(m[1]), Number(m[2]), Number(m[3]), secondsOfDay(m[4]!, m[5]!, m[6]), fractionNs(m[7]), offset);
  if (record.timeNs === undefined) context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
  record.severityText = m[9];
  record.severityNumber = severityFromText(m[9]!);
  record.fields = [Number(m[10]), m[12], m[13], Number(m[14]), undefined, undefined];
  record.body = m[15]!;
  return true;
}

function finish(record: EventRecord): void {
  const thrown = record.body.includes('\n') ? thrownIn(record.body.split('\n')) : undefined;
  if (thrown) record.fields = [...record.fields.slice(0, 4), thrown.type, thrown.message];
}
