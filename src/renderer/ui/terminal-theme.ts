import type { ITheme, Terminal } from '@xterm/xterm';

/** Draws a terminal in the theme of the page, and again when that changes; returns the way to stop. */
export function followTheme(terminal: Terminal): () => void {
  const themed = new MutationObserver(() => {
    terminal.options.theme = theme();
    terminal.options.minimumContrastRatio = contrast();
  });
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => themed.disconnect();
}

export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A record may ask for grey on grey: it stays readable here, at what the theme promises of text. */
export function contrast(): number {
  return document.documentElement.dataset['theme'] === 'contrast' ? 7 : 4.5;
}

export function theme(): ITheme {
  return {
    background: token('--surface-sunken'), foreground: token('--text-1'), cursor: token('--surface-sunken'),
    selectionBackground: token('--accent-tint-2'), selectionInactiveBackground: token('--accent-tint-2'),
    scrollbarSliderBackground: token('--border-strong'), scrollbarSliderHoverBackground: token('--border-control'), scrollbarSliderActiveBackground: token('--border-control'),
    black: token('--ansi-black'), red: token('--ansi-red'), green: token('--ansi-green'), yellow: token('--ansi-yellow'),
    blue: token('--ansi-blue'), magenta: token('--ansi-magenta'), cyan: token('--ansi-cyan'), white: token('--ansi-white'),
    brightBlack: token('--ansi-bright-black'), brightRed: token('--ansi-bright-red'), brightGreen: token('--ansi-bright-green'), brightYellow: token('--ansi-bright-yellow'),
    brightBlue: token('--ansi-bright-blue'), brightMagenta: token('--ansi-bright-magenta'), brightCyan: token('--ansi-bright-cyan'), brightWhite: token('--ansi-bright-white'),
  };
}
