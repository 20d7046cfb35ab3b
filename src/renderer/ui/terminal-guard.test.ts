// @vitest-environment happy-dom
import { Terminal } from '@xterm/xterm';
import { afterEach, describe, expect, it } from 'vitest';
import { guard, piecesFor, textOf, usedLines } from './terminal-guard.ts';

const ESC = '\u001b';
const open: Terminal[] = [];
afterEach(() => { for (const terminal of open.splice(0)) terminal.dispose(); });

interface Shown { readonly terminal: Terminal; readonly asked: string[] }

/** A guarded terminal that has read `text`, and what it asked of the world meanwhile. */
async function shown(text: string, cols = 40): Promise<Shown> {
  const terminal = new Terminal({ cols, rows: 6, scrollback: 100, convertEol: true, logLevel: 'off' });
  open.push(terminal);
  guard(terminal);
  const asked: string[] = [];
  terminal.onData((answer) => asked.push(`data ${answer}`));
  terminal.onTitleChange((title) => asked.push(`title ${title}`));
  for (const piece of piecesFor(text)) terminal.write(piece);
  await new Promise<void>((resolve) => { terminal.write('', resolve); });
  return { terminal, asked };
}

describe('a guarded terminal', () => {
  it('draws colours and moves', async () => {
    const { terminal } = await shown(`${ESC}[31mred${ESC}[0m plain\rR\nsecond`);
    expect(textOf(terminal)).toBe('Red plain\nsecond');
    expect(terminal.buffer.active.getLine(0)?.getCell(1)?.getFgColor()).toBe(1);
    expect(terminal.buffer.active.getLine(0)?.getCell(5)?.isFgDefault()).toBe(true);
  });

  it.each([
    ['a title', `${ESC}]0;owned\u0007`], ['a title ended by ST', `${ESC}]2;owned${ESC}\\`], ['the clipboard', `${ESC}]52;c;b3duZWQ=\u0007`],
    ['a colour of the palette', `${ESC}]4;1;?\u0007`], ['the background', `${ESC}]11;?\u0007`], ['where the cursor is', `${ESC}[6n`],
    ['what it is', `${ESC}[c`], ['its size', `${ESC}[18t`], ['its modes', `${ESC}[?6n`],
  ])('answers nothing that asks for %s', async (_what, sequence) => {
    const { terminal, asked } = await shown(`before ${sequence}after`);
    expect(textOf(terminal)).toBe('before after');
    expect(asked).toEqual([]);
  });

  it('shows the words of a link and knows no link', async () => {
    const { terminal } = await shown(`see ${ESC}]8;;https://example.invalid/${ESC}\\the page${ESC}]8;;${ESC}\\ now`);
    expect(textOf(terminal)).toBe('see the page now');
    // A cell of a link is underlined.
    expect(terminal.buffer.active.getLine(0)?.getCell(5)?.isUnderline()).toBe(0);
  });

  it('does not go to another screen, where what was drawn is out of sight', async () => {
    const { terminal } = await shown(`first${ESC}[?1049h second`);
    expect(terminal.buffer.active.type).toBe('normal');
    expect(textOf(terminal)).toBe('first second');
  });

  it('repeats what people repeat, and refuses to fill the memory', async () => {
    expect(textOf((await shown(`-${ESC}[9b`)).terminal)).toBe('----------');
    for (const final of ['@', 'I', 'L', 'M', 'P', 'S', 'T', 'X', 'Z', 'b', ' @', ' A', "'}", "'~"]) {
      // A control character inside of a sequence is carried out and does not end it.
      for (const number of ['2147483647', '99\u00079999999']) {
        const { terminal } = await shown(`x${ESC}[${number}${final}y`);
        expect(textOf(terminal), final).toBe('xy');
      }
    }
  });
});

describe('the text of a terminal', () => {
  it('joins what was wrapped', async () => {
    const { terminal } = await shown('one two three four\nfive', 8);
    expect(usedLines(terminal)).toBe(4);
    expect(textOf(terminal)).toBe('one two three four\nfive');
  });
  it('is nothing for nothing', async () => {
    expect(textOf((await shown(`${ESC}[31m${ESC}[0m`)).terminal)).toBe('');
  });
});

describe('piecesFor', () => {
  it('spells out marks that reorder, and keeps all else', () => {
    expect(piecesFor(`a\u202eb ${ESC}[1mc`)).toEqual([`a\\u{202e}b ${ESC}[1mc`]);
    const long = 'x'.repeat(5000);
    expect(piecesFor(long).join('')).toBe(long);
    expect(piecesFor(long).length).toBe(5);
  });
});
