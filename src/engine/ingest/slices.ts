const NEWLINE = 0x0a;
/** Lines that are looked at from the end for where the last record begins; more than any stack trace people log. */
const LINES_BACK = 2000;
/** Kinds of characters that say how a line begins, and where they stand. */
const SHAPE_LENGTH = 4;
const LINE_HEAD_BYTES = 40;

/**
 * Cuts what comes of a growing source into slices at the ends of records. Which lines begin a record is learnt from
 * the source itself: its first line does, and so do all that begin with the same kinds of characters ("2026-",
 * `{"ti`, `Oct `). Lines that begin in another way (`\tat com.example`, `Caused by:`) may belong to the record before.
 */
export class Cutter {
  private shape: string | undefined;
  /** Whether a record of this source has had more than one line. */
  private continues = false;
  /** journalctl -o export: records end with an empty line. */
  private isExport = false;

  /** Bytes of whole records at the beginning of `bytes`. `settled`: nothing has come for a moment, so that the last record is whole. */
  cut(bytes: Uint8Array, settled: boolean): number {
    if (this.shape === undefined && bytes.length > 0) {
      this.shape = shapeAt(bytes, 0);
      this.isExport = startsWith(bytes, '__CURSOR=');
    }
    if (this.isExport) return Math.max(0, bytes.lastIndexOf(NEWLINE) === -1 ? 0 : lastBlank(bytes));
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end === 0) return 0;
    const begin = this.lastBegin(bytes, end);
    return settled || !this.continues ? end : begin;
  }

  /** Where the last record before `end` begins. */
  private lastBegin(bytes: Uint8Array, end: number): number {
    let at = end;
    for (let lines = 0; at > 0 && lines < LINES_BACK; lines++) {
      at = at < 2 ? 0 : bytes.lastIndexOf(NEWLINE, at - 2) + 1;
      if (shapeAt(bytes, at) === this.shape) {
        if (lines > 0) this.continues = true;
        return at;
      }
    }
    // No record begins here as the first one did: lines are all there is to go by.
    return end;
  }
}

/** The end of the last record that an empty line ends; 0 when there is none. */
function lastBlank(bytes: Uint8Array): number {
  for (let at = bytes.lastIndexOf(NEWLINE); at > 0; at = bytes.lastIndexOf(NEWLINE, at - 1)) if (bytes[at - 1] === NEWLINE) return at + 1;
  return 0;
}

/** Kinds of characters that a line begins with, several of one kind as one: `10.0.0.7` is `0.0.`, as is `192.168.0.1`. */
function shapeAt(bytes: Uint8Array, at: number): string {
  let shape = '';
  for (let i = at; i < at + LINE_HEAD_BYTES && i < bytes.length && shape.length < SHAPE_LENGTH && bytes[i] !== NEWLINE; i++) {
    const c = bytes[i]!;
    const isDigit = c >= 0x30 && c <= 0x39;
    const isLetter = (c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a;
    const kind = isDigit ? '0' : isLetter ? 'a' : String.fromCharCode(c);
    if (!shape.endsWith(kind)) shape += kind;
  }
  return shape;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}
