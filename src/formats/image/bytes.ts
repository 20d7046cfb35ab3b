/** Numbers of a stretch of bytes, in either order; reading past the end answers `undefined`, never throws. */
export class Reader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly little: boolean;

  constructor(bytes: Uint8Array, little = false) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.little = little;
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number | undefined {
    return this.has(at, 1) ? this.view.getUint8(at) : undefined;
  }

  u16(at: number): number | undefined {
    return this.has(at, 2) ? this.view.getUint16(at, this.little) : undefined;
  }

  u24(at: number): number | undefined {
    const low = this.u16(this.little ? at : at + 1);
    const high = this.u8(this.little ? at + 2 : at);
    return low === undefined || high === undefined ? undefined : high * 65_536 + low;
  }

  u32(at: number): number | undefined {
    return this.has(at, 4) ? this.view.getUint32(at, this.little) : undefined;
  }

  /** Bytes of ASCII as text; fewer at the end. */
  ascii(at: number, length: number): string {
    let text = '';
    for (const byte of this.slice(at, length)) text += String.fromCharCode(byte);
    return text;
  }

  slice(at: number, length: number): Uint8Array {
    return at < 0 || at > this.bytes.length ? new Uint8Array() : this.bytes.subarray(at, at + length);
  }

  private has(at: number, length: number): boolean {
    return at >= 0 && at + length <= this.bytes.length;
  }
}
