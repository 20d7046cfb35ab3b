import { describe, expect, it } from 'vitest';
import { referenceColumns, rowReference } from './row-reference.ts';

const columns = (...names: string[]) => names.map((name) => ({ name, type: 'VARCHAR' }));
const sha256 = 'a'.repeat(64);

describe('what a row of a result refers to', () => {
  it('bytes, where the columns say which', () => {
    const where = referenceColumns(columns('body', 'artifact', 'offset_bytes', 'length_bytes'))!;
    expect(rowReference(['x', sha256, 5, 9], where)).toEqual({ sha256, locator: { kind: 'bytes', offsetBytes: 5, lengthBytes: 9 } });
    expect(rowReference(['x', sha256, 5, 0], where)).toMatchObject({ locator: { lengthBytes: 1 } });
  });
  it('a place, where the length is not told', () => {
    expect(rowReference([sha256, 5], referenceColumns(columns('artifact', 'offset_bytes'))!)).toEqual({ sha256, locator: { kind: 'bytes', offsetBytes: 5, lengthBytes: 1 } });
  });
  it('a whole artifact, where no place is told', () => {
    expect(rowReference([sha256], referenceColumns(columns('sha256'))!)).toEqual({ sha256, locator: { kind: 'artifact' } });
    expect(rowReference([sha256, null], referenceColumns(columns('artifact', 'offset_bytes'))!)).toMatchObject({ locator: { kind: 'artifact' } });
  });
  it('nothing, where the value is no hash or there is no such column', () => {
    expect(rowReference(['orders', 5], referenceColumns(columns('artifact', 'offset_bytes'))!)).toBeUndefined();
    expect(rowReference([null, 5], referenceColumns(columns('artifact', 'offset_bytes'))!)).toBeUndefined();
    expect(referenceColumns(columns('path', 'offset_bytes'))).toBeUndefined();
  });
});
