import type { KernelLine } from './line.ts';
import { isFrame } from '../contract-kernel-stack.ts';
import type { ReportKind } from '../contract-kernel-report.ts';

const CUT_HERE = /^-{6,}\[ cut here \]-{6,}/;
const RULE = /^[=-]{20,}$/;
const ENDS = /^---\[ end (?:trace|Kernel panic)/;
/** What a report consists of beside its stack. */
const PART = /^\s*$|^\s*(?:Call [Tt]race|<\/?(?:TASK|IRQ|EOI|NMI|SOFTIRQ|#?DF|ENTRY_TRAMPOLINE)>|R[A-D]X|R[SDB]P|R[SD]I|R\d\d|RIP|RSP|EIP|IP|ESP|E[A-D]X|E[SD]I|EBP|FS|GS|CS|DS|CR\d|DR\d|PKRU|ORIG_RAX|Code|PC|LR|pc|lr|sp|x\d+|r\d+|pstate|Modules linked in|CPU|Hardware name|task|Task|Workqueue|Tainted|Not tainted|comm|Comm|PID|PGD|PUD|PMD|PTE|Oops|SMP|Stack|Thread|Dumping ftrace|\(ftrace|Kernel Offset|Rebooting in|Kernel panic|fixing recursive|note:|Fixing|RTNL|Read of|Write of|Allocated|Freed|Memory state|The buggy|Object at|page:|flags:|raw:|page dumped|page_owner|which belongs|buggy|head:|Last potentially|backtrace|Sending NMI|NMI backtrace|rcu[:_]|\(detected|\(t=|Showing|other info|stack backtrace|locks? held|\d+ locks? held|#\d+:|"echo 0 >|[{(]?[\w.-]+\+0x|[\da-f]{8,16}\s|[>^ ]*[\da-f]{16}: |[\da-f]{2}( [\da-f]{2}){3}|---\[|-{4,}|={4,}|kasan:|KASAN:|invalid opcode|irq event|hardirqs|softirqs|possible reason|INFO: lockdep is turned off)/;

/** A burst of lines about one thing: longer pauses end a report that has not said that it ends. */
const PAUSE_S = 1;
const FOREIGN_LINES = 5;
const FOREIGN_S = 0.05;
/** Of what is fenced by rules, or lists the memory and the tasks of a machine. */
const MAX_LINES = 1500;

/** Tells where the report that is open ends. */
export class ReportEnd {
  private readonly oom: boolean;
  private fenced: boolean;
  private hasBegun: boolean;
  private ended = false;
  private foreign = 0;
  private lines = 1;
  private last: number | undefined;

  /** Whether a line opens a report before anything is said of what it is. */
  static opens(message: string): boolean {
    return CUT_HERE.test(message) || (message.startsWith('=') && RULE.test(message));
  }

  constructor(first: KernelLine, kind: ReportKind | undefined) {
    // The rule above may be lost; these reports have one below, too.
    this.fenced = RULE.test(first.message) || /^(?:K|UBSAN)/.test(kind?.type ?? '');
    this.hasBegun = kind !== undefined;
    this.oom = kind?.type === 'OOM' && first.message.includes('oom-killer');
    this.last = first.uptime;
  }

  /** Whether the next line with a stamp is of the report; `kind`: what it would begin by itself. */
  takes(line: KernelLine, kind: ReportKind | undefined): boolean {
    const { message } = line;
    const pause = line.uptime === undefined || this.last === undefined ? 0 : line.uptime - this.last;
    this.last = line.uptime;
    if (this.lines++ >= MAX_LINES || pause < -1) return false;
    // A rule, or "cut here", and then nothing that is a report: it was none.
    if (!this.hasBegun && kind === undefined && this.lines > 6) return false;
    const isPanic = message.startsWith('Kernel panic - not syncing');
    if (kind && this.hasBegun && !isPanic && !message.startsWith('invalid opcode') && !this.oom && !message.startsWith('Oops')) {
      // Another begins: within a fence, and where this one has just begun, they are of one.
      if (!this.fenced || this.ended) return false;
    }
    if (kind) this.hasBegun = true;
    if (ReportEnd.opens(message) && this.hasBegun) {
      if (this.fenced && message.startsWith('=') && !this.ended) {
        this.ended = true;
        this.fenced = false;
        return true;
      }
      return false;
    }
    if (this.oom) return this.takesOfMemory(message, pause);
    if (ENDS.test(message)) {
      this.ended = true;
      return true;
    }
    if (isPanic || PART.test(message) || isFrame(message)) {
      this.foreign = 0;
      return pause < PAUSE_S * 10;
    }
    if (this.fenced && !this.ended) return pause < PAUSE_S;
    // Something else that was printed meanwhile: a few lines, in the same burst.
    return !this.ended && pause < FOREIGN_S && ++this.foreign <= FOREIGN_LINES;
  }

  /** Between who asked for memory and who was killed stands the state of all memory and all tasks. */
  private takesOfMemory(message: string, pause: number): boolean {
    if (this.ended) return message.startsWith('oom_reaper: ') && pause < PAUSE_S * 10;
    if (/Killed process \d/.test(message)) this.ended = true;
    return pause < PAUSE_S * 10;
  }
}
