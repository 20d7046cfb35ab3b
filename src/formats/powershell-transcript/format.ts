import { headLines } from '../contract-lines.ts';
import { civilNs, lineLogFormat, secondsOfDay, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord } from '../contract.ts';

/*
 * Start-Transcript: between lines of asterisks a heading with what runs where and as whom, then what was typed and printed,
 * then the end. With -IncludeInvocationHeader each command stands between such lines too, with its own time. Words are in the
 * language of Windows; times are `yyyymmddhhmmss`, local.
 */
const RULE = /^\*{22}\s*$/;
const STAMP = /^([^:\n]{2,60}): (\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\s*$/;
const TITLE = /PowerShell/;
const MEMBERS: Readonly<Record<string, string>> = {
  Username: 'user.name', 'RunAs User': 'user.effective.name', 'Configuration Name': 'powershell.configuration', 'Host Application': 'process.command_line', 'Process ID': 'process.pid', PSVersion: 'powershell.version',
};

/** Transcripts of PowerShell sessions. */
export const powershellTranscript = lineLogFormat({
  id: 'powershell-transcript',
  title: 'PowerShell transcript',
  extensions: ['txt'],
  magic: ['22 asterisks, then PowerShell transcript start, then a time of 14 digits'],
  specification: [{ title: 'Microsoft: Start-Transcript', url: 'https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.host/start-transcript' }],
  fields: [
    { name: 'event.name', type: 'string', description: 'powershell.session, powershell.command or powershell.end.', facet: true },
    { name: 'user.name', type: 'string', description: 'Who ran it.', facet: true },
    { name: 'process.command_line', type: 'string', description: 'Program that hosted the session.' },
    { name: 'process.pid', type: 'integer', description: 'Its process.' },
  ],
  detect: (head) => {
    const lines = headLines(head, 12);
    const found = lines.length >= 3 && RULE.test(lines[0]!) && TITLE.test(lines[1]!) && lines.slice(2).some((line) => STAMP.test(line));
    return found ? { confidence: 0.98, reason: 'begins with the heading of a PowerShell transcript' } : undefined;
  },
  reader: (context) => new TranscriptReader(context),
});

class TranscriptReader implements LineReader {
  readonly unbounded = true;
  readonly counts = { sessions: 0, commands: 0 };
  private readonly context: LineLogContext;
  /** Between two rules: a heading. */
  private inHeading = false;
  private name = 'powershell.session';
  private session: Record<string, unknown> = {};
  private host: string | undefined;
  private at: bigint | undefined;
  private atText: string | undefined;

  constructor(context: LineLogContext) {
    this.context = context;
  }

  line(text: string): boolean {
    if (!RULE.test(text)) return false;
    this.inHeading = !this.inHeading;
    if (!this.inHeading) return false;
    const record = this.context.begin();
    record.body = text;
    this.name = 'powershell.command';
    this.at = undefined;
    this.atText = undefined;
    return true;
  }

  below(text: string): 'joined' {
    if (!this.inHeading) return 'joined';
    const stamp = STAMP.exec(text);
    if (stamp && this.at === undefined) {
      this.at = civilNs(this.context.clock, Number(stamp[2]), Number(stamp[3]), Number(stamp[4]), secondsOfDay(stamp[5]!, stamp[6]!, stamp[7]));
      this.atText = text.slice(stamp[1]!.length + 2).trimEnd();
      // The end and a command say when, and nothing else; a start goes on with who and where.
      if (this.name === 'powershell.session') this.name = 'powershell.end';
      return 'joined';
    }
    if (stamp === null && this.at === undefined && TITLE.test(text)) this.name = 'powershell.session';
    const colon = text.indexOf(': ');
    if (colon < 0 || this.at === undefined) return 'joined';
    if (this.name === 'powershell.end') {
      this.name = 'powershell.begin';
      this.session = emptyAttributes();
      this.host = undefined;
    }
    const name = text.slice(0, colon).trim();
    const value = text.slice(colon + 2).trim();
    const member = MEMBERS[name];
    if (name === 'Machine') this.host = value.split(' ')[0];
    this.session[member ?? `powershell.${name.toLowerCase().replaceAll(/[^\w]+/g, '_')}`] = member === 'process.pid' && /^\d{1,10}$/.test(value) ? Number(value) : value;
    return 'joined';
  }

  finish(record: EventRecord): void {
    const isStart = this.name === 'powershell.begin';
    if (isStart) this.counts.sessions++;
    else if (this.name === 'powershell.command') this.counts.commands++;
    record.timeNs = this.at;
    record.timeText = this.atText;
    record.hostName = this.host;
    const { session } = this;
    const text = (name: string): string | undefined => (typeof session[name] === 'string' ? session[name] : undefined);
    record.fields = [
      isStart ? 'powershell.session' : this.name, text('user.name'), isStart ? text('process.command_line') : undefined, typeof session['process.pid'] === 'number' ? session['process.pid'] : undefined,
    ];
    if (isStart) {
      const attributes = emptyAttributes();
      for (const [name, value] of Object.entries(session)) if (name !== 'user.name' && name !== 'process.command_line' && name !== 'process.pid') attributes[name] = value;
      record.attributes = attributes;
    }
    if (record.timeNs === undefined) this.context.report('no-time', 'The heading has no time; the record has none.');
  }
}
