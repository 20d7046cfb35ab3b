import type { CliIo, Output } from './io.ts';

/** Terminal styling, or nothing at all where the output is not a terminal or NO_COLOR is set (https://no-color.org). */
export interface Style {
  dim(text: string): string;
  bold(text: string): string;
}

export function styleFor(output: Output, env: CliIo['env']): Style {
  const on = output.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const wrap = (open: number, close: number) => (text: string): string => (on ? `\u001b[${open}m${text}\u001b[${close}m` : text);
  return { dim: wrap(2, 22), bold: wrap(1, 22) };
}
