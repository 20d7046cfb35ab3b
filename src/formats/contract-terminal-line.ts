/**
 * The line that a terminal shows, from what was written to it: carriage returns, backspaces, erasing and moving along
 * the line are obeyed, colours are dropped. Movement across the screen ends the line: what was written is told, where
 * it stood on the screen is not. Control functions: ECMA-48; xterm's ctlseqs,
 * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
export type LineEnd = 'newline' | 'moved' | 'screen-on' | 'screen-off' | 'text-end';

/** Characters a line may have: what goes beyond is a line of its own. */
const MOST_CELLS = 16_384;
const MOST_PARAMETERS = 64;
const MOST_STRING = 4096;

type State = 'ground' | 'escape' | 'escape-more' | 'csi' | 'osc' | 'osc-escape' | 'string' | 'string-escape';

export class TerminalLine {
  /** The next unit to read in the text last written. */
  next = 0;
  /** The cursor moved across the screen since the line began. */
  moved = false;
  /** Between "bracketed paste on" and "off": a shell waits for a line. */
  pasteMode = false;
  /** Column at which the shell said that the command begins (OSC 133;B). */
  commandFrom: number | undefined;
  private cells: string[] = [];
  private column = 0;
  private state: State = 'ground';
  private parameters = '';
  private string = '';
  /** First half of a surrogate pair whose second half comes with the next text. */
  private half = '';

  /** What the line shows now, its blank end left out. */
  get text(): string {
    return this.cells.join('').trimEnd();
  }

  get length(): number {
    return this.cells.length;
  }

  /** What stands left of a column. */
  before(column: number): string {
    return this.cells.slice(0, column).join('');
  }

  after(column: number): string {
    return this.cells.slice(column).join('').trimEnd();
  }

  get isBlank(): boolean {
    return this.cells.every((cell) => cell === ' ');
  }

  /** Begins the next line. */
  clear(): void {
    this.cells = [];
    this.column = 0;
    this.moved = false;
    this.commandFrom = undefined;
  }

  /** Reads `text` from `from` on, to the end of the line or of the text; `next` says how far. */
  write(text: string, from: number): LineEnd {
    for (let i = from; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const end = this.state === 'ground' ? this.ground(text, i, code) : this.control(text[i]!, code);
      if (end !== undefined) {
        this.next = i + 1;
        return end;
      }
    }
    this.next = text.length;
    return 'text-end';
  }

  private ground(text: string, i: number, code: number): LineEnd | undefined {
    if (code >= 0x20 && code !== 0x7f) {
      if (code >= 0x80 && code <= 0x9f) return undefined;
      if (code >= 0xd800 && code <= 0xdbff) {
        this.half = text[i]!;
        return undefined;
      }
      if (code >= 0xdc00 && code <= 0xdfff) {
        if (this.half !== '') this.put(this.half + text[i]!);
        this.half = '';
      } else this.put(text[i]!);
      return this.column >= MOST_CELLS ? 'moved' : undefined;
    }
    switch (code) {
      case 0x0a: case 0x0b: case 0x0c: return 'newline';
      case 0x0d: this.column = 0; break;
      case 0x08: if (this.column > 0) this.column--; break;
      case 0x09: this.moveTo((Math.floor(this.column / 8) + 1) * 8); break;
      case 0x1b: this.state = 'escape'; break;
    }
    return undefined;
  }

  private put(character: string): void {
    while (this.cells.length < this.column) this.cells.push(' ');
    this.cells[this.column++] = character;
  }

  private moveTo(column: number): void {
    this.column = Math.max(0, Math.min(MOST_CELLS - 1, column));
  }

