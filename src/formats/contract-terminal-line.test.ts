import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TerminalLine, type LineEnd } from './contract-terminal-line.ts';

/** Lines that a text makes, and why each of them ended. */
function linesOf(text: string, cut = text.length): Array<[string, LineEnd]> {
  const line = new TerminalLine();
  const found: Array<[string, LineEnd]> = [];
  for (let from = 0; from < text.length || from === 0; from += Math.max(1, cut)) {
    const part = text.slice(from, from + Math.max(1, cut));
    for (let i = 0; i < part.length; ) {
      const end = line.write(part, i);
      i = line.next;
      if (end === 'text-end') break;
      found.push([line.text, end]);
      line.clear();
    }
    if (text === '') break;
  }
  if (!line.isBlank) found.push([line.text, 'text-end']);
  return found;
}

it.each([
  ['a carriage return writes over', 'loading 10%\rloading 100%\r\n', 'loading 100%'],
  ['what is written over stays where it is longer', 'abcdef\rxy\n', 'xycdef'],
  ['a backspace goes back, and erasing forgets', 'cat podx\b\u001b[Ks.txt\n', 'cat pods.txt'],
  ['colours are dropped', '\u001b[1;31mfailed\u001b[0m (exit 1)\n', 'failed (exit 1)'],
  ['the whole line is erased', 'step 1/2\u001b[2K\rstep 2/2\n', 'step 2/2'],
  ['characters are inserted and deleted', 'ac\b\u001b[@b\u001b[C!\r\u001b[P\n', 'bc!'],
  ['the column is set', 'x\u001b[10Gy\n', 'x        y'],
  ['tabs go to columns of eight', 'a\tb\n', 'a       b'],
  ['titles, links and the clipboard are no text', '\u001b]0;title\u0007\u001b]8;;https://a.example\u001b\\link\u001b]8;;\u001b\\\u001b]52;c;eA==\u0007\n', 'link'],
  ['controls act in the middle of a sequence', 'ab\u001b[\r3Dc\n', 'cb'],
  ['a character is one, however many units it has', '🔥x\b\b\u001b[P\n', 'x'],
  ['repetitions beyond any line end', 'x\u001b[2147483647@\u001b[999999999Cy\n', undefined],
])('%s', (_what, text, shown) => {
  if (shown !== undefined) expect(linesOf(text)[0]![0]).toBe(shown);
  else for (const [line] of linesOf(text)) expect(line.length).toBeLessThanOrEqual(16_384);
});

it('says why a line ended', () => {
  expect(linesOf('a\u001b[2J\u001b[5;1Hb\u001b[?1049hc\u001b[?1049ld\n')).toEqual([['a', 'moved'], ['', 'moved'], ['b', 'screen-on'], ['c', 'screen-off'], ['d', 'newline']]);
});

it('knows where a shell says that the command begins, and that it waits for a line', () => {
  const line = new TerminalLine();
  line.write('\u001b]133;A\u0007$ \u001b]133;B\u0007\u001b[?2004hls', 0);
  expect([line.commandFrom, line.pasteMode, line.after(line.commandFrom!)]).toEqual([2, true, 'ls']);
  line.write('\u001b[?2004l', 0);
  expect(line.pasteMode).toBe(false);
});

const pieces = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom('\u001b[', '\u001b]', '\u0007', '\u001b\\', '\r', '\n', '\b', 'K', 'J', '9999999', ';', '?1049h', '?1049l', 'G', 'P', '@', '🔥', '\u001bP', '\u0018')), { maxLength: 40 });

it('anything at all makes the same lines however it is cut', () => {
  fc.assert(fc.property(pieces, fc.integer({ min: 1, max: 7 }), (parts, cut) => {
    expect(linesOf(parts.join(''), cut)).toEqual(linesOf(parts.join('')));
  }), { numRuns: 500 });
});
