import { headLines, readLines, sniffText, takeNuls, type Line } from '../contract-lines.ts';
import { blankRecord, clearRecord, emptyAttributes, MAX_BODY } from '../contract-record.ts';
import type { Detection, FieldDefinition, Format, Head, ParseOptions, RecordSink } from '../contract.ts';
import { CriReader, DockerReader, StampedReader, type Entry } from './entry.ts';
import { readInner, type InnerKind } from './inner.ts';
import { Joiner, MAX_JOINED_BYTES, type Whole } from './join.ts';
import { containerOf, type ContainerName } from './name.ts';

const fields: readonly FieldDefinition[] = [
  { name: 'logger.name', type: 'string', description: 'Logger or target, where the message is a structured log.', facet: true },
  { name: 'thread.name', type: 'string', description: 'Thread, where the message is a structured log.', facet: true },
  { name: 'process.pid', type: 'integer', description: 'Process, where the message is a structured log.' },
  { name: 'code.file.path', type: 'string', description: 'Source file, from the header of klog.' },
  { name: 'code.line.number', type: 'integer', description: 'Line in that file.' },
  { name: 'log.iostream', type: 'string', description: 'stdout or stderr.', facet: true },
  { name: 'k8s.namespace.name', type: 'string', description: 'Namespace, from the name of the file.', facet: true },
  { name: 'k8s.pod.name', type: 'string', description: 'Pod, from the name of the file.', facet: true },
  { name: 'k8s.container.name', type: 'string', description: 'Container of the pod, from the name of the file.', facet: true },
  { name: 'container.id', type: 'string', description: 'Id of the container, from the name of the file.' },
];

