import { headLines, type Line } from '../contract-lines.ts';
import { JoinedRecord, readTextLog } from '../contract-text.ts';
import type { Detection, Format, Head, ParseOptions, RecordSink } from '../contract.ts';
import { blankPairs, readPairs, type Pairs } from './pairs.ts';
import { fields, PairReader } from './reading.ts';

/** Logs of keys and values: Go services, Grafana's and Prometheus' tools, Heroku. */
export const logfmt: Format = {
  id: 'logfmt',
  title: 'logfmt',
  growsByLine: true,
  extensions: ['log', 'logfmt', 'txt'],
  magic: ['lines of: key=value key="quoted value"'],
  specification: [
    { title: 'Package logfmt', url: 'https://pkg.go.dev/github.com/kr/logfmt' },
    { title: 'Package go-logfmt: EBNF', url: 'https://pkg.go.dev/github.com/go-logfmt/logfmt' },
    { title: 'logfmt, by Brandur Leach', url: 'https://brandur.org/logfmt' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const parser = new LogfmtParser(sink, options);
    const counts = await readTextLog('logfmt', source, sink, signal, (text, line) => parser.line(text, line));
    parser.end();
    return { counts: { ...counts, joinedLines: parser.joinedLines, notLogfmt: parser.notLogfmt }, summary: {} };
  },
};

/** `docker compose logs` puts the container's name before each line. */
const COMPOSE = /^([\w][\w.@-]{0,100})\s*\| (?=[A-Za-z_])/;

const GO_TRACE = /^(?:panic: |fatal error: |goroutine \d+ [^:]*\[)/;

class LogfmtParser {
  notLogfmt = 0;
  private readonly sink: RecordSink;
  private readonly joined: JoinedRecord;
  private readonly reader: PairReader;
  private readonly pairs: Pairs = blankPairs();
  /** Inside the stacks that Go prints, which are not set in throughout. */
  private trace = false;

  constructor(sink: RecordSink, options: ParseOptions) {
    this.sink = sink;
    this.joined = new JoinedRecord(sink);
    this.reader = new PairReader(options.zone);
  }

  get joinedLines(): number {
    return this.joined.joinedLines;
  }

  line(text: string, line: Line): void {
    const first = text.charCodeAt(0);
    // What is set in belongs to the record above, and so does what Go prints when it dies.
    if ((first === 9 || first === 32) && this.joined.join(text, line)) return;
    const compose = text.includes(' | ') ? COMPOSE.exec(text) : null;
    if (!readPairs(text, compose ? compose[0].length : 0, this.pairs) || !likely(this.pairs)) {
      if (GO_TRACE.test(text)) this.trace = true;
      if (!this.trace || !this.joined.join(text, line)) this.asText(text, line);
      return;
    }
    this.trace = false;
    const record = this.joined.begin(line);
    const unreadable = this.reader.read(this.pairs, record);
    if (record.body === '') record.body = text;
    if (compose && record.serviceName === undefined) record.serviceName = compose[1];
    if (unreadable !== undefined) {
      this.report(line, 'unreadable-time', `The value of "${unreadable.slice(0, 60)}" is not a time of a known form; the record has no time.`);
    }
    if (this.pairs.truncated) this.report(line, 'truncated', 'A quoted value is not closed; what stands there is read.');
  }

  end(): void {
    this.joined.end();
  }

  private asText(text: string, line: Line): void {
    const record = this.joined.begin(line);
    record.body = text;
    record.understood = false;
    this.notLogfmt++;
    this.report(line, 'not-understood', 'The line is not logfmt; kept as text.');
  }

  private report(line: Line, code: string, message: string): void {
    this.sink.diagnostic({ code: `logfmt/${code}`, severity: 'warning', message, offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes });
  }
}

/** Prose with an equals sign in it has more words than pairs. */
function likely(pairs: Pairs): boolean {
  const whole = pairs.keys.length - pairs.bare;
  return whole > 0 && pairs.bare <= whole / 2;
}

const SAMPLE = 200;
const MARKS = ['time', 'level', 'message', 'caller'] as const;

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, SAMPLE);
  const pairs = blankPairs();
  const reader = new PairReader('UTC');
  let strict = 0;
  let loose = 0;
  let others = 0;
  for (const whole of lines) {
    const line = whole.slice(0, 16_384);
    const compose = COMPOSE.exec(line);
    if (!readPairs(line, compose ? compose[0].length : 0, pairs) || !likely(pairs)) {
      if (strict + loose === 0 || (line.charCodeAt(0) !== 9 && line.charCodeAt(0) !== 32)) others++;
      continue;
    }
    const roles = new Set(pairs.keys.map((key) => (reader.meaningOf(key).caller ? 'caller' : reader.meaningOf(key).meaning.role)));
    const marks = MARKS.filter((role) => roles.has(role)).length;
    const count = pairs.keys.length - pairs.bare;
    // `PATH=/bin` of an environment and `a=1` of a settings file are pairs, too: a log has several on a line.
    if (count >= 2 && marks >= 2 && pairs.bare === 0) strict++;
    else if (count >= 3 && (marks >= 1 || pairs.bare === 0)) loose++;
    else others++;
  }
  const all = strict + loose + others;
  const share = (strict + loose / 2) / (all || 1);
  if (strict + loose === 0 || share < 0.35) return undefined;
  if (strict === 0 && (loose < 3 || others > 0)) return undefined;
  return {
    confidence: Math.round((strict === all ? 0.95 : strict === 0 ? 0.7 : 0.9 * share) * 100) / 100,
    reason: `${strict + loose} of ${all} sampled lines are pairs of keys and values${strict > 0 ? `, ${strict} with a time, level or message` : ''}`,
  };
}
