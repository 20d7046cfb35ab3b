import { severityFromText } from '../../model/severity.ts';
import { civilNs, detectLines, fractionNs, lineLogFormat, secondsOfDay, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';

/*
 * Text logs of SkyDrive and OneDrive, as plaso documents them (plaso/parsers/text_plugins/skydrivelog.py). Version 1:
 * `mm-dd-yyyy hh:mm:ss.fff file.cpp:626!function (LEVEL): text`. Version 2: `######Logging started. Version=…
 * StartSystemTime:yyyy-mm-dd-hhmmss.fff StartLocalTime:…`, then `mm-dd-yy,hh:mm:ss.fff,seq,tid,0,MODULE,file.cpp(280),0,0,LEVEL,text`.
 * Both write UTC: the header has the same moment on the wall clock beside it.
 */
const V1 = /^(\d\d)-(\d\d)-(\d{4}) (\d\d):(\d\d):(\d\d)\.(\d{3}) ([\w.\\/-]{1,128}):(\d{1,7})!(\S{1,256}) \((\w{1,16})\): ?(.*)$/s;
const V2 = /^(\d\d)-(\d\d)-(\d\d),(\d\d):(\d\d):(\d\d)\.(\d{3}),([\da-f]{1,16}),([\da-f]{1,16}),([\da-f]{1,16}),([^,]{0,32}),([^,(]{0,128})(?:\((\d{1,7})\))?,([\da-f]{1,16}),([\dA-Fa-f]{1,16}),(\w{1,8}),(.*)$/s;
const START = /^#{6}Logging started\. Version=([\d.]{1,40}) StartSystemTime:(\d{4})-(\d\d)-(\d\d)-(\d\d)(\d\d)(\d\d)\.(\d{3}) /;
const PROCESS = /\bPID=0x([\da-f]{1,8}) TID=0x([\da-f]{1,8})/;
const LEVELS: Readonly<Record<string, number>> = { DETAIL: 5, NORMAL: 9, NRM: 9, DTL: 5, VRB: 1, IMP: 9, CRT: 21 };

/** Text logs of the OneDrive client. */
export const onedriveLog = lineLogFormat({
  id: 'onedrive-log',
  title: 'OneDrive text log',
  extensions: ['log'],
  magic: ['######Logging started. Version=… StartSystemTime:…', 'lines of: mm-dd-yyyy hh:mm:ss.fff file:line!function (LEVEL): text'],
  specification: [{ title: 'plaso: SkyDrive and OneDrive logs', url: 'https://plaso.readthedocs.io/en/latest/_modules/plaso/parsers/text_plugins/skydrivelog.html' }],
  growsByLine: true,
  fields: [
    { name: 'logger.name', type: 'string', description: 'Module that wrote the record.', facet: true },
    { name: 'code.function.name', type: 'string', description: 'Function that wrote it (version 1).' },
    { name: 'code.file.path', type: 'string', description: 'Source file that wrote it.', facet: true },
    { name: 'code.line.number', type: 'integer', description: 'Line in that file.' },
    { name: 'process.pid', type: 'integer', description: 'Process, of the start of a log.' },
    { name: 'thread.id', type: 'integer', description: 'Thread that wrote it.' },
  ],
  detect: (head) => {
    let begins = 0;
    return detectLines(head, {
      begins: (line) => {
        const found = START.test(line) || V1.test(line) || V2.test(line);
        if (found) begins++;
        return found;
      },
      below: () => begins > 0, what: 'a log of OneDrive',
    });
  },
  reader: (context) => new OnedriveReader(context),
});

class OnedriveReader implements LineReader {
  private readonly context: LineLogContext;

  constructor(context: LineLogContext) {
    this.context = context;
  }

  line(text: string): boolean {
    const first = text.charCodeAt(0);
    return first === 35 ? this.start(text) : first >= 48 && first <= 57 && (this.first(text) || this.second(text));
  }

  private start(text: string): boolean {
    const m = START.exec(text);
    if (!m) return false;
    const record = this.context.begin();
    record.timeText = `${m[2]}-${m[3]}-${m[4]}-${m[5]}${m[6]}${m[7]}.${m[8]}`;
    record.timeNs = civilNs(this.context.clock, Number(m[2]), Number(m[3]), Number(m[4]), secondsOfDay(m[5]!, m[6]!, m[7]), fractionNs(m[8]), 0);
    record.body = text.slice(6);
    const process = PROCESS.exec(text);
    record.fields = [undefined, undefined, undefined, undefined, process ? Number.parseInt(process[1]!, 16) : undefined, process ? Number.parseInt(process[2]!, 16) : undefined];
    const attributes = emptyAttributes();
    attributes['service.version'] = m[1];
    record.attributes = attributes;
    return true;
  }

  private first(text: string): boolean {
    const m = V1.exec(text);
    if (!m) return false;
    this.begin(m, Number(m[3]), text.slice(0, 23), m[11]!, m[12]!).fields = [undefined, m[10], m[8], Number(m[9]), undefined, undefined];
    return true;
  }

  private second(text: string): boolean {
    const m = V2.exec(text);
    if (!m) return false;
    this.begin(m, 2000 + Number(m[3]), text.slice(0, 21), m[16]!, m[17]!).fields = [
      m[11] === '' ? undefined : m[11], undefined, m[12] === '' ? undefined : m[12], m[13] === undefined ? undefined : Number(m[13]), undefined, Number.parseInt(m[9]!, 16),
    ];
    return true;
  }

  private begin(m: RegExpExecArray, year: number, timeText: string, level: string, body: string): ReturnType<LineLogContext['begin']> {
    const record = this.context.begin();
    record.timeText = timeText;
    record.timeNs = civilNs(this.context.clock, year, Number(m[1]), Number(m[2]), secondsOfDay(m[4]!, m[5]!, m[6]), fractionNs(m[7]), 0);
    if (record.timeNs === undefined) this.context.report('unreadable-time', `"${timeText}" is not a time; the record has none.`);
    record.severityText = level;
    record.severityNumber = LEVELS[level] ?? severityFromText(level);
    record.body = body;
    return record;
  }
}
