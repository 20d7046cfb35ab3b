import { describe, expect, it } from 'vitest';
import { hexCells, hexOffset, parseOffset } from './hex.ts';

describe('hex', () => {
  it('shows every byte, printable or not, and marks the cited ones', () => {
    const cells = hexCells(new Uint8Array([0x41, 0x00, 0xff]), 0x10, { from: 0x11, to: 0x12 });
    expect(cells.map((c) => c.hex)).toEqual(['41', '00', 'ff']);
    expect(cells.map((c) => c.char)).toEqual(['A', '·', '·']);
    expect(cells.map((c) => c.hit)).toEqual([false, true, false]);
  });
  it('gives offsets one width in a file', () => {
    expect(hexOffset(0x219e2e0, 1)).toBe('0219e2e0');
    expect(hexOffset(1, 2 ** 40)).toHaveLength(10);
    expect(hexOffset(0, 0)).toBe('00000000');
  });
  it('reads offsets as people write them', () => {
    expect(parseOffset('0x1F')).toBe(31);
    expect(parseOffset('1fh')).toBe(31);
    expect(parseOffset(' 4,096 ')).toBe(4096);
    expect(parseOffset('@0x10')).toBe(16);
    expect(parseOffset('near the end')).toBeUndefined();
    expect(parseOffset('')).toBeUndefined();
  });
});
