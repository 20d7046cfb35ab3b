import { instantNs } from '../contract-clock.ts';
import { knownJson } from '../contract-json-known.ts';
import { isObject } from '../contract-json-object.ts';
import { parseJson } from '../contract-json.ts';
import { lineLogFormat, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { headLines } from '../contract-lines.ts';
import { blankValues } from '../contract-record.ts';
import type { Detection, EventRecord, FieldValue, Head } from '../contract.ts';
import { F, fields, severityOfLetter } from './fields.ts';
import { readObject } from './json.ts';
import { ctimeStamp, isoStamp, readMessage, textHead } from './text.ts';

/** Logs of mongod and mongos: the text of 2.x to 4.2, the JSON since 4.4, and one after the other in a file that saw an upgrade. */
export const mongodb = lineLogFormat({
  id: 'mongodb',
  title: 'MongoDB log',
  growsByLine: true,
  extensions: ['log', 'json'],
  magic: ['lines of: time [severity COMPONENT] [context] message', '{"t":{"$date":…},"s":…,"c":…,"id":…,"ctx":…,"msg":…'],
  specification: [
    { title: 'MongoDB: log messages', url: 'https://www.mongodb.com/docs/manual/reference/log-messages/' },
    { title: 'MongoDB 4.2: log messages', url: 'https://www.mongodb.com/docs/v4.2/reference/log-messages/' },
    { title: 'OpenTelemetry semantic conventions for MongoDB', url: 'https://opentelemetry.io/docs/specs/semconv/database/mongodb/' },
  ],
  fields,
  detect,
  yearless: ctimeStamp,
  reader: (context) => new MongodbReader(context),
});

const blank = blankValues(fields.length);

class MongodbReader implements LineReader {
  private readonly context: LineLogContext;
  private slowOperations = 0;
  private jsonLines = 0;

  constructor(context: LineLogContext) {
    this.context = context;
  }

  get counts(): Readonly<Record<string, number>> {
    return { jsonLines: this.jsonLines, slowOperations: this.slowOperations };
  }

  line(text: string): boolean {
    const first = text.charCodeAt(0);
    return first === 0x7b ? this.json(text) : first >= 0x30 && first <= 0x39 ? this.iso(text) : this.ctime(text);
  }

  private json(text: string): boolean {
    let object: unknown;
    try {
      object = parseJson(text);
    } catch {
      return false;
    }
    if (!isObject(object) || knownJson(object) !== 'mongodb') return false;
    const { record, values } = this.begin();
    if (!readObject(object, record, values)) this.context.report('unreadable-time', 'The time under "t" is none; the record has no time.');
    if (record.body === '') record.body = text;
    this.jsonLines++;
    if (values[F.operation] !== undefined) this.slowOperations++;
    return true;
  }

  /** A JSON line that breaks off, or one whose time is none, is no part of the record above it. */
  below(text: string): 'joined' | 'other' {
    return text.startsWith('{"t":') || DATED.test(text) ? 'other' : 'joined';
  }

  private iso(text: string): boolean {
    const stamp = isoStamp(text);
    if (!stamp) return false;
    const { record, values } = this.begin();
    record.timeNs = instantNs(stamp.seconds, stamp.nanosecond);
    this.message(text, stamp.to, record, values);
    return true;
  }

  private ctime(text: string): boolean {
    const stamp = ctimeStamp(text);
    if (!stamp) {
      // Servers until 2.4 write it without a time.
      if (text !== RESTARTED) return false;
      this.context.begin().body = text;
      return true;
    }
    const { record, values } = this.begin();
    record.timeNs = this.context.yearlessNs(stamp, stamp.nanosecond, record);
    if (record.timeNs === undefined) this.context.report('unreadable-time', 'The date is none of its year; the record has no time.');
    this.message(text, stamp.to, record, values);
    return true;
  }

  private begin(): { record: EventRecord; values: FieldValue[] } {
    const record = this.context.begin();
    const values = blank();
    record.fields = values;
    return { record, values };
  }

  private message(text: string, to: number, record: EventRecord, values: FieldValue[]): void {
    record.timeText = text.slice(0, to);
    const head = textHead(text, to);
    const from = head?.from ?? to + 1;
    if (head) {
      if (head.severity !== undefined) {
        record.severityText = head.severity;
        record.severityNumber = severityOfLetter(head.severity);
      }
      if (head.component !== undefined && head.component !== '-') values[F.component] = head.component;
      values[F.thread] = head.context;
    }
    record.body = text.slice(from);
    readMessage(record.body, record, values);
    if (values[F.operation] !== undefined) this.slowOperations++;
  }
}

const RESTARTED = '***** SERVER RESTARTED *****';
const DATED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:/;

/** Threads of servers until 2.6, whose lines have no component; not `main`, which is a thread of everybody's. */
const CONTEXT = /^(?:initandlisten|conn\d+|mongosMain|rs[A-Z]\w*|signalProcessingThread|websvr|FileAllocator|TTLMonitor|clientcursormon|journal|snapshotthread|interruptThread|DataFileSync|LockPinger|Balancer|migrateThread|SyncSourceFeedback|ReplicaSetMonitorWatcher|slaveTracking|replmaster|replslave)$/;
const SAMPLE = 200;

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, SAMPLE);
  let found = 0;
  let certain = 0;
  let named = 0;
  let others = 0;
  for (const line of lines) {
    const first = line.charCodeAt(0);
    if (first === 0x7b) {
      if (line.startsWith('{"t":{"$date":') && /"s": *"[A-Z]\d?", *"c": *"/.test(line.slice(0, 200))) {
        found++;
        certain++;
      } else if (!line.startsWith('{"backtrace"')) others++;
      continue;
    }
    const to = first >= 0x30 && first <= 0x39 ? isoStamp(line)?.to : ctimeStamp(line)?.to;
    if (to === undefined) {
      // What follows a record: a stack, a banner.
      if (found === 0 && line !== RESTARTED) others++;
      continue;
    }
    const begin = textHead(line, to);
    if (!begin) {
      if (!line.startsWith(RESTARTED, to + 1)) others++;
      continue;
    }
    found++;
    if (begin.component !== undefined) certain++;
    else if (CONTEXT.test(begin.context)) named++;
  }
  // Before 3.0 a time and a word in brackets are all: the words must be those of its threads.
  if (found === 0 || others > found / 2 || (certain * 2 < found && named * 4 < found)) return undefined;
  return {
    confidence: Math.round((others === 0 ? 0.95 : 0.6 + 0.3 * (found / (found + others))) * 100) / 100,
    reason: `${found} of ${lines.length} sampled lines are of a MongoDB log`,
  };
}
