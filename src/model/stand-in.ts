/**
 * Records of a large file can be seen before its SHA-256 is known. Until then a stand-in is in the place of the hash: it
 * begins as no hash of bytes does. It is good for asking the engine that made it, and is never shown, copied or kept.
 */
export const STAND_IN = { beginning: '0'.repeat(32), pattern: /0{32}[0-9a-f]{32}/g } as const;

/** `id`: 32 hex digits, of one piece of evidence alone. */
export function standInOf(id: string): string {
  return `${STAND_IN.beginning}${id}`;
}

export function isStandIn(sha256: string): boolean {
  return sha256.startsWith(STAND_IN.beginning);
}
