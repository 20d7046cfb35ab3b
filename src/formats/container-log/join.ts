/** A line of a container, whole or in the making. */
export interface Whole {
  readonly offsetBytes: number;
  /** Of the pieces that stand together; pieces that stand further on are reported. */
  lengthBytes: number;
  readonly line: number;
  readonly timeText: string;
  readonly observedNs: bigint | undefined;
  readonly stream: string;
  text: string[];
  textLength: number;
  attrs: Readonly<Record<string, unknown>> | undefined;
  /** Physical lines. */
  pieces: number;
  /** Physical line of the last piece that stands together with the first. */
  lastLine: number;
  /** Nothing more is to come. */
  done: boolean;
  /** Why it is no line of a container, when it is none. */
  problem: string | undefined;
}

/** A line is cut here: nothing may grow without end. */
export const MAX_JOINED_BYTES = 4 * 1024 * 1024;
const MAX_PIECES = 10_000;
/** Lines of the other stream that wait for an unfinished one, so that records come in their order. */
const MAX_WAITING = 2000;

/**
 * Joins the pieces of long lines (P … P F) of each stream, and keeps records in the order of their first bytes while
 * the other stream writes in between.
 */
export class Joiner {
  private readonly open = new Map<string, Whole>();
  private waiting: Whole[] = [];
  private readonly emit: (whole: Whole) => void;
  private readonly report: (code: string, severity: 'info' | 'warning', message: string, offsetBytes: number, lengthBytes: number) => void;

  constructor(emit: Joiner['emit'], report: Joiner['report']) {
    this.emit = emit;
    this.report = report;
  }

  /** Whether nothing is unfinished: then a whole line needs no joining. */
  get idle(): boolean {
    return this.waiting.length === 0;
  }

  /** A piece of a line, or a whole one while another stream has one unfinished. */
  add(piece: Whole, partial: boolean): void {
    const open = piece.problem === undefined ? this.open.get(piece.stream) : undefined;
    if (open) this.extend(open, piece, partial);
    else {
      piece.done = !partial;
      this.waiting.push(piece);
      if (partial) this.open.set(piece.stream, piece);
    }
    if (this.waiting.length > MAX_WAITING) this.giveUp(this.waiting[0]!, 'The line is not finished after many lines of the other stream; it is taken as it is.');
    this.flush();
  }

  end(): void {
    for (const open of this.open.values()) this.giveUp(open, 'The log ends in the middle of this line.');
    this.flush();
  }

  private extend(open: Whole, piece: Whole, partial: boolean): void {
    const end = piece.offsetBytes + piece.lengthBytes;
    if (open.lastLine + 1 === piece.line) {
      open.lengthBytes = end - open.offsetBytes;
      open.lastLine = piece.line;
    } else this.report('piece-apart', 'info', `A piece of the line that begins at byte ${open.offsetBytes}; other lines stand between.`, piece.offsetBytes, piece.lengthBytes);
    open.text.push(...piece.text);
    open.textLength += piece.textLength;
    open.pieces++;
    if (!partial) {
      open.done = true;
      this.open.delete(open.stream);
    } else if (open.textLength > MAX_JOINED_BYTES || open.pieces >= MAX_PIECES) {
      this.giveUp(open, `The line has more than ${MAX_JOINED_BYTES} characters or ${MAX_PIECES} pieces; it is cut here.`);
    }
  }

  private giveUp(whole: Whole, why: string): void {
    whole.done = true;
    this.open.delete(whole.stream);
    this.report('partial-not-finished', 'warning', why, whole.offsetBytes, whole.lengthBytes);
  }

  private flush(): void {
    let count = 0;
    while (count < this.waiting.length && this.waiting[count]!.done) this.emit(this.waiting[count++]!);
    if (count > 0) this.waiting = this.waiting.slice(count);
  }
}
