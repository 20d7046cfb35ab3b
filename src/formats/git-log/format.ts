import { headLines, readLines, sniffText, takeNuls, type Line } from '../contract-lines.ts';
import { blankRecord, clearRecord, MAX_BODY } from '../contract-record.ts';
import type { Detection, Format, Head, ParseOptions, RecordSink } from '../contract.ts';
import { addChange, fields, newCommit, readCommit, type Commit } from './commit.ts';
import { cellsOf, learnOneLine, type OneLine } from './one-line.ts';

/** What changed: the output of git log, a record per commit. */
export const gitLog: Format = {
  id: 'git-log',
  title: 'Git log',
  extensions: ['txt', 'log', 'gitlog', 'patch'],
  magic: ['commit and a hash of 40 or 64 hex digits, then Author: and a date'],
  specification: [
    { title: 'git-log: pretty formats', url: 'https://git-scm.com/docs/git-log#_pretty_formats' },
    { title: 'git-log: commit formatting and dates', url: 'https://git-scm.com/docs/git-log#_commit_formatting' },
    { title: 'OpenTelemetry semantic conventions: VCS', url: 'https://opentelemetry.io/docs/specs/semconv/registry/attributes/vcs/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const head = await source.read(0, 65_536);
    const complete = source.sizeBytes <= 65_536;
    const kind = sniffText(head, complete);
    const encoding = kind.text ? kind.encoding : 'utf-8';
    const parser = new Parser(sink, options, oneLineOf({ bytes: head, complete }));
    const { lines } = await readLines(source, { encoding, skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => parser.line(line));
    parser.end();
    return { counts: { ...parser.counts, lines }, summary: { form: parser.form } };
  },
};

const COMMIT = /^commit ([\da-f]{64}|[\da-f]{40})((?: [\da-f]{40,64})*)(?: \((.*)\))?$/;
const HEADER = /^(?:(AuthorDate|Author|CommitDate|Commit|Date|Merge|Reflog message|Reflog|Notes(?: \(.*\))?):|(author|committer|tree|parent|encoding|gpgsig|mergetag) ) *(.*)$/;
const INDENT = /^ {4}|^\t/;
/** `author Name <address> 1760430851 +0200` of --pretty=raw. */
const RAW_PERSON = /^(.*<[^>]*>) (\d+ [+-]\d{4})$/;
const MAX_LINES = 200_000;

class Parser {
  readonly counts = { commits: 0, blankLines: 0, linesOutside: 0 };
  readonly form: string;
  private readonly sink: RecordSink;
  private readonly zone: string;
  private readonly oneLine: OneLine | undefined;
  private readonly record = blankRecord();
  private commit: Commit | undefined;
  private where: 'headers' | 'message' | 'changes' = 'headers';
  private lineCount = 0;
  private damaged = false;
  private outsideFrom: number | undefined;
  private outsideTo = 0;

  constructor(sink: RecordSink, options: ParseOptions, oneLine: OneLine | undefined) {
    this.sink = sink;
    this.zone = options.zone;
    this.oneLine = oneLine;
    this.form = oneLine ? 'one line a commit' : 'commits';
  }

  line(line: Line): void {
    const nuls = takeNuls(line);
    if (nuls > 0) this.report('nul-bytes', 'info', 'NUL bytes where a line should begin, as a lost write leaves them.', line.offsetBytes - nuls, nuls);
    const text = line.text;
    const blank = text.trim() === '';
    if (blank) this.counts.blankLines++;
    if (this.oneLine) {
      if (!blank) this.single(line, this.oneLine);
      return;
    }
    const start = text.startsWith('commit ') ? COMMIT.exec(text) : null;
    if (start) {
      this.close();
      this.begin(line, start);
    } else if (this.commit) this.inside(line, blank);
    else if (!blank) this.outside(line);
  }

  end(): void {
    this.close();
    this.reportOutside();
  }

  /** Lines that follow one another are reported together. */
  private reportOutside(): void {
    if (this.outsideFrom === undefined) return;
    this.report('not-a-commit', 'warning', 'What stands here belongs to no commit; kept as text.', this.outsideFrom, this.outsideTo - this.outsideFrom);
    this.outsideFrom = undefined;
  }

  private close(): void {
    const { commit, record } = this;
    if (!commit) return;
    this.commit = undefined;
    const unreadable = readCommit(commit, record, this.zone);
    if (unreadable !== undefined) {
      this.report('unreadable-time', 'warning', `"${unreadable.slice(0, 60)}" does not say when; the commit has no time.`, record.offsetBytes, record.lengthBytes);
    } else if (record.timeNs === undefined) this.report('no-time', 'warning', 'The commit has no date; the log was written without one, or breaks off.', record.offsetBytes, record.lengthBytes);
    if (commit.restLength > MAX_BODY) this.report('long-text', 'info', `The commit has ${record.lengthBytes} bytes; its first ${MAX_BODY} characters are kept as text.`, record.offsetBytes, record.lengthBytes);
    if (this.damaged) this.report('invalid-encoding', 'info', 'Some bytes are not of the encoding of the file; they show as U+FFFD.', record.offsetBytes, record.lengthBytes);
    this.counts.commits++;
    this.sink.record(record);
  }

  private begin(line: Line, start: RegExpExecArray): void {
    this.reportOutside();
    this.place(line);
    this.commit = newCommit(start[1]!, start[3]);
    if (start[2] !== '') this.commit.parents = start[2]!.trim().split(' ').length;
    this.where = 'headers';
    this.lineCount = 1;
    this.damaged = line.damaged;
  }

  private inside(line: Line, blank: boolean): void {
    const commit = this.commit!;
    const { text } = line;
    if (++this.lineCount > MAX_LINES) {
      this.report('commit-too-long', 'warning', `The commit goes on for more than ${MAX_LINES} lines; it is cut here.`, this.record.offsetBytes, this.record.lengthBytes);
      this.close();
      if (!blank) this.outside(line);
      return;
    }
    if (line.damaged) this.damaged = true;
    if (!blank) this.record.lengthBytes = line.offsetBytes + line.lengthBytes - this.record.offsetBytes;
    if (this.where === 'headers') {
      if (text === '' || (blank && !isSigned(commit))) this.where = 'message';
      else if (!header(commit, text)) {
        this.where = 'changes';
        addChange(commit, text);
      }
    } else if (this.where === 'message' && isSigned(commit) && /^ \S/.test(text) && commit.message.every((l) => l === '')) {
      // A signature whose empty lines lost their blank.
    } else if (this.where === 'message' && (blank || INDENT.test(text))) {
      if (commit.message.length < 10_000) commit.message.push(text.replace(INDENT, '').slice(0, MAX_BODY));
    } else if (this.where === 'message' && /^Notes(?: \(.*\))?:$/.test(text)) commit.message.push(text);
    else {
      this.where = 'changes';
      addChange(commit, text);
    }
  }

  /** What stands before the first commit. */
  private outside(line: Line): void {
    const record = this.place(line);
    record.body = line.text.slice(0, MAX_BODY);
    record.understood = false;
    this.counts.linesOutside++;
    this.outsideFrom ??= line.offsetBytes;
    this.outsideTo = line.offsetBytes + line.lengthBytes;
    this.sink.record(record);
  }

  private single(line: Line, form: OneLine): void {
    const cells = line.text.length > MAX_BODY ? undefined : cellsOf(line.text, form);
    if (!cells) {
      this.outside(line);
      return;
    }
    this.reportOutside();
    this.place(line);
    const commit = newCommit(cells[0]!, undefined);
    const name = form.nameColumn === undefined ? undefined : cells[form.nameColumn];
    const email = form.emailColumn === undefined ? undefined : cells[form.emailColumn]?.replace(/^<|>$/g, '');
    commit.author = name === undefined && email === undefined ? undefined : `${name ?? ''} <${email ?? ''}>`;
    commit.authorDate = cells[form.timeColumn];
    commit.message.push(cells[form.columns]!);
    for (let i = 1; i < form.columns; i++) {
      if (i !== form.timeColumn && i !== form.nameColumn && i !== form.emailColumn) commit.headers.push([`column ${i + 1}`, cells[i]!]);
    }
    this.damaged = line.damaged;
    this.commit = commit;
    this.close();
  }

  private place(line: Line): typeof this.record {
    clearRecord(this.record);
    this.record.offsetBytes = line.offsetBytes;
    this.record.lengthBytes = line.lengthBytes;
    this.record.line = line.number;
    return this.record;
  }

  private report(code: string, severity: 'info' | 'warning', message: string, offsetBytes: number, lengthBytes: number): void {
    this.sink.diagnostic({ code: `git-log/${code}`, severity, message, offsetBytes, lengthBytes });
  }
}

function isSigned(commit: Commit): boolean {
  return commit.headers.some(([name]) => name === 'gpgsig' || name === 'mergetag');
}

/** A header of a commit; false when the line is none. */
function header(commit: Commit, text: string): boolean {
  // A signature goes on with lines that begin with a blank.
  if (text.startsWith(' ') && isSigned(commit)) return true;
  const m = HEADER.exec(text);
  if (!m) return false;
  const name = m[1] ?? m[2]!;
  const value = m[3]!;
  switch (name) {
    case 'Author': commit.author = value; break;
    case 'Commit': commit.committer = value; break;
    case 'Date':
    case 'AuthorDate': commit.authorDate = value; break;
    case 'CommitDate': commit.committerDate = value; break;
    case 'Merge': commit.parents = value.split(' ').length; commit.headers.push(['merge', value]); break;
    case 'parent': commit.parents = (commit.parents ?? 0) + 1; break;
    case 'author':
    case 'committer': {
      const raw = RAW_PERSON.exec(value);
      const who = raw?.[1] ?? value;
      if (name === 'author') [commit.author, commit.authorDate] = [who, raw?.[2]];
      else [commit.committer, commit.committerDate] = [who, raw?.[2]];
      break;
    }
    default: commit.headers.push([name, value]);
  }
  return true;
}

const SAMPLE = 400;

function oneLineOf(head: Pick<Head, 'bytes' | 'complete'>): OneLine | undefined {
  return learnOneLine(headLines(head, SAMPLE));
}

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, SAMPLE);
  const commits = lines.filter((line) => line.startsWith('commit ') && COMMIT.test(line)).length;
  if (commits > 0) {
    const people = lines.filter((line) => /^(?:Author: |author )/.test(line)).length;
    const first = COMMIT.test(lines[0]!);
    // The last commit of a head may have lost its headers.
    if (people >= Math.max(1, commits - 1)) return { confidence: first ? 0.97 : 0.6, reason: `${commits} commits with their authors in the first ${lines.length} lines` };
    if (first && head.complete && commits === lines.length) return { confidence: 0.6, reason: `${commits} lines of commit and a hash` };
  }
  const oneLine = learnOneLine(lines);
  if (!oneLine) return undefined;
  return { confidence: 0.92, reason: `${lines.length} of ${lines.length} sampled lines are a commit hash, a time and a subject` };
}
