import { instantNs } from '../contract-clock.ts';
import { cString } from '../contract-fixed.ts';
import { METRIC_FIELD, METRIC_FIELDS } from '../contract-metric.ts';
import { blankRecord, clearRecord, emptyAttributes } from '../contract-record.ts';
import type { Detection, EventRecord, FieldValue, Format, Head, ParseSummary, RecordSink } from '../contract.ts';
import { ACTIVITIES, type Activity, type MetricDefinition } from './activities.ts';
import { Pieces } from './bytes.ts';
import { FORMAT, isActivity, MAGIC_BYTES, readActivity, readHeader, readMagic, u64, viewOf, type FileActivity, type FileHeader, type FileMagic } from './layout.ts';

/** Daily files of sysstat's sadc: counters of CPU, memory, disks, network, as points of metrics. */
export const sysstatSa: Format = {
  id: 'sysstat-sa',
  title: 'sysstat activity file (sa)',
  extensions: [],
  magic: ['96 d5 75 21 at 0, or d5 96 21 75'],
  specification: [{ title: 'sysstat: sa.h and rd_stats.h', url: 'https://github.com/sysstat/sysstat' }],
  fields: METRIC_FIELDS,
  signal: 'metric-points',
  detect,
  async parse(source, sink, _options, signal): Promise<ParseSummary> {
    const magic = readMagic(await source.read(0, MAGIC_BYTES));
    const report = (code: string, message: string, offsetBytes: number, lengthBytes: number): void => sink.diagnostic({ code: `sysstat-sa/${code}`, severity: 'warning', message, offsetBytes, lengthBytes });
    if (!magic) {
      if (source.sizeBytes > 0) report('no-header', 'The file has no header of sysstat.', 0, source.sizeBytes);
      return { counts: {}, summary: {} };
    }
    const about = { sysstatVersion: magic.version, format: `0x${magic.format.toString(16)}` };
    if (magic.format !== FORMAT) {
      report('other-version', `The file is of sysstat ${magic.version}, whose format 0x${magic.format.toString(16)} is not read. "sadf -c" of a later sysstat converts it.`, 0, source.sizeBytes);
      return { counts: {}, summary: about };
    }
    const pieces = new Pieces(source, MAGIC_BYTES, signal);
    try {
      const header = readHeader(await pieces.take(Math.min(magic.headerBytes, 8192)), magic);
      if (!header) {
        report('damaged-header', 'The header says sizes that cannot be.', 0, Math.min(source.sizeBytes, MAGIC_BYTES));
        return { counts: {}, summary: about };
      }
      const reader = new Reader(pieces, sink, magic, header, report, source.sizeBytes);
      const unread = await reader.activities();
      if (unread) await reader.records(signal);
      await sink.room();
      const { sysname, nodename, release, machine, zone, cpus } = header;
      return { counts: reader.counts, summary: { ...about, sysname, nodename, release, machine, zone, cpus: Math.max(1, cpus - 1), read: reader.readTitles, notRead: unread ?? [] } };
    } finally {
      await pieces.close();
    }
  },
};

interface Known {
  readonly inFile: FileActivity;
  readonly activity: Activity | undefined;
  /** Metrics by their place in an item, ascending. */
  readonly values: ReadonlyArray<{ readonly at: number; readonly kind: 0 | 1 | 2; readonly metric: MetricDefinition }>;
  readonly textAt: number;
}

/** R_STATS … R_EXTRA_MAX of sa.h. */
const RECORD = { stats: 1, restart: 2, lastStats: 3, comment: 4, extraFirst: 5, extraLast: 15 } as const;
const COMMENT_BYTES = 64;
const EXTRA_BYTES = 24;
const MAX_ACTIVITY_BYTES = 64 * 1024 * 1024;

class Reader {
  readonly counts = { samples: 0, restarts: 0, comments: 0 };
  readonly readTitles: string[] = [];
  private readonly pieces: Pieces;
  private readonly sink: RecordSink;
  private readonly little: boolean;
  private readonly header: FileHeader;
  private readonly report: (code: string, message: string, offset: number, length: number) => void;
  private readonly sizeBytes: number;
  private readonly known: Known[] = [];
  private readonly record: EventRecord = blankRecord();

  constructor(pieces: Pieces, sink: RecordSink, magic: FileMagic, header: FileHeader, report: Reader['report'], sizeBytes: number) {
    this.pieces = pieces;
    this.sink = sink;
    this.little = magic.littleEndian;
    this.header = header;
    this.report = report;
    this.sizeBytes = sizeBytes;
  }

