import { headLines, readLines, sniffText, takeNuls, type Line } from '../contract-lines.ts';
import { blankRecord, clearRecord, MAX_BODY } from '../contract-record.ts';
import type { Detection, Format, Head, ParseOptions, RecordSink } from '../contract.ts';
import { isNest, meaning } from '../contract-json-keys.ts';
import { dialectOf } from './dialect.ts';
import { isOtlpLogsDocument, readOtlpDocument } from './otlp-document.ts';
import { isOtlpLogs, otlpRecords, readOtlp } from './otlp.ts';
import { knownHead } from '../contract-json-known.ts';
import { parseJson } from '../contract-json.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { fields, readObject } from '../contract-json-reading.ts';
import { completed, elementsOf, topLevelObjects, type ObjectRange } from './scan.ts';

/** Structured logs: one JSON object a line. */
export const jsonLines: Format = {
  id: 'json-lines',
  title: 'JSON lines',
  growsByLine: true,
  extensions: ['jsonl', 'ndjson', 'json', 'log'],
  magic: ['{ at the start of every line'],
  specification: [
    { title: 'JSON Lines', url: 'https://jsonlines.org/' },
    { title: 'RFC 8259: JSON', url: 'https://www.rfc-editor.org/rfc/rfc8259' },
    { title: 'OpenTelemetry protocol file exporter', url: 'https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/' },
    { title: 'Elastic Common Schema', url: 'https://www.elastic.co/docs/reference/ecs' },
    { title: 'Compact log event format', url: 'https://clef-json.org/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const head = await source.read(0, HEAD_BYTES);
    if (isOtlpLogsDocument({ bytes: head, complete: source.sizeBytes <= head.length, name: options.name, sizeBytes: source.sizeBytes })) return readOtlpDocument(source, sink, signal);
    const kind = sniffText(head.subarray(0, 4096), source.sizeBytes <= 4096);
    const encoding = kind.text && kind.encoding !== 'latin1' ? kind.encoding : 'utf-8';
    const parser = new LineParser(sink, options, encoding === 'utf-8');
    const { lines } = await readLines(source, { encoding, skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => parser.line(line));
    const dialect = dialectOf(headLines({ bytes: head, complete: source.sizeBytes <= head.length }, DIALECT_LINES).map(objectOf).filter((object) => object !== undefined));
    return { counts: { ...parser.counts, lines }, summary: { otlp: parser.otlp, ...(dialect ? { dialect: dialect.id } : {}) } };
  },
};

/** Enough to know a writer by. */
const DIALECT_LINES = 20;

/** What decides between lines and one document: as much as detection sees. */
const HEAD_BYTES = 64 * 1024;

/** `docker compose logs` and `docker service logs` put the container's name before each line. */
const COMPOSE = /^([\w][\w.@-]{0,100})\s*\| (?=\{)/;

class LineParser {
  readonly counts = { blankLines: 0, objects: 0, invalidLines: 0 };
  otlp = false;
  private readonly sink: RecordSink;
  private readonly zone: string;
  /** Whether byte positions can be found in the line's own bytes: not in UTF-16. */
  private readonly byteExact: boolean;
  private readonly record = blankRecord();

  constructor(sink: RecordSink, options: ParseOptions, byteExact: boolean) {
    this.sink = sink;
    this.zone = options.zone;
    this.byteExact = byteExact;
  }

  line(line: Line): void {
    const nuls = takeNuls(line);
    if (nuls > 0) this.reportAt(line.offsetBytes - nuls, nuls, 'nul-bytes', 'info', 'NUL bytes where a line should begin, as a lost write leaves them.');
    const text = line.text;
    if (text.trim() === '') {
      this.counts.blankLines++;
      return;
    }
    if (line.damaged) this.report(line, 'invalid-utf8', 'info', 'Some bytes are not UTF-8; they show as U+FFFD.');
    if (line.cut) {
      this.asText(line, 'line-too-long', `The line has ${line.lengthBytes} bytes, more than can be read as one object; its beginning is kept as text.`);
      return;
    }
    const prefix = COMPOSE.exec(text);
    const from = prefix ? prefix[0].length : 0;
    const start = firstVisible(text, from);
    if (text.charCodeAt(start) !== 0x7b) {
      this.asText(line, 'not-json', 'The line is not a JSON object; kept as text.');
      return;
    }
    let object: unknown;
    try {
      object = parseJson(from === 0 ? text : text.slice(from));
    } catch {
      this.broken(line, text, from);
      return;
    }
    if (!isObject(object)) this.asText(line, 'not-json', 'The line is not a JSON object; kept as text.');
    else if (isOtlpLogs(object)) this.otlpLine(line, object);
    else this.object(line, object, text, line.offsetBytes, line.lengthBytes, prefix?.[1]);
  }

  /** One object, one record. */
  private object(line: Line, object: Record<string, unknown>, text: string, offsetBytes: number, lengthBytes: number, service: string | undefined): void {
    const record = this.place(line, offsetBytes, lengthBytes);
    const finding = readObject(object, record, this.zone);
    if (record.body === '') record.body = clip(text);
    if (service !== undefined && record.serviceName === undefined) record.serviceName = service;
    if (finding.unreadableTime !== undefined && record.timeNs === undefined) {
      this.reportAt(offsetBytes, lengthBytes, 'unreadable-time', 'warning', `"${finding.unreadableTime.slice(0, 60)}" is not a time of a known form; the record has no time.`);
    }
    this.counts.objects++;
    this.sink.record(record);
  }

  /** Several records of one line: each has the bytes of its own element of `logRecords`. */
  private otlpLine(line: Line, object: Record<string, unknown>): void {
    const records = otlpRecords(object);
    const ranges = this.byteExact ? elementsOf(line.bytes, 'logRecords') : [];
    this.otlp = true;
    this.counts.objects++;
    if (records.length === 0) {
      this.report(line, 'otlp-without-records', 'info', 'An export request without log records.');
      return;
    }
    if (ranges.length !== records.length && records.length > 1) {
      this.asText(line, 'otlp-not-located', 'The log records of this export request cannot be told apart in its bytes; kept as text.');
      return;
    }
    records.forEach((found, i) => {
      const range = records.length === 1 && ranges.length !== 1 ? { from: 0, to: line.lengthBytes } : ranges[i]!;
      const record = this.place(line, line.offsetBytes + range.from, range.to - range.from);
      readOtlp(found, record);
      this.sink.record(record);
    });
  }

  /** Objects one after the other, control characters that should be escaped, an object that breaks off, or no JSON at all. */
  private broken(line: Line, text: string, from: number): void {
    const object = withEscapedControls(text.slice(from));
    if (object && !isOtlpLogs(object)) {
      this.report(line, 'control-characters', 'info', 'Control characters inside strings are not escaped; they are read as they stand.');
      this.object(line, object, text, line.offsetBytes, line.lengthBytes, undefined);
      return;
    }
    if (this.byteExact && from === 0) {
      const { objects, rest } = topLevelObjects(line.bytes);
      const parsed = objects.map((range) => this.tryRange(line, range));
      if (parsed.length > 0 && parsed.every((p) => p !== undefined)) {
        for (const p of parsed) this.object(line, p.object, p.text, line.offsetBytes + p.from, p.end - p.from, undefined);
        if (rest < line.bytes.length) this.fragment(line, rest);
        return;
      }
    }
    this.counts.invalidLines++;
    const record = this.place(line, line.offsetBytes, line.lengthBytes);
    const salvaged = line.lengthBytes <= MAX_BODY ? completed(text.slice(from)) : undefined;
    if (salvaged) {
      readObject(salvaged, record, this.zone);
      this.report(line, 'truncated', 'warning', 'The object breaks off; time and level are read from what is there, the text is kept as it stands.');
    } else {
      const code = topLevelObjects(line.bytes).rest < line.bytes.length && !line.ended ? 'truncated' : 'invalid-json';
      this.report(line, code, 'warning', 'The line is not valid JSON; kept as text.');
    }
    record.body = clip(text);
    record.understood = false;
    this.sink.record(record);
  }

  private tryRange(line: Line, range: ObjectRange): (ObjectRange & { object: Json; text: string }) | undefined {
    const text = Buffer.from(line.bytes.subarray(range.from, range.to)).toString('utf8');
    try {
      const object = parseJson(text);
      return isObject(object) ? { object, text, ...range } : undefined;
    } catch {
      return undefined;
    }
  }

  /** What follows the last whole object of a line. */
  private fragment(line: Line, from: number): void {
    const bytes = line.bytes.subarray(from);
    const text = Buffer.from(bytes).toString('utf8');
    const record = this.place(line, line.offsetBytes + from, bytes.length);
    const salvaged = completed(text);
    if (salvaged) readObject(salvaged, record, this.zone);
    record.body = clip(text);
    record.understood = false;
    this.counts.invalidLines++;
    this.reportAt(record.offsetBytes, record.lengthBytes, salvaged ? 'truncated' : 'not-json', 'warning', 'What follows the object on this line is not one; kept as text.');
    this.sink.record(record);
  }

  private asText(line: Line, code: string, message: string): void {
    const record = this.place(line, line.offsetBytes, line.lengthBytes);
    record.body = clip(line.text);
    record.understood = false;
    this.counts.invalidLines++;
    this.report(line, code, 'warning', message);
    this.sink.record(record);
  }

  private place(line: Line, offsetBytes: number, lengthBytes: number): typeof this.record {
    clearRecord(this.record);
    this.record.offsetBytes = offsetBytes;
    this.record.lengthBytes = lengthBytes;
    this.record.line = line.number;
    return this.record;
  }

  private report(line: Line, code: string, severity: 'info' | 'warning', message: string): void {
    this.reportAt(line.offsetBytes, line.lengthBytes, code, severity, message);
  }

  private reportAt(offsetBytes: number, lengthBytes: number, code: string, severity: 'info' | 'warning', message: string): void {
    this.sink.diagnostic({ code: `json-lines/${code}`, severity, message, offsetBytes, lengthBytes });
  }
}

/** Writers that forget to escape (RFC 8259 §7) leave tabs and terminal colours in strings. */
function withEscapedControls(text: string): Json | undefined {
  for (const controls of [CONTROLS_BUT_TAB, CONTROLS]) {
    if (text.search(controls) < 0) continue;
    try {
      const value = parseJson(text.replace(controls, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`));
      if (isObject(value)) return value;
    } catch {
      // They are not, or not only, the trouble.
    }
  }
  return undefined;
}

// oxlint-disable-next-line no-control-regex
const CONTROLS_BUT_TAB = /[\u0000-\u0008\u000b-\u001f]/g;
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f]/g;

function firstVisible(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

function clip(text: string): string {
  return text.length > MAX_BODY ? text.slice(0, MAX_BODY) : text;
}

const SAMPLE = 200;
/** OTLP traces and metrics, and other documents that happen to stand on one line each, are not logs. */
const NOT_LOGS = ['resourceSpans', 'resourceMetrics', 'resourceProfiles', 'traceEvents'];

function detect(head: Head): Detection | undefined {
  if (isOtlpLogsDocument(head)) return { confidence: 0.95, reason: 'an OTLP logs document' };
  const lines = headLines(head, SAMPLE);
  let objects = 0;
  let logLike = 0;
  let wrapped = 0;
  const first: Json[] = [];
  for (const line of lines) {
    const object = objectOf(line);
    if (!object || NOT_LOGS.some((key) => key in object)) continue;
    objects++;
    if (first.length < DIALECT_LINES) first.push(object);
    if (looksLikeLog(object)) logLike++;
    if (isWrapped(object)) wrapped++;
  }
  if (objects === 0) return longFirstLine(head, lines);
  const share = objects / lines.length;
  if (share < 0.35) return undefined;
  // Objects among other text, or one or two of them, may be any document; a log says when, and what or how bad.
  const dialect = dialectOf(first);
  if (logLike === 0 && !dialect && (share < 1 || lines.length < 3)) return undefined;
  const confidence = share === 1 ? (logLike * 2 >= objects || dialect ? 0.95 : 0.7) : 0.9 * share;
  return {
    // So have those of writers that are known by their members.
    confidence: Math.round((wrapped === objects || knownHead(head) ? confidence / 2 : confidence) * 100) / 100,
    reason: `${objects} of ${lines.length} sampled lines are JSON objects${logLike > 0 ? `, ${logLike} with a time or level` : ''}${dialect ? `, as ${dialect.words} writes them` : ''}`,
  };
}

/** Lines of Docker's json-file driver and of `journalctl -o json` have formats of their own, which know them better. */
function isWrapped(object: Record<string, unknown>): boolean {
  return ('log' in object && 'stream' in object && 'time' in object) || ('__REALTIME_TIMESTAMP' in object && '__CURSOR' in object);
}

function objectOf(line: string): Record<string, unknown> | undefined {
  const prefix = COMPOSE.exec(line);
  const text = prefix ? line.slice(prefix[0].length) : line;
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    const { objects, rest } = topLevelObjects(new TextEncoder().encode(text));
    if (objects.length < 1 || rest < new TextEncoder().encode(text).length) return undefined;
    try {
      const value = parseJson(Buffer.from(new TextEncoder().encode(text).subarray(objects[0]!.from, objects[0]!.to)).toString('utf8'));
      return isObject(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }
}

/** A time together with a message or a level, which may stand in a member like `fields` (tracing-subscriber, ECS). */
function looksLikeLog(object: Record<string, unknown>): boolean {
  if (isOtlpLogs(object)) return true;
  const nested = Object.entries(object).flatMap(([key, value]) => (isObject(value) && isNest(key) ? Object.keys(value) : []));
  const roles = new Set([...Object.keys(object), ...nested].map((key) => meaning(key).role));
  return roles.has('time') && (roles.has('message') || roles.has('level')) || (roles.has('level') && roles.has('message'));
}

/** A first line longer than the head cannot be parsed there; its beginning must look like a log's. */
function longFirstLine(head: Head, lines: readonly string[]): Detection | undefined {
  const first = lines[0];
  if (head.complete || lines.length !== 1 || first === undefined) return undefined;
  if (/^\s*\{\s*"resourceLogs"\s*:/.test(first)) return { confidence: 0.9, reason: 'the first line begins as an OTLP logs export request' };
  const object = first.startsWith('{') ? completed(first) : undefined;
  return object && looksLikeLog(object) ? { confidence: 0.6, reason: 'the first line, longer than the sample, begins as a JSON log record' } : undefined;
}
