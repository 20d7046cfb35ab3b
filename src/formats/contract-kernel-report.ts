import { busyIn, faultOf, framesFrom, functionName, guilty, hungIn, traceFrames } from './contract-kernel-stack.ts';

/**
 * What the kernel says when something is wrong with it, and how such a report is called. Titles and types follow the
 * conventions of syzkaller's reports, which the kernel's developers know (https://github.com/google/syzkaller, pkg/report):
 * the kind of the fault and the function in which it is, without addresses, numbers and names of tasks.
 */
export interface ReportKind {
  readonly begins: RegExp;
  readonly type: string;
  /** Severity of syslog with which the kernel prints it, where the log itself does not say. */
  readonly level: number;
  /** Title, given what `begins` matched and the lines of the report from that one on. */
  readonly title: (m: RegExpExecArray, lines: readonly string[]) => string;
}

export interface KernelReport {
  readonly title: string;
  readonly type: string;
  readonly level: number;
}

const WARNING_ON_TOP = ['rcu', 'kmem', 'slab', 'kmalloc', 'vmalloc', 'kcalloc', 'kzalloc'];

/** "in" the function, when it is known. */
function named(what: string, name: string | undefined): string {
  return name === undefined ? what : `${what} in ${name}`;
}

function atFault(lines: readonly string[], skip?: readonly string[]): string | undefined {
  return guilty([lines.map(faultOf).find((name) => name !== undefined), ...traceFrames(lines)], skip);
}

/** Since 4.15 a warning is a trap: its stack is behind the registers. Before, the trace is that of the warning. */
function atWarning(lines: readonly string[], skip?: readonly string[]): string | undefined {
  const trap = lines.findIndex((line) => faultOf(line) !== undefined);
  return (trap >= 0 ? guilty([faultOf(lines[trap]!), ...framesFrom(lines, trap + 1)], skip) : undefined) ?? guilty(traceFrames(lines), skip);
}

/** The function where a lock is taken: the first "at:" behind a sentence. */
function lockedAt(lines: readonly string[], sentence: RegExp): string | undefined {
  const from = lines.findIndex((line) => sentence.test(line));
  if (from < 0) return undefined;
  for (const line of lines.slice(from, from + 16)) {
    const m = /(?:at: (?:\[<[\da-f]+>\] +)?|\[<[\da-f]+>\] +)([A-Za-z_][\w.]*)\+0x/.exec(line);
    if (m) return functionName(m[1]!);
  }
  return undefined;
}

function kasanAccess(lines: readonly string[]): string | undefined {
  for (const line of lines.slice(0, 12)) {
    const m = /\b(Read|Write) of size \d/.exec(line);
    if (m) return m[1];
  }
  return undefined;
}

const kasan: ReportKind['title'] = (m, lines) => {
  const [, what, rest] = m;
  const inFunction = / in ([A-Za-z_][\w.]*)\+0x/.exec(rest!)?.[1];
  const stack = [inFunction === undefined ? undefined : functionName(inFunction), ...traceFrames(lines)];
  if (what === 'double-free' || what === 'invalid-free') return named('KASAN: invalid-free', guilty(stack, ['kmem_', 'slab_', 'kfree', 'kvfree', 'vunmap', 'vfree']));
  const access = kasanAccess(lines);
  return named(`KASAN: ${what}${access === undefined ? '' : ` ${access}`}`, guilty(stack));
};