  /** Reads the list of activities; answers those whose values are not read, `undefined` when the list is damaged. */
  async activities(): Promise<string[] | undefined> {
    const notRead: string[] = [];
    for (let i = 0; i < this.header.activities; i++) {
      const from = this.pieces.offset;
      const bytes = await this.pieces.take(this.header.activityBytes);
      const inFile = bytes.length < this.header.activityBytes ? undefined : readActivity(viewOf(bytes), this.little);
      if (!inFile || !isActivity(inFile)) {
        this.report('damaged-header', 'The list of activities ends early, or says sizes that cannot be.', from, this.sizeBytes - from);
        return undefined;
      }
      const activity = ACTIVITIES.find(({ id, magic }) => id === inFile.id && magic.includes(inFile.magic));
      if (activity) this.readTitles.push(activity.title);
      else notRead.push(`activity ${inFile.id}, version ${inFile.magic.toString(16)}`);
      const [longLongs, longs, ints] = inFile.types;
      const group = (definitions: Activity['int'], count: number, begin: number, step: number, kind: 0 | 1 | 2): Known['values'] =>
        definitions.slice(0, count).flatMap((metric, place) => (metric ? [{ at: begin + place * step, kind, metric }] : []));
      this.known.push({
        inFile, activity, textAt: (longLongs + longs) * 8 + ints * 4,
        values: activity ? [...group(activity.longLong, longLongs, 0, 8, 0), ...group(activity.long, longs, longLongs * 8, 8, 1), ...group(activity.int, ints, (longLongs + longs) * 8, 4, 2)] : [],
      });
    }
    return this.header.extra && !(await this.skipExtra()) ? undefined : notRead;
  }

  async records(signal: AbortSignal): Promise<void> {
    const [longLongs, longs, ints] = this.header.recordTypes;
    const typeAt = (longLongs + longs) * 8 + ints * 4;
    for (;;) {
      signal.throwIfAborted();
      const from = this.pieces.offset;
      const bytes = await this.pieces.take(this.header.recordBytes);
      if (bytes.length === 0) return;
      if (bytes.length < this.header.recordBytes) return this.damaged(from);
      const view = viewOf(bytes);
      const uptime = u64(view, 0, this.little) / 100;
      const seconds = u64(view, 8, this.little);
      const extra = view.getUint32((longLongs + longs) * 8, this.little) !== 0;
      const type = view.getUint8(typeAt);
      if (seconds === 0 || seconds > 2 ** 33) return this.damaged(from);
      let sound = false;
      if (type === RECORD.stats || type === RECORD.lastStats) {
        this.begin(from, 8, seconds);
        this.point({ name: 'system.uptime', unit: 's', type: 'gauge' }, uptime, undefined);
        this.counts.samples++;
        // Extra structures stand between the header of a sample and its values.
        sound = (!extra || (await this.skipExtra())) && (await this.sample(seconds));
      } else if (type === RECORD.restart) {
        this.counts.restarts++;
        sound = (await this.pieces.take(4)).length === 4 && (!extra || (await this.skipExtra()));
      } else if (type === RECORD.comment) {
        this.counts.comments++;
        const text = await this.pieces.take(COMMENT_BYTES);
        sound = text.length === COMMENT_BYTES && (!extra || (await this.skipExtra()));
        if (sound) this.sink.diagnostic({ code: 'sysstat-sa/comment', severity: 'info', message: `Comment in the file: ${cString(viewOf(text), 0, COMMENT_BYTES)}`, offsetBytes: from, lengthBytes: this.header.recordBytes + COMMENT_BYTES });
      } else if (type >= RECORD.extraFirst && type <= RECORD.extraLast) sound = !extra || (await this.skipExtra());
      if (!sound) return this.damaged(from);
      await this.sink.room();
    }
  }

  private damaged(from: number): void {
    this.report('damaged', 'The record that begins here ends early or says what cannot be; what follows cannot be read.', from, this.sizeBytes - from);
  }

