import { SerializeAddon } from '@xterm/addon-serialize';
import { Terminal } from '@xterm/xterm';
import { guard, piecesFor, textOf } from './terminal-guard.ts';
import { contrast, followTheme, theme, token } from './terminal-theme.ts';
import '@xterm/xterm/css/xterm.css';
import './terminal-view.css';

/** Width and height of a cell, as shares of the size of the type: JetBrains Mono, and the line height below. */
const CELL = { width: 0.6, height: 1.25 } as const;
const SMALLEST_PX = 5;
const LARGEST_PX = 16;

/** A terminal of a given size that plays a recording: what it is given is drawn, nothing else. */
export interface TerminalScreen {
  /** Resolves when it is drawn. */
  write(text: string): Promise<void>;
  /** As it was before anything was written. */
  clear(columns: number, rows: number): void;
  resize(columns: number, rows: number): void;
  /** Everything on the screen, to be restored; `undefined` while it is in a state that cannot be told so. */
  picture(): string | undefined;
  restore(picture: string, columns: number, rows: number): Promise<void>;
  /** Type as large as fits. */
  fit(widthPx: number, heightPx: number): void;
  text(): string;
  selection(): string;
  dispose(): void;
}

/** Shows in `host`. The face must be loaded: cells are measured once. */
export function createTerminalScreen(host: HTMLElement): TerminalScreen {
  const terminal = new Terminal({
    cols: 80, rows: 24, scrollback: 0, disableStdin: true, cursorInactiveStyle: 'outline', logLevel: 'off', allowProposedApi: true,
    fontFamily: token('--font-mono'), fontSize: 12, lineHeight: CELL.height, minimumContrastRatio: contrast(), theme: { ...theme(), cursor: token('--text-2') },
  });
  guard(terminal, { screens: true });
  const serializer = new SerializeAddon();
  terminal.loadAddon(serializer);
  terminal.open(host);
  // Nothing is typed here, and the keyboard must not get caught.
  if (terminal.textarea) terminal.textarea.disabled = true;
  const unthemed = followTheme(terminal);

  // What a picture does not hold: margins, other sets of characters. A picture taken then would not be the screen.
  let hasMargins = false;
  let hasCharset = false;
  terminal.parser.registerCsiHandler({ final: 'r' }, (params) => {
    const [top = 0, bottom = 0] = params.flat();
    hasMargins = !(top <= 1 && (bottom === 0 || bottom >= terminal.rows));
    return false;
  });
  for (const intermediates of ['(', ')', '*', '+']) {
    for (const final of ['0', 'A', 'B']) {
      terminal.parser.registerEscHandler({ intermediates, final }, () => {
        hasCharset = final !== 'B';
        return false;
      });
    }
  }
  terminal.parser.registerEscHandler({ final: 'c' }, () => {
    hasMargins = hasCharset = false;
    return false;
  });

  return {
    write(text) {
      for (const piece of piecesFor(text)) terminal.write(piece);
      return new Promise((resolve) => terminal.write('', resolve));
    },
    clear(columns, rows) {
      terminal.reset();
      hasMargins = hasCharset = false;
      terminal.resize(columns, rows);
    },
    resize(columns, rows) {
      terminal.resize(columns, rows);
      hasMargins = false;
    },
    picture: () => (hasMargins || hasCharset ? undefined : serializer.serialize({ scrollback: 0 })),
    restore(picture, columns, rows) {
      this.clear(columns, rows);
      return new Promise((resolve) => terminal.write(picture, resolve));
    },
    fit(widthPx, heightPx) {
      const drawn = host.querySelector<HTMLElement>('.xterm-screen');
      const size = Math.floor(Math.min(widthPx / (terminal.cols * CELL.width), heightPx / (terminal.rows * CELL.height)) * 2) / 2;
      let px = Math.max(SMALLEST_PX, Math.min(LARGEST_PX, size));
      terminal.options.fontSize = px;
      // Cells are rounded to whole pixels of the device.
      const isTooLarge = (): boolean => drawn !== null && (drawn.offsetWidth > widthPx || drawn.offsetHeight > heightPx);
      while (px > SMALLEST_PX && isTooLarge()) {
        px -= 0.5;
        terminal.options.fontSize = px;
      }
    },
    text: () => textOf(terminal),
    selection: () => terminal.getSelection(),
    dispose() {
      unthemed();
      terminal.dispose();
    },
  };
}
