/** The text of a file: by its byte order mark, by what its XML declaration names, else UTF-8 and, where that fails, Windows-1252. */
export function textOf(bytes: Uint8Array): string {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1];
  // Named UTF-16 without its mark: what reads ASCII here is not UTF-16.
  const named = declared !== undefined && !/^utf-?16/i.test(declared) ? declared : 'utf-8';
  return decode(bytes, marked ?? named) ?? decode(bytes, 'utf-8') ?? new TextDecoder('windows-1252').decode(bytes);
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
