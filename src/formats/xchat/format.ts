import { NS_PER_S } from '../../base/time.ts';
import { monthAt } from '../contract-clock.ts';
import { civilNs, detectLines, lineLogFormat, secondsOfDay, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { parseTimeText } from '../contract-time.ts';
import type { YearlessTime } from '../contract-years.ts';
import type { EventRecord } from '../contract.ts';

/*
 * XChat and HexChat: logs of channels, `Oct 14 10:34:11 <ana>	text`, between `**** BEGIN LOGGING AT Wed Oct 14 10:34:11 2026`
 * and `**** ENDING LOGGING AT …`, which have the year; and scrollback, `T 1791974051 text` with mIRC's colours in it.
 */
const MARK = /^\*{4} (BEGIN|ENDING) LOGGING AT (\S.{20,40})$/;
const LINE = /^([A-Z][a-z]{2}) ([ \d]?\d) (\d\d):(\d\d):(\d\d) (?:<([^>\t]{1,64})>|(-->|<--|---|\*|>[^<\s]{1,64}<|-[^-\s]{1,64}-))\t(.*)$/;
const SCROLLBACK = /^T (\d{1,10}) (.*)$/s;
/** Colour (03 with numbers), bold, reset, reverse, italics, underline. */
// oxlint-disable-next-line no-control-regex
const STYLE = /\u0003(?:\d{1,2}(?:,\d{1,2})?)?|[\u0002\u0008\u000f\u0016\u001d\u001f]/g;

/** What XChat and HexChat keep of a channel. */
export const xchat = lineLogFormat({
  id: 'xchat',
  title: 'XChat and HexChat log',
  extensions: ['log', 'txt', 'xchatlog'],
  magic: ['**** BEGIN LOGGING AT Www Mmm dd hh:mm:ss yyyy', 'lines of: T seconds-since-1970 text'],
  specification: [
    { title: 'HexChat: logging', url: 'https://hexchat.readthedocs.io/en/latest/settings.html' },
    { title: 'XChat: scrollback files, by plaso', url: 'https://plaso.readthedocs.io/en/latest/_modules/plaso/parsers/text_plugins/xchatscrollback.html' },
  ],
  fields: [{ name: 'user.name', type: 'string', description: 'Nickname of who said it.', facet: true }],
  detect: (head) => {
    let marks = 0;
    let scrollback = 0;
    const found = detectLines(head, {
      begins: (line) => {
        if (MARK.test(line)) marks++;
        else if (SCROLLBACK.test(line)) scrollback++;
        else return LINE.test(line);
        return true;
      },
      below: (line) => line.startsWith('T '),
      what: 'XChat',
    });
    // One line that begins with a T and a number is no log yet; what says who speaks is.
    return marks > 0 || scrollback >= 3 ? found : undefined;
  },
  yearless: (text) => {
    const m = LINE.exec(text);
    return m ? timeOf(m) : undefined;
  },
  reader: (context) => new XchatReader(context),
});

function timeOf(m: RegExpExecArray): YearlessTime | undefined {
  const month = monthAt(m[1]!, 0);
  const day = Number(m[2]);
  const seconds = secondsOfDay(m[3]!, m[4]!, m[5]);
  return month > 0 && day >= 1 && day <= 31 && seconds >= 0 ? { month, day, seconds, year: 0, to: 15 } : undefined;
}

class XchatReader implements LineReader {
  private readonly context: LineLogContext;
  /** From the last BEGIN, and as December goes on to January. */
  private year: number | undefined;
  private month = 0;

  constructor(context: LineLogContext) {
    this.context = context;
  }

  line(text: string): boolean {
    return this.mark(text) || this.scrollback(text) || this.message(text);
  }

  /** In a scrollback, a line without its number; in a log, what was pasted over several lines. */
  below(text: string): 'joined' | 'other' {
    return text.startsWith('T ') ? 'other' : 'joined';
  }

  private mark(text: string): boolean {
    const m = MARK.exec(text);
    const ns = m ? parseTimeText(m[2]!.trim(), this.context.options.zone) : undefined;
    if (!m || ns === undefined) return false;
    const record = this.context.begin();
    record.timeNs = ns;
    record.timeText = m[2]!.trim();
    record.body = text;
    this.year = Number(record.timeText.slice(-4));
    this.month = monthAt(record.timeText, 4);
    return true;
  }

  private scrollback(text: string): boolean {
    const m = SCROLLBACK.exec(text);
    if (!m) return false;
    const record = this.context.begin();
    record.timeText = m[1];
    if (m[1] === '0') this.context.report('no-time', 'The time is 0, which XChat writes where it has none; the record has no time.', 'info');
    else record.timeNs = BigInt(m[1]!) * NS_PER_S;
    this.speak(record, m[2]!.replace(STYLE, ''));
    return true;
  }

  private message(text: string): boolean {
    const m = LINE.exec(text);
    if (!m) return false;
    const record = this.context.begin();
    record.timeText = text.slice(0, 15);
    const time = timeOf(m);
    if (time && this.year !== undefined) {
      if (time.month < this.month) this.year++;
      this.month = time.month;
      record.timeNs = civilNs(this.context.clock, this.year, time.month, time.day, time.seconds);
    } else if (time) record.timeNs = this.context.yearlessNs(time, 0, record);
    if (record.timeNs === undefined) this.context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
    if (m[6] === undefined) record.body = `${m[7]} ${m[8]}`;
    else this.speak(record, `<${m[6]}> ${m[8]}`);
    return true;
  }

  private speak(record: EventRecord, text: string): void {
    record.body = text;
    record.fields = [/^<([^>]{1,64})>/.exec(text)?.[1]];
  }
}