/** In this order: the first that matches a line is what the report is. */
export const KINDS: readonly ReportKind[] = [
  { begins: /BUG: KASAN: ([a-z-]+)(.*)/, type: 'KASAN', level: 3, title: kasan },
  { begins: /BUG: KFENCE: ([a-z -]+?)(?: in ([A-Za-z_]\w*).*)?$/, type: 'KFENCE', level: 3, title: (m, lines) => named(`KFENCE: ${m[1]}`, guilty([m[2], ...framesFrom(lines, 1)])) },
  { begins: /BUG: KMSAN: ([a-z-]+)/, type: 'KMSAN', level: 3, title: (m, lines) => named(`KMSAN: ${m[1]}`, guilty(traceFrames(lines))) },
  { begins: /BUG: KCSAN: (.{1,200})/, type: 'DATARACE', level: 3, title: (m) => `KCSAN: ${m[1]}` },
  { begins: /UBSAN: ([\w -]{1,80}?) in (\S{1,200})/, type: 'UBSAN', level: 3, title: (m, lines) => named(`UBSAN: ${m[1]}`, guilty(traceFrames(lines), ['ubsan', 'handle_overflow'])) },
  { begins: /BUG: (?:unable to handle kernel NULL pointer|[Kk]ernel NULL pointer)|Unable to handle kernel NULL pointer/, type: 'NULL-POINTER-DEREFERENCE', level: 1, title: (_m, lines) => named('BUG: unable to handle kernel NULL pointer dereference', atFault(lines)) },
  { begins: /BUG: [Uu]nable to handle|Unable to handle kernel (?:paging|access|read|write|execute)/, type: 'MEMORY_SAFETY_BUG', level: 1, title: (_m, lines) => named('BUG: unable to handle kernel paging request', atFault(lines)) },
  { begins: /general protection fault[:,]/, type: 'DoS', level: 1, title: (_m, lines) => named('general protection fault', atFault(lines)) },
  { begins: /^(?:Oops: )?stack segment: /, type: 'DoS', level: 1, title: (_m, lines) => named('stack segment fault', atFault(lines)) },
  { begins: /^(?:Oops: )?divide error: /, type: 'DoS', level: 1, title: (_m, lines) => named('divide error', atFault(lines)) },
  { begins: /PANIC: double fault/, type: 'DoS', level: 0, title: (_m, lines) => named('PANIC: double fault', atFault(lines)) },
  { begins: /kernel BUG at mm\/usercopy\.c/, type: 'BUG', level: 2, title: (_m, lines) => named('BUG: bad usercopy', guilty(traceFrames(lines), ['usercopy', '__check'])) },
  { begins: /kernel BUG at lib\/list_debug\.c/, type: 'MEMORY_SAFETY_BUG', level: 2, title: (_m, lines) => named('BUG: corrupted list', guilty(traceFrames(lines))) },
  { begins: /kernel BUG at (\S{1,200}?)!?(?: .*)?$/, type: 'BUG', level: 2, title: (m, lines) => named('kernel BUG', atFault(lines)) + (atFault(lines) === undefined ? ` at ${m[1]!.replace(/:\d+$/, '')}` : '') },
  { begins: /BUG: spinlock (lockup suspected|already unlocked|recursion|bad magic|wrong owner|wrong CPU)/, type: 'LOCKDEP', level: 0, title: (m, lines) => named(`BUG: spinlock ${m[1]}`, guilty(traceFrames(lines), ['spin_'])) },
  { begins: /BUG: soft lockup/, type: 'HANG', level: 0, title: (_m, lines) => named('BUG: soft lockup', busyIn([lines.map(faultOf).find((name) => name !== undefined), ...traceFrames(lines)].filter((name) => name !== undefined))) },
  { begins: /Watchdog detected hard LOCKUP|CPU\d* hard lockup/, type: 'HANG', level: 0, title: (_m, lines) => named('hard lockup', atFault(lines)) },
  { begins: /BUG: workqueue lockup/, type: 'HANG', level: 0, title: () => 'BUG: workqueue lockup' },
  { begins: /BUG: [^!]{0,120}still has locks held!/, type: 'LOCKDEP', level: 4, title: (_m, lines) => named('BUG: still has locks held', lockedAt(lines, /still has locks held/)) },
  { begins: /(BUG|WARNING): lock held when returning to user space/, type: 'LOCKDEP', level: 4, title: (m, lines) => named(`${m[1]}: lock held when returning to user space`, lockedAt(lines, /leaving the kernel with locks still held/)) },
  { begins: /(BUG|WARNING): bad unlock balance detected!/, type: 'LOCKDEP', level: 4, title: (m, lines) => named(`${m[1]}: bad unlock balance`, lockedAt(lines, /is trying to release lock/)) },
  { begins: /(BUG|WARNING): held lock freed!/, type: 'LOCKDEP', level: 4, title: (m, lines) => named(`${m[1]}: held lock freed`, lockedAt(lines, /held lock freed/)) },
  { begins: /BUG: (Bad rss-counter state|non-zero \w+ on freeing mm|Bad page state|Bad page map)/, type: 'BUG', level: 1, title: (m) => `BUG: ${m[1]}` },
  { begins: /BUG: Dentry .{1,160} still in use \(\d+\) \[unmount of ([^\]]{1,80})\]/, type: 'BUG', level: 3, title: (m) => `BUG: Dentry still in use [unmount of ${m[1]}]` },
  { begins: /BUG: sleeping function called from invalid context/, type: 'ATOMIC_SLEEP', level: 3, title: (_m, lines) => named('BUG: sleeping function called from invalid context', guilty(traceFrames(lines))) },
  { begins: /BUG: scheduling while atomic/, type: 'ATOMIC_SLEEP', level: 3, title: (_m, lines) => named('BUG: scheduling while atomic', guilty(traceFrames(lines), ['schedule'])) },
  { begins: /BUG: using (?:__this_cpu_(\w+)|smp_processor_id)\(\) in preemptible/, type: 'LOCKDEP', level: 3, title: (m, lines) => named(`BUG: using ${m[1] === undefined ? 'smp_processor_id' : `__this_cpu_${m[1]}`}() in preemptible code`, guilty(traceFrames(lines), ['preempt'])) },
  { begins: /BUG: workqueue leaked (?:lock or atomic|atomic, lock)/, type: 'BUG', level: 3, title: (_m, lines) => named('BUG: workqueue leaked lock or atomic', lines.slice(0, 4).map((line) => /last function: (\w+)/.exec(line)?.[1]).find((name) => name !== undefined)) },
  { begins: /BUG: memory leak/, type: 'LEAK', level: 4, title: (_m, lines) => named('memory leak', guilty(traceFrames(lines), ['kmemleak', 'malloc', 'kcalloc', 'kzalloc', 'mmap', 'kmem', 'slab', 'alloc', 'create_object', 'idr_get', 'list_lru_init', 'pcpu_create', 'strdup', 'strndup', 'memdup'])) },
  { begins: /BUG: stack guard page was hit/, type: 'MEMORY_SAFETY_BUG', level: 0, title: (_m, lines) => named('BUG: stack guard page was hit', atFault(lines)) },
  { begins: /BUG (\S{1,80}) ?(?:\([^)]{0,80}\))?: (.{1,120})/, type: 'MEMORY_SAFETY_BUG', level: 3, title: (m) => `BUG ${m[1]}: ${m[2]}` },
  // Lock order and RCU.
  { begins: /(?:WARNING|INFO): possible (?:circular locking dependency|recursive locking) detected/, type: 'LOCKDEP', level: 4, title: (_m, lines) => named('possible deadlock', lockedAt(lines, /is trying to acquire lock/)) },
  { begins: /(?:WARNING|INFO): possible irq lock inversion dependency detected/, type: 'LOCKDEP', level: 4, title: (_m, lines) => named('possible deadlock', lockedAt(lines, /just changed the state of lock/)) },
  { begins: /(?:WARNING|INFO): (?:SOFTIRQ|HARDIRQ)-safe -> (?:SOFTIRQ|HARDIRQ)-unsafe lock order detected/, type: 'LOCKDEP', level: 4, title: (_m, lines) => named('possible deadlock', lockedAt(lines, /is trying to acquire/)) },
  { begins: /(?:WARNING|INFO): inconsistent lock state/, type: 'LOCKDEP', level: 4, title: (_m, lines) => named('inconsistent lock state', lockedAt(lines, /takes:/)) },
  { begins: /(WARNING|INFO): suspicious RCU usage/, type: 'LOCKDEP', level: 4, title: (m, lines) => named(`${m[1]}: suspicious RCU usage`, guilty(traceFrames(lines), WARNING_ON_TOP)) },
  { begins: /INFO: trying to register non-static key/, type: 'LOCKDEP', level: 3, title: (_m, lines) => named('INFO: trying to register non-static key', guilty(traceFrames(lines), ['stack', 'lock', 'IRQ'])) },
  // Hangs.
  { begins: /INFO: task .{1,80} blocked (?:for more than|in I\/O wait for more than|on .{1,80} for more than) \d+ seconds/, type: 'HANG', level: 3, title: (_m, lines) => named('INFO: task hung', hungIn(traceFrames(lines))) },
  { begins: /INFO: rcu_\w+ (?:self-)?detected(?: expedited)? stalls?/, type: 'HANG', level: 3, title: (_m, lines) => named('INFO: rcu detected stall', stalledIn(lines)) },
  // Warnings: those that are about a thing of their own, then any.
  { begins: /WARNING: (?:CPU: \d+ )?(?:PID: \d+ )?(?:at )?lib\/debugobjects\.c/, type: 'WARNING', level: 4, title: (_m, lines) => named('WARNING: ODEBUG bug', atWarning(lines, ['debug_', 'rcu', 'hrtimer_', 'timer_', 'work_', 'percpu_', 'kmem_', 'slab_', 'kfree', 'vunmap', 'vfree', '__free_', 'kobject_'])) },
  { begins: /WARNING: (?:CPU: \d+ )?(?:PID: \d+ )?(?:at )?mm\/usercopy\.c/, type: 'WARNING', level: 4, title: (_m, lines) => named('WARNING: bad usercopy', atWarning(lines, ['usercopy', '__check'])) },
  { begins: /WARNING: (?:CPU: \d+ )?(?:PID: \d+ )?(?:at )?lib\/kobject\.c/, type: 'WARNING', level: 4, title: (_m, lines) => named('WARNING: kobject bug', atWarning(lines, ['kobject_'])) },
  { begins: /WARNING: (?:CPU: \d+ )?(?:PID: \d+ )?(?:at )?fs\/proc\/generic\.c:\d+ (?:at )?proc_register/, type: 'WARNING', level: 4, title: (_m, lines) => named('WARNING: proc registration bug', atWarning(lines, ['proc_'])) },
  { begins: /WARNING: (?:CPU: \d+ )?(?:PID: \d+ )?(?:at )?lib\/refcount\.c/, type: 'WARNING', level: 4, title: (_m, lines) => named('WARNING: refcount bug', atWarning(lines, ['refcount', 'kobject_'])) },
  { begins: /WARNING: (?:CPU: \d+ )?(?:PID: \d+ )?(?:at )?kernel\/locking\/lockdep\.c:\d+ (?:at )?\w*lock_/, type: 'LOCKDEP', level: 4, title: (_m, lines) => named('WARNING: locking bug', atWarning(lines, ['lock_sock', 'release_sock', '__lock_acquire'])) },
  { begins: /WARNING: (?:CPU: \d+ )?(?:PID: \d+ )?(?:at )?mm\/[\w/-]{1,80}\.c:\d+ (?:at )?\w{0,4}malloc/, type: 'WARNING', level: 4, title: (_m, lines) => named('WARNING: kmalloc bug', atWarning(lines, ['malloc', 'kcalloc', 'kzalloc', 'krealloc', 'slab', 'kmem'])) },
  { begins: /WARNING: (?:(?:CPU: \d+ )?(?:PID: \d+ )?at \S{1,200}(?: ([A-Za-z_][\w.]*)\+0x)?|[\w/.-]{1,200}\.[ch]:\d+ at )/, type: 'WARNING', level: 4, title: (m, lines) => named('WARNING', atWarning(lines) ?? (m[1] === undefined ? undefined : functionName(m[1]))) },
  { begins: /WARNING: kernel stack (?:regs|frame pointer) .{1,120} has bad/, type: 'WARNING', level: 4, title: () => 'WARNING: kernel stack regs has bad value' },
  // Memory that ran out.
  { begins: /(\S{1,64}) invoked oom-killer: /, type: 'OOM', level: 4, title: (m, lines) => outOfMemory(lines) ?? `Out of memory: ${m[1]} asked for more` },
  { begins: /^(?:Out of memory|Memory cgroup out of memory)(?: \(\w+\))?: Kill/, type: 'OOM', level: 3, title: (m, lines) => outOfMemory(lines) ?? m[0] },
  // What the machine reports, and the end.
  { begins: /\[Hardware Error\]: (?:Machine check|CPU \d+: Machine Check|event severity|Hardware error)/, type: 'HARDWARE', level: 0, title: () => 'Hardware error: machine check' },
  { begins: /^invalid opcode: /, type: 'DoS', level: 1, title: (_m, lines) => named('invalid opcode', atFault(lines)) },
  { begins: /^Internal error: ([\w ]{1,60})/, type: 'DoS', level: 0, title: (m, lines) => named(`Internal error: ${m[1]!.trim()}`, atFault(lines)) },
  { begins: /^Oops(?: - [\w ]{1,40})?: ([\da-f]{4,16})/, type: 'DoS', level: 1, title: (_m, lines) => named('Oops', atFault(lines)) },
  { begins: /Kernel panic - not syncing: (.{1,200})/, type: 'PANIC', level: 0, title: (m) => `kernel panic: ${m[1]!.trim()}` },
];

