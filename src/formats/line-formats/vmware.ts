import type { LineFormatSource } from '../../model/line-format.ts';
import { DATE_TIME, field, LINE, LOGGER, PID, THROWN } from './pieces.ts';

/** With its zone: ESXi and vCenter write UTC or an offset, never nothing. */
const ZONED = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)`;
const LEVEL = '(?<level>trivia|verbose|debug|info|notice|warning|error|critical|fatal|panic|TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)';
/** Severity and priority of the message as ESXi 8 writes them: `In(14)`, `Wa(180)`. */
const PRIORITY = String.raw`(?<level>Em|Al|Cr|Er|Wa|No|In|Db)\((?<priority>\d+)\)`;
const ORIGIN = String.raw`\[(?:Originator|vSAN)@(?<originator>\d+)(?<pairs>(?: [^\]]*(?:\](?! )[^\]]*){0,6})?)\]`;
const TIMES = ['%Y-%m-%dT%H:%M:%S%.f%?z', '%Y-%m-%d %H:%M:%S%.f%?z'];
const LEVELS = { trivia: 'trace', verbose: 'trace', Em: 'emergency', Al: 'alert', Cr: 'critical', Er: 'error', Wa: 'warn', No: 'notice', In: 'info', Db: 'debug' } as const;
const PRIORITY_FIELD = field('syslog.priority', 'integer', 'Facility × 8 + severity.', { capture: 'priority' });
const ORIGINATOR = field('vmware.originator', 'integer', 'Enterprise number of the originator.', { capture: 'originator' });

/** ESXi, vCenter and what runs in them. */
export const vmware: readonly LineFormatSource[] = [
  {
    id: 'vmware',
    title: 'VMware ESXi and vCenter logs',
    specification: [{ title: 'VMware: location of ESXi log files', url: 'https://knowledge.broadcom.com/external/article/306962' }, { title: 'VMware: location of vCenter Server log files', url: 'https://knowledge.broadcom.com/external/article/313077' }],
    fields: [
      PID, PRIORITY_FIELD, ORIGINATOR, field('thread.name', 'string', 'Thread, by name or hexadecimal.', { capture: 'thread' }), LOGGER, field('vmware.op_id', 'string', 'Operation: opID.', { capture: 'op' }), LINE, ...THROWN,
    ],
    lines: [
      // hostd, vpxd, vpxa, rhttpproxy …: time level program[pid] [Originator@6876 sub=… opID=…] message
      String.raw`(?<time>${ZONED}) ${LEVEL} (?<service>[\w./-]*)(?:\[(?<pid>\d+)\]| (?<thread>\d+)) ${ORIGIN} ?(?<body>.*)`,
      // ESXi 8: time In(14) program[pid]: message
      String.raw`(?<time>${ZONED}) ${PRIORITY} (?<service>[\w./-]+)\[(?<pid>\d+)\]: (?:${ORIGIN} )?(?<body>.*)`,
      // vSAN management, vCenter services in Python: time level program[pid] [class::function opID=…] message
      String.raw`(?<time>${ZONED}) ${LEVEL} (?<service>[A-Za-z][\w.-]*)\[(?<pid>\d+)\] \[(?<logger>[^\]]*)\] ?(?<body>.*)`,
      String.raw`(?<time>${ZONED}) ${LEVEL} (?<service>[A-Za-z][\w.-]*)\[(?<pid>\d+)\] (?<body>.*)`,
      // Workload control plane: time level wcp [file.go:12] [opID=…] message
      String.raw`(?<time>${ZONED}) ${LEVEL} (?<service>[\w-]+) \[(?<logger>[^\]:]+):(?<line>\d+)\] (?:\[opID=(?<op>[^\]]*)\] )?(?<body>.*)`,
      // vpxd before 6: time [thread level 'component' opID=…] message
      String.raw`(?<time>${ZONED}) \[(?<thread>[\dA-F]{8,16}) ${LEVEL} '(?<logger>[^']*)'(?: opID=(?<op>[^\] ]*))?(?: [^\]]*)?\] ?(?<body>.*)`,
      String.raw`\[(?<time>${DATE_TIME}) (?<thread>[\dA-F]{8,16}) ${LEVEL} '(?<logger>[^']*)'(?: opID=(?<op>[^\] ]*))?(?: [^\]]*)?\] ?(?<body>.*)`,
      // Services in Java: time [thread LEVEL class opId=…] message; time [thread] LEVEL opId= class - message; [time thread LEVEL class] message
      String.raw`(?<time>${ZONED}) \[(?<thread>[^\] ]+) +${LEVEL} +(?<logger>[\w.$]+)(?: opId=(?<op>[^\]]*))?\] (?<body>.*)`,
      String.raw`(?<time>${ZONED}) \[(?<thread>[^\]]+)\] ${LEVEL} +opI[dD]=(?<op>[^ ]*) (?<logger>[\w.$]+) +- (?<body>.*)`,
      String.raw`\[(?<time>${DATE_TIME}(?:Z|[+-]\d\d:?\d\d)?) (?<thread>[^ \]]+) +${LEVEL} +(?<logger>com\.vmware[\w.$]*)(?: opId=(?<op>[^\]]*))?\] (?<body>.*)`,
      // Scripts of ESXi through syslog: time program: pid: place LEVEL message
      String.raw`(?<time>${ZONED}) (?<service>[A-Za-z][\w.-]*): (?<pid>\d+): (?<logger>[\w.]+):(?: ?(?<line>\d+))? ${LEVEL}:? (?<body>.*)`,
      // init scripts: time [/etc/init.d/vvold[123]: message]
      String.raw`(?<time>${ZONED}) \[(?<service>/[\w./-]+)\[(?<pid>\d+)\]: (?<body>.*)`,
      // Python services of vCenter: HsmService:time[thread]module:line [LEVEL] message and its relatives
      String.raw`(?<service>[A-Z]\w{0,40}(?:Service|Manager)): ?(?:(?<thread>\d+): )?(?<time>${DATE_TIME})(?:\[[^\]]*\]| )(?<logger>\w+):(?<line>\d+) \[?${LEVEL}\]? (?<body>.*)`,
      String.raw`(?<time>${DATE_TIME}) ${LEVEL} (?<service>\w+)\[(?<thread>\d+)\] \[(?<logger>\w+) (?<line>\d+)\] (?<body>.*)`,
      String.raw`\[(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d:\d{3}) '(?<logger>[^']*)' (?<thread>\d+) ${LEVEL}\] +\[[^\]]*\] ?(?<body>.*)`,
      // Headings of files
      String.raw`(?<time>${ZONED}),? (?<body>(?:- (?:last log rotation time|time the service was last started)|Section for ).*)`,
    ],
    time: { forms: [...TIMES, '%Y-%m-%d %H:%M:%S:%f'] },
    level: { values: LEVELS },
    continuation: 'belongs',
    samples: [
      { line: "2026-10-14T10:34:11.204+02:00 verbose vpxd[05160] [Originator@6876 sub=PropertyProvider opID=Process-427c3c55] RecordOp ASSIGN: alarm-1.host-23", time: '2026-10-14T08:34:11.204Z', level: 'trace', body: 'RecordOp ASSIGN: alarm-1.host-23', fields: { 'process.pid': 5160, 'vmware.originator': 6876 } },
      { line: '2026-10-14T10:34:12.118Z Db(167) Hostd[1001392583]: [Originator@6876 sub=AdapterServer] span started', time: '2026-10-14T10:34:12.118Z', level: 'debug', body: 'span started', fields: { 'syslog.priority': 167 } },
      { line: '2026-10-14T10:34:13.274Z INFO vsan-mgmt[51740] [VsanVcObjectHelper::wrapper opID=SWI-2230eb26] Ready', time: '2026-10-14T10:34:13.274Z', level: 'info', fields: { 'logger.name': 'VsanVcObjectHelper::wrapper opID=SWI-2230eb26' } },
      { line: "2026-10-14T10:34:14.347Z [7F03ECE76700 verbose 'Default' opID=2140bc71] [VpxVmomi] Invoke done", time: '2026-10-14T10:34:14.347Z', level: 'trace', fields: { 'thread.name': '7F03ECE76700', 'vmware.op_id': '2140bc71' } },
      { line: '2026-10-14T10:34:15.807Z [pool-2-thread-18] INFO  opId= com.vmware.vim.storage.CustomThreadPoolExecutor - [VLSI-client] Request took 4 millis', time: '2026-10-14T10:34:15.807Z', level: 'info' },
      { line: '[2026-10-14T10:34:16.500Z pool-3-thread-1  INFO  com.vmware.vim.license.ServiceImpl] License service initialized', time: '2026-10-14T10:34:16.5Z', level: 'info', fields: { 'logger.name': 'com.vmware.vim.license.ServiceImpl' } },
      { line: '2026-10-14T10:34:17Z lifecycle: 1000212917: lifecyclectl:58 ERROR Failed to delete pidfile', time: '2026-10-14T10:34:17Z', level: 'error', fields: { 'code.line.number': 58 } },
      { line: '2026-10-14T10:34:17Z esxupdate: 1000211352: root: INFO: Command = profile.get', time: '2026-10-14T10:34:17Z', level: 'info' },
      { line: 'HsmService:2026-10-14 10:34:18,978[MainThread]hsmService:737 [INFO] HSM Service is initialized', time: '2026-10-14T10:34:18.978Z', level: 'info' },
      { line: '2026-10-14T10:34:19.243Z Section for vdtc, pid=4774, version=8.0.0, build=1, option=Release', time: '2026-10-14T10:34:19.243Z' },
      { line: '2026-10-14T10:34:20.243Z info wcp [kubelifecycle/controller.go:124] [opID=abc-1] cluster ready', time: '2026-10-14T10:34:20.243Z', level: 'info', fields: { 'vmware.op_id': 'abc-1' } },
    ],
  },
  {
    id: 'vmkernel',
    title: 'VMware VMkernel log',
    specification: [{ title: 'VMware: location of ESXi log files', url: 'https://knowledge.broadcom.com/external/article/306962' }],
    fields: [PRIORITY_FIELD, field('cpu.logical_number', 'integer', 'Processor.', { capture: 'cpu' }), field('vmware.world', 'integer', 'World.', { capture: 'world' }), field('vmware.op_id', 'string', 'Operation: opID.', { capture: 'op' })],
    lines: [
      String.raw`(?<time>${ZONED}) (?:${PRIORITY} )?(?:(?<service>vmkernel|vmkwarning|vmkalert): )?cpu(?<cpu>\d+):(?<world>\d+)(?: opID=(?<op>[^)]*))?\)(?<body>.*)`,
      String.raw`(?<time>${ZONED}) (?:${PRIORITY} )?(?<service>vmkernel|vmkwarning|vmkalert): (?<body>.*)`,
    ],
    time: { forms: TIMES },
    level: { values: LEVELS },
    continuation: 'belongs',
    confidence: 0.97,
    narrows: ['syslog'],
    samples: [
      { line: '2026-10-14T10:34:11.075Z cpu12:33345)WARNING: NMP: nmp_DeviceRetryCommand:133: Device "naa.6": awaiting fast path', time: '2026-10-14T10:34:11.075Z', body: 'WARNING: NMP: nmp_DeviceRetryCommand:133: Device "naa.6": awaiting fast path', fields: { 'cpu.logical_number': 12, 'vmware.world': 33_345 } },
      { line: '2026-10-14T10:34:12.075Z Wa(180) vmkwarning: cpu3:2097152 opID=3f1c)NFS: lost connection', time: '2026-10-14T10:34:12.075Z', level: 'warn', fields: { 'vmware.op_id': '3f1c' } },
    ],
  },
  {
    id: 'vcsa-procstate',
    title: 'Process state dumps of the vCenter appliance',
    specification: [{ title: 'VMware: location of vCenter Server log files', url: 'https://knowledge.broadcom.com/external/article/313077' }],
    fields: [],
    lines: [String.raw`=+ (?<body>Start of (?:system state|process state) dump at (?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d [A-Z]{2,5} \d{4})) =+`],
    time: { forms: ['%a %b %d %H:%M:%S %z %Y'] },
    continuation: 'belongs',
    samples: [{ line: '========== Start of system state dump at Wed Oct 14 00:01:01 UTC 2026 ==========\n\n/bin/ps auxww\nUSER  PID %CPU', time: '2026-10-14T00:01:01Z' }],
  },
  {
    id: 'vcsa-ram-size',
    title: 'Memory size dumps of the vCenter appliance',
    specification: [{ title: 'VMware: location of vCenter Server log files', url: 'https://knowledge.broadcom.com/external/article/313077' }],
    fields: [],
    lines: [String.raw`=+ (?<body>Start of cloudvm ram size dump at (?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d [A-Z]{2,5} \d{4})) =+`],
    time: { forms: ['%a %b %d %H:%M:%S %z %Y'] },
    continuation: 'belongs',
    samples: [{ line: '========== Start of cloudvm ram size dump at Wed Oct 14 08:00:01 UTC 2026 ==========', time: '2026-10-14T08:00:01Z' }],
  },
];
