import { describe, expect, it } from 'vitest';
import { textsIn } from './bytes.ts';

describe('texts in bytes that are no text', () => {
  it.each([
    ['ASCII between numbers', Buffer.from('\x2a\x2a\0\0hello world\0\x01abc\0shop-db1\xff'), 'hello world\nshop-db1'],
    ['UTF-16 at any place', Buffer.concat([Buffer.from([7]), Buffer.from('Müller\0', 'utf16le'), Buffer.from([1, 2]), Buffer.from('C:\\x.exe', 'utf16le')]), 'Müller\nC:\\x.exe'],
    ['both, side by side', Buffer.concat([Buffer.from('ElfFile\0'), Buffer.from('Security', 'utf16le')]), 'ElfFile\nSecurity'],
    ['nothing', Uint8Array.of(0, 1, 2, 3, 0x41, 0, 0x42, 0), ''],
    ['blanks alone', Buffer.alloc(65_536, 0x20), ''],
    ['no bytes', new Uint8Array(), ''],
  ])('%s', (_name, bytes, texts) => {
    expect(textsIn(bytes)).toBe(texts);
  });
});