function stalledIn(lines: readonly string[]): string | undefined {
  const interrupt = /(?<!smp_|local_)apic_timer_interrupt/;
  const from = lines.findIndex((line) => interrupt.test(line) && !line.includes(' ? '));
  const frames = (from >= 0 ? [lines.slice(from).map(faultOf).find((name) => name !== undefined), ...framesFrom(lines, from + 1)] : [lines.map(faultOf).find((name) => name !== undefined), ...traceFrames(lines)])
    .filter((name): name is string => name !== undefined && !/apic_timer_interrupt|rcu|sched_show_task/.test(name));
  return busyIn(frames);
}

function outOfMemory(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const m = /(Memory cgroup out of memory|Out of memory)(?: \(\w+\))?: Kill(?:ed)? process \d+,? (?:\(([^)]{1,64})\)|([^ ,]{1,64}))/.exec(line);
    if (m) return `${m[1]}: killed ${m[2] ?? m[3]}`;
  }
  return undefined;
}

/** Beginnings that are none. */
const NOT = /^---\[ end|\bODEBUG:|DEBUG:|INFO: lockdep is turned off|INFO: Stall ended before|INFO: NMI handler|^traps: |WARNING: workqueue cpumask/;
const HINT = /BUG|WARNING:|INFO: |fault|segment|divide|UBSAN|Unable to|kernel BUG|LOCKUP|lockup|oom-killer|[Oo]ut of memory|Hardware Error|opcode|Internal error|Oops|panic/;

/** What kind of report a line begins; `undefined` for most lines. */
export function beginningOf(message: string): ReportKind | undefined {
  if (message.length > 2000 || !HINT.test(message) || NOT.test(message)) return undefined;
  return KINDS.find((kind) => kind.begins.test(message));
}

/** What a report is called, by its lines without their times. */
export function describeReport(lines: readonly string[]): KernelReport | undefined {
  for (const [i, line] of lines.entries()) {
    const kind = beginningOf(line);
    if (!kind) continue;
    const rest = lines.slice(i);
    const title = kind.title(kind.begins.exec(line)!, rest);
    return { title, type: typeOf(kind.type, line, rest), level: kind.level };
  }
  return undefined;
}

const UPTIME = /^\[ *\d{1,10}\.\d{6}\](?:\[ *[TC]\d{1,10}\])? ?/;

/**
 * What one line of the kernel says that begins a report, in a log where each line is a record of its own: attributes of
 * that record. The function in which it is stands in later lines, unless the first names it.
 */
export function kernelReportAttributes(message: string): Readonly<Record<string, string>> | undefined {
  if (!HINT.test(message)) return undefined;
  const found = describeReport([message.replace(UPTIME, '')]);
  return found && { 'kernel.report.title': found.title, 'kernel.report.type': found.type };
}

/** Kinds of invalid accesses are told apart by what they did. */
function typeOf(type: string, line: string, lines: readonly string[]): string {
  if (type !== 'KASAN') return type;
  if (/double-free|invalid-free/.test(line)) return 'KASAN-INVALID-FREE';
  const access = kasanAccess(lines)?.toUpperCase() ?? 'READ';
  return line.includes('use-after-free') ? `KASAN-USE-AFTER-FREE-${access}` : `KASAN-${access}`;
}
