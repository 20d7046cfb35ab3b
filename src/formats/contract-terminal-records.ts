import { truncate } from '../base/text.ts';
import type { EventRecord, FieldValue, RecordSink } from './contract.ts';
import { RECORDING_FIELD, RECORDING_FIELDS } from './contract-recording.ts';
import { blankRecord, clearRecord, MAX_BODY } from './contract-record.ts';
import { TerminalLine } from './contract-terminal-line.ts';

/** A stretch of the evidence, and when it was recorded. */
export interface Stretch {
  readonly fromBytes: number;
  readonly toBytes: number;
  /** Physical line of the first byte. */
  readonly line: number;
  /** Nanoseconds since the start; `undefined` where nothing says. */
  readonly atNs: number | undefined;
}

/** What a line of a session is beside a line: the header and the footer of script(1). */
export interface LineMeaning {
  readonly event: string;
  readonly timeNs?: bigint | undefined;
  readonly timeText?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}

/** Most bytes of one record: a progress bar that is drawn for a day is several. */
const MOST_RECORD_BYTES = 8 * 1024 * 1024;
const MOST_INPUT = 4096;

/** What a prompt ends in: shells, database clients, interpreters. */
const PROMPT_END = /[$#%>❯➜λ»]\s*$/u;
/** Prompts that name who and where: `ada@shop-1:~$ `, `[ada@shop-1 ~]# `. Nothing else is taken for a prompt by its looks. */
const NAMED_PROMPT = /^(?:\([\w.-]+\) )?\[?[\w.-]+@[\w.-]+(?:[: ][^$#%>]{0,200})?[$#%>] (?=\S)/;
/** Where a shell is known to wait for a line, the first sign that ends a prompt does. */
const WAITING_PROMPT = /^[^$#%>❯➜λ»]{0,200}[$#%>❯➜λ»] (?=\S)/u;

/**
 * Makes records of what a session wrote and was typed: one for each line on the screen, from its first byte to its
 * last, whatever events and escape sequences it came in. Output that shows nothing belongs to the record before it.
 */
export class TerminalRecords {
  /** Set where keys and output cannot be told apart: nothing is taken for a command then. */
  hasMixedInput = false;
  lines = 0;
  commands = 0;
  fullScreens = 0;
  private readonly sink: RecordSink;
  private readonly startNs: bigint | undefined;
  private readonly meaning: ((text: string) => LineMeaning | undefined) | undefined;
  private readonly screen = new TerminalLine();
  private readonly record: EventRecord = blankRecord();
  private fields: FieldValue[] = [];
  /** A record is held until the next one begins: output that shows nothing may still come. */
  private held = false;
  private open: { fromBytes: number; toBytes: number; line: number; firstNs: number | undefined; shownNs: number | undefined; lastNs: number | undefined } | undefined;
  private inFullScreen = false;
  private input = '';
  /** Column at which the command begins, where the line tells: and how. */
  private promptColumn: number | undefined;
  private promptBasis: 'input' | 'inferred' | undefined;

  constructor(sink: RecordSink, startNs: bigint | undefined, meaning?: (text: string) => LineMeaning | undefined) {
    this.sink = sink;
    this.startNs = startNs;
    this.meaning = meaning;
  }

  /** What was written to the terminal. `byteAfter(n)`: where the bytes of its first n units end; asked for in rising order. */
  output(text: string, at: Stretch, byteAfter: (units: number) => number): void {
    let from = at.fromBytes;
    for (let i = 0; i < text.length; ) {
      this.extend({ ...at, fromBytes: from });
      const wasBlank = this.screen.isBlank;
      const end = this.screen.write(text, i);
      i = this.screen.next;
      const open = this.open!;
      if (wasBlank && !this.screen.isBlank) open.shownNs = at.atNs;
      const whole = i === text.length;
      if (end === 'text-end') {
        open.toBytes = at.toBytes;
        if (open.toBytes - open.fromBytes > MOST_RECORD_BYTES) this.close();
        break;
      }
      open.toBytes = whole ? at.toBytes : Math.max(from + 1, Math.min(at.toBytes - 1, byteAfter(i)));
      from = open.toBytes;
      if (end === 'screen-on' && !this.inFullScreen) {
        this.close();
        this.inFullScreen = true;
      } else if (end === 'screen-off' && this.inFullScreen) this.closeFullScreen();
      else this.close();
    }
    if (text === '') {
      this.extend(at);
      this.open!.toBytes = at.toBytes;
    }
    this.learnPrompt();
  }

  /** Keys that were recorded. */
  keys(text: string, at: Stretch): void {
    this.extend(at);
    this.open!.toBytes = at.toBytes;
    if (this.input === '' && this.promptColumn === undefined && !this.screen.isBlank) {
      this.promptColumn = this.screen.length;
      this.promptBasis = 'input';
    }
    if (this.input.length < MOST_INPUT) this.input += text;
  }

  /** A record that is no line: a header, a marker. The line that is being drawn goes on after it. */
  single(event: string, body: string, at: Stretch, more: Omit<LineMeaning, 'event'> & { understood?: boolean } = {}): void {
    if (this.open) this.emitLine(true);
    this.begin(at.fromBytes, at.toBytes, at.line, at.atNs, event, body);
    this.apply(more);
    this.record.understood = more.understood ?? true;
  }

  end(): void {
    if (this.inFullScreen && this.open) this.closeFullScreen();
    else if (this.open) this.emitLine(false);
    this.flush();
  }

  private extend(at: Stretch): void {
    this.open ??= { fromBytes: at.fromBytes, toBytes: at.toBytes, line: at.line, firstNs: at.atNs, shownNs: undefined, lastNs: at.atNs };
    this.open.lastNs = at.atNs;
  }

  /** After each event: a shell that waits for a line has drawn its prompt. */
  private learnPrompt(): void {
    const { screen } = this;
    if (this.promptColumn === undefined && screen.pasteMode && !this.inFullScreen && screen.length > 0 && PROMPT_END.test(screen.before(screen.length))) {
      this.promptColumn = screen.length;
      this.promptBasis = 'inferred';
    }
  }

  private close(): void {
    // On the screen of a full-screen program there are no lines.
    if (this.inFullScreen) {
      this.screen.clear();
      return;
    }
    this.emitLine(false);
    this.screen.clear();
    this.promptColumn = this.promptBasis = undefined;
  }

  /** What is open becomes a record; what shows nothing goes to the record before. */
  private emitLine(goesOn: boolean): void {
    const open = this.open!;
    this.open = undefined;
    const { screen } = this;
    if (this.inFullScreen) {
      this.beginFullScreen(open);
      return;
    }
    if (screen.isBlank && this.input === '') {
      if (this.held) this.record.lengthBytes = open.toBytes - this.record.offsetBytes;
      else this.begin(open.fromBytes, open.toBytes, open.line, open.firstNs, 'note', '');
      return;
    }
    const text = screen.text;
    const meaning = this.meaning?.(text);
    const command = goesOn || meaning || this.hasMixedInput ? undefined : this.commandOf(text);
    // A command happened when it was entered, other lines when they began to show.
    const atNs = command ? open.lastNs : open.shownNs ?? open.firstNs;
    this.begin(open.fromBytes, open.toBytes, open.line, atNs, text === '' ? 'input' : 'line', text);
    const { fields } = this;
    fields[RECORDING_FIELD.endOffsetNs] = open.lastNs;
    if (screen.moved) fields[RECORDING_FIELD.redrawn] = true;
    if (this.input !== '') fields[RECORDING_FIELD.input] = escapeKeys(this.input);
    if (command) {
      this.commands++;
      [fields[RECORDING_FIELD.command], fields[RECORDING_FIELD.basis], fields[RECORDING_FIELD.reason]] = [command.text, command.basis, command.reason];
    }
    if (meaning) {
      fields[RECORDING_FIELD.event] = meaning.event;
      this.apply(meaning);
    } else this.lines++;
    if (!goesOn) this.input = '';
  }

  private commandOf(text: string): { text: string; basis: string; reason: string } | undefined {
    const { screen } = this;
    const found = (from: number, basis: string, reason: string): ReturnType<TerminalRecords['commandOf']> => {
      const command = screen.after(from).trim();
      return command === '' ? undefined : { text: truncate(command, MOST_INPUT), basis, reason };
    };
    if (screen.commandFrom !== undefined) return found(screen.commandFrom, 'shell-integration', 'the shell marked where the command begins');
    const { promptColumn } = this;
    if (promptColumn !== undefined && PROMPT_END.test(screen.before(promptColumn))) {
      if (/[\r\n]/.test(this.input)) return found(promptColumn, 'input', 'Enter was recorded, and this stood on the line after the prompt');
      if (this.promptBasis === 'inferred') return found(promptColumn, 'inferred', 'it follows a prompt at which the shell waited for a line (bracketed paste was on)');
    }
    const waited = screen.pasteMode && promptColumn === undefined ? WAITING_PROMPT.exec(text) : null;
    if (waited) return found(Array.from(waited[0]).length, 'inferred', 'the shell waited for a line (bracketed paste was on), and this follows the first sign of a prompt');
    const prompt = NAMED_PROMPT.exec(text);
    if (prompt && !screen.moved) return found(Array.from(prompt[0]).length, 'inferred', 'it follows what looks like a prompt with user and host');
    return undefined;
  }

  private closeFullScreen(): void {
    const open = this.open!;
    this.open = undefined;
    this.beginFullScreen(open);
    this.inFullScreen = false;
    this.screen.clear();
    this.promptColumn = this.promptBasis = undefined;
    this.input = '';
  }

  private beginFullScreen(open: NonNullable<TerminalRecords['open']>): void {
    const { firstNs, lastNs } = open;
    const lasted = firstNs === undefined || lastNs === undefined ? '' : `, ${((lastNs - firstNs) / 1e9).toFixed(1)} s`;
    this.begin(open.fromBytes, open.toBytes, open.line, firstNs, 'full-screen', `A program drew on the whole screen${lasted}`);
    this.fields[RECORDING_FIELD.endOffsetNs] = lastNs;
    if (this.input !== '') this.fields[RECORDING_FIELD.input] = escapeKeys(this.input);
    this.fullScreens++;
  }

  private begin(fromBytes: number, toBytes: number, line: number, atNs: number | undefined, event: string, body: string): void {
    this.flush();
    const { record } = this;
    clearRecord(record);
    record.offsetBytes = fromBytes;
    record.lengthBytes = toBytes - fromBytes;
    record.line = line;
    record.body = body.length > MAX_BODY ? body.slice(0, MAX_BODY) : body;
    record.timeNs = this.startNs === undefined || atNs === undefined ? undefined : this.startNs + BigInt(atNs);
    this.fields = RECORDING_FIELDS.map(() => undefined);
    this.fields[RECORDING_FIELD.event] = event;
    this.fields[RECORDING_FIELD.offsetNs] = atNs;
    record.fields = this.fields;
    this.held = true;
  }

  private apply({ timeNs, timeText, exitCode, columns, rows, attributes }: Omit<LineMeaning, 'event'>): void {
    const { record, fields } = this;
    if (timeNs !== undefined) record.timeNs = timeNs;
    record.timeText = timeText;
    fields[RECORDING_FIELD.exitCode] = exitCode;
    fields[RECORDING_FIELD.columns] = columns;
    fields[RECORDING_FIELD.rows] = rows;
    record.attributes = attributes;
  }

  private flush(): void {
    if (!this.held) return;
    this.held = false;
    this.sink.record(this.record);
  }
}

/** Keys as text that can be read: `\r`, `\t`, `\u001b[A`. */
function escapeKeys(keys: string): string {
  return JSON.stringify(keys).slice(1, -1).replaceAll('\\"', '"').slice(0, MOST_INPUT);
}
