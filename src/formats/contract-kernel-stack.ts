/** Frames of the stack traces that the kernel prints: `[<ffffffff814fa193>] save_stack+0xa3/0xd0`, ` ? find_held_lock+0x35/0x1d0`. */
const FRAME = /^[\s<>A-Z/]*(?:#\d+ +)?(?:\[<?[\da-f]{8,16}>?\] *){0,2}\s*(\?\s+)?([A-Za-z_][\w.$]*)\+0x[\da-f]+\/0x[\da-f]+/;
/** The place of the fault: x86 `RIP: 0010:f+0x…`, `RIP: 0010:[<…>]  [<…>] f+0x…`, `IP: f+0x…`; arm64 `pc : f+0x…`; arm `PC is at f+0x…`; powerpc `NIP [c…] f+0x…`. */
const FAULT = /^(?:R?IP: *(?:[\da-f]{4}:)?|pc *: *|PC is at |NIP )(?:\[<?[\da-f]{8,16}>?\] *){0,2}([A-Za-z_][\w.$]*)\+0x/;
const STACK_BEGINS = /^\s*(?:Call [Tt]race|backtrace):/;
const OTHER_STACK = /^\s*(?:Allocated|Freed) by task|^\s*Call [Tt]race:|^\s*(?:stack )?backtrace:/;

/** Without what the compiler appends (".isra.6", ".constprop.0", ".cold"). */
export function functionName(symbol: string): string {
  const dot = symbol.indexOf('.', 1);
  return dot < 0 ? symbol : symbol.slice(0, dot);
}

export function isFrame(line: string): boolean {
  return FRAME.test(line);
}

export function faultOf(line: string): string | undefined {
  const m = FAULT.exec(line);
  return m ? functionName(m[1]!) : undefined;
}

/** Functions of a stack trace that the unwinder vouches for (no "?"), innermost first, from a line on to where another trace begins. */
export function framesFrom(lines: readonly string[], from: number): string[] {
  const found: string[] = [];
  for (let i = from; i < lines.length; i++) {
    const line = lines[i]!;
    if (found.length > 0 && OTHER_STACK.test(line)) break;
    const m = FRAME.exec(line);
    if (m && m[1] === undefined && !line.includes('(unreliable)')) found.push(functionName(m[2]!));
  }
  return found;
}

/** Frames of the first trace of a report; `after`: behind the line that matches. */
export function traceFrames(lines: readonly string[], after?: RegExp): string[] {
  const begin = lines.findIndex((line) => (after ?? STACK_BEGINS).test(line));
  return begin < 0 ? [] : framesFrom(lines, begin + 1);
}

/** What reports, checks, locks, copies and prints: never where the fault is. Parts of names of functions. */
const HELPERS: readonly string[] = [
  // Checkers and the printing of reports.
  'kasan', '__asan', 'kmsan', '__msan', '__sanitizer', 'check_memory_region', 'read_word_at_a_time', 'print_address_description', 'dump_stack', 'panic', '__warn', 'warn_slowpath', 'warn_alloc',
  'report_bug', 'fixup_bug', 'handle_bug', 'exc_', 'do_error', 'invalid_op', '_trap', 'program_check', 'debug_object', 'is_static_object', 'lockdep', 'perf_trace', 'might_fault', 'might_sleep',
  'printk', 'snprintf', 'scnprintf', 'kasprintf', 'kvasprintf', 'dev_info', 'dev_notice', 'dev_warn', 'dev_err', 'dev_alert', 'dev_crit', 'dev_emerg', '_indirect_thunk',
  // Locks and counters.
  'lock_acquire', 'lock_release', 'lock_class', 'reacquire_held_locks', 'spin_lock', 'spin_trylock', 'spin_unlock', 'raw_read_lock', 'raw_read_trylock', 'raw_write_lock', 'raw_write_trylock', 'down',
  'up_read', 'up_write', 'mutex_lock', 'mutex_trylock', 'mutex_unlock', 'mutex_remove_waiter', 'osq_lock', 'osq_unlock', '__wake_up', 'refcount_', 'finish_wait',
  // Memory, strings, lists.
  'memcpy', 'memcmp', 'memset', 'memchr', 'memmove', 'strcmp', 'strncmp', 'strcpy', 'strlcpy', 'strncpy', 'strscpy', 'strlen', 'strnstr', 'strnlen', 'strchr', 'string', 'pointer',
  'copy_to_user', 'copy_from_user', 'put_user', 'get_user', 'list_add', 'list_del', 'list_replace', 'list_move', 'list_splice',
  // Taking things down, which anything may ask for.
  'del_timer', 'flush_work', 'cancel_work', 'try_to_grab_pending', 'drain_workqueue', 'destroy_workqueue', 'kthread_stop', 'kobject_del', 'kobject_put', 'kobject_uevent_env', 'add_uevent_var',
  'get_device_parent', 'device_add', 'device_del', 'device_unregister', 'device_destroy', 'device_for_each_child', 'rollback_registered', 'unregister_netdev', 'sysfs_remove', 'device_remove_file',
  'tty_unregister_device', 'hwrng_unregister', 'i2c_del_adapter', 'usb_kill_urb', 'usb_kill_anchored_urbs', 'usb_control_msg', 'usb_hcd_submit_urb', 'usb_submit_urb',
];

/** The first function that is neither a helper nor one of those that this kind of report has on top. */
export function guilty(functions: ReadonlyArray<string | undefined>, skip: readonly string[] = []): string | undefined {
  return functions.find((name) => name !== undefined && !HELPERS.some((part) => name.includes(part)) && !skip.some((part) => name.includes(part)));
}

/** A task that hangs is where it waits: above the scheduler and the locks. All that wait for RCU or for the lock of the network hang of one cause. */
export function hungIn(frames: readonly string[]): string | undefined {
  for (const name of frames) {
    if (/^synchronize_(?:s?rcu|net|sched)/.test(name)) return 'synchronize_rcu';
    if (name.startsWith('rtnl_lock')) return name;
  }
  return frames.find((name) => !/sched|_lock|_slowlock|down|completion|kthread|wait|synchronize|context_switch|__switch_to|cancel_delayed_work|^do_read_cache_/.test(name));
}

/** Where work is handed out: what was called from there is what a CPU was busy with. */
const DISPATCH = /process_one_work|do_syscall_|do_fast_syscall_|invoke_syscall|el0_svc|sysenter_dispatch|netif_receive_skb|do_softirq|handle_softirqs|call_timer_fn|_run_timers|run_timer_softirq|run_ksoftirqd|smpboot_thread_fn|kthread|start_secondary|cpu_startup_entry|ret_from_fork|vfs_(?:write|read|ioctl|open|iter_)|do_iter_|blkdev_(?:driver_)?ioctl|^call_(?:read|write)_iter|^call_mmap|mmap_region|do_mmap|do_dentry_open|^sock_(?:sendmsg|recvmsg|release|mmap|do_ioctl|ioctl)|^__sock_release|__sys_(?:setsockopt|listen|accept)|kernel_(?:setsockopt|listen|accept)|sk_common_release|^nfnetlink_rcv_msg|__do_fault|handle_mm_fault|do_page_fault|^page_fault$|__fput|task_work_run|exit_to_user|entry_SYSCALL|^(?:compat_)?(?:SYSC|SyS|___?sys|__do_sys|__se_sys|__x64_sys)_(?:socketpair|connect|ioctl)/;

/** A CPU that does not come back is in a loop somewhere: named by what the kernel called at first. */
export function busyIn(frames: readonly string[]): string | undefined {
  const dispatched = frames.findIndex((name) => DISPATCH.test(name));
  if (dispatched <= 0) return frames[0];
  return frames[dispatched - 1]!.replace(/^(?:__x64_|__arm64_|(?:compat_)?(?:SYSC|SyS)_|__ia32_sys_)/, '');
}
