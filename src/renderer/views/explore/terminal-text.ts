const ESC = 0x1b;

/** What is drawn of a record at most, in bytes or in characters of its text. */
export const MOST_DRAWN = 64 * 1024;

/**
 * What to draw as a terminal would: the record's bytes when escape sequences stand in them as such, its text when they
 * stand there alone (JSON writes them as an escape of its own, UTF-16 with a NUL beside), `undefined` when nowhere.
 */
export function terminalText(body: string, bytes: Uint8Array | undefined): string | undefined {
  if (bytes?.includes(ESC) && !bytes.includes(0)) return new TextDecoder().decode(bytes).trimEnd();
  return body.includes('\u001b') ? body.slice(0, MOST_DRAWN) : undefined;
}
