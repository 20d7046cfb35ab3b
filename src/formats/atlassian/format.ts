import { severityFromText } from '../../model/severity.ts';
import { thrownIn } from '../contract-exception.ts';
import { civilNs, detectLines, fractionNs, lineLogFormat, secondsOfDay, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord } from '../contract.ts';

/*
 * Jira, Confluence and Bitbucket write log4j and logback layouts of their own:
 *
 * - Confluence, Jira in containers: `time LEVEL [thread] [logger] method text`, and lines ` -- url: … | userName: …` below;
 * - Jira: `time thread LEVEL user request session address url [logger] text`, the five in the middle only within a request;
 * - Bitbucket: `time LEVEL [thread] user @request session address "action" logger text`, the five only within a request;
 * - audit of Bitbucket: `address | event | user | milliseconds | entity | details | request | session`.
 */
const TIME = String.raw`^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d),(\d{3}) `;
const LEVEL = '(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)';
const BRACKETS = new RegExp(String.raw`${TIME}${LEVEL} {1,2}\[([^\]]{1,200})\] \[([\w.$/-]{3,200})\] ([\w$<>]{1,100}) ?(.*)$`, 's');
const JIRA = new RegExp(String.raw`${TIME}(\S.{0,120}?)(?: url: ?\S{0,500})? ${LEVEL} {1,6}(?:(\S{1,100}) (\d{1,5}x\d{1,10}x\d{1,5}) (\S{1,64}) ([\d.:a-fA-F,]{2,120}) (\S{1,500}) |(\S{1,100}) {3,6}(?:\S{1,500} )?| {1,6})?\[([\w.$/-]{3,200})\] (.*)$`, 's');
const BITBUCKET = new RegExp(String.raw`${TIME}${LEVEL} {1,2}\[([^\]]{1,200})\] (?:(?!(?:[a-z]\w{0,60}\.){1,15}[A-Z])(\S{1,100}(?: [^\n]{0,600}?)?) )??(?:!!! )?((?:[a-z][\w$]{0,60}\.){1,15}[A-Z][\w$]{0,100}) (.*)$`, 's');
const AUDIT = /^([\d.:a-fA-F,]{2,120}|-) \| ([A-Z]\w{2,80}(?:Event|Request)?) \| (\S{1,100}) \| (\d{13}) \| (\S{1,200}) \| (.{0,20000}) \| (\S{1,64}) \| (\S{1,64})\s*$/s;
const CONTEXT = /^ -- (?:\w[\w ]{0,30}: )/;
/** What only these products write where the class stands. */
const OWN = /\[?(?:com\.atlassian\.|c\.a\.[a-z]|atlassian\.|confluence\.|jira\.)/;

/** Logs of Jira, Confluence and Bitbucket. */
export const atlassian = lineLogFormat({
  id: 'atlassian',
  title: 'Jira, Confluence and Bitbucket log',
  extensions: ['log'],
  magic: ['lines of: yyyy-mm-dd hh:mm:ss,fff LEVEL [thread] [com.atlassian.…] method text', 'lines of: address | Event | user | milliseconds | …'],
  specification: [
    { title: 'Atlassian: how to read the Jira log file', url: 'https://confluence.atlassian.com/jirakb/logging-and-profiling-1388447310.html' },
    { title: 'Atlassian: how to read the Bitbucket Data Center log formats', url: 'https://confluence.atlassian.com/bitbucketserverkb/how-to-read-the-bitbucket-data-center-log-formats-779171668.html' },
    { title: 'Atlassian: Confluence logs', url: 'https://confluence.atlassian.com/doc/working-with-confluence-logs-108364721.html' },
  ],
  growsByLine: true,
  fields: [
    { name: 'logger.name', type: 'string', description: 'Class that wrote the record.', facet: true },
    { name: 'code.function.name', type: 'string', description: 'Method that wrote it.' },
    { name: 'thread.name', type: 'string', description: 'Thread that wrote it.', facet: true },
    { name: 'user.name', type: 'string', description: 'Who asked for it.', facet: true },
    { name: 'client.address', type: 'string', description: 'From where.', facet: true },
    { name: 'url.path', type: 'string', description: 'What was asked for.' },
    { name: 'request.id', type: 'string', description: 'Identifier of the request.' },
    { name: 'event.name', type: 'string', description: 'Event of the audit log.', facet: true },
    { name: 'exception.type', type: 'string', description: 'Type of what was thrown, from the stack trace.', facet: true },
    { name: 'exception.message', type: 'string', description: 'Its message.' },
  ],
  detect: (head) => {
    let own = 0;
    let begins = 0;
    const found = detectLines(head, {
      begins: (line) => {
        const audit = AUDIT.test(line);
        if (!audit && !(line.charCodeAt(19) === 44 && (BRACKETS.test(line) || BITBUCKET.test(line) || JIRA.test(line)))) return false;
        begins++;
        if (audit || OWN.test(line)) own++;
        return true;
      },
      below: () => begins > 0, what: 'an Atlassian product',
    });
    return own * 5 >= begins && own > 0 ? found : undefined;
  },
  reader: (context) => new AtlassianReader(context),
});

class AtlassianReader implements LineReader {
  private readonly context: LineLogContext;

  constructor(context: LineLogContext) {
    this.context = context;
  }

  line(text: string): boolean {
    if (text.charCodeAt(19) !== 44) return this.audit(text);
    return this.brackets(text) || this.bitbucket(text) || this.jira(text);
  }

  private brackets(text: string): boolean {
    const m = BRACKETS.exec(text);
    if (!m) return false;
    const record = this.begin(m, m[8]!, m[12]!);
    // Confluence names the thread and then what it serves.
    const thread = /^(.*?) url: ?(\S*)/.exec(m[9]!);
    record.fields = [m[10], m[11], thread?.[1] ?? m[9], undefined, undefined, thread?.[2] === '' ? undefined : thread?.[2], undefined, undefined, undefined, undefined];
    return true;
  }

  private jira(text: string): boolean {
    const m = JIRA.exec(text);
    if (!m) return false;
    const record = this.begin(m, m[9]!, m[17]!);
    const none = (value: string | undefined): string | undefined => (value === '-' || value === 'anonymous' ? undefined : value);
    record.fields = [m[16], undefined, m[8], none(m[10]) ?? none(m[15]), none(m[13]), none(m[14]), none(m[11]), undefined, undefined, undefined];
    if (m[12] !== undefined && m[12] !== '-') record.attributes = { 'session.id': m[12] };
    return true;
  }

  private bitbucket(text: string): boolean {
    const m = BITBUCKET.exec(text);
    if (!m) return false;
    const record = this.begin(m, m[8]!, m[12]!);
    // user @request session address "action": all but the user may be missing.
    const words = m[10]?.split('"') ?? [];
    const [first, ...rest] = (words[0] ?? '').trim().split(' ').filter((word) => word !== '');
    const requests = rest.filter((word) => /^[@*]/.test(word));
    const address = rest.find((word) => /^[\d.]{7,15}$|:.*:/.test(word));
    const isUser = first !== undefined && !/^[@*!]/.test(first);
    record.fields = [m[11], undefined, m[9], isUser ? first : undefined, address, words[1] === undefined || words[1] === '' ? undefined : words[1], requests[0]?.replace(/,$/, ''), undefined, undefined, undefined];
    return true;
  }

  private audit(text: string): boolean {
    const m = text.includes(' | ') ? AUDIT.exec(text) : null;
    if (!m) return false;
    const record = this.context.begin();
    record.timeText = m[4];
    record.timeNs = BigInt(m[4]!) * 1_000_000n;
    record.body = `${m[2]} ${m[5]}${m[6] === '-' ? '' : ` ${m[6]}`}`;
    const none = (value: string): string | undefined => (value === '-' ? undefined : value);
    record.fields = [undefined, undefined, undefined, none(m[3]!), none(m[1]!), undefined, none(m[7]!), m[2], undefined, undefined];
    const attributes = emptyAttributes();
    if (m[5] !== '-') attributes['atlassian.entity'] = m[5];
    if (m[8] !== '-') attributes['session.id'] = m[8];
    record.attributes = attributes;
    return true;
  }

  finish(record: EventRecord): void {
    const lines = record.body.split('\n');
    if (lines.length === 1) return;
    const fields = [...record.fields];
    record.fields = fields;
    const thrown = thrownIn(lines);
    if (thrown) {
      fields[8] = thrown.type;
      fields[9] = thrown.message;
    }
    // Confluence tells of the request on the line below.
    const line = lines[1]!;
    if (!CONTEXT.test(line)) return;
    for (const part of line.slice(4).split(' | ')) {
      const colon = part.indexOf(': ');
      const name = part.slice(0, colon);
      const value = part.slice(colon + 2).trim();
      if (colon < 0 || value === '') continue;
      if (name === 'userName') fields[3] = value;
      else if (name === 'url') fields[5] = value;
      else if (name === 'traceId' && /^[\da-f]{32}$/.test(value)) record.traceId = value;
    }
  }

  private begin(m: RegExpExecArray, level: string, body: string): EventRecord {
    const record = this.context.begin();
    record.timeText = `${m[1]}-${m[2]}-${m[3]} ${m[4]}:${m[5]}:${m[6]},${m[7]}`;
    record.timeNs = civilNs(this.context.clock, Number(m[1]), Number(m[2]), Number(m[3]), secondsOfDay(m[4]!, m[5]!, m[6]), fractionNs(m[7]));
    if (record.timeNs === undefined) this.context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
    record.severityText = level;
    record.severityNumber = severityFromText(level);
    record.body = body;
    return record;
  }
}
