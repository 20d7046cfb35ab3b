import { formatRfc3339 } from '../../base/time.ts';
import { headLines } from '../contract-lines.ts';
import { civilNs, fractionNs, lineLogFormat, secondsOfDay, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord } from '../contract.ts';

/*
 * Text logs of SetupAPI, https://learn.microsoft.com/windows-hardware/drivers/install/setupapi-text-logs: a header,
 * then sections, each from `>>>  [Device Install … - id]` and `>>>  Section start yyyy/mm/dd hh:mm:ss.fff` to
 * `<<<  Section end …` and `<<<  [Exit status: SUCCESS]`. Lines of a section begin with blanks, ` .`, `!` for a warning or
 * `!!!` for an error. `[Boot Session: …]` says when the machine was started before what follows.
 */
const TITLE = /^>>> {2}\[(.*)\]\s*$/;
const BOOT = /^\[Boot Session: (\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{3})\]/;
const HEAD = /^\[(?:Device Install Log|SetupAPI Log|Setup Log|BeginLog)\]|^ {5}(?:OS Version|Service Pack|Suite|ProductType|Architecture) = /;
const TIME = /(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3})/;
const MARK = /^(?:>>>|<<<) {2}(?:Section (start|end) (\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{3})|\[Exit status: ([^\]]{0,200})\])/;

/** Device and application installations of Windows: setupapi.dev.log, setupapi.app.log, setupapi.setup.log. */
export const setupapi = lineLogFormat({
  id: 'setupapi',
  title: 'SetupAPI text log of Windows',
  extensions: ['log'],
  magic: ['[Device Install Log]', '>>>  [title], then >>>  Section start yyyy/mm/dd hh:mm:ss.fff'],
  specification: [{ title: 'Microsoft: SetupAPI text logs', url: 'https://learn.microsoft.com/en-us/windows-hardware/drivers/install/setupapi-text-logs' }],
  fields: [
    { name: 'event.name', type: 'string', description: 'What the section is: Device Install (Hardware initiated), Import Driver Package …', facet: true },
    { name: 'device.id', type: 'string', description: 'What it is about: an instance of a device, a file.' },
    { name: 'event.outcome', type: 'string', description: 'Exit status.', facet: true },
    { name: 'duration_ns', type: 'integer', description: 'Nanoseconds from its start to its end.' },
  ],
  detect: (head) => {
    const lines = headLines(head, 120);
    const first = lines[0];
    if (first === undefined) return undefined;
    if (/^\[(?:Device Install Log|SetupAPI Log|Setup Log)\]/.test(first)) return { confidence: 0.97, reason: 'begins with the header of a SetupAPI text log' };
    const at = lines.findIndex((line) => TITLE.test(line));
    return at >= 0 && lines[at + 1]?.startsWith('>>>  Section start ') === true ? { confidence: 0.95, reason: 'has sections of a SetupAPI text log' } : undefined;
  },
  reader: (context) => new SetupapiReader(context),
});

class SetupapiReader implements LineReader {
  readonly unbounded = true;
  readonly counts = { bootSessions: 0 };
  private readonly context: LineLogContext;
  private boot: string | undefined;
  private open = false;
  /** Of the section that is open. */
  private start: string | undefined;
  private end: string | undefined;
  private status: string | undefined;
  private severity = 0;

  constructor(context: LineLogContext) {
    this.context = context;
  }

  line(text: string): boolean {
    const m = TITLE.exec(text);
    if (!m) return false;
    const record = this.context.begin();
    record.body = text;
    this.open = true;
    this.start = this.end = this.status = undefined;
    this.severity = 0;
    const title = m[1]!;
    const dash = title.indexOf(' - ');
    record.fields = [dash < 0 ? title : title.slice(0, dash), dash < 0 ? undefined : title.slice(dash + 3), undefined, undefined];
    if (this.boot !== undefined) {
      const attributes = emptyAttributes();
      attributes['setupapi.boot_session'] = this.boot;
      record.attributes = attributes;
    }
    return true;
  }

  below(text: string): 'joined' | 'head' | 'other' {
    const boot = BOOT.exec(text);
    if (boot) {
      this.counts.bootSessions++;
      const ns = this.ns(boot[1]!);
      this.boot = ns === undefined ? boot[1] : formatRfc3339(ns);
      this.open = false;
      return 'head';
    }
    if (!this.open) return HEAD.test(text) ? 'head' : 'other';
    const first = text.charCodeAt(0);
    if (first === 0x21) this.severity = Math.max(this.severity, text.startsWith('!!!') ? 17 : 13);
    else if (first === 0x3e || first === 0x3c) {
      const m = MARK.exec(text);
      if (m?.[1] === 'start') this.start = m[2];
      else if (m?.[1] === 'end') this.end = m[2];
      else if (m) this.status = m[3];
    }
    return 'joined';
  }

  finish(record: EventRecord): void {
    const from = this.start === undefined ? undefined : this.ns(this.start);
    const to = this.end === undefined ? undefined : this.ns(this.end);
    record.timeText = this.start;
    record.timeNs = from;
    if (from === undefined) this.context.report('no-time', 'The section does not say when it started, or breaks off before; the record has no time.');
    record.fields = [record.fields[0], record.fields[1], this.status, from !== undefined && to !== undefined && to >= from ? to - from : undefined];
    const severity = this.status?.startsWith('FAILURE') === true ? 17 : this.severity;
    if (severity > 0) [record.severityNumber, record.severityText] = [severity, severity === 17 ? 'error' : 'warning'];
  }

  private ns(text: string): bigint | undefined {
    const m = TIME.exec(text);
    return m ? civilNs(this.context.clock, Number(m[1]), Number(m[2]), Number(m[3]), secondsOfDay(m[4]!, m[5]!, m[6]), fractionNs(m[7])) : undefined;
  }
}