/** Logs of containers as their runtimes keep them: Kubernetes CRI and Docker json-file. */
export const containerLog: Format = {
  id: 'container-log',
  title: 'Container log',
  growsByLine: true,
  extensions: ['log'],
  magic: ['lines of: time stdout|stderr P|F message', '{"log":"…\\n","stream":"stdout","time":"…"} on every line'],
  specification: [
    { title: 'Kubernetes: CRI logging', url: 'https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md' },
    { title: 'kubectl logs', url: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_logs/' },
    { title: 'Docker: JSON file logging driver', url: 'https://docs.docker.com/engine/logging/drivers/json-file/' },
    { title: 'klog', url: 'https://github.com/kubernetes/klog' },
    { title: 'OpenTelemetry semantic conventions for Kubernetes', url: 'https://opentelemetry.io/docs/specs/semconv/resource/k8s/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const head = await source.read(0, 65_536);
    const complete = source.sizeBytes <= 65_536;
    const kind = sniffText(head, complete);
    const encoding = kind.text && kind.encoding !== 'latin1' ? kind.encoding : 'utf-8';
    const parser = new Parser(sink, options, look({ bytes: head, complete }).stamped > 0);
    const { lines } = await readLines(source, { encoding, skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => parser.line(line));
    parser.end();
    return { counts: { ...parser.counts, lines }, summary: { messages: parser.messages } };
  },
};

class Parser {
  readonly counts = { blankLines: 0, cri: 0, docker: 0, stamped: 0, invalidLines: 0, joinedLines: 0 };
  readonly messages: Record<InnerKind, number> = { json: 0, logfmt: 0, klog: 0, text: 0 };
  private readonly sink: RecordSink;
  private readonly zone: string;
  private readonly container: ContainerName;
  private readonly record = blankRecord();
  private readonly cri = new CriReader();
  private readonly docker = new DockerReader();
  private readonly stamped: StampedReader | undefined;
  private readonly joiner: Joiner;

  /** `stamped`: the lines are those of `kubectl logs --timestamps`. */
  constructor(sink: RecordSink, options: ParseOptions, stamped: boolean) {
    this.stamped = stamped ? new StampedReader() : undefined;
    this.sink = sink;
    this.zone = options.zone;
    this.container = containerOf(options.name);
    this.joiner = new Joiner((whole) => this.whole(whole), (code, severity, message, offset, length) => this.report(code, severity, message, offset, length));
  }

  line(line: Line): void {
    const nuls = takeNuls(line);
    if (nuls > 0) this.report('nul-bytes', 'info', 'NUL bytes where a line should begin, as a lost write leaves them.', line.offsetBytes - nuls, nuls);
    const text = line.text;
    if (text.trim() === '') {
      this.counts.blankLines++;
      return;
    }
    if (line.damaged) this.report('invalid-utf8', 'info', 'Some bytes are not UTF-8; they show as U+FFFD.', line.offsetBytes, line.lengthBytes);
    const tooLong = line.cut || text.length > MAX_JOINED_BYTES;
    const entry = tooLong ? undefined : text.charCodeAt(0) === 0x7b ? this.docker.read(text) : (this.stamped ?? this.cri).read(text);
    if (!entry) {
      this.counts.invalidLines++;
      this.add(line, undefined, tooLong ? `The line has ${line.lengthBytes} bytes; its beginning is kept as text.` : 'The line is not of a container log; kept as text.');
      return;
    }
    if (text.charCodeAt(0) === 0x7b) this.counts.docker++;
    else if (this.stamped) this.counts.stamped++;
    else this.counts.cri++;
    if (!entry.partial && this.joiner.idle) {
      this.emit(line.offsetBytes, line.lengthBytes, line.number, entry.timeText, entry.observedNs, entry.stream, entry.text, entry.attrs);
    } else this.add(line, entry, undefined);
  }

  end(): void {
    this.joiner.end();
  }

  private add(line: Line, entry: Entry | undefined, problem: string | undefined): void {
    const text = entry ? entry.text : line.text;
    const whole: Whole = {
      offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes, line: line.number, timeText: entry?.timeText ?? '', observedNs: entry?.observedNs,
      stream: entry?.stream ?? '', text: [problem === undefined || text.length <= MAX_BODY ? text : text.slice(0, MAX_BODY)], textLength: text.length,
      attrs: entry?.attrs, pieces: 1, lastLine: line.number, done: true, problem,
    };
    if (problem !== undefined && this.joiner.idle) this.whole(whole);
    else this.joiner.add(whole, entry?.partial ?? false);
  }

  private whole(whole: Whole): void {
    const text = whole.text.length === 1 ? whole.text[0]! : whole.text.join('');
    if (whole.problem === undefined) {
      if (whole.pieces > 1) this.counts.joinedLines++;
      this.emit(whole.offsetBytes, whole.lengthBytes, whole.line, whole.timeText, whole.observedNs, whole.stream, text, whole.attrs);
      return;
    }
    const record = this.place(whole.offsetBytes, whole.lengthBytes, whole.line);
    record.body = text;
    record.understood = false;
    this.report('not-understood', 'warning', whole.problem, whole.offsetBytes, whole.lengthBytes);
    this.sink.record(record);
  }

  private emit(
    offsetBytes: number, lengthBytes: number, line: number, timeText: string, observedNs: bigint | undefined, stream: string, text: string,
    attrs: Readonly<Record<string, unknown>> | undefined,
  ): void {
    const record = this.place(offsetBytes, lengthBytes, line);
    const kind = readInner(text, record, observedNs, this.zone);
    this.messages[kind]++;
    record.observedTimeNs = observedNs;
    if (record.timeNs === undefined) {
      record.timeNs = observedNs;
      record.timeText = timeText;
    }
    const { pod, namespace, container, id } = this.container;
    const inner = record.fields;
    record.fields = [inner[0], inner[1], inner[2], inner[3], inner[4], stream === '' ? undefined : stream, namespace, pod, container, id];
    record.serviceName ??= container;
    if (attrs) {
      const all = emptyAttributes();
      Object.assign(all, attrs, record.attributes);
      record.attributes = all;
    }
    if (text.length > MAX_BODY && record.body.length >= MAX_BODY) {
      this.report('long-text', 'info', `The message has ${text.length} characters; the first ${MAX_BODY} are kept as text.`, offsetBytes, lengthBytes);
    }
    this.sink.record(record);
  }

  private place(offsetBytes: number, lengthBytes: number, line: number): typeof this.record {
    clearRecord(this.record);
    this.record.offsetBytes = offsetBytes;
    this.record.lengthBytes = lengthBytes;
    this.record.line = line;
    return this.record;
  }

  private report(code: string, severity: 'info' | 'warning', message: string, offsetBytes: number, lengthBytes: number): void {
    this.sink.diagnostic({ code: `container-log/${code}`, severity, message, offsetBytes, lengthBytes });
  }
}

const SAMPLE = 200;

interface Look {
  readonly lines: number;
  readonly cri: number;
  readonly docker: number;
  /** Lines of a time and a structured message, where there are hardly any of the others. */
  readonly stamped: number;
}

function look(head: { bytes: Uint8Array; complete: boolean }): Look {
  const lines = headLines(head, SAMPLE);
  const readers = { cri: new CriReader(), docker: new DockerReader(), stamped: new StampedReader() };
  const record = blankRecord();
  let cri = 0;
  let docker = 0;
  let stamped = 0;
  for (const line of lines) {
    if (line.charCodeAt(0) === 0x7b) {
      if (readers.docker.read(line)) docker++;
    } else if (readers.cri.read(line)) cri++;
    else {
      const entry = readers.stamped.read(line);
      if (!entry) continue;
      clearRecord(record);
      if (readInner(entry.text, record, entry.observedNs, 'UTC') !== 'text') stamped++;
    }
  }
  // A time before plain text may be anybody's; before structured logs it was put there from outside.
  return { lines: lines.length, cri, docker, stamped: cri + docker < stamped && stamped * 2 >= lines.length ? stamped : 0 };
}

function detect(head: Head): Detection | undefined {
  const { lines, cri, docker, stamped } = look(head);
  if (stamped > 0) {
    const share = stamped / lines;
    return {
      confidence: Math.round((share === 1 ? 0.97 : 0.6 + 0.3 * share) * 100) / 100,
      reason: `${stamped} of ${lines} sampled lines are a time of the runtime and a structured message, as kubectl logs --timestamps prints them`,
    };
  }
  const found = cri + docker;
  const share = found / lines;
  if (found === 0 || share < 0.35) return undefined;
  const what = cri >= docker ? 'Kubernetes CRI: time, stream, P or F, message' : 'Docker json-file: log, stream and time';
  return {
    confidence: Math.round((share === 1 ? 0.97 : 0.6 + 0.3 * share) * 100) / 100,
    reason: `${found} of ${lines} sampled lines are ${what}`,
  };
}
