import { describe, expect, it } from 'vitest';
import { memorySource } from '../../test/support/formats.ts';
import { headLines, MAX_LINE_BYTES, readLines, sniffText, type Encoding, type Line } from './contract-lines.ts';

async function lines(bytes: Uint8Array, encoding: Encoding = 'utf-8', chunkBytes = 1 << 20): Promise<Line[]> {
  const found: Line[] = [];
  await readLines(memorySource(bytes, chunkBytes), { encoding, skipBytes: 0 }, { room: () => undefined }, new AbortController().signal, (line) => {
    found.push({ ...line, bytes: line.bytes.slice() });
  });
  return found;
}
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('readLines', () => {
  it('gives place, number and end of each line', async () => {
    const found = await lines(utf8('a\r\n\nünd\nlast'), 'utf-8', 2);
    expect(found.map((l) => [l.text, l.offsetBytes, l.lengthBytes, l.number, l.ended])).toEqual([
      ['a', 0, 1, 1, true], ['', 3, 0, 2, true], ['ünd', 4, 4, 3, true], ['last', 9, 4, 4, false],
    ]);
  });

  it('reads UTF-16 whose code units chunks cut in two, and a half one at the end', async () => {
    const bytes = Uint8Array.from([...Buffer.from('eins\nzwei\r\n\u0a0a', 'utf16le'), 0x41]);
    const whole = await lines(bytes, 'utf-16le');
    expect(whole.map((l) => [l.text, l.offsetBytes, l.lengthBytes, l.damaged])).toEqual([['eins', 0, 8, false], ['zwei', 10, 8, false], ['\u0a0a\ufffd', 22, 3, true]]);
    for (const chunkBytes of [1, 2, 3, 5]) expect(await lines(bytes, 'utf-16le', chunkBytes)).toEqual(whole);
    const swapped = Buffer.from(bytes.subarray(0, 24)).swap16();
    expect((await lines(Uint8Array.from(swapped), 'utf-16be', 3)).map((l) => l.text)).toEqual(['eins', 'zwei', '\u0a0a']);
  });

  it('cuts a line that is too long, knows its length, and goes on behind it', async () => {
    const bytes = new Uint8Array(MAX_LINE_BYTES + 1000).fill(0x61);
    bytes.set(utf8('\nnext\n'), bytes.length - 6);
    const [long, next] = await lines(bytes);
    expect([long!.cut, long!.lengthBytes, long!.text.length]).toEqual([true, bytes.length - 6, MAX_LINE_BYTES]);
    expect([next!.text, next!.offsetBytes, next!.number]).toEqual(['next', bytes.length - 5, 2]);
  });

  it('ends when it is told to', async () => {
    await expect(readLines(memorySource(utf8('a\nb\n')), { encoding: 'utf-8', skipBytes: 0 }, { room: () => undefined }, AbortSignal.abort(), () => undefined)).rejects.toThrow();
  });
});

describe('headLines', () => {
  it('answers each who asks of the same head by what is asked', () => {
    const bytes = utf8('one\r\n\ntwo\nthree\nfou');
    const whole = { bytes, complete: true };
    const cut = { bytes, complete: false };
    expect(headLines(cut, 10)).toEqual(['one', 'two', 'three']);
    expect(headLines(whole, 10)).toEqual(['one', 'two', 'three', 'fou']);
    expect(headLines(cut, 2)).toEqual(['one', 'two']);
    expect(headLines(cut, 10)).toEqual(['one', 'two', 'three']);
  });
});

describe('sniffText', () => {
  it('does not take what it said of a head that is cut for one that is whole', () => {
    const cut = utf8('stra\u00dfe').subarray(0, 5);
    expect(sniffText(cut, false)).toMatchObject({ text: true, encoding: 'utf-8' });
    expect(sniffText(cut, true)).toMatchObject({ text: true, encoding: 'latin1' });
    expect(sniffText(cut, false)).toMatchObject({ text: true, encoding: 'utf-8' });
  });


  it.each<[string, Uint8Array, string | false]>([
    ['UTF-8', utf8('grün\n'), 'utf-8'], ['a character that the head cuts', utf8('aü').subarray(0, 2), 'utf-8'],
    ['Latin-1', Uint8Array.from([0x67, 0x72, 0xfc, 0x6e, 0x0a, 0x61, 0x62, 0x63]), 'latin1'],
    ['UTF-16 without a mark', Uint8Array.from(Buffer.from('plain text', 'utf16le')), 'utf-16le'],
    ['text with a NUL', utf8('a line of text\0 and more of it\n'), 'utf-8'], ['terminal output', utf8('\u001b[31mred\u001b[0m\n'), 'utf-8'],
    ['gzip', Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xed, 0xbd]), false], ['zeros', new Uint8Array(64), false],
  ])('%s', (_name, bytes, encoding) => {
    const kind = sniffText(bytes, false);
    expect(kind.text ? kind.encoding : false).toBe(encoding);
  });
});
