import { formatRfc3339 } from '../../base/time.ts';
import { E, eventFields } from '../contract-kubernetes.ts';
import { readAge, readRow, tableHead, tableRow, type TableHead } from '../contract-kubernetes-table.ts';
import { headLines, type Line } from '../contract-lines.ts';
import { JoinedRecord, readTextLog } from '../contract-text.ts';
import { parseTimeText } from '../contract-time.ts';
import type { EventRecord, FieldValue, Format, ParseOptions, RecordSink } from '../contract.ts';

/** What `kubectl describe` prints: objects, what their containers went through, their events. */
export const kubectlDescribe: Format = {
  id: 'kubectl-describe',
  title: 'kubectl describe',
  extensions: ['txt', 'log'],
  magic: ['Name:         …', 'Events:'],
  specification: [{ title: 'Kubernetes: kubectl describe', url: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_describe/' }],
  fields: eventFields,
  detect(head) {
    const lines = headLines(head, 400);
    const at = lines.slice(0, 12).findIndex((line) => /^Name: {2,}\S/.test(line));
    if (at < 0) return undefined;
    const rest = lines.slice(at, at + 60);
    if (!rest.some((line) => /^(?:Labels|Annotations|Namespace|CreationTimestamp): +\S/.test(line))) return undefined;
    const certain = lines.some((line) => /^(?:Events|Conditions|Containers|QoS Class|Pod Template|Selector): */.test(line));
    return certain ? { confidence: 0.93, reason: 'an object as kubectl describe prints it' } : undefined;
  },
  async parse(source, sink, options, signal) {
    const parser = new DescribeParser(sink, options);
    const counts = await readTextLog('kubectl-describe', source, sink, signal, (text, line) => parser.line(text, line));
    parser.end();
    return { counts: { ...counts, objects: parser.objects, containerStates: parser.states, events: parser.events }, summary: parser.agesFrom };
  },
};

const STATE = /^( +)(State|Last State): +(\S+)/;
/** `Started:  Wed, 14 Oct 2026 10:34:11 +0200`. */
const WHEN = /^ +(Started|Finished): +([A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4})$/;

class DescribeParser {
  objects = 0;
  states = 0;
  events = 0;
  private readonly options: ParseOptions;
  private readonly sink: RecordSink;
  private readonly joined: JoinedRecord;
  private name: string | undefined;
  private namespace: string | undefined;
  private container: string | undefined;
  private startNs: bigint | undefined;
  /** When the text was written, by what it says of the pod. */
  private takenNs: bigint | undefined;
  private table: TableHead | undefined;
  /** Fields of the record that is open. */
  private values: FieldValue[] = [];
  /** Indent of the state of a container that is open. */
  private stateIndent = -1;
  private isObject = false;
  private state: { text: string; kind: string; reason: string | undefined; exit: string | undefined } | undefined;

  constructor(sink: RecordSink, options: ParseOptions) {
    this.sink = sink;
    this.options = options;
    this.joined = new JoinedRecord(sink, (record) => this.finish(record));
  }

  line(text: string, line: Line): void {
    const indent = text.length - text.trimStart().length;
    if (this.table) {
      if (/^ +-+ +-+/.test(text) && this.joined.cover(line)) return;
      const row = indent > 0 ? tableRow(text, this.table) : undefined;
      if (row) {
        const record = this.begin(line);
        // A pod starts when it is scheduled: its Start Time and the age of that event say when the text was written.
        const scheduled = this.startNs !== undefined && row.get('Reason') === 'Scheduled' ? readAge(row.get('Age') ?? '') : undefined;
        if (scheduled) this.takenNs = this.startNs! + BigInt(scheduled.seconds) * 1_000_000_000n;
        readRow(row, this.takenNs ?? this.options.newestNs, record, this.values);
        this.events++;
        return;
      }
      this.table = undefined;
    }
    const named = /^Name: {2,}(\S+)/.exec(text);
    if (named) {
      this.name = named[1];
      this.namespace = undefined;
      this.container = undefined;
      this.startNs = undefined;
      this.takenNs = undefined;
      this.begin(line).body = text;
      this.isObject = true;
      this.objects++;
      return;
    }
    if (text.startsWith('Namespace: ')) {
      this.namespace = text.slice(10).trim();
      this.values[E.namespace] = this.namespace;
    }
    else if (text.startsWith('Start Time: ')) this.startNs = parseTimeText(text.slice(11).trim(), this.options.zone);
    const found = STATE.exec(text);
    if (found) {
      this.begin(line).body = text;
      this.stateIndent = found[1]!.length;
      this.state = { text: found[2]!, kind: found[3]!, reason: undefined, exit: undefined };
      this.states++;
      return;
    }
    if (this.stateIndent >= 0) {
      if (indent > this.stateIndent && this.joined.join(text, line)) {
        this.stateLine(text);
        return;
      }
      // The description goes on below it.
      this.begin(line).body = text;
      this.isObject = true;
    } else if (!this.joined.isOpen || !this.isObject || !this.joined.join(text, line)) {
      this.begin(line).body = text;
      this.isObject = this.name !== undefined;
      if (!this.isObject) this.joined.record.understood = false;
    }
    const head = indent > 0 ? tableHead(text) : undefined;
    if (head) this.table = head;
    else if (/^ {2}[a-z\d][-a-z\d.]{0,62}:$/.test(text)) this.container = text.trim().slice(0, -1);
  }

  end(): void {
    this.joined.end();
  }

  /** From when ages are counted back: of the last pod that says so, else from when the file was written. */
  get agesFrom(): Readonly<Record<string, unknown>> {
    const from = this.takenNs ?? this.options.newestNs;
    return from === undefined || this.events === 0 ? {} : { agesCountedFrom: formatRfc3339(from), agesBasis: this.takenNs === undefined ? 'when the file was written' : 'the start of the pod' };
  }

  private begin(line: Line): EventRecord {
    const record = this.joined.begin(line);
    this.stateIndent = -1;
    this.state = undefined;
    this.isObject = false;
    this.values = Array.from<FieldValue>({ length: eventFields.length });
    this.values[E.name] = this.name;
    this.values[E.namespace] = this.namespace;
    record.fields = this.values;
    return record;
  }

  private stateLine(text: string): void {
    const state = this.state!;
    const reason = /^ +Reason: +(\S+)/.exec(text);
    if (reason) state.reason = reason[1];
    const exit = /^ +Exit Code: +(\d+)/.exec(text);
    if (exit) state.exit = exit[1];
    const when = WHEN.exec(text);
    if (!when) return;
    // It finished after it started: the later line counts.
    const { record } = this.joined;
    record.timeNs = parseTimeText(when[2]!, this.options.zone) ?? record.timeNs;
    record.timeText = when[2];
  }

  private finish(record: EventRecord): void {
    if (!record.understood) {
      this.sink.diagnostic({ code: 'kubectl-describe/not-understood', severity: 'info', offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes, message: 'Stands before any object; kept as text.' });
      return;
    }
    if (this.state) {
      this.values[E.container] = this.container;
      this.values[E.reason] = this.state.reason ?? this.state.kind;
      const { text, kind, reason, exit } = this.state;
      record.body = [`${this.name ?? ''}${this.container === undefined ? '' : ` container ${this.container}`}: ${text} ${kind}`, reason, exit === undefined ? undefined : `exit code ${exit}`].filter(Boolean).join(', ');
      record.severityNumber = kind === 'Terminated' && exit !== '0' || reason === 'CrashLoopBackOff' || reason === 'ImagePullBackOff' || reason === 'ErrImagePull' ? 13 : 9;
    }
  }
}
