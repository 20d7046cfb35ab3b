import { civilNs, detectLines, fractionNs, lineLogFormat, secondsOfDay, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';

/*
 * TeamViewerNN_Logfile.log: `2026/10/14 10:34:11.204  2136       3688 S0!  text`: process, thread, which part of the program
 * wrote it (S service, G window, D desktop) in which session, `!` for a warning and `!!` for an error. Times are local; a
 * start tells the offset, `Start: 2026/10/14 10:34:11.204 (UTC-8:00)`. Connections.txt and Connections_incoming.txt:
 * identifier, (name of who came,) start, end, account, kind of session, identifier of the session; UTC.
 */
const LOG = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3}) {1,4}(\d{1,10}) {1,14}(\d{1,10}) {1,4}([A-Z]?)(\d{1,4})([!+]{0,2}) {1,4}(.*)$/s;
const ZONE = /^Start: +\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{3} \(UTC([+-])(\d{1,2}):(\d\d)\)/;
const DATE = String.raw`(\d\d)-(\d\d)-(\d{4}) (\d\d):(\d\d):(\d\d)`;
const CONNECTION = new RegExp(String.raw`^(\d{6,12})(?: *\t *| {1,40})(?:(\S(?:[^\t\n]{0,80}\S)?)(?: *\t *| {2,40}))?${DATE}(?: *\t *| {2,40})${DATE}(?: *\t *| {2,40})([^\t]{0,80}?)(?: *\t *| {2,40})(\w{1,40})(?: *\t *| {2,40})(\{[\da-fA-F-]{36}\})\s*$`);
const PARTS: Readonly<Record<string, string>> = { S: 'service', G: 'gui', D: 'desktop' };

/** What TeamViewer writes of itself and of its sessions. */
export const teamviewer = lineLogFormat({
  id: 'teamviewer',
  title: 'TeamViewer log',
  extensions: ['log', 'txt'],
  magic: ['lines of: yyyy/mm/dd hh:mm:ss.fff pid tid S0 text', 'lines of: identifier dd-mm-yyyy hh:mm:ss dd-mm-yyyy hh:mm:ss account kind {GUID}'],
  specification: [
    { title: 'TeamViewer: log files', url: 'https://www.teamviewer.com/en/global/support/knowledge-base/teamviewer-classic/troubleshooting/log-file-reading/' },
    { title: 'plaso: TeamViewer logs', url: 'https://plaso.readthedocs.io/en/latest/_modules/plaso/parsers/text_plugins/teamviewer.html' },
  ],
  fields: [
    { name: 'process.pid', type: 'integer', description: 'Process that wrote the record.' },
    { name: 'thread.id', type: 'integer', description: 'Thread that wrote it.' },
    { name: 'teamviewer.part', type: 'string', description: 'Part of the program: service, gui, desktop.', facet: true },
    { name: 'teamviewer.peer', type: 'string', description: 'Identifier of the other machine of a session.', facet: true },
    { name: 'user.name', type: 'string', description: 'Account on this machine.', facet: true },
    { name: 'session.id', type: 'string', description: 'Identifier of the session.' },
    { name: 'event.action', type: 'string', description: 'Kind of session: RemoteControl, FileTransfer …', facet: true },
    { name: 'duration_ns', type: 'integer', description: 'Nanoseconds the session lasted.' },
  ],
  detect: (head) => {
    let begins = 0;
    return detectLines(head, {
      begins: (line) => {
        const found = CONNECTION.test(line) || LOG.test(line);
        if (found) begins++;
        return found;
      },
      below: () => begins > 0, what: 'TeamViewer',
    });
  },
  reader: (context) => new TeamviewerReader(context),
});

class TeamviewerReader implements LineReader {
  private readonly context: LineLogContext;
  /** Of the machine, where a start in the file says it. */
  private offset: number | undefined;

  constructor(context: LineLogContext) {
    this.context = context;
    // The lines before the first start are of the same run.
    for (const line of context.firstLines) if (this.zone(line)) break;
  }

  get summary(): Readonly<Record<string, unknown>> {
    return this.offset === undefined ? {} : { utcOffsetSeconds: this.offset };
  }

  line(text: string): boolean {
    return this.log(text) || this.connection(text);
  }

  below(text: string): 'joined' {
    this.zone(text);
    return 'joined';
  }

  private zone(text: string): boolean {
    const m = text.startsWith('Start:') ? ZONE.exec(text) : null;
    if (!m) return false;
    this.offset = (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 3600 + Number(m[3]) * 60);
    return true;
  }

  private log(text: string): boolean {
    const m = LOG.exec(text);
    if (!m) return false;
    const record = this.context.begin();
    record.timeText = text.slice(0, 23);
    record.timeNs = civilNs(this.context.clock, Number(m[1]), Number(m[2]), Number(m[3]), secondsOfDay(m[4]!, m[5]!, m[6]), fractionNs(m[7]), this.offset);
    if (record.timeNs === undefined) this.context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
    record.severityNumber = m[12] === '!' ? 13 : m[12] === '!!' ? 17 : 9;
    record.severityText = m[12] === '' ? undefined : m[12];
    record.body = m[13]!;
    record.fields = [Number(m[8]), Number(m[9]), PARTS[m[10]!] ?? (m[10] === '' ? undefined : m[10]), undefined, undefined, undefined, undefined, undefined];
    return true;
  }

  private connection(text: string): boolean {
    const m = CONNECTION.exec(text);
    if (!m) return false;
    const record = this.context.begin();
    const at = (from: number): bigint | undefined =>
      civilNs(this.context.clock, Number(m[from + 2]), Number(m[from + 1]), Number(m[from]), secondsOfDay(m[from + 3]!, m[from + 4]!, m[from + 5]), 0, 0);
    const from = at(3);
    const to = at(9);
    record.timeNs = from;
    record.timeText = `${m[3]}-${m[4]}-${m[5]} ${m[6]}:${m[7]}:${m[8]}`;
    if (from === undefined) this.context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
    const [, peer, name] = m;
    const [account, kind, session] = [m[15]!, m[16]!, m[17]!];
    record.body = name === undefined ? `${kind} to ${peer} by ${account}` : `${kind} from ${peer} (${name}) to ${account}`;
    record.fields = [undefined, undefined, undefined, peer, account === '' ? undefined : account, session, kind, from !== undefined && to !== undefined && to >= from ? to - from : undefined];
    const attributes = emptyAttributes();
    attributes['network.io.direction'] = name === undefined ? 'transmit' : 'receive';
    if (name !== undefined) attributes['teamviewer.peer_name'] = name;
    record.attributes = attributes;
    return true;
  }
}
