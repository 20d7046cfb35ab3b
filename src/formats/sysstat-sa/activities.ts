/**
 * What sadc writes for each activity: the fields of its structure in their order, first those of 64 bits (`long long`),
 * then `long` (8 bytes, of which a 32-bit machine uses 4), then `int`; text follows (rd_stats.h of sysstat). Later
 * versions add fields at the end of each group; a number of the activity ("magic") says when a structure changed
 * otherwise. Names follow OpenTelemetry's semantic conventions for system metrics where one exists.
 */
export interface MetricDefinition {
  readonly name: string;
  readonly unit: string;
  readonly type: 'sum' | 'gauge';
  readonly labels?: Readonly<Record<string, string>>;
  /** Factor from the unit in the file; sectors have 512 bytes. */
  readonly scale?: number;
}

export type Label = 'cpu' | 'disk' | { readonly name: string; readonly bytes: number };

export interface Activity {
  readonly id: number;
  readonly title: string;
  readonly magic: readonly number[];
  readonly longLong: ReadonlyArray<MetricDefinition | undefined>;
  readonly long: ReadonlyArray<MetricDefinition | undefined>;
  readonly int: ReadonlyArray<MetricDefinition | undefined>;
  /** What tells the items of one sample apart. */
  readonly label?: Label;
}

function sum(name: string, unit: string, labels?: Record<string, string>, scale?: number): MetricDefinition {
  return { name, unit, type: 'sum', ...(labels ? { labels } : {}), ...(scale === undefined ? {} : { scale }) };
}

function gauge(name: string, unit: string, labels?: Record<string, string>, scale?: number): MetricDefinition {
  return { ...sum(name, unit, labels, scale), type: 'gauge' };
}

const cpu = (mode: string): MetricDefinition => sum('system.cpu.time', 's', { 'cpu.mode': mode }, 0.01);
const memory = (state: string): MetricDefinition => gauge('system.memory.usage', 'By', { 'system.memory.state': state }, 1024);
const network = (name: string, unit: string, direction: string): MetricDefinition => sum(`system.network.${name}`, unit, { 'network.io.direction': direction });
const pressure = (resource: string, stall: string): MetricDefinition => sum('system.linux.pressure.stalled', 's', { resource, stall }, 1e-6);
const pressureAverage = (resource: string, stall: string, window: string): MetricDefinition => gauge('system.linux.pressure.average', '%', { resource, stall, window }, 0.01);
const averages = (resource: string, stall: string): MetricDefinition[] => ['10s', '60s', '300s'].map((window) => pressureAverage(resource, stall, window));

