import { severityOfSyslog } from '../contract-level.ts';
import { lineLogFormat, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';
import { headLines } from '../contract-lines.ts';
import type { Detection, EventRecord, FieldDefinition, Format, Head } from '../contract.ts';
import { BootCounter, findBoots, type Boot } from './boot.ts';
import { readKernelLine, type KernelLine } from './line.ts';
import { beginningOf, describeReport } from '../contract-kernel-report.ts';
import { ReportEnd } from './report-end.ts';

const fields: readonly FieldDefinition[] = [
  { name: 'kernel.uptime', type: 'double', description: 'Seconds since the machine booted.' },
  { name: 'kernel.report.title', type: 'string', description: 'Of an oops, a panic, a hang and the like: what it is and in which function.', facet: true },
  { name: 'kernel.report.type', type: 'string', description: 'Its kind: KASAN-READ, NULL-POINTER-DEREFERENCE, HANG, LOCKDEP, WARNING, OOM, PANIC …', facet: true },
  { name: 'process.executable.name', type: 'string', description: 'Task that was running: Comm.', facet: true },
  { name: 'process.pid', type: 'integer', description: 'Its number.' },
  { name: 'kernel.version', type: 'string', description: 'Version of the kernel that a report names.', facet: true },
  { name: 'kernel.caller', type: 'string', description: 'Task (T) or CPU (C) that printed the line.' },
  { name: 'syslog.facility', type: 'string', description: 'Facility, where it is decoded (dmesg -x).' },
];
const LEVEL_WORDS = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];
const TASK = /(?:\bPID: (\d{1,10}) )?(?:UID: \d{1,10} )?Comm: (\S{1,64}).{0,20}?(?:(?:Not tainted|Tainted: [A-Z ]{0,40}(?: [\w=, -]{0,60})?) (\d\S{1,100}))?(?: #|$)/;

const base = {
  id: 'kernel-log',
  title: 'Linux kernel log',
  extensions: ['log', 'txt'],
  magic: ['lines of: [ seconds.microseconds] message (dmesg, console, kmsg, pstore)'],
  specification: [
    { title: 'dmesg(1)', url: 'https://man7.org/linux/man-pages/man1/dmesg.1.html' },
    { title: 'Linux: bug hunting', url: 'https://docs.kernel.org/admin-guide/bug-hunting.html' },
    { title: 'syzkaller: titles of reports', url: 'https://github.com/google/syzkaller/blob/master/pkg/report/linux.go' },
  ],
  fields,
  detect,
} satisfies Partial<Format>;

/** What dmesg, a serial console, /dev/kmsg or pstore has of the kernel; an oops is one record. */
export const kernelLog: Format = {
  ...base,
  async parse(source, sink, options, signal) {
    const boots = await findBoots(source, sink, signal);
    return lineLogFormat({ ...base, reader: (context) => new KernelLogReader(context, boots) }).parse(source, sink, options, signal);
  },
};

class KernelLogReader implements LineReader {
  readonly counts = { reports: 0 };
  readonly summary: Readonly<Record<string, unknown>>;
  private readonly context: LineLogContext;
  private readonly boots: ReadonlyMap<number, Boot>;
  private readonly counter = new BootCounter();
  /** Of the report that is open: its lines without their times, and whether it goes on. */
  private report: { lines: string[]; end: ReportEnd; level: number | undefined } | undefined;

  constructor(context: LineLogContext, boots: ReadonlyMap<number, Boot>) {
    this.context = context;
    this.boots = boots;
    this.summary = { bootsKnown: boots.size, timesFrom: [...new Set([...boots.values()].map((boot) => boot.from))] };
  }

  line(text: string): boolean {
    const read = readKernelLine(text, this.context.clock);
    if (!read) {
      // What was printed in several lines at once, or by something else on the same console.
      this.report?.lines.push(text);
      return false;
    }
    const boot = read.uptime === undefined ? 0 : this.counter.at(read.uptime);
    const kind = beginningOf(read.message);
    if (this.report && this.report.end.takes(read, kind)) {
      this.report.lines.push(read.message);
      return false;
    }
    const record = this.context.begin();
    this.report = kind || ReportEnd.opens(read.message) ? { lines: [read.message], end: new ReportEnd(read, kind), level: read.level } : undefined;
    this.fill(record, read, boot);
    return true;
  }

  private fill(record: EventRecord, read: KernelLine, boot: number): void {
    const { uptime, level, message } = read;
    record.timeText = read.timeText;
    record.timeNs = read.timeNs;
    const known = this.boots.get(boot);
    if (uptime !== undefined && known) {
      record.timeNs = BigInt(Math.round((known.seconds + uptime) * 1e6)) * 1000n;
      record.attributes = Object.assign(emptyAttributes(), { 'tephra.time.inferred': 'boot' });
    } else if (read.timeNs === undefined && uptime === undefined) this.context.report('unreadable-time', `"${read.timeText}" is not a time; the record has none.`);
    if (level !== undefined) {
      record.severityNumber = severityOfSyslog(level);
      record.severityText = LEVEL_WORDS[level];
    }
    record.body = message;
    record.fields = [uptime, undefined, undefined, undefined, undefined, undefined, read.caller, read.facility];
  }

  /** Names the report that a record is. */
  finish(record: EventRecord): void {
    const { report } = this;
    this.report = undefined;
    if (!report) return;
    const found = describeReport(report.lines);
    record.body = report.lines.join('\n');
    if (!found) return;
    this.counts.reports++;
    if (report.level === undefined) {
      record.severityNumber = severityOfSyslog(found.level);
      record.severityText = LEVEL_WORDS[found.level];
    }
    const [uptime, , , , , , caller, facility] = record.fields;
    const task = report.lines.map((line) => (line.includes('Comm: ') ? TASK.exec(line) : null)).find((m) => m !== null);
    const pid = task?.[1] === undefined ? undefined : Number(task[1]);
    record.body = `${found.title}\n${record.body}`;
    record.fields = [uptime, found.title, found.type, task?.[2], pid, task?.[3], caller, facility];
  }
}

const SAMPLE = 100;

/** On a console other programs print as well: a third of the lines will do. */
function detect(head: Head): Detection | undefined {
  const lines = headLines(head, SAMPLE);
  let stamped = 0;
  for (const line of lines) if (readKernelLine(line.length > 1000 ? line.slice(0, 1000) : line, undefined)) stamped++;
  const share = stamped / lines.length;
  if (stamped === 0 || share < 0.3 || (stamped < 3 && share < 0.6)) return undefined;
  return { confidence: share >= 0.9 ? 0.9 : Math.round((0.5 + 0.4 * share) * 100) / 100, reason: `${stamped} of ${lines.length} sampled ${lines.length === 1 ? 'line has' : 'lines have'} a stamp of the Linux kernel` };
}
