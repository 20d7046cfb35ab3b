import { bomBytes, headLines, readLines, sniffText, type Line } from '../contract-lines.ts';
import type { Detection, Format, Head, RecordSink } from '../contract.ts';
import { RECORDING_FIELDS } from '../contract-recording.ts';
import { TerminalRecords, type Stretch } from '../contract-terminal-records.ts';
import { decodeUtf8, Utf8Places } from '../contract-utf8.ts';
import { Clock, dataStart, readEvent } from './event.ts';
import { isDrawable, readHeader, readSize, type Header } from './header.ts';
import { replay } from './replay.ts';

/** Terminal sessions as asciinema records them. */
export const asciicast: Format = {
  id: 'asciicast',
  title: 'Terminal recording (asciicast)',
  extensions: ['cast'],
  magic: ['first line: a JSON object with "version": 2 and a width, or "version": 3 and a term'],
  specification: [
    { title: 'asciicast v2', url: 'https://docs.asciinema.org/manual/asciicast/v2/' },
    { title: 'asciicast v3', url: 'https://docs.asciinema.org/manual/asciicast/v3/' },
    { title: 'ECMA-48: control functions', url: 'https://ecma-international.org/publications-and-standards/standards/ecma-48/' },
  ],
  fields: RECORDING_FIELDS,
  replay,
  detect,
  async parse(source, sink, _options, signal) {
    const parser = new Parser(sink);
    const { lines } = await readLines(source, { encoding: 'utf-8', skipBytes: await bomBytes(source) }, sink, signal, (line) => parser.line(line));
    parser.end();
    const { header, counts } = parser;
    return {
      counts: { ...counts, lines },
      summary: {
        version: header?.version ?? null, columns: header?.columns ?? null, rows: header?.rows ?? null,
        durationSeconds: parser.clock.nowNs / 1e9, title: header?.title ?? null, command: header?.command ?? null,
      },
    };
  },
};

class Parser {
  header: Header | undefined;
  clock = new Clock(2);
  private readonly sink: RecordSink;
  private records: TerminalRecords | undefined;
  private readonly events = { events: 0, damagedEvents: 0, outputs: 0, inputs: 0, markers: 0, resizes: 0, comments: 0 };

  constructor(sink: RecordSink) {
    this.sink = sink;
  }

  get counts(): Record<string, number> {
    const { lines = 0, commands = 0, fullScreens = 0 } = this.records ?? {};
    return { ...this.events, terminalLines: lines, commands, fullScreens };
  }

  line(line: Line): void {
    const { text } = line;
    if (text.trim() === '') return;
    if (!this.records) {
      this.header = readHeader(text);
      this.records = new TerminalRecords(this.sink, this.header?.startNs);
      if (this.header) {
        this.begin(line, this.header);
        return;
      }
      this.report('no-header', 'warning', 'The first line is no header of an asciicast; its events are read as version 2, without a start.', line);
    }
    if (line.cut) this.report('line-too-long', 'warning', `The line has ${line.lengthBytes} bytes; it is not read.`, line);
    if (text.startsWith('#')) {
      this.events.comments++;
      this.records.single('note', text.slice(1).trim(), this.at(line));
    } else this.event(line, this.records);
  }

  end(): void {
    this.records?.end();
  }

  private begin(line: Line, header: Header): void {
    this.clock = new Clock(header.version);
    const { columns, rows, title, command } = header;
    if (header.timeText !== undefined && header.startNs === undefined) this.report('unreadable-time', 'warning', `"${header.timeText}" does not say when the recording began; its records have no times.`, line);
    if (columns !== undefined && rows !== undefined && !isDrawable(columns, rows)) this.absurd(line, columns, rows);
    const size = columns === undefined || rows === undefined ? 'of unknown size' : `${columns}x${rows}`;
    const body = [`Recording begins, terminal ${size}`, ...(title === undefined ? [] : [title]), ...(command === undefined ? [] : [`command: ${command}`])].join('; ');
    this.records!.single('header', body, this.at(line), { timeText: header.timeText, columns, rows, attributes: header.rest });
  }

