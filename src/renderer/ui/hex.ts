/** One line of a hex dump: its offset, bytes as hex, bytes as text. */
export interface HexCell { readonly hex: string; readonly char: string; readonly control: boolean; readonly hit: boolean }

/** Cells of one row of bytes that starts at `offsetBytes`; those in the half-open range `hit` are marked. */
export function hexCells(bytes: Uint8Array, offsetBytes: number, hit: { from: number; to: number } | undefined): HexCell[] {
  return Array.from(bytes, (byte, i) => {
    const at = offsetBytes + i;
    const printable = byte >= 0x20 && byte < 0x7f;
    return {
      hex: byte.toString(16).padStart(2, '0'),
      char: printable ? String.fromCharCode(byte) : '·',
      control: !printable,
      hit: hit !== undefined && at >= hit.from && at < hit.to,
    };
  });
}

/** `0219e2e0`: at least eight digits, as many as the largest offset of the file needs. */
export function hexOffset(offsetBytes: number, sizeBytes: number): string {
  return offsetBytes.toString(16).padStart(Math.max(8, Math.max(0, sizeBytes - 1).toString(16).length), '0');
}

/** An offset as people type it: `0x1f`, `1fh`, `4096`, `4,096`; `undefined` when it is none. */
export function parseOffset(text: string): number | undefined {
  const t = text.trim().toLowerCase().replaceAll(',', '').replace(/^@/, '');
  const hex = /^0x([0-9a-f]{1,13})$/.exec(t) ?? /^([0-9a-f]{1,13})h$/.exec(t);
  if (hex) return parseInt(hex[1]!, 16);
  return /^\d{1,15}$/.test(t) ? Number(t) : undefined;
}
