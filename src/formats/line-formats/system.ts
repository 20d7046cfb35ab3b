import type { LineFormatSource } from '../../model/line-format.ts';
import { BODY, BSD, BSD_FORM, CLF, field, FILE, ISO, ISO_FORMS, LINE, PID, THREAD_ID, USER } from './pieces.ts';

const ANDROID_LEVELS = { V: 'trace', D: 'debug', I: 'info', W: 'warn', E: 'error', F: 'fatal', A: 'fatal', S: 'unset' } as const;
const ANDROID_TIME = String.raw`(?<time>(?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d{3,9})(?: [+-]\d{4})?`;
/** A tag may have blanks in it and behind it; what has a bracket before its first colon is none. */
const ANDROID_TAG = String.raw`(?<tag>[^:\[ ]{1,100}(?: [^:\[ ]{1,60}){0,6}) *: ?`;

/** Operating systems and what comes with them. */
export const system: readonly LineFormatSource[] = [
  {
    id: 'android-logcat',
    title: 'Android logcat',
    specification: [{ title: 'Logcat command-line tool', url: 'https://developer.android.com/tools/logcat' }],
    fields: [PID, THREAD_ID, field('android.tag', 'string', 'Tag of what wrote the line.', { capture: 'tag', facet: true }), field('user.id', 'string', 'User that the process belongs to (-v uid).', { capture: 'uid' })],
    lines: [
      // threadtime, with or without a uid; the tag may be missing in kernel and driver lines.
      String.raw`${ANDROID_TIME} +(?:(?<uid>\w+) +)?(?<pid>\d+) +(?<tid>\d+) (?<level>[VDIWEFSA]) ${ANDROID_TAG}(?<body>.*)`,
      String.raw`${ANDROID_TIME} +(?:(?<uid>\w+) +)?(?<pid>\d+) +(?<tid>\d+) (?<level>[VDIWEFSA]) (?<body>.*)`,
      // time
      String.raw`${ANDROID_TIME} (?<level>[VDIWEFSA])/(?<tag>[^(]{0,100})\( *(?<pid>\d+)\): ?(?<body>.*)`,
      '-{4,} (?<body>beginning of .*)',
    ],
    time: { forms: ['%m-%d %H:%M:%S.%f', '%Y-%m-%d %H:%M:%S.%f'] },
    level: { values: ANDROID_LEVELS },
    samples: [
      { line: '10-14 10:34:11.204  1702  2395 D WindowManager: printFreezingDisplayLogs opening app', time: '2026-10-14T10:34:11.204Z', level: 'debug', body: 'printFreezingDisplayLogs opening app', fields: { 'android.tag': 'WindowManager', 'process.pid': 1702, 'thread.id': 2395 } },
      { line: '10-14 10:34:12.001  1000  1116  1240 E FMQ     : queue is empty', time: '2026-10-14T10:34:12.001Z', level: 'error', fields: { 'user.id': '1000', 'android.tag': 'FMQ' } },
      { line: '10-14 10:34:12.971  root   815   815 W [10:34:12.964683][wifi] ring is full', time: '2026-10-14T10:34:12.971Z', level: 'warn', body: '[10:34:12.964683][wifi] ring is full' },
      { line: '10-14 10:34:13.870 V/Configuration( 1766): Updating configuration', time: '2026-10-14T10:34:13.87Z', level: 'trace', fields: { 'android.tag': 'Configuration', 'process.pid': 1766 } },
      { line: '2026-10-14 10:34:14.204567 +0000  1702  2395 F libc: Fatal signal 11 (SIGSEGV)', time: '2026-10-14T10:34:14.204567Z', level: 'fatal' },
      { line: '--------- beginning of main', body: 'beginning of main' },
    ],
  },
  {
    id: 'glog',
    title: 'glog and klog',
    specification: [
      { title: 'Google Logging Library: log line prefix', url: 'https://google.github.io/glog/stable/logging/' },
      { title: 'Kubernetes: system logs, klog', url: 'https://kubernetes.io/docs/concepts/cluster-administration/system-logs/' },
    ],
    extensions: ['log', 'INFO', 'WARNING', 'ERROR', 'FATAL'],
    fields: [THREAD_ID, FILE, LINE],
    lines: [
      String.raw`(?<level>[IWEFD])(?<time>(?:\d{4})?\d{4} \d\d:\d\d:\d\d\.\d{1,9}) +(?<tid>\d+) (?<file>[^ :\]]+):(?<line>\d+)\] ?(?<body>.*)`,
      '(?<body>Log file created at: .*|Running on machine: .*|Running duration .*|Log line format: .*|Binary: Built .*)',
    ],
    time: { forms: ['%m%d %H:%M:%S.%f', '%Y%m%d %H:%M:%S.%f'] },
    level: { values: { I: 'info', W: 'warn', E: 'error', F: 'fatal', D: 'debug' } },
    continuation: 'belongs',
    samples: [
      { line: 'Log file created at: 2026/10/14 10:34:11' },
      { line: 'I1014 10:34:11.204567  2371 reflector.go:163] "Listing and watching" type="*v1.Pod"', time: '2026-10-14T10:34:11.204567Z', level: 'info', body: '"Listing and watching" type="*v1.Pod"', fields: { 'thread.id': 2371, 'code.file.path': 'reflector.go', 'code.line.number': 163 } },
      { line: 'E20261014 10:34:12.000001 140021 server.cc:42] Check failed: x > 0\n*** Check failure stack trace: ***\n    @  0x7f google::LogMessage::Fail()', time: '2026-10-14T10:34:12.000001Z', level: 'error' },
    ],
  },
  {
    id: 'fail2ban',
    title: 'fail2ban log',
    specification: [{ title: 'fail2ban: fail2ban.conf, logtarget', url: 'https://github.com/fail2ban/fail2ban/wiki' }],
    fields: [
      field('logger.name', 'string', 'Part of fail2ban: filter, actions, jail.', { capture: 'logger', facet: true }), PID,
      field('fail2ban.jail', 'string', 'Jail.', { capture: 'jail', facet: true }),
      field('fail2ban.action', 'string', 'Found, Ban, Unban, Restore Ban.', { capture: 'action', facet: true }),
      field('client.address', 'string', 'Who it is about.', { capture: 'client' }),
    ],
    lines: [
      String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) (?<logger>fail2ban\.[\w.]+) *(?:\[(?<pid>\d+)\])?: (?<level>[A-Z]+) +(?<body>\[(?<jail>[^\]]+)\] (?<action>Found|Ban|Unban|Restore Ban|Ignore|Increase Ban) (?<client>[^ ]+)(?: .*)?)`,
      String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) (?<logger>fail2ban\.[\w.]+) *(?:\[(?<pid>\d+)\])?: (?<level>[A-Z]+) +${BODY}`,
    ],
    time: { forms: ['%Y-%m-%d %H:%M:%S,%f'] },
    continuation: 'belongs',
    confidence: 0.97,
    samples: [
      { line: '2026-10-14 10:34:11,204 fail2ban.actions        [1234]: NOTICE  [sshd] Ban 203.0.113.9', time: '2026-10-14T10:34:11.204Z', level: 'notice', body: '[sshd] Ban 203.0.113.9', fields: { 'fail2ban.jail': 'sshd', 'fail2ban.action': 'Ban', 'client.address': '203.0.113.9', 'process.pid': 1234 } },
      { line: '2026-10-14 10:34:12,000 fail2ban.server         [1234]: INFO    Starting Fail2ban v1.0.2', time: '2026-10-14T10:34:12Z', level: 'info' },
    ],
  },
  {
    id: 'sssd',
    title: 'SSSD debug log',
    specification: [{ title: 'SSSD: reading logs', url: 'https://sssd.io/troubleshooting/basics.html' }, { title: 'sssd.conf(5): debug_level', url: 'https://linux.die.net/man/5/sssd.conf' }],
    fields: [field('sssd.component', 'string', 'Process: monitor, responder or backend.', { capture: 'component', facet: true }), field('code.function.name', 'string', 'Function that wrote the line.', { capture: 'function' })],
    lines: [String.raw`\((?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?::\d{6})? \d{4}|\d{4}-\d\d-\d\d {1,2}\d{1,2}:\d\d:\d\d(?:[:.]\d{6})?)\):? \[(?<component>[^ ]{1,120})\] \[(?<function>[^ \]]+)\] \((?<level>0x[\da-fA-F]+)\): (?<body>.*)`],
    time: { forms: ['%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M:%S:%f', '%Y-%m-%d %H:%M:%S.%f', '%a %b %d %H:%M:%S %Y', '%a %b %d %H:%M:%S:%f %Y'] },
    // The levels of sssd.conf(5): fatal, critical, serious and minor failures, configuration, function data, traces.
    level: {
      values: {
        '0x0010': 'fatal', '0x0020': 'critical', '0x0040': 'error', '0x0080': 'warn', '0x0100': 'info', '0x0200': 'debug', '0x0400': 'debug', '0x1000': 'trace', '0x2000': 'trace', '0x3ff0': 'trace', '0x4000': 'trace', '0x8000': 'trace', '0x10000': 'trace', '0x20000': 'trace',
      },
    },
    continuation: 'belongs',
    confidence: 0.97,
    samples: [
      { line: '(Wed Oct 14 10:34:11 2026) [sssd[be[shop.example]]] [sysdb_search_by_name] (0x0400): No such entry', time: '2026-10-14T10:34:11Z', level: 'debug', body: 'No such entry', fields: { 'sssd.component': 'sssd[be[shop.example]]', 'code.function.name': 'sysdb_search_by_name' } },
      { line: '(Wed Oct 14 10:34:11:259149 2026) [sssd] [confdb_get] (0x0020): failed', time: '2026-10-14T10:34:11.259149Z', level: 'critical' },
      { line: '(2026-10-14  8:34:12): [be[shop.example]] [sysdb_add_user] (0x0040): [RID#3] Group named a@b already exists', time: '2026-10-14T08:34:12Z', level: 'error' },
    ],
  },
  {
    id: 'strace',
    title: 'strace output with times',
    specification: [{ title: 'strace(1): -t, -tt, -ttt, -r, -f', url: 'https://man7.org/linux/man-pages/man1/strace.1.html' }],
    extensions: ['strace', 'log', 'txt', 'out'],
    fields: [PID, field('strace.syscall', 'string', 'System call.', { capture: 'syscall', facet: true }), field('strace.resumed', 'string', 'System call that goes on here.', { capture: 'resumed' }), field('strace.signal', 'string', 'Signal.', { capture: 'signal', facet: true })],
    lines: [
      String.raw`(?:(?:\[pid +)?(?<pid>\d{1,7})\]? +)?(?<time>\d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{9,10}(?:\.\d{1,9})?) (?<body>(?:(?<syscall>[a-z_]\w*)\(|<\.\.\. (?<resumed>\w+) resumed>|--- (?<signal>SIG[\w+-]+) |--- stopped by |\+\+\+ exited with |\+\+\+ killed by |\+\+\+ superseded by |strace: ).*)`,
    ],
    time: { forms: ['%s', '%H:%M:%S%.f'] },
    continuation: 'belongs',
    samples: [
      { line: '1791974051.204567 openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3 <0.000015>', time: '2026-10-14T10:34:11.204567Z', fields: { 'strace.syscall': 'openat' } },
      { line: '10000 1791974052.000561 accept4(3,  <unfinished ...>', time: '2026-10-14T10:34:12.000561Z', fields: { 'process.pid': 10_000 } },
      { line: '[pid  1003] 1791974053.010612 <... accept4 resumed> {sa_family=AF_INET}, [16], SOCK_CLOEXEC) = 4 <0.006157>', time: '2026-10-14T10:34:13.010612Z', fields: { 'strace.resumed': 'accept4', 'process.pid': 1003 } },
      { line: '1791974054.601613 --- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---', time: '2026-10-14T10:34:14.601613Z', fields: { 'strace.signal': 'SIGALRM' } },
    ],
  },
  {
    id: 'unifi',
    title: 'UniFi gateway messages',
    specification: [{ title: 'UniFi: remote logging', url: 'https://help.ui.com/hc/en-us/articles/360049956374' }, { title: 'BusyBox: syslogd', url: 'https://busybox.net/downloads/BusyBox.html#syslogd' }],
    fields: [field('syslog.facility.name', 'string', 'Facility.', { capture: 'facility', facet: true }), PID, field('linux.uptime', 'double', 'Seconds since the kernel began.', { capture: 'uptime' })],
    lines: [
      String.raw`(?<time>${BSD}) (?<host>[^ ]+) (?<facility>[a-z]+\d?)\.(?<level>emerg|alert|crit|err|warn|notice|info|debug) (?<service>kernel): (?:\[ *(?<uptime>\d+\.\d+)\] )?(?<body>[^=]{0,120}IN=[^ ]* OUT=(?<pairs>.*))`,
      String.raw`(?<time>${BSD}) (?<host>[^ ]+) (?<facility>[a-z]+\d?)\.(?<level>emerg|alert|crit|err|warn|notice|info|debug) (?<service>[^ :\[]+)(?:\[(?<pid>\d+)\])?: (?:\[ *(?<uptime>\d+\.\d+)\] )?(?<body>.*)`,
    ],
    time: { forms: [BSD_FORM] },
    narrows: ['syslog'],
    samples: [
      { line: 'Oct 14 10:34:11 gate user.warn kernel: [1293979.679369] IN=br46 OUT= MAC=24:5a:4c:a2:b1:0b SRC=192.0.2.5 DST=203.0.113.8 LEN=68 PROTO=UDP SPT=65450 DPT=53', time: '2026-10-14T10:34:11Z', level: 'warn', fields: { 'syslog.facility.name': 'user', 'linux.uptime': 1_293_979.679369 } },
      { line: 'Oct 14 10:34:12 gate daemon.info dnsmasq-dhcp[7431]: DHCPREQUEST(br96) 192.0.2.31 a0:57:e3:00:78:9e', time: '2026-10-14T10:34:12Z', level: 'info', body: 'DHCPREQUEST(br96) 192.0.2.31 a0:57:e3:00:78:9e', fields: { 'process.pid': 7431 } },
    ],
  },
  {
    id: 'cups-error',
    title: 'CUPS error log',
    specification: [{ title: 'cupsd-logs(5)', url: 'https://www.cups.org/doc/man-cupsd-logs.html' }],
    fields: [field('cups.job.id', 'integer', 'Job.', { capture: 'job' })],
    lines: [String.raw`(?<level>[XACEWNIDd]) \[(?<time>${CLF})\] (?<body>(?:\[Job (?<job>\d+)\] )?.*)`],
    time: { forms: ['%d/%b/%Y:%H:%M:%S %z'] },
    level: { values: { X: 'emergency', A: 'alert', C: 'critical', E: 'error', W: 'warn', N: 'notice', I: 'info', D: 'debug', d: 'trace' } },
    continuation: 'belongs',
    samples: [{ line: 'E [14/Oct/2026:10:34:11 +0000] [Job 42] Unable to open device file', time: '2026-10-14T10:34:11Z', level: 'error', fields: { 'cups.job.id': 42 } }, { line: 'I [14/Oct/2026:10:34:12 +0000] Loading job cache file', time: '2026-10-14T10:34:12Z', level: 'info' }],
  },
  {
    id: 'cups-page',
    title: 'CUPS page log',
    specification: [{ title: 'cupsd-logs(5): PAGE LOG FILE FORMAT', url: 'https://www.cups.org/doc/man-cupsd-logs.html' }],
    fields: [
      field('cups.printer', 'string', 'Printer.', { capture: 'printer', facet: true }), USER, field('cups.job.id', 'integer', 'Job.', { capture: 'job' }), field('cups.page', 'string', 'Page, or total.', { capture: 'page' }),
      field('cups.copies', 'integer', 'Copies of that page.', { capture: 'copies' }), field('cups.job.billing', 'string', 'Billing code.', { capture: 'billing' }), field('client.address', 'string', 'Where the job came from.', { capture: 'client' }), field('cups.job.name', 'string', 'Name of the job, then medium and sides.', { capture: 'name' }),
    ],
    lines: [String.raw`(?<printer>[^ ]+) (?<user>[^ ]+) (?<job>\d+) \[(?<time>${CLF})\] (?<page>\d+|total) (?<copies>\d+)(?: (?<billing>[^ ]+) (?<client>[^ ]+)(?: (?<name>.*))?)?`],
    time: { forms: ['%d/%b/%Y:%H:%M:%S %z'] },
    level: { otherwise: 'info' },
    missing: ['-'],
    samples: [
      { line: 'DeskJet alice 11 [14/Oct/2026:10:34:11 -0700] total 3 - localhost tickets.pdf A4 one-sided', time: '2026-10-14T17:34:11Z', level: 'info', fields: { 'cups.printer': 'DeskJet', 'user.name': 'alice', 'cups.job.id': 11, 'cups.copies': 3, 'client.address': 'localhost' } },
      { line: 'DeskJet alice 12 [14/Oct/2026:10:35:11 -0700] 1 1 #sales 192.0.2.13', time: '2026-10-14T17:35:11Z', level: 'info', fields: { 'cups.job.billing': '#sales' } },
    ],
  },
  {
    id: 'proxifier',
    title: 'Proxifier log',
    specification: [{ title: 'Proxifier: logging', url: 'https://www.proxifier.com/docs/win-v4/log.html' }],
    fields: [field('process.executable.name', 'string', 'Program that connected.', { capture: 'program', facet: true }), field('server.address', 'string', 'Where it connected to, with the port.', { capture: 'server' })],
    lines: [String.raw`\[(?<time>\d\d\.\d\d \d\d:\d\d:\d\d)\] (?<program>[^ ]+)(?: \*\d\d)?(?: \([^)]*\))? - (?<body>(?<server>[^ ]+) .*)`],
    time: { forms: ['%m.%d %H:%M:%S'] },
    continuation: 'belongs',
    samples: [{ line: '[10.14 10:34:11] chrome.exe *64 - proxy.shop.example:5070 open through proxy proxy.shop.example:5070 HTTPS', time: '2026-10-14T10:34:11Z', fields: { 'process.executable.name': 'chrome.exe', 'server.address': 'proxy.shop.example:5070' } }],
  },
  {
    id: 'sudo-log',
    title: 'sudo log file',
    specification: [{ title: 'sudoers(5): LOG FORMAT', url: 'https://www.sudo.ws/docs/man/sudoers.man/#LOG_FORMAT' }],
    fields: [
      USER, field('sudo.reason', 'string', 'Why it was refused.', { capture: 'reason' }), field('sudo.tty', 'string', 'Terminal.', { capture: 'tty' }), field('sudo.cwd', 'string', 'Where it was run.', { capture: 'cwd' }),
      field('sudo.runas', 'string', 'User it was run as.', { capture: 'runas', facet: true }), field('process.command_line', 'string', 'What was run.', { capture: 'command' }),
    ],
    lines: [String.raw`(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?: \d{4})?) : (?<body>(?<user>[^ ]+) : (?:HOST=(?<host>[^ ]+) ;(?: |$))?(?:(?<reason>[a-z0-9][^ ;=]*(?: [^ ;=]+){0,8}) ;(?: |$))?(?:TTY=(?<tty>[^ ]+) ;(?: |$))?(?:(?:PWD|CWD)=(?<cwd>[^ ;]+(?: [^ ;]+){0,8}) ;(?: |$))?(?:USER=(?<runas>[^ ]+) ;(?: |$))?(?:GROUP=[^ ]+ ; )?(?:(?:TSID|ENV)=[^;]*; )?(?:COMMAND=(?<command>.*))?)`],
    time: { forms: ['%b %d %H:%M:%S', '%b %d %H:%M:%S %Y'] },
    level: { otherwise: 'notice' },
    continuation: 'belongs',
    narrows: ['syslog'],
    samples: [
      { line: 'Oct 14 10:34:11 : alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/bin/systemctl restart shop', time: '2026-10-14T10:34:11Z', level: 'notice', fields: { 'user.name': 'alice', 'sudo.runas': 'root', 'process.command_line': '/bin/systemctl restart shop' } },
      { line: 'Oct 14 10:34:12 2026 : bob : HOST=web-1 ; 3 incorrect password attempts ; TTY=pts/1 ; PWD=/ ; USER=root ;\n    COMMAND=/bin/sh', time: '2026-10-14T10:34:12Z', level: 'notice', fields: { 'user.name': 'bob' } },
    ],
  },
  {
    id: 'fsck-hfs',
    title: 'fsck_hfs log',
    specification: [{ title: 'fsck_hfs(8)', url: 'https://keith.github.io/xcode-man-pages/fsck_hfs.8.html' }],
    fields: [field('device.name', 'string', 'Volume.', { capture: 'device', facet: true })],
    lines: [String.raw`(?<device>/dev/[^ :]+): (?<body>fsck_hfs (?:run at|started at|completed at) (?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}))`, String.raw`(?<body>(?<device>/dev/[^ :]+): (?:fsck_hfs )?(?:started|ended) at (?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}))`],
    time: { forms: ['%a %b %d %H:%M:%S %Y'] },
    continuation: 'belongs',
    samples: [{ line: '/dev/rdisk1s2: fsck_hfs run at Wed Oct 14 10:34:11 2026\n/dev/rdisk1s2: ** Checking HFS Plus volume.', time: '2026-10-14T10:34:11Z', fields: { 'device.name': '/dev/rdisk1s2' } }],
  },
  {
    id: 'tcsh-history',
    title: 'History of tcsh',
    specification: [{ title: 'tcsh(1): savehist', url: 'https://man7.org/linux/man-pages/man1/tcsh.1.html' }],
    extensions: ['tcsh', 'history'],
    fields: [],
    lines: [String.raw`#\+(?<time>\d{9,10})`],
    time: { forms: ['%s'] },
    continuation: 'belongs',
    samples: [{ line: '#+1791974051\nls -l /etc', time: '2026-10-14T10:34:11Z' }],
  },
  {
    id: 'asterisk',
    title: 'Asterisk log',
    specification: [{ title: 'Asterisk: logging configuration', url: 'https://docs.asterisk.org/Operation/Logging/' }],
    fields: [THREAD_ID, field('asterisk.call_id', 'string', 'Call.', { capture: 'call' }), FILE, field('code.function.name', 'string', 'Function that wrote the line.', { capture: 'function' })],
    lines: [String.raw`\[(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})?|${ISO})\] (?<level>VERBOSE|DEBUG|DTMF|NOTICE|WARNING|ERROR|SECURITY|FAX)\[(?<tid>\d+)\](?:\[(?<call>C-[\da-f]+)\])? (?<file>[^ :]+):(?: (?<function>\w+):)? (?<body>.*)`],
    time: { forms: ['%b %d %H:%M:%S%.f', ...ISO_FORMS] },
    level: { values: { VERBOSE: 'info', DTMF: 'debug', SECURITY: 'notice', FAX: 'info' } },
    continuation: 'belongs',
    samples: [
      { line: '[Oct 14 10:34:11] NOTICE[1234][C-0000002a] chan_sip.c: Call from alice to 100 rejected', time: '2026-10-14T10:34:11Z', level: 'notice', fields: { 'thread.id': 1234, 'asterisk.call_id': 'C-0000002a', 'code.file.path': 'chan_sip.c' } },
      { line: '[2026-10-14 10:34:12] VERBOSE[77] pbx.c: Executing [100@default:1]', time: '2026-10-14T10:34:12Z', level: 'info' },
    ],
  },
  {
    id: 'time-blocks',
    title: 'Blocks of text under a time',
    specification: [{ title: 'POSIX: date', url: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/date.html' }],
    fields: [],
    // A line that is a time, and perhaps a rule: what date(1) prints before the output of something.
    lines: [String.raw`[\[(]?(?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:[A-Z]{2,5} )?\d{4}|${ISO})[\])]?(?: [=*#~-]{3,200})?`, String.raw`[=*#~-]{2,200} (?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d (?:[A-Z]{2,5} )?\d{4}|${ISO}) [=*#~-]{2,200}`],
    time: { forms: ['%a %b %d %H:%M:%S %Y', '%a %b %d %H:%M:%S %z %Y', ...ISO_FORMS] },
    continuation: 'belongs',
    confidence: 0.62,
    samples: [
      { line: 'Wed Oct 14 10:34:11 UTC 2026\nload average: 0.42', time: '2026-10-14T10:34:11Z' }, { line: '[2026-10-14T10:34:12.022497Z]\nall is well', time: '2026-10-14T10:34:12.022497Z' },
      { line: '2026-10-14T10:34:13+00:00 ==========', time: '2026-10-14T10:34:13Z' }, { line: '===== 2026-10-14 10:34:14 =====\nx', time: '2026-10-14T10:34:14Z' },
    ],
  },
  {
    id: 'update-alternatives',
    title: 'update-alternatives log',
    specification: [{ title: 'update-alternatives(1): FILES, /var/log/alternatives.log', url: 'https://man7.org/linux/man-pages/man1/update-alternatives.1.html' }],
    fields: [],
    lines: [
      // In dpkg.log of older systems; alternatives.log itself is a package-log.
      String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) update-alternatives: (?<body>.*)`,
    ],
    time: { forms: ['%Y-%m-%d %H:%M:%S'] },
    level: { otherwise: 'info' },
    samples: [
      { line: '2026-10-14 10:34:12 update-alternatives: link group editor updated to point to /usr/bin/vim', time: '2026-10-14T10:34:12Z', level: 'info' },
    ],
  },
];
