import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { visibleText } from '../../base/text.ts';
import { guard, piecesFor, textOf, usedLines } from './terminal-guard.ts';
import { contrast, followTheme, theme, token } from './terminal-theme.ts';
import '@xterm/xterm/css/xterm.css';
import './terminal-view.css';

const MOST_ROWS = 16;
const KEPT_LINES = 1000;
const FONT_PX = 12;

/**
 * Text with its escape sequences obeyed, read-only: as wide as its place, as high as its lines up to a limit, scrolled
 * by the wheel or, when it has the focus, by the arrow keys. Who cannot see it hears the same lines as text.
 */
export function TerminalView({ text, label }: { text: string; label: string }): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal>(undefined);
  const [spoken, setSpoken] = useState('');

  useEffect(() => {
    let shown: ReturnType<typeof show> | undefined;
    let gone = false;
    const start = (): void => {
      if (gone || !host.current) return;
      shown = show(host.current, text, (lines) => setSpoken(visibleText(lines, true)));
      terminal.current = shown.terminal;
    };
    // Cells are measured once: the face must be there before.
    document.fonts.load(`${FONT_PX}px "JetBrains Mono"`).then(start, start);
    return () => {
      gone = true;
      terminal.current = undefined;
      shown?.dispose();
    };
  }, [text]);

  function onKeyDown(event: KeyboardEvent): void {
    const now = terminal.current;
    if (!now || now.buffer.active.baseY === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, now.rows - 1);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -KEPT_LINES, End: KEPT_LINES }[event.key];
    if (by === undefined) return;
    now.scrollLines(by);
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      // Scrolled by keys, so that it must be reachable by them.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      className="terminal-view" role="group" tabIndex={0} aria-label={label} onKeyDown={onKeyDown}
      onMouseDown={(e) => e.currentTarget.focus({ preventScroll: true })}
      onCopy={(e) => {
        const selected = terminal.current?.getSelection() ?? '';
        if (selected === '') return;
        e.clipboardData.setData('text/plain', selected);
        e.preventDefault();
      }}
    >
      <pre className="sr-only">{spoken}</pre>
      <div ref={host} className="terminal-host" aria-hidden />
    </div>
  );
}

function show(host: HTMLElement, text: string, onText: (lines: string) => void): { terminal: Terminal; dispose: () => void } {
  const terminal = new Terminal({
    rows: MOST_ROWS, scrollback: KEPT_LINES, convertEol: true, disableStdin: true, cursorInactiveStyle: 'none', logLevel: 'off',
    fontFamily: token('--font-mono'), fontSize: FONT_PX, lineHeight: 1.3, minimumContrastRatio: contrast(), theme: theme(),
  });
  guard(terminal);
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(host);
  // Nothing is typed here, and the keyboard must not get caught.
  if (terminal.textarea) terminal.textarea.disabled = true;

  function layOut(): void {
    const cols = fit.proposeDimensions()?.cols;
    if (cols === undefined || !Number.isFinite(cols)) return;
    terminal.resize(cols, MOST_ROWS);
    terminal.resize(cols, Math.max(1, Math.min(MOST_ROWS, usedLines(terminal))));
    terminal.scrollToTop();
  }
  const cols = fit.proposeDimensions()?.cols;
  if (cols !== undefined && Number.isFinite(cols)) terminal.resize(cols, MOST_ROWS);
  for (const piece of piecesFor(text)) terminal.write(piece);
  terminal.write('', () => {
    layOut();
    onText(textOf(terminal));
  });

  let widthPx = host.clientWidth;
  const resized = new ResizeObserver(() => {
    if (host.clientWidth === widthPx) return;
    widthPx = host.clientWidth;
    layOut();
  });
  resized.observe(host);
  const unthemed = followTheme(terminal);
  return {
    terminal,
    dispose() {
      resized.disconnect();
      unthemed();
      terminal.dispose();
    },
  };
}