export const ACTIVITIES: readonly Activity[] = [
  { id: 1, title: 'CPU', magic: [0x8b], label: 'cpu', longLong: ['user', 'nice', 'system', 'idle', 'iowait', 'steal', 'irq', 'softirq', 'guest', 'guest_nice'].map(cpu), long: [], int: [] },
  { id: 2, title: 'tasks', magic: [0x8b], longLong: [sum('system.linux.context_switches', '{switch}')], long: [sum('system.process.created', '{process}')], int: [] },
  { id: 4, title: 'swapping', magic: [0x8a], longLong: [], long: [sum('system.paging.operations', '{page}', { direction: 'in', type: 'swap' }), sum('system.paging.operations', '{page}', { direction: 'out', type: 'swap' })], int: [] },
  {
    id: 5, title: 'paging', magic: [0x8a], longLong: [], int: [],
    long: [
      sum('system.paging.io', 'By', { direction: 'in' }, 1024), sum('system.paging.io', 'By', { direction: 'out' }, 1024), sum('system.paging.faults', '{fault}', { type: 'any' }), sum('system.paging.faults', '{fault}', { type: 'major' }),
      sum('system.paging.freed', '{page}'), sum('system.paging.scanned', '{page}', { by: 'kswapd' }), sum('system.paging.scanned', '{page}', { by: 'direct' }), sum('system.paging.stolen', '{page}'),
    ],
  },
  {
    id: 6, title: 'transfers', magic: [0x8b], long: [], int: [],
    longLong: [
      sum('system.disk.total.operations', '{operation}', { direction: 'any' }), sum('system.disk.total.operations', '{operation}', { direction: 'read' }), sum('system.disk.total.operations', '{operation}', { direction: 'write' }),
      sum('system.disk.total.io', 'By', { direction: 'read' }, 512), sum('system.disk.total.io', 'By', { direction: 'write' }, 512),
      sum('system.disk.total.operations', '{operation}', { direction: 'discard' }), sum('system.disk.total.io', 'By', { direction: 'discard' }, 512),
    ],
  },
  {
    id: 7, title: 'memory', magic: [0x8b], long: [], int: [],
    longLong: [
      memory('free'), memory('buffers'), memory('cached'), gauge('system.memory.limit', 'By', undefined, 1024), gauge('system.paging.usage', 'By', { 'system.paging.state': 'free' }, 1024), gauge('system.paging.limit', 'By', undefined, 1024),
      gauge('system.paging.usage', 'By', { 'system.paging.state': 'cached' }, 1024), gauge('system.memory.committed', 'By', undefined, 1024), memory('active'), memory('inactive'), memory('dirty'), memory('anonymous'), memory('slab'),
      memory('kernel_stack'), memory('page_tables'), memory('vmalloc'), gauge('system.linux.memory.available', 'By', undefined, 1024), gauge('system.memory.linux.shared', 'By', undefined, 1024),
    ],
  },
  { id: 8, title: 'kernel tables', magic: [0x8b], longLong: [gauge('system.linux.files.open', '{file}'), gauge('system.linux.inodes.used', '{inode}'), gauge('system.linux.dentries.unused', '{entry}'), gauge('system.linux.ptys', '{terminal}')], long: [], int: [] },
  {
    id: 9, title: 'load', magic: [0x8c], long: [],
    longLong: [gauge('system.process.running', '{process}'), gauge('system.process.blocked', '{process}'), gauge('system.process.threads', '{thread}')],
    int: [gauge('system.cpu.load_average.1m', '{thread}', undefined, 0.01), gauge('system.cpu.load_average.5m', '{thread}', undefined, 0.01), gauge('system.cpu.load_average.15m', '{thread}', undefined, 0.01)],
  },
  {
    id: 11, title: 'disks', magic: [0x8c], label: 'disk',
    longLong: [sum('system.disk.operations', '{operation}')],
    long: [sum('system.disk.io', 'By', { 'disk.io.direction': 'read' }, 512), sum('system.disk.io', 'By', { 'disk.io.direction': 'write' }, 512), sum('system.disk.io', 'By', { 'disk.io.direction': 'discard' }, 512)],
    int: [
      sum('system.disk.operation_time', 's', { 'disk.io.direction': 'read' }, 0.001), sum('system.disk.operation_time', 's', { 'disk.io.direction': 'write' }, 0.001), sum('system.disk.io_time', 's', undefined, 0.001),
      sum('system.disk.weighted_io_time', 's', undefined, 0.001), undefined, undefined, sum('system.disk.operation_time', 's', { 'disk.io.direction': 'discard' }, 0.001),
    ],
  },
  {
    id: 12, title: 'network interfaces', magic: [0x8d], label: { name: 'network.interface.name', bytes: 16 }, long: [],
    longLong: [
      network('packets', '{packet}', 'receive'), network('packets', '{packet}', 'transmit'), network('io', 'By', 'receive'), network('io', 'By', 'transmit'), network('compressed', '{packet}', 'receive'), network('compressed', '{packet}', 'transmit'),
      sum('system.network.multicast', '{packet}'),
    ],
    int: [gauge('system.network.bandwidth.limit', 'bit/s', undefined, 1_000_000)],
  },
  {
    id: 13, title: 'network errors', magic: [0x8c], label: { name: 'network.interface.name', bytes: 16 }, long: [], int: [],
    longLong: [
      sum('system.network.collisions', '{collision}'), network('errors', '{error}', 'receive'), network('errors', '{error}', 'transmit'), network('dropped', '{packet}', 'receive'), network('dropped', '{packet}', 'transmit'),
      network('fifo_errors', '{error}', 'receive'), network('fifo_errors', '{error}', 'transmit'), network('frame_errors', '{error}', 'receive'), network('carrier_errors', '{error}', 'transmit'),
    ],
  },
  {
    id: 16, title: 'sockets', magic: [0x8a], longLong: [], long: [],
    int: [['used', 'all'], ['used', 'tcp'], ['time_wait', 'tcp'], ['used', 'udp'], ['used', 'raw'], ['fragments', 'ip']].map(([state, type]) => gauge('system.network.sockets', '{socket}', { state: state!, type: type! })),
  },
  { id: 21, title: 'TCP', magic: [0x8a], longLong: [], int: [], long: [sum('system.network.tcp.active_opens', '{connection}'), sum('system.network.tcp.passive_opens', '{connection}'), sum('system.network.tcp.segments', '{segment}', { 'network.io.direction': 'receive' }), sum('system.network.tcp.segments', '{segment}', { 'network.io.direction': 'transmit' })] },
  { id: 22, title: 'TCP errors', magic: [0x8a], longLong: [], int: [], long: [sum('system.network.tcp.failed_attempts', '{connection}'), sum('system.network.tcp.resets', '{connection}'), sum('system.network.tcp.retransmitted', '{segment}'), sum('system.network.tcp.bad_segments', '{segment}'), sum('system.network.tcp.resets_sent', '{segment}')] },
  {
    id: 37, title: 'filesystems', magic: [0x8b], label: { name: 'system.filesystem.device', bytes: 128 }, long: [], int: [],
    longLong: [gauge('system.filesystem.limit', 'By'), gauge('system.filesystem.free', 'By', { for: 'root' }), gauge('system.filesystem.free', 'By', { for: 'users' }), gauge('system.filesystem.inodes.limit', '{inode}'), gauge('system.filesystem.inodes.free', '{inode}')],
  },
  { id: 40, title: 'pressure on CPU', magic: [0x8a], longLong: [pressure('cpu', 'some')], long: averages('cpu', 'some'), int: [] },
  { id: 41, title: 'pressure on I/O', magic: [0x8a], longLong: [pressure('io', 'some'), pressure('io', 'full')], long: [...averages('io', 'some'), ...averages('io', 'full')], int: [] },
  { id: 42, title: 'pressure on memory', magic: [0x8a], longLong: [pressure('memory', 'some'), pressure('memory', 'full')], long: [...averages('memory', 'some'), ...averages('memory', 'full')], int: [] },
];
