import { describe, expect, it } from 'vitest';
import { describeReport, kernelReportAttributes } from './contract-kernel-report.ts';

const trace = (...frames: string[]): string[] => ['Call Trace:', ...frames.map((frame) => ` ${frame}+0x12/0x340`)];

describe('titles of kernel reports', () => {
  it.each([
    ['the function at fault, past what only copies', ['general protection fault, probably for non-canonical address 0xdffffc0000000000: 0000 [#1] PREEMPT SMP', 'RIP: 0010:memcpy_erms+0x6/0x10', ...trace('example_copy.isra.3', 'vfs_read')], 'general protection fault in example_copy', 'DoS'],
    ['a page fault of arm64', ['Unable to handle kernel paging request at virtual address dead000000000108', 'pc : example_poll+0x24/0x90', 'lr : do_sys_poll+0x1/0x2'], 'BUG: unable to handle kernel paging request in example_poll', 'MEMORY_SAFETY_BUG'],
    ['what a warning is about', ['WARNING: CPU: 0 PID: 1 at lib/refcount.c:28 refcount_warn_saturate+0xba/0x110', 'RIP: 0010:refcount_warn_saturate+0xba/0x110', ...trace('kobject_put', 'example_exit')], 'WARNING: refcount bug in example_exit', 'WARNING'],
    ['a warning as Linux 6.19 prints it', ['WARNING: fs/example.c:12 at example_sync+0x1a/0x20, CPU#1: sync/88', 'RIP: 0010:example_sync+0x1a/0x20'], 'WARNING in example_sync', 'WARNING'],
    ['a lock order', ['WARNING: possible circular locking dependency detected', 'a/1 is trying to acquire lock:', 'ffff888012345678 (&ei->lock){+.+.}-{3:3}, at: example_lock_both+0x33/0x120'], 'possible deadlock in example_lock_both', 'LOCKDEP'],
    ['a hang, above the scheduler', ['INFO: task sync:812 blocked for more than 120 seconds.', ...trace('__schedule', 'schedule', 'io_schedule', 'folio_wait_bit', 'example_writepages')], 'INFO: task hung in example_writepages', 'HANG'],
    ['all that wait for RCU alike', ['INFO: task a:1 blocked for more than 120 seconds.', ...trace('schedule', 'synchronize_srcu_expedited', 'example_release')], 'INFO: task hung in synchronize_rcu', 'HANG'],
    ['a stall, by the call that was made', ['rcu: INFO: rcu_sched self-detected stall on CPU', ' asm_sysvec_apic_timer_interrupt+0x1a/0x20', 'RIP: 0010:example_loop+0x1/0x2', ' example_loop+0x1/0x2', ' __x64_sys_example+0x1/0x2', ' do_syscall_64+0x1/0x2'], 'INFO: rcu detected stall in sys_example', 'HANG'],
    ['who was killed for memory', ['nginx invoked oom-killer: gfp_mask=0xcc0', 'Mem-Info:', 'Out of memory: Killed process 812 (mysqld) total-vm:1kB'], 'Out of memory: killed mysqld', 'OOM'],
    ['a freed object that is freed again', ['BUG: KASAN: double-free in kfree+0x6/0x10', ...trace('kasan_report_invalid_free', 'kfree', 'example_free')], 'KASAN: invalid-free in example_free', 'KASAN-INVALID-FREE'],
    ['a write to freed memory', ['BUG: KASAN: slab-use-after-free in example_write+0x1/0x2', 'Write of size 8 at addr ffff8880b46111c0 by task a/1'], 'KASAN: slab-use-after-free Write in example_write', 'KASAN-USE-AFTER-FREE-WRITE'],
  ])('%s', (_what, lines, title, type) => {
    expect(describeReport(lines)).toMatchObject({ title, type });
  });

  it.each(['traps: app[7] general protection fault ip:55 sp:7f error:0', 'INFO: lockdep is turned off.', '---[ end Kernel panic - not syncing: x ]---', 'audit: type=1400 audit(1.2:3): apparmor="DENIED"'])('%s is none', (line) => {
    expect(describeReport([line])).toBeUndefined();
  });

  it('takes from one line what it says', () => {
    expect(kernelReportAttributes('[   12.000001] BUG: KASAN: slab-out-of-bounds in example_read+0x39/0x70')).toEqual({ 'kernel.report.title': 'KASAN: slab-out-of-bounds in example_read', 'kernel.report.type': 'KASAN-READ' });
    expect(kernelReportAttributes('usb 1-1: new high-speed USB device')).toBeUndefined();
  });
});