  private control(character: string, code: number): LineEnd | undefined {
    switch (this.state) {
      case 'escape': return this.escape(character, code);
      case 'escape-more':
        if (code < 0x20 || code > 0x2f) this.state = 'ground';
        return undefined;
      case 'csi':
        // CAN and SUB end a sequence, ESC begins another; other controls act in the middle of it.
        if (code === 0x1b) this.state = 'escape';
        else if (code === 0x18 || code === 0x1a) this.state = 'ground';
        else if (code >= 0x40 && code <= 0x7e) {
          this.state = 'ground';
          return this.csi(character);
        } else if (code < 0x20) return this.ground(character, 0, code);
        else if (this.parameters.length < MOST_PARAMETERS) this.parameters += character;
        return undefined;
      case 'osc':
        if (code === 0x07) this.osc();
        else if (code === 0x1b) this.state = 'osc-escape';
        else if (code === 0x18 || code === 0x1a) this.state = 'ground';
        else if (this.string.length < MOST_STRING) this.string += character;
        return undefined;
      case 'osc-escape':
        if (character === '\\') {
          this.osc();
          return undefined;
        }
        this.state = 'escape';
        return this.escape(character, code);
      case 'string':
        if (code === 0x1b) this.state = 'string-escape';
        else if (code === 0x18 || code === 0x1a) this.state = 'ground';
        return undefined;
      case 'string-escape':
        this.state = 'ground';
        if (character === '\\') return undefined;
        this.state = 'escape';
        return this.escape(character, code);
      default: return undefined;
    }
  }

  private escape(character: string, code: number): LineEnd | undefined {
    this.state = 'ground';
    if (character === '[') {
      this.state = 'csi';
      this.parameters = '';
    } else if (character === ']') {
      this.state = 'osc';
      this.string = '';
    } else if ('PX^_'.includes(character)) this.state = 'string';
    else if (code >= 0x20 && code <= 0x2f) this.state = 'escape-more';
    else if (code === 0x1b) this.state = 'escape';
    else if (character === 'D' || character === 'E') return 'newline';
    else if (character === 'c' || character === 'M') return this.away();
    return undefined;
  }

  private csi(final: string): LineEnd | undefined {
    const mode = this.parameters.startsWith('?');
    const numbers = (mode ? this.parameters.slice(1) : this.parameters).split(';').map((n) => (/^\d+$/.test(n) ? Number(n) : undefined));
    const count = Math.min(MOST_CELLS, Math.max(1, numbers[0] ?? 1));
    if (mode) return final === 'h' || final === 'l' ? this.mode(numbers, final === 'h') : undefined;
    switch (final) {
      case 'K': this.erase(numbers[0] ?? 0); break;
      case 'J':
        if ((numbers[0] ?? 0) === 0) this.erase(0);
        else if (numbers[0] !== 1) return this.away();
        break;
      case 'C': case 'a': this.moveTo(this.column + count); break;
      case 'D': this.moveTo(this.column - count); break;
      case 'G': case '`': this.moveTo(count - 1); break;
      case 'P': this.cells.splice(this.column, count); break;
      case '@': this.insert(count); break;
      case 'X': for (let i = this.column; i < Math.min(this.cells.length, this.column + count); i++) this.cells[i] = ' '; break;
      case 'A': case 'B': case 'E': case 'F': case 'H': case 'f': case 'd': return this.away();
    }
    return undefined;
  }

  private insert(count: number): void {
    if (this.column >= this.cells.length) return;
    this.cells.splice(this.column, 0, ...Array.from({ length: Math.min(count, MOST_CELLS - this.cells.length) }, () => ' '));
    if (this.cells.length > MOST_CELLS) this.cells.length = MOST_CELLS;
  }

  private erase(what: number): void {
    if (what === 0) this.cells.length = Math.min(this.cells.length, this.column);
    else if (what === 1) for (let i = 0; i <= this.column && i < this.cells.length; i++) this.cells[i] = ' ';
    else if (what === 2) this.cells = [];
  }

  private mode(numbers: ReadonlyArray<number | undefined>, on: boolean): LineEnd | undefined {
    if (numbers.includes(2004)) this.pasteMode = on;
    if (numbers.some((n) => n === 47 || n === 1047 || n === 1049)) return on ? 'screen-on' : 'screen-off';
    return undefined;
  }

  /** The cursor goes elsewhere on the screen: what comes is another line. */
  private away(): LineEnd {
    this.moved = true;
    return 'moved';
  }

  /** Marks of shells with integration: FinalTerm's OSC 133, and 633 of Visual Studio Code, which means the same. */
  private osc(): void {
    this.state = 'ground';
    if (/^(?:1|6)33;B(?:;|$)/.test(this.string)) this.commandFrom = this.column;
  }
}
