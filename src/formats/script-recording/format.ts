import { bomBytes, headLines, readLines, sniffText, type Line } from '../contract-lines.ts';
import type { ByteSource, Detection, Format, Head, ParseOptions, ParseSummary, RecordSink } from '../contract.ts';
import { MOST_OFFSET_NS, RECORDING_FIELDS } from '../contract-recording.ts';
import { TerminalRecords } from '../contract-terminal-records.ts';
import { decodeUtf8, Utf8Places } from '../contract-utf8.ts';
import { readEdge, timeOf } from './header.ts';
import { replay } from './replay.ts';
import { readTiming, windowSize, type TimingEntry } from './timing.ts';
import { typescriptPieces } from './typescript.ts';

/** Terminal sessions as script(1) records them: the typescript and, a file of its own, its timing. */
export const scriptRecording: Format = {
  id: 'script-recording',
  title: 'Terminal recording (script)',
  extensions: ['typescript', 'script', 'timing', 'tm'],
  magic: ['Script started on', 'H 0.000000 START_TIME', 'lines of a delay with six decimals and a number of bytes'],
  specification: [
    { title: 'script(1)', url: 'https://man7.org/linux/man-pages/man1/script.1.html' },
    { title: 'scriptreplay(1)', url: 'https://man7.org/linux/man-pages/man1/scriptreplay.1.html' },
    { title: 'util-linux, term-utils/script.c', url: 'https://github.com/util-linux/util-linux/blob/master/term-utils/script.c' },
  ],
  fields: RECORDING_FIELDS,
  replay,
  detect,
  async parse(source, sink, options, signal) {
    const head = new TextDecoder().decode(await source.read(0, 4096));
    return isTypescript(head) ? parseTypescript(source, sink, options, signal) : parseTiming(source, sink, options, signal);
  },
};

export function isTypescript(head: string): boolean {
  return head.startsWith('Script started on ') || (head.charCodeAt(0) === 0xfeff && head.startsWith('Script started on ', 1));
}

/** A line at a time, without times but those of its header and footer. */
async function parseTypescript(source: ByteSource, sink: RecordSink, { zone }: ParseOptions, signal: AbortSignal): Promise<ParseSummary> {
  let sessions = 0;
  let lineNumber = 1;
  let unreadable: string | undefined;
  let exitCode: number | undefined;
  const records = new TerminalRecords(sink, undefined, (text) => {
    if (!text.startsWith('Script ')) return undefined;
    const edge = readEdge(text, zone);
    if (!edge) return undefined;
    if (edge.event === 'header') sessions++;
    else exitCode = edge.exitCode;
    if (edge.timeNs === undefined) unreadable = edge.timeText;
    return edge;
  });
  let damaged = 0;
  await typescriptPieces(source, await bomBytes(source), sink, signal, (bytes, offsetBytes) => {
    const decoded = decodeUtf8(bytes, 0, bytes.length);
    if (decoded.damaged > 0) {
      damaged += decoded.damaged;
      sink.diagnostic({
        code: 'script-recording/invalid-utf8', severity: 'info', offsetBytes, lengthBytes: bytes.length, message: `Of these bytes ${decoded.damaged} are not UTF-8; they show as U+FFFD.`,
      });
    }
    if (!records.hasMixedInput && endsInEnter(bytes)) {
      records.hasMixedInput = true;
      sink.diagnostic({
        code: 'script-recording/input-among-output', severity: 'info', offsetBytes, lengthBytes: bytes.length,
        message: 'Keys stand among the output from here on (--log-io): what was typed and echoed shows twice. With its timing file the player tells them apart.',
      });
    }
    const places = new Utf8Places(bytes, 0, bytes.length, false);
    records.output(decoded.text, { fromBytes: offsetBytes, toBytes: offsetBytes + bytes.length, line: lineNumber, atNs: undefined }, (units) => offsetBytes + places.after(units));
    if (unreadable !== undefined) {
      sink.diagnostic({
        code: 'script-recording/unreadable-time', severity: 'warning', offsetBytes, lengthBytes: bytes.length, message: `"${unreadable}" does not say when; what it stands in has no time.`,
      });
      unreadable = undefined;
    }
    if (bytes[bytes.length - 1] === 0x0a) lineNumber++;
  });
  records.end();
  const { lines, commands, fullScreens } = records;
  return { counts: { terminalLines: lines, commands, fullScreens, sessions, damagedBytes: damaged }, summary: { form: 'typescript', exitCode: exitCode ?? null } };
}

/** CR of the Enter key before the CR LF of its echo: no terminal writes that by itself. */
function endsInEnter(bytes: Uint8Array): boolean {
  const { length } = bytes;
  return length >= 3 && bytes[length - 1] === 0x0a && bytes[length - 2] === 0x0d && bytes[length - 3] === 0x0d;
}

/** Delays that follow one another are one record, up to this many lines: they say when, and nothing else. */
const MOST_JOINED = 1000;

