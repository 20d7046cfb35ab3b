import { civilNs, detectLines, fractionNs, lineLogFormat, secondsOfDay, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord } from '../contract.ts';

/*
 * Logs of Configuration Manager (SCCM, MECM), Intune and deployment tools, as CMTrace shows them:
 * `<![LOG[text]LOG]!><time="19:33:19.766-330" date="10-14-2026" component="…" context="" type="1" thread="8744" file="a.cpp:17">`,
 * the text over any number of lines; and the older `text  $$<component><10-14-2026 19:33:19.766-330><thread=2188 (0x88C)>`.
 * Behind the fraction stands the bias of the machine in minutes: UTC is local time and bias (TIME_ZONE_INFORMATION).
 */
const BEGIN = '<![LOG[';
const TAIL = /\]LOG\]!><time="(\d{1,2}):(\d\d):(\d\d)\.(\d{3,7}?)([+-]\d{1,3})?" date="(\d{1,2})-(\d{1,2})-(\d{4})"([^>]{0,1024})>?/;
const PAIR = /(\w{1,32})="([^"]{0,512})"/g;
const SIMPLE = /^(.*?) {0,2}\$\$<([^<>]{1,128})><(\d{1,2})-(\d{1,2})-(\d{4}) (\d{1,2}):(\d\d):(\d\d)\.(\d{3})([+-]\d{1,3})?><thread=(\d{1,10})[^>]{0,32}>\s*$/;
/** `type`: 1 information, 2 warning, 3 error; 0 what .NET clients write for verbose. */
const TYPES: Readonly<Record<string, readonly [number, string]>> = { 0: [5, 'verbose'], 1: [9, 'information'], 2: [13, 'warning'], 3: [17, 'error'] };

/** Logs that CMTrace reads. */
export const cmtrace = lineLogFormat({
  id: 'cmtrace',
  title: 'CMTrace log',
  extensions: ['log', 'lo_'],
  magic: ['<![LOG[text]LOG]!><time="…" date="…" …>', 'lines of: text $$<component><date time><thread=…>'],
  specification: [
    { title: 'Microsoft: CMTrace', url: 'https://learn.microsoft.com/en-us/intune/configmgr/core/support/cmtrace' },
    { title: 'Microsoft: log files in Configuration Manager', url: 'https://learn.microsoft.com/en-us/intune/configmgr/core/plan-design/hierarchy/about-log-files' },
  ],
  growsByLine: true,
  fields: [
    { name: 'logger.name', type: 'string', description: 'Component that wrote the record.', facet: true },
    { name: 'thread.id', type: 'integer', description: 'Thread that wrote it.' },
    { name: 'code.file.path', type: 'string', description: 'Source file that wrote it.' },
    { name: 'code.line.number', type: 'integer', description: 'Line in that file.' },
    { name: 'user.name', type: 'string', description: 'Whose context it ran in.', facet: true },
  ],
  detect: (head) => {
    let begins = 0;
    return detectLines(head, {
      begins: (line) => {
        const begin = line.startsWith(BEGIN);
        if (begin) begins++;
        return begin || SIMPLE.test(line);
      },
      below: () => begins > 0, what: 'a log of Configuration Manager', sure: 0.97,
    });
  },
  reader: (context) => new CmtraceReader(context),
});

class CmtraceReader implements LineReader {
  private readonly context: LineLogContext;

  constructor(context: LineLogContext) {
    this.context = context;
  }

  line(text: string): boolean {
    if (text.startsWith(BEGIN)) {
      this.context.begin().body = text;
      return true;
    }
    const m = text.includes('$$<') ? SIMPLE.exec(text) : null;
    if (!m) return false;
    const record = this.context.begin();
    record.body = m[1]!;
    record.timeText = `${m[3]}-${m[4]}-${m[5]} ${m[6]}:${m[7]}:${m[8]}.${m[9]}${m[10] ?? ''}`;
    record.timeNs = this.ns(m[5]!, m[3]!, m[4]!, secondsOfDay(m[6]!, m[7]!, m[8]), m[9]!, m[10]);
    record.fields = [m[2], Number(m[11]), undefined, undefined, undefined];
    return true;
  }

  finish(record: EventRecord): void {
    if (!record.body.startsWith(BEGIN)) return;
    const m = TAIL.exec(record.body);
    if (!m) {
      record.body = record.body.slice(BEGIN.length);
      this.context.report('no-end', 'The record breaks off before its time.');
      return;
    }
    const rest = m[9]!;
    record.body = record.body.slice(BEGIN.length, m.index);
    record.timeText = `${m[6]}-${m[7]}-${m[8]} ${m[1]}:${m[2]}:${m[3]}.${m[4]}${m[5] ?? ''}`;
    record.timeNs = this.ns(m[8]!, m[6]!, m[7]!, secondsOfDay(m[1]!, m[2]!, m[3]), m[4]!, m[5]);
    if (record.timeNs === undefined) this.context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
    const said = emptyAttributes();
    for (const [, name, value] of rest.matchAll(PAIR)) if (value !== '') said[name!] = value;
    const text = (name: string): string | undefined => {
      const value = said[name];
      return typeof value === 'string' ? value : undefined;
    };
    const type = TYPES[text('type') ?? ''];
    if (type) [record.severityNumber, record.severityText] = type;
    const place = /^(.*?)(?::(\d{1,9}))?$/.exec(text('file') ?? '');
    const thread = text('thread');
    record.fields = [text('component'), thread === undefined || !/^\d{1,10}$/.test(thread) ? undefined : Number(thread), place?.[1] === '' ? undefined : place?.[1], place?.[2] === undefined ? undefined : Number(place[2]), text('context')];
  }

  private ns(year: string, month: string, day: string, seconds: number, fraction: string, bias: string | undefined): bigint | undefined {
    return civilNs(this.context.clock, Number(year), Number(month), Number(day), seconds, fractionNs(fraction), bias === undefined ? undefined : -60 * Number(bias));
  }
}
