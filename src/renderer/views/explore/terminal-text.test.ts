import { expect, it } from 'vitest';
import { MOST_DRAWN, terminalText } from './terminal-text.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('takes the whole line where the escapes stand in the bytes', () => {
  expect(terminalText('done', bytes('\u001b[32mINFO\u001b[0m done\n'))).toBe('\u001b[32mINFO\u001b[0m done');
});
it('takes the text where the bytes only spell the escape', () => {
  expect(terminalText('\u001b[31mred', bytes(String.raw`{"msg":"\u001b[31mred"}`))).toBe('\u001b[31mred');
});
it('takes the text of UTF-16, which is no stream for a terminal', () => {
  expect(terminalText('\u001b[1mx', new Uint8Array([0x1b, 0, 0x5b, 0, 0x31, 0, 0x6d, 0, 0x78, 0]))).toBe('\u001b[1mx');
});
it('is for records with escapes alone', () => {
  expect(terminalText('plain', bytes('plain'))).toBeUndefined();
  expect(terminalText('plain', undefined)).toBeUndefined();
});
it('has a limit', () => {
  expect(terminalText(`\u001b[1m${'x'.repeat(100_000)}`, undefined)).toHaveLength(MOST_DRAWN);
});