  private event(line: Line, records: TerminalRecords): void {
    const event = readEvent(line.text);
    if (event.what === 'damaged') {
      if (event.isArray) this.events.events++;
      this.events.damagedEvents++;
      this.report(line.ended ? 'not-an-event' : 'truncated', 'warning', line.ended ? event.problem : 'The recording breaks off in the middle of an event.', line);
      records.single('note', line.text, this.at(line), { understood: false });
      return;
    }
    this.events.events++;
    if (!this.clock.advance(event.seconds)) {
      this.report('time-goes-back', 'warning', `The time ${event.seconds} of this event is not after the one before; it counts as simultaneous with it.`, line);
    }
    if (event.extra) this.report('extra-element', 'info', 'The event has more elements than time, code and data.', line);
    const at = this.at(line);
    switch (event.code) {
      case 'o': this.output(line, event.data, at, records); break;
      case 'i':
        this.events.inputs++;
        records.keys(event.data, at);
        break;
      case 'm':
        this.events.markers++;
        records.single('marker', event.data === '' ? 'Marker' : `Marker: ${event.data}`, at);
        break;
      case 'r': this.resize(line, event.data, at, records); break;
      case 'x': {
        const status = /^-?\d{1,10}$/.test(event.data) ? Number(event.data) : undefined;
        records.single('exit', `Session ended, exit status ${event.data}`, at, { exitCode: status });
        break;
      }
      default: records.single('note', `${event.code}: ${event.data}`, at);
    }
  }

  private output(line: Line, data: string, at: Stretch, records: TerminalRecords): void {
    this.events.outputs++;
    let text = data;
    if (line.damaged) {
      this.report('invalid-utf8', 'info', 'Some bytes are not UTF-8; they show as U+FFFD.', line);
      const again = readEvent(decodeUtf8(line.bytes, 0, line.bytes.length).text);
      if (again.what === 'event') text = again.data;
    }
    let places: Utf8Places | undefined;
    records.output(text, at, (units) => {
      places ??= new Utf8Places(line.bytes, dataStart(line.bytes), line.bytes.length, true);
      return line.offsetBytes + places.after(units);
    });
  }

  private resize(line: Line, data: string, at: Stretch, records: TerminalRecords): void {
    this.events.resizes++;
    const size = readSize(data);
    if (!size) this.report('unreadable-size', 'warning', `"${data.slice(0, 40)}" is no size of a terminal.`, line);
    else if (!isDrawable(size.columns, size.rows)) this.absurd(line, size.columns, size.rows);
    records.single('resize', size ? `Terminal resized to ${size.columns}x${size.rows}` : `Terminal resized to ${data}`, at, { ...size, understood: size !== undefined });
  }

  private absurd(line: Line, columns: number, rows: number): void {
    this.report('absurd-size', 'warning', `No terminal has ${columns} columns and ${rows} rows; it is drawn smaller.`, line);
  }

  private at(line: Line): Stretch {
    return { fromBytes: line.offsetBytes, toBytes: line.offsetBytes + line.lengthBytes, line: line.number, atNs: this.clock.nowNs };
  }

  private report(code: string, severity: 'info' | 'warning', message: string, line: Line): void {
    this.sink.diagnostic({ code: `asciicast/${code}`, severity, message, offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes });
  }
}

function detect(head: Head): Detection | undefined {
  const kind = sniffText(head.bytes, head.complete);
  // A recording of damaged output is not UTF-8 throughout; its header is.
  if (!kind.text || kind.encoding.startsWith('utf-16')) return undefined;
  const [first, ...rest] = headLines(head, 50);
  const header = first === undefined ? undefined : readHeader(first);
  if (!header) return undefined;
  const events = rest.filter((line) => readEvent(line).what === 'event').length;
  const of = rest.filter((line) => !line.startsWith('#')).length;
  return { confidence: 1, reason: of === 0 ? `a header of asciicast version ${header.version}, no events` : `a header of asciicast version ${header.version}, then ${events} of ${of} sampled lines are events` };
}