/** A record for each header and signal, and one for each run of delays. */
async function parseTiming(source: ByteSource, sink: RecordSink, { zone }: ParseOptions, signal: AbortSignal): Promise<ParseSummary> {
  let startNs: bigint | undefined;
  let records: TerminalRecords | undefined;
  let atNs = 0;
  let run: { line: number; fromBytes: number; toBytes: number; firstNs: number; lines: number; output: number; input: number } | undefined;
  const counts = { entries: 0, outputBytes: 0, inputBytes: 0, signals: 0, damagedEntries: 0 };
  let form = 'timing, classic';
  const closeRun = (): void => {
    if (!run) return;
    const said = [...(run.output > 0 ? [`${run.output} bytes of output`] : []), ...(run.input > 0 ? [`${run.input} bytes of input`] : [])].join(' and ') || 'nothing written';
    records!.single('timing', `${said} in ${((atNs - run.firstNs) / 1e9).toFixed(3)} s`, { fromBytes: run.fromBytes, toBytes: run.toBytes, line: run.line, atNs: run.firstNs });
    run = undefined;
  };
  const words = (entry: TimingEntry, line: Line): void => {
    form = 'timing, multi-stream';
    if (entry.type === 'H' && entry.name === 'START_TIME' && startNs === undefined && !records) startNs = timeOf(entry.value, zone);
    records ??= new TerminalRecords(sink, startNs);
    const at = { fromBytes: line.offsetBytes, toBytes: line.offsetBytes + line.lengthBytes, line: line.number, atNs };
    if (entry.type === 'S') {
      counts.signals++;
      const size = entry.name === 'SIGWINCH' ? windowSize(entry.value) : undefined;
      records.single(size ? 'resize' : 'signal', `${entry.name} ${entry.value}`.trim(), at, size ?? {});
    } else {
      const exitCode = entry.name === 'EXIT_CODE' && /^\d{1,10}$/.test(entry.value) ? Number(entry.value) : undefined;
      records.single('header', `${entry.name} ${entry.value}`.trim(), at, { exitCode });
    }
  };
  const onLine = (line: Line): void => {
    if (line.text.trim() === '') return;
    const entry = readTiming(line.text);
    const at = { fromBytes: line.offsetBytes, toBytes: line.offsetBytes + line.lengthBytes, line: line.number, atNs };
    if (!entry) {
      closeRun();
      counts.damagedEntries++;
      sink.diagnostic({
        code: `script-recording/${line.ended ? 'not-timing' : 'truncated'}`, severity: 'warning', offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes,
        message: line.ended ? 'This is no entry of a timing file.' : 'The timing file breaks off in the middle of an entry.',
      });
      records ??= new TerminalRecords(sink, startNs);
      records.single('note', line.text, at, { understood: false });
      return;
    }
    counts.entries++;
    atNs = Math.min(MOST_OFFSET_NS, atNs + entry.delayNs);
    if (entry.type === 'S' || entry.type === 'H') {
      closeRun();
      words(entry, line);
      return;
    }
    records ??= new TerminalRecords(sink, startNs);
    if (run && run.lines >= MOST_JOINED) closeRun();
    run ??= { line: line.number, fromBytes: line.offsetBytes, toBytes: 0, firstNs: atNs, lines: 0, output: 0, input: 0 };
    run.toBytes = line.offsetBytes + line.lengthBytes;
    run.lines++;
    if (entry.type === 'O') {
      run.output += entry.bytes;
      counts.outputBytes += entry.bytes;
    } else {
      run.input += entry.bytes;
      counts.inputBytes += entry.bytes;
    }
  };
  const { lines } = await readLines(source, { encoding: 'utf-8', skipBytes: await bomBytes(source) }, sink, signal, onLine);
  closeRun();
  records?.end();
  return { counts: { ...counts, lines }, summary: { form, durationSeconds: atNs / 1e9 } };
}

function detect(head: Head): Detection | undefined {
  const kind = sniffText(head.bytes, head.complete);
  const text = new TextDecoder().decode(head.bytes.subarray(0, 4096));
  if (isTypescript(text)) {
    const first = text.split('\n', 1)[0]!;
    return readEdge(first.replace(/^\ufeff|\r$/g, ''), 'UTC') ? { confidence: 1, reason: 'begins with the header of script(1)' } : undefined;
  }
  if (!kind.text || kind.encoding !== 'utf-8') return undefined;
  const lines = headLines(head, 200);
  if (/^H \d+\.\d{6} [A-Z_]+(?: |$)/.test(lines[0] ?? '')) return { confidence: 0.98, reason: 'a timing file of script(1): its entries name their stream' };
  const good = lines.filter((line) => /^(?:[OI] )?\d+\.\d{6} \d+$/.test(line) || /^[SH] \d+\.\d{6} [A-Z]/.test(line)).length;
  if (lines.length < 2 || good < lines.length) return undefined;
  return { confidence: /^[OI] /.test(lines[0]!) ? 0.96 : 0.8, reason: `${good} of ${lines.length} sampled lines are a delay and a number of bytes, as in a timing file of script(1)` };
}
