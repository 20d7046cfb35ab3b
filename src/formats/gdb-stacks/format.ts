import { parseEpoch } from '../contract-time.ts';
import { headLines } from '../contract-lines.ts';
import { lineLogFormat, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord, FieldValue } from '../contract.ts';
import { functionOf } from './frame.ts';

const F = { number: 0, thread: 1, name: 2, top: 3, stack: 4, pid: 5 } as const;

/** Stacks of all threads of a process: `thread apply all bt` of gdb, pstack, gstack, eu-stack. */
export const gdbStacks = lineLogFormat({
  id: 'gdb-stacks',
  title: 'Stacks of threads (gdb, pstack, eu-stack)',
  extensions: ['txt', 'log', 'bt', 'stacktrace'],
  magic: ['Thread 7 (Thread 0x7f… (LWP 4711)):', 'TID 4711:'],
  specification: [
    { title: 'GDB: backtraces', url: 'https://sourceware.org/gdb/current/onlinedocs/gdb.html/Backtrace.html' },
    { title: 'elfutils: eu-stack', url: 'https://sourceware.org/elfutils/' },
  ],
  fields: [
    { name: 'gdb.thread', type: 'integer', description: 'Number that gdb gives the thread.' },
    { name: 'thread.id', type: 'integer', description: 'Thread of the system: LWP.' },
    { name: 'thread.name', type: 'string', description: 'Name of the thread.', facet: true },
    { name: 'code.function.name', type: 'string', description: 'Function that the thread was in.', facet: true },
    { name: 'gdb.stack', type: 'string', description: 'Functions of the stack, the innermost first: the same for threads that wait for the same.', facet: true },
    { name: 'process.pid', type: 'integer', description: 'Process.' },
  ],
  detect(head) {
    if (!headLines(head, 20).some((line) => /^(?:Thread \d|TID \d|\[(?:New )?(?:Thread|LWP) )/.test(line))) return undefined;
    const lines = headLines(head, 2000);
    for (const [i, line] of lines.entries()) {
      const first = line.charCodeAt(0);
      // T of Thread and of TID.
      if (first === 84 && threadOf(line) && (lines[i + 1]?.startsWith('#0 ') === true || (i + 1 === lines.length && !head.complete))) return { confidence: 0.95, reason: 'stacks of the threads of a process' };
      // Threads are told first where gdb attaches.
      if (i > 20 && !HEADING.test(line)) return undefined;
    }
    // More threads than the head has room for.
    return lines.filter((line) => /^\[New (?:Thread|LWP) /.test(line)).length >= 20 ? { confidence: 0.9, reason: 'gdb attaches to the threads of a process' } : undefined;
  },
  reader: (context) => new StackReader(context),
});

/** `Thread 7 (Thread 0x7f4d (LWP 4711) "name"):`, `Thread 4711 (LWP 4711):`, `TID 4711:`. */
function threadOf(text: string): { number: number | undefined; id: number | undefined; name: string | undefined } | undefined {
  const gdb = /^Thread (\d{1,10}) \((?:Thread (?:0x)?[\da-f]{1,16}(?: |, )?)?(?:\(?(?:LWP|process) (\d{1,10})\)?)?(?: "([^"]{1,64})")?(?: \([A-Z][^)]{0,40}\))?\):?(?: "([^"]{1,64})")?/.exec(text);
  if (gdb) return { number: Number(gdb[1]), id: gdb[2] === undefined ? undefined : Number(gdb[2]), name: gdb[3] ?? gdb[4] };
  const eu = /^TID (\d{1,10})(?: "([^"]{1,64})")?:$/.exec(text);
  return eu ? { number: undefined, id: Number(eu[1]), name: eu[2] } : undefined;
}

/** What gdb says before the stacks. */
const HEADING = /^(?:\[|\(no debugging|Using host|warning: |Reading symbols|Loaded symbols|Core was generated|Program terminated|0x[\da-f]{1,16} in |\d+\t|__|Download failed|This GDB supports|Enable debuginfod|Debuginfod has been)/;

const MAX_FRAMES = 200;
const SHOWN = 12;

class StackReader implements LineReader {
  private readonly context: LineLogContext;
  private frames: string[] = [];
  private values: FieldValue[] = [];
  private title = '';
  private pid: number | undefined;
  private takenNs: bigint | undefined;
  private takenText: string | undefined;
  private threads = 0;
  private readonly stacks = new Map<string, number>();

  constructor(context: LineLogContext) {
    this.context = context;
  }

  get counts(): Readonly<Record<string, number>> {
    return { threads: this.threads, stacks: this.stacks.size };
  }

  /** The stacks that most threads are in, as a poor man's profiler counts them. */
  get summary(): Readonly<Record<string, unknown>> {
    const most = [...this.stacks].toSorted((a, b) => b[1] - a[1]).slice(0, 10).map(([stack, threads]) => ({ threads, stack }));
    return { commonStacks: most };
  }

  line(text: string): boolean {
    if (text.charCodeAt(0) === 35) {
      const name = this.frames.length < MAX_FRAMES ? functionOf(text) : undefined;
      if (name !== undefined) this.frames.push(name);
      return false;
    }
    const thread = threadOf(text);
    if (!thread) return false;
    const record = this.context.begin();
    this.frames = [];
    this.values = [thread.number, thread.id, thread.name, undefined, undefined, this.pid];
    record.fields = this.values;
    record.timeNs = this.takenNs;
    record.timeText = this.takenText;
    record.body = text;
    this.title = `Thread ${thread.number ?? thread.id ?? ''}${thread.id !== undefined && thread.number !== undefined && thread.number !== thread.id ? ` (LWP ${thread.id})` : ''}${thread.name === undefined ? '' : ` "${thread.name}"`}`;
    this.threads++;
    return true;
  }

  below(text: string): 'joined' | 'head' | 'other' {
    // pt-stalk puts the time before each sample; pt-pmp behind it, nanoseconds first: that time is of none that follows.
    const taken = /^TS (\d{10}(?:\.\d{1,9})?|\d{1,9}\.\d{10})(?: |$)/.exec(text);
    if (taken && !/^\d{10}(?:\.|$)/.test(taken[1]!)) return 'head';
    if (taken) {
      this.takenNs = parseEpoch(taken[1]!);
      this.takenText = taken[1];
      return 'head';
    }
    const process = /^PID (\d{1,10}) - /.exec(text);
    if (process) this.pid = Number(process[1]);
    if (process || HEADING.test(text)) return 'head';
    return text.charCodeAt(0) === 35 || this.threads > 0 ? 'joined' : 'other';
  }

  finish(record: EventRecord): void {
    const attributes = emptyAttributes();
    attributes['code.stacktrace'] = record.body;
    record.attributes = attributes;
    const { frames, values } = this;
    values[F.top] = frames[0];
    if (frames.length > 0) {
      const stack = frames.join(',');
      values[F.stack] = stack.slice(0, 2000);
      if (this.stacks.size < 100_000 || this.stacks.has(stack)) this.stacks.set(stack, (this.stacks.get(stack) ?? 0) + 1);
    }
    record.body = `${this.title}: ${frames.slice(0, SHOWN).join(' < ')}${frames.length > SHOWN ? ' < …' : ''}`;
  }
}