  private async sample(seconds: number): Promise<boolean> {
    for (const { inFile, activity, values, textAt } of this.known) {
      let items = inFile.items;
      if (inFile.hasCount) {
        const bytes = await this.pieces.take(4);
        if (bytes.length < 4) return false;
        items = viewOf(bytes).getInt32(0, this.little);
      }
      const length = items * inFile.subItems * inFile.itemBytes;
      if (items < 0 || length > MAX_ACTIVITY_BYTES) return false;
      const from = this.pieces.offset;
      const bytes = await this.pieces.take(length);
      if (bytes.length < length) return false;
      if (!activity) continue;
      const view = viewOf(bytes);
      for (let i = 0, at = 0; i < items; i++, at += inFile.itemBytes) {
        const item = new DataView(view.buffer, view.byteOffset + at, inFile.itemBytes);
        const label = this.labelOf(activity, item, i, textAt, inFile);
        for (const value of values) {
          this.begin(from + at + value.at, value.kind === 2 || (value.kind === 1 && this.header.longBytes === 4) ? 4 : 8, seconds);
          this.point(value.metric, this.number(item, value), label);
        }
      }
    }
    return true;
  }

  private number(item: DataView, { at, kind }: Known['values'][number]): number {
    return kind === 2 || (kind === 1 && this.header.longBytes === 4) ? item.getUint32(at, this.little) : u64(item, at, this.little);
  }

  private labelOf({ label }: Activity, item: DataView, index: number, textAt: number, { types: [longLongs, longs, ints] }: FileActivity): readonly [string, string] | undefined {
    if (label === undefined) return undefined;
    if (label === 'cpu') return ['cpu.logical_number', index === 0 ? 'all' : String(index - 1)];
    if (label === 'disk') {
      const at = (longLongs + longs) * 8;
      // The file has the numbers of a device only; sar finds its name on the machine.
      return ints < 6 ? undefined : ['system.device', `dev${item.getUint32(at + 16, this.little)}-${item.getUint32(at + 20, this.little)}`];
    }
    return textAt + label.bytes <= item.byteLength ? [label.name, cString(item, textAt, label.bytes)] : undefined;
  }

  private begin(offset: number, length: number, seconds: number): void {
    const { record } = this;
    clearRecord(record);
    record.offsetBytes = offset;
    record.lengthBytes = length;
    record.timeNs = instantNs(seconds, 0);
    record.timeText = String(seconds);
    record.hostName = this.header.nodename || undefined;
  }

  private point({ name, unit, type, labels, scale }: MetricDefinition, value: number, label: readonly [string, string] | undefined): void {
    const fields: FieldValue[] = [];
    fields[METRIC_FIELD.name] = name;
    fields[METRIC_FIELD.type] = type;
    fields[METRIC_FIELD.unit] = unit;
    // Hundredths and thousandths are divided, so that 7 hundredths are 0.07.
    fields[METRIC_FIELD.value] = scale === undefined ? value : scale < 1 ? value / Math.round(1 / scale) : value * scale;
    fields[METRIC_FIELD.count] = undefined;
    fields[METRIC_FIELD.sum] = undefined;
    fields[METRIC_FIELD.buckets] = undefined;
    fields[METRIC_FIELD.startTimeNs] = undefined;
    fields[METRIC_FIELD.isMonotonic] = type === 'sum' ? true : undefined;
    fields[METRIC_FIELD.temporality] = type === 'sum' ? 'cumulative' : undefined;
    this.record.fields = fields;
    if (labels || label) {
      const attributes = Object.assign(emptyAttributes(), labels);
      if (label) attributes[label[0]] = label[1];
      this.record.attributes = attributes;
    }
    this.sink.record(this.record);
  }

  /** Passes over structures of later versions: each list says how long it is and whether another follows. */
  private async skipExtra(): Promise<boolean> {
    for (let lists = 0; lists < 1000; lists++) {
      const bytes = await this.pieces.take(EXTRA_BYTES);
      if (bytes.length < EXTRA_BYTES) return false;
      const view = viewOf(bytes);
      const [number, size, next] = [0, 4, 8].map((at) => view.getUint32(at, this.little));
      if (number! > 8192 || size! > 1024) return false;
      if ((await this.pieces.take(number! * size!)).length < number! * size!) return false;
      if (next === 0) return true;
    }
    return false;
  }
}

function detect({ bytes }: Head): Detection | undefined {
  const magic = readMagic(bytes);
  if (!magic) return undefined;
  return { confidence: 1, reason: `begins as a file of sysstat ${magic.version}, format 0x${magic.format.toString(16)}${magic.format === FORMAT ? '' : ', which is not read'}` };
}
